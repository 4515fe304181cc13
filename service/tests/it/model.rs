//! The workflow against a model: whatever people do in whatever order, an act is taken exactly when a table written
//! here by hand says so, and what is refused changes nothing.
//!
//! The model knows stages, who acts, and time in days; it shares no rule with the domain. Each of the 2,000 sequences
//! runs in a copy of the seeded world, on SQLite.

use crate::{
    appealing::reasons,
    both::{World, sqlite, start},
    demo::{demo_service, person},
    trail::refold,
};
use chrono::Duration;
use domain::{
    actor::{Actor, Role},
    calendar::kst_date,
    call::Track,
    ids::{ApplicationId, CallId},
    money::Won,
    view::Task,
    workflow::Stage::{self, *},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use service::{
    Error, Service, account,
    appealing::{self, Objecting},
    applying::{self, Submit},
    deciding::{self, AwardForm, Deliberate as Record, MemberForm, Propose as Proposal},
    demo,
    files::Upload,
    regional::{self, Confirm as Confirmation},
    scoring::{self, SaveSheet},
    screening,
    supplementing::{self, Ask as AskFor, Reply},
};
use std::collections::BTreeMap;

/// Longer than any window of the demonstration but the local governments' (17 days), which it passes as well.
const WAIT_DAYS: i64 = 20;
const INTAKE_DAY: i64 = 3;
const LOCAL_DAY: i64 = 17;

/// Repeatable randomness (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }
}

/// What is done; to one application, or to all of the track that wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Do {
    Confirm,
    GiveOpinion,
    PassUnconfirmed,
    Ask,
    Answer,
    Recall,
    Keep,
    Resubmit,
    Withdraw,
    Receive,
    FindEligible,
    ScreenOut,
    Return,
    OpenPanel,
    LockAll,
    ClosePanel,
    Notify,
    Object,
    Dismiss,
    Uphold,
    Deliberate,
    Propose,
    ReturnProposal,
    Approve,
    Announce,
    Wait,
}

use Do::*;

/// Who does it when all is well; `proposer` is who proposed what waits.
fn doer(act: Do, at: &One) -> &'static str {
    match act {
        Confirm | Ask if at.stage == MunicipalConfirmation => at.city,
        Confirm => at.province,
        Ask if at.stage == ProvincialConfirmation => at.province,
        GiveOpinion => at.body,
        Answer | Recall | Keep | Resubmit | Withdraw | Object => at.approver,
        Deliberate | Propose | Announce => "ministry.officer",
        Approve | ReturnProposal => "ministry.director",
        LockAll | Wait => "",
        _ => "agency",
    }
}

/// One application as the model knows it.
#[derive(Clone, Debug)]
struct One {
    id: ApplicationId,
    stage: Stage,
    city: &'static str,
    province: &'static str,
    body: &'static str,
    approver: &'static str,
    recalled: bool,
    /// Where the open supplement was asked, and its last day.
    asked: Option<(Stage, i64)>,
    rounds: u32,
    /// The day of the result notice.
    notified: i64,
    objected: bool,
    upheld: bool,
    locked: bool,
    proposer: &'static str,
}

const BEFORE_INTAKE: [Stage; 4] = [MunicipalConfirmation, ProvincialConfirmation, InnovationOpinion, AwaitingIntake];
const UNANNOUNCED: [Stage; 14] = [
    MunicipalConfirmation,
    ProvincialConfirmation,
    InnovationOpinion,
    SupplementAsked,
    AwaitingIntake,
    Screening,
    Eligible,
    Evaluating,
    Evaluated,
    ResultNotified,
    Objected,
    Deliberating,
    Proposed,
    Approved,
];

impl One {
    /// An objection is open, or was upheld and the new result is not notified.
    fn holds_back(&self) -> bool {
        self.stage == Objected || self.upheld && [Eligible, Evaluating, Evaluated].contains(&self.stage)
    }

    /// Where `act` by `who` on `day` leads this application; none when it is refused or none of its business.
    fn next(&self, act: Do, who: &str, day: i64) -> Option<One> {
        let mut next = self.clone();
        let revised = self.recalled && day <= INTAKE_DAY;
        let applicant = matches!(act, Recall | Keep | Resubmit | Withdraw | Answer);
        if revised && !applicant || !may(act, who, self) {
            return None;
        }
        let ministry = matches!(act, Approve | ReturnProposal);
        if ministry && who == self.proposer {
            return None;
        }
        next.stage = match (self.stage, act) {
            (MunicipalConfirmation, Confirm) => ProvincialConfirmation,
            (ProvincialConfirmation, Confirm) => InnovationOpinion,
            (InnovationOpinion, GiveOpinion) => AwaitingIntake,
            (MunicipalConfirmation, PassUnconfirmed) if day > LOCAL_DAY => ProvincialConfirmation,
            (ProvincialConfirmation, PassUnconfirmed) if day > LOCAL_DAY => InnovationOpinion,
            (InnovationOpinion, PassUnconfirmed) if day > LOCAL_DAY => AwaitingIntake,
            (MunicipalConfirmation | ProvincialConfirmation | Screening, Ask) if self.rounds < 2 => {
                (next.asked, next.rounds) = (Some((self.stage, day + 5)), self.rounds + 1);
                SupplementAsked
            }
            (SupplementAsked, Answer) => match self.asked {
                Some((back, until)) if day <= until => back,
                _ => return None,
            },
            (stage, Recall) if BEFORE_INTAKE.contains(&stage) && !self.recalled && day <= INTAKE_DAY => {
                next.recalled = true;
                stage
            }
            (stage, Keep) if BEFORE_INTAKE.contains(&stage) && self.recalled => {
                next.recalled = false;
                stage
            }
            (stage, Resubmit) if BEFORE_INTAKE.contains(&stage) && revised => {
                next.recalled = false;
                MunicipalConfirmation
            }
            (stage, Withdraw) if UNANNOUNCED.contains(&stage) => Withdrawn,
            (AwaitingIntake, Receive) => Screening,
            (AwaitingIntake | Screening, Return) => Returned,
            (Screening, FindEligible) => Eligible,
            (Screening, ScreenOut) => ScreenedOut,
            (Eligible, OpenPanel) => {
                next.locked = false;
                Evaluating
            }
            (Evaluating, LockAll) if !self.locked => {
                next.locked = true;
                Evaluating
            }
            (Evaluating, ClosePanel) if self.locked => Evaluated,
            (Evaluated, Notify) => {
                next.notified = day;
                ResultNotified
            }
            (ResultNotified, Object) if !self.objected && day == self.notified => {
                next.objected = true;
                Objected
            }
            (Objected, Dismiss) => ResultNotified,
            (Objected, Uphold) => {
                next.upheld = true;
                Eligible
            }
            (ResultNotified, Deliberate) if day > self.notified => Deliberating,
            (Deliberating, Propose) => {
                next.proposer = login(who);
                Proposed
            }
            (Proposed, ReturnProposal) => Deliberating,
            (Proposed, Approve) => Approved,
            // Which end depends on the ranking, which is not the model's.
            (Approved, Announce) => Selected,
            _ => return None,
        };
        if !applicant {
            next.recalled = false;
        }
        Some(next)
    }
}

fn login(who: &str) -> &'static str {
    if who == "ministry.director" { "ministry.director" } else { "ministry.officer" }
}

/// Whose act it is at all.
fn may(act: Do, who: &str, at: &One) -> bool {
    let ministry = ["ministry.officer", "ministry.director"].contains(&who);
    match act {
        Deliberate | Propose | Announce | Approve | ReturnProposal => ministry,
        _ => who == doer(act, at),
    }
}

/// Acts on every application of the track that stands in the stage.
fn is_of_track(act: Do) -> Option<Stage> {
    match act {
        OpenPanel => Some(Eligible),
        LockAll | ClosePanel => Some(Evaluating),
        Notify => Some(Evaluated),
        Deliberate => Some(ResultNotified),
        Propose => Some(Deliberating),
        ReturnProposal | Approve => Some(Proposed),
        Announce => Some(Approved),
        _ => None,
    }
}

/// The applications of one track, and the day.
#[derive(Clone, Debug)]
struct Model {
    call: CallId,
    track: Track,
    all: Vec<One>,
    day: i64,
}

impl Model {
    /// What becomes of the track when `who` does `act`; none when it is refused.
    fn next(&self, act: Do, who: &str, target: usize) -> Option<Model> {
        let mut next = self.clone();
        if act == Wait {
            next.day += WAIT_DAYS;
            return Some(next);
        }
        let Some(stage) = is_of_track(act) else {
            next.all[target] = self.all[target].next(act, who, self.day)?;
            return Some(next);
        };
        let stands = |stage| self.all.iter().any(|one| one.stage == stage);
        // No decision while an objection is open or an upheld one not answered; nothing is announced while something waits for its approval.
        let blocked = match act {
            Deliberate | Propose | Approve => self.all.iter().any(One::holds_back),
            Announce => stands(Deliberating) || stands(Proposed),
            _ => false,
        };
        if blocked || !stands(stage) {
            return None;
        }
        for one in next.all.iter_mut().filter(|one| one.stage == stage) {
            *one = one.next(act, who, self.day)?;
        }
        Some(next)
    }
}

/// The real thing, in a copy of the seeded world.
struct Portal {
    world: World,
    svc: Service,
    db: DatabaseConnection,
}

/// Everybody who can act, and somebody who never may.
const LOGINS: [&str; 11] = [
    "city.gunsan",
    "city.wanju",
    "province.jeonbuk",
    "camtic.jeonbuk",
    "agency",
    "honam.approver",
    "ulsan.approver",
    "capital.approver",
    "ministry.officer",
    "ministry.director",
    "auditor",
];

impl Portal {
    async fn open(name: &str) -> Portal {
        let world = sqlite(name).await;
        let svc = demo_service(&world).await;
        let db = Database::connect(&world.url).await.unwrap();
        Portal { world, svc, db }
    }

    /// Stage and version of each application.
    async fn stored(&self, model: &Model) -> Vec<(Stage, i64)> {
        let mut stored = Vec::new();
        for one in &model.all {
            let sql = "SELECT stage, version FROM application WHERE id = $1";
            let values = [one.id.0.into()];
            let statement = Statement::from_sql_and_values(self.db.get_database_backend(), sql, values);
            let row = self.db.query_one_raw(statement).await.unwrap().unwrap();
            let code: String = row.try_get("", "stage").unwrap();
            let stage = Stage::ALL.into_iter().find(|s| s.code() == code).unwrap();
            stored.push((stage, row.try_get("", "version").unwrap()));
        }
        stored
    }

    async fn perform(&self, act: Do, who: &Actor, id: ApplicationId, model: &Model) -> Result<(), Error> {
        let (svc, call, track) = (&self.svc, model.call, model.track);
        let due = || (kst_date(svc.now()) + chrono::Days::new(5)).to_string();
        match act {
            Confirm => self.confirm(who, id).await,
            GiveOpinion => regional::give_innovation_opinion(svc, who, id, "타당합니다.").await,
            PassUnconfirmed => regional::pass_unconfirmed(svc, who, id, "기한 경과").await,
            Ask => {
                let parts = vec!["plan[operation]".to_owned()];
                supplementing::ask(svc, who, AskFor { application: id, parts, reason: "근거 부족".into(), due: due() })
                    .await
            }
            Answer => {
                let revision = supplementing::page(svc, who, id).await?.revision;
                let reply =
                    Reply { application: id, revision, text: "고쳤습니다.".into(), received_at: svc.now() };
                supplementing::answer(svc, who, reply).await
            }
            Recall => applying::recall(svc, who, id).await,
            Keep => applying::keep_submission(svc, who, id).await,
            Resubmit => {
                applying::submit(svc, who, Submit { application: id, revision: None, received_at: svc.now() }).await
            }
            Withdraw => applying::withdraw(svc, who, id, "사업 여건이 바뀌었습니다.").await,
            Receive => screening::receive(svc, who, id).await,
            FindEligible => screening::find_eligible(svc, who, id, "적합").await,
            ScreenOut => screening::screen_out(svc, who, id, "자격 미달").await,
            Return => screening::return_application(svc, who, id, "서식 미비").await,
            OpenPanel => {
                let page = scoring::panel(svc, who, call, track).await?;
                let free = |a: &domain::view::AssignmentView| {
                    a.pairings.iter().filter(|p| p.conflicts.is_empty()).map(|p| p.id).collect()
                };
                let chosen = page.assignments.iter().map(|a| (a.application, free(a))).collect();
                scoring::open_panel(svc, who, call, track, &chosen).await
            }
            LockAll => self.lock_all(model).await,
            ClosePanel => {
                let opinions = model.all.iter().map(|one| (one.id.to_string(), "종합의견".to_owned())).collect();
                scoring::close_panel(svc, who, call, track, opinions).await
            }
            Notify => scoring::notify_results(svc, who, call, track).await,
            Object => {
                let grounds = "평가 절차의 하자".to_owned();
                let kinds = service::calling::call(svc, None, call).await?.call.objection.grounds;
                let kinds = kinds.into_iter().map(|ground| ground.code).take(1).collect();
                let cmd = Objecting { kinds, grounds, challenge: String::new(), paper: None };
                appealing::object(svc, who, id, cmd).await
            }
            Dismiss | Uphold => appealing::decide_objection(svc, who, id, act == Uphold, "검토 결과").await,
            Deliberate => deciding::deliberate(svc, who, record(svc, model)).await,
            Propose => self.propose(who, model).await,
            ReturnProposal => deciding::return_proposal(svc, who, call, track, "다시 검토").await,
            Approve => {
                let waiting = model.all.iter().filter(|one| one.stage == Proposed).map(|one| one.id);
                deciding::approve(svc, who, call, track, waiting.collect()).await
            }
            Announce => deciding::announce(svc, who, call, track).await,
            Wait => {
                self.world.clock.set(start() + Duration::days(model.day + WAIT_DAYS));
                Ok(())
            }
        }
    }

    async fn confirm(&self, who: &Actor, id: ApplicationId) -> Result<(), Error> {
        let page = applying::application(&self.svc, who, id).await?;
        let province = page.row.stage == ProvincialConfirmation;
        let amount = |(year, p, m): &(i32, Won, Won)| (*year, if province { p } else { m }.to_string());
        let cmd = Confirmation {
            application: id,
            answer: "COMMITTED".into(),
            amounts: page.asked_local.iter().map(amount).collect(),
            document_no: "시연과-1".into(),
            opinion: "부담합니다.".into(),
            file: Some(Upload::of(&self.svc, "확약서.pdf", b"%PDF-1.4\n% letter\n%%EOF\n").await?),
        };
        regional::confirm(&self.svc, who, cmd).await
    }

    /// Every reviewer gives full marks wherever they have not scored.
    async fn lock_all(&self, model: &Model) -> Result<(), Error> {
        let reviewers = demo::people(&self.svc).await?.into_iter().filter(|p| p.role == Role::Reviewer);
        for one in reviewers {
            let token = demo::sign_in_as(&self.svc, &one.email).await?;
            let reviewer = account::actor_of(&self.svc, &token).await?.unwrap();
            for task in applying::work(&self.svc, &reviewer).await?.tasks {
                let Task::Score { row, locked: false } = task else { continue };
                if !model.all.iter().any(|one| one.id == row.id) {
                    continue;
                }
                let view = scoring::sheet(&self.svc, &reviewer, row.id, false).await?;
                let marks = view.rubric.criteria.iter().map(|c| (c.code.clone(), c.max.to_string())).collect();
                let (version, comment) = (view.version, "계획이 구체적입니다.".to_owned());
                let (application, rationales) = (row.id, reasons(&view.rubric));
                let cmd = SaveSheet { application, regional: false, version, marks, rationales, comment, lock: true };
                scoring::save_sheet(&self.svc, &reviewer, cmd).await?;
            }
        }
        Ok(())
    }

    /// As the page suggests it.
    async fn propose(&self, who: &Actor, model: &Model) -> Result<(), Error> {
        let page = deciding::selection(&self.svc, who, model.call, model.track).await?;
        let awards = page.rows.iter().map(|row| AwardForm {
            application: row.row.id.to_string(),
            outcome: serde_json::to_value(row.suggested).unwrap().as_str().unwrap().to_owned(),
            amount: row.requested.values().next().map(ToString::to_string).unwrap_or_default(),
            reason: "상정안대로".into(),
        });
        let cmd = Proposal { call: model.call, track: model.track, awards: awards.collect() };
        deciding::propose(&self.svc, who, cmd).await
    }
}

fn record(svc: &Service, model: &Model) -> Record {
    let member = |n| MemberForm { name: format!("위원 {n}"), affiliation: "기관".into(), private: "on".into() };
    Record {
        call: model.call,
        track: model.track,
        held_on: kst_date(svc.now()).to_string(),
        members: (0..6).map(member).collect(),
        resolution: "상정안대로 의결".into(),
    }
}

/// The people of every copy of the world are the same.
async fn people(svc: &Service) -> BTreeMap<&'static str, Actor> {
    let mut people = BTreeMap::new();
    for login in LOGINS {
        people.insert(login, person(svc, login).await);
    }
    people
}

/// The track of the demonstration whose applications stand in `stages`.
async fn scene(svc: &Service, track: Track, stages: &[Stage]) -> Model {
    let rows = applying::work(svc, &person(svc, "agency").await).await.unwrap().applications;
    let rows: Vec<_> = rows.into_iter().filter(|r| r.track == track && stages.contains(&r.stage)).collect();
    let approver = |complex: &str| match complex {
        "반월 염색" => "capital.approver",
        complex if complex.starts_with("울산") => "ulsan.approver",
        _ => "honam.approver",
    };
    let one = |r: &domain::view::ApplicationRow| One {
        id: r.id,
        stage: r.stage,
        city: if r.complex.starts_with("완주") { "city.wanju" } else { "city.gunsan" },
        province: "province.jeonbuk",
        body: "camtic.jeonbuk",
        approver: approver(&r.complex),
        recalled: false,
        asked: (r.stage == SupplementAsked).then_some((MunicipalConfirmation, 6)),
        rounds: u32::from(r.stage == SupplementAsked),
        notified: -1,
        objected: false,
        upheld: false,
        locked: false,
        proposer: if r.stage == Proposed { "ministry.officer" } else { "" },
    };
    Model { call: rows[0].call, track, all: rows.iter().map(one).collect(), day: 0 }
}

/// Runs sequences of a scene, of so many acts each. Three draws of four have a place where they fall, and four of five
/// are done by whoever may.
async fn follow(name: &str, (sequences, length): (u64, usize), track: Track, stages: &[Stage], acts: &[Do]) {
    let first = Portal::open(name).await;
    let (people, begin) = (people(&first.svc).await, scene(&first.svc, track, stages).await);
    let mut taken: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..sequences {
        let mut dice = Dice(seed);
        let portal = Portal::open(name).await;
        let (mut model, mut told) = (begin.clone(), Vec::new());
        for _ in 0..length {
            let targets = |act: Do, fits: bool| -> Vec<usize> {
                let places = |at: &usize| !fits || model.next(act, doer(act, &model.all[*at]), *at).is_some();
                (0..model.all.len()).filter(places).collect()
            };
            let fits = dice.below(4) > 0;
            let mut drawn = (Wait, 0);
            for _ in 0..8 {
                let act = acts[dice.below(acts.len())];
                let targets = targets(act, fits);
                // Time and withdrawals end most of what can happen: they are drawn a third as often.
                if !targets.is_empty() && (!matches!(act, Wait | Withdraw) || dice.below(3) == 0) {
                    drawn = (act, targets[dice.below(targets.len())]);
                    break;
                }
            }
            let (act, target) = drawn;
            let right = doer(act, &model.all[target]);
            let who = if dice.below(5) == 0 && !right.is_empty() { LOGINS[dice.below(LOGINS.len())] } else { right };
            let actor = people.get(who).unwrap_or(&people["agency"]);
            let (before, expected) = (portal.stored(&model).await, model.next(act, who, target));
            let done = portal.perform(act, actor, model.all[target].id, &model).await;
            told.push((act, target, who));
            let after = portal.stored(&model).await;
            let context = || format!("seed {seed}: {told:?}\n{done:?}\n{model:#?}");
            assert!(!matches!(done, Err(Error::Internal(_) | Error::Db(_))), "{}", context());
            match expected {
                None => {
                    assert!(done.is_err() || act == LockAll, "taken, though it has no place: {}", context());
                    assert_eq!(before, after, "refused, but changed: {}", context());
                }
                Some(next) => {
                    assert!(done.is_ok(), "refused, though it has its place: {}", context());
                    for (one, (stage, _)) in next.all.iter().zip(&after) {
                        let ends = [Selected, Reserve, NotSelected];
                        let alike = one.stage == *stage || one.stage == Selected && ends.contains(stage);
                        assert!(alike, "{stage:?} is not {:?}: {}", one.stage, context());
                    }
                    *taken.entry(format!("{act:?}")).or_default() += 1;
                    model = next;
                }
            }
        }
        for one in &model.all {
            refold(&portal.svc, &portal.db, Some(one.id)).await;
        }
    }
    let untried: Vec<&Do> = acts.iter().filter(|act| !taken.contains_key(&format!("{act:?}"))).collect();
    assert!(untried.is_empty(), "no sequence came to {untried:?}: {taken:?}");
}

const LOCAL: [Do; 14] = [
    Confirm,
    GiveOpinion,
    PassUnconfirmed,
    Ask,
    Answer,
    Recall,
    Keep,
    Resubmit,
    Withdraw,
    Receive,
    FindEligible,
    ScreenOut,
    Return,
    Wait,
];
const JUDGING: [Do; 12] =
    [LockAll, ClosePanel, Notify, Object, Dismiss, Uphold, OpenPanel, Deliberate, Propose, Approve, Withdraw, Wait];
const DECIDING: [Do; 5] = [ReturnProposal, Propose, Approve, Announce, Withdraw];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_submission_to_the_screening_every_act_has_the_place_that_the_model_gives_it() {
    follow("model-local", (1_400, 8), Track::General, &[MunicipalConfirmation, SupplementAsked], &LOCAL).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_panel_to_the_approval_every_act_has_the_place_that_the_model_gives_it() {
    follow("model-judging", (300, 14), Track::General, &[Evaluating], &JUDGING).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_proposal_to_the_announcement_every_act_has_the_place_that_the_model_gives_it() {
    follow("model-deciding", (300, 6), Track::Regional, &[Proposed], &DECIDING).await;
}
