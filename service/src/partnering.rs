//! Partners before the deadline: the applicant asks, the partner goes through its offices and answers for its own
//! part. A partner sees that part with title, lead and complex, and nothing else of a draft.
//!
//! The row in `partner_request` says where a request is found; what was asked and answered is in the application's
//! events. Every command takes the draft's lock first: what is asked is what the draft says at that moment.

use crate::{
    Error, Service,
    applying::{draft_row, stored_body},
    entity::{draft as draft_table, file, partner_request},
    error::HIDDEN,
    files::{self, Owner, Upload},
    outbox::people_of,
    reading::{Names, Seen, for_partner, for_partners, people, see},
    scope,
    tx::{self, Tx},
};
use domain::{
    actor::Actor,
    calendar::{Timestamp, kst, kst_date},
    form::{Draft, Problem},
    ids::{ApplicationId, FileId, RequestId},
    money::Won,
    partner::{
        self, Asking, Demand, Judged, LocalForm, Move, Part, PartnerProblem, Reply, Request, RoleForm, Standing,
        TEXT_MAX, Whose, YearShare, judge, moved, optional, optional_date, parts, standing,
    },
    policy::{Side, Sight, permit_partner, side},
    refusal::{FieldFault, Refusal},
    view::{
        PartRow, PartnerCount, PartnerPaper, PartnerRequestRow, PartnerRequestView, PartnerRequestsView, PartnersView,
        ReplyView, RequestView, Task, YearSum,
    },
    workflow::{Event, intake_is_open},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::OnConflict,
};
use std::collections::BTreeMap;
use uuid::Uuid;

// ------------------------------------------------------------------ commands

/// A draft that nobody else writes until the transaction ends, whoever opens it: permit first.
struct Open {
    tx: Tx,
    seen: Seen,
    draft: Draft,
}

impl Open {
    async fn of(svc: &Service, id: ApplicationId) -> Result<Open, Error> {
        let tx = tx::begin(svc).await?;
        let row = draft_row(&tx, id).await?;
        let names = Names::load(&tx.db, tx.now).await?;
        let seen = for_partner(&tx.db, &names, id).await?;
        Ok(Open { draft: serde_json::from_str(&row.body)?, seen, tx })
    }

    /// What the draft asks of a partner now.
    fn part(&self, whose: &Whose) -> Option<Part> {
        let parts = parts(&self.draft, self.seen.facts.municipality.is_some());
        parts.into_iter().find(|(known, _)| known == whose).map(|(_, part)| part)
    }

    fn request(&self, id: RequestId) -> Result<Request, Error> {
        self.seen.state.partners.iter().find(|r| r.id == id).cloned().ok_or(HIDDEN)
    }

    /// Permits, decides, writes: the end of every command.
    async fn close(mut self, actor: &Actor, by: Move, whose: &Whose, event: Event, at: Timestamp) -> Result<(), Error> {
        let permit = permit_partner(actor, by, &self.seen.facts, whose)?;
        let current = self.part(whose);
        let decision = partner::decide(&self.seen.state, &permit, event, current.as_ref(), &self.seen.call, at)?;
        self.tx.commit_partner(&mut self.seen, &permit, decision).await?;
        let request = self.seen.state.partners.iter().find(|r| r.whose == *whose);
        keep_row(&self.tx, &self.seen, request.ok_or(HIDDEN)?).await?;
        self.tx.finish().await
    }
}

/// Where the request is found from now on.
async fn keep_row(tx: &Tx, seen: &Seen, request: &Request) -> Result<(), Error> {
    use partner_request::Column;
    let row = partner_request::ActiveModel {
        id: Set(request.id.0),
        application: Set(seen.state.id.0),
        whose: Set(request.whose.code()),
        org: Set(match &request.whose {
            Whose::Org(org) => Some(org.0),
            _ => None,
        }),
        region: Set(match &request.whose {
            Whose::Municipality => seen.facts.municipality.clone(),
            Whose::Province => Some(seen.facts.province.clone()),
            _ => None,
        }),
        open: Set(request.state.is_open()),
        due: Set(request.due),
    };
    let known = OnConflict::column(Column::Id).update_columns([Column::Region, Column::Open, Column::Due]).to_owned();
    partner_request::Entity::insert(row).on_conflict(known).exec_without_returning(&tx.db).await?;
    Ok(())
}

/// The application of a request.
async fn application_of(db: &impl ConnectionTrait, id: RequestId) -> Result<ApplicationId, Error> {
    let row = partner_request::Entity::find_by_id(id.0).one(db).await?.ok_or(HIDDEN)?;
    Ok(ApplicationId(row.application))
}

/// A request as typed. `at` is the instant of receipt.
pub struct Ask {
    pub application: ApplicationId,
    /// `domain::partner::Whose::code`.
    pub whose: String,
    /// Day until which the answer is wanted; empty is the close of intake.
    pub reply_by: String,
    pub message: String,
    pub at: Timestamp,
}

/// Asks a partner to confirm its part as the draft has it now; again, when it changed or was not confirmed.
pub async fn ask(svc: &Service, actor: &Actor, cmd: Ask) -> Result<RequestId, Error> {
    let whose = Whose::from_code(&cmd.whose).ok_or(HIDDEN)?;
    let open = Open::of(svc, cmd.application).await?;
    permit_partner(actor, Move::Ask, &open.seen.facts, &whose)?;
    if matches!(whose, Whose::Named(_)) {
        return Err(Refusal::Partner(PartnerProblem::NotRegistered).into());
    }
    let known = open.seen.state.partners.iter().find(|r| r.whose == whose).map(|r| r.id);
    let id = known.unwrap_or_else(|| RequestId(svc.ids.uuid()));
    let asking = Asking {
        id,
        part: open.part(&whose).ok_or(Refusal::Partner(PartnerProblem::NoPart))?,
        whose: whose.clone(),
        due: due(&cmd.reply_by, open.seen.call.intake_to, cmd.at)?,
        message: optional("message", &cmd.message, TEXT_MAX)?,
        by: actor.user,
        at: cmd.at,
    };
    open.close(actor, Move::Ask, &whose, Event::PartnerAsked { asking: Box::new(asking) }, cmd.at).await?;
    Ok(id)
}

/// 18:00 of the wanted day, at the latest the close of intake.
fn due(reply_by: &str, closes: Timestamp, now: Timestamp) -> Result<Timestamp, Refusal> {
    let Some(day) = optional_date("reply_by", reply_by)? else { return Ok(closes) };
    let wanted = kst(day, 18, 0, 0);
    if day < kst_date(now) || wanted < now {
        return Err(Refusal::Field { field: "reply_by".to_owned(), fault: FieldFault::InThePast });
    }
    Ok(wanted.min(closes))
}

/// Takes a request back.
pub async fn cancel(svc: &Service, actor: &Actor, id: RequestId, at: Timestamp) -> Result<(), Error> {
    let open = Open::of(svc, application_of(&svc.db, id).await?).await?;
    let whose = open.request(id)?.whose;
    let event = Event::PartnerCancelled { request: id, by: actor.user, at };
    open.close(actor, Move::Cancel, &whose, event, at).await
}

/// A step inside a local government. `round` is the one that the page showed.
pub async fn step(
    svc: &Service,
    actor: &Actor,
    id: RequestId,
    round: u32,
    step: Move,
    at: Timestamp,
) -> Result<(), Error> {
    let open = Open::of(svc, application_of(&svc.db, id).await?).await?;
    let request = open.request(id)?;
    permit_partner(actor, step, &open.seen.facts, &request.whose)?;
    refuse_older(&request, round)?;
    let event = Event::PartnerStepped { request: id, step, by: actor.user, at };
    open.close(actor, step, &request.whose, event, at).await
}

/// It was asked anew since the page was made: what was answered is not what is asked now.
fn refuse_older(request: &Request, round: u32) -> Result<(), Refusal> {
    if request.round == round { Ok(()) } else { Err(Refusal::Partner(PartnerProblem::AskedAnew)) }
}

/// A partner's answer as typed.
pub struct AnswerPart {
    pub request: RequestId,
    pub round: u32,
    /// Only the form of the request's kind is read.
    pub local: LocalForm,
    pub role: RoleForm,
    /// The sealed letter of a local government.
    pub letter: Option<Upload>,
    pub at: Timestamp,
}

/// Answers for the own part.
pub async fn answer(svc: &Service, actor: &Actor, cmd: AnswerPart) -> Result<(), Error> {
    let application = application_of(&svc.db, cmd.request).await?;
    // Asked before a letter is looked at, which may take seconds; and again inside the transaction.
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = for_partner(&svc.db, &names, application).await?;
    let request = seen.state.partners.iter().find(|r| r.id == cmd.request).ok_or(HIDDEN)?;
    permit_partner(actor, Move::Answer, &seen.facts, &request.whose)?;
    let letter = match &cmd.letter {
        Some(upload) if request.whose.is_local() => Some(files::keep_letter(svc, upload).await?),
        _ => None,
    };
    let open = Open::of(svc, application).await?;
    let request = open.request(cmd.request)?;
    permit_partner(actor, Move::Answer, &open.seen.facts, &request.whose)?;
    refuse_older(&request, cmd.round)?;
    let reply = match &request.part {
        part @ Part::Role { .. } => Reply::Role(cmd.role.read(part)?),
        Part::Local { years } => {
            let mut reply = cmd.local.read(years, letter.is_some())?;
            if let Some(letter) = &letter {
                let file = files::insert(svc, &open.tx, Owner::Application(application), actor.user, letter).await?;
                reply.file = Some(file);
            }
            Reply::Local(reply)
        }
    };
    let event = Event::PartnerAnswered { request: cmd.request, reply: Box::new(reply), by: actor.user, at: cmd.at };
    open.close(actor, Move::Answer, &request.whose, event, cmd.at).await
}

// ------------------------------------------------------------------ queries

/// Is the file a letter with which the actor's own side answered?
pub(crate) async fn wrote(svc: &Service, actor: &Actor, id: ApplicationId, letter: FileId) -> Result<bool, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = for_partner(&svc.db, &names, id).await?;
    let theirs = |request: &&Request| {
        [&request.reply, &request.earlier].into_iter().flatten().any(|reply| letter_of(reply) == Some(letter))
    };
    let request = seen.state.partners.iter().find(theirs);
    Ok(request.is_some_and(|r| matches!(side(actor, &seen.facts, &r.whose), Some(Side::Partner(_)))))
}

const fn letter_of(reply: &Reply) -> Option<FileId> {
    match reply {
        Reply::Local(reply) => reply.file,
        Reply::Role(_) => None,
    }
}

/// What a partner is called.
fn name(names: &Names, seen: &Seen, whose: &Whose) -> String {
    let facts = &seen.facts;
    match whose {
        Whose::Municipality => names.place(&facts.province, facts.municipality.as_deref()),
        Whose::Province => names.place(&facts.province, None),
        Whose::Org(org) => names.org(*org),
        Whose::Named(name) => name.clone(),
    }
}

fn judged(seen: &Seen, draft: &Draft) -> Vec<Judged> {
    judge(draft, seen.facts.municipality.is_some(), &seen.state.partners)
}

/// What partners have not confirmed, as far as the call makes `demand` of it.
pub(crate) fn problems(names: &Names, seen: &Seen, draft: &Draft, demand: Demand) -> Vec<Problem> {
    let all = partner::problems(&judged(seen, draft), &seen.call.confirmations, |whose| name(names, seen, whose));
    all.into_iter().filter(|(made, _)| *made == demand).map(|(_, problem)| problem).collect()
}

/// How the confirmations of a draft stand; none when nobody has anything to confirm.
pub(crate) fn count(seen: &Seen, draft: &Draft) -> Option<PartnerCount> {
    let judged: Vec<Judged> = judged(seen, draft)
        .into_iter()
        .filter(|j| seen.call.confirmations.of(j) != Demand::NotAsked && j.part.is_some())
        .collect();
    let of = |wanted: &dyn Fn(Standing) -> bool| {
        judged.iter().filter(|j| wanted(j.standing)).count().try_into().unwrap_or(u32::MAX)
    };
    let acts =
        |s: Standing| matches!(s, Standing::Changed | Standing::Reduced | Standing::Refused | Standing::Declined);
    let count = PartnerCount {
        parts: of(&|_| true),
        settled: of(&Standing::is_settled),
        waiting: of(&|s| matches!(s, Standing::Waiting(_))),
        to_act: of(&acts),
    };
    (count.parts > 0).then_some(count)
}

/// Requests can be made and answered now.
fn is_open(seen: &Seen, now: Timestamp) -> bool {
    intake_is_open(&seen.call, now).is_ok() && seen.state.is_written(&seen.call, now)
}

/// What the actor may do now to the request about a part.
fn may(actor: &Actor, seen: &Seen, now: Timestamp, whose: &Whose, request: Option<&Request>) -> Vec<Move> {
    let open = is_open(seen, now);
    let way = |by: Move| match request {
        Some(request) => moved(request.state, by, whose).is_some(),
        None => by == Move::Ask,
    };
    let permitted = |by: Move| permit_partner(actor, by, &seen.facts, whose).is_ok();
    Move::ALL.into_iter().filter(|by| open && way(*by) && permitted(*by)).collect()
}

/// Names of letters by their file.
async fn letters(db: &impl ConnectionTrait, requests: &[Request]) -> Result<BTreeMap<Uuid, String>, Error> {
    let replies = requests.iter().flat_map(|r| [&r.reply, &r.earlier]).flatten();
    let ids: Vec<Uuid> = replies.filter_map(letter_of).map(|f| f.0).collect();
    let named: Vec<(Uuid, String)> = file::Entity::find()
        .select_only()
        .columns([file::Column::Id, file::Column::Name])
        .filter(file::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(named.into_iter().collect())
}

fn request_view(request: &Request, people: &BTreeMap<Uuid, String>, letters: &BTreeMap<Uuid, String>) -> RequestView {
    let reply = |reply: &Reply| ReplyView {
        letter: letter_of(reply).and_then(|f| Some((f, letters.get(&f.0)?.clone()))),
        reply: reply.clone(),
    };
    RequestView {
        id: request.id,
        round: request.round,
        part: request.part.clone(),
        state: request.state,
        due: request.due,
        message: request.message.clone(),
        asked_at: request.asked.at,
        asked_by: people.get(&request.asked.by.0).cloned().unwrap_or_default(),
        since: request.since,
        reply: request.reply.as_ref().map(reply),
        earlier: request.earlier.as_ref().map(reply),
    }
}

/// The partners of an application, for its organisation alone.
pub async fn partners(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<PartnersView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    if seen.sight != Sight::Own {
        return Err(HIDDEN);
    }
    let draft = stored_body(&svc.db, id).await?;
    let people = people(&svc.db).await?;
    let letters = letters(&svc.db, &seen.state.partners).await?;
    let place = (seen.facts.municipality.as_deref(), seen.facts.province.as_str());
    let mut parts = Vec::new();
    for judged in judged(&seen, &draft) {
        let mut may = may(actor, &seen, names.now, &judged.whose, judged.request.as_ref());
        let answered = matches!(judged.standing, Standing::Waiting(_) | Standing::Confirmed | Standing::Gone);
        may.retain(|by| match by {
            Move::Ask => !answered && !matches!(judged.whose, Whose::Named(_)),
            by => *by == Move::Cancel,
        });
        parts.push(PartRow {
            name: name(&names, &seen, &judged.whose),
            people: people_of(&svc.db, &names, &judged.whose, place).await?.len().try_into().unwrap_or(u32::MAX),
            demand: seen.call.confirmations.of(&judged),
            request: judged.request.as_ref().map(|r| request_view(r, &people, &letters)),
            standing: judged.standing,
            part: judged.part,
            whose: judged.whose,
            may,
        });
    }
    Ok(PartnersView {
        row: seen.row(&names),
        now: names.now,
        closes: seen.call.intake_to,
        open: is_open(&seen, names.now),
        parts,
    })
}

/// Requests that are the actor's side's to answer, open ones first, then by due time.
async fn of_actor(
    svc: &Service,
    names: &Names,
    actor: &Actor,
    open_only: bool,
) -> Result<Vec<PartnerRequestRow>, Error> {
    let mut mine = scope::partner_requests(actor, names.today);
    if open_only {
        mine = Condition::all().add(mine).add(partner_request::Column::Open.eq(true));
    }
    let rows =
        partner_request::Entity::find().filter(mine).order_by_asc(partner_request::Column::Due).all(&svc.db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.application).collect();
    let drafts = draft_table::Entity::find().filter(draft_table::Column::Application.is_in(ids.clone())).all(&svc.db);
    let drafts: BTreeMap<Uuid, String> = drafts.await?.into_iter().map(|d| (d.application, d.body)).collect();
    let seen = for_partners(&svc.db, names, ids).await?;
    let mut found = Vec::new();
    for row in rows {
        let Some(seen) = seen.iter().find(|s| s.state.id.0 == row.application) else { continue };
        let Some(request) = seen.state.partners.iter().find(|r| r.id.0 == row.id) else { continue };
        if !matches!(side(actor, &seen.facts, &request.whose), Some(Side::Partner(_))) {
            continue;
        }
        let draft: Draft =
            drafts.get(&row.application).map(|body| serde_json::from_str(body)).transpose()?.unwrap_or_default();
        found.push(PartnerRequestRow {
            id: request.id,
            name: name(names, seen, &request.whose),
            title: draft.basic.title,
            complex: names.complex(seen.state.complex),
            lead: names.org(seen.state.org),
            call_title: seen.call.title.clone(),
            application_no: seen.state.application_no.clone(),
            track: seen.state.track(),
            part: request.part.clone(),
            state: request.state,
            round: request.round,
            due: request.due,
            open: request.state.is_open() && is_open(seen, names.now),
            reply: request.reply.clone(),
        });
    }
    found.sort_by_key(|row| !row.open);
    Ok(found)
}

/// A partner's work list.
pub async fn requests(svc: &Service, actor: &Actor) -> Result<PartnerRequestsView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let rows = of_actor(svc, &names, actor, false).await?;
    Ok(PartnerRequestsView { now: names.now, sums: sums(&rows), rows })
}

/// What drafts ask of each local government per year, and what it promised. Cancelled requests ask nothing.
fn sums(rows: &[PartnerRequestRow]) -> Vec<(String, Vec<YearSum>)> {
    let mut sums: BTreeMap<String, BTreeMap<i32, YearSum>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.state != partner::State::Cancelled) {
        let promised: &[YearShare] = match &row.reply {
            Some(Reply::Local(reply)) => &reply.years,
            _ => &[],
        };
        for asked in row.part.years() {
            let of = sums.entry(row.name.clone()).or_default();
            let sum = of.entry(asked.year).or_insert(YearSum { year: asked.year, asked: Won(0), promised: Won(0) });
            sum.asked.0 += asked.own.0;
            sum.promised.0 += promised.iter().find(|y| y.year == asked.year).map_or(0, |y| y.own.0);
        }
    }
    sums.into_iter().map(|(name, years)| (name, years.into_values().collect())).collect()
}

/// Open requests, for the work page.
pub(crate) async fn tasks(svc: &Service, names: &Names, actor: &Actor) -> Result<Vec<Task>, Error> {
    let rows = of_actor(svc, names, actor, true).await?;
    Ok(rows.into_iter().filter(|row| row.open).map(Task::ConfirmPart).collect())
}

/// One request, for its partner and for the organisation that asked.
pub async fn request(svc: &Service, actor: &Actor, id: RequestId) -> Result<PartnerRequestView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = for_partner(&svc.db, &names, application_of(&svc.db, id).await?).await?;
    let request = seen.state.partners.iter().find(|r| r.id == id).ok_or(HIDDEN)?;
    let side = side(actor, &seen.facts, &request.whose).ok_or(HIDDEN)?;
    let draft = stored_body(&svc.db, seen.state.id).await?;
    let current = judged(&seen, &draft).into_iter().find(|j| j.whose == request.whose).and_then(|j| j.part);
    let letters = letters(&svc.db, std::slice::from_ref(request)).await?;
    let mut may = may(actor, &seen, names.now, &request.whose, Some(request));
    may.retain(|by| !matches!(by, Move::Ask | Move::Cancel));
    let standing = standing(current.as_ref(), Some(request));
    Ok(PartnerRequestView {
        application: seen.state.id,
        name: name(&names, &seen, &request.whose),
        whose: request.whose.clone(),
        request: request_view(request, &people(&svc.db).await?, &letters),
        title: draft.basic.title,
        complex: names.complex(seen.state.complex),
        place: names.place(&seen.facts.province, seen.facts.municipality.as_deref()),
        lead: names.org(seen.state.org),
        call_title: seen.call.title.clone(),
        notice_no: seen.call.notice_no.clone(),
        application_no: seen.state.application_no.clone(),
        track: seen.state.track(),
        now: names.now,
        closes: seen.call.intake_to,
        changed: matches!(standing, Standing::Changed | Standing::Gone),
        applicant: matches!(side, Side::Applicant(_)),
        may,
    })
}

/// What the papers for the partner's own approval say.
pub async fn paper(svc: &Service, actor: &Actor, id: RequestId) -> Result<PartnerPaper, Error> {
    let view = request(svc, actor, id).await?;
    if view.request.state == partner::State::Cancelled {
        return Err(HIDDEN);
    }
    Ok(PartnerPaper { hash: view.request.part.hash(), view })
}
