//! Papers in an S3-compatible service: kept there by hash and read back, and no start without it.

use crate::support::TestApp;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::workflow::Stage;
use object_store::aws::AmazonS3Builder;
use service::{
    account, applying,
    documents::{self, Place},
    files::{self, Storage, Upload},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

type Objects = Arc<Mutex<BTreeMap<String, Bytes>>>;

const KEY: &str = "portal-test";

/// As much of the protocol as small objects need; who does not sign with our key is turned away.
async fn object(State(objects): State<Objects>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let signed = headers.get("authorization").and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !signed.starts_with(&format!("AWS4-HMAC-SHA256 Credential={KEY}/")) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut objects = objects.lock().unwrap();
    let headers = [("etag", "\"1\""), ("last-modified", "Mon, 23 Nov 2026 00:00:00 GMT")];
    match (method, objects.get(uri.path()).cloned()) {
        (Method::PUT, _) => {
            objects.insert(uri.path().to_owned(), body);
            (headers, "").into_response()
        }
        (Method::GET | Method::HEAD, Some(bytes)) => (headers, bytes).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn service() -> (String, Objects) {
    let objects = Objects::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(object).with_state(objects.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, objects)
}

fn settings(address: &str, key: &str) -> AmazonS3Builder {
    AmazonS3Builder::new()
        .with_endpoint(address)
        .with_allow_http(true)
        .with_region("kr")
        .with_access_key_id(key)
        .with_secret_access_key("secret")
        .with_retry(object_store::RetryConfig { max_retries: 0, ..Default::default() })
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_are_kept_in_a_bucket_by_their_hash() {
    let (address, objects) = service().await;
    let app = TestApp::demo().await;
    let folder = app.folder().join("elsewhere");
    let storage = Storage::bucket(settings(&address, KEY), "s3://papers/portal", &folder).await.unwrap();
    let svc = app.svc.clone().with_storage(storage);
    let token = account::sign_in(&svc, "ulsan.staff@portal.example", service::demo::PASSWORD).await.unwrap();
    let staff = account::actor_of(&svc, &token).await.unwrap().unwrap();
    let work = applying::work(&svc, &staff).await.unwrap();
    let id = work.applications.iter().find(|row| row.stage == Stage::Draft).unwrap().id;

    let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    let upload = Upload::of(&svc, "plan.pdf", pdf).await.unwrap();
    documents::attach(&svc, &staff, Place { application: id, slot: "PLAN".into() }, upload).await.unwrap();
    let hash = domain::snapshot::sha256_hex(pdf);
    let keys: Vec<String> = objects.lock().unwrap().keys().cloned().collect();
    assert_eq!(keys, [format!("/papers/portal/{}/{hash}", &hash[..2])]);

    let draft = applying::draft(&svc, &staff, id).await.unwrap().draft;
    let paper = draft.documents.of("PLAN").unwrap();
    assert_eq!(paper.sha256, hash);
    let stored = files::open(&svc, &staff, paper.file).await.unwrap();
    let read = axum::body::to_bytes(Body::from_stream(stored.bytes), 1_000).await.unwrap();
    assert_eq!(read, pdf.as_slice());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_does_not_let_us_in_is_noticed_at_the_start() {
    let (address, _) = service().await;
    let folder = TestApp::empty().await.folder().join("elsewhere");
    for (settings, url) in [
        (settings(&address, "stranger"), "s3://papers"),
        (settings("http://127.0.0.1:1", KEY), "s3://papers"),
        (settings(&address, KEY), "papers"),
        (settings(&address, KEY), "s3://"),
    ] {
        assert!(Storage::bucket(settings, url, &folder).await.is_err(), "{url}");
    }
}
