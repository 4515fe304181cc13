//! Applying: starting, saving and submitting a draft. Save first, judge second.

mod drafting;
mod earlier;
mod history;
mod pages;
mod tasks;

pub(crate) use drafting::Open;
pub use drafting::{SaveSection, Saved, assign, restore, save_section};
pub use earlier::{answers_before, copy_earlier, with_promises};
pub use history::history;
pub(crate) use history::pieces;
pub(crate) use pages::{acts_now, confirmations, judged_sections, national, proposal_of, stored_draft};
pub use pages::{application, draft, preview, proposal};
pub use tasks::work;

use crate::{
    Error, Service, documents,
    entity::{application, complex, draft as draft_table, regional_session, sheet, submission},
    error::HIDDEN,
    orgs, partnering, proving,
    reading::{Names, REGIONAL, Seen, act, in_track, see, snapshot},
    tx::{self, Tx},
};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    call::{Call, Track},
    form::{Checked, Draft, check, read_budget},
    ids::{ApplicationId, CallId, ComplexId, OrgId, SubmissionId, UserId},
    org::{OrgProblem, Standing},
    partner::Demand,
    policy,
    refusal::Refusal,
    registry::{ComplexStatus, Regions},
    snapshot::{FORMAT, Snapshot, sha256_hex},
    workflow::{Act, Application, Event, Route, Stage, Submission, intake_is_open},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// Which complex applies on which track, in whose name.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    pub call: CallId,
    pub track: Track,
    pub complex: ComplexId,
    pub org: OrgId,
}

/// Starts a draft.
pub async fn start(svc: &Service, actor: &Actor, cmd: Start) -> Result<ApplicationId, Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let call = names.call(cmd.call)?;
    let complex = names.complexes.get(&cmd.complex.0).ok_or(HIDDEN)?;
    if !policy::may_draft_for(actor, cmd.org) {
        return Err(HIDDEN);
    }
    // Drafting begins with the claim; only submitting waits for its confirmation.
    let claimed = orgs::standing_of(&tx.db, &names, cmd.org, cmd.complex).await?;
    if !matches!(claimed, Some(Standing::Confirmed | Standing::Waiting)) {
        return Err(HIDDEN);
    }
    intake_is_open(call, tx.now)?;
    let rules = call.track(cmd.track).ok_or(Refusal::TrackNotOpen(cmd.track))?;
    refuse_ineligible(complex)?;
    refuse_second(&tx, cmd, true).await?;
    let local = Regions::embedded()
        .local_government_of(&complex.location, names.today)
        .map_err(|e| Error::Internal(format!("{e:?}")))?;
    let number = tx.next_number(&format!("application/{}/{}", call.id, cmd.track.code())).await?;
    let state = Application {
        id: ApplicationId(svc.ids.uuid()),
        application_no: series_no(call, cmd.track, "", number),
        call: cmd.call,
        route: Route::new(cmd.track, &rules.way(), local.municipality.is_some()),
        org: cmd.org,
        complex: cmd.complex,
        stage: Stage::Draft,
        due: Some(call.intake_to),
        submission: None,
        recalled: None,
        asked: None,
        confirmations: Vec::new(),
        innovation_opinion: None,
        regional: None,
        unconfirmed: Vec::new(),
        receipt_no: None,
        screening: None,
        granted: Vec::new(),
        withdrawn: None,
        supplements: Vec::new(),
        round: 0,
        result: None,
        objection_until: None,
        objection: None,
        tie: None,
        award: None,
        reminded: None,
        partners: Vec::new(),
        panels: Vec::new(),
        reserved: None,
        promotion: None,
        waived: None,
    };
    let row = application::ActiveModel {
        id: Set(state.id.0),
        call: Set(cmd.call.0),
        track: Set(cmd.track.code().to_owned()),
        org: Set(cmd.org.0),
        complex: Set(cmd.complex.0),
        application_no: Set(state.application_no.clone()),
        municipality: Set(local.municipality),
        province: Set(local.province),
        stage: Set(state.stage.code().to_owned()),
        due: Set(state.due),
        version: Set(1),
        state: Set(serde_json::to_string(&state)?),
        created_at: Set(tx.now),
        changed_at: Set(tx.now),
    };
    tx.create(row, &state, actor).await?;
    draft_table::Entity::insert(draft_table::ActiveModel {
        application: Set(state.id.0),
        revision: Set(0),
        body: Set(serde_json::to_string(&Draft::default())?),
        saved_by: Set(actor.user.0),
        saved_at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    tx.finish().await?;
    Ok(state.id)
}

/// `2026-01-R-0007`; with a mark for the series: `2026-01-R-S0007` (제출확인번호), `…-A0007` (접수번호).
pub(crate) fn series_no(call: &Call, track: Track, mark: &str, number: i32) -> String {
    format!("{}-{:02}-{}-{mark}{number:04}", call.fiscal_year, call.round_no, track.letter())
}

fn refuse_ineligible(complex: &complex::Model) -> Result<(), Refusal> {
    match ComplexStatus::from_code(&complex.status) {
        Some(ComplexStatus::DesignationRequested) => {
            Err(Refusal::ComplexNotEligible(ComplexStatus::DesignationRequested))
        }
        _ => Ok(()),
    }
}

/// One application of a complex on a track. A draft of somebody else's is nobody's obstacle: whether they run the
/// complex at all is not decided.
async fn refuse_second(tx: &Tx, cmd: Start, own_draft: bool) -> Result<(), Error> {
    let submitted = application::Column::Stage.ne(Stage::Draft.code());
    let counts = match own_draft {
        true => Condition::any().add(submitted).add(application::Column::Org.eq(cmd.org.0)),
        false => Condition::all().add(submitted).add(application::Column::Org.ne(cmd.org.0)),
    };
    let other = application::Entity::find()
        .filter(in_track(cmd.call, cmd.track))
        .filter(application::Column::Complex.eq(cmd.complex.0))
        .filter(application::Column::Stage.is_not_in([Stage::Returned.code(), Stage::Withdrawn.code()]))
        .filter(counts)
        .one(&tx.db)
        .await?;
    match other {
        Some(row) => Err(Refusal::AlreadyApplied { application_no: row.application_no }.into()),
        None => Ok(()),
    }
}

/// Who submits is confirmed by the agency, and runs the complex; whoever ran it before has not submitted for it.
async fn refuse_unconfirmed(tx: &Tx, names: &Names, seen: &Seen) -> Result<(), Error> {
    let (org, complex) = (seen.state.org, seen.state.complex);
    let blocks = orgs::standing_blocks(&tx.db, names, org, complex).await?;
    if !blocks.is_empty() {
        return Err(Refusal::Org(OrgProblem::Blocked(blocks)).into());
    }
    refuse_second(tx, Start { call: seen.call.id, track: seen.state.track(), complex, org }, false).await
}

pub(crate) async fn draft_row(tx: &Tx, id: ApplicationId) -> Result<draft_table::Model, Error> {
    // PostgreSQL: nobody else writes the draft until this transaction ends. SQLite has one writer anyway.
    draft_table::Entity::find_by_id(id.0).lock_exclusive().one(&tx.db).await?.ok_or(HIDDEN)
}

/// The draft as typed, without its papers.
pub(crate) async fn stored_body(db: &impl ConnectionTrait, id: ApplicationId) -> Result<Draft, Error> {
    let row = draft_table::Entity::find_by_id(id.0).one(db).await?.ok_or(HIDDEN)?;
    Ok(serde_json::from_str(&row.body)?)
}

fn revision_number(stored: i32) -> u32 {
    stored.try_into().unwrap_or(0)
}

/// Judges a draft by its call and track, and by the confirmations of its partners that the call demands.
pub(crate) fn judge(seen: &Seen, names: &Names, draft: &Draft) -> Result<Checked, Error> {
    let mut checked = check(draft, &seen.call, seen.rules()?);
    checked.problems.extend(partnering::problems(names, seen, draft, Demand::Blocks));
    Ok(checked)
}

/// A submission: `revision` is the one that was checked. It is the key of the attempt too: sent twice, it is one
/// submission. None submits whatever is stored.
#[derive(Clone, Copy, Debug)]
pub struct Submit {
    pub application: ApplicationId,
    pub revision: Option<u32>,
    pub received_at: Timestamp,
}

/// Submits: freezes the draft as an immutable snapshot. In time is what was received in time, however long the
/// queue behind it. The same attempt again is answered as the first was, also when both run at once.
pub async fn submit(svc: &Service, actor: &Actor, cmd: Submit) -> Result<(), Error> {
    match submit_once(svc, actor, cmd).await {
        // Somebody was faster: perhaps this very attempt.
        Err(Error::Refused(Refusal::Stale { .. })) if cmd.revision.is_some() => submit_once(svc, actor, cmd).await,
        done => done,
    }
}

/// The document that a draft's revision is when it is received.
fn frozen(
    seen: &Seen,
    names: &Names,
    (revision, draft): (u32, Draft),
    submission_no: String,
    received_at: Timestamp,
) -> Snapshot {
    let Application { id, org, complex, .. } = seen.state;
    Snapshot {
        format: FORMAT,
        application: id,
        application_no: seen.state.application_no.clone(),
        submission_no,
        call: seen.call.id,
        notice_no: seen.call.notice_no.clone(),
        track: seen.state.track(),
        org,
        org_name: names.org(org),
        complex,
        complex_name: names.complex(complex),
        revision,
        received_at,
        draft,
    }
}

/// Was the checked revision submitted already, as the submission that counts?
async fn is_done(tx: &Tx, seen: &Seen, cmd: Submit) -> Result<bool, Error> {
    if seen.state.submission.is_none() || seen.state.recalled.is_some() {
        return Ok(false);
    }
    Ok(Some(snapshot(&tx.db, &seen.state).await?.0.revision) == cmd.revision)
}

async fn submit_once(svc: &Service, actor: &Actor, cmd: Submit) -> Result<(), Error> {
    let Submit { application: id, revision, received_at } = cmd;
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = see(&tx.db, &names, actor, id).await?;
    let principal = policy::permit(actor, Act::Submit, &seen.facts)?.principal();
    if is_done(&tx, &seen, cmd).await? {
        return Ok(());
    }
    let complex = names.complexes.get(&seen.state.complex.0).ok_or(HIDDEN)?;
    refuse_ineligible(complex)?;
    refuse_unconfirmed(&tx, &names, &seen).await?;
    let ForSubmission { draft, revision: stored, saved_by } = stored_for_submission(svc, &tx, &seen).await?;
    let checked = judge(&seen, &names, &draft)?;
    if seen.state.is_written(&seen.call, received_at) {
        intake_is_open(&seen.call, received_at)?;
        if revision.is_some_and(|checked| checked != stored) {
            let by = crate::reading::people(&tx.db).await?.remove(&saved_by);
            return Err(Refusal::Stale { by }.into());
        }
    }
    if seen.state.is_written(&seen.call, received_at) && !checked.is_complete() {
        return Err(Refusal::Form(checked.problems).into());
    }
    let frozen = freeze(svc, &tx, (&names, &seen), (draft, stored), (actor.user, principal, received_at)).await?;
    let event = Event::Submitted { submission: frozen.submission.clone() };
    let (permit, decision) = seen.decide(actor, Act::Submit, event, received_at)?;
    keep(svc, &tx, frozen).await?;
    if seen.state.track() == Track::Regional {
        unlock_sheets(&tx, id).await?;
        open_session(svc, &tx, seen.call.id, &seen.facts.province).await?;
    }
    tx.commit(&mut seen, &permit, decision).await?;
    tx.finish().await
}

/// A draft as it is about to be submitted: its open runs are in the history, its papers in their slots.
pub(crate) struct ForSubmission {
    pub draft: Draft,
    pub revision: u32,
    pub saved_by: uuid::Uuid,
}

pub(crate) async fn stored_for_submission(svc: &Service, tx: &Tx, seen: &Seen) -> Result<ForSubmission, Error> {
    let row = draft_row(tx, seen.state.id).await?;
    drafting::settle(svc, tx, seen.state.id, &row).await?;
    let draft = documents::complete(&tx.db, seen, serde_json::from_str(&row.body)?).await?;
    Ok(ForSubmission { draft, revision: revision_number(row.revision), saved_by: row.saved_by })
}

/// A submission with the bytes that were hashed; not stored yet.
pub(crate) struct Frozen {
    pub submission: Submission,
    application: ApplicationId,
    bytes: Vec<u8>,
}

/// Freezes a draft at its revision, in somebody's name, as it was received.
pub(crate) async fn freeze(
    svc: &Service,
    tx: &Tx,
    (names, seen): (&Names, &Seen),
    (draft, revision): (Draft, u32),
    (by, principal, received_at): (UserId, Option<UserId>, Timestamp),
) -> Result<Frozen, Error> {
    let id = seen.state.id;
    let budget = read_budget(&draft.budget);
    let (call, track) = (seen.call.id, seen.state.track());
    let number = tx.next_number(&format!("submission/{call}/{}", track.code())).await?;
    let number = series_no(&seen.call, track, "S", number);
    let snapshot = frozen(seen, names, (revision, draft), number, received_at);
    let bytes = snapshot.to_bytes()?;
    let submission = Submission {
        id: SubmissionId(svc.ids.uuid()),
        number: snapshot.submission_no.clone(),
        sha256: sha256_hex(&bytes),
        received_at,
        by,
        on_behalf_of: principal,
        participants: snapshot.draft.participants.partners.iter().filter_map(|p| p.org.parse().ok()).collect(),
        national: budget.national_by_year(),
        total_cost: budget.cost(),
    };
    Ok(Frozen { submission, application: id, bytes })
}

/// Stores what was frozen, with its code.
pub(crate) async fn keep(svc: &Service, tx: &Tx, frozen: Frozen) -> Result<(), Error> {
    let Frozen { submission, application, bytes } = frozen;
    submission::Entity::insert(submission::ActiveModel {
        id: Set(submission.id.0),
        application: Set(application.0),
        number: Set(submission.number),
        bytes: Set(bytes),
        sha256: Set(submission.sha256),
        received_at: Set(submission.received_at),
        submitted_by: Set(submission.by.0),
        on_behalf_of: Set(submission.on_behalf_of.map(|p| p.0)),
    })
    .exec_without_returning(&tx.db)
    .await?;
    proving::issue(svc, tx, submission.id).await?;
    Ok(())
}

/// What was scored of an older submission is looked at again: the marks stay, the sheets open.
pub(crate) async fn unlock_sheets(tx: &Tx, id: ApplicationId) -> Result<(), Error> {
    sheet::Entity::update_many()
        .set(sheet::ActiveModel { locked_at: Set(None), ..Default::default() })
        .filter(sheet::Column::Application.eq(id.0))
        .filter(sheet::Column::Kind.eq(REGIONAL))
        .exec(&tx.db)
        .await?;
    Ok(())
}

/// 제출 요청: staff ask their approver.
pub async fn request_submission(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<(), Error> {
    act(svc, actor, id, Act::RequestSubmission, async |tx, _, permit| {
        Ok(Event::SubmissionRequested { by: permit.user(), at: tx.now })
    })
    .await
}

/// 회수: opens a working copy. The last submission stays valid until the next one.
pub async fn recall(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<(), Error> {
    act(svc, actor, id, Act::Recall, async |tx, _, permit| Ok(Event::Recalled { by: permit.user(), at: tx.now })).await
}

/// 회수 취소: the last submission goes on.
pub async fn keep_submission(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<(), Error> {
    act(svc, actor, id, Act::KeepSubmission, async |_, _, _| Ok(Event::RecallDropped)).await
}

/// 철회: ends the application. What an approval had taken from the envelope goes back.
pub async fn withdraw(svc: &Service, actor: &Actor, id: ApplicationId, reason: &str) -> Result<(), Error> {
    let reason = Refusal::text("reason", reason, 1_000)?;
    act(svc, actor, id, Act::Withdraw, async |tx, seen, _| {
        crate::deciding::release(tx, &seen.state).await?;
        if seen.state.stage == Stage::Approved {
            crate::deciding::give_back(tx, &seen.state).await?;
        }
        Ok(Event::Withdrawn { reason })
    })
    .await
}

/// The province's session over the call: one, opened by the first submission of the region.
async fn open_session(svc: &Service, tx: &Tx, call: CallId, province: &str) -> Result<(), Error> {
    use sea_orm::sea_query::OnConflict;
    regional_session::Entity::insert(regional_session::ActiveModel {
        id: Set(svc.ids.uuid()),
        call: Set(call.0),
        province: Set(province.to_owned()),
        version: Set(1),
        closed_at: Set(None),
    })
    .on_conflict(
        OnConflict::columns([regional_session::Column::Call, regional_session::Column::Province])
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(&tx.db)
    .await?;
    Ok(())
}
