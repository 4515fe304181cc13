//! Notices without JavaScript: the bell, reading, settings, the delivery log; and mails over a real socket.

use crate::support::TestApp;
use domain::actor::Role;
use server::{
    config::Public,
    mail::{Mailer, SmtpUrl},
    worker,
};
use service::messaging::{self, Wanted};
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

/// A mail server that keeps what it is given; it refuses recipients whose address contains `refuse`.
struct Sink {
    url: SmtpUrl,
    mails: Arc<Mutex<Vec<String>>>,
}

impl Sink {
    async fn open(refuse: &'static str) -> Sink {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}?tls=none", listener.local_addr().unwrap()).parse().unwrap();
        let mails: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = mails.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = kept.clone();
                tokio::spawn(async move {
                    let (read, mut write) = stream.into_split();
                    let mut lines = BufReader::new(read).lines();
                    write.write_all(b"220 sink\r\n").await.unwrap();
                    while let Ok(Some(line)) = lines.next_line().await {
                        let answer: &[u8] = match line.get(..4).unwrap_or(&line).to_uppercase().as_str() {
                            "EHLO" => b"250-sink\r\n250 8BITMIME\r\n",
                            "RCPT" if line.contains(refuse) => b"550 5.1.1 unknown\r\n",
                            "QUIT" => return,
                            "DATA" => {
                                write.write_all(b"354 go on\r\n").await.unwrap();
                                let mut mail = String::new();
                                while let Ok(Some(line)) = lines.next_line().await {
                                    if line == "." {
                                        break;
                                    }
                                    mail.push_str(&line);
                                    mail.push('\n');
                                }
                                kept.lock().unwrap().push(mail);
                                b"250 kept\r\n"
                            }
                            _ => b"250 ok\r\n",
                        };
                        write.write_all(answer).await.unwrap();
                    }
                });
            }
        });
        Sink { url, mails }
    }

    fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

fn mailer(smtp: Option<&SmtpUrl>, folder: PathBuf) -> Mailer {
    let public = Public::new(Some(&"https://portal.example.go.kr/".parse().unwrap()), 1).unwrap();
    Mailer::new(smtp, folder, "뿌리 포털 <noreply@portal.example>".parse().unwrap(), public.base).unwrap()
}

fn nowhere() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("portal-mail-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    std::env::temp_dir().join(name)
}

#[tokio::test]
async fn mails_go_out_by_smtp_with_number_and_link_and_without_the_host_of_any_request() {
    let app = TestApp::demo().await;
    let sink = Sink::open("nobody@").await;
    let mailer = mailer(Some(&sink.url), nowhere());
    while worker::deliver(&app.svc, &mailer).await.unwrap() {}
    let mails = sink.mails();
    assert!(mails.len() > 5, "{}", mails.len());
    for mail in &mails {
        let (head, _) = mail.split_once("\n\n").unwrap();
        for header in ["From: ", "To: ", "Subject: =?utf-8?", "Message-ID: <", "Auto-Submitted: auto-generated"] {
            assert_eq!(head.lines().filter(|l| l.starts_with(header)).count(), 1, "{header}\n{head}");
        }
        assert!(head.contains("multipart/alternative"), "{head}");
        assert!(!mail.contains("localhost"), "a link to the listening host");
    }
    let mut agency = app.person(Role::KpicOfficer).await;
    agency.get("/deliveries?show=SENT").await.is(200).says("발송 완료").says("1회 시도");
    let ids: std::collections::BTreeSet<&str> =
        mails.iter().filter_map(|m| m.lines().find(|l| l.starts_with("Message-ID"))).collect();
    assert_eq!(ids.len(), mails.len(), "every mail has an id of its own");
}

#[tokio::test]
async fn what_the_mail_server_refuses_is_in_the_log_and_goes_out_again_by_hand() {
    let app = TestApp::demo().await;
    let strict = Sink::open("@portal.example").await;
    let refusing = mailer(Some(&strict.url), nowhere());
    while worker::deliver(&app.svc, &refusing).await.unwrap() {}
    assert!(strict.mails().is_empty());
    let mut agency = app.person(Role::KpicOfficer).await;
    let log = agency.get("/deliveries?show=FAILED").await;
    log.is(200).says("발송 실패").says("5.1.1 unknown");
    assert_eq!(log.html().faults(), [""; 0]);
    let again = agency.submit(&log, "resend", &[]).await;
    assert!(again.location().starts_with("/deliveries?done=resend"));
    let sink = Sink::open("nobody@").await;
    let working = mailer(Some(&sink.url), nowhere());
    while worker::deliver(&app.svc, &working).await.unwrap() {}
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn without_a_mail_server_every_mail_is_a_file() {
    let app = TestApp::demo().await;
    let folder = nowhere();
    let mailer = mailer(None, folder.clone());
    let mut sent = 0;
    while worker::deliver(&app.svc, &mailer).await.unwrap() {
        sent += 1;
    }
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(files.len(), sent);
    assert!(std::fs::read_to_string(&files[0]).unwrap().contains("Subject: =?utf-8?"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_mail_server_that_is_away_is_tried_again_later() {
    let app = TestApp::demo().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}?tls=none", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    worker::deliver(&app.svc, &mailer(Some(&url), nowhere())).await.unwrap();
    let mut agency = app.person(Role::KpicOfficer).await;
    agency.get("/deliveries?show=WAITING").await.is(200).says("다음 시도");
}

#[tokio::test]
async fn the_bell_counts_and_reading_needs_a_button() {
    let app = TestApp::demo().await;
    let mut city = app.visitor();
    city.post("/demo?act=demo_sign_in", &[("email", "city.gunsan@portal.example")]).await.location();
    let page = city.get("/messages").await;
    page.is(200).says("읽지 않은 알림이");
    assert_eq!(page.html().faults(), [""; 0]);
    let count = |body: &str| body.split("읽지 않은 알림 ").nth(1).unwrap().split('건').next().unwrap().to_owned();
    let before = count(&page.body);
    // Reading the page again, and following its links, changes nothing.
    assert_eq!(count(&city.get("/messages?show=unread").await.body), before);
    let opened = city.submit(&page, "open_message", &[]).await;
    let there = opened.location().to_owned();
    assert!(there.starts_with("/applications/"), "{there}");
    city.get(&there).await.is(200);
    assert_ne!(count(&city.get("/messages").await.body), before);
    let mut staff = app.visitor();
    staff.post("/demo?act=demo_sign_in", &[("email", "honam.staff@portal.example")]).await.location();
    let page = staff.get("/messages").await;
    staff.submit(&page, "read_all", &[]).await.location();
    staff.get("/messages").await.says("읽지 않은 알림이 없습니다.");
    let none = staff.get("/messages?show=unread").await;
    none.is(200).says("읽지 않은 알림이 없습니다.");
    assert!(none.html().form("read_all").is_none(), "nothing is left to mark");
}

#[tokio::test]
async fn a_person_chooses_language_and_mails() {
    let app = TestApp::demo().await;
    let mut staff = app.person(Role::ApplicantStaff).await;
    let page = staff.get("/messages").await;
    staff.submit(&page, "message_settings", &[("language", "en")]).await.location();
    staff.get("/messages").await.is(200).says("View the application");
    let page = staff.get("/messages").await;
    staff.submit(&page, "message_settings", &[("language", "tlh")]).await.is(422).says("목록");
}

#[tokio::test]
async fn the_log_and_the_templates_are_for_the_agency_and_the_auditor() {
    let app = TestApp::demo().await;
    for role in Role::ALL {
        let mut person = app.person(role).await;
        let allowed = matches!(role, Role::KpicOfficer | Role::Auditor);
        for path in ["/deliveries", "/deliveries/templates"] {
            let page = person.get(path).await;
            page.is(if allowed { 200 } else { 404 });
            assert_eq!(page.html().faults(), [""; 0], "{role:?} {path}");
        }
    }
    let mut auditor = app.person(Role::Auditor).await;
    let log = auditor.get("/deliveries").await;
    assert!(log.html().form("resend").is_none(), "the auditor changes nothing");
    let demo = service::demo::sign_in_as(&app.svc, "agency@portal.example").await.unwrap();
    let agency = service::account::actor_of(&app.svc, &demo).await.unwrap().unwrap();
    let id = messaging::deliveries(&app.svc, &agency, &Wanted::default()).await.unwrap().rows[0].id;
    auditor.post(&format!("/deliveries?act=resend&key={id}"), &[]).await.is(404);
}
