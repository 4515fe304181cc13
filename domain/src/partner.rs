//! 참여기관·지자체 확인: each partner confirms its own part of a draft before the deadline.
//!
//! A part is what the draft says of one partner: the money asked of a local government per year, the role and share
//! of a participating organisation. A request carries the part as it was asked and moves by [`MOVES`]; it never moves
//! the application. What is asked of whom follows from the draft alone, so a change to a confirmed part shows by
//! itself and asks for confirmation again. Nothing here changes what the applicant typed.
//!
//! What a missing confirmation does to submitting is configured by the call ([`Confirmations`]). The answers of a
//! local government (확약, 조건부, 감액, 불가) and what each must carry: domain facts §2.4 and §4.

use crate::{
    calendar::{Timestamp, in_time},
    call::Call,
    form::{Draft, Fault, PartnerKind, Problem, Section, parse_date, read_budget},
    ids::{FileId, OrgId, RequestId, UserId},
    money::Won,
    policy::PartnerPermit,
    refusal::{FieldFault, Refusal},
    workflow::{Answer, Application, Asked, Decision, Event, Rejection, intake_is_open},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Longest text of a request or an answer in characters.
pub const TEXT_MAX: u32 = 2_000;
const LINE_MAX: u32 = 200;

/// Whose part it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Whose {
    /// The competent municipality of today.
    Municipality,
    Province,
    /// A registered organisation.
    Org(OrgId),
    /// An organisation that the draft only names: nobody of it can answer here before it is registered.
    Named(String),
}

impl Whose {
    /// The key of the part within its application: in forms and in the database.
    pub fn code(&self) -> String {
        match self {
            Whose::Municipality => "MUNICIPALITY".to_owned(),
            Whose::Province => "PROVINCE".to_owned(),
            Whose::Org(org) => format!("ORG-{org}"),
            Whose::Named(name) => format!("NAMED-{name}"),
        }
    }

    pub fn from_code(code: &str) -> Option<Whose> {
        match code.split_once('-') {
            None if code == "MUNICIPALITY" => Some(Whose::Municipality),
            None if code == "PROVINCE" => Some(Whose::Province),
            Some(("ORG", id)) => id.parse().ok().map(Whose::Org),
            Some(("NAMED", name)) => Some(Whose::Named(name.to_owned())),
            _ => None,
        }
    }

    /// A local government answers with money and has inner steps; an organisation says yes or no.
    pub const fn is_local(&self) -> bool {
        matches!(self, Whose::Municipality | Whose::Province)
    }
}

/// Won of one year: what this government is asked for, and what the other one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearShare {
    pub year: i32,
    pub own: Won,
    /// Of the province for a municipality, of the municipality for a province. Not this government's to confirm.
    pub other: Won,
}

/// What a draft says of one partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Part {
    /// Years in order; years without money of this government are left out.
    Local {
        years: Vec<YearShare>,
    },
    Role {
        name: String,
        kinds: Vec<PartnerKind>,
        task: String,
        share: String,
    },
}

impl Part {
    /// SHA-256 in lower-case hex over what the partner answers for. Two parts with one hash ask the same. The other
    /// government's money is shown and not hashed: each answers for its own.
    pub fn hash(&self) -> String {
        let mut sha = Sha256::new();
        let mut put = |text: &str| {
            sha.update(text.len().to_be_bytes());
            sha.update(text);
        };
        match self {
            Part::Local { years } => {
                put("LOCAL");
                years.iter().for_each(|y| put(&format!("{}={}", y.year, y.own.0)));
            }
            Part::Role { name, kinds, task, share } => {
                put("ROLE");
                [name, task, share].into_iter().for_each(|text| put(text));
                kinds.iter().for_each(|kind| put(kind.code()));
            }
        }
        sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn asks_the_same(&self, other: &Part) -> bool {
        self.hash() == other.hash()
    }

    /// The years of a local government; none of an organisation.
    pub fn years(&self) -> &[YearShare] {
        match self {
            Part::Local { years } => years,
            Part::Role { .. } => &[],
        }
    }

    /// The own money of all years.
    pub fn total(&self) -> Won {
        Won(self.years().iter().map(|y| y.own.0).sum())
    }

    fn is_innovation_body(&self) -> bool {
        matches!(self, Part::Role { kinds, .. } if kinds.contains(&PartnerKind::InnovationBody))
    }
}

/// The parts of a draft: local governments that pay, then organisations in the order typed. `municipality`: there is
/// one (세종 and 제주 have none). An organisation in several rows has one part.
pub fn parts(draft: &Draft, municipality: bool) -> Vec<(Whose, Part)> {
    let budget = read_budget(&draft.budget).local_by_year();
    let local = |of: &dyn Fn(Won, Won) -> (Won, Won)| {
        let years = budget.iter().map(|(year, (provincial, municipal))| {
            let (own, other) = of(*provincial, *municipal);
            YearShare { year: *year, own, other }
        });
        years.filter(|y| y.own.0 > 0).collect::<Vec<_>>()
    };
    let governments =
        [(Whose::Municipality, local(&|p, m| (m, p)), municipality), (Whose::Province, local(&|p, m| (p, m)), true)];
    let mut parts: Vec<(Whose, Part)> = governments
        .into_iter()
        .filter(|(_, years, exists)| *exists && !years.is_empty())
        .map(|(whose, years, _)| (whose, Part::Local { years }))
        .collect();
    for row in &draft.participants.partners {
        let (named, kind) = (plain(&row.name), PartnerKind::from_code(row.kind.trim()));
        let whose = match row.org.trim().parse() {
            Ok(org) => Whose::Org(org),
            Err(_) if named.is_empty() => continue,
            Err(_) => Whose::Named(named.clone()),
        };
        let (said, shared) = (plain(&row.task), plain(&row.share));
        match parts.iter_mut().find(|(known, _)| *known == whose) {
            Some((_, Part::Role { kinds, task, share, .. })) => {
                kinds.extend(kind.filter(|kind| !kinds.contains(kind)));
                for (all, more) in [(task, said), (share, shared)] {
                    if !more.is_empty() {
                        all.push_str(if all.is_empty() { "" } else { " / " });
                        all.push_str(&more);
                    }
                }
            }
            _ => {
                let name = if matches!(whose, Whose::Named(_)) { named } else { String::new() };
                let part = Part::Role { name, kinds: kind.into_iter().collect(), task: said, share: shared };
                parts.push((whose, part));
            }
        }
    }
    parts
}

/// One kind of white space: a blank more at the end of a line is no other part.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// ------------------------------------------------------------------ the request and how it moves

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    Asked,
    /// 내부검토.
    Reviewing,
    /// 예산부서 협의.
    Budgeting,
    /// 결재 중.
    Approving,
    Answered,
    Cancelled,
}

impl State {
    pub const ALL: [State; 6] =
        [State::Asked, State::Reviewing, State::Budgeting, State::Approving, State::Answered, State::Cancelled];

    pub const fn code(self) -> &'static str {
        match self {
            State::Asked => "ASKED",
            State::Reviewing => "REVIEWING",
            State::Budgeting => "BUDGETING",
            State::Approving => "APPROVING",
            State::Answered => "ANSWERED",
            State::Cancelled => "CANCELLED",
        }
    }

    /// The partner has it.
    pub const fn is_open(self) -> bool {
        !matches!(self, State::Answered | State::Cancelled)
    }
}

/// What moves a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Move {
    /// Asks anew: what changed, or what was not answered well.
    Ask,
    Cancel,
    Review,
    Budget,
    Approve,
    Answer,
}

impl Move {
    pub const ALL: [Move; 6] = [Move::Ask, Move::Cancel, Move::Review, Move::Budget, Move::Approve, Move::Answer];

    /// The steps inside a local government, in the order of its offices.
    pub const STEPS: [Move; 3] = [Move::Review, Move::Budget, Move::Approve];

    pub const fn code(self) -> &'static str {
        match self {
            Move::Ask => "ASK",
            Move::Cancel => "CANCEL",
            Move::Review => "REVIEW",
            Move::Budget => "BUDGET",
            Move::Approve => "APPROVE",
            Move::Answer => "ANSWER",
        }
    }

    /// A step by its name in forms.
    pub fn step(code: &str) -> Option<Move> {
        Move::STEPS.into_iter().find(|step| step.code() == code)
    }
}

/// Every way of a request. An approval that comes back from the budget office goes to an earlier step.
#[rustfmt::skip]
pub const MOVES: &[(State, Move, State)] = {
    use {Move::*, State as S};
    &[
        (S::Asked,     Review,  S::Reviewing),
        (S::Asked,     Budget,  S::Budgeting),
        (S::Asked,     Approve, S::Approving),
        (S::Asked,     Answer,  S::Answered),
        (S::Asked,     Cancel,  S::Cancelled),
        (S::Asked,     Ask,     S::Asked),
        (S::Reviewing, Budget,  S::Budgeting),
        (S::Reviewing, Approve, S::Approving),
        (S::Reviewing, Answer,  S::Answered),
        (S::Reviewing, Cancel,  S::Cancelled),
        (S::Reviewing, Ask,     S::Asked),
        (S::Budgeting, Review,  S::Reviewing),
        (S::Budgeting, Approve, S::Approving),
        (S::Budgeting, Answer,  S::Answered),
        (S::Budgeting, Cancel,  S::Cancelled),
        (S::Budgeting, Ask,     S::Asked),
        (S::Approving, Review,  S::Reviewing),
        (S::Approving, Budget,  S::Budgeting),
        (S::Approving, Answer,  S::Answered),
        (S::Approving, Cancel,  S::Cancelled),
        (S::Approving, Ask,     S::Asked),
        (S::Answered,  Ask,     S::Asked),
        (S::Cancelled, Ask,     S::Asked),
    ]
};

/// Where a request stands after `by`; none when that has no place there. Organisations have no inner steps.
pub fn moved(from: State, by: Move, whose: &Whose) -> Option<State> {
    let steps = whose.is_local() || !Move::STEPS.contains(&by);
    MOVES.iter().find(|(at, known, _)| *at == from && *known == by && steps).map(|(.., to)| *to)
}

/// One request to one partner: the fold of its events. Asked again it keeps its id and counts a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: RequestId,
    pub whose: Whose,
    /// From 1.
    pub round: u32,
    /// As it was asked.
    pub part: Part,
    pub state: State,
    /// When the applicant wants the answer; never after the close of intake.
    pub due: Timestamp,
    pub message: String,
    pub asked: Asked,
    /// When it came to its state.
    pub since: Timestamp,
    pub reply: Option<Reply>,
    /// The answer to an earlier round.
    pub earlier: Option<Reply>,
}

/// What was asked: the content of [`Event::PartnerAsked`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    pub id: RequestId,
    pub whose: Whose,
    pub part: Part,
    pub due: Timestamp,
    pub message: String,
    pub by: UserId,
    pub at: Timestamp,
}

/// 지방비의 재원.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FundingSource {
    /// 본예산.
    Main,
    /// 추경.
    Supplementary,
    /// 예비비.
    Reserve,
}

impl FundingSource {
    pub const ALL: [FundingSource; 3] = [FundingSource::Main, FundingSource::Supplementary, FundingSource::Reserve];

    pub const fn code(self) -> &'static str {
        match self {
            FundingSource::Main => "MAIN",
            FundingSource::Supplementary => "SUPPLEMENTARY",
            FundingSource::Reserve => "RESERVE",
        }
    }

    pub fn from_code(code: &str) -> Option<FundingSource> {
        FundingSource::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// A local government's answer. Without money (불가) source, deposit and letter may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalReply {
    pub answer: Answer,
    /// What it pays, and what it expects of the other government, per year.
    pub years: Vec<YearShare>,
    pub source: Option<FundingSource>,
    /// 의회 의결: what was or will be resolved, and when.
    pub resolution: String,
    pub resolved_on: Option<NaiveDate>,
    pub deposit_on: Option<NaiveDate>,
    pub document_no: String,
    pub document_on: Option<NaiveDate>,
    /// Condition or reason.
    pub opinion: String,
    /// The sealed letter.
    pub file: Option<FileId>,
}

/// An organisation's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleReply {
    pub confirmed: bool,
    /// Whom an innovation body advised on this application.
    pub advised: String,
    pub opinion: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reply {
    Local(LocalReply),
    Role(RoleReply),
}

/// Why a partner's act is refused beside the faults of its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartnerProblem {
    /// The application is not being written: it was submitted, or it ended.
    NotWritten,
    /// The request does not stand where this could be done.
    OutOfOrder { state: State, by: Move },
    /// It was asked anew since the page was made: what is answered is no longer what is asked.
    AskedAnew,
    /// What was asked stands answered, and nothing changed since.
    NothingChanged,
    /// The draft has no such part (any more).
    NoPart,
    /// The draft only names this organisation.
    NotRegistered,
    /// 확약 means every year in full.
    BelowAsked { year: i32, asked: Won, given: Won },
    /// More than was asked.
    AboveAsked { year: i32, asked: Won, given: Won },
    /// 감액 without less money in any year.
    NotReduced,
}

impl PartnerProblem {
    /// The request moved on, rather than the typing being wrong.
    pub const fn is_conflict(&self) -> bool {
        matches!(
            self,
            PartnerProblem::NotWritten
                | PartnerProblem::OutOfOrder { .. }
                | PartnerProblem::AskedAnew
                | PartnerProblem::NothingChanged
                | PartnerProblem::NoPart
        )
    }
}

/// A local government's answer as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct LocalForm {
    pub answer: String,
    /// Won per year, as typed; `other` where another share of the other government is expected.
    pub own: BTreeMap<i32, String>,
    pub other: BTreeMap<i32, String>,
    pub source: String,
    pub resolution: String,
    pub resolved_on: String,
    pub deposit_on: String,
    pub document_no: String,
    pub document_on: String,
    pub opinion: String,
}

impl LocalForm {
    /// Reads the answer to what was asked per year. `letter`: a sealed letter is attached.
    pub fn read(&self, asked: &[YearShare], letter: bool) -> Result<LocalReply, Refusal> {
        let answer = Answer::from_code(self.answer.trim()).ok_or_else(|| field("answer", FieldFault::NotAChoice))?;
        let document_no = Refusal::text("document_no", &self.document_no, LINE_MAX)?;
        let opinion = match answer {
            Answer::Committed => optional("opinion", &self.opinion, TEXT_MAX)?,
            _ => Refusal::text("opinion", &self.opinion, TEXT_MAX)?,
        };
        let reply = LocalReply {
            answer,
            years: Vec::new(),
            source: None,
            resolution: optional("resolution", &self.resolution, LINE_MAX)?,
            resolved_on: optional_date("resolved_on", &self.resolved_on)?,
            deposit_on: None,
            document_no,
            document_on: Some(date("document_on", &self.document_on)?),
            opinion,
            file: None,
        };
        if answer == Answer::Refused {
            return Ok(reply);
        }
        let years = self.years(asked)?;
        judge_amounts(answer, asked, &years).map_err(Refusal::Partner)?;
        let source = FundingSource::from_code(self.source.trim());
        let reply = LocalReply {
            years,
            source: Some(source.ok_or_else(|| field("source", FieldFault::NotAChoice))?),
            deposit_on: Some(date("deposit_on", &self.deposit_on)?),
            ..reply
        };
        if letter { Ok(reply) } else { Err(field("file", FieldFault::Missing)) }
    }

    fn years(&self, asked: &[YearShare]) -> Result<Vec<YearShare>, Refusal> {
        let year = |asked: &YearShare| {
            let typed = |all: &BTreeMap<i32, String>| all.get(&asked.year).cloned().unwrap_or_default();
            let other = typed(&self.other);
            Ok(YearShare {
                year: asked.year,
                own: Refusal::amount(&format!("own[{}]", asked.year), &typed(&self.own))?,
                other: match other.trim().is_empty() {
                    true => asked.other,
                    false => Refusal::amount(&format!("other[{}]", asked.year), &other)?,
                },
            })
        };
        asked.iter().map(year).collect()
    }
}

fn judge_amounts(answer: Answer, asked: &[YearShare], given: &[YearShare]) -> Result<(), PartnerProblem> {
    let mut reduced = false;
    for (YearShare { year, own: asked, .. }, YearShare { own: given, .. }) in asked.iter().zip(given) {
        let (year, asked, given) = (*year, *asked, *given);
        if given > asked {
            return Err(PartnerProblem::AboveAsked { year, asked, given });
        }
        if given < asked && answer == Answer::Committed {
            return Err(PartnerProblem::BelowAsked { year, asked, given });
        }
        reduced |= given < asked;
    }
    if answer == Answer::Reduced && !reduced { Err(PartnerProblem::NotReduced) } else { Ok(()) }
}

/// An organisation's answer as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    /// `CONFIRMED` or `DECLINED`.
    pub answer: String,
    pub advised: String,
    pub opinion: String,
}

impl RoleForm {
    /// Reads the answer. An innovation body names whom it advised; a refusal names its reason.
    pub fn read(&self, part: &Part) -> Result<RoleReply, Refusal> {
        let confirmed = match self.answer.trim() {
            "CONFIRMED" => true,
            "DECLINED" => false,
            _ => return Err(field("answer", FieldFault::NotAChoice)),
        };
        let named = confirmed && part.is_innovation_body();
        Ok(RoleReply {
            confirmed,
            advised: match named {
                true => Refusal::text("advised", &self.advised, TEXT_MAX)?,
                false => optional("advised", &self.advised, TEXT_MAX)?,
            },
            opinion: match confirmed {
                true => optional("opinion", &self.opinion, TEXT_MAX)?,
                false => Refusal::text("opinion", &self.opinion, TEXT_MAX)?,
            },
        })
    }
}

fn field(field: &str, fault: FieldFault) -> Refusal {
    Refusal::Field { field: field.to_owned(), fault }
}

/// Text of at most `max` characters that may be missing.
pub fn optional(name: &str, raw: &str, max: u32) -> Result<String, Refusal> {
    if raw.trim().is_empty() { Ok(String::new()) } else { Refusal::text(name, raw, max) }
}

fn date(name: &str, raw: &str) -> Result<NaiveDate, Refusal> {
    let fault = if raw.trim().is_empty() { FieldFault::Missing } else { FieldFault::NotADate };
    parse_date(raw).ok_or_else(|| field(name, fault))
}

/// A date that may be missing.
pub fn optional_date(name: &str, raw: &str) -> Result<Option<NaiveDate>, Refusal> {
    if raw.trim().is_empty() { Ok(None) } else { date(name, raw).map(Some) }
}

/// Decides one event of a request. `current` is what the draft asks now; `now` the instant of receipt.
pub fn decide(
    state: &Application,
    permit: &PartnerPermit,
    event: Event,
    current: Option<&Part>,
    call: &Call,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let (whose, by) = match &event {
        Event::PartnerAsked { asking } => (Some(&asking.whose), Move::Ask),
        Event::PartnerCancelled { request, .. } => (whose_of(state, *request), Move::Cancel),
        Event::PartnerStepped { request, step, .. } => (whose_of(state, *request), *step),
        Event::PartnerAnswered { request, .. } => (whose_of(state, *request), Move::Answer),
        _ => (None, Move::Ask),
    };
    let whose = whose.filter(|whose| permit.is_for(by, whose)).ok_or(Refusal::Workflow(Rejection::WrongPermit))?;
    // A request outlives the close only as what was said: late is late, also for the partner.
    intake_is_open(call, now)?;
    if !state.is_written(call, now) {
        return Err(Refusal::Partner(PartnerProblem::NotWritten));
    }
    if matches!(whose, Whose::Named(_)) {
        return Err(Refusal::Partner(PartnerProblem::NotRegistered));
    }
    let request = state.partners.iter().find(|r| r.whose == *whose);
    if let Some(at) = request.map(|r| r.state).filter(|at| moved(*at, by, whose).is_none()) {
        return Err(Refusal::Partner(PartnerProblem::OutOfOrder { state: at, by }));
    }
    if by == Move::Ask {
        let current = current.ok_or(Refusal::Partner(PartnerProblem::NoPart))?;
        match standing(Some(current), request) {
            Standing::Waiting(_) | Standing::Confirmed => {
                return Err(Refusal::Partner(PartnerProblem::NothingChanged));
            }
            _ => {}
        }
    }
    Ok(Decision { next: state.clone().apply(&event, call), event })
}

fn whose_of(state: &Application, id: RequestId) -> Option<&Whose> {
    state.partners.iter().find(|r| r.id == id).map(|r| &r.whose)
}

/// The requests after an event of one of them. Total: replaying stored events always gives a state.
pub(crate) fn apply(partners: &mut Vec<Request>, event: &Event) {
    let mut change = |id: RequestId, by: Move, at: Timestamp, reply: Option<&Reply>| {
        let Some(request) = partners.iter_mut().find(|r| r.id == id) else { return };
        if let Some(state) = moved(request.state, by, &request.whose) {
            (request.state, request.since) = (state, at);
            request.reply = reply.cloned();
        }
    };
    match event {
        Event::PartnerCancelled { request, at, .. } => change(*request, Move::Cancel, *at, None),
        Event::PartnerStepped { request, step, at, .. } => change(*request, *step, *at, None),
        Event::PartnerAnswered { request, reply, at, .. } => change(*request, Move::Answer, *at, Some(reply.as_ref())),
        Event::PartnerAsked { asking } => {
            let before = partners.iter().position(|r| r.whose == asking.whose).map(|at| partners.remove(at));
            let round = before.as_ref().map_or(0, |r| r.round).saturating_add(1);
            partners.push(Request {
                id: asking.id,
                whose: asking.whose.clone(),
                round,
                part: asking.part.clone(),
                state: State::Asked,
                due: asking.due,
                message: asking.message.clone(),
                asked: Asked { by: asking.by, at: asking.at },
                since: asking.at,
                reply: None,
                earlier: before.and_then(|r| r.reply.or(r.earlier)),
            });
        }
        _ => {}
    }
}

// ------------------------------------------------------------------ what it comes to

/// How a part stands for the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    NotAsked,
    /// The partner has it, in this state.
    Waiting(State),
    /// 다시 확인 필요: the draft now says something else than what was asked.
    Changed,
    /// The draft does not name this partner any more.
    Gone,
    Confirmed,
    Conditional,
    Reduced,
    Refused,
    Declined,
}

impl Standing {
    /// Nothing is left to do for the applicant.
    pub const fn is_settled(self) -> bool {
        matches!(self, Standing::Confirmed | Standing::Conditional | Standing::Gone)
    }
}

/// How a part stands: what the draft asks now against what was asked and answered. A draft that asks exactly what a
/// reduced or conditional answer gives is confirmed by it.
pub fn standing(current: Option<&Part>, request: Option<&Request>) -> Standing {
    let Some(request) = request.filter(|r| r.state != State::Cancelled) else { return Standing::NotAsked };
    let Some(current) = current else { return Standing::Gone };
    let same = current.asks_the_same(&request.part);
    match &request.reply {
        None if same => Standing::Waiting(request.state),
        None => Standing::Changed,
        Some(Reply::Role(_)) if !same => Standing::Changed,
        Some(Reply::Role(reply)) => {
            if reply.confirmed {
                Standing::Confirmed
            } else {
                Standing::Declined
            }
        }
        Some(Reply::Local(reply)) => {
            let given: Vec<YearShare> = reply.years.iter().copied().filter(|y| y.own.0 > 0).collect();
            let as_given = current.asks_the_same(&Part::Local { years: given });
            match reply.answer {
                Answer::Reduced if as_given => Standing::Confirmed,
                _ if !same && !as_given => Standing::Changed,
                Answer::Committed => Standing::Confirmed,
                Answer::Conditional => Standing::Conditional,
                Answer::Reduced => Standing::Reduced,
                Answer::Refused => Standing::Refused,
            }
        }
    }
}

/// One part with its request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub whose: Whose,
    /// What the draft says now; none when it does not name the partner any more.
    pub part: Option<Part>,
    pub request: Option<Request>,
    pub standing: Standing,
}

/// Every part of a draft with its request, then requests whose part is gone.
pub fn judge(draft: &Draft, municipality: bool, requests: &[Request]) -> Vec<Judged> {
    let parts = parts(draft, municipality);
    let of = |whose: &Whose| requests.iter().find(|r| r.whose == *whose);
    let gone = requests
        .iter()
        .filter(|r| r.state != State::Cancelled && !parts.iter().any(|(whose, _)| *whose == r.whose))
        .map(|r| (r.whose.clone(), None))
        .collect::<Vec<_>>();
    let named = parts.into_iter().map(|(whose, part)| (whose, Some(part)));
    named
        .chain(gone)
        .map(|(whose, part)| {
            let request = of(&whose).cloned();
            Judged { standing: standing(part.as_ref(), request.as_ref()), request, part, whose }
        })
        .collect()
}

/// What a missing confirmation does to submitting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Demand {
    /// No submitting without it.
    Blocks,
    #[default]
    Warns,
    NotAsked,
}

impl Demand {
    pub const ALL: [Demand; 3] = [Demand::Blocks, Demand::Warns, Demand::NotAsked];

    pub const fn code(self) -> &'static str {
        match self {
            Demand::Blocks => "BLOCKS",
            Demand::Warns => "WARNS",
            Demand::NotAsked => "NOT_ASKED",
        }
    }
}

/// Which confirmations a call wants before the deadline. Configured by the call; calls of before there were any warn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Confirmations {
    pub local: Demand,
    pub participants: Demand,
    pub innovation: Demand,
}

impl Confirmations {
    pub fn of(&self, judged: &Judged) -> Demand {
        let part = judged.part.as_ref().or(judged.request.as_ref().map(|r| &r.part));
        if judged.whose.is_local() {
            self.local
        } else if part.is_some_and(Part::is_innovation_body) {
            self.innovation
        } else {
            self.participants
        }
    }
}

/// Everything that keeps a draft from being confirmed by its partners, with what the call makes of it. A reduced or
/// refused year is named where it is set right: in the budget. `name`: what a partner is called.
pub fn problems(judged: &[Judged], wanted: &Confirmations, name: impl Fn(&Whose) -> String) -> Vec<(Demand, Problem)> {
    let mut found = Vec::new();
    for judged in judged {
        let demand = wanted.of(judged);
        if demand == Demand::NotAsked || judged.standing.is_settled() {
            continue;
        }
        let short = shortfalls(judged);
        let whole = short.is_empty().then(|| Problem {
            section: Section::Participants,
            field: format!("partners[{}]", judged.whose.code()),
            fault: Fault::PartUnconfirmed { name: name(&judged.whose), standing: judged.standing },
        });
        found.extend(short.into_iter().chain(whole).map(|problem| (demand, problem)));
    }
    found
}

/// The years in which the budget takes more from a local government than it answered.
fn shortfalls(judged: &Judged) -> Vec<Problem> {
    let (Standing::Reduced | Standing::Refused, Some(part), Some(Reply::Local(reply))) =
        (judged.standing, &judged.part, judged.request.as_ref().and_then(|r| r.reply.as_ref()))
    else {
        return Vec::new();
    };
    let promised = |year: i32| reply.years.iter().find(|y| y.year == year).map_or(Won(0), |y| y.own);
    let short = part.years().iter().filter(|y| y.own > promised(y.year)).map(|y| Problem {
        section: Section::Budget,
        field: "budget[lines]".to_owned(),
        fault: Fault::PromisedLess {
            year: y.year,
            province: judged.whose == Whose::Province,
            budget: y.own,
            promised: promised(y.year),
        },
    });
    short.collect()
}

/// An open request that must be reminded of at `now`: its threshold in days, the days left. None before the first
/// threshold, after the due time, and once the application is not written any more.
pub fn reminder(state: &Application, request: &Request, call: &Call, now: Timestamp) -> Option<(u16, u16)> {
    if !request.state.is_open() || !state.is_written(call, now) || !in_time(now, request.due) {
        return None;
    }
    let days = crate::notice::ANSWER_DAYS;
    let threshold = days.into_iter().filter(|d| request.due - chrono::Duration::days((*d).into()) <= now).min()?;
    let left = (crate::calendar::kst_date(request.due) - crate::calendar::kst_date(now)).num_days();
    Some((threshold, left.try_into().unwrap_or(0)))
}
