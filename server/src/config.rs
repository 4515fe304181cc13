//! What the operator says on the command line, and what follows from it.

use crate::mail::SmtpUrl;
use clap::{Args, Parser, Subcommand};
use domain::actor::{OrgKind, Role};
use http::Uri;
use lettre::message::Mailbox;
use service::files::Clamd;
use std::{net::IpAddr, path::PathBuf};

/// The portal's server.
#[derive(Debug, Parser)]
#[command(version, about)]
pub enum Command {
    /// Answers requests. Without a database it is a demonstration with invented data.
    Serve(Box<Serve>),
    /// Brings a database's schema up to date.
    Migrate(Migrate),
    /// Accounts of a real installation.
    Admin(Admin),
    /// Computes an award file again without any database and says whether it is equal, or where it differs.
    VerifyAward(VerifyAward),
}

#[derive(Clone, Debug, Args)]
pub struct VerifyAward {
    /// The downloaded file
    pub file: PathBuf,
}

#[derive(Clone, Debug, Args)]
pub struct Serve {
    #[arg(long, default_value_t = 3000)]
    pub port: u16,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub address: IpAddr,
    /// `postgres://…` or `sqlite://…`; with it nothing is invented
    #[arg(long, env = "PORTAL_DATABASE_URL")]
    pub database_url: Option<String>,
    /// Where files are kept, and the demonstration's database
    #[arg(long, default_value = "data")]
    pub data_dir: PathBuf,
    /// The built site: styles, scripts, images
    #[arg(long, env = "LEPTOS_SITE_ROOT", default_value = "target/site")]
    pub site_root: PathBuf,
    /// Throw the demonstration's data away and start over
    #[arg(long, conflicts_with = "database_url")]
    pub fresh_demo: bool,
    /// The address in people's browsers, when it is another: `https://portal.example.go.kr`
    #[arg(long, env = "PORTAL_PUBLIC_URL")]
    pub public_url: Option<Uri>,
    /// The mail server: `smtps://user:password@host` or `smtp://host:587`, always by TLS (`?tls=none` for a local
    /// one). Without it mails become files in the folder `mail` below the data folder
    #[arg(long, env = "PORTAL_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SmtpUrl>,
    /// The sender of mails: `뿌리산업 특화단지 <noreply@portal.example>`
    #[arg(long, env = "PORTAL_MAIL_FROM", default_value = "noreply@portal.example")]
    pub mail_from: Mailbox,
    /// Keeps files in an S3-compatible service instead of the data folder: `s3://bucket/prefix`, with its keys and its
    /// endpoint in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL
    #[arg(long, env = "PORTAL_FILES_URL", requires = "database_url")]
    pub files_url: Option<String>,
    /// Checks every file for malware: `host:port` or the path of clamd's socket
    #[arg(long, env = "PORTAL_CLAMD")]
    pub clamd: Option<Clamd>,
}

#[derive(Clone, Debug, Args)]
pub struct Migrate {
    #[arg(long, env = "PORTAL_DATABASE_URL")]
    pub database_url: String,
}

#[derive(Clone, Debug, Args)]
pub struct Admin {
    #[command(subcommand)]
    pub command: AdminCommand,
}

#[derive(Clone, Debug, Subcommand)]
pub enum AdminCommand {
    /// Creates an account. The password comes from PORTAL_PASSWORD or the first line of standard input.
    Create(Create),
}

#[derive(Clone, Debug, Args)]
pub struct Create {
    #[arg(long, env = "PORTAL_DATABASE_URL")]
    pub database_url: String,
    #[arg(long)]
    pub email: String,
    #[arg(long)]
    pub name: String,
    /// For example KPIC_OFFICER or MINISTRY_APPROVER
    #[arg(long, value_parser = role)]
    pub role: Role,
    #[arg(long)]
    pub org_name: String,
    /// For an organisation that is not there yet
    #[arg(long, value_parser = org_kind)]
    pub org_kind: Option<OrgKind>,
}

fn role(code: &str) -> Result<Role, String> {
    named(code, "role")
}

fn org_kind(code: &str) -> Result<OrgKind, String> {
    named(code, "kind of organisation")
}

/// Reads a value by its wire name.
fn named<T: serde::de::DeserializeOwned>(code: &str, what: &str) -> Result<T, String> {
    serde_json::from_value(code.to_uppercase().into()).map_err(|_| format!("`{code}` is no {what}"))
}

/// How browsers reach this server: decides cookies and whose posts are ours.
#[derive(Clone, Debug)]
pub struct Public {
    /// Exact origins of our own pages.
    pub origins: Vec<String>,
    /// Browsers keep `Secure` cookies: https, or a loopback host.
    pub secure: bool,
    /// Reached by https: browsers are told to never use anything else.
    pub https: bool,
    /// Our address in mails, without a slash at its end. Never taken from a request.
    pub base: String,
}

impl Public {
    /// From `public_url`, else from the loopback port.
    pub fn new(public_url: Option<&Uri>, port: u16) -> Result<Public, String> {
        let Some(url) = public_url else {
            let origins = ["localhost", "127.0.0.1"].map(|host| format!("http://{host}:{port}"));
            let base = format!("http://localhost:{port}");
            return Ok(Public { origins: origins.into(), secure: true, https: false, base });
        };
        let (scheme, authority) = match (url.scheme_str(), url.authority()) {
            (Some(scheme @ ("http" | "https")), Some(authority)) => (scheme, authority),
            _ => return Err(format!("`{url}` is no address like https://portal.example.go.kr")),
        };
        let loopback = matches!(authority.host(), "localhost" | "127.0.0.1" | "[::1]");
        let https = scheme == "https";
        let base = format!("{scheme}://{authority}");
        Ok(Public { origins: vec![base.clone()], secure: https || loopback, https, base })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Command::command().debug_assert();
    }

    #[test]
    fn secure_cookies_need_https_or_a_loopback_host() {
        let public = |url: &str| Public::new(Some(&url.parse().unwrap()), 1).unwrap();
        assert!(public("https://portal.example.go.kr").secure);
        assert!(public("http://localhost:3000").secure);
        assert!(!public("http://portal.example.go.kr").secure);
        assert_eq!(public("https://portal.example.go.kr/x").origins, ["https://portal.example.go.kr"]);
        assert!(Public::new(Some(&"/only/a/path".parse().unwrap()), 1).is_err());
    }

    #[test]
    fn roles_are_read_by_their_codes() {
        assert_eq!(role("kpic_officer"), Ok(Role::KpicOfficer));
        assert!(role("king").is_err());
    }
}
