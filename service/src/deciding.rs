//! Deciding: the committee's record, proposal, approval within the envelope, announcement.

use crate::{
    Error, Service, adjusting, announcing, approving, deliberating,
    entity::{application, deliberation, envelope},
    error::HIDDEN,
    reading::{Names, Seen, in_stages, in_track, list, people, see},
    scoring::{compute, measured, of_application, on_track, panel_sheets},
    tx::{self, Tx},
};
use domain::{
    actor::{Actor, Role},
    appeal::holds_back_others,
    award_file::{AwardFile, CallFacts, Decided, Input, Parameters, Sheet, letter},
    calendar::kst_date,
    call::Track,
    committee::{self, Deliberation, Member},
    form::parse_date,
    ids::{ApplicationId, CallId},
    money::Won,
    policy::allows,
    ranking::{Candidate, NationalRequest, Outcome, RankedRow, allocate, deviations, equals, parted_equals, rank},
    refusal::{FieldFault, Refusal},
    view::{AwardView, SelectionRow, SelectionView},
    workflow::{Act, Award, Event, Stage, TieDecision},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};
use std::collections::{BTreeMap, BTreeSet};

/// Longest text of this slice in characters.
const TEXT_MAX: u32 = 3_000;

/// Stages in which an application stands in the ranking.
pub(crate) const RANKED: [Stage; 9] = [
    Stage::Evaluated,
    Stage::ResultNotified,
    Stage::Objected,
    Stage::Deliberating,
    Stage::Proposed,
    Stage::Approved,
    Stage::Selected,
    Stage::Reserve,
    Stage::NotSelected,
];

pub(crate) async fn envelopes(
    db: &impl ConnectionTrait,
    call: CallId,
    track: Track,
) -> Result<Vec<envelope::Model>, Error> {
    Ok(envelope::Entity::find()
        .filter(envelope::Column::Call.eq(call.0))
        .filter(envelope::Column::Track.eq(track.code()))
        .order_by_asc(envelope::Column::Year)
        .all(db)
        .await?)
}

/// The ranking of a track, recomputed from the locked sheets by the rules of the call.
async fn ranking(db: &impl ConnectionTrait, seen: &[Seen]) -> Result<Vec<RankedRow>, Error> {
    let sheets = panel_sheets(db, seen).await?;
    let mut candidates = Vec::with_capacity(seen.len());
    for s in seen.iter().filter(|s| s.state.result.is_some()) {
        let computed = compute(s, &of_application(&sheets, s.state.id))?
            .map_err(|p| Error::Internal(format!("closed without a result: {p:?}")))?;
        let national = s.state.submission.as_ref().map(|x| x.national.clone()).unwrap_or_default();
        candidates.push(Candidate {
            id: s.state.id,
            application_no: s.state.application_no.clone(),
            score: computed.final_score.score,
            fundable: computed.final_score.fundable,
            criterion_means: computed.aggregate.criterion_means,
            requested: NationalRequest::new(national).map_err(|e| Error::Internal(format!("{e:?}")))?,
            tie_order: s.state.tie.as_ref().map(|tie| tie.order),
        });
    }
    let Some(first) = seen.first() else { return Ok(Vec::new()) };
    Ok(rank(candidates, &first.rules()?.tie_breakers))
}

/// The ranking within the envelope, with everything the ministry decides on.
pub async fn selection(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<SelectionView, Error> {
    if !is_office(actor) {
        return Err(HIDDEN);
    }
    let names = Names::load(&svc.db, svc.now()).await?;
    let call_title = names.call(call)?.title.clone();
    let rubric = names.call(call)?.track(track).ok_or(HIDDEN)?.rubric.clone();
    let seen = list(&svc.db, &names, actor, in_track(call, track).add(in_stages(&RANKED))).await?;
    let envelope = envelopes(&svc.db, call, track).await?;
    let caps: BTreeMap<i32, Won> = envelope.iter().map(|e| (e.year, Won(e.cap))).collect();
    let ranked = ranking(&svc.db, &seen).await?;
    let allocation = allocate(&ranked, &caps);
    let tie_at_cut_line = allocation.tie_at_cut_line;
    let deliberated =
        |id: &ApplicationId| seen.iter().any(|s| s.state.id == *id && s.state.stage == Stage::Deliberating);
    let equals: Vec<Vec<ApplicationId>> =
        equals(&ranked).into_iter().filter(|group| group.iter().all(deliberated)).collect();
    let people = people(&svc.db).await?;
    let least = adjusting::least(&svc.db, &seen).await?;
    let rows = ranked.into_iter().zip(allocation.rows).filter_map(|(ranked, allocated)| {
        let s = seen.iter().find(|s| s.state.id == ranked.candidate.id)?;
        let award = s.state.award.as_ref();
        Some(SelectionRow {
            row: s.row(&names),
            version: s.version,
            requested: ranked.candidate.requested.per_year(),
            least: least.get(&s.state.id).copied().unwrap_or_default(),
            ranked,
            suggested: allocated.outcome,
            running: allocated.running,
            remaining: allocated.remaining,
            proposed: award.map(|a| AwardView { outcome: a.outcome, amounts: a.amounts.clone() }),
            reason: award.map(|a| a.reason.clone()).unwrap_or_default(),
            tie_reason: s.state.tie.as_ref().map(|tie| tie.reason.clone()),
            proposed_by: award.and_then(|a| people.get(&a.proposed_by.0).cloned()),
            objection_open: holds_back_others(&s.state),
            may_approve: s.state.stage == Stage::Proposed && allows(actor, Act::Approve, &s.facts),
        })
    });
    Ok(SelectionView {
        call,
        call_title,
        track,
        now: names.now,
        envelope: envelope.iter().map(|e| (e.year, Won(e.cap), Won(e.used))).collect(),
        rows: rows.collect(),
        tie_at_cut_line,
        equals,
        rubric,
        tie_breakers: names.call(call)?.track(track).ok_or(HIDDEN)?.tie_breakers.clone(),
        deliberation: last_deliberation(svc, call, track, &people).await?,
        objections_until: seen.iter().filter_map(|s| s.state.objection_until).max(),
        award_file: is_approved(&seen),
        meetings: deliberating::rows(&svc.db, actor, call, track).await?,
        scheduled: announcing::scheduled(&svc.db, call, track).await?,
        line: approving::line(&svc.db, &names, actor, (call, track), &seen).await?,
        may_run: actor.is(Role::MinistryApprover),
    })
}

async fn last_deliberation(
    svc: &Service,
    call: CallId,
    track: Track,
    people: &BTreeMap<uuid::Uuid, String>,
) -> Result<Option<(Deliberation, String, domain::calendar::Timestamp)>, Error> {
    let row = deliberation::Entity::find()
        .filter(deliberation::Column::Call.eq(call.0))
        .filter(deliberation::Column::Track.eq(track.code()))
        .order_by_desc(deliberation::Column::RecordedAt)
        .one(&svc.db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let by = people.get(&row.recorded_by).cloned().unwrap_or_default();
    Ok(Some((serde_json::from_str(&row.record)?, by, row.recorded_at)))
}

/// One committee member as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct MemberForm {
    pub name: String,
    pub affiliation: String,
    /// `on` for a private member.
    pub private: String,
}

/// The committee's record as typed.
#[derive(Clone, Debug)]
pub struct Deliberate {
    pub call: CallId,
    pub track: Track,
    pub held_on: String,
    pub members: Vec<MemberForm>,
    pub resolution: String,
}

/// Records the selection committee's deliberation over a track whose objection windows are over.
pub async fn deliberate(svc: &Service, actor: &Actor, cmd: Deliberate) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    refuse_open_objection(&tx, &names, actor, cmd.call, cmd.track).await?;
    let mut waiting = on_track(&tx, &names, actor, cmd.call, cmd.track, Stage::ResultNotified, Act::Deliberate).await?;
    let record = read_record(&cmd, kst_date(tx.now))?;
    deliberating::keep_record(svc, &tx, actor, cmd.call, cmd.track, &record).await?;
    for seen in &mut waiting {
        let event = Event::DeliberationOpened { held_on: record.held_on, resolution: record.resolution.clone() };
        let (permit, decision) = seen.decide(actor, Act::Deliberate, event, tx.now)?;
        tx.commit(seen, &permit, decision).await?;
    }
    tx.finish().await
}

fn read_record(cmd: &Deliberate, today: chrono::NaiveDate) -> Result<Deliberation, Refusal> {
    let fault = if cmd.held_on.trim().is_empty() { FieldFault::Missing } else { FieldFault::NotADate };
    let held_on = parse_date(&cmd.held_on).ok_or_else(|| Refusal::Field { field: "held_on".to_owned(), fault })?;
    let blank = |m: &&MemberForm| !(m.name.trim().is_empty() && m.affiliation.trim().is_empty());
    let member = |m: &MemberForm| Member {
        name: m.name.trim().to_owned(),
        affiliation: m.affiliation.trim().to_owned(),
        private: m.private == "on",
    };
    let record = Deliberation {
        held_on,
        members: cmd.members.iter().filter(blank).map(member).collect(),
        resolution: cmd.resolution.trim().to_owned(),
    };
    match committee::check(&record, today) {
        problems if problems.is_empty() => Ok(record),
        problems => Err(Refusal::Committee(problems)),
    }
}

/// No decision in a track while an objection is open, unless its money is kept.
pub(crate) async fn refuse_open_objection(
    tx: &Tx,
    names: &Names,
    actor: &Actor,
    call: CallId,
    track: Track,
) -> Result<(), Error> {
    let pending = [Stage::Objected, Stage::Eligible, Stage::Evaluating, Stage::Evaluated];
    let open = list(&tx.db, names, actor, in_track(call, track).add(in_stages(&pending))).await?;
    match open.iter().find(|seen| holds_back_others(&seen.state)) {
        Some(seen) => Err(Refusal::ObjectionOpen { application_no: seen.state.application_no.clone() }.into()),
        None => Ok(()),
    }
}

/// What is proposed for one application, as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct AwardForm {
    pub application: String,
    /// `SELECTED`, `RESERVE` or `NOT_SELECTED`.
    pub outcome: String,
    /// National won of the first year.
    pub amount: String,
    pub reason: String,
}

/// The 선정안 of a track.
#[derive(Clone, Debug)]
pub struct Propose {
    pub call: CallId,
    pub track: Track,
    pub awards: Vec<AwardForm>,
}

/// Proposes for every deliberated application of the track. Leaving the ranking's order needs a reason.
pub async fn propose(svc: &Service, actor: &Actor, cmd: Propose) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    refuse_open_objection(&tx, &names, actor, cmd.call, cmd.track).await?;
    let mut open = on_track(&tx, &names, actor, cmd.call, cmd.track, Stage::Deliberating, Act::Propose).await?;
    let ranked = ranking(&tx.db, &open).await?;
    let mut awards = Vec::with_capacity(open.len());
    for row in &ranked {
        let seen = open.iter().find(|s| s.state.id == row.candidate.id).ok_or(HIDDEN)?;
        let award = read_award(&cmd.awards, seen, row, actor)?;
        adjusting::refuse(&tx.db, seen, &award).await?;
        awards.push((row.candidate.id, award));
    }
    let envelopes = envelopes(&tx.db, cmd.call, cmd.track).await?;
    let remaining = envelopes.iter().map(|e| (e.year, Won(e.cap - e.used))).collect();
    refuse_silent_deviation(&ranked, &remaining, &awards)?;
    refuse_overspending(&envelopes, &awards)?;
    for (id, award) in awards {
        let Some(seen) = open.iter_mut().find(|s| s.state.id == id) else { continue };
        let (permit, decision) = seen.decide(actor, Act::Propose, Event::Proposed { award }, tx.now)?;
        tx.commit(seen, &permit, decision).await?;
    }
    tx.finish().await
}

fn read_award(forms: &[AwardForm], seen: &Seen, row: &RankedRow, actor: &Actor) -> Result<Award, Refusal> {
    let id = seen.state.id.to_string();
    let field = |name: &str| format!("awards[{id}][{name}]");
    let form = forms.iter().find(|a| a.application == id).cloned().unwrap_or_default();
    let outcome = match form.outcome.as_str() {
        "SELECTED" => Outcome::Selected,
        "RESERVE" => Outcome::Reserve,
        "NOT_SELECTED" => Outcome::NotSelected,
        _ => return Err(Refusal::Field { field: field("outcome"), fault: FieldFault::NotAChoice }),
    };
    let mut amounts = BTreeMap::new();
    if outcome == Outcome::Selected {
        let requested = &row.candidate.requested;
        amounts.insert(requested.first_year(), Refusal::amount(&field("amount"), &form.amount)?);
        amounts.extend(requested.later());
    }
    Ok(Award { outcome, rank: row.rank, amounts, proposed_by: actor.user, reason: form.reason.trim().to_owned() })
}

/// Equals wait for a decision where the money or the proposal parts them; who is lifted or dropped needs a reason.
fn refuse_silent_deviation(
    ranked: &[RankedRow],
    remaining: &BTreeMap<i32, Won>,
    awards: &[(ApplicationId, Award)],
) -> Result<(), Refusal> {
    let number = |id: &ApplicationId| {
        let row = ranked.iter().find(|row| row.candidate.id == *id);
        row.map(|row| row.candidate.application_no.clone()).unwrap_or_default()
    };
    let proposed: BTreeMap<ApplicationId, Outcome> = awards.iter().map(|(id, award)| (*id, award.outcome)).collect();
    let at_line = allocate(ranked, remaining).tie_at_cut_line;
    let tied = if at_line.is_empty() { parted_equals(ranked, &proposed) } else { Some(at_line) };
    if let Some(tied) = tied {
        return Err(Refusal::TieUndecided { application_nos: tied.iter().map(number).collect() });
    }
    let deviations = deviations(ranked, &proposed);
    match awards.iter().find(|(id, award)| award.reason.is_empty() && deviations.contains_key(id)) {
        Some((id, _)) => Err(Refusal::OutOfRankOrder { application_no: number(id) }),
        None => Ok(()),
    }
}

/// The ministry's order among equals whom no rule of the call separates, as typed.
#[derive(Clone, Debug)]
pub struct DecideTie {
    pub call: CallId,
    pub track: Track,
    /// Place from 1 by application.
    pub places: BTreeMap<String, String>,
    pub reason: String,
}

/// Decides the order among equals, with the reason that is recorded at each of them.
pub async fn decide_tie(svc: &Service, actor: &Actor, cmd: DecideTie) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut open = on_track(&tx, &names, actor, cmd.call, cmd.track, Stage::Deliberating, Act::DecideTie).await?;
    let ranked = ranking(&tx.db, &open).await?;
    let named = |id: &ApplicationId| cmd.places.contains_key(&id.to_string());
    let whole = |group: &Vec<ApplicationId>| group.len() == cmd.places.len() && group.iter().all(named);
    let group = equals(&ranked).into_iter().find(whole).ok_or(Refusal::Stale { by: None })?;
    let place = |id: &ApplicationId| cmd.places.get(&id.to_string()).and_then(|typed| typed.trim().parse::<u32>().ok());
    let places: BTreeSet<u32> = group.iter().filter_map(place).collect();
    if !places.iter().copied().eq((1..).take(group.len())) {
        return Err(Refusal::RanksNotUnique.into());
    }
    let reason = Refusal::text("tie_reason", &cmd.reason, TEXT_MAX)?;
    for seen in open.iter_mut().filter(|seen| group.contains(&seen.state.id)) {
        let order = place(&seen.state.id).unwrap_or_default();
        let event = Event::TieDecided { decision: TieDecision { order, reason: reason.clone() } };
        let (permit, decision) = seen.decide(actor, Act::DecideTie, event, tx.now)?;
        tx.commit(seen, &permit, decision).await?;
    }
    tx.finish().await
}

fn refuse_overspending(envelopes: &[envelope::Model], awards: &[(ApplicationId, Award)]) -> Result<(), Refusal> {
    let mut asked: BTreeMap<i32, i64> = BTreeMap::new();
    for (year, won) in awards.iter().filter_map(|(_, a)| a.firm()) {
        *asked.entry(year).or_default() += won.0;
    }
    for (year, asked) in asked {
        let row = envelopes.iter().find(|e| e.year == year).ok_or(Refusal::EnvelopeMissing { year })?;
        if asked > row.cap - row.used {
            return Err(Refusal::EnvelopeExceeded { year, remaining: Won(row.cap - row.used), asked: Won(asked) });
        }
    }
    Ok(())
}

/// Approves proposals, all or none: the last step of the call's approval line. The envelope row decides, whoever
/// clicks at once.
pub async fn approve(
    svc: &Service,
    actor: &Actor,
    call: CallId,
    track: Track,
    ids: Vec<ApplicationId>,
) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut seen = approvable(&tx, &names, actor, call, track, ids).await?;
    approving::refuse_unsigned(&tx, &names, actor, &seen).await?;
    approve_in(&tx, actor, &mut seen).await?;
    tx.finish().await
}

/// The proposals that are to be signed, each once. The actor may approve every one of them.
pub(crate) async fn approvable(
    tx: &Tx,
    names: &Names,
    actor: &Actor,
    call: CallId,
    track: Track,
    ids: Vec<ApplicationId>,
) -> Result<Vec<Seen>, Error> {
    refuse_open_objection(tx, names, actor, call, track).await?;
    let ids: BTreeSet<ApplicationId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Err(Refusal::NothingToDo.into());
    }
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let seen = see(&tx.db, names, actor, id).await?;
        if (seen.state.call, seen.state.track()) != (call, track) {
            return Err(HIDDEN);
        }
        // Permit and stage, before anything is said of the line; nothing is written yet.
        seen.decide(actor, Act::Approve, Event::Approved { by: actor.user }, tx.now)?;
        deliberating::refuse_undeliberated(tx, names, call, track, &seen.state.application_no).await?;
        found.push(seen);
    }
    Ok(found)
}

/// Takes the money and commits, in the order of ids.
pub(crate) async fn approve_in(tx: &Tx, actor: &Actor, approved: &mut [Seen]) -> Result<(), Error> {
    for seen in approved {
        let (permit, decision) = seen.decide(actor, Act::Approve, Event::Approved { by: actor.user }, tx.now)?;
        release(tx, &seen.state).await?;
        if let Some((year, won)) = seen.state.award.as_ref().and_then(|a| a.firm()) {
            take(tx, seen.state.call, seen.state.track(), year, won).await?;
        }
        tx.commit(seen, &permit, decision).await?;
    }
    Ok(())
}

/// Takes `won` from the envelope of `year`, or says what remains. One conditional update: no two approvals can
/// both see the same money.
pub(crate) async fn take(tx: &Tx, call: CallId, track: Track, year: i32, won: Won) -> Result<(), Error> {
    let of_year = || {
        sea_orm::Condition::all()
            .add(envelope::Column::Call.eq(call.0))
            .add(envelope::Column::Track.eq(track.code()))
            .add(envelope::Column::Year.eq(year))
    };
    let taken = envelope::Entity::update_many()
        .col_expr(envelope::Column::Used, Expr::col(envelope::Column::Used).add(won.0))
        .filter(of_year())
        .filter(Expr::col(envelope::Column::Used).add(won.0).lte(Expr::col(envelope::Column::Cap)))
        .exec(&tx.db)
        .await?;
    if taken.rows_affected == 1 {
        return Ok(());
    }
    let row = envelope::Entity::find().filter(of_year()).one(&tx.db).await?;
    let row = row.ok_or(Refusal::EnvelopeMissing { year })?;
    Err(Refusal::EnvelopeExceeded { year, remaining: Won(row.cap - row.used), asked: won }.into())
}

/// Gives back to the envelope what the approval of an application took.
pub(crate) async fn give_back(tx: &Tx, state: &domain::workflow::Application) -> Result<(), Error> {
    match state.award.as_ref().and_then(|award| award.firm()) {
        Some((year, won)) => put_back(tx, state, year, won).await,
        None => Ok(()),
    }
}

/// Gives back what was kept while the application's objection was open.
pub(crate) async fn release(tx: &Tx, state: &domain::workflow::Application) -> Result<(), Error> {
    match state.reserved {
        Some(kept) => put_back(tx, state, kept.year, kept.amount).await,
        None => Ok(()),
    }
}

async fn put_back(tx: &Tx, state: &domain::workflow::Application, year: i32, won: Won) -> Result<(), Error> {
    envelope::Entity::update_many()
        .col_expr(envelope::Column::Used, Expr::col(envelope::Column::Used).sub(won.0))
        .filter(envelope::Column::Call.eq(state.call.0))
        .filter(envelope::Column::Track.eq(state.track().code()))
        .filter(envelope::Column::Year.eq(year))
        .exec(&tx.db)
        .await?;
    Ok(())
}

/// 선정 기록 파일 of a track whose every decision is approved, with its name. To agency, ministry and auditor alone.
pub async fn award_file(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<(String, Vec<u8>), Error> {
    if !is_office(actor) {
        return Err(HIDDEN);
    }
    let names = Names::load(&svc.db, svc.now()).await?;
    let rules = names.call(call)?.track(track).ok_or(HIDDEN)?;
    let seen = list(&svc.db, &names, actor, in_track(call, track).add(in_stages(&RANKED))).await?;
    if !is_approved(&seen) {
        return Err(HIDDEN);
    }
    let sheets = panel_sheets(&svc.db, &seen).await?;
    let inputs = seen.iter().filter_map(|s| Some((s, s.state.award.as_ref()?))).map(|(s, award)| {
        let measured = measured(s, &of_application(&sheets, s.state.id))?;
        let submission = s.state.submission.as_ref().ok_or(HIDDEN)?;
        let sheet = |(place, (_, marks))| Sheet { reviewer: letter(place), marks };
        Ok(Input {
            id: s.state.id,
            application_no: s.state.application_no.clone(),
            submission_sha256: submission.sha256.clone(),
            round: s.state.round,
            requested: NationalRequest::new(submission.national.clone())
                .map_err(|e| Error::Internal(format!("{e:?}")))?,
            sheets: measured.sheets.into_iter().enumerate().map(sheet).collect(),
            regional: measured.regional,
            granted: measured.granted,
            tie: s.state.tie.clone(),
            decided: Decided { outcome: award.outcome, amounts: award.amounts.clone(), reason: award.reason.clone() },
        })
    });
    let inputs = inputs.collect::<Result<Vec<Input>, Error>>()?;
    let caps = envelopes(&svc.db, call, track).await?.into_iter().map(|e| (e.year, Won(e.cap))).collect();
    let call = names.call(call)?;
    let parameters = Parameters::new(rules, kst_date(call.intake_to), caps);
    let file = AwardFile::seal(CallFacts::of(call, track), parameters, inputs)
        .map_err(|problem| Error::Internal(problem.to_string()))?;
    let name = format!("award-{}-{:02}-{}.json", call.fiscal_year, call.round_no, track.letter());
    Ok((name, file.to_bytes()?))
}

/// Something is approved and nothing of the track waits for a decision any more.
fn is_approved(seen: &[Seen]) -> bool {
    let decided = [Stage::Approved, Stage::Selected, Stage::Reserve, Stage::NotSelected];
    !seen.is_empty() && seen.iter().all(|s| decided.contains(&s.state.stage))
}

pub(crate) fn is_office(actor: &Actor) -> bool {
    [Role::KpicOfficer, Role::MinistryApprover, Role::Auditor].iter().any(|role| actor.is(*role))
}

/// Sends the proposals of a track back to deliberation, with a reason.
pub async fn return_proposal(
    svc: &Service,
    actor: &Actor,
    call: CallId,
    track: Track,
    reason: &str,
) -> Result<(), Error> {
    let reason = Refusal::text("reason", reason, TEXT_MAX)?;
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    let mut proposed = on_track(&tx, &names, actor, call, track, Stage::Proposed, Act::ReturnProposal).await?;
    for seen in &mut proposed {
        let event = Event::ProposalReturned { reason: reason.clone() };
        let (permit, decision) = seen.decide(actor, Act::ReturnProposal, event, tx.now)?;
        tx.commit(seen, &permit, decision).await?;
    }
    tx.finish().await
}

/// 선정 통보와 공고: everything approved in the track becomes public; nothing may still wait for approval.
pub async fn announce(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    announce_in(&tx, actor, call, track).await?;
    announcing::overtaken(&tx, actor, call, track).await?;
    tx.finish().await
}

/// The same within a transaction that does something else too.
pub(crate) async fn announce_in(tx: &Tx, actor: &Actor, call: CallId, track: Track) -> Result<(), Error> {
    let names = Names::load(&tx.db, tx.now).await?;
    for seen in &mut announceable(tx, &names, actor, call, track).await? {
        let (permit, decision) = seen.decide(actor, Act::Announce, Event::Announced, tx.now)?;
        tx.commit(seen, &permit, decision).await?;
    }
    Ok(())
}

/// What an announcement of the track would make public; refused while something of it is undecided.
pub(crate) async fn announceable(
    tx: &Tx,
    names: &Names,
    actor: &Actor,
    call: CallId,
    track: Track,
) -> Result<Vec<Seen>, Error> {
    let undecided = application::Entity::find()
        .filter(in_track(call, track).add(in_stages(&[Stage::Deliberating, Stage::Proposed])))
        .one(&tx.db)
        .await?;
    let approved = on_track(tx, names, actor, call, track, Stage::Approved, Act::Announce).await?;
    let waits = undecided.map(|row| match row.stage == Stage::Proposed.code() {
        true => Stage::Proposed,
        false => Stage::Deliberating,
    });
    announcing::refuse_undecided(waits)?;
    Ok(approved)
}
