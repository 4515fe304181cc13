//! Committees deliberate in the portal: convened with notice, voted on item by item, closed with a count, minuted.
//!
//! A meeting is an aggregate of its own: every change is one [`Happening`] beside the new state, in one transaction
//! that holds the meeting's row. What the selection committee carries moves its applications; what it rejects stays
//! where it was.

use crate::{
    Error, Service,
    entity::{account, deliberation, meeting, meeting_event, org_role},
    error::HIDDEN,
    outbox,
    reading::{Names, Seen, in_stages, in_track, list, people, see_by_rule},
    reviewers::{profiles, subject},
    tx::{self, Tx},
};
use domain::{
    actor::Actor,
    calendar::{closing_instant, kst_date},
    call::{FundingRegime, Track, instant},
    committee::{self, Deliberation},
    conflict::{Conflict, Reviewer, Subject, conflicts},
    deliberation::{
        Ballot, End, Happening, Item, Kind, Meeting, MeetingProblem, Member, Mode, NAME_MAX, Resolution, SUMMARY_MAX,
        Vote, VoteForm, Way, check,
    },
    form::parse_date,
    ids::{ApplicationId, CallId, MeetingId, OrgId, UserId},
    notice::{Notice, Template},
    policy::{MeetingStand, may_convene, meeting_stand},
    refusal::{FieldFault, Refusal},
    view::{ConveneView, MeetingItemView, MeetingMemberView, MeetingRow, MeetingView, OwnBallot, Task},
    workflow::{Act, Event, Rejection, Stage},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Longest resolution and reason in characters.
const TEXT_MAX: u32 = 3_000;

/// One member as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct SeatForm {
    pub name: String,
    pub affiliation: String,
    /// `on` for a private member.
    pub private: String,
    /// Of the account with which the member votes; empty for a member who signs a paper.
    pub email: String,
}

/// A deliberation as typed.
#[derive(Clone, Debug)]
pub struct Convene {
    pub call: CallId,
    pub track: Track,
    pub kind: String,
    pub mode: String,
    /// The day of the meeting, or the last day of the written vote.
    pub on: String,
    /// When a meeting begins: `14:00`.
    pub time: String,
    pub place: String,
    pub urgent_reason: String,
    pub summary: String,
    pub applications: Vec<ApplicationId>,
    pub members: Vec<SeatForm>,
}

/// The stages in which an application may stand on a committee's agenda.
fn may_be_on_agenda(kind: Kind, stage: Stage) -> bool {
    match kind {
        Kind::Selection => stage == Stage::ResultNotified,
        Kind::Development => matches!(stage, Stage::ResultNotified | Stage::Deliberating | Stage::Proposed),
        Kind::Steering => stage == Stage::RegionalReview,
    }
}

/// The applications over which the actor may convene a committee of this kind: the whole track for the ministry, its
/// own region for a province.
fn is_theirs(actor: &Actor, kind: Kind, seen: &Seen) -> bool {
    match kind {
        Kind::Selection | Kind::Development => true,
        Kind::Steering => domain::policy::allows(actor, Act::CloseRegionalReview, &seen.facts),
    }
}

/// What a committee can be convened over; for who may convene one.
pub async fn convening(svc: &Service, actor: &Actor, call: CallId, track: Track) -> Result<ConveneView, Error> {
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| may_convene(actor, *kind).is_some()).collect();
    if kinds.is_empty() {
        return Err(HIDDEN);
    }
    let names = Names::load(&svc.db, svc.now()).await?;
    names.call(call)?.track(track).ok_or(HIDDEN)?;
    let stages = [Stage::ResultNotified, Stage::Deliberating, Stage::Proposed, Stage::RegionalReview];
    let seen = list(&svc.db, &names, actor, in_track(call, track).add(in_stages(&stages))).await?;
    let fits =
        |s: &&Seen| kinds.iter().any(|kind| may_be_on_agenda(*kind, s.state.stage) && is_theirs(actor, *kind, s));
    let until = seen.iter().filter(|s| s.state.stage == Stage::ResultNotified);
    Ok(ConveneView {
        call,
        call_title: names.call(call)?.title.clone(),
        track,
        now: names.now,
        objections_until: until.filter_map(|s| s.state.objection_until).filter(|day| names.today <= *day).max(),
        applications: seen
            .iter()
            .filter(fits)
            .map(|s| (s.state.id, s.state.application_no.clone(), title(&names, s)))
            .collect(),
        kinds,
    })
}

fn title(names: &Names, seen: &Seen) -> String {
    format!("{} · {}", names.complex(seen.state.complex), names.org(seen.state.org))
}

/// Convenes a committee and tells its members. Refused with everything that speaks against it.
pub async fn convene(svc: &Service, actor: &Actor, cmd: Convene) -> Result<MeetingId, Error> {
    let choice = |field: &str| Refusal::Field { field: field.to_owned(), fault: FieldFault::NotAChoice };
    let kind = Kind::from_code(&cmd.kind).ok_or_else(|| choice("committee_kind"))?;
    let org = may_convene(actor, kind).ok_or(HIDDEN)?;
    let mode = Mode::from_code(&cmd.mode).ok_or_else(|| choice("committee_mode"))?;
    let tx = tx::begin(svc).await?;
    let names = Names::load(&tx.db, tx.now).await?;
    names.call(cmd.call)?.track(cmd.track).ok_or(HIDDEN)?;
    let (members, reviewers) = seats(&tx, &names, &cmd.members).await?;
    let meeting = Meeting {
        id: MeetingId(svc.ids.uuid()),
        call: cmd.call,
        track: cmd.track,
        kind,
        mode,
        convened_by: actor.user,
        org,
        convened_at: tx.now,
        at: when(&cmd, mode)?,
        place: short("place", &cmd.place)?,
        urgent_reason: optional("urgent_reason", &cmd.urgent_reason, TEXT_MAX)?,
        summary: Refusal::text("summary", &cmd.summary, SUMMARY_MAX)?,
        items: agenda(&tx, &names, actor, &cmd, kind, &reviewers).await?,
        members,
        ballots: BTreeMap::new(),
        end: None,
    };
    let problems = check(&meeting, tx.now);
    if !problems.is_empty() {
        return Err(Refusal::Meeting(problems).into());
    }
    insert(&tx, actor, &meeting).await?;
    invite(&tx, &names, &meeting).await?;
    let id = meeting.id;
    tx.finish().await?;
    Ok(id)
}

fn when(cmd: &Convene, mode: Mode) -> Result<domain::calendar::Timestamp, Refusal> {
    let fault = |field: &str, raw: &str| Refusal::Field {
        field: field.to_owned(),
        fault: if raw.trim().is_empty() { FieldFault::Missing } else { FieldFault::NotADate },
    };
    let day = parse_date(&cmd.on).ok_or_else(|| fault("meets_on", &cmd.on))?;
    match mode {
        Mode::Written => Ok(closing_instant(day)),
        Mode::Assembled => instant(&cmd.on, &cmd.time).ok_or_else(|| fault("meets_at", &cmd.time)),
    }
}

fn short(field: &str, raw: &str) -> Result<String, Refusal> {
    optional(field, raw, NAME_MAX)
}

fn optional(field: &str, raw: &str, max: u32) -> Result<String, Refusal> {
    if raw.trim().is_empty() { Ok(String::new()) } else { Refusal::text(field, raw, max) }
}

/// The members as typed, and as the conflict engine sees them: through their account, or through the organisation that
/// bears the name of their affiliation.
async fn seats(tx: &Tx, names: &Names, forms: &[SeatForm]) -> Result<(Vec<Member>, Vec<Reviewer>), Error> {
    let filled = |m: &&SeatForm| [&m.name, &m.affiliation, &m.email].iter().any(|typed| !typed.trim().is_empty());
    let emails: Vec<String> = forms.iter().map(|m| m.email.trim().to_lowercase()).collect();
    let accounts = account::Entity::find()
        .filter(account::Column::Email.is_in(emails))
        .filter(account::Column::Disabled.eq(false))
        .all(&tx.db)
        .await?;
    let roles = org_role::Entity::find()
        .filter(org_role::Column::Account.is_in(accounts.iter().map(|a| a.id)))
        .all(&tx.db)
        .await?;
    let profiles = profiles(&tx.db).await?;
    let (mut members, mut reviewers, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for (row, form) in (0u32..).zip(forms).filter(|(_, form)| filled(form)) {
        let email = form.email.trim().to_lowercase();
        let known = accounts.iter().find(|a| a.email == email);
        if known.is_none() && !email.is_empty() {
            problems.push(MeetingProblem::UnknownAccount { row });
        }
        let affiliation = form.affiliation.trim();
        let by_name = names.orgs.values().find(|org| org.name == affiliation).map(|org| OrgId(org.id));
        let own = roles.iter().filter(|r| known.is_some_and(|a| a.id == r.account)).map(|r| OrgId(r.org));
        let profile = known.and_then(|a| profiles.get(&a.id)).map(|(profile, _)| profile.clone()).unwrap_or_default();
        reviewers.push(Reviewer {
            families: own.chain(by_name).map(|org| names.family(org)).collect(),
            // Officials sit in these committees by law: running the procedure excludes nobody here.
            runs_it: false,
            technologies: BTreeSet::new(),
            ties: profile.ties.into_iter().map(|tie| (names.family(tie.org), tie)).collect(),
        });
        members.push(Member {
            name: form.name.trim().to_owned(),
            affiliation: affiliation.to_owned(),
            private: form.private == "on",
            account: known.map(|a| UserId(a.id)),
        });
    }
    if problems.is_empty() { Ok((members, reviewers)) } else { Err(Refusal::Meeting(problems).into()) }
}

/// The items with who is excluded from each. An application stands on one open agenda of a kind.
async fn agenda(
    tx: &Tx,
    names: &Names,
    actor: &Actor,
    cmd: &Convene,
    kind: Kind,
    reviewers: &[Reviewer],
) -> Result<Vec<Item>, Error> {
    let wanted: BTreeSet<ApplicationId> = cmd.applications.iter().copied().collect();
    let ids: Vec<Uuid> = wanted.iter().map(|id| id.0).collect();
    let chosen = in_track(cmd.call, cmd.track).add(crate::entity::application::Column::Id.is_in(ids));
    let seen = list(&tx.db, names, actor, chosen).await?;
    if seen.len() != wanted.len() || !seen.iter().all(|s| is_theirs(actor, kind, s)) {
        return Err(HIDDEN);
    }
    let others = of_track(&tx.db, cmd.call, cmd.track).await?;
    let taken = |id: ApplicationId| {
        let mut open = others.iter().filter(|m| m.kind == kind && m.end.is_none());
        open.any(|m| m.items.iter().any(|item| item.application == id))
    };
    let mut items = Vec::with_capacity(seen.len());
    for s in &seen {
        if !may_be_on_agenda(kind, s.state.stage) {
            return Err(Rejection::OutOfOrder { stage: s.state.stage, act: Act::Deliberate }.into());
        }
        let application_no = s.state.application_no.clone();
        if taken(s.state.id) {
            return Err(Refusal::Meeting(vec![MeetingProblem::OnAnotherAgenda { application_no }]).into());
        }
        let of = subject(names, s);
        items.push(Item {
            application: s.state.id,
            application_no,
            title: title(names, s),
            excluded: excluded(kind, &of, reviewers, names.today),
        });
    }
    Ok(items)
}

fn excluded(
    kind: Kind,
    subject: &Subject,
    reviewers: &[Reviewer],
    today: chrono::NaiveDate,
) -> BTreeMap<usize, Vec<Conflict>> {
    let found = reviewers.iter().enumerate().map(|(n, reviewer)| {
        let mut found = conflicts(reviewer, subject, &[], &[], today);
        if kind == Kind::Steering {
            // The province's own committee: local governments sit in it although they pay.
            found.retain(|conflict| !matches!(conflict, Conflict::Supporter { .. }));
        }
        (n, found)
    });
    found.filter(|(_, found)| !found.is_empty()).collect()
}

async fn insert(tx: &Tx, actor: &Actor, state: &Meeting) -> Result<(), Error> {
    meeting::Entity::insert(meeting::ActiveModel {
        id: Set(state.id.0),
        call: Set(state.call.0),
        track: Set(state.track.code().to_owned()),
        kind: Set(state.kind.code().to_owned()),
        version: Set(1),
        ended: Set(false),
        state: Set(serde_json::to_string(state)?),
    })
    .exec_without_returning(&tx.db)
    .await?;
    record(tx, actor, state.id, 1, &Happening::Convened { meeting: Box::new(state.clone()) }).await
}

async fn record(tx: &Tx, actor: &Actor, id: MeetingId, version: i64, happening: &Happening) -> Result<(), Error> {
    meeting_event::Entity::insert(meeting_event::ActiveModel {
        meeting: Set(id.0),
        version: Set(version),
        body: Set(serde_json::to_string(happening)?),
        actor: Set(actor.user.0),
        at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    Ok(())
}

/// The notice of the meeting, to every member with an account; in the same transaction as the meeting.
async fn invite(tx: &Tx, names: &Names, state: &Meeting) -> Result<(), Error> {
    let nothing = Uuid::nil();
    let notice = Notice {
        template: Template::MeetingConvened,
        application: ApplicationId(nothing),
        call: state.call,
        track: state.track,
        application_no: String::new(),
        complex: String::new(),
        call_title: names.call(state.call)?.title.clone(),
        due: Some(state.at),
        number: None,
        days_left: None,
        org: None,
        request: None,
        meeting: Some(state.id),
    };
    let people: BTreeSet<Uuid> = state.members.iter().filter_map(|m| m.account).map(|user| user.0).collect();
    outbox::insert(tx, &format!("meeting/{}/{}", state.id, notice.template.code()), &notice, people).await
}

/// A meeting whose row this transaction holds: two votes at once come one after the other.
struct Held {
    state: Meeting,
    version: i64,
    stand: MeetingStand,
}

async fn hold(tx: &Tx, actor: &Actor, id: MeetingId) -> Result<Held, Error> {
    let row = meeting::Entity::find_by_id(id.0).lock_exclusive().one(&tx.db).await?.ok_or(HIDDEN)?;
    let state: Meeting = serde_json::from_str(&row.state)?;
    let stand = stand(actor, &state).ok_or(HIDDEN)?;
    Ok(Held { state, version: row.version, stand })
}

fn stand(actor: &Actor, state: &Meeting) -> Option<MeetingStand> {
    meeting_stand(actor, state.kind, state.org, state.member_of(actor.user).is_some())
}

impl Held {
    fn must_run(&self) -> Result<(), Error> {
        if self.stand.runs { Ok(()) } else { Err(domain::policy::Denied::Forbidden.into()) }
    }

    async fn write(self, tx: &Tx, actor: &Actor, happening: Happening) -> Result<Meeting, Error> {
        let (id, version) = (self.state.id, self.version + 1);
        let next = Meeting::apply(Some(self.state), &happening).ok_or(HIDDEN)?;
        let updated = meeting::Entity::update_many()
            .set(meeting::ActiveModel {
                version: Set(version),
                ended: Set(next.end.is_some()),
                state: Set(serde_json::to_string(&next)?),
                ..Default::default()
            })
            .filter(meeting::Column::Id.eq(id.0))
            .filter(meeting::Column::Version.eq(self.version))
            .exec(&tx.db)
            .await?;
        if updated.rows_affected != 1 {
            return Err(Refusal::Stale { by: None }.into());
        }
        record(tx, actor, id, version, &happening).await?;
        Ok(next)
    }
}

/// A member votes on every item that they are entitled to; until the end a later ballot takes the place of this one.
pub async fn vote(svc: &Service, actor: &Actor, id: MeetingId, typed: &BTreeMap<usize, VoteForm>) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let held = hold(&tx, actor, id).await?;
    let member = held.state.member_of(actor.user).ok_or(domain::policy::Denied::Forbidden)?;
    let votes = held.state.read_votes(member, typed, tx.now).map_err(Refusal::Meeting)?;
    let ballot = Ballot { member, votes, way: Way::Portal, at: tx.now };
    held.write(&tx, actor, Happening::Voted { ballot }).await?;
    tx.finish().await
}

/// The votes of a member without an account, from the paper that they signed.
#[derive(Clone, Debug)]
pub struct PaperVote {
    pub meeting: MeetingId,
    /// The member's place as typed.
    pub member: String,
    pub document_no: String,
    pub votes: BTreeMap<usize, VoteForm>,
}

pub async fn record_paper(svc: &Service, actor: &Actor, cmd: PaperVote) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let held = hold(&tx, actor, cmd.meeting).await?;
    held.must_run()?;
    let place = cmd.member.parse().ok().and_then(|n: usize| Some((n, held.state.members.get(n)?)));
    let missing = || Refusal::Field { field: "voter".to_owned(), fault: FieldFault::NotAChoice };
    let (member, seat) = place.ok_or_else(missing)?;
    if seat.account.is_some() {
        return Err(Refusal::Meeting(vec![MeetingProblem::VotesInPortal { name: seat.name.clone() }]).into());
    }
    let document_no = Refusal::text("document_no", &cmd.document_no, NAME_MAX)?;
    let votes: Vec<Vote> = held.state.read_votes(member, &cmd.votes, tx.now).map_err(Refusal::Meeting)?;
    let way = Way::Paper { document_no, recorded_by: actor.user };
    let ballot = Ballot { member, votes, way, at: tx.now };
    held.write(&tx, actor, Happening::Voted { ballot }).await?;
    tx.finish().await
}

/// Closes the vote and counts it. What the selection committee carried goes on to the proposal.
pub async fn close(svc: &Service, actor: &Actor, id: MeetingId, resolution: &str) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let held = hold(&tx, actor, id).await?;
    held.must_run()?;
    let tallies = held.state.close(tx.now).map_err(|problem| Refusal::Meeting(vec![problem]))?;
    let note = Refusal::text("resolution", resolution, TEXT_MAX)?;
    let end = End::Closed { at: tx.now, by: actor.user, tallies, note: note.clone() };
    let closed = held.write(&tx, actor, Happening::Ended { end }).await?;
    if closed.kind == Kind::Selection {
        carry(svc, &tx, actor, &closed, &note).await?;
    }
    tx.finish().await
}

/// Moves what was carried. Who withdrew meanwhile stays where they are.
async fn carry(svc: &Service, tx: &Tx, actor: &Actor, closed: &Meeting, note: &str) -> Result<(), Error> {
    let carried: Vec<ApplicationId> = closed
        .resolved()
        .filter(|(_, _, resolution)| *resolution == Resolution::Carried)
        .map(|(item, ..)| item.application)
        .collect();
    if carried.is_empty() {
        return Ok(());
    }
    let names = Names::load(&tx.db, tx.now).await?;
    crate::deciding::refuse_open_objection(tx, &names, actor, closed.call, closed.track).await?;
    let member =
        |m: &Member| committee::Member { name: m.name.clone(), affiliation: m.affiliation.clone(), private: m.private };
    let held_on = kst_date(if closed.mode == Mode::Assembled { closed.at } else { tx.now });
    let record =
        Deliberation { held_on, members: closed.members.iter().map(member).collect(), resolution: note.to_owned() };
    keep_record(svc, tx, actor, closed.call, closed.track, &record).await?;
    for id in carried {
        let mut seen = see_by_rule(&tx.db, &names, id).await?;
        if seen.state.stage != Stage::ResultNotified {
            continue;
        }
        let event = Event::DeliberationOpened { held_on, resolution: note.to_owned() };
        let (permit, decision) = seen.decide(actor, Act::Deliberate, event, tx.now)?;
        tx.commit(&mut seen, &permit, decision).await?;
    }
    Ok(())
}

/// The committee's resolution on a track, without which nothing of a subsidy call is decided.
pub(crate) async fn keep_record(
    svc: &Service,
    tx: &Tx,
    actor: &Actor,
    call: CallId,
    track: Track,
    record: &Deliberation,
) -> Result<(), Error> {
    deliberation::Entity::insert(deliberation::ActiveModel {
        id: Set(svc.ids.uuid()),
        call: Set(call.0),
        track: Set(track.code().to_owned()),
        record: Set(serde_json::to_string(record)?),
        recorded_by: Set(actor.user.0),
        recorded_at: Set(tx.now),
    })
    .exec_without_returning(&tx.db)
    .await?;
    Ok(())
}

/// A subsidy call is not decided without its selection committee (국고보조금 관리지침 §11). `application_no` names what
/// waits.
pub(crate) async fn refuse_undeliberated(
    tx: &Tx,
    names: &Names,
    call: CallId,
    track: Track,
    application_no: &str,
) -> Result<(), Error> {
    if names.call(call)?.regime != FundingRegime::Subsidy {
        return Ok(());
    }
    let record = deliberation::Entity::find()
        .filter(deliberation::Column::Call.eq(call.0))
        .filter(deliberation::Column::Track.eq(track.code()))
        .one(&tx.db)
        .await?;
    let application_no = application_no.to_owned();
    match record {
        Some(_) => Ok(()),
        None => Err(Refusal::Meeting(vec![MeetingProblem::NotDeliberated { application_no }]).into()),
    }
}

/// Ends a deliberation without a result: it never had its quorum, or should not have been convened.
pub async fn cancel(svc: &Service, actor: &Actor, id: MeetingId, reason: &str) -> Result<(), Error> {
    let tx = tx::begin(svc).await?;
    let held = hold(&tx, actor, id).await?;
    held.must_run()?;
    if held.state.end.is_some() {
        return Err(Refusal::Meeting(vec![MeetingProblem::Ended]).into());
    }
    let reason = Refusal::text("cancel_reason", reason, TEXT_MAX)?;
    let end = End::Cancelled { at: tx.now, by: actor.user, reason };
    held.write(&tx, actor, Happening::Ended { end }).await?;
    tx.finish().await
}

async fn of_track(db: &impl ConnectionTrait, call: CallId, track: Track) -> Result<Vec<Meeting>, Error> {
    let rows = meeting::Entity::find()
        .filter(meeting::Column::Call.eq(call.0))
        .filter(meeting::Column::Track.eq(track.code()))
        .all(db)
        .await?;
    rows.iter().map(|row| Ok(serde_json::from_str(&row.state)?)).collect()
}

/// Committees over a track that the actor may open, newest first.
pub(crate) async fn rows(
    db: &impl ConnectionTrait,
    actor: &Actor,
    call: CallId,
    track: Track,
) -> Result<Vec<MeetingRow>, Error> {
    let mut found = of_track(db, call, track).await?;
    found.retain(|m| stand(actor, m).is_some());
    found.sort_by_key(|m| std::cmp::Reverse(m.convened_at));
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let row = |m: Meeting| MeetingRow {
        id: m.id,
        kind: m.kind,
        mode: m.mode,
        at: m.at,
        items: count(m.items.len()),
        carried: matches!(m.end, Some(End::Closed { .. }))
            .then(|| count(m.resolved().filter(|(.., resolution)| *resolution == Resolution::Carried).count())),
        cancelled: matches!(m.end, Some(End::Cancelled { .. })),
    };
    Ok(found.into_iter().map(row).collect())
}

/// Open deliberations in which the actor sits, or which they run.
pub(crate) async fn tasks(db: &impl ConnectionTrait, names: &Names, actor: &Actor) -> Result<Vec<Task>, Error> {
    let rows = meeting::Entity::find()
        .filter(meeting::Column::Ended.eq(false))
        .order_by_asc(meeting::Column::Id)
        .all(db)
        .await?;
    let mut tasks = Vec::new();
    for row in rows {
        let state: Meeting = serde_json::from_str(&row.state)?;
        let Some(stand) = stand(actor, &state) else { continue };
        let (meeting, kind, due) = (state.id, state.kind, state.at);
        let call_title = names.call(state.call)?.title.clone();
        if let Some(member) = state.member_of(actor.user) {
            let voted = state.ballots.contains_key(&member);
            tasks.push(Task::Vote { meeting, kind, call_title: call_title.clone(), due, voted });
        }
        if stand.runs {
            let missing = u32::try_from(state.missing()).unwrap_or(u32::MAX);
            tasks.push(Task::RunMeeting { meeting, kind, call_title, due, missing });
        }
    }
    Ok(tasks)
}

/// A deliberation as its reader may know it: while it is open nobody sees how anybody else voted.
pub async fn meeting(svc: &Service, actor: &Actor, id: MeetingId) -> Result<MeetingView, Error> {
    let row = meeting::Entity::find_by_id(id.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    let state: Meeting = serde_json::from_str(&row.state)?;
    let stand = stand(actor, &state).ok_or(HIDDEN)?;
    shown(svc, actor, &state, stand).await
}

/// The minutes of a deliberation that is closed: what each of its readers may know.
pub(crate) async fn minutes(svc: &Service, actor: &Actor, id: MeetingId) -> Result<MeetingView, Error> {
    let row = meeting::Entity::find_by_id(id.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    let state: Meeting = serde_json::from_str(&row.state)?;
    stand(actor, &state).filter(|_| matches!(state.end, Some(End::Closed { .. }))).ok_or(HIDDEN)?;
    shown(svc, actor, &state, MeetingStand::default()).await
}

async fn shown(svc: &Service, actor: &Actor, state: &Meeting, stand: MeetingStand) -> Result<MeetingView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let people = people(&svc.db).await?;
    let name = |user: UserId| people.get(&user.0).cloned().unwrap_or_default();
    let over = state.end.is_some();
    let voting = state.is_voting(names.now);
    let member = |(n, m): (usize, &Member)| MeetingMemberView {
        name: m.name.clone(),
        affiliation: m.affiliation.clone(),
        private: m.private,
        has_account: m.account.is_some(),
        voted: (stand.runs || stand.audits).then(|| state.ballots.contains_key(&n)),
    };
    let own = state.member_of(actor.user).map(|n| OwnBallot {
        items: state.entitled_items(n).map(|(item, _)| item).collect(),
        votes: state.ballots.get(&n).map(|b| b.votes.clone()).unwrap_or_default(),
        at: state.ballots.get(&n).map(|b| b.at),
        closed: voting.clone().err(),
    });
    let unsigned = |(n, m): (usize, &Member)| {
        let waits = m.account.is_none() && !state.ballots.contains_key(&n) && state.entitled_items(n).next().is_some();
        waits.then_some(n)
    };
    let ended_by = match &state.end {
        Some(End::Closed { by, .. } | End::Cancelled { by, .. }) => name(*by),
        None => String::new(),
    };
    Ok(MeetingView {
        id: state.id,
        call: state.call,
        call_title: names.call(state.call)?.title.clone(),
        track: state.track,
        kind: state.kind,
        mode: state.mode,
        org: names.org(state.org),
        convened_by: name(state.convened_by),
        convened_at: state.convened_at,
        at: state.at,
        place: state.place.clone(),
        urgent_reason: state.urgent_reason.clone(),
        summary: state.summary.clone(),
        members: state.members.iter().enumerate().map(member).collect(),
        items: items(state, stand, over),
        own,
        papers: match stand.runs && voting.is_ok() {
            true => state.members.iter().enumerate().filter_map(unsigned).collect(),
            false => Vec::new(),
        },
        waits: state.close(names.now).err().filter(|_| stand.runs),
        stand,
        end: state.end.clone(),
        ended_by,
        now: names.now,
    })
}

fn items(state: &Meeting, stand: MeetingStand, over: bool) -> Vec<MeetingItemView> {
    let seat = |n: &usize| state.members.get(*n).map(|m| m.name.clone()).unwrap_or_default();
    let results: BTreeMap<ApplicationId, _> =
        state.resolved().map(|(item, tally, resolution)| (item.application, (tally, resolution))).collect();
    let item = |(n, item): (usize, &Item)| {
        let votes = || {
            let ballots = state.ballots.iter().filter(move |_| over);
            ballots.flat_map(move |(member, b)| b.votes.iter().filter(move |v| v.item == n).map(move |v| (member, v)))
        };
        let mut opinions: Vec<(domain::deliberation::Choice, String)> =
            votes().filter(|(_, v)| !v.opinion.is_empty()).map(|(_, v)| (v.choice, v.opinion.clone())).collect();
        // In an order that does not give away who said what.
        opinions.sort();
        MeetingItemView {
            application: item.application,
            application_no: item.application_no.clone(),
            title: item.title.clone(),
            excluded: item.excluded.iter().map(|(n, why)| (seat(n), why.clone())).collect(),
            result: results.get(&item.application).copied(),
            opinions,
            named: match stand.audits {
                true => votes().map(|(n, v)| (seat(n), v.choice)).collect(),
                false => Vec::new(),
            },
        }
    };
    state.items.iter().enumerate().map(item).collect()
}
