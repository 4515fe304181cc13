//! Scoring: who scores, what a locked sheet means, and how a score came about in words.

use super::names;
use domain::{
    calendar::official_date,
    conflict::Conflict,
    money::BasisPoints,
    rubric::{AdjustmentKind, Compare, FinalStep, Granted, Hundredths, MeanDerivation, Ratio, RegionalShare, Struck},
    view::Pairing,
    workflow::{RegionalOutcome, Stage},
};

const GUIDELINE_MEAN: &str = "기반조성 평가관리지침 제25조제5항";
const GUIDELINE_THRESHOLD: &str = "기반조성 평가관리지침 제25조제7항";

/// Points without the zeros that say nothing: `20`, `12.5`.
pub fn points(points: Hundredths) -> String {
    points.to_string().trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Who scores in a province's session, and who speaks without a mark.
pub const WHO_SCORES: [&str; 2] = [
    "채점은 지방비를 부담하지 않고 사업에도 참여하지 않는 지역혁신기관과, 광역지자체가 위촉한 전문가가 합니다.",
    "지방비를 부담하거나 사업에 참여하는 기관은 채점하지 않고 의견만 제출합니다.",
];

/// Fewer people may score an application than sheets are needed; the province is told what to do.
pub fn few_scorers(eligible: u32, needed: u32, to_province: bool) -> String {
    let who = if to_province { "전문가를" } else { "광역지자체가 전문가를" };
    format!(
        "채점 가능한 사람 {eligible}명 / 필요한 채점표 {needed}부. {who} {}명 이상 더 위촉하거나, 마감할 때 채점표가 적은 사유를 적어야 합니다.",
        needed.saturating_sub(eligible)
    )
}

/// What closing a session does.
pub const SESSION_CLOSING: [&str; 2] = [
    "마감하면 순위·추천·의견을 고칠 수 없고, 채점표와 의견도 더 받지 않습니다.",
    "마감한 신청은 전담기관의 접수 대기로 넘어갑니다.",
];

/// How ranks are given when a session closes over `open` applications.
pub fn ranks(open: usize) -> String {
    match open {
        1 => "1을 씁니다.".to_owned(),
        _ => format!("1부터 {open}까지 한 번씩만 씁니다."),
    }
}

/// What a session says of one application.
pub fn regional_verdict(outcome: &RegionalOutcome) -> String {
    let verdict = if outcome.recommended { "추천" } else { "미추천" };
    match outcome.score {
        Some(score) => {
            format!("{verdict}, {}순위, 지역 점수 {score}점(채점표 {}부의 평균)", outcome.rank, outcome.sheets)
        }
        None => format!("{verdict}, {}순위, 지역 점수 없음(확정된 채점표 {}부)", outcome.rank, outcome.sheets),
    }
}

/// What locking a sheet does.
pub const LOCKING: &str = "저장한 채점표는 확정하기 전까지 몇 번이든 고칠 수 있습니다. 확정한 채점표는 고칠 수 없습니다. 확정하려면 모든 항목의 점수와 평가의견이 있어야 합니다.";

/// How marks are given.
pub fn marking(step: Hundredths) -> String {
    format!("점수는 0점부터 항목의 배점까지 {}점 단위로 씁니다.", points(step))
}

/// How the proposed panels come about.
pub const PROPOSED_PANEL: &str = "이해충돌이 없는 위원 가운데 전문분야가 신청 단지의 뿌리기술과 많이 겹치도록, 또 위원마다 배정 건수가 고르도록 전체를 함께 계산한 제안이 표시되어 있습니다. 표시를 바꾸어 조정할 수 있습니다.";

/// A reviewer for one application: who, from where, why they fit, and whether they are proposed.
pub fn pairing(pairing: &Pairing) -> String {
    let shared: Vec<&str> = pairing.shared.iter().map(|technology| technology.name_ko()).collect();
    let fit = match shared.as_slice() {
        [] => "겹치는 전문분야 없음".to_owned(),
        shared => format!("전문분야 일치 {}개: {}", shared.len(), shared.join(", ")),
    };
    let place = match (pairing.proposed, pairing.reserve) {
        (true, _) => "제안".to_owned(),
        (false, Some(reserve)) => format!("예비 {reserve}순위"),
        (false, None) => "제안하지 않음".to_owned(),
    };
    format!("{}({}) · {fit} · {place}", pairing.name, pairing.affiliation)
}

/// Who is excluded from an application, and why.
pub fn excluded_reviewer(pairing: &Pairing) -> String {
    let why: Vec<String> = pairing.conflicts.iter().map(|(conflict, about)| conflict_reason(conflict, about)).collect();
    format!("{}({}): {}", pairing.name, pairing.affiliation, why.join(", "))
}

fn conflict_reason(conflict: &Conflict, about: &str) -> String {
    match conflict {
        Conflict::ExaminedBefore => "앞선 평가에 참여함(이의신청 인용)".to_owned(),
        Conflict::LeftBefore => "이 신청의 평가에서 물러남".to_owned(),
        Conflict::RunsIt => "전담기관·산업통상부·감사 소속".to_owned(),
        Conflict::Institution { .. } => format!("수행기관과 같은 기관({about})"),
        Conflict::Supporter { .. } => format!("지방비를 부담하는 기관({about})"),
        Conflict::MutualEvaluator { .. } => format!("서로의 신청을 평가하는 관계({about})"),
        Conflict::Tie { tie, until, .. } => {
            let until = until.map(|day| format!(", {}까지", official_date(day))).unwrap_or_default();
            format!("{}({about}{until})", names::tie_kind(*tie))
        }
    }
}

/// Conflicts leave too few reviewers for an application.
pub fn too_few_free(free: u32, min: u32) -> String {
    format!("이해충돌이 없는 위원이 {free}명뿐입니다. {min}명 이상이 되도록 평가위원을 더 등록한 뒤 시작해 주십시오.")
}

/// How many reviewers to choose.
pub fn panel_size(target: u32, min: u32) -> String {
    format!(
        "{target}명이 목표입니다. 어느 신청이든 {min}명보다 적으면 시작할 수 없습니다. 이해충돌이 있는 위원은 배정할 수 없습니다."
    )
}

/// What the notice of results sets off.
pub fn objection_window(days: u16) -> String {
    format!(
        "통보하면 신청기관이 평가결과를 볼 수 있고, {days}일의 이의신청 기간이 시작됩니다. 마지막 날이 쉬는 날이면 다음 근무일까지입니다."
    )
}

pub const fn fundable(fundable: bool) -> &'static str {
    if fundable { "지원대상" } else { "지원제외" }
}

/// Whether and why a sheet does not count.
pub const fn struck(struck: Struck) -> &'static str {
    match struck {
        Struck::None => "반영",
        Struck::Highest => "최고점으로 제외",
        Struck::Lowest => "최저점으로 제외",
    }
}

/// One line of a calculation: what is done, with which numbers, what comes out, by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLine {
    pub name: &'static str,
    pub working: String,
    pub result: String,
    pub source: String,
}

/// Which sheets the mean is taken over, and why.
pub fn trimming(derivation: &MeanDerivation) -> (String, String) {
    let struck = |kind: Struck| derivation.lines.iter().filter(|line| line.struck == kind).count();
    let (high, low, kept) = (struck(Struck::Highest), struck(Struck::Lowest), derivation.divisor);
    if high + low == 0 {
        return (format!("확정된 채점표 {kept}부를 모두 평균합니다."), "공고가 정한 평가 기준".to_owned());
    }
    let rule = format!(
        "총점이 가장 높은 채점표 {high}부와 가장 낮은 채점표 {low}부를 통째로 빼고 남은 {kept}부를 평균합니다. \
         총점이 같으면 위원 기호가 앞선 것을 최고점으로, 뒤의 것을 최저점으로 뺍니다. 어느 것을 빼도 총점의 평균은 같습니다."
    );
    (rule, GUIDELINE_MEAN.to_owned())
}

/// Sum and mean of the kept sheets.
pub fn mean(derivation: &MeanDerivation) -> [ScoreLine; 2] {
    let MeanDerivation { lines, sum, divisor, exact, rounded } = derivation;
    let kept: Vec<String> =
        lines.iter().filter(|line| line.struck == Struck::None).map(|line| line.total.to_string()).collect();
    [
        ScoreLine {
            name: "총점의 합",
            working: kept.join(" + "),
            result: format!("{sum}점"),
            source: GUIDELINE_MEAN.to_owned(),
        },
        ScoreLine {
            name: "평가위원회 평균",
            working: format!("{sum} ÷ {divisor} = {}", decimals(*exact)),
            result: format!("{rounded}점"),
            source: format!("{GUIDELINE_MEAN}. 다음 계산에는 반올림하지 않은 값을 씁니다."),
        },
    ]
}

/// How the region's score enters the final one.
pub fn regional_share(panel: Ratio, share: Option<RegionalShare>, mixed: Ratio) -> ScoreLine {
    let (name, source) = ("지역 점수 반영", "공고가 정한 지역 점수의 비중".to_owned());
    match share {
        Some(RegionalShare { score: region, weight }) if weight > BasisPoints::ZERO => ScoreLine {
            name,
            working: format!(
                "{} × {}% + {region} × {weight}% = {}",
                quotient(panel),
                BasisPoints(BasisPoints::WHOLE.0 - weight.0),
                decimals(mixed)
            ),
            result: format!("{}점", mixed.round_half_up()),
            source,
        },
        None => ScoreLine {
            name,
            working: "지역 점수가 없어 평가위원회 평균만 씁니다.".to_owned(),
            result: format!("{}점", mixed.round_half_up()),
            source,
        },
        Some(_) => ScoreLine {
            name,
            working: "비중 0%: 지역은 추천과 의견만 반영하고 점수는 바꾸지 않습니다.".to_owned(),
            result: format!("{}점", mixed.round_half_up()),
            source,
        },
    }
}

/// One item of 가점·감점 with what proves it.
pub fn granted(granted: &Granted) -> String {
    let sign = match granted.kind {
        AdjustmentKind::Bonus => "+",
        AdjustmentKind::Penalty => "−",
    };
    let until = granted.valid_until.map(|day| format!("~{}", official_date(day))).unwrap_or_else(|| "부터".to_owned());
    format!(
        "{} {} {sign}{}점: {}(유효 {}{until})",
        names::adjustment_kind(granted.kind),
        granted.name_ko,
        granted.points,
        granted.evidence,
        official_date(granted.valid_from)
    )
}

/// One step from the mean to the final score.
pub fn final_step(step: &FinalStep) -> ScoreLine {
    match *step {
        FinalStep::Base { exact, rounded } => ScoreLine {
            name: "반올림",
            working: format!("{} → 소수점 셋째 자리에서 반올림", decimals(exact)),
            result: format!("{rounded}점"),
            source: "공고가 정한 평가 기준".to_owned(),
        },
        FinalStep::Bonus { granted, cap, applied } => ScoreLine {
            name: "가점",
            working: adjustment("가점", granted, cap),
            result: signed("+", applied),
            source: format!("{GUIDELINE_MEAN}(평균을 낸 뒤에 더함), 한도는 공고"),
        },
        FinalStep::Penalty { granted, cap, applied } => ScoreLine {
            name: "감점",
            working: adjustment("감점", granted, cap),
            result: signed("−", applied),
            source: format!("{GUIDELINE_MEAN}(평균을 낸 뒤에 뺌), 한도는 공고"),
        },
        FinalStep::Bounded { sum, score } => ScoreLine {
            name: "점수 범위",
            working: format!("합계 {}점이 점수의 범위를 벗어나 {score}점으로 합니다.", whole(sum)),
            result: format!("{score}점"),
            source: "공고가 정한 최고 점수".to_owned(),
        },
        FinalStep::Threshold { compared, compare, bonus_counted, threshold, fundable: passed } => ScoreLine {
            name: "지원대상 판정",
            working: format!(
                "{} {} {threshold} ({}, {})",
                decimals(compared),
                if passed { "≥" } else { "<" },
                match compare {
                    Compare::AfterRound => "반올림한 점수로 비교",
                    Compare::BeforeRound => "반올림하지 않은 점수로 비교",
                },
                if bonus_counted { "가점 포함" } else { "가점 제외" }
            ),
            result: fundable(passed).to_owned(),
            source: format!("{GUIDELINE_THRESHOLD}({}점 이상 지원대상), 비교 방법은 공고", points(threshold)),
        },
    }
}

fn signed(sign: &str, applied: Hundredths) -> String {
    if applied == Hundredths::ZERO { format!("{applied}점") } else { format!("{sign}{applied}점") }
}

fn adjustment(name: &str, granted: Hundredths, cap: Hundredths) -> String {
    if granted == Hundredths::ZERO {
        format!("부여된 {name} 없음")
    } else if granted > cap {
        format!("부여된 {name} {granted}점 중 한도 {}점까지 반영", points(cap))
    } else {
        format!("부여된 {name} {granted}점(한도 {}점)", points(cap))
    }
}

fn whole(hundredths: i64) -> String {
    Ratio::new(hundredths, 1).map(|points| points.to_string()).unwrap_or_default()
}

/// An exact number of points as a division: `250.00 ÷ 3`; plain points when nothing is divided.
pub fn quotient(exact: Ratio) -> String {
    exact.to_string().replace('/', " ÷ ")
}

/// An exact number of points in decimals, cut after the fourth with `…` when there are more: `83.3333…`.
pub fn decimals(exact: Ratio) -> String {
    let (scaled, den) = (i128::from(exact.num()) * 100, i128::from(exact.den()));
    let (cut, more) = (scaled.unsigned_abs() / den.unsigned_abs(), scaled % den != 0);
    let minus = if scaled < 0 { "-" } else { "" };
    let digits = format!("{minus}{}.{:04}", cut / 10_000, cut % 10_000);
    match digits.strip_suffix("00") {
        _ if more => format!("{digits}…"),
        Some(short) => short.to_owned(),
        None => digits,
    }
}

/// Where an application of a panel stands, as its line in the progress table says.
pub fn panel_progress(stage: Stage, locked: u32, assigned: u32) -> String {
    match stage {
        Stage::Eligible => "배정 전".to_owned(),
        Stage::Evaluating => format!("확정 {locked}부 / 배정 {assigned}부"),
        stage => format!("{}({assigned}부)", names::stage(stage)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(num: i64, den: i64) -> Ratio {
        Ratio::new(num, den).unwrap_or(Ratio::from(Hundredths::ZERO))
    }

    #[test]
    fn points_drop_only_the_zeros_after_the_point() {
        assert_eq!(points(Hundredths::points(20)), "20");
        assert_eq!(points(Hundredths(1_250)), "12.5");
        assert_eq!(points(Hundredths::ZERO), "0");
    }

    #[test]
    fn an_exact_mean_is_never_rounded_on_the_way() {
        assert_eq!(quotient(ratio(17_999, 3)), "179.99 ÷ 3");
        assert_eq!(decimals(ratio(17_999, 3)), "59.9966…");
        assert_eq!(decimals(ratio(25_000, 4)), "62.50");
        assert_eq!(decimals(ratio(25_001, 4)), "62.5025");
        assert_eq!(decimals(ratio(-50, 1)), "-0.50");
    }

    #[test]
    fn the_verdict_names_both_sides_of_the_threshold() {
        let step = FinalStep::Threshold {
            compared: ratio(5_950, 1),
            compare: Compare::AfterRound,
            bonus_counted: true,
            threshold: Hundredths::points(60),
            fundable: false,
        };
        let line = final_step(&step);
        assert_eq!(line.working, "59.50 < 60.00 (반올림한 점수로 비교, 가점 포함)");
        assert_eq!(line.result, "지원제외");
    }

    #[test]
    fn a_bonus_over_its_cap_says_what_counts() {
        assert_eq!(
            adjustment("가점", Hundredths::points(12), Hundredths::points(10)),
            "부여된 가점 12.00점 중 한도 10점까지 반영"
        );
        assert_eq!(adjustment("감점", Hundredths::ZERO, Hundredths::points(10)), "부여된 감점 없음");
    }

    #[test]
    fn a_pairing_says_why_and_an_exclusion_too() {
        let pairing = |conflicts| Pairing {
            id: domain::ids::UserId(Default::default()),
            name: "가상 위원".to_owned(),
            affiliation: "가상대학교".to_owned(),
            proposed: false,
            reserve: Some(2),
            shared: vec![domain::registry::Technology::Casting],
            conflicts,
        };
        assert_eq!(
            super::pairing(&pairing(Vec::new())),
            "가상 위원(가상대학교) · 전문분야 일치 1개: 주조 · 예비 2순위"
        );
        let family = domain::ids::OrgId(Default::default());
        let tie = Conflict::Tie { tie: domain::conflict::TieKind::Advice, family, until: None };
        let excluded = excluded_reviewer(&pairing(vec![(tie, "가상조합".to_owned())]));
        assert_eq!(excluded, "가상 위원(가상대학교): 자문(가상조합)");
    }
}
