//! 보완: asking for one, answering it, moving its last day, and the return by rule when nobody answers.
//!
//! While it is open the draft is the submission it was asked of, and only what was asked changes in it. An answer is a
//! new submission; the older ones stay.

use crate::{
    Error, Service,
    applying::{self, ForSubmission, Open},
    documents, entity,
    error::HIDDEN,
    reading::{Names, Seen, people, see, see_by_rule, snapshot},
    tx::{self, Tx},
};
use chrono::{Duration, NaiveDate};
use domain::{
    actor::Actor,
    calendar::{Timestamp, closing_instant, kst_date, period_end},
    call::Track,
    document::Checklist,
    form::{Draft, Fields, Section, changes, fields, parse_date},
    ids::{ApplicationId, SubmissionId},
    policy::{self, Permit, Sight, by_rule},
    refusal::{FieldFault, Refusal},
    registry::strategic_industries,
    snapshot::Snapshot,
    supplement::{
        self, Asker, Request, Supplement, beyond, changed_papers, choices, obstacles, papers_beyond, section_of,
        slot_part, within_commitments,
    },
    view::{AskView, FieldChange, OpenedPart, SupplementRound, SupplementView},
    workflow::{Act, Answer, Decision, Event, LocalConfirmation, Rejection, Stage, decide},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Longest reason and reply in characters.
const TEXT_MAX: u32 = 3_000;

/// How long after its last second a supplement lapses: what was received in that second may still be on its way to the
/// database.
const GRACE: Duration = Duration::minutes(1);

/// A request as typed.
pub struct Ask {
    pub application: ApplicationId,
    pub parts: Vec<String>,
    pub reason: String,
    pub due: String,
}

/// Who asks in a stage, and by which act.
const fn asking(stage: Stage) -> (Asker, Act) {
    match stage {
        Stage::MunicipalConfirmation => (Asker::Municipality, Act::AskByMunicipality),
        Stage::ProvincialConfirmation | Stage::RegionalReview => (Asker::Province, Act::AskByProvince),
        _ => (Asker::Agency, Act::AskByAgency),
    }
}

/// 보완 요청, in the stage of whoever asks.
pub async fn ask(svc: &Service, actor: &Actor, cmd: Ask) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let seen = see(&tx.db, &names, actor, cmd.application).await?;
    let (asker, act) = asking(seen.state.stage);
    let permit = policy::permit(actor, act, &seen.facts)?;
    let request = Request {
        asker,
        org: permit.org().ok_or(HIDDEN)?,
        reason: Refusal::text("reason", &cmd.reason, TEXT_MAX)?,
        parts: known_parts(&seen, cmd.parts)?,
        due: last_day(svc, &cmd.due).await?,
        at: tx.now,
    };
    let event = Event::SupplementAsked { request };
    let decision = decide(&seen.state, &permit, event, &seen.call, tx.now)?;
    open(svc, tx, seen, &permit, decision).await
}

/// What a form posted, each once, in the order of the form.
fn known_parts(seen: &Seen, posted: Vec<String>) -> Result<Vec<String>, Error> {
    let fault = |fault| Err(Refusal::Field { field: "parts[basic]".to_owned(), fault }.into());
    let known: Vec<String> = choices(seen.state.track(), seen.rules()?).into_iter().flat_map(|(_, p)| p).collect();
    if posted.iter().any(|part| !known.contains(part)) {
        return fault(FieldFault::NotAChoice);
    }
    let chosen: Vec<String> = known.into_iter().filter(|part| posted.contains(part)).collect();
    if chosen.is_empty() { fault(FieldFault::Missing) } else { Ok(chosen) }
}

/// A typed last day; on a Saturday, Sunday or holiday it is the next working day (민법 §161).
async fn last_day(svc: &Service, raw: &str) -> Result<NaiveDate, Error> {
    let fault = |fault| Refusal::Field { field: "due".to_owned(), fault };
    if raw.trim().is_empty() {
        return Err(fault(FieldFault::Missing).into());
    }
    let day = parse_date(raw).ok_or_else(|| fault(FieldFault::NotADate))?;
    // A calendar that does not reach so far gives no day rather than a wrong one.
    Ok(svc.holidays().await?.working_day_from(day).map_err(|_| fault(FieldFault::NotADate))?)
}

/// Opens what was asked: the draft becomes the submission again, whatever was typed into it since.
async fn open(svc: &Service, tx: Tx, seen: Seen, permit: &Permit, decision: Decision) -> Result<(), Error> {
    let (base, _) = snapshot(&tx.db, &seen.state).await?;
    documents::put_back(&tx, &seen, &base.draft.documents).await?;
    let mut open = Open::over(tx, seen).await?;
    open.put_back(svc, &base.draft).await?;
    open.tx.commit(&mut open.seen, permit, decision).await?;
    open.finish().await?;
    Ok(())
}

/// 감액 확약: after a local government's answer that gives less, the applicant's budget follows, by rule. Finishes the
/// transaction of that answer.
pub(crate) async fn after_confirmation(
    svc: &Service,
    tx: Tx,
    seen: Seen,
    given: &LocalConfirmation,
) -> Result<(), Error> {
    let permit = by_rule(Act::OpenBudget).filter(|_| given.answer == Answer::Reduced);
    let Some(permit) = permit else { return tx.finish().await };
    let holidays = svc.holidays().await?;
    let due = period_end(kst_date(tx.now), seen.call.supplement_days, &holidays)
        .map_err(|e| Error::Internal(format!("{e:?}")))?;
    let request = Request {
        asker: Asker::Rule,
        org: given.org,
        reason: given.opinion.clone(),
        parts: supplement::budget_parts(),
        due,
        at: tx.now,
    };
    let event = Event::SupplementAsked { request };
    let decision = decide(&seen.state, &permit, event, &seen.call, tx.now)?;
    open(svc, tx, seen, &permit, decision).await
}

/// Moves the last day of an open supplement, with the reason that the applicant reads.
pub async fn extend(svc: &Service, actor: &Actor, id: ApplicationId, due: &str, reason: &str) -> Result<(), Error> {
    let reason = Refusal::text("reason", reason, TEXT_MAX)?;
    let due = last_day(svc, due).await?;
    let event = Event::SupplementExtended { due, reason };
    crate::reading::act(svc, actor, id, Act::ExtendSupplement, async |_, _, _| Ok(event.clone())).await
}

/// An answer: `revision` is the one that was read before sending, and the key of the attempt.
pub struct Reply {
    pub application: ApplicationId,
    pub revision: u32,
    pub text: String,
    pub received_at: Timestamp,
}

/// 보완 제출: freezes a new version of the submission. The same attempt again is answered as the first was.
pub async fn answer(svc: &Service, actor: &Actor, cmd: Reply) -> Result<(), Error> {
    match answer_once(svc, actor, &cmd).await {
        Err(Error::Refused(Refusal::Stale { .. })) => answer_once(svc, actor, &cmd).await,
        done => done,
    }
}

async fn answer_once(svc: &Service, actor: &Actor, cmd: &Reply) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = see(&tx.db, &names, actor, cmd.application).await?;
    let principal = policy::permit(actor, Act::AnswerSupplement, &seen.facts)?.principal();
    let Some(open) = seen.state.supplement().cloned() else { return answered(&tx, &seen, cmd).await };
    let text = Refusal::text("reply", &cmd.text, TEXT_MAX)?;
    let ForSubmission { draft, revision, saved_by } = applying::stored_for_submission(svc, &tx, &seen).await?;
    if revision != cmd.revision {
        let by = people(&tx.db).await?.remove(&saved_by);
        return Err(Refusal::Stale { by }.into());
    }
    let (base, _) = snapshot(&tx.db, &seen.state).await?;
    let outside = everything_beyond(&open.request, &base.draft, &draft);
    if !outside.is_empty() {
        return Err(Rejection::NotOpened { fields: outside }.into());
    }
    let checked = applying::judge(&seen, &names, &draft)?;
    let before = applying::judge(&seen, &names, &base.draft)?.problems;
    let left = obstacles(&open.request, &before, checked.problems, &seen.state.confirmations);
    if !left.is_empty() {
        return Err(Refusal::Form(left).into());
    }
    within_commitments(&seen.state.confirmations, &checked.budget)?;
    let by = (actor.user, principal, cmd.received_at);
    let frozen = applying::freeze(svc, &tx, (&names, &seen), (draft, revision), by).await?;
    let event = Event::SupplementAnswered { submission: frozen.submission.clone(), text };
    let (permit, decision) = seen.decide(actor, Act::AnswerSupplement, event, cmd.received_at)?;
    applying::keep(svc, &tx, frozen).await?;
    if seen.state.track() == Track::Regional && open.stage == Stage::RegionalReview {
        applying::unlock_sheets(&tx, cmd.application).await?;
    }
    tx.commit(&mut seen, &permit, decision).await?;
    tx.finish().await
}

/// Without an open supplement: the attempt that answered the last one is done; any other comes out of order.
async fn answered(tx: &Tx, seen: &Seen, cmd: &Reply) -> Result<(), Error> {
    let replied = seen.state.supplements.last().is_some_and(|last| last.reply.is_some());
    if replied && snapshot(&tx.db, &seen.state).await?.0.revision == cmd.revision {
        return Ok(());
    }
    Err(Rejection::OutOfOrder { stage: seen.state.stage, act: Act::AnswerSupplement }.into())
}

fn everything_beyond(request: &Request, before: &Draft, after: &Draft) -> Vec<String> {
    let typed = Section::ALL.into_iter().filter(|section| *section != Section::Documents);
    typed
        .flat_map(|section| beyond(request, section, before, after))
        .chain(papers_beyond(request, &before.documents, &after.documents))
        .collect()
}

/// Returns what was not answered in time. Safe to run twice and at once: whoever is slower finds nothing to do.
pub async fn lapse(svc: &Service) -> Result<usize, Error> {
    use entity::application::Column;
    let late = entity::application::Entity::find()
        .filter(Column::Stage.eq(Stage::SupplementAsked.code()))
        .filter(Column::Due.lt(svc.now() - GRACE))
        .all(&svc.db)
        .await?;
    let mut returned = 0;
    for row in late {
        match lapse_one(svc, ApplicationId(row.id)).await {
            Ok(()) => returned += 1,
            // Answered, extended or returned meanwhile.
            Err(Error::Refused(_)) => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(returned)
}

async fn lapse_one(svc: &Service, id: ApplicationId) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = see_by_rule(&tx.db, &names, id).await?;
    let permit = by_rule(Act::LapseSupplement).ok_or(HIDDEN)?;
    let decision = decide(&seen.state, &permit, Event::SupplementLapsed, &seen.call, tx.now)?;
    tx.commit(&mut seen, &permit, decision).await?;
    tx.finish().await
}

/// The page: what is asked, what was answered, what this reader may do about it.
pub async fn page(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<SupplementView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    let own = seen.sight == Sight::Own;
    let open = seen.state.supplement();
    let (mut revision, mut left, mut stored) = (0, Vec::new(), None);
    if let Some(open) = open.filter(|_| own) {
        let (row, draft) = applying::stored_draft(svc, &seen).await?;
        let (base, _) = snapshot(&svc.db, &seen.state).await?;
        let before = applying::judge(&seen, &names, &base.draft)?.problems;
        let now = applying::judge(&seen, &names, &draft)?.problems;
        left = obstacles(&open.request, &before, now, &seen.state.confirmations);
        (revision, stored) = (row.revision.try_into().unwrap_or(0), Some(draft));
    }
    let mut rounds = Vec::with_capacity(seen.state.supplements.len());
    for round in seen.state.supplements.iter().rev() {
        let waits = open == Some(round);
        rounds.push(one_round(svc, &names, &seen, round, stored.as_ref().filter(|_| waits), waits).await?);
    }
    let may = applying::acts_now(actor, &seen, &names);
    let asks = may.contains(&asking(seen.state.stage).1);
    let ask = if asks { Some(ask_view(svc, &names, &seen).await?) } else { None };
    let orgs = names.orgs.values().map(|org| (org.id.to_string(), org.name.clone()));
    let industries = strategic_industries(&seen.facts.province, names.today);
    let industries = industries.into_iter().map(|i| (i.code.clone(), i.name_ko.clone()));
    Ok(SupplementView {
        row: seen.row(&names),
        now: names.now,
        sight: seen.sight,
        may,
        rounds,
        ask,
        revision,
        obstacles: left,
        names: orgs.chain(industries).collect(),
    })
}

async fn ask_view(svc: &Service, names: &Names, seen: &Seen) -> Result<AskView, Error> {
    let rules = seen.rules()?;
    let holidays = svc.holidays().await?;
    let of = |parts: Vec<String>| parts.into_iter().filter_map(|part| opened(part, &rules.documents)).collect();
    Ok(AskView {
        choices: choices(seen.state.track(), rules).into_iter().map(|(section, parts)| (section, of(parts))).collect(),
        due: period_end(names.today, seen.call.supplement_days, &holidays)
            .map_err(|e| Error::Internal(format!("{e:?}")))?,
        left: seen.state.rounds_left(&seen.call).try_into().unwrap_or(u32::MAX),
    })
}

fn opened(part: String, checklist: &Checklist) -> Option<OpenedPart> {
    let section = section_of(&part)?;
    let slot = checklist.slots.iter().find(|s| slot_part(&s.code) == part).map(|s| s.name_ko.clone());
    Some(OpenedPart { part, section, slot })
}

async fn one_round(
    svc: &Service,
    names: &Names,
    seen: &Seen,
    round: &Supplement,
    stored: Option<&Draft>,
    open: bool,
) -> Result<SupplementRound, Error> {
    let checklist = &seen.rules()?.documents;
    let base = shown_to(seen, frozen(svc, round.base).await?);
    let after = match (&round.reply, stored) {
        (Some(reply), _) => Some(shown_to(seen, frozen(svc, reply.submission).await?).draft),
        (None, stored) => stored.cloned(),
    };
    let changes = after.map(|after| compared(&base.draft, &after, checklist)).unwrap_or_default();
    Ok(SupplementRound {
        asker: round.request.asker,
        org: names.org(round.request.org),
        asked_at: round.request.at,
        reason: round.request.reason.clone(),
        parts: round.request.parts.iter().filter_map(|part| opened(part.clone(), checklist)).collect(),
        due: closing_instant(round.due),
        extensions: round.extensions.clone(),
        reply: round.reply.as_ref().map(|reply| (reply.text.clone(), reply.at)),
        lapsed: round.lapsed,
        open,
        changes,
    })
}

async fn frozen(svc: &Service, id: SubmissionId) -> Result<Snapshot, Error> {
    let row = entity::submission::Entity::find_by_id(id.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    Snapshot::from_bytes(&row.bytes)
        .map_err(|cause| Error::Internal(format!("a stored submission cannot be read: {cause}")))
}

fn shown_to(seen: &Seen, snapshot: Snapshot) -> Snapshot {
    if seen.sight == Sight::Review { snapshot.for_review() } else { snapshot }
}

/// Field by field, then paper by paper.
fn compared(before: &Draft, after: &Draft, checklist: &Checklist) -> Vec<FieldChange> {
    let typed = || Section::ALL.into_iter().filter(|section| *section != Section::Documents);
    let all = |draft: &Draft| typed().flat_map(|s| fields(draft, s)).collect::<Fields>();
    let texts =
        changes(&all(before), &all(after)).into_iter().map(|change| (change.field, change.before, change.after));
    let held = |draft: &Draft, slot: &str| match draft.documents.of(slot) {
        Some(paper) => paper.name.clone(),
        None if draft.documents.consents.iter().any(|c| c == slot) => "행정정보 공동이용 동의".to_owned(),
        None => String::new(),
    };
    let papers = changed_papers(&before.documents, &after.documents).into_iter().map(|slot| {
        let name = checklist.slot(&slot).map_or(slot.as_str(), |s| s.name_ko.as_str());
        (slot_part(name), held(before, &slot), held(after, &slot))
    });
    texts
        .chain(papers)
        .map(|(field, before, after)| FieldChange { pieces: applying::pieces(&before, &after), field })
        .collect()
}
