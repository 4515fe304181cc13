//! Starting: open the database, make the demonstration's world when there is none, listen, stop gently.

use crate::{
    config::{Admin, AdminCommand, Create, Migrate, Public, Serve, VerifyAward},
    mail::Mailer,
    router::router,
    worker,
};
use axum::serve::ListenerExt;
use domain::{
    actor::{OrgKind, Role},
    org::PASSWORD_MIN,
};
use service::{
    Service,
    account::{self, NewAccount},
    demo, documents,
    files::{self, Storage},
    reference,
};
use std::{error::Error, fs, io, net::SocketAddr, path::PathBuf, time::Duration};
use tokio::{net::TcpListener, signal, sync::watch};
use tracing_subscriber::EnvFilter;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// How long requests may still run after the signal to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Logs to standard error; RUST_LOG says what.
pub fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
}

pub async fn migrate(options: Migrate) -> Result {
    Ok(Service::migrate(&options.database_url).await?)
}

pub async fn serve(config: Serve) -> Result {
    let demonstration = config.database_url.is_none();
    if demonstration && !config.address.is_loopback() {
        return Err("the demonstration signs in anybody: it listens on this machine's own address only".into());
    }
    fs::create_dir_all(&config.data_dir)?;
    let svc = match &config.database_url {
        Some(url) => {
            Service::migrate(url).await?;
            let svc = Service::connect(url).await?.with_storage(storage(&config).await?);
            reference::load(&svc).await?;
            svc
        }
        None => demonstration_world(&config).await?,
    };
    documents::sweep_uploads(&svc).await?;
    tokio::spawn(files::scanning(svc.clone()));
    let router = router(svc.clone(), &config).await?;
    let public = Public::new(config.public_url.as_ref(), config.port)?;
    let folder = config.data_dir.join("mail");
    let mailer = Mailer::new(config.smtp_url.as_ref(), folder, config.mail_from.clone(), public.base)?;
    let listener = TcpListener::bind((config.address, config.port)).await?;
    let address = listener.local_addr()?;
    println!("http://localhost:{}", address.port());
    if demonstration {
        introduce(&svc).await?;
    }
    let listener = listener.tap_io(|connection| {
        if let Err(cause) = connection.set_nodelay(true) {
            tracing::warn!(%cause, "a connection keeps Nagle's delay");
        }
    });
    let (stop, stopped_working) = watch::channel(false);
    let working = tokio::spawn(worker::run(svc, mailer, stopped_working));
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let serving = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            stop_signal().await;
            tracing::info!("stopping");
            // The receiver is gone only when the server has already ended.
            let _ = stopping.send(());
        });
    let ended = tokio::select! {
        ended = serving.into_future() => Ok(ended?),
        () = async { if stopped.await.is_ok() { tokio::time::sleep(GRACE).await } else { std::future::pending().await } } => {
            Err("requests were still running when the time to stop was over".into())
        }
    };
    // The letter in hand is finished; one that takes longer is free again when its lease is over.
    if stop.send(true).is_ok() && tokio::time::timeout(GRACE, working).await.is_err() {
        tracing::warn!("a mail was still being sent when the time to stop was over");
    }
    ended
}

async fn stop_signal() {
    let interrupt = async {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminated) => _ = terminated.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// Opens the demonstration's database, making it first when it is not there or was never finished.
async fn demonstration_world(config: &Serve) -> Result<Service> {
    let file = config.data_dir.join("demo.sqlite");
    let finished = config.data_dir.join("demo.ready");
    if config.fresh_demo || !(finished.exists() && file.exists()) {
        forget_folder(&files_folder(config))?;
        forget(&[finished.clone(), file.clone(), with_suffix(&file, "-wal"), with_suffix(&file, "-shm")])?;
    }
    let url = format!("sqlite://{}?mode=rwc", file.display());
    Service::migrate(&url).await?;
    let svc = Service::connect_demo(&url).await?.with_storage(storage(config).await?);
    if !finished.exists() {
        demo::seed(&svc).await?;
        fs::write(&finished, "")?;
    }
    Ok(svc)
}

fn files_folder(config: &Serve) -> PathBuf {
    config.data_dir.join("files")
}

/// Where files are kept, and who checks them.
async fn storage(config: &Serve) -> Result<Storage> {
    let folder = files_folder(config);
    let storage = match &config.files_url {
        Some(url) => Storage::s3(url, &folder).await?,
        None => Storage::folder(&folder)?,
    };
    Ok(storage.with_clamd(config.clamd.clone()))
}

fn forget_folder(folder: &std::path::Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn with_suffix(file: &std::path::Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn forget(files: &[PathBuf]) -> io::Result<()> {
    for file in files {
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Who one can be in the demonstration.
async fn introduce(svc: &Service) -> Result {
    println!("시연용 사이트입니다. 모든 신청과 점수는 가상입니다. /demo 에서 역할을 골라 로그인할 수 있습니다.");
    for person in demo::people(svc).await? {
        println!("  {:<40} {} {}", person.email, app::text::role(person.role), person.name);
    }
    Ok(())
}

/// Says in words whether an award file follows from what it says was put in. Error: it does not, or is none.
pub fn verify_award(options: &VerifyAward) -> Result {
    let verdict = domain::award_file::verify(&fs::read(&options.file)?)?;
    for line in app::text::award::verdict(&verdict) {
        println!("{line}");
    }
    match verdict.differences.is_empty() {
        true => Ok(()),
        false => Err(format!("{} differences", verdict.differences.len()).into()),
    }
}

pub async fn admin(options: Admin) -> Result {
    let AdminCommand::Create(create) = options.command;
    let Create { database_url, email, name, role, org_name, org_kind } = create;
    let password = password()?;
    let svc = Service::connect(&database_url).await?;
    let new = NewAccount {
        email: &email,
        name: &name,
        password,
        role,
        org_name: &org_name,
        org_kind: org_kind.unwrap_or(usual_kind(role)),
    };
    account::create(&svc, new).await?;
    println!("{email}: {}", app::text::role(role));
    Ok(())
}

fn password() -> Result<String> {
    let given = match std::env::var("PORTAL_PASSWORD") {
        Ok(password) => password,
        Err(_) => {
            let mut line = String::new();
            io::stdin().read_line(&mut line)?;
            line.trim_end_matches(['\r', '\n']).to_owned()
        }
    };
    if given.chars().count() < PASSWORD_MIN as usize {
        return Err(format!("a password needs at least {PASSWORD_MIN} characters").into());
    }
    Ok(given)
}

/// What kind of organisation grants a role.
fn usual_kind(role: Role) -> OrgKind {
    match role {
        Role::ApplicantStaff | Role::ApplicantApprover | Role::ApplicantAccountant => OrgKind::ComplexOperator,
        Role::LocalgovBasic => OrgKind::BasicLocalGov,
        Role::LocalgovMetro => OrgKind::MetroLocalGov,
        Role::RegionalBody => OrgKind::InnovationBody,
        Role::KpicOfficer => OrgKind::Agency,
        Role::Reviewer => OrgKind::Other,
        Role::MinistryApprover | Role::Auditor => OrgKind::Ministry,
    }
}
