//! Papers of submissions (the confirmation as PDF, the submitted bytes as they were hashed) and papers for a partner's
//! own approval. Always a download.

use crate::{files::disposition, router::Server};
use app::text::{
    judging::{plan, plan_name},
    paper::{Letter, receipt, receipt_name, snapshot_name},
    partner::{Grid, Sheet, attachment, paper_name, summary},
};
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chrono::{Datelike, Timelike};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    call::Track,
    ids::{CallId, RequestId, SubmissionId},
    policy::Denied,
    view::ReceiptPaper,
};
use http::{StatusCode, header};
use paper::{Block, Fonts, Paper};
use service::{Error, deciding, partnering, proving, scenarios};
use std::{path::PathBuf, sync::OnceLock};

/// Where papers are verified and in which font they are set; the font is read with the first paper.
pub struct Press {
    pub folder: PathBuf,
    /// `https://portal.example.go.kr`
    pub origin: String,
    fonts: OnceLock<Fonts>,
}

impl Press {
    pub fn new(folder: PathBuf, origin: String) -> Press {
        Press { folder, origin, fonts: OnceLock::new() }
    }

    pub(crate) fn fonts(&self) -> Result<&Fonts, paper::Error> {
        if let Some(fonts) = self.fonts.get() {
            return Ok(fonts);
        }
        let read = Fonts::load(&self.folder)?;
        Ok(self.fonts.get_or_init(|| read))
    }

    /// The confirmation as PDF.
    fn receipt(&self, facts: &ReceiptPaper, demo: bool) -> Result<Vec<u8>, paper::Error> {
        let address = format!("{}/verify/{}", self.origin, facts.code.as_str());
        let letter = receipt(facts, &address, demo);
        paper::set(&on_paper(letter, address, facts), self.fonts()?)
    }
}

fn on_paper(letter: Letter, address: String, facts: &ReceiptPaper) -> Paper {
    let blocks = vec![
        Block::Letterhead(letter.from.clone()),
        Block::Facts(letter.head),
        Block::Heading(letter.title.clone()),
        Block::Paragraph(letter.body),
        Block::Facts(letter.facts),
        Block::Paragraph(letter.next),
        Block::Paragraph(letter.attached),
        Block::Rule,
        Block::Qr { text: address, alt: letter.qr_alt, beside: letter.verify },
    ];
    Paper {
        title: letter.title,
        author: letter.from,
        date: date_of(facts.snapshot.received_at),
        foot: letter.foot,
        blocks: blocks.into_iter().chain(letter.notes.into_iter().map(Block::Note)).collect(),
    }
}

/// `GET /submissions/:id/receipt.pdf`. The first one that is asked for is kept: all are the same bytes.
pub async fn receipt_pdf(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
) -> Response {
    let (Some(actor), Ok(id)) = (actor, id.parse()) else { return StatusCode::NOT_FOUND.into_response() };
    match issued(&server, &actor, id).await {
        Ok((number, pdf)) => download("application/pdf", &receipt_name(&number), pdf),
        Err(cause) => failure(cause),
    }
}

async fn issued(server: &Server, actor: &Actor, id: SubmissionId) -> Result<(String, Vec<u8>), Error> {
    let facts = match proving::receipt(&server.svc, actor, id).await? {
        proving::Receipt::Issued { number, pdf } => return Ok((number, pdf)),
        proving::Receipt::ToIssue(facts) => facts,
    };
    let demo = service::demo::is_demo(&server.svc).await?;
    let (press, number) = (server.press.clone(), facts.snapshot.submission_no.clone());
    let set = tokio::task::spawn_blocking(move || press.receipt(&facts, demo)).await;
    let pdf = set.map_err(|e| Error::Internal(e.to_string()))?.map_err(|e| Error::Internal(e.to_string()))?;
    Ok((number, proving::keep(&server.svc, id, pdf).await?))
}

/// `GET /submissions/:id/snapshot.json`.
pub async fn snapshot_json(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
) -> Response {
    let (Some(actor), Ok(id)) = (actor, id.parse()) else { return StatusCode::NOT_FOUND.into_response() };
    match proving::snapshot_file(&server.svc, &actor, id).await {
        Ok((number, bytes)) => download("application/json", &snapshot_name(&number), bytes),
        Err(cause) => failure(cause),
    }
}

/// `GET /selection/:call/:track/award.json`.
pub async fn award_json(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path((call, track)): Path<(String, String)>,
) -> Response {
    let (Some(actor), Ok(call), Some(track)) = (actor, call.parse(), Track::from_code(&track)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match deciding::award_file(&server.svc, &actor, call, track).await {
        Ok((name, bytes)) => download("application/json", &name, bytes),
        Err(cause) => failure(cause),
    }
}

/// `GET /selection/:call/:track/plan.pdf`: 선정(안) on one sheet. Made anew each time, from what stands now.
pub async fn plan_pdf(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path((call, track)): Path<(String, String)>,
) -> Response {
    let (Some(actor), Ok(call), Some(track)) = (actor, call.parse(), Track::from_code(&track)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match planned(&server, &actor, call, track).await {
        Ok((name, pdf)) => download("application/pdf", &name, pdf),
        Err(cause) => failure(cause),
    }
}

async fn planned(server: &Server, actor: &Actor, call: CallId, track: Track) -> Result<(String, Vec<u8>), Error> {
    let facts = scenarios::plan(&server.svc, actor, call, track).await?;
    let demo = service::demo::is_demo(&server.svc).await?;
    let (name, press) = (plan_name(&facts), server.press.clone());
    let paper = sheet_on_paper(plan(&facts, demo), facts.view.now, facts.view.call_title);
    let set = tokio::task::spawn_blocking(move || paper::set(&paper, press.fonts()?)).await;
    Ok((name, set.map_err(|e| Error::Internal(e.to_string()))?.map_err(|e| Error::Internal(e.to_string()))?))
}

/// How a paper for a partner's own approval is made.
#[derive(Clone, Copy)]
enum Kind {
    Attachment,
    Document,
    Summary,
}

/// `GET /partner-requests/:id/attachment.pdf`: what a partner encloses with its official letter. Made anew each time:
/// the same request gives the same bytes.
pub async fn partner_attachment(server: State<Server>, actor: Extension<Option<Actor>>, id: Path<String>) -> Response {
    partner_paper(server, actor, id, Kind::Attachment).await
}

/// `GET /partner-requests/:id/attachment.docx`: the same, to edit in the partner's own document system.
pub async fn partner_document(server: State<Server>, actor: Extension<Option<Actor>>, id: Path<String>) -> Response {
    partner_paper(server, actor, id, Kind::Document).await
}

/// `GET /partner-requests/:id/summary.pdf`: one page for whoever decides.
pub async fn partner_summary(server: State<Server>, actor: Extension<Option<Actor>>, id: Path<String>) -> Response {
    partner_paper(server, actor, id, Kind::Summary).await
}

async fn partner_paper(
    State(server): State<Server>,
    Extension(actor): Extension<Option<Actor>>,
    Path(id): Path<String>,
    kind: Kind,
) -> Response {
    let (Some(actor), Ok(id)) = (actor, id.parse()) else { return StatusCode::NOT_FOUND.into_response() };
    match made(&server, &actor, id, kind).await {
        Ok((media, name, bytes)) => download(media, &name, bytes),
        Err(cause) => failure(cause),
    }
}

async fn made(
    server: &Server,
    actor: &Actor,
    id: RequestId,
    kind: Kind,
) -> Result<(&'static str, String, Vec<u8>), Error> {
    let facts = partnering::paper(&server.svc, actor, id).await?;
    let demo = service::demo::is_demo(&server.svc).await?;
    let (sheet, media, what, extension) = match kind {
        Kind::Attachment => (attachment(&facts, demo), "application/pdf", "확인서 붙임", "pdf"),
        Kind::Document => (
            attachment(&facts, demo),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "확인서 붙임",
            "docx",
        ),
        Kind::Summary => (summary(&facts, demo), "application/pdf", "결재용 요약", "pdf"),
    };
    let name = paper_name(&facts, what, extension);
    let paper = sheet_on_paper(sheet, facts.view.request.asked_at, facts.view.lead);
    let press = server.press.clone();
    let set = move || match kind {
        Kind::Document => paper::docx(&paper),
        Kind::Attachment | Kind::Summary => paper::set(&paper, press.fonts()?),
    };
    let bytes = tokio::task::spawn_blocking(set).await.map_err(|e| Error::Internal(e.to_string()))?;
    Ok((media, name, bytes.map_err(|e| Error::Internal(e.to_string()))?))
}

pub(crate) fn sheet_on_paper(sheet: Sheet, at: Timestamp, author: String) -> Paper {
    let mut blocks = vec![Block::Letterhead(sheet.title.clone()), Block::Facts(sheet.head)];
    blocks.extend(sheet.body.into_iter().map(Block::Paragraph));
    blocks.extend(sheet.table.map(|Grid { head, widths, rows }| Block::Table { head, widths, rows }));
    blocks.extend([Block::Heading(sheet.heading), Block::Facts(sheet.facts), Block::Rule]);
    blocks.extend(sheet.notes.into_iter().map(Block::Note));
    Paper { title: sheet.title, author, date: date_of(at), foot: sheet.foot, blocks }
}

/// A paper's date in UTC.
fn date_of(at: Timestamp) -> (u16, u8, u8, u8, u8, u8) {
    let small = |n: u32| u8::try_from(n).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    (year, small(at.month()), small(at.day()), small(at.hour()), small(at.minute()), small(at.second()))
}

pub(crate) fn download(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(name)),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    (headers, bytes).into_response()
}

pub(crate) fn failure(cause: Error) -> Response {
    match cause {
        Error::Denied(Denied::Forbidden) => StatusCode::FORBIDDEN.into_response(),
        Error::Denied(Denied::Hidden) | Error::Refused(_) => StatusCode::NOT_FOUND.into_response(),
        cause => {
            tracing::error!(%cause, "a paper could not be issued");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
