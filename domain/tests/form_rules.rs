//! The application form: a complete draft has no problem, every single fault is named once, at its field.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use domain::{
    budget::{CELL_MAX, Finding, Of, Rule},
    calc::CalcProblem,
    call::{Call, Track},
    form::{
        Asked, BASIS_MAX, Basic, BudgetForm, CELL_TEXT_MAX, Checked, Commitment, DECIDABLE, DECLARED, Declarations,
        Draft, Fault, Indicator, LINE_MAX, LINES_MAX, LineForm, Participants, Partner, Permit, Plan, Problem, ROWS_MAX,
        Region, RootFirm, Section, Site, TEXT_MAX, check, parse_date, read_budget, wording,
    },
    money::{Won, WonProblem},
    refusal::{FieldFault, Refusal},
};
use proptest::{prelude::*, sample::Index};
use serde_json::Value;
use std::collections::BTreeSet;
use support::{call, day};

// ------------------------------------------------------------------ complete drafts

/// 협업형: two years, 12 firms of 15, both governments' letters. 1,500 million in all, 950 of them national.
fn complete_regional() -> Draft {
    Draft {
        documents: Default::default(),
        basic: Basic {
            title: "울산 뿌리산업 공동 폐수처리와 금형 실증".to_owned(),
            summary: "입주기업이 함께 쓰는 폐수처리시설을 세웁니다.".to_owned(),
            director_name: "김단지".to_owned(),
            director_title: "사무국장".to_owned(),
            director_phone: "052-123-4567".to_owned(),
            director_email: "director@example.or.kr".to_owned(),
            starts_on: "2027-03-02".to_owned(),
            ends_on: "2028. 12. 31.".to_owned(),
            main_business: "특화단지의 운영".to_owned(),
            assets: "12억".to_owned(),
            liabilities: "0".to_owned(),
        },
        participants: Participants {
            partners: vec![
                Partner {
                    org: "6f1c2f34-0000-4000-8000-000000000001".to_owned(),
                    kind: "INNOVATION_BODY".to_owned(),
                    task: "성능 시험".to_owned(),
                    ..Partner::default()
                },
                Partner {
                    name: "미포금형협동조합".to_owned(),
                    kind: "PARTICIPATING".to_owned(),
                    task: "금형 실증".to_owned(),
                    ..Partner::default()
                },
            ],
            tenants: "15".to_owned(),
            firms: (1..=12).map(firm).collect(),
            commitments: vec![
                commitment("PROVINCE", 2027, "130,000,000"),
                commitment("MUNICIPALITY", 2027, "1억 2천만"),
                commitment("PROVINCE", 2028, "45,000,000"),
                commitment("MUNICIPALITY", 2028, "35,000,000"),
            ],
        },
        plan: plan(),
        region: Region {
            industry: "I31-01".to_owned(),
            tie: "친환경 선박 부품과 이어집니다.".to_owned(),
            roles: "시험은 테크노파크, 운영은 단지가 맡습니다.".to_owned(),
            indicators: vec![Indicator {
                name: "공동 처리량".to_owned(),
                unit: "톤/일".to_owned(),
                baseline: "0".to_owned(),
                target: "300".to_owned(),
                owner: "단지 운영기관".to_owned(),
            }],
        },
        budget: BudgetForm {
            lines: vec![
                line(2027, "FACILITY", [1_000, 700, 100, 100, 70, 30]),
                line(2027, "ACTIVITY", [200, 100, 30, 20, 40, 10]),
                line(2028, "ACTIVITY", [300, 150, 45, 35, 50, 20]),
            ],
            ..facility()
        },
        declarations: declarations(),
    }
}

/// What is asked about a 공동활용시설.
fn facility() -> BudgetForm {
    BudgetForm {
        lines: Vec::new(),
        site: Site {
            address: "울산광역시 동구 방어동 1".to_owned(),
            right: "OWNED".to_owned(),
            running_cost: "4,500만".to_owned(),
            running_payer: "운영기관".to_owned(),
            ..Site::default()
        },
        permits: vec![Permit { name: "건축허가".to_owned(), expected_on: "2027-03-31".to_owned() }],
    }
}

/// 일반형: one year, no region, no letters yet: the local governments confirm after submission.
fn complete_general() -> Draft {
    let regional = complete_regional();
    Draft {
        basic: Basic { ends_on: "2027-12-31".to_owned(), ..regional.basic },
        participants: Participants { partners: Vec::new(), commitments: Vec::new(), ..regional.participants },
        region: Region::default(),
        budget: BudgetForm {
            lines: vec![
                line(2027, "FACILITY", [500, 350, 60, 50, 30, 10]),
                line(2027, "ACTIVITY", [200, 100, 20, 20, 50, 10]),
            ],
            ..facility()
        },
        ..regional
    }
}

fn firm(number: u32) -> RootFirm {
    RootFirm {
        name: format!("뿌리기업 {number}"),
        certificate_no: format!("제2025-{number:04}호"),
        valid_to: "2027-06-30".to_owned(),
    }
}

fn commitment(level: &str, year: i32, amount: &str) -> Commitment {
    Commitment {
        level: level.to_owned(),
        year: year.to_string(),
        amount: amount.to_owned(),
        deposit_on: format!("{year}-03-31"),
        document_no: format!("기업지원과-{year}"),
    }
}

/// Cost, national, provincial, municipal, cash, in-kind; in millions of won.
fn line(year: i32, category: &str, millions: [u64; 6]) -> LineForm {
    let [cost, national, provincial, municipal, cash, in_kind] = millions.map(|m| format!("{m},000,000"));
    LineForm {
        year: year.to_string(),
        category: category.to_owned(),
        item: "시설 구축".to_owned(),
        basis: "견적 평균".to_owned(),
        cost,
        national,
        provincial,
        municipal,
        cash,
        in_kind,
        valuation: "WAGE".to_owned(),
        valuation_note: "참여인력 2명".to_owned(),
        ..LineForm::default()
    }
}

fn plan() -> Plan {
    let text = |of: &str| format!("{of}에 대한 설명입니다.");
    Plan {
        necessity: text("필요성"),
        content: text("내용"),
        schedule: text("일정"),
        use_of_funds: text("사용계획"),
        own_funding: text("자부담"),
        effects: text("효과"),
        expected_income: text("수입"),
        operation: text("운영"),
    }
}

fn declarations() -> Declarations {
    let agreed = |name| DECLARED.into_iter().find(|(n, _)| *n == name).unwrap().1.to_owned();
    Declarations {
        truthful: agreed("truthful"),
        no_duplicate: agreed("no_duplicate"),
        privacy: agreed("privacy"),
        integrity: agreed("integrity"),
        sharing: agreed("sharing"),
        least_national: "1억".to_owned(),
        helped: "PAID".to_owned(),
        helpers: "가상 기술컨설팅".to_owned(),
    }
}

// ------------------------------------------------------------------ asking

fn judged(draft: &Draft, track: Track) -> Checked {
    let call = call();
    check(draft, &call, call.track(track).unwrap())
}

/// The problems as (field, fault).
fn problems(draft: &Draft, track: Track) -> Vec<(String, Fault)> {
    judged(draft, track).problems.into_iter().map(|Problem { field, fault, .. }| (field, fault)).collect()
}

/// The problems of the complete regional draft after one change.
fn after(change: impl FnOnce(&mut Draft)) -> Vec<(String, Fault)> {
    let mut draft = complete_regional();
    change(&mut draft);
    problems(&draft, Track::Regional)
}

fn one(field: &str, fault: Fault) -> Vec<(String, Fault)> {
    vec![(field.to_owned(), fault)]
}

fn rule(rule: Rule, of: Of, limit: i64, actual: i64, off_by: i64) -> Fault {
    Fault::BudgetRule(Finding { rule, of, limit: Won(limit), actual: Won(actual), off_by: Won(off_by) })
}

/// Every text of a draft with the name of its form field: `budget[lines][2][cost]`.
fn leaves(draft: &Draft) -> Vec<(String, String)> {
    fn walk(at: &str, value: &Value, found: &mut Vec<(String, String)>) {
        let inside = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}[{key}]") };
        match value {
            Value::Object(fields) => fields.iter().for_each(|(key, value)| walk(&inside(key), value, found)),
            Value::Array(rows) => {
                rows.iter().enumerate().for_each(|(i, row)| walk(&inside(&i.to_string()), row, found))
            }
            text => found.push((at.to_owned(), text.as_str().unwrap().to_owned())),
        }
    }
    let mut found = Vec::new();
    let mut typed = serde_json::to_value(draft).unwrap();
    // Papers are attached, not typed.
    typed.as_object_mut().unwrap().remove("documents");
    walk("", &typed, &mut found);
    found
}

/// The draft with another text in one field.
fn with(draft: &Draft, field: &str, text: &str) -> Draft {
    let mut all = serde_json::to_value(draft).unwrap();
    let pointer = format!("/{}", field.replace("][", "/").replace('[', "/").replace(']', ""));
    let (row, name) = pointer.rsplit_once('/').unwrap();
    // Some fields are not written while they are empty.
    all.pointer_mut(row).unwrap()[name] = Value::from(text);
    serde_json::from_value(all).unwrap()
}

// ------------------------------------------------------------------ what is right and what is wrong

#[test]
fn a_complete_draft_has_no_problem_and_every_rule_holds() {
    for (draft, track) in [
        (complete_regional(), Track::Regional),
        (complete_regional(), Track::Leading),
        (complete_general(), Track::General),
    ] {
        let checked = judged(&draft, track);
        assert_eq!(checked.problems, [], "{track:?}");
        assert!(checked.is_complete() && checked.findings.iter().all(Finding::holds));
    }
}

#[test]
fn an_empty_draft_is_storable_and_names_a_problem_in_every_section() {
    for track in Track::ALL {
        let checked = judged(&Draft::default(), track);
        // The test's call asks for no papers: `documents.rs` judges those.
        for section in Section::of(track).filter(|s| *s != Section::Documents) {
            assert!(checked.of(section).next().is_some(), "{track:?} {section:?}");
        }
        assert!(track == Track::Regional || checked.of(Section::Region).next().is_none());
    }
}

/// Fields that may stay empty: who is registered needs no name, who is named needs no registration; a source that
/// is left empty gives nothing.
fn may_be_empty(field: &str) -> bool {
    let free = [
        "[national]",
        "[provincial]",
        "[municipal]",
        "[cash]",
        "[in_kind]",
        "[right_note]",
        "[no_permits]",
        "[least_national]",
    ];
    // A calculation, VAT and a procedure are told where there are any.
    let rare = ["[spending]", "[calc]", "[vat]", "[vat_refund]"];
    free.iter().chain(&rare).any(|s| field.ends_with(s))
        || ["participants[partners][0][name]", "participants[partners][1][org]"].contains(&field)
}

#[test]
fn every_field_that_is_emptied_is_the_one_problem() {
    let draft = complete_regional();
    for (field, _) in leaves(&draft).iter().filter(|(field, _)| !may_be_empty(field)) {
        for empty in ["", " \r\n\u{3000}"] {
            let expected = match field.as_str() {
                "declarations[helped]" => one("declarations[helped]", Fault::NotAChoice),
                "declarations[helpers]" => one("declarations[helpers]", Fault::Missing),
                f if f.starts_with("declarations") => one(f, Fault::NotDeclared),
                // The first body is known by its registration alone; nobody else is an innovation body.
                "participants[partners][0][org]" => one("participants[partners][0][name]", Fault::Missing),
                "participants[partners][0][kind]" => vec![
                    ("participants[partners][0][kind]".to_owned(), Fault::NotAChoice),
                    ("participants[partners]".to_owned(), Fault::NoInnovationBody),
                ],
                f if ["[kind]", "[level]", "[category]", "[valuation]", "[right]"].iter().any(|c| f.ends_with(c)) => {
                    one(f, Fault::NotAChoice)
                }
                f => one(f, Fault::Missing),
            };
            assert_eq!(problems(&with(&draft, field, empty), Track::Regional), expected, "{field} = {empty:?}");
        }
    }
}

#[test]
fn a_text_that_is_too_long_is_told_by_how_many_characters() {
    let free =
        ["summary", "main_business", "necessity", "content", "schedule", "use_of_funds", "own_funding", "effects"];
    let free: BTreeSet<&str> = free.into_iter().chain(["expected_income", "operation", "tie", "roles"]).collect();
    let line = [
        "title",
        "director_name",
        "director_title",
        "task",
        "certificate_no",
        "document_no",
        "industry",
        "name",
        "address",
        "running_payer",
        "unit",
        "baseline",
        "target",
        "owner",
    ];
    let draft = complete_regional();
    for (field, _) in leaves(&draft) {
        let name = field.trim_end_matches(']').rsplit('[').next().unwrap();
        let max = match name {
            name if free.contains(name) => TEXT_MAX,
            "basis" => BASIS_MAX,
            "item" | "valuation_note" => CELL_TEXT_MAX,
            name if line.contains(&name) && field != "participants[partners][0][name]" => LINE_MAX,
            _ => continue,
        };
        let fits = with(&draft, &field, &"뿌".repeat(max));
        assert_eq!(problems(&fits, Track::Regional), [], "{field}");
        let fault = Fault::TooLong { max: max.try_into().unwrap(), by: 12 };
        let too_long = with(&draft, &field, &"뿌".repeat(max + 12));
        assert_eq!(problems(&too_long, Track::Regional), one(&field, fault), "{field}");
    }
}

#[test]
fn a_line_break_counts_once_however_the_browser_posts_it() {
    let text = format!("{}\r\n{}", "가".repeat(1_500), "나".repeat(1_499));
    assert_eq!(after(|d| d.plan.effects = text.clone()), []);
    let by_one = Fault::TooLong { max: 3_000, by: 1 };
    assert_eq!(after(|d| d.plan.effects = text.clone() + "다"), one("plan[effects]", by_one));
}

#[test]
fn a_single_fault_is_one_problem_at_its_field() {
    let spoil = |field: &str, text: &str| problems(&with(&complete_regional(), field, text), Track::Regional);
    let amount = |problem| Fault::Amount(problem);
    for (field, text, fault) in [
        ("basic[director_phone]", "없음", Fault::NotAPhone),
        ("basic[director_phone]", "123-4567", Fault::NotAPhone),
        ("basic[director_email]", "director", Fault::NotAnEmail),
        ("basic[director_email]", "a@b", Fault::NotAnEmail),
        ("basic[director_email]", "a b@example.kr", Fault::NotAnEmail),
        ("basic[starts_on]", "내년 봄", Fault::NotADate),
        ("basic[starts_on]", "2027-02-30", Fault::NotADate),
        ("basic[assets]", "-1,000", amount(WonProblem::Negative)),
        ("basic[assets]", "△1,000", amount(WonProblem::Negative)),
        ("basic[assets]", "1.5억", amount(WonProblem::Fraction)),
        ("basic[assets]", "많음", amount(WonProblem::NotAnAmount)),
        ("basic[liabilities]", "2천조", amount(WonProblem::TooLarge)),
        ("basic[liabilities]", "1조 1", Fault::AmountTooLarge { max: CELL_MAX }),
        ("participants[partners][1][kind]", "FRIEND", Fault::NotAChoice),
        ("participants[tenants]", "열다섯", Fault::NotANumber),
        ("participants[tenants]", "0", Fault::NotANumber),
        ("participants[firms][0][valid_to]", "무기한", Fault::NotADate),
        ("participants[commitments][0][level]", "TOWN", Fault::NotAChoice),
        ("participants[commitments][0][year]", "내년", Fault::NotANumber),
        ("participants[commitments][0][amount]", "일억", amount(WonProblem::NotAnAmount)),
        ("participants[commitments][0][deposit_on]", "3월", Fault::NotADate),
        ("budget[lines][0][year]", "올해", Fault::NotANumber),
        ("budget[lines][0][category]", "FOOD", Fault::NotAChoice),
        ("budget[lines][0][cost]", "십억", amount(WonProblem::NotAnAmount)),
        ("budget[lines][1][national]", "-5", amount(WonProblem::Negative)),
        ("budget[lines][1][provincial]", "3.5", amount(WonProblem::Fraction)),
        ("budget[lines][1][municipal]", "x", amount(WonProblem::NotAnAmount)),
        ("budget[lines][2][cash]", "1조 1원", Fault::AmountTooLarge { max: CELL_MAX }),
        ("budget[lines][2][in_kind]", "?", amount(WonProblem::NotAnAmount)),
        ("declarations[privacy]", "2025.1", Fault::WordingRenewed),
        ("declarations[least_national]", "조금", amount(WonProblem::NotAnAmount)),
        ("declarations[helped]", "MAYBE", Fault::NotAChoice),
    ] {
        assert_eq!(spoil(field, text), one(field, fault), "{field} = {text}");
    }
}

#[test]
fn the_project_ends_after_it_starts_and_within_the_tracks_years() {
    let period = |starts: &str, ends: &str| {
        let (starts, ends) = (starts.to_owned(), ends.to_owned());
        after(|d| (d.basic.starts_on, d.basic.ends_on) = (starts, ends))
    };
    assert_eq!(period("2027-03-02", "2027-03-01"), one("basic[ends_on]", Fault::EndsBeforeStart));
    assert_eq!(period("2027-01-01", "2029-12-31"), []);
    assert_eq!(period("2027-01-01", "2030-01-01"), one("basic[ends_on]", Fault::PeriodTooLong { max_years: 3 }));
    assert_eq!(period("2027-06-15", "2030-06-14"), []);
}

#[test]
fn a_cost_line_lies_in_the_years_of_the_project() {
    let found = after(|d| d.basic.ends_on = "2027-12-31".to_owned());
    assert_eq!(found, one("budget[lines][2][year]", Fault::YearOutsideProject));
}

#[test]
fn the_regional_track_needs_an_innovation_body_and_letters_of_the_governments() {
    let found = after(|d| d.participants.partners[0].kind = "JOINT".to_owned());
    assert_eq!(found, one("participants[partners]", Fault::NoInnovationBody));
    let found = after(|d| d.participants.commitments.clear());
    assert_eq!(found, one("participants[commitments]", Fault::NoCommitment));
}

#[test]
fn letters_cover_the_local_money_of_every_year_won_for_won() {
    let field = "participants[commitments]";
    let (year, province, budget) = (2028, true, Won(45_000_000));
    let found = after(|d| d.participants.commitments[2].amount = "44,999,999".to_owned());
    assert_eq!(found, one(field, Fault::CommitmentShort { year, province, budget, committed: Won(44_999_999) }));
    let found = after(|d| d.participants.commitments[2].amount = "45,000,001".to_owned());
    assert_eq!(found, one(field, Fault::CommitmentUnused { year, province, budget, committed: Won(45_000_001) }));
    let found = after(|d| d.participants.commitments.push(commitment("MUNICIPALITY", 2029, "1")));
    let unused = Fault::CommitmentUnused { year: 2029, province: false, budget: Won(0), committed: Won(1) };
    assert_eq!(found, one(field, unused));
    let two_letters = after(|d| {
        d.participants.commitments[2].amount = "4천5백만".to_owned();
        d.participants.commitments[3].amount = "3천만".to_owned();
        d.participants.commitments.push(commitment("MUNICIPALITY", 2028, "5백만"));
    });
    assert_eq!(two_letters, []);
}

#[test]
fn enough_firms_are_certified_on_the_closing_day_and_make_the_share() {
    let on_the_day = after(|d| d.participants.firms[0].valid_to = "2026-11-23".to_owned());
    assert_eq!(on_the_day, []);
    let nine = after(|d| {
        d.participants.firms.truncate(9);
        d.participants.tenants = "12".to_owned();
    });
    assert_eq!(nine, one("participants[firms]", Fault::TooFewRootFirms { needed: 10, valid: 9 }));
    let share = |tenants: &str| after(|d| d.participants.tenants = tenants.to_owned());
    assert_eq!(share("17"), [], "12 of 17 are 70.6 %");
    let low = Fault::RootRatioTooLow { needed_bp: 7_000, valid: 12, tenants: 18 };
    assert_eq!(share("18"), one("participants[tenants]", low), "12 of 18 are 66.7 %");
}

#[test]
fn the_three_faults_of_the_demonstration_are_these_three() {
    let found = after(|d| {
        d.budget.lines[2].provincial = "10,000,000".to_owned();
        d.budget.lines[2].cash = "85,000,000".to_owned();
        d.participants.commitments[2].amount = "10,000,000".to_owned();
        d.participants.commitments[1].document_no.clear();
        d.participants.firms[3].valid_to = "2026-11-22".to_owned();
    });
    let expired = Fault::CertificateExpired { closes_on: day("2026-11-23"), valid_to: day("2026-11-22") };
    let expected = [
        ("budget[lines]", rule(Rule::LocalMinimum, Of::Total, 300_000_000, 295_000_000, 5_000_000)),
        ("participants[firms][3][valid_to]", expired),
        ("participants[commitments][1][document_no]", Fault::Missing),
    ];
    assert_eq!(found, expected.map(|(field, fault)| (field.to_owned(), fault)));
}

// ------------------------------------------------------------------ the budget as typed

#[test]
fn amounts_are_read_in_digits_and_in_words() {
    for cost in ["1000000000", "1,000,000,000", "10억", "10억 원", " 1,000,000,000원 ", "1십억"] {
        let checked = judged(&with(&complete_regional(), "budget[lines][0][cost]", cost), Track::Regional);
        assert_eq!(checked.budget.lines[0].cost, Won(1_000_000_000), "{cost}");
    }
}

#[test]
fn blank_rows_are_no_lines_and_do_not_move_the_field_of_a_fault() {
    let blank = LineForm { year: "2027".to_owned(), category: "FACILITY".to_owned(), ..LineForm::default() };
    assert_eq!(after(|d| d.budget.lines.insert(0, blank.clone())), []);
    let found = after(|d| {
        d.budget.lines.insert(1, blank.clone());
        d.budget.lines[2].cost = "200,000,001".to_owned();
    });
    let unbalanced = rule(Rule::SourcesEqualCost, Of::Line(1), 200_000_001, 200_000_000, 1);
    assert_eq!(found, one("budget[lines][2][cost]", unbalanced));
    let found = after(|d| d.budget.lines = vec![blank.clone()]);
    assert_eq!(found, one("budget[lines]", Fault::NoBudgetLine));
}

#[test]
fn a_missing_word_does_not_hide_a_rule_that_fails() {
    let found = after(|d| {
        d.budget.lines[0].basis.clear();
        d.budget.lines[1].cost = "200,000,001".to_owned();
    });
    let unbalanced = rule(Rule::SourcesEqualCost, Of::Line(1), 200_000_001, 200_000_000, 1);
    let expected = [("budget[lines][0][basis]", Fault::Missing), ("budget[lines][1][cost]", unbalanced)];
    assert_eq!(found, expected.map(|(field, fault)| (field.to_owned(), fault)));
}

#[test]
fn an_unreadable_amount_is_asked_again_before_any_rule_is_judged() {
    let found = after(|d| {
        d.budget.lines[0].provincial = "1억쯤".to_owned();
        d.budget.lines[1].cost = "1".to_owned();
    });
    assert_eq!(found, one("budget[lines][0][provincial]", Fault::Amount(WonProblem::NotAnAmount)));
}

#[test]
fn more_rows_than_fit_are_one_problem_and_are_not_read() {
    let max = LINES_MAX.try_into().unwrap();
    let too_many = Fault::TooManyRows { max };
    let rows = |n: usize| (0..n).map(|i| firm(i.try_into().unwrap())).collect::<Vec<_>>();
    let firms = |n: usize| {
        after(|d| {
            d.participants.firms = rows(n);
            d.participants.tenants = "300".to_owned();
        })
    };
    assert_eq!(firms(LINES_MAX), []);
    assert_eq!(firms(LINES_MAX + 1), one("participants[firms]", too_many.clone()));
    let blank = || vec![LineForm::default(); LINES_MAX];
    assert_eq!(after(|d| d.budget.lines.extend(blank())), one("budget[lines]", too_many));
    let indicators = vec![complete_regional().region.indicators[0].clone(); ROWS_MAX + 1];
    let max = ROWS_MAX.try_into().unwrap();
    assert_eq!(after(|d| d.region.indicators = indicators), one("region[indicators]", Fault::TooManyRows { max }));
    let mut form = complete_regional().budget;
    form.lines.extend(vec![form.lines[0].clone(); LINES_MAX]);
    assert_eq!(read_budget(&form).lines.len(), LINES_MAX);
}

#[test]
fn each_rule_of_matching_fails_alone_where_it_can() {
    use Of::{Total, Year};
    // Won in millions: cost, national, provincial, municipal, cash, in-kind.
    let budget = |lines: &[LineForm]| {
        let (lines, mut draft) = (lines.to_vec(), complete_regional());
        draft.basic.ends_on = "2030-03-01".to_owned();
        draft.budget.lines = lines;
        draft.participants.commitments.clear();
        problems(&draft, Track::Leading)
    };
    let m = |won: i64| won * 1_000_000;
    let facility = |year, amounts| line(year, "FACILITY", amounts);
    let activity = |year, amounts| line(year, "ACTIVITY", amounts);
    for (lines, fault) in [
        (vec![facility(2027, [1_000, 700, 150, 50, 100, 0])], None),
        (
            vec![facility(2027, [3_000, 2_001, 400, 300, 299, 0])],
            Some(rule(Rule::NationalPerYear, Year(2027), m(2_000), m(2_001), m(1))),
        ),
        (
            vec![facility(2027, [1_000, 701, 150, 50, 99, 0])],
            Some(rule(Rule::NationalShareFacility, Total, m(700), m(701), m(1))),
        ),
        (
            vec![activity(2027, [1_000, 501, 200, 100, 199, 0])],
            Some(rule(Rule::NationalShareActivity, Total, m(500), m(501), m(1))),
        ),
        (
            vec![activity(2027, [1_000, 400, 100, 99, 401, 0])],
            Some(rule(Rule::LocalMinimum, Total, m(200), m(199), m(1))),
        ),
        (
            vec![activity(2027, [1_000, 500, 200, 120, 80, 100])],
            Some(rule(Rule::PrivateCashMinimum, Total, m(90), m(80), m(10))),
        ),
        (
            vec![activity(2027, [1_000, 400, 200, 150, 149, 101])],
            Some(rule(Rule::InKindMaximum, Total, m(100), m(101), m(1))),
        ),
        (
            (2027..=2030).map(|year| activity(year, [100, 50, 15, 15, 20, 0])).collect(),
            Some(rule(Rule::Years, Total, 3, 4, 1)),
        ),
    ] {
        let expected: Vec<_> = fault.into_iter().map(|fault| ("budget[lines]".to_owned(), fault)).collect();
        assert_eq!(budget(&lines), expected);
    }
}

#[test]
fn a_calculation_gives_the_cost_or_says_by_what_it_differs() {
    let calc =
        |raw: &str| after(|d| (d.budget.lines[1].calc, d.budget.lines[1].basis) = (raw.to_owned(), String::new()));
    assert_eq!(calc("4명 × 500만원 × 10개월"), []);
    let differs = Fault::CalculationDiffers { product: Won(240_000_000), cost: Won(200_000_000) };
    assert_eq!(calc("4명 × 500만원 × 12개월"), one("budget[lines][1][calc]", differs));
    let unread = Fault::Calculation(CalcProblem::NotACalculation);
    assert_eq!(calc("견적 평균"), one("budget[lines][1][calc]", unread));
}

#[test]
fn vat_that_comes_back_is_not_nationally_funded() {
    let with_vat = |vat: &str, refund: &str, national: i64| {
        after(|d| {
            let line = &mut d.budget.lines[1];
            (line.vat, line.vat_refund) = (vat.to_owned(), refund.to_owned());
            line.national = Won(national).to_string();
            line.cash = Won(140_000_000 - national).to_string();
        })
    };
    assert_eq!(with_vat("1천만", "", 100_000_000), []);
    let too_large = Fault::VatTooLarge { max: Won(18_181_819) };
    assert_eq!(with_vat("18,181,820", "", 100_000_000), one("budget[lines][1][vat]", too_large));
    // Both years' activities cost 500 million, 10 of them come back: half of 490 million.
    let share = rule(Rule::NationalShareActivity, Of::Total, 245_000_000, 250_000_000, 5_000_000);
    assert_eq!(with_vat("1천만", "on", 100_000_000), one("budget[lines]", share));
    assert_eq!(with_vat("1천만", "on", 95_000_000), []);
}

#[test]
fn what_is_given_in_kind_says_how_it_is_valued() {
    let none = |in_kind: &str| {
        after(|d| {
            let line = &mut d.budget.lines[0];
            (line.valuation, line.valuation_note) = (String::new(), String::new());
            (line.in_kind, line.cash) = (in_kind.to_owned(), Won(100_000_000).to_string());
            line.cost = Won(1_000_000_000 + Won::parse(in_kind).unwrap_or_default().0).to_string();
        })
    };
    for nothing in ["", "0"] {
        assert_eq!(none(nothing), [], "{nothing:?}");
    }
    let expected = [("valuation", Fault::NotAChoice), ("valuation_note", Fault::Missing)];
    let expected = expected.map(|(name, fault)| (format!("budget[lines][0][{name}]"), fault));
    assert_eq!(none("30,000,000"), expected);
}

#[test]
fn a_site_is_asked_for_a_facility_only() {
    let emptied = |d: &mut Draft| (d.budget.site, d.budget.permits) = Default::default();
    let fields: Vec<String> = after(emptied).into_iter().map(|(field, _)| field).collect();
    let asked = ["budget[site][address]", "budget[site][right]", "budget[permits]", "budget[site][running_cost]"];
    assert_eq!(fields, asked.into_iter().chain(["budget[site][running_payer]"]).collect::<Vec<_>>());
    let activities = |d: &mut Draft| {
        emptied(d);
        d.budget.lines[0].category = "ACTIVITY".to_owned();
    };
    assert!(after(activities).iter().all(|(field, _)| field == "budget[lines]"), "only the share is judged");
    let none_needed = |d: &mut Draft| {
        d.budget.permits.clear();
        d.budget.site.no_permits = "on".to_owned();
    };
    assert_eq!(after(none_needed), []);
}

// ------------------------------------------------------------------ whatever is typed

#[test]
fn dates_are_read_as_the_browser_and_as_official_papers_write_them() {
    for raw in ["2027-03-02", "2027. 3. 2.", "2027.03.02", " 2027/3/2 ", "2027년 3월 2일"] {
        assert_eq!(parse_date(raw), Some(day("2027-03-02")), "{raw}");
    }
    for raw in ["", "2027-03", "27-03-02", "2027-13-01", "2027-02-29", "2027-03-02-01", "1999-12-31", "2101-01-01"] {
        assert_eq!(parse_date(raw), None, "{raw}");
    }
}

/// The complete draft with some of its fields typed anew, and the names of all fields.
fn retyped(typed: &[(Index, String)]) -> (Draft, Vec<String>) {
    let mut draft = complete_regional();
    let fields: Vec<String> = leaves(&draft).into_iter().map(|(field, _)| field).collect();
    for (at, text) in typed {
        draft = with(&draft, &fields[at.index(fields.len())], text);
    }
    (draft, fields)
}

fn typing() -> impl Strategy<Value = Vec<(Index, String)>> {
    let text = "\\PC{0,12}|[0-9,.만억조원-]{0,20}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[ \r\n]{0,4}";
    prop::collection::vec((any::<Index>(), text), 1..8)
}

proptest! {
    #[test]
    fn nothing_that_is_typed_makes_the_check_panic_or_name_an_unknown_field(
        typed in typing(),
        track in prop::sample::select(Track::ALL.to_vec()),
    ) {
        let (draft, fields) = retyped(&typed);
        for Problem { section, field, .. } in judged(&draft, track).problems {
            let known = fields.iter().any(|f| *f == field || f.starts_with(&format!("{field}[")));
            prop_assert!(known && field.starts_with(section.slug()), "{} {}", section.slug(), field);
        }
    }

    #[test]
    fn a_draft_survives_its_storage(typed in typing()) {
        let (draft, _) = retyped(&typed);
        let stored = serde_json::to_string(&draft).unwrap();
        prop_assert_eq!(serde_json::from_str::<Draft>(&stored).unwrap(), draft);
    }
}

#[test]
fn a_draft_of_an_older_form_is_read_and_unknown_fields_are_never_applied() {
    let old = r#"{"basic":{"title":"이전 서식","role":"admin"},"stage":"SELECTED"}"#;
    let draft: Draft = serde_json::from_str(old).unwrap();
    let basic = Basic { title: "이전 서식".to_owned(), ..Basic::default() };
    assert_eq!(draft, Draft { basic, ..Draft::default() });
}

// ------------------------------------------------------------------ the small forms

#[test]
fn the_fields_of_small_forms_are_read_by_the_same_rules() {
    let refused = |fault| Err(Refusal::Field { field: "opinion".to_owned(), fault });
    assert_eq!(Refusal::text("opinion", "  가나\r\n다 ", 5), Ok("가나\r\n다".to_owned()));
    assert_eq!(Refusal::text("opinion", "가나\r\n다", 4), Ok("가나\r\n다".to_owned()));
    assert_eq!(Refusal::text("opinion", "가나\r\n다", 3), refused(FieldFault::TooLong { max: 3 }));
    assert_eq!(Refusal::text("opinion", " \r\n", 5), refused(FieldFault::Missing));

    let refused = |fault| Err(Refusal::Field { field: "opinion".to_owned(), fault });
    assert_eq!(Refusal::amount("opinion", "1억 2천만 원"), Ok(Won(120_000_000)));
    assert_eq!(Refusal::amount("opinion", "1조"), Ok(CELL_MAX));
    assert_eq!(Refusal::amount("opinion", "1조 1"), refused(FieldFault::NotANumber));
    assert_eq!(Refusal::amount("opinion", " "), refused(FieldFault::Missing));
    assert_eq!(Refusal::amount("opinion", "-1"), refused(FieldFault::Amount(WonProblem::Negative)));
}

#[test]
fn nobody_does_with_more_than_they_ask_for() {
    let asked = check(&complete_regional(), &call(), call().track(Track::Regional).unwrap())
        .budget
        .total(domain::budget::Source::National);
    let least = |won: i64| after(|d| d.declarations.least_national = won.to_string());
    assert_eq!(least(asked.0), []);
    assert_eq!(least(asked.0 + 1), one("declarations[least_national]", Fault::MoreThanAsked { asked }));
}

#[test]
fn who_was_helped_by_nobody_names_nobody() {
    assert_eq!(after(|d| (d.declarations.helped, d.declarations.helpers) = ("NOBODY".into(), String::new())), []);
}

#[test]
fn a_question_is_asked_as_the_call_says() {
    let mut call = call();
    let rules = call.tracks.iter_mut().find(|rules| rules.track == Track::Regional).unwrap();
    let mut faults = |draft: &Draft, asked: Asked| {
        for (_, part, _) in DECIDABLE {
            rules.questions.set(part, asked);
        }
        let checked = check(draft, &self::call(), rules);
        checked.problems.into_iter().map(|problem| problem.field).collect::<Vec<_>>()
    };
    let mut blank = complete_regional();
    blank.plan = Plan::default();
    (blank.basic.main_business, blank.basic.assets, blank.basic.liabilities) = Default::default();
    (blank.region.tie, blank.region.roles, blank.region.indicators) = Default::default();
    assert_eq!(faults(&blank, Asked::Required).len(), DECIDABLE.len());
    assert_eq!(faults(&blank, Asked::Optional), [""; 0]);
    // What is written although it need not be is still judged; what is not asked is not read.
    blank.plan.necessity = "가".repeat(TEXT_MAX + 1);
    blank.basic.assets = "많음".into();
    assert_eq!(faults(&blank, Asked::Optional), ["basic[assets]", "plan[necessity]"]);
    assert_eq!(faults(&blank, Asked::NotAsked), [""; 0]);
}

#[test]
fn a_consent_names_the_years_of_its_call() {
    let mut call = call();
    let judged = |call: &Call| check(&complete_regional(), call, call.track(Track::Regional).unwrap()).problems;
    assert_eq!(judged(&call), []);
    call.retention_years = 10;
    let fields: Vec<String> = judged(&call).into_iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["declarations[privacy]", "declarations[sharing]"]);
    assert_eq!((wording("privacy", 10), wording("truthful", 10)), ("2026.1-10".to_owned(), "2026.1".to_owned()));
}
