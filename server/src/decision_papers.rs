//! Papers of the decision, and the list of awards as a file. Always a download.

use crate::{
    papers::{Press, download, failure, sheet_on_paper},
    router::Server,
};
use app::text::{
    decision::{self, awards_csv, ended_at},
    partner::Sheet,
};
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    call::Track,
    ids::{ApplicationId, MeetingId},
};
use http::StatusCode;
use service::{
    Error, calling,
    issuing::{self, Issue},
};
use std::sync::Arc;

const PDF: &str = "application/pdf";

/// `GET /meetings/:id/minutes.pdf`. The first one that is asked for is kept: all are the same bytes.
pub async fn minutes_pdf(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
) -> Response {
    let (Some(actor), Ok(id)) = (actor, id.parse()) else { return StatusCode::NOT_FOUND.into_response() };
    match minutes(&server, &actor, id).await {
        Ok(pdf) => download(PDF, &format!("회의록 {id}.pdf"), pdf),
        Err(cause) => failure(cause),
    }
}

async fn minutes(server: &Server, actor: &Actor, id: MeetingId) -> Result<Vec<u8>, Error> {
    let view = match issuing::minutes(&server.svc, actor, id).await? {
        Issue::Issued(pdf) => return Ok(pdf),
        Issue::ToIssue(view) => view,
    };
    let demo = service::demo::is_demo(&server.svc).await?;
    let (sheet, at) = (decision::minutes(&view, demo), ended_at(&view));
    let pdf = set(&server.press, sheet, at, view.org.clone()).await?;
    issuing::keep_minutes(&server.svc, id, pdf).await
}

/// `GET /applications/:id/letter.pdf`: the result with remedies and dates, from the announcement on.
pub async fn letter_pdf(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
) -> Response {
    let (Some(actor), Ok(id)) = (actor, id.parse()) else { return StatusCode::NOT_FOUND.into_response() };
    match letter(&server, &actor, id).await {
        Ok(pdf) => download(PDF, "선정 결과 통보.pdf", pdf),
        Err(cause) => failure(cause),
    }
}

async fn letter(server: &Server, actor: &Actor, id: ApplicationId) -> Result<Vec<u8>, Error> {
    let paper = match issuing::letter(&server.svc, actor, id).await? {
        Issue::Issued(pdf) => return Ok(pdf),
        Issue::ToIssue(paper) => paper,
    };
    let demo = service::demo::is_demo(&server.svc).await?;
    let pdf = set(&server.press, decision::letter(&paper, demo), paper.announced_at, paper.issuer.clone()).await?;
    issuing::keep_letter(&server.svc, id, pdf).await
}

/// `GET /selection/:call/:track/proposal.pdf`: 선정(안) for the ministry's own system, as it stands.
pub async fn proposal_pdf(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path((call, track)): Path<(String, String)>,
) -> Response {
    let (Some(actor), Ok(call), Some(track)) = (actor, call.parse(), Track::from_code(&track)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let made = async {
        let view = issuing::proposal(&server.svc, &actor, call, track).await?;
        let demo = service::demo::is_demo(&server.svc).await?;
        // The paper's date is that of its resolution: the same proposal gives the same bytes.
        let at = view.deliberation.as_ref().map_or(view.now, |(_, _, at)| *at);
        set(&server.press, decision::proposal(&view, demo), at, view.call_title.clone()).await
    };
    match made.await {
        Ok(pdf) => download(PDF, "선정(안).pdf", pdf),
        Err(cause) => failure(cause),
    }
}

async fn set(press: &Arc<Press>, sheet: Sheet, at: Timestamp, author: String) -> Result<Vec<u8>, Error> {
    let (paper, press) = (sheet_on_paper(sheet, at, author), press.clone());
    let set = tokio::task::spawn_blocking(move || paper::set(&paper, press.fonts()?)).await;
    set.map_err(|e| Error::Internal(e.to_string()))?.map_err(|e| Error::Internal(e.to_string()))
}

/// `GET /calls/:id/awards.csv`: what was announced, for everybody.
pub async fn awards(State(server): State<Server>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return StatusCode::NOT_FOUND.into_response() };
    match calling::call(&server.svc, None, id).await {
        Ok(view) => download("text/csv; charset=utf-8", "선정 결과.csv", awards_csv(&view.awards).into_bytes()),
        Err(cause) => failure(cause),
    }
}
