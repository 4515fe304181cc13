//! The papers of the demonstration: calls with the proposed rules (예시), filled drafts, a PDF. All amounts invented.

use chrono::{Days, NaiveDate};
use domain::{
    calendar::{Timestamp, kst, kst_date},
    call::{Call, FundingRegime, NoticeText, RoundKind, Thresholds, Track, TrackRules},
    document::{Checklist, Documents, proposed_checklist},
    form::{
        Basic, BudgetForm, Commitment, DECLARED, Declarations, Draft, Help, Indicator, LineForm, Participants, Partner,
        Permit, Plan, Questions, Region, RootFirm, Site,
    },
    ids::{CallId, OrgId},
    money::{BasisPoints, Won},
    ranking::TieBreaker,
    rubric::{
        AdjustmentItem, AdjustmentKind, FinalRule, Hundredths, RationaleRule, TrimRule, default_rubric, regional_rubric,
    },
    workflow::Step,
};
use std::collections::BTreeMap;

const EOK: i64 = 100_000_000;

/// The schedule of a call, in days from the day the demonstration starts.
pub(super) struct Schedule {
    pub from: i64,
    pub to: i64,
    pub local: i64,
    pub scoring: i64,
    /// Asks for papers.
    pub papers: bool,
}

/// A day relative to `start`.
pub(super) fn day(start: Timestamp, days: i64) -> NaiveDate {
    let today = kst_date(start);
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 { today.checked_sub_days(distance) } else { today.checked_add_days(distance) };
    moved.unwrap_or(today)
}

pub(super) fn call(id: CallId, title: String, round_no: u16, fiscal_year: i32, start: Timestamp, at: Schedule) -> Call {
    let evening = |days| kst(day(start, days), 18, 0, 0);
    Call {
        id,
        title,
        notice_no: format!("시연 공고 제{fiscal_year}-{round_no:03}호"),
        fiscal_year,
        round_no,
        regime: FundingRegime::Subsidy,
        intake_from: kst(day(start, at.from), 9, 0, 0),
        intake_to: evening(at.to),
        local_due: evening(at.local),
        regional_due: evening(at.local),
        scoring_due: evening(at.scoring),
        objection_days: 10,
        panel_target: 7,
        contact: "국가뿌리산업진흥센터 특화단지 담당 (시연)".to_owned(),
        tracks: Track::ALL.into_iter().filter_map(|t| track(t, at.papers)).collect(),
        version: 1,
        kind: RoundKind::Main,
        notice: notice(),
        phone: "02-0000-0000".to_owned(),
        short_intake_reason: String::new(),
        supplement_rounds: 2,
        supplement_days: 7,
        retention_years: 5,
        approval_line: Vec::new(),
        confirmations: Default::default(),
        extensions: Vec::new(),
        objection: Default::default(),
    }
}

/// The seven items of a notice, in the shortest words (예시).
fn notice() -> NoticeText {
    let text = |text: &str| format!("{text} (시연용 예시입니다)");
    NoticeText {
        direction: text("뿌리기업이 모인 특화단지의 공동 기반을 갖추고 함께하는 혁신을 돕습니다."),
        projects: text("공동활용시설의 설치와 개선, 공동혁신활동을 지원합니다."),
        eligibility: text("지정된 특화단지의 운영기관이 이 포털에서 신청서를 작성해 제출합니다."),
        procedure: text("지자체 확인 또는 지역검토, 사전검토, 평가, 이의신청, 심의를 거쳐 선정합니다."),
        schedule: text("각 단계의 기한은 추진 일정 표와 같고, 바뀌면 변경공고로 알립니다."),
        contract: text("2천만 원이 넘는 물품·용역과 기준 금액이 넘는 공사는 나라장터 등으로 계약합니다."),
        other: text("같은 내용으로 다른 지원을 받는 사업은 지원하지 않습니다."),
    }
}

/// Ceilings of the 2024 call (domain facts §2.1); shares and rubrics are examples.
fn track(track: Track, papers: bool) -> Option<TrackRules> {
    let (years, per_year, total) = match track {
        Track::Leading => (3, 20 * EOK, 60 * EOK),
        Track::General => (1, 5 * EOK, 5 * EOK),
        Track::Regional => (3, 10 * EOK, 30 * EOK),
    };
    Some(TrackRules {
        track,
        max_years: years,
        max_national_per_year: Won(per_year),
        max_national_total: Won(total),
        max_national_facility: BasisPoints::percent(50),
        max_national_activity: BasisPoints::percent(70),
        min_local: BasisPoints::percent(10),
        min_private_cash: BasisPoints::percent(50),
        max_in_kind: BasisPoints::percent(10),
        capital: Default::default(),
        thresholds: Thresholds::default(),
        min_root_firms: 10,
        min_root_ratio: BasisPoints::percent(70),
        steps: Step::proposed(track, true),
        opinion_of_old: None,
        rubric: default_rubric(track.code())?,
        regional_rubric: (track == Track::Regional).then(regional_rubric),
        regional_weight: if track == Track::Regional { BasisPoints::percent(20) } else { BasisPoints::ZERO },
        trim: TrimRule::HIGHEST_AND_LOWEST,
        regional_trim: TrimRule::PLAIN_MEAN,
        final_rule: FinalRule::default(),
        tie_breakers: TieBreaker::defaults(track.code()),
        adjustments: adjustments(),
        // 예시: who gives nearly nothing or nearly everything says why.
        rationale: Some(RationaleRule { low: BasisPoints::percent(20), high: BasisPoints::percent(95), min_chars: 10 }),
        documents: if papers { proposed_checklist(track) } else { Checklist::default() },
        questions: Questions::default(),
    })
}

/// 가점·감점 (예시): kinds of items that calls of this family name (domain facts §3.3).
fn adjustments() -> Vec<AdjustmentItem> {
    use AdjustmentKind::{Bonus, Penalty};
    [
        ("LINK", Bonus, "기존 구축 장비 연계 활용", 2, "장비 연계 활용 확약서"),
        ("EXCELLENT", Bonus, "우수 특화단지 평가", 3, "우수 특화단지 확인서"),
        ("POOR", Penalty, "최근 2년 불성실 수행", 5, "불성실 수행 통보 공문"),
        ("WAIVED", Penalty, "최근 3년 협약 포기", 5, "협약 포기 공문"),
    ]
    .map(|(code, kind, name, max, evidence)| AdjustmentItem {
        code: code.into(),
        kind,
        name_ko: format!("{name} (예시)"),
        max: Hundredths::points(max),
        evidence: evidence.into(),
    })
    .into()
}

/// What each track can give per year.
pub(super) fn envelope(fiscal_year: i32) -> BTreeMap<(Track, i32), Won> {
    let per_year = |track| match track {
        Track::Leading => 25 * EOK,
        Track::General => 8 * EOK,
        Track::Regional => 9 * EOK,
    };
    Track::ALL
        .into_iter()
        .flat_map(|track| (0..3).map(move |later| ((track, fiscal_year + later), Won(per_year(track)))))
        .collect()
}

/// A complete draft; every rule holds. `scale` is the national money of a year in ten million won.
pub(super) fn draft(call: &Call, track: Track, complex: &str, partner: OrgId, industry: &str, scale: i64) -> Draft {
    let years = if track == Track::General { 1 } else { 2 };
    Draft {
        documents: Documents::default(),
        basic: basic(call, complex, years),
        participants: participants(call, track, partner, years, scale),
        plan: plan(complex),
        region: if track == Track::Regional { region(industry) } else { Region::default() },
        budget: budget(call, years, scale),
        declarations: declarations(),
    }
}

fn declarations() -> Declarations {
    let agreed = |name| DECLARED.into_iter().find(|(n, _)| *n == name).map(|(_, v)| v.to_owned()).unwrap_or_default();
    Declarations {
        truthful: agreed("truthful"),
        no_duplicate: agreed("no_duplicate"),
        privacy: agreed("privacy"),
        integrity: agreed("integrity"),
        sharing: agreed("sharing"),
        least_national: String::new(),
        helped: Help::Nobody.code().to_owned(),
        helpers: String::new(),
    }
}

fn basic(call: &Call, complex: &str, years: i32) -> Basic {
    Basic {
        title: format!("{complex} 공동활용시설 고도화와 공동혁신활동 (가상)"),
        summary: format!(
            "{complex} 입주기업이 함께 쓰는 시험·측정 시설을 갖추고 공동 교육과 시제품 제작을 지원한다. 시연을 위해 꾸민 내용이다."
        ),
        director_name: "가상 총괄책임자".into(),
        director_title: "사무국장".into(),
        director_phone: "02-0000-0000".into(),
        director_email: "director@portal.example".into(),
        starts_on: format!("{}-01-01", call.fiscal_year),
        ends_on: format!("{}-12-31", call.fiscal_year + years - 1),
        main_business: "특화단지 관리·운영, 공동시설 운영, 입주기업 지원 (가상)".into(),
        assets: "2,500,000,000".into(),
        liabilities: "400,000,000".into(),
    }
}

fn participants(call: &Call, track: Track, partner: OrgId, years: i32, scale: i64) -> Participants {
    let firm = |n: i32| RootFirm {
        name: format!("가상뿌리기업 {n:02}"),
        certificate_no: format!("시연-{n:04}"),
        valid_to: day(call.intake_to, 400 + i64::from(n)).to_string(),
    };
    let commitment = |level: &str, later: i32, number: i32, won: i64| Commitment {
        level: level.into(),
        year: (call.fiscal_year + later).to_string(),
        amount: Won(won).to_string(),
        deposit_on: format!("{}-03-31", call.fiscal_year + later),
        document_no: format!("시연과-{}", 1000 + number),
    };
    let share = scale * 10_000_000 * 2 / 5;
    let commitments = (0..years).flat_map(|later| {
        [commitment("PROVINCE", later, 10 + later, share), commitment("MUNICIPALITY", later, 20 + later, share)]
    });
    Participants {
        partners: vec![Partner {
            org: partner.to_string(),
            name: String::new(),
            kind: "INNOVATION_BODY".into(),
            task: "기업 수요조사, 공동 교육과정 설계와 운영".into(),
            share: "전문인력 2명과 시험장비 3종의 공동 사용(가상)".into(),
        }],
        tenants: "14".into(),
        firms: (1..=11).map(firm).collect(),
        commitments: if track == Track::Regional { commitments.collect() } else { Vec::new() },
    }
}

fn plan(complex: &str) -> Plan {
    Plan {
        necessity: format!(
            "{complex} 입주기업은 시험·측정 장비를 각자 외부에 맡기고 있어 납기가 길고 비용이 크다. 수요조사(가상)에서 기업 대부분이 공동시설을 첫째 과제로 꼽았다."
        ),
        content: "공동 시험·측정실을 갖추고, 장비 운영 인력을 두며, 시제품 제작과 공정 개선 컨설팅을 함께 제공한다."
            .into(),
        schedule: "1분기 설계와 인허가, 2분기 발주, 3분기 설치와 시운전, 4분기 개방과 교육.".into(),
        use_of_funds:
            "시설비와 장비비는 공동 시험·측정실에, 활동비는 교육과 시제품 제작에 쓴다. 산출근거는 사업비 표와 같다."
                .into(),
        own_funding:
            "민간부담금은 운영기관이 현금으로, 공간과 기존 장비는 현물로 부담한다. 부족분은 회비 적립금으로 채운다."
                .into(),
        effects: "시험 의뢰 기간을 10일에서 3일로 줄이고 공동 불량률을 낮춘다. 목표값은 성과지표와 같다(가상).".into(),
        expected_income: "시험·측정 수수료로 한 해 8천만 원을 예상하며 모두 시설 유지에 쓴다(가상).".into(),
        operation: "사업이 끝난 뒤 운영기관이 수수료와 회비로 운영하고, 운영위원회가 해마다 사용 실적을 공개한다."
            .into(),
    }
}

fn region(industry: &str) -> Region {
    Region {
        industry: industry.into(),
        tie: "지역전략산업의 부품 공급기업 다수가 단지에 있어 공동 시험·측정이 곧 지역 공급망의 품질을 높인다.".into(),
        roles: "지자체는 지방비와 인허가를, 지역혁신기관은 기술지원과 교육을, 운영기관은 시설 운영을 맡는다.".into(),
        indicators: vec![
            Indicator {
                name: "공동시설 이용기업".into(),
                unit: "개사".into(),
                baseline: "0".into(),
                target: "25".into(),
                owner: "운영기관".into(),
            },
            Indicator {
                name: "공동 교육 수료".into(),
                unit: "명".into(),
                baseline: "12".into(),
                target: "120".into(),
                owner: "지역혁신기관".into(),
            },
        ],
    }
}

/// Each year: national 5, provincial 2, municipal 2, cash 1 of ten parts for the facility and a smaller activity.
fn budget(call: &Call, years: i32, scale: i64) -> BudgetForm {
    let line = |later: i32, category: &str, item: &str, unit: i64| LineForm {
        year: (call.fiscal_year + later).to_string(),
        category: category.into(),
        spending: if category == "FACILITY" { "EQUIPMENT" } else { "CONTRACT" }.into(),
        item: item.into(),
        calc: format!("1식 × {}원", Won(unit * 10)),
        basis: "견적 2개사 평균 (가상)".into(),
        cost: Won(unit * 10).to_string(),
        national: Won(unit * 5).to_string(),
        provincial: Won(unit * 2).to_string(),
        municipal: Won(unit * 2).to_string(),
        cash: Won(unit * 7 / 10).to_string(),
        in_kind: Won(unit * 3 / 10).to_string(),
        valuation: "WAGE".into(),
        valuation_note: "운영기관 참여인력의 기준임률 (가상)".into(),
        ..LineForm::default()
    };
    let lines = (0..years).flat_map(|later| {
        let national = scale * 10_000_000;
        [
            line(later, "FACILITY", "공동 시험·측정실", national / 5 * 4 / 5),
            line(later, "ACTIVITY", "공동 교육·시제품 제작", national / 5 / 5),
        ]
    });
    BudgetForm {
        lines: lines.collect(),
        site: Site {
            address: "특화단지 공동시설 용지 1블록 (가상)".into(),
            right: "OWNED".into(),
            running_cost: "4,500만".into(),
            running_payer: "운영기관이 이용료 수입으로 부담 (가상)".into(),
            ..Site::default()
        },
        permits: vec![Permit {
            name: "건축물 용도변경 신고".into(),
            expected_on: format!("{}-03-31", call.fiscal_year),
        }],
    }
}

/// The nearly finished draft with three true faults: local money short, document number missing, a certificate
/// expired.
pub(super) fn with_three_faults(mut draft: Draft, call: &Call) -> Draft {
    let mut commitments = draft.participants.commitments.iter_mut();
    if let Some(first) = commitments.next() {
        first.document_no.clear();
    }
    if let Some(second) = commitments.next() {
        let whole = Won::parse(&second.amount).unwrap_or_default();
        second.amount = Won(whole.0 - 30_000_000).to_string();
    }
    if let Some(firm) = draft.participants.firms.last_mut() {
        firm.valid_to = day(call.intake_to, -40).to_string();
    }
    draft
}

/// A PDF of one page that says what it stands for, in the letters that every reader has.
pub(super) fn paper(code: &str) -> Vec<u8> {
    let text =
        format!("BT /F1 20 Tf 72 760 Td (Demonstration paper: {code}) Tj 0 -30 Td (All contents are invented.) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>\nstream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut table = "xref\n0 6\n0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(&format!("{number} 0 obj{object}endobj\n"));
    }
    let at = pdf.len();
    format!("{pdf}{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n").into_bytes()
}
