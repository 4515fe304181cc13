//! Every sentence is Korean, ends properly, and every refusal says what to do.

use super::*;
use chrono::NaiveDate;
use domain::{
    account::AccountProblem,
    actor::{OrgKind, Role},
    adjusted::AdjustedProblem,
    budget::{Category, Finding, Notice, Of, Procedure, Rule, Source},
    calc::CalcProblem,
    calendar::kst,
    call::{CallFault, CallProblem, ExtensionProblem, FundingRegime, Part, Track, fields_of},
    committee::CommitteeProblem,
    conflict::{TieKind, TieProblem},
    document::Unfit,
    form::{
        DECLARED, Fault, PartnerKind, Problem, Section, SiteRight,
        table::{CellProblem, Column},
    },
    money::{Won, WonProblem},
    org::{Block, InvitationState, OrgProblem, Standing},
    partner::{Demand, FundingSource, Move, PartnerProblem, Standing as PartStanding, State},
    ranking::Outcome,
    refusal::{FieldFault, Refusal},
    registry::{ComplexStatus, NumberProblem},
    rubric::{AdjustmentFault, AdjustmentKind, AdjustmentProblem, Hundredths, MarkProblem, MarkProblemKind},
    view::Warning,
    workflow::{Act, Answer, Holder, Rejection, Stage},
};

fn is_korean(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c)) && !text.contains("{") && text.trim() == text
}

#[track_caller]
fn name(text: &str) {
    assert!(is_korean(text) && !text.ends_with('.'), "no name: {text:?}");
}

#[track_caller]
fn sentence(text: &str) {
    assert!(
        is_korean(text) && text.ends_with("다.") || text.ends_with("오.") && is_korean(text),
        "no sentence: {text:?}"
    );
}

#[track_caller]
fn says_what_to_do(text: &str) {
    sentence(text);
    assert!(text.ends_with("십시오."), "does not say what to do: {text:?}");
}

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
}

fn finding(rule: Rule, of: Of) -> Finding {
    Finding { rule, of, limit: Won(1_000), actual: Won(1_234), off_by: Won(234) }
}

const RULES: [Rule; 10] = [
    Rule::SourcesEqualCost,
    Rule::RefundableVat,
    Rule::NationalPerYear,
    Rule::NationalTotal,
    Rule::NationalShareFacility,
    Rule::NationalShareActivity,
    Rule::LocalMinimum,
    Rule::PrivateCashMinimum,
    Rule::InKindMaximum,
    Rule::Years,
];

const WON_PROBLEMS: [WonProblem; 5] =
    [WonProblem::Empty, WonProblem::NotAnAmount, WonProblem::Negative, WonProblem::Fraction, WonProblem::TooLarge];

const CALC_PROBLEMS: [CalcProblem; 3] = [CalcProblem::NotACalculation, CalcProblem::Fraction, CalcProblem::TooLarge];

fn faults() -> Vec<Fault> {
    let mut faults = vec![
        Fault::Missing,
        Fault::TooLong { max: 200, by: 3 },
        Fault::TooManyRows { max: 100 },
        Fault::NotAChoice,
        Fault::AmountTooLarge { max: Won(1) },
        Fault::NotADate,
        Fault::NotANumber,
        Fault::NotAnEmail,
        Fault::NotAPhone,
        Fault::EndsBeforeStart,
        Fault::PeriodTooLong { max_years: 3 },
        Fault::YearOutsideProject,
        Fault::NotDeclared,
        Fault::WordingRenewed,
        Fault::MoreThanAsked { asked: Won(1_000) },
        Fault::NoInnovationBody,
        Fault::NoCommitment,
        Fault::NoBudgetLine,
        Fault::CalculationDiffers { product: Won(5), cost: Won(3) },
        Fault::VatTooLarge { max: Won(5) },
        Fault::NoPermit,
        Fault::TooFewRootFirms { needed: 10, valid: 8 },
        Fault::RootRatioTooLow { needed_bp: 7_000, valid: 8, tenants: 20 },
        Fault::CertificateExpired { closes_on: day(27), valid_to: day(1) },
        Fault::CommitmentShort { year: 2027, province: true, budget: Won(5), committed: Won(3) },
        Fault::CommitmentUnused { year: 2027, province: false, budget: Won(3), committed: Won(5) },
    ];
    faults.push(Fault::PromisedLess { year: 2027, province: true, budget: Won(5), promised: Won(3) });
    let standings =
        [PartStanding::NotAsked, PartStanding::Waiting(State::Asked), PartStanding::Changed, PartStanding::Reduced];
    faults.extend(standings.map(|standing| Fault::PartUnconfirmed { name: "울산광역시 남구".into(), standing }));
    faults.extend([true, false].map(|consent| Fault::DocumentMissing { name: "재무제표".into(), consent }));
    faults.extend(WON_PROBLEMS.map(Fault::Amount));
    faults.extend(CALC_PROBLEMS.map(Fault::Calculation));
    faults.extend(RULES.map(|rule| Fault::BudgetRule(finding(rule, Of::Total))));
    faults
}

fn rejections() -> Vec<Rejection> {
    let at = kst(day(27), 18, 0, 0);
    vec![
        Rejection::OutOfOrder { stage: Stage::Eligible, act: Act::Receive },
        Rejection::WrongPermit,
        Rejection::IntakeClosed { closes: at, received: at },
        Rejection::IntakeNotOpen { opens: at },
        Rejection::NotRecalled,
        Rejection::AlreadyRecalled,
        Rejection::BeingRevised { until: at },
        Rejection::NotOverdue { due: at },
        Rejection::RemindedToday { at },
        Rejection::ReasonMissing,
        Rejection::ObjectionWindowClosed { until: day(1) },
        Rejection::ObjectionWindowOpen { until: day(1) },
        Rejection::ObjectionUsed,
        Rejection::DocumentNoMissing,
        Rejection::AmountMissing { year: 2027 },
        Rejection::AmountNegative { year: 2027 },
        Rejection::CommitmentBelowAsked { year: 2027, asked: Won(5), given: Won(3) },
        Rejection::FileMissing,
        Rejection::ReducedIsNotLess,
        Rejection::SupplementRoundsUsed { rounds: 2 },
        Rejection::NothingAsked,
        Rejection::DueOutOfRange { from: day(1), to: day(27) },
        Rejection::SupplementClosed { due: at, received: at },
        Rejection::NotOpened { fields: vec!["basic[title]".into(), "documents[TAX]".into()] },
        Rejection::AboveCommitment { year: 2027, province: true, asked: Won(5), given: Won(3) },
        Rejection::AwardAboveAsked { year: 2027, asked: Won(3), given: Won(5) },
        Rejection::AwardNotFundable,
        Rejection::AwardEmpty,
        Rejection::GroundMissing,
        Rejection::NotOnPanel,
        Rejection::AlreadyOnPanel,
        Rejection::PanelNotRenewed,
        Rejection::NothingToReserve,
        Rejection::PromotionProposed,
        Rejection::NoPromotionProposed,
        Rejection::CalendarMissing { date: day(1) },
    ]
}

fn call_faults() -> Vec<CallFault> {
    let mut faults = vec![
        CallFault::Missing,
        CallFault::TooLong { max: 200, by: 3 },
        CallFault::NotANumber,
        CallFault::OutOfRange { min: "1".into(), max: "99".into() },
        CallFault::NotAnInstant,
        CallFault::NotAPhone,
        CallFault::NotAChoice,
        CallFault::NotAShare,
        CallFault::NoTrack,
        CallFault::RoundTaken { title: "공고".into() },
        CallFault::OpensInThePast,
        CallFault::EndsBeforeStart,
        CallFault::IntakeShort { days: 10, needed: 15, allowed: false },
        CallFault::IntakeShort { days: 10, needed: 15, allowed: true },
        CallFault::NoticeShort { days: 20, wanted: 30 },
        CallFault::NotAfter { other: "intake_to".into() },
        CallFault::TotalBelowYear { year: Won(5), total: Won(3) },
        CallFault::TotalOutOfReach { reachable: Won(5), total: Won(6) },
        CallFault::QuestionObliged,
        CallFault::NoCriteria,
        CallFault::WeightsNot100 { sum: 9_950 },
        CallFault::WeightsNot100 { sum: 10_500 },
        CallFault::CodeTwice { code: "C1".into() },
        CallFault::OffStep { step: Hundredths(50) },
        CallFault::StrikesAll { struck: 2, min_sheets: 2 },
        CallFault::ThresholdAboveMax { max: Hundredths::points(100) },
        CallFault::TieUnknown { code: "X".into() },
        CallFault::StepTwice,
        CallFault::SessionMissing,
        CallFault::SessionElsewhere,
        CallFault::EnvelopeMissing { year: 2027 },
        CallFault::EnvelopeBelowUsed { year: 2027, used: Won(5) },
        CallFault::Frozen,
        CallFault::NothingChanged,
    ];
    faults.extend(WON_PROBLEMS.map(CallFault::Amount));
    faults
}

#[test]
fn weights_say_how_far_they_are_from_a_hundred() {
    let said = super::calls::fault(&CallFault::WeightsNot100 { sum: 9_950 });
    assert!(said.contains("99.5점") && said.contains("0.5점이 모자랍니다"), "{said}");
}

#[test]
fn every_field_of_the_call_editor_has_a_name_of_its_own() {
    let labels: Vec<String> =
        Part::ALL.into_iter().flat_map(fields_of).map(|field| super::calls::label(&field)).collect();
    for label in &labels {
        name(label);
        assert!(!label.contains("공고 항목"), "{label}");
    }
    let distinct: std::collections::BTreeSet<&String> = labels.iter().collect();
    assert_eq!(distinct.len(), labels.len());
}

fn refusals() -> Vec<Refusal> {
    let number = || "2026-01-R-0007".to_owned();
    let field = |fault| Refusal::Field { field: "reason".into(), fault };
    let mut refusals = vec![
        Refusal::Call(call_faults().into_iter().map(|fault| CallProblem { field: "title".into(), fault }).collect()),
        Refusal::Extension(ExtensionProblem::NotAnInstant),
        Refusal::Extension(ExtensionProblem::NotLater { closes: kst(day(27), 18, 0, 0) }),
        Refusal::Extension(ExtensionProblem::InThePast { now: kst(day(27), 18, 0, 0) }),
        Refusal::Extension(ExtensionProblem::EvaluationBegan),
        Refusal::Extension(ExtensionProblem::AlreadyRequested),
        Refusal::Stale { by: None },
        Refusal::Stale { by: Some("홍길동".into()) },
        Refusal::Submitted,
        Refusal::NothingToCopy,
        Refusal::TrackNotOpen(Track::Leading),
        Refusal::AlreadyApplied { application_no: number() },
        Refusal::SheetLocked,
        Refusal::SessionClosed,
        Refusal::SessionEmpty,
        Refusal::SupplementOpen { application_no: number() },
        Refusal::RanksNotUnique,
        Refusal::TooFewSheets { application_no: number(), sheets: 1, needed: 3 },
        Refusal::UnlockedSheets { application_no: number(), unlocked: 2 },
        Refusal::TooFewReviewers { application_no: number(), assigned: 3, needed: 5 },
        Refusal::NothingToDo,
        Refusal::ObjectionOpen { application_no: number() },
        Refusal::EnvelopeExceeded { year: 2027, remaining: Won(3), asked: Won(5) },
        Refusal::EnvelopeMissing { year: 2027 },
        Refusal::OutOfRankOrder { application_no: number() },
        Refusal::Ties(["kind", "org", "until"].map(|field| TieProblem { row: 0, field: field.into() }).into()),
        Refusal::ReviewerConflicted { application_no: number(), name: "가상 위원".into() },
        Refusal::FormerReviewerLeftOut { application_no: number(), name: "가상 위원".into() },
        Refusal::TieUndecided { application_nos: vec![number(), number()] },
        Refusal::FileNotPdf,
        // Each of their problems: `deliberation.rs`.
        Refusal::Meeting(vec![domain::deliberation::MeetingProblem::Ended]),
        Refusal::Approval(domain::approval::ApprovalProblem::MixedSteps),
        Refusal::Password,
        Refusal::Partner(PartnerProblem::NotWritten),
        Refusal::Partner(PartnerProblem::OutOfOrder { state: State::Answered, by: Move::Answer }),
        Refusal::Partner(PartnerProblem::AskedAnew),
        Refusal::Partner(PartnerProblem::NothingChanged),
        Refusal::Partner(PartnerProblem::NoPart),
        Refusal::Partner(PartnerProblem::NotRegistered),
        Refusal::Partner(PartnerProblem::BelowAsked { year: 2027, asked: Won(5), given: Won(3) }),
        Refusal::Partner(PartnerProblem::AboveAsked { year: 2027, asked: Won(3), given: Won(5) }),
        Refusal::Partner(PartnerProblem::NotReduced),
        Refusal::SignIn,
        Refusal::SignInBusy,
        Refusal::TooManyTries { minutes: 4 },
        Refusal::Adjusted {
            field: "reason".into(),
            application_no: number(),
            problem: AdjustedProblem::BelowLeast { least: Won(5), given: Won(3) },
        },
        field(FieldFault::NameTaken),
        field(FieldFault::Missing),
        field(FieldFault::NotADate),
        field(FieldFault::InThePast),
        field(FieldFault::NotANumber),
        field(FieldFault::NotAChoice),
        field(FieldFault::NotACode),
        field(FieldFault::NotConfirmed),
        field(FieldFault::TooLong { max: 10 }),
        field(FieldFault::TooShort { min: 12 }),
        Refusal::Fields(vec![("email".into(), FieldFault::NotAnEmail)]),
    ];
    refusals.extend(WON_PROBLEMS.map(|p| field(FieldFault::Amount(p))));
    refusals.extend(
        [
            Unfit::Nothing,
            Unfit::Empty,
            Unfit::TooLarge { max_mib: 100 },
            Unfit::TotalTooLarge { max_mib: 500 },
            Unfit::Kind { extension: "exe".into() },
            Unfit::Kind { extension: String::new() },
            Unfit::Hwp,
            Unfit::NotWhatItSays { extension: "pdf".into() },
            Unfit::Broken,
            Unfit::Encrypted,
            Unfit::Macro,
            Unfit::Links,
            Unfit::NoHeads,
            Unfit::NoRows,
            Unfit::TooManyRows { max: 300 },
            Unfit::Bomb,
            Unfit::TooManyPixels,
            Unfit::UploadGone,
            Unfit::UploadBusy,
        ]
        .map(Refusal::Unfit),
    );
    refusals.extend(
        [
            NumberProblem::Empty,
            NumberProblem::NotDigits,
            NumberProblem::WrongLength { wanted: 10, found: 9 },
            NumberProblem::AllDigitsEqual,
            NumberProblem::CheckDigit,
        ]
        .map(|problem| Refusal::Fields(vec![("business_no".into(), FieldFault::BusinessNo(problem))])),
    );
    refusals.extend(org_problems().into_iter().map(Refusal::Org));
    refusals.extend(account_problems().map(Refusal::Account));
    refusals.extend(rejections().into_iter().map(Refusal::Workflow));
    refusals.extend(
        [ComplexStatus::Designated, ComplexStatus::DesignationRequested, ComplexStatus::ReleaseRequested]
            .map(Refusal::ComplexNotEligible),
    );
    let problem = |fault| Problem { section: Section::Budget, field: "budget[lines][0][cost]".into(), fault };
    refusals.push(Refusal::Form(faults().into_iter().map(problem).collect()));
    let mark = |kind| MarkProblem { criterion: "PLAN".into(), name_ko: "추진계획".into(), kind };
    refusals.push(Refusal::Marks(vec![
        mark(MarkProblemKind::Missing),
        mark(MarkProblemKind::NotANumber),
        mark(MarkProblemKind::OutOfRange { max: Hundredths::points(20) }),
        mark(MarkProblemKind::OffStep { step: Hundredths(50) }),
    ]));
    let adjustment = |fault| AdjustmentProblem {
        item: "LINK".into(),
        name_ko: "기존 장비 연계".into(),
        field: "points".into(),
        fault,
    };
    refusals.push(Refusal::Adjustments(vec![
        adjustment(AdjustmentFault::NotANumber),
        adjustment(AdjustmentFault::OutOfRange { max: Hundredths::points(2) }),
        adjustment(AdjustmentFault::EvidenceMissing),
        adjustment(AdjustmentFault::NotADate),
        adjustment(AdjustmentFault::NotYetValid { closing: day(27) }),
        adjustment(AdjustmentFault::Expired { closing: day(27) }),
    ]));
    refusals.push(Refusal::Committee(vec![
        CommitteeProblem::Size { members: 3 },
        CommitteeProblem::TooFewPrivate { private: 1 },
        CommitteeProblem::MemberUnnamed { row: 0 },
        CommitteeProblem::InFuture { held_on: day(30), today: day(24) },
        CommitteeProblem::ResolutionMissing,
    ]));
    refusals
}

fn account_problems() -> [AccountProblem; 4] {
    [
        AccountProblem::LinkGone,
        AccountProblem::WrongPassword { field: "current".into() },
        AccountProblem::Unverified,
        AccountProblem::MailedJustNow { minutes: 2 },
    ]
}

fn org_problems() -> Vec<OrgProblem> {
    let blocks = Standing::ALL.into_iter().map(Block::Organisation).chain(
        [None, Some(Standing::Waiting), Some(Standing::Confirmed), Some(Standing::Returned)].map(Block::Complex),
    );
    let mut problems = vec![
        OrgProblem::NumberTaken { name: "가상 조합".into() },
        OrgProblem::EmailTaken,
        OrgProblem::AlreadyMember,
        OrgProblem::LastManager,
        OrgProblem::NoSuccessor,
        OrgProblem::DaysInvalid,
        OrgProblem::DaysTooMany,
        OrgProblem::NoDelegate,
        OrgProblem::AlreadyClaimed,
        OrgProblem::Blocked(blocks.collect()),
    ];
    problems.extend(
        [InvitationState::Open, InvitationState::Used, InvitationState::Revoked, InvitationState::Expired]
            .map(OrgProblem::InvitationGone),
    );
    problems
}

/// The compiler asks for a sample here whenever a refusal is added.
const fn kinds_of_refusal(refusal: &Refusal) -> usize {
    match refusal {
        Refusal::Workflow(_) => 0,
        Refusal::Form(_) => 1,
        Refusal::Marks(_) => 2,
        Refusal::Committee(_) => 3,
        Refusal::Field { .. } => 4,
        Refusal::Stale { .. } => 5,
        Refusal::ComplexNotEligible(_) => 6,
        Refusal::Submitted => 28,
        Refusal::NothingToCopy => 29,
        Refusal::SupplementOpen { .. } => 37,
        Refusal::TrackNotOpen(_) => 7,
        Refusal::AlreadyApplied { .. } => 8,
        Refusal::SheetLocked => 9,
        Refusal::SessionClosed => 10,
        Refusal::SessionEmpty => 11,
        Refusal::RanksNotUnique => 12,
        Refusal::TooFewSheets { .. } => 13,
        Refusal::UnlockedSheets { .. } => 14,
        Refusal::TooFewReviewers { .. } => 15,
        Refusal::NothingToDo => 16,
        Refusal::ObjectionOpen { .. } => 17,
        Refusal::EnvelopeExceeded { .. } => 18,
        Refusal::EnvelopeMissing { .. } => 19,
        Refusal::OutOfRankOrder { .. } => 20,
        Refusal::FileNotPdf => 21,
        Refusal::Unfit(_) => 22,
        Refusal::SignIn => 23,
        Refusal::SignInBusy => 24,
        Refusal::TooManyTries { .. } => 25,
        Refusal::Call(_) => 26,
        Refusal::Extension(_) => 27,
        Refusal::Adjustments(_) => 30,
        Refusal::TieUndecided { .. } => 31,
        Refusal::Ties(_) => 32,
        Refusal::ReviewerConflicted { .. } => 33,
        Refusal::Fields(_) => 34,
        Refusal::Org(_) => 35,
        Refusal::Partner(_) => 36,
        Refusal::Adjusted { .. } => 38,
        Refusal::Account(_) => 39,
        Refusal::Meeting(_) => 40,
        Refusal::Approval(_) => 41,
        Refusal::Password => 42,
        Refusal::FormerReviewerLeftOut { .. } => 43,
    }
}

#[test]
fn every_refusal_says_in_korean_what_to_do() {
    let all = refusals();
    for kind in 0..=43 {
        assert!(all.iter().any(|r| kinds_of_refusal(r) == kind), "no sample of refusal {kind}");
    }
    for refused in all {
        let sentences = refusal(&refused);
        assert!(!sentences.is_empty(), "{refused:?} says nothing");
        for (_, text) in sentences {
            says_what_to_do(&text);
        }
    }
}

#[test]
fn every_standing_step_and_demand_has_a_name_and_says_what_to_do() {
    let mut standings: Vec<PartStanding> = State::ALL.map(PartStanding::Waiting).into();
    standings.extend([
        PartStanding::NotAsked,
        PartStanding::Changed,
        PartStanding::Gone,
        PartStanding::Conditional,
        PartStanding::Reduced,
        PartStanding::Refused,
        PartStanding::Declined,
    ]);
    for standing in standings {
        name(super::partner::standing(standing));
        says_what_to_do(super::partner::standing_advice(standing));
    }
    sentence(super::partner::standing_advice(PartStanding::Confirmed));
    State::ALL.into_iter().map(super::partner::state).for_each(name);
    Move::ALL.into_iter().map(super::partner::by).for_each(name);
    FundingSource::ALL.into_iter().map(super::partner::funding).for_each(name);
    Demand::ALL.into_iter().map(super::partner::demand).for_each(name);
    Demand::ALL.into_iter().map(super::partner::demand_told).for_each(sentence);
}

#[test]
fn every_fault_of_the_form_says_what_to_do() {
    for fault_of_form in faults() {
        says_what_to_do(&fault(&fault_of_form));
    }
}

#[test]
fn a_rule_of_matching_names_itself_and_the_won_it_fails_by() {
    for failing in RULES {
        for of in [Of::Total, Of::Year(2027), Of::Line(0)] {
            says_what_to_do(&rule(&finding(failing, of)));
            name(&rule_line(&finding(failing, of)));
        }
        assert!(rule(&finding(failing, Of::Total)).contains("234"), "{failing:?} does not say by how much");
        sentence(&rule(&Finding { off_by: Won(0), ..finding(failing, Of::Total) }));
    }
}

#[test]
fn every_name_is_korean() {
    for s in Stage::ALL {
        name(stage(s));
    }
    for r in Role::ALL {
        name(role(r));
    }
    for a in Act::ALL {
        name(act(a));
    }
    for t in Track::ALL {
        name(track(t));
    }
    for a in Answer::ALL {
        name(answer(a));
    }
    for s in Source::ALL {
        name(source(s));
    }
    for k in TieKind::ALL {
        name(tie_kind(k));
    }
    for k in AdjustmentKind::ALL {
        name(adjustment_kind(k));
    }
    for c in Category::ALL {
        name(category(c));
    }
    for k in PartnerKind::ALL {
        name(partner_kind(k));
    }
    for s in Section::ALL {
        name(section(s));
    }
    for s in Section::ALL {
        name(section_contents(s));
    }
    for o in [Outcome::Selected, Outcome::Reserve, Outcome::NotSelected] {
        name(outcome(o));
    }
    for r in [FundingRegime::Subsidy, FundingRegime::Contribution] {
        name(regime(r));
    }
    for w in [Warning::ReleaseRequested, Warning::DesignationRequested] {
        says_what_to_do(warning(w));
    }
    let statuses = [ComplexStatus::Designated, ComplexStatus::DesignationRequested, ComplexStatus::ReleaseRequested];
    for s in statuses {
        name(complex_status(s));
    }
    let orgs = [
        OrgKind::ComplexOperator,
        OrgKind::BasicLocalGov,
        OrgKind::MetroLocalGov,
        OrgKind::InnovationBody,
        OrgKind::Agency,
        OrgKind::Ministry,
        OrgKind::Other,
    ];
    for k in orgs {
        name(org_kind(k));
    }
    let holders = Stage::ALL.map(Stage::holder);
    assert!(holders.contains(&Holder::Nobody));
    for h in holders {
        name(holder(h));
    }
}

#[test]
fn field_labels_name_the_row_and_the_year() {
    let label = |field: &str| field_label(field);
    assert_eq!(label("basic[title]").as_deref(), Some("사업명"));
    assert_eq!(label("budget[lines][2][national]").as_deref(), Some("사업비 3번째 줄 국비"));
    assert_eq!(label("amounts[2027]").as_deref(), Some("2027년 부담 금액"));
    assert_eq!(label("awards[01890a5d-ac96-774b-bcce-b302099a8057][amount]").as_deref(), Some("1차 연도 지원액"));
    assert_eq!(label("nonsense[0]"), None);
}

#[test]
fn every_problem_of_the_form_has_a_field_name() {
    let fields = [
        "basic[title]",
        "basic[summary]",
        "basic[director_name]",
        "basic[director_title]",
        "basic[director_phone]",
        "basic[director_email]",
        "basic[starts_on]",
        "basic[ends_on]",
        "basic[main_business]",
        "basic[assets]",
        "basic[liabilities]",
        "participants[partners]",
        "participants[partners][0][task]",
        "participants[tenants]",
        "participants[firms][3][valid_to]",
        "participants[commitments][1][deposit_on]",
        "plan[own_funding]",
        "region[indicators][0][owner]",
        "budget[lines][9][in_kind]",
        "declarations[integrity]",
    ];
    for field in fields {
        assert!(field_label(field).is_some(), "{field}");
    }
}

#[test]
fn whatever_a_supplement_may_open_has_a_name() {
    for section in Section::ALL {
        for part in domain::form::parts(section) {
            assert!(section == Section::Documents || field_label(&part).is_some(), "{part}");
        }
    }
    for (_, phrase) in supplement::PHRASES {
        says_what_to_do(phrase);
    }
    let ticked = ["basis", "nonsense"];
    let said = supplement::reason(ticked.into_iter(), " 3쪽의 단가입니다. ");
    assert_eq!(said, "산출근거가 확인되지 않습니다. 견적서나 단가 근거를 적어 주십시오.\n3쪽의 단가입니다.");
    assert_eq!(supplement::reason([].into_iter(), "  "), "");
}

#[test]
fn days_are_counted_in_korea() {
    let due = kst(day(27), 18, 0, 0);
    assert_eq!(day_count(kst(day(24), 23, 59, 59), due), "D-3");
    assert_eq!(day_count(kst(day(27), 0, 0, 0), due), "D-day");
    assert_eq!(day_count(kst(day(29), 0, 0, 0), due), "D+2");
}

#[test]
fn a_title_says_that_something_is_wrong_before_anything_else() {
    assert_eq!(title("로그인", "", true), "오류: 로그인 - 뿌리산업 특화단지 지원사업");
    assert_eq!(title("신청 현황", "신청 7", false), "신청 현황 - 신청 7 - 뿌리산업 특화단지 지원사업");
    assert_eq!(title("뿌리산업 특화단지 지원사업", "", false), "뿌리산업 특화단지 지원사업");
}

#[test]
fn the_way_to_sign_in_comes_back_whatever_the_address() {
    assert_eq!(sign_in_path("/work?stage=DRAFT&x=가"), "/sign-in?next=/work%3Fstage%3DDRAFT%26x%3D%EA%B0%80");
}

#[test]
fn what_the_grid_says_about_cells_and_procedures_says_what_to_do() {
    let problems =
        WON_PROBLEMS.map(CellProblem::Amount).into_iter().chain([CellProblem::NotAChoice, CellProblem::NotADate]);
    for problem in problems {
        says_what_to_do(&budget::not_pasted(0, Column::Category, "x", problem));
    }
    says_what_to_do(&budget::pasted_too_wide(9, 2));
    says_what_to_do(&budget::pasted_too_long());
    sentence(&budget::pasted(2, 3));
    for procedure in [Procedure::EquipmentReview, Procedure::Marketplace, Procedure::ProcurementService] {
        let notice = Notice { procedure, of: Of::Line(0), threshold: Won(5), actual: Won(7) };
        says_what_to_do(&budget::notice(&notice));
    }
    for right in SiteRight::ALL {
        name(budget::site_right(right));
    }
    for column in Column::ALL {
        name(budget::column(column));
        for (code, choice) in budget::choices(column) {
            name(choice);
            assert_eq!((budget::code(column, choice), budget::code(column, code)), (Some(code), Some(code)));
            assert_eq!(budget::choice(column, code), choice);
        }
    }
}

/// A changed wording is another one: it needs a new version in [`DECLARED`], and then its line here.
#[test]
fn a_changed_wording_is_agreed_to_anew() {
    let notices = |name: &str| match name {
        "privacy" => format!("{:?}", applying::privacy_notices(5)),
        "sharing" => format!("{:?}", applying::sharing_notices(5)),
        _ => String::new(),
    };
    let wordings = DECLARED.map(|(name, version)| {
        let wording = format!("{}{}", applying::declaration(name), notices(name));
        assert!(!applying::declaration(name).is_empty(), "{name}");
        format!("{name} {version} {}", &domain::snapshot::sha256_hex(wording.as_bytes())[..12])
    });
    assert_eq!(
        wordings,
        [
            "truthful 2026.1 94578c9eeab3",
            "no_duplicate 2026.1 2fb1e0c4e2a4",
            "integrity 2026.1 f607230f84d7",
            "privacy 2026.1 892db1870378",
            "sharing 2026.1 bf6caecabe7f",
        ]
    );
}
