//! Proving: every submission with its code and paper, and the answer to whoever asks whether a paper is genuine.

use crate::{
    Error, Service,
    entity::{application, org, paper, submission},
    error::HIDDEN,
    reading::{Names, Seen, people, see},
    tx::{self, Tx},
};
use domain::{
    actor::Actor,
    form::read_budget,
    ids::{ApplicationId, SubmissionId},
    policy::Sight,
    proof::{Code, Standing},
    snapshot::{Snapshot, sha256_hex},
    view::{PastSubmission, ReceiptPaper, VerifyView},
    workflow::Application,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Gives a submission its code, inside the transaction that stores it.
pub(crate) async fn issue(svc: &Service, tx: &Tx, submission: SubmissionId) -> Result<Code, Error> {
    let secret = svc.ids.secret()?;
    let code = Code::from_bits(std::array::from_fn(|place| secret.get(place).copied().unwrap_or_default()));
    paper::Entity::insert(paper::ActiveModel {
        code: Set(code.as_str().to_owned()),
        submission: Set(submission.0),
        issued_at: Set(tx.now),
        pdf: Set(None),
        sha256: Set(None),
    })
    .exec_without_returning(&tx.db)
    .await?;
    Ok(code)
}

fn standing(state: &Application, submission: Uuid) -> Standing {
    match (&state.withdrawn, &state.submission) {
        (Some(_), _) => Standing::Withdrawn,
        (None, Some(last)) if last.id.0 == submission => Standing::Valid,
        _ => Standing::Superseded,
    }
}

/// Every submission of an application, the newest first. Only its organisation and the offices know the codes.
pub(crate) async fn submissions(
    db: &impl ConnectionTrait,
    seen: &Seen,
    people: &BTreeMap<Uuid, String>,
) -> Result<Vec<PastSubmission>, Error> {
    if seen.sight == Sight::Review || seen.state.submission.is_none() {
        return Ok(Vec::new());
    }
    let rows = submission::Entity::find()
        .filter(submission::Column::Application.eq(seen.state.id.0))
        .order_by_desc(submission::Column::ReceivedAt)
        .order_by_desc(submission::Column::Number)
        .find_also_related(paper::Entity)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(row, paper)| PastSubmission {
            id: SubmissionId(row.id),
            number: row.number,
            sha256: row.sha256,
            received_at: row.received_at,
            by: people.get(&row.submitted_by).cloned().unwrap_or_default(),
            on_behalf_of: row.on_behalf_of.and_then(|id| people.get(&id).cloned()),
            standing: standing(&seen.state, row.id),
            code: paper.and_then(|p| p.code.parse().ok()),
        })
        .collect())
}

/// A submission that the actor may see, with the bytes that were hashed.
async fn own(
    svc: &Service,
    names: &Names,
    actor: &Actor,
    id: SubmissionId,
) -> Result<(Seen, submission::Model), Error> {
    let row = submission::Entity::find_by_id(id.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    let seen = see(&svc.db, names, actor, ApplicationId(row.application)).await?;
    // Who reviews reads the proposal; papers and bytes carry contact data.
    if seen.sight == Sight::Review { Err(HIDDEN) } else { Ok((seen, row)) }
}

/// The snapshot as it was hashed: the file that proves what was submitted.
pub async fn snapshot_file(svc: &Service, actor: &Actor, id: SubmissionId) -> Result<(String, Vec<u8>), Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let (_, row) = own(svc, &names, actor, id).await?;
    Ok((row.number, row.bytes))
}

/// The issued confirmation, or what it must say when nobody has asked for it yet.
pub enum Receipt {
    Issued { number: String, pdf: Vec<u8> },
    ToIssue(Box<ReceiptPaper>),
}

/// The confirmation of a submission. Papers of one submission are all the same bytes: the first is kept.
pub async fn receipt(svc: &Service, actor: &Actor, id: SubmissionId) -> Result<Receipt, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let (seen, row) = own(svc, &names, actor, id).await?;
    let stored = match paper_of(&svc.db, id).await? {
        Some(paper) => paper,
        None => late_issue(svc, id).await?,
    };
    if let Some(pdf) = stored.pdf {
        return Ok(Receipt::Issued { number: row.number, pdf });
    }
    let snapshot = Snapshot::from_bytes(&row.bytes)?;
    let budget = read_budget(&snapshot.draft.budget);
    let mut people = people(&svc.db).await?;
    let code = stored.code.parse().map_err(|_| Error::Internal("a stored code is none".to_owned()))?;
    Ok(Receipt::ToIssue(Box::new(ReceiptPaper {
        code,
        issuer: issuer(svc).await?,
        call_title: seen.call.title.clone(),
        contact: seen.call.contact.clone(),
        place: names.place(&seen.facts.province, seen.facts.municipality.as_deref()),
        on_behalf_of: row.on_behalf_of.and_then(|id| people.remove(&id)),
        by: people.remove(&row.submitted_by).unwrap_or_default(),
        sha256: row.sha256,
        national: domain::money::Won(budget.national_by_year().values().map(|w| w.0).sum()),
        total_cost: budget.cost(),
        snapshot,
    })))
}

/// Keeps the PDF that was made of a [`Receipt::ToIssue`]; who comes second gets the first one's bytes.
pub async fn keep(svc: &Service, id: SubmissionId, pdf: Vec<u8>) -> Result<Vec<u8>, Error> {
    let tx = tx::begin(svc).await?;
    paper::Entity::update_many()
        .set(paper::ActiveModel { sha256: Set(Some(sha256_hex(&pdf))), pdf: Set(Some(pdf)), ..Default::default() })
        .filter(paper::Column::Submission.eq(id.0))
        .filter(paper::Column::Pdf.is_null())
        .exec(&tx.db)
        .await?;
    let kept = paper_of(&tx.db, id).await?.and_then(|paper| paper.pdf).ok_or(HIDDEN)?;
    tx.finish().await?;
    Ok(kept)
}

async fn paper_of(db: &impl ConnectionTrait, id: SubmissionId) -> Result<Option<paper::Model>, Error> {
    Ok(paper::Entity::find().filter(paper::Column::Submission.eq(id.0)).one(db).await?)
}

/// A submission from before papers had codes gets its own when it is first asked for.
async fn late_issue(svc: &Service, id: SubmissionId) -> Result<paper::Model, Error> {
    let tx = tx::begin(svc).await?;
    if paper_of(&tx.db, id).await?.is_none() {
        issue(svc, &tx, id).await?;
    }
    let paper = paper_of(&tx.db, id).await?.ok_or(HIDDEN)?;
    tx.finish().await?;
    Ok(paper)
}

/// Who issues papers: the agency that takes the applications in.
async fn issuer(svc: &Service) -> Result<String, Error> {
    let agency =
        org::Entity::find().filter(org::Column::Kind.eq("AGENCY")).order_by_asc(org::Column::Name).one(&svc.db).await?;
    Ok(agency.map(|org| org.name).unwrap_or_default())
}

/// Is this paper genuine? For everybody: nothing personal, nothing of the content.
pub async fn verify(svc: &Service, code: &Code) -> Result<VerifyView, Error> {
    let paper = paper::Entity::find_by_id(code.as_str().to_owned()).one(&svc.db).await?.ok_or(HIDDEN)?;
    let row = submission::Entity::find_by_id(paper.submission).one(&svc.db).await?.ok_or(HIDDEN)?;
    let of = application::Entity::find_by_id(row.application).one(&svc.db).await?.ok_or(HIDDEN)?;
    let state: Application = serde_json::from_str(&of.state)?;
    Ok(VerifyView {
        code: code.clone(),
        number: row.number,
        issuer: issuer(svc).await?,
        received_at: row.received_at,
        sha256: row.sha256,
        pdf_sha256: paper.sha256,
        standing: standing(&state, row.id),
    })
}
