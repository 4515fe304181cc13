//! [`TestApp`]: the router in this process on a database of its own; [`Browser`]: somebody in front of it.

use crate::html::Html;
use axum::{Router, body::Body};
use domain::actor::{OrgKind, Role};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use server::{config::Serve, router::router};
use service::{
    RandomIds, Service, SetClock,
    account::{self, NewAccount},
    demo,
    files::Storage,
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};
use tower::ServiceExt;

pub const ORIGIN: &str = "http://localhost:3000";
pub const PASSWORD: &str = "right horse battery";
/// A thing that does not exist.
pub const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

pub struct TestApp {
    pub router: Router,
    pub svc: Service,
    folder: PathBuf,
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // A folder that stays behind is the operating system's to sweep.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl TestApp {
    /// An installation without calls or people.
    pub async fn empty() -> TestApp {
        let folder = fresh_folder();
        let url = url(&folder);
        Service::migrate(&url).await.unwrap();
        TestApp::over(Service::connect(&url).await.unwrap(), folder).await
    }

    /// The demonstration's world.
    pub async fn demo() -> TestApp {
        let folder = fresh_folder();
        copy(&template().await, &folder);
        TestApp::over(Service::connect_demo(&url(&folder)).await.unwrap(), folder).await
    }

    /// The demonstration's world at the time it was made, with a clock that the test sets; people sign in by password.
    pub async fn demo_at_set_clock() -> (TestApp, Arc<SetClock>) {
        let folder = fresh_folder();
        copy(&template().await, &folder);
        let now = Service::connect_demo(&url(&folder)).await.unwrap().now();
        let clock = Arc::new(SetClock::at(now));
        let svc = Service::open(&url(&folder), clock.clone(), Arc::new(RandomIds)).await.unwrap();
        (TestApp::over(svc, folder).await, clock)
    }

    async fn over(svc: Service, folder: PathBuf) -> TestApp {
        // A failing test shows what the server logged; the first test to come sets it up.
        let _ = tracing_subscriber::fmt().with_env_filter("warn").with_test_writer().try_init();
        let site_root = folder.join("site");
        fs::create_dir_all(site_root.join("pkg")).unwrap();
        fs::write(site_root.join("pkg/portal.css"), "a{}").unwrap();
        fs::write(site_root.join("favicon.svg"), "<svg/>").unwrap();
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/@expo-google-fonts/nanum-gothic");
        fs::create_dir_all(site_root.join("paper")).unwrap();
        fs::copy(fonts.join("400Regular/NanumGothic_400Regular.ttf"), site_root.join("paper/regular.ttf")).unwrap();
        fs::copy(fonts.join("700Bold/NanumGothic_700Bold.ttf"), site_root.join("paper/bold.ttf")).unwrap();
        let config = Serve {
            port: 3000,
            address: [127, 0, 0, 1].into(),
            database_url: None,
            data_dir: folder.clone(),
            site_root,
            fresh_demo: false,
            public_url: None,
            smtp_url: None,
            mail_from: "noreply@portal.example".parse().unwrap(),
            files_url: None,
            clamd: None,
        };
        let svc = svc.with_storage(storage(&folder));
        TestApp { router: router(svc.clone(), &config).await.unwrap(), svc, folder }
    }

    /// A folder of this installation's own, gone with it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// An account with [`PASSWORD`].
    pub async fn account(&self, email: &str, role: Role) {
        let password = PASSWORD.to_owned();
        let new =
            NewAccount {
                email, name: "가상 김", password, role, org_name: "가상 기관", org_kind: OrgKind::Agency
            };
        account::create(&self.svc, new).await.unwrap();
    }

    /// Somebody who has not signed in.
    pub fn visitor(&self) -> Browser<'_> {
        Browser { app: self, cookies: BTreeMap::new() }
    }

    /// The first person of the demonstration with this role, signed in.
    pub async fn person(&self, role: Role) -> Browser<'_> {
        let people = demo::people(&self.svc).await.unwrap();
        let email = people.into_iter().find(|p| p.role == role).unwrap().email;
        self.signed_in(&email).await
    }

    /// A person of the demonstration by the local part of the address.
    pub async fn somebody(&self, login: &str) -> Browser<'_> {
        self.signed_in(&format!("{login}@portal.example")).await
    }

    async fn signed_in(&self, email: &str) -> Browser<'_> {
        let mut browser = self.visitor();
        let answer = browser.post("/demo?act=demo_sign_in", &[("email", email)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        browser
    }

    /// Its database, past all rules.
    pub async fn database(&self) -> sea_orm::DatabaseConnection {
        sea_orm::Database::connect(url(&self.folder)).await.unwrap()
    }

    /// Copies an application until `wanted` are stored, on its database and past all rules; answers how many there are.
    pub async fn copy_applications(&self, wanted: u32) -> i64 {
        let db = self.database().await;
        use sea_orm::ConnectionTrait;
        let copies = format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {wanted}),
             one AS (SELECT * FROM application WHERE stage <> 'DRAFT' LIMIT 1)
             INSERT INTO application
             SELECT randomblob(16), call, track, org, complex, 'copy-' || i, municipality, province, 'RETURNED', due,
                    version, state, created_at, changed_at FROM one, n"
        );
        db.execute_unprepared(&copies).await.unwrap();
        let row = db.query_one_raw(sea_orm::Statement::from_string(
            db.get_database_backend(),
            "SELECT COUNT(*) AS n FROM application",
        ));
        row.await.unwrap().unwrap().try_get("", "n").unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let path = request.uri().to_string();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { path, status: parts.status, headers: parts.headers, body }
    }
}

/// A request with headers; a body makes it a form.
pub fn request(method: Method, path: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.as_ref().to_vec())).unwrap()
}

pub struct Browser<'a> {
    app: &'a TestApp,
    pub cookies: BTreeMap<String, String>,
}

impl Browser<'_> {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", "text/html")], "").await
    }

    /// Posts a form as a browser on our own page does.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, &body.join("&")).await
    }

    /// Posts a form with a file; the parts are separated by `--b`.
    pub async fn post_multipart(&mut self, path: &str, body: &str) -> Answer {
        let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, body).await
    }

    /// Posts bytes of any kind from our own page.
    pub async fn post_bytes(&mut self, path: &str, kind: &str, more: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let ours = [("content-type", kind), ("sec-fetch-site", "same-origin")];
        let headers = [ours.as_slice(), more].concat();
        self.send(Method::POST, path, &headers, body).await
    }

    /// The bytes of a download.
    pub async fn bytes(&mut self, path: &str) -> Vec<u8> {
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request(Method::GET, path, &[("cookie", &jar.join("; "))], "");
        let response = self.app.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.into_body().collect().await.unwrap().to_bytes().to_vec()
    }

    /// Sends a file of any bytes as `field`.
    pub async fn send_file(&mut self, path: &str, field: &str, file: &[u8]) -> Answer {
        let head = format!("--b\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"a.pdf\"\r\n\r\n");
        let body = [head.as_bytes(), file, b"\r\n--b--\r\n"].concat();
        self.post_bytes(path, "multipart/form-data; boundary=b", &[], body).await
    }

    /// Calls a server function as the WASM client does.
    pub async fn call(&mut self, function: &str, body: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, function, &headers, body).await
    }

    /// Fills the form of `act` on a page as it stands and sends it.
    pub async fn submit(&mut self, page: &Answer, act: &str, typed: &[(&str, &str)]) -> Answer {
        let form = page.html().form(act).unwrap_or_else(|| panic!("{} has no form for {act}", page.path));
        let mut fields = form.fields;
        for (name, value) in typed {
            fields.retain(|(field, _)| field != name);
            fields.push((name.to_string(), value.to_string()));
        }
        let path = page.path.split('?').next().unwrap();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        self.post(&format!("{path}{}", form.action), &fields).await
    }

    async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let jar = jar.join("; ");
        let mut headers = headers.to_vec();
        if !jar.is_empty() {
            headers.push(("cookie", &jar));
        }
        let answer = self.app.send(request(method, path, &headers, body)).await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}

#[derive(Debug)]
pub struct Answer {
    pub path: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where a redirect goes.
    pub fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}: {}", self.path, self.body);
        self.header("location")
    }

    pub fn html(&self) -> Html {
        Html::read(&self.body)
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}\n{}", self.path, self.html().text());
        self
    }

    #[track_caller]
    pub fn says(&self, sentence: &str) -> &Self {
        let text = self.html().text();
        assert!(text.contains(sentence), "{} does not say {sentence:?}:\n{text}", self.path);
        self
    }
}

pub fn encoded(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn url(folder: &Path) -> String {
    format!("sqlite://{}?mode=rwc", folder.join("it.sqlite").display())
}

fn fresh_folder() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("it").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The world's calls are days from their deadlines: an old world is another one.
const HALF_A_DAY: std::time::Duration = std::time::Duration::from_secs(12 * 3600);

fn forget_old_worlds() {
    let worlds = fs::read_dir(env!("CARGO_TARGET_TMPDIR")).unwrap().filter_map(Result::ok);
    for world in worlds.filter(|entry| entry.file_name().to_string_lossy().starts_with("world-")) {
        // Another process may be faster, or still be reading: then it stays.
        let _ = fs::remove_dir_all(world.path());
    }
}

/// A seeded database, made once per build of these tests: every test copies it. Several processes may make it at
/// the same time; the first to finish wins.
async fn template() -> PathBuf {
    static MAKING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _one = MAKING.lock().await;
    let built = fs::metadata(std::env::current_exe().unwrap()).unwrap().modified().unwrap();
    let age = built.duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("world-{age}"));
    let young = |at: std::time::SystemTime| at.elapsed().is_ok_and(|age| age < HALF_A_DAY);
    match fs::metadata(&folder).and_then(|facts| facts.modified()) {
        Ok(made) if young(made) => return folder,
        _ => forget_old_worlds(),
    }
    let making = fresh_folder();
    Service::migrate(&url(&making)).await.unwrap();
    let svc = Service::connect_demo(&url(&making)).await.unwrap().with_storage(storage(&making));
    demo::seed(&svc).await.unwrap();
    let whole = fresh_folder();
    copy(&making, &whole);
    // Another process was faster: its world is the same.
    let _ = fs::rename(&whole, &folder);
    folder
}

fn copy(from: &Path, to: &Path) {
    for found in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let there = to.join(found.file_name().unwrap());
        if found.is_dir() {
            fs::create_dir_all(&there).unwrap();
            copy(&found, &there);
        } else {
            fs::copy(&found, there).unwrap();
        }
    }
}

/// Where the files of a test are kept.
fn storage(folder: &Path) -> Storage {
    Storage::folder(&folder.join("files")).unwrap()
}
