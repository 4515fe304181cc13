//! Example rubrics (예시) to begin a call with; what counts is the rubric that the call publishes.

use super::{Criterion, Hundredths, Rubric};

/// Code, names, what a reviewer looks at, and the maxima for GENERAL, LEADING, REGIONAL.
type Example = (&'static str, &'static str, &'static str, &'static str, [i16; 3]);

const EXAMPLES: [Example; 6] = [
    ("NECESSITY", "사업 필요성", "Necessity", "단지 현황·애로, 수요조사, 시급성", [20, 15, 15]),
    (
        "PLAN",
        "추진계획의 구체성·실현가능성",
        "Concreteness and feasibility of the plan",
        "목표·내용·일정, 시설 규모/부지·인허가, 사업비 적정성",
        [30, 25, 20],
    ),
    (
        "CAPABILITY",
        "추진체계·수행역량",
        "Organisation and capability",
        "주관기관 역량, 재무·자부담 능력, 운영·유지관리 계획",
        [20, 20, 15],
    ),
    (
        "COLLAB",
        "지역 협력체계·거버넌스",
        "Regional collaboration and governance",
        "지자체–TP–연구기관 역할분담, 운영위원회, 지역전략산업 연계",
        [5, 10, 25],
    ),
    (
        "LOCAL_COMMITMENT",
        "지자체 지원 의지",
        "Commitment of the local government",
        "지방비 확약 규모·확실성, 조례, 연계사업",
        [5, 10, 10],
    ),
    (
        "IMPACT",
        "기대효과·지속가능성",
        "Impact and sustainability",
        "매출·고용·환경·안전 지표, 파급, 사후운영",
        [20, 20, 15],
    ),
];

/// An example rubric (예시) for a track: `GENERAL`, `LEADING` or `REGIONAL`; none for another code.
/// No official 배점표 was found (domain.md §2.6): a seed for the call, never a rule.
pub fn default_rubric(track_code: &str) -> Option<Rubric> {
    let (label_ko, max_of): (_, fn([i16; 3]) -> i16) = match track_code {
        "GENERAL" => ("일반형 평가표 (예시)", |[general, _, _]| general),
        "LEADING" => ("선도형 평가표 (예시)", |[_, leading, _]| leading),
        "REGIONAL" => ("협업형 평가표 (예시)", |[_, _, regional]| regional),
        _ => return None,
    };
    let criteria = EXAMPLES.map(|(code, ko, en, guide, max)| criterion(code, ko, en, guide, max_of(max)));
    Some(example(track_code, label_ko, criteria.into()))
}

/// An example rubric (예시) for a province's session over the regional track.
pub fn regional_rubric() -> Rubric {
    let criteria = vec![
        criterion(
            "STRATEGIC_FIT",
            "지역전략산업 부합성",
            "Fit with the regional strategic industry",
            "지역전략산업과의 연계, 지역 산업정책 기여, 단지 발전계획과의 정합성",
            40,
        ),
        criterion(
            "COOPERATION",
            "지역 협력",
            "Regional cooperation",
            "지자체·지역혁신기관의 역할분담, 참여 확약, 운영위원회 구성",
            30,
        ),
        criterion("FEASIBILITY", "실행가능성", "Feasibility", "부지·인허가, 지방비 확보, 추진 일정, 사후운영", 30),
    ];
    example("REGIONAL_SESSION", "광역 지역검토 평가표 (예시)", criteria)
}

pub(super) fn example(code: &str, label_ko: &str, criteria: Vec<Criterion>) -> Rubric {
    Rubric { code: code.to_owned(), version: 1, label_ko: label_ko.to_owned(), criteria, step: Hundredths(50) }
}

pub(super) fn criterion(code: &str, name_ko: &str, name_en: &str, guide_ko: &str, max: i16) -> Criterion {
    Criterion {
        code: code.to_owned(),
        name_ko: name_ko.to_owned(),
        name_en: name_en.to_owned(),
        max: Hundredths::points(max),
        guide_ko: guide_ko.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::validate_rubric;

    #[test]
    fn every_example_rubric_can_be_published() {
        for rubric in ["GENERAL", "LEADING", "REGIONAL"].into_iter().filter_map(default_rubric) {
            assert_eq!(validate_rubric(&rubric), Ok(()), "{}", rubric.code);
            assert!(rubric.label_ko.contains("예시"));
            assert_eq!(rubric.criteria.len(), 6);
        }
        assert_eq!(validate_rubric(&regional_rubric()), Ok(()));
        assert_eq!(default_rubric("general"), None);
    }
}
