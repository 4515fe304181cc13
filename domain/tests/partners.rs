//! Confirmations before the deadline: what is a part, how a request moves, when it must be asked again, who may.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use domain::{
    actor::{Actor, Grant, Role},
    calendar::Timestamp,
    call::Track,
    form::{Draft, Fault, LineForm, Partner, PartnerKind},
    ids::{ApplicationId, ComplexId, FileId, OrgId, RequestId, UserId},
    money::Won,
    partner::{
        Asking, Confirmations, Demand, LocalForm, MOVES, Move, Part, PartnerProblem, Reply, RoleForm, Standing, State,
        Whose, YearShare, decide, judge, moved, parts, problems, reminder,
    },
    policy::{Denied, Facts, permit_partner},
    refusal::{FieldFault, Refusal},
    workflow::{Answer, Application, Event, Rejection, Route, Stage, Step},
};
use std::collections::BTreeSet;
use support::call;
use uuid::Uuid;

const LEAD: OrgId = OrgId(Uuid::from_u128(1));
const BODY: OrgId = OrgId(Uuid::from_u128(2));
const CITY: OrgId = OrgId(Uuid::from_u128(3));

fn actor(number: u128, role: Role, org: OrgId, region: Option<&str>) -> Actor {
    let grant = Grant { role, org, family: org, region: region.map(str::to_owned) };
    Actor { user: UserId(Uuid::from_u128(number)), name: String::new(), grants: vec![grant] }
}

fn facts() -> Facts {
    Facts {
        delegates: Vec::new(),
        supplement_of: None,
        stage: Stage::Draft,
        lead_org: LEAD,
        municipality: Some("31140".to_owned()),
        province: "31".to_owned(),
        performers: vec![LEAD],
        reviewers: Vec::new(),
        experts: Vec::new(),
        proposed_by: None,
    }
}

fn draft() -> Draft {
    let line = |year: &str, provincial: &str, municipal: &str| LineForm {
        year: year.to_owned(),
        item: "장비".to_owned(),
        cost: "100".to_owned(),
        provincial: provincial.to_owned(),
        municipal: municipal.to_owned(),
        ..LineForm::default()
    };
    let partner = |org: &str, name: &str, kind: &str, task: &str| Partner {
        org: org.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        task: task.to_owned(),
        share: String::new(),
    };
    let mut draft = Draft::default();
    draft.budget.lines = vec![line("2027", "20", "10"), line("2027", "5", ""), line("2028", "", "30")];
    draft.participants.partners = vec![
        partner(&BODY.to_string(), "", "INNOVATION_BODY", "기술  지도"),
        partner("", "뿌리조합", "PARTICIPATING", "공동 물류"),
        partner(&BODY.to_string(), "", "JOINT", "장비 운영"),
        partner("", " ", "", ""),
    ];
    draft
}

fn share(year: i32, own: i64, other: i64) -> YearShare {
    YearShare { year, own: Won(own), other: Won(other) }
}

fn part_of(draft: &Draft, whose: &Whose) -> Option<Part> {
    parts(draft, true).into_iter().find(|(known, _)| known == whose).map(|(_, part)| part)
}

fn application() -> Application {
    Application {
        granted: Default::default(),
        supplements: Vec::new(),
        tie: None,
        id: ApplicationId(Uuid::from_u128(20)),
        application_no: "2027-01-R-0007".to_owned(),
        call: call().id,
        route: Route::new(Track::Regional, &Step::proposed(Track::Regional, false), true),
        org: LEAD,
        complex: ComplexId(Uuid::from_u128(21)),
        stage: Stage::Draft,
        due: Some(call().intake_to),
        submission: None,
        recalled: None,
        asked: None,
        confirmations: Vec::new(),
        innovation_opinion: None,
        regional: None,
        unconfirmed: Vec::new(),
        receipt_no: None,
        screening: None,
        withdrawn: None,
        round: 0,
        result: None,
        objection_until: None,
        objection: None,
        award: None,
        reminded: None,
        partners: Vec::new(),
        panels: Vec::new(),
        reserved: None,
        promotion: None,
        waived: None,
    }
}

fn now() -> Timestamp {
    call().intake_to - chrono::Duration::days(5)
}

/// Does `by` to the request about `whose`; a fixed id per part.
fn act(
    state: &Application,
    draft: &Draft,
    whose: &Whose,
    by: Move,
    reply: Option<Reply>,
) -> Result<Application, Refusal> {
    act_at(state, draft, whose, by, reply, now())
}

fn act_at(
    state: &Application,
    draft: &Draft,
    whose: &Whose,
    by: Move,
    reply: Option<Reply>,
    at: Timestamp,
) -> Result<Application, Refusal> {
    let current = part_of(draft, whose);
    let person = match (by, whose) {
        (Move::Ask | Move::Cancel, _) => actor(1, Role::ApplicantStaff, LEAD, None),
        (_, Whose::Municipality) => actor(2, Role::LocalgovBasic, CITY, Some("31140")),
        (_, Whose::Province) => actor(3, Role::LocalgovMetro, CITY, Some("31")),
        _ => actor(4, Role::RegionalBody, BODY, Some("31")),
    };
    let permit = permit_partner(&person, by, &facts(), whose).unwrap();
    let request = RequestId(Uuid::from_u128(50 + whose.code().len() as u128));
    let by_user = person.user;
    let event = match by {
        Move::Ask => Event::PartnerAsked {
            asking: Box::new(Asking {
                id: request,
                whose: whose.clone(),
                part: current.clone().unwrap_or(Part::Local { years: Vec::new() }),
                due: call().intake_to,
                message: String::new(),
                by: by_user,
                at,
            }),
        },
        Move::Cancel => Event::PartnerCancelled { request, by: by_user, at },
        Move::Answer => {
            let reply = Box::new(reply.unwrap());
            Event::PartnerAnswered { request, reply, by: by_user, at }
        }
        step => Event::PartnerStepped { request, step, by: by_user, at },
    };
    decide(state, &permit, event, current.as_ref(), &call(), at).map(|decision| decision.next)
}

fn letter(answer: Answer, amounts: &[(i32, &str)]) -> LocalForm {
    LocalForm {
        answer: answer.code().to_owned(),
        own: amounts.iter().map(|(year, won)| (*year, (*won).to_owned())).collect(),
        source: "MAIN".to_owned(),
        deposit_on: "2027-03-31".to_owned(),
        document_no: "기업지원과-1234".to_owned(),
        document_on: "2026-11-20".to_owned(),
        opinion: "재정 여건에 따라".to_owned(),
        ..LocalForm::default()
    }
}

fn local(answer: Answer, amounts: &[(i32, &str)]) -> Reply {
    let asked = part_of(&draft(), &Whose::Municipality).unwrap();
    let mut reply = letter(answer, amounts).read(asked.years(), true).unwrap();
    reply.file = Some(FileId(Uuid::from_u128(9)));
    Reply::Local(reply)
}

fn standing_of(state: &Application, draft: &Draft, whose: &Whose) -> Standing {
    judge(draft, true, &state.partners).into_iter().find(|j| j.whose == *whose).unwrap().standing
}

// ------------------------------------------------------------------ parts

#[test]
fn a_draft_has_a_part_for_each_government_that_pays_and_each_organisation() {
    let found = parts(&draft(), true);
    let codes: Vec<String> = found.iter().map(|(whose, _)| whose.code()).collect();
    assert_eq!(
        codes,
        ["MUNICIPALITY".to_owned(), "PROVINCE".to_owned(), format!("ORG-{BODY}"), "NAMED-뿌리조합".to_owned()]
    );
    assert_eq!(found[0].1.years(), [share(2027, 10, 25), share(2028, 30, 0)]);
    assert_eq!(found[1].1.years(), [share(2027, 25, 10)]);
    let Part::Role { kinds, task, .. } = &found[2].1 else { panic!() };
    assert_eq!((kinds.len(), task.as_str()), (2, "기술 지도 / 장비 운영"));
    assert!(parts(&draft(), false).iter().all(|(whose, _)| *whose != Whose::Municipality), "세종 has none");
    for (whose, _) in found {
        assert_eq!(Whose::from_code(&whose.code()), Some(whose));
    }
    assert_eq!(Whose::from_code("ORG-x"), None);
}

#[test]
fn a_part_is_another_when_and_only_when_what_is_asked_differs() {
    let of = |draft: &Draft, whose: &Whose| part_of(draft, whose).unwrap().hash();
    let before = draft();
    let mut blank = before.clone();
    blank.participants.partners[0].task = " 기술 지도\n".to_owned();
    blank.basic.title = "다른 사업명".to_owned();
    let org = Whose::Org(BODY);
    assert_eq!(of(&before, &org), of(&blank, &org));
    let mut changed = before.clone();
    changed.participants.partners[0].share = "장비 1식".to_owned();
    assert_ne!(of(&before, &org), of(&changed, &org));
    let mut more = before.clone();
    more.budget.lines[0].provincial = "21".to_owned();
    assert_eq!(of(&before, &Whose::Municipality), of(&more, &Whose::Municipality), "each answers for its own");
    assert_ne!(of(&before, &Whose::Province), of(&more, &Whose::Province));
}

// ------------------------------------------------------------------ moves

#[test]
fn the_moves_are_the_ones_that_were_approved() {
    let table: Vec<String> =
        MOVES.iter().map(|(from, by, to)| format!("{:<10} {:<8} {}", from.code(), by.code(), to.code())).collect();
    insta::assert_snapshot!("moves", table.join("\n"));
    let distinct: BTreeSet<_> = MOVES.iter().map(|(from, by, _)| (from, by)).collect();
    assert_eq!(distinct.len(), MOVES.len(), "one way each");
}

#[test]
fn whoever_has_a_request_can_move_it_and_it_can_always_be_asked_again_or_answered() {
    for state in State::ALL {
        let way = |by| moved(state, by, &Whose::Province).is_some();
        assert!(way(Move::Ask));
        assert_eq!(way(Move::Answer), state.is_open());
        assert_eq!(way(Move::Cancel), state.is_open());
        for step in Move::STEPS {
            assert_eq!(Move::step(step.code()), Some(step));
            assert_eq!(moved(state, step, &Whose::Org(BODY)), None, "an organisation has no inner steps");
        }
    }
    assert_eq!(Move::step("ANSWER"), None);
}

#[test]
fn a_request_goes_through_the_offices_to_its_answer_and_only_once() {
    let (draft, city) = (draft(), Whose::Municipality);
    let mut state = act(&application(), &draft, &city, Move::Ask, None).unwrap();
    for (step, at) in
        [(Move::Review, State::Reviewing), (Move::Budget, State::Budgeting), (Move::Approve, State::Approving)]
    {
        state = act(&state, &draft, &city, step, None).unwrap();
        assert_eq!(standing_of(&state, &draft, &city), Standing::Waiting(at));
    }
    let committed = || Some(local(Answer::Committed, &[(2027, "10"), (2028, "30")]));
    state = act(&state, &draft, &city, Move::Answer, committed()).unwrap();
    assert_eq!(standing_of(&state, &draft, &city), Standing::Confirmed);
    let twice = act(&state, &draft, &city, Move::Answer, committed());
    let out_of_order = PartnerProblem::OutOfOrder { state: State::Answered, by: Move::Answer };
    assert_eq!(twice, Err(Refusal::Partner(out_of_order.clone())));
    assert!(Refusal::Partner(out_of_order).is_conflict());
    let again = act(&state, &draft, &city, Move::Ask, None);
    assert_eq!(again, Err(Refusal::Partner(PartnerProblem::NothingChanged)));
}

#[test]
fn late_is_late_and_a_submitted_application_is_not_asked_about() {
    let (draft, city) = (draft(), Whose::Municipality);
    let close = call().intake_to;
    let state = act(&application(), &draft, &city, Move::Ask, None).unwrap();
    let at =
        |after: i64| act_at(&state, &draft, &city, Move::Review, None, close + chrono::Duration::milliseconds(after));
    assert!(at(999).is_ok());
    assert!(matches!(at(1_000), Err(Refusal::Workflow(Rejection::IntakeClosed { .. }))));
    let submitted = Application { stage: Stage::RegionalReview, ..state.clone() };
    let refused = act(&submitted, &draft, &city, Move::Review, None);
    assert_eq!(refused, Err(Refusal::Partner(PartnerProblem::NotWritten)));
    // A recalled application is written again.
    let asked = domain::workflow::Asked { by: UserId(Uuid::from_u128(1)), at: now() };
    let recalled = Application { recalled: Some(asked), ..submitted };
    assert!(act(&recalled, &draft, &city, Move::Review, None).is_ok());
}

#[test]
fn only_what_the_draft_has_and_who_is_registered_is_asked() {
    let draft = draft();
    let refused = |whose: &Whose| act(&application(), &draft, whose, Move::Ask, None);
    assert_eq!(refused(&Whose::Named("뿌리조합".to_owned())), Err(Refusal::Partner(PartnerProblem::NotRegistered)));
    assert_eq!(refused(&Whose::Org(CITY)), Err(Refusal::Partner(PartnerProblem::NoPart)));
}

#[test]
fn a_permit_for_another_part_or_act_is_refused() {
    let draft = draft();
    let state = act(&application(), &draft, &Whose::Municipality, Move::Ask, None).unwrap();
    let request = state.partners[0].id;
    let province = actor(3, Role::LocalgovMetro, CITY, Some("31"));
    let permit = permit_partner(&province, Move::Review, &facts(), &Whose::Province).unwrap();
    let event = Event::PartnerStepped { request, step: Move::Review, by: province.user, at: now() };
    let refused = decide(&state, &permit, event.clone(), None, &call(), now());
    assert_eq!(refused, Err(Refusal::Workflow(Rejection::WrongPermit)));
    let city = actor(2, Role::LocalgovBasic, CITY, Some("31140"));
    let permit = permit_partner(&city, Move::Answer, &facts(), &Whose::Municipality).unwrap();
    assert_eq!(decide(&state, &permit, event, None, &call(), now()), Err(Refusal::Workflow(Rejection::WrongPermit)));
}

// ------------------------------------------------------------------ again after a change

#[test]
fn a_change_to_a_confirmed_part_asks_again_and_taking_it_back_does_not() {
    let (before, city) = (draft(), Whose::Municipality);
    let mut state = act(&application(), &before, &city, Move::Ask, None).unwrap();
    let committed = local(Answer::Committed, &[(2027, "10"), (2028, "30")]);
    state = act(&state, &before, &city, Move::Answer, Some(committed.clone())).unwrap();
    let mut after = before.clone();
    after.budget.lines[0].municipal = "12".to_owned();
    assert_eq!(standing_of(&state, &after, &city), Standing::Changed);
    assert_eq!(standing_of(&state, &before, &city), Standing::Confirmed);
    let again = act(&state, &after, &city, Move::Ask, None).unwrap();
    let request = &again.partners[0];
    assert_eq!((request.round, request.state, &request.reply), (2, State::Asked, &None));
    assert_eq!(request.earlier, Some(committed));
    assert_eq!(again.partners.len(), 1, "one request for one part");
    after.budget.lines.retain(|line| line.municipal.is_empty());
    assert_eq!(standing_of(&state, &after, &city), Standing::Gone);
}

#[test]
fn a_reduced_answer_is_found_in_the_budget_until_the_budget_asks_what_was_given() {
    let (before, city) = (draft(), Whose::Municipality);
    let mut state = act(&application(), &before, &city, Move::Ask, None).unwrap();
    let reduced = local(Answer::Reduced, &[(2027, "10"), (2028, "20")]);
    state = act(&state, &before, &city, Move::Answer, Some(reduced)).unwrap();
    let found = |draft: &Draft| {
        let judged = judge(draft, true, &state.partners);
        let local =
            problems(&judged, &Confirmations { local: Demand::Blocks, ..Confirmations::default() }, Whose::code);
        local.into_iter().filter(|(demand, _)| *demand == Demand::Blocks).map(|(_, p)| p.fault).collect::<Vec<_>>()
    };
    let short = Fault::PromisedLess { year: 2028, province: false, budget: Won(30), promised: Won(20) };
    assert!(found(&before).contains(&short), "{:?}", found(&before));
    let mut lowered = before.clone();
    lowered.budget.lines[2].municipal = "20".to_owned();
    assert_eq!(standing_of(&state, &lowered, &city), Standing::Confirmed);
    assert!(!found(&lowered).iter().any(|f| matches!(f, Fault::PromisedLess { .. })));
    lowered.budget.lines[2].municipal = "15".to_owned();
    assert_eq!(standing_of(&state, &lowered, &city), Standing::Changed, "nobody said so");
    // Unhappy with the answer, the applicant may ask again for the same.
    assert!(act(&state, &before, &city, Move::Ask, None).is_ok());
}

#[test]
fn what_a_missing_confirmation_does_is_the_calls_word() {
    let judged = judge(&draft(), true, &[]);
    let demands =
        |wanted: Confirmations| problems(&judged, &wanted, Whose::code).into_iter().map(|(d, _)| d).collect::<Vec<_>>();
    assert_eq!(demands(Confirmations::default()), [Demand::Warns; 4]);
    let wanted = Confirmations { local: Demand::Blocks, participants: Demand::NotAsked, innovation: Demand::Warns };
    assert_eq!(demands(wanted), [Demand::Blocks, Demand::Blocks, Demand::Warns]);
    for demand in Demand::ALL {
        assert_eq!(serde_json::to_value(demand).unwrap(), demand.code());
    }
}

// ------------------------------------------------------------------ answers

#[test]
fn a_local_answer_needs_what_its_kind_needs() {
    let asked = [share(2027, 10, 25), share(2028, 30, 0)];
    let full = [(2027, "10"), (2028, "30")];
    let read = |form: LocalForm, letter: bool| form.read(&asked, letter);
    let fault = |form: LocalForm| match read(form, true) {
        Err(Refusal::Field { field, fault }) => (field, fault),
        other => panic!("{other:?}"),
    };
    let reply = read(letter(Answer::Committed, &full), true).unwrap();
    assert_eq!(reply.years, asked, "the other government's share is taken as asked");
    let missing = |name: &str| (name.to_owned(), FieldFault::Missing);
    assert_eq!(
        fault(LocalForm { document_no: " ".into(), ..letter(Answer::Committed, &full) }),
        missing("document_no")
    );
    assert_eq!(fault(LocalForm { document_on: "".into(), ..letter(Answer::Committed, &full) }), missing("document_on"));
    assert_eq!(
        fault(LocalForm { deposit_on: "".into(), ..letter(Answer::Reduced, &[(2027, "1"), (2028, "1")]) }),
        missing("deposit_on")
    );
    assert_eq!(fault(LocalForm { opinion: "".into(), ..letter(Answer::Conditional, &full) }), missing("opinion"));
    assert_eq!(fault(LocalForm { source: "X".into(), ..letter(Answer::Committed, &full) }).1, FieldFault::NotAChoice);
    assert_eq!(fault(letter(Answer::Committed, &[(2027, "10")])), missing("own[2028]"));
    assert_eq!(
        read(letter(Answer::Committed, &full), false),
        Err(Refusal::Field { field: "file".into(), fault: FieldFault::Missing })
    );
    // 불가 needs a reason and its letter's number, no money and no sealed letter.
    let refused = read(letter(Answer::Refused, &[]), false).unwrap();
    assert_eq!((refused.years.len(), refused.source), (0, None));
    assert_eq!(fault(LocalForm { opinion: "".into(), ..letter(Answer::Refused, &[]) }), missing("opinion"));
    for (answer, amounts, wrong) in [
        (
            Answer::Committed,
            [(2027, "10"), (2028, "29")],
            PartnerProblem::BelowAsked { year: 2028, asked: Won(30), given: Won(29) },
        ),
        (Answer::Reduced, full, PartnerProblem::NotReduced),
        (
            Answer::Conditional,
            [(2027, "11"), (2028, "30")],
            PartnerProblem::AboveAsked { year: 2027, asked: Won(10), given: Won(11) },
        ),
    ] {
        assert_eq!(read(letter(answer, &amounts), true), Err(Refusal::Partner(wrong)));
    }
    let split = LocalForm { other: [(2027, "20".to_owned())].into(), ..letter(Answer::Committed, &full) };
    assert_eq!(read(split, true).unwrap().years[0], share(2027, 10, 20));
}

#[test]
fn an_innovation_body_names_whom_it_advised_and_a_refusal_its_reason() {
    let part = |kind| Part::Role { name: String::new(), kinds: vec![kind], task: String::new(), share: String::new() };
    let form = |answer: &str, advised: &str, opinion: &str| RoleForm {
        answer: answer.into(),
        advised: advised.into(),
        opinion: opinion.into(),
    };
    let body = part(PartnerKind::InnovationBody);
    assert!(form("CONFIRMED", "", "").read(&body).is_err());
    assert!(form("CONFIRMED", "미포조합", "").read(&body).unwrap().confirmed);
    assert!(form("CONFIRMED", "", "").read(&part(PartnerKind::Joint)).is_ok());
    assert!(form("DECLINED", "", "").read(&body).is_err());
    assert!(!form("DECLINED", "", "인력 부족").read(&body).unwrap().confirmed);
    assert!(form("", "a", "b").read(&body).is_err());
}

// ------------------------------------------------------------------ replay, reminders

#[test]
fn the_stored_events_tell_the_stored_requests() {
    let (draft, city, body) = (draft(), Whose::Municipality, Whose::Org(BODY));
    let role = Reply::Role(
        RoleForm { answer: "CONFIRMED".into(), advised: "없음".into(), ..RoleForm::default() }
            .read(&part_of(&draft, &body).unwrap())
            .unwrap(),
    );
    let mut state = application();
    let mut stored = Vec::new();
    let steps = [
        (&city, Move::Ask, None),
        (&body, Move::Ask, None),
        (&city, Move::Budget, None),
        (&body, Move::Answer, Some(role)),
        (&city, Move::Cancel, None),
        (&city, Move::Ask, None),
        (&city, Move::Answer, Some(local(Answer::Refused, &[]))),
    ];
    for (whose, by, reply) in steps {
        let current = part_of(&draft, whose);
        let before = state.clone();
        state = act(&state, &draft, whose, by, reply.clone()).unwrap();
        // The event again, as `act` makes it, through JSON.
        let request = state.partners.iter().find(|r| r.whose == *whose).unwrap();
        let (id, user, at) = (request.id, UserId(Uuid::from_u128(1)), now());
        let event = match by {
            Move::Ask => Event::PartnerAsked {
                asking: Box::new(Asking {
                    id,
                    whose: whose.clone(),
                    part: current.unwrap(),
                    due: request.due,
                    message: String::new(),
                    by: user,
                    at,
                }),
            },
            Move::Cancel => Event::PartnerCancelled { request: id, by: user, at },
            Move::Answer => Event::PartnerAnswered { request: id, reply: Box::new(reply.unwrap()), by: user, at },
            step => Event::PartnerStepped { request: id, step, by: user, at },
        };
        assert_eq!(before.apply(&event, &call()), state);
        stored.push(serde_json::to_string(&event).unwrap());
    }
    let read = stored.iter().map(|body| serde_json::from_str::<Event>(body).unwrap());
    let folded = read.fold(application(), |state, event| state.apply(&event, &call()));
    assert_eq!(folded, state);
    assert_eq!(serde_json::from_str::<Application>(&serde_json::to_string(&state).unwrap()).unwrap(), state);
    assert_eq!(
        (standing_of(&state, &draft, &city), standing_of(&state, &draft, &body)),
        (Standing::Refused, Standing::Confirmed)
    );
}

#[test]
fn an_open_request_is_reminded_of_three_days_and_one_day_before_it_is_due() {
    let (draft, city) = (draft(), Whose::Municipality);
    let state = act(&application(), &draft, &city, Move::Ask, None).unwrap();
    let due = call().intake_to;
    let at = |state: &Application, hours: i64| {
        reminder(state, &state.partners[0], &call(), due - chrono::Duration::hours(hours))
            .map(|(threshold, _)| threshold)
    };
    let reminded = [73, 72, 24, 0, -1].map(|hours| at(&state, hours));
    assert_eq!(reminded, [None, Some(3), Some(1), Some(1), None]);
    let cancelled = act(&state, &draft, &city, Move::Cancel, None).unwrap();
    assert_eq!(at(&cancelled, 24), None);
}

// ------------------------------------------------------------------ who may

#[test]
fn who_may_is_as_the_hand_written_table_says() {
    let people = [
        ("lead staff", actor(1, Role::ApplicantStaff, LEAD, None)),
        ("lead approver", actor(2, Role::ApplicantApprover, LEAD, None)),
        ("own city", actor(3, Role::LocalgovBasic, CITY, Some("31140"))),
        ("other city", actor(4, Role::LocalgovBasic, CITY, Some("31170"))),
        ("own province", actor(5, Role::LocalgovMetro, CITY, Some("31"))),
        ("other province", actor(6, Role::LocalgovMetro, CITY, Some("26"))),
        ("participant body", actor(7, Role::RegionalBody, BODY, Some("31"))),
        ("participant staff", actor(8, Role::ApplicantStaff, BODY, None)),
        ("reviewer employed by the participant", actor(9, Role::Reviewer, BODY, None)),
        ("sister of the participant", {
            let mut sister = actor(10, Role::RegionalBody, CITY, Some("31"));
            sister.grants[0].family = BODY;
            sister
        }),
        ("foreign applicant", actor(11, Role::ApplicantApprover, CITY, None)),
        ("agency", actor(12, Role::KpicOfficer, CITY, None)),
        ("ministry", actor(13, Role::MinistryApprover, CITY, None)),
        ("auditor", actor(14, Role::Auditor, CITY, None)),
    ];
    let lines = include_str!("policy_partners.csv").lines().filter(|l| !l.starts_with('#')).skip(1);
    let mut asked = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let (_, person) = people.iter().find(|(relation, _)| *relation == cells[0]).unwrap();
        let whose = match cells[1] {
            "municipality" => Whose::Municipality,
            "province" => Whose::Province,
            "org" => Whose::Org(BODY),
            _ => Whose::Named("뿌리조합".to_owned()),
        };
        for by in Move::ALL {
            let expected = if matches!(by, Move::Ask | Move::Cancel) { cells[2] } else { cells[3] };
            let answer = match permit_partner(person, by, &facts(), &whose) {
                Ok(_) => "allow",
                Err(Denied::Forbidden) => "forbid",
                Err(Denied::Hidden) => "hide",
            };
            assert_eq!(answer, expected, "{line}: {by:?}");
            asked += 1;
        }
    }
    assert_eq!(asked, people.len() * 4 * Move::ALL.len());
    // 세종 and 제주: nobody is the municipality.
    let nobody = Facts { municipality: None, ..facts() };
    let city = Actor { grants: vec![Grant { region: None, ..people[2].1.grants[0].clone() }], ..people[2].1.clone() };
    assert_eq!(permit_partner(&city, Move::Answer, &nobody, &Whose::Municipality), Err(Denied::Hidden));
}
