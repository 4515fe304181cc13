//! Calls as data: parts and fields of the editor, what is wrong with a call, what has happened to it.

use super::{documents, names, refusal::won_problem};
use domain::{
    calendar::{official_date, official_datetime, official_datetime_seconds},
    call::{CallEvent, CallFault, CallProblem, ExtensionProblem, FundingRegime, Part, RoundKind, Spot, Track},
    document::{Need, Supplier},
    form::{Asked, DECIDABLE},
    partner::Demand,
    rubric::AdjustmentKind,
    workflow::Step,
};

pub const fn round_kind(kind: RoundKind) -> &'static str {
    match kind {
        RoundKind::Main => "본공고",
        RoundKind::Additional => "추가공고",
        RoundKind::Reissued => "재공고",
    }
}

/// A part of the editor.
pub const fn part(part: Part) -> &'static str {
    match part {
        Part::Basics => "기본 정보",
        Part::Notice => "공고 내용",
        Part::Schedule => "일정",
        Part::Tracks => "유형과 지원 조건",
        Part::Papers => "제출서류",
        Part::Rubrics => "평가지표",
        Part::Procedure => "절차와 평가 기준",
        Part::Envelope => "예산",
    }
}

/// What a part asks for.
pub const fn part_contents(part: Part) -> &'static str {
    match part {
        Part::Basics => "제목, 공고번호, 사업연도와 차수, 지원 방식, 담당자와 전화번호",
        Part::Notice => "국고보조금 관리지침 제10조의 공고 사항 7가지",
        Part::Schedule => "접수 기간, 지자체 확인과 지역검토 기한, 채점 기한",
        Part::Tracks => {
            "여는 유형, 사업 기간, 국비 한도와 비율(수도권 따로), 지방비와 민간부담금, 뿌리기업 요건, 구매와 심의 기준 금액"
        }
        Part::Papers => "유형별 제출서류의 이름과 안내, 필요한 경우, 내는 곳, 파일 크기",
        Part::Rubrics => "유형별 평가지표와 배점(합계 100점), 점수 단위",
        Part::Procedure => {
            "제출 전 확인, 지역혁신기관 의견, 절사 평균, 기준 점수, 가점·감점 한도, 동점 처리, 이의신청과 보완, 보존"
        }
        Part::Envelope => "유형별·연도별 예산 한도",
    }
}

/// The names of the editor's fields; those of lists by their own name.
#[rustfmt::skip]
const FIELDS: &[(&str, &str)] = &[
    ("title", "공고 제목"),
    ("notice_no", "공고번호"),
    ("fiscal_year", "사업연도"),
    ("round_no", "차수"),
    ("kind", "공고 구분"),
    ("regime", "지원 방식"),
    ("contact", "문의 담당자"),
    ("phone", "문의 전화번호"),
    ("direction", "기본방향"),
    ("projects", "대상사업"),
    ("eligibility", "대상기관과 응모방법"),
    ("procedure", "지원·선정절차"),
    ("schedule", "일정 안내"),
    ("contract", "계약 유의사항"),
    ("other", "기타 사항"),
    ("intake_from", "접수 시작"),
    ("intake_to", "접수 마감"),
    ("local_due", "지자체 확인과 지역혁신기관 의견 기한"),
    ("regional_due", "지역검토 기한"),
    ("scoring_due", "채점 기한"),
    ("short_intake_reason", "접수 기간을 줄이는 사유"),
    ("objection_days", "이의신청 기간"),
    ("panel_target", "평가위원 수"),
    ("supplement_rounds", "보완 요청 횟수"),
    ("supplement_days", "보완 기간"),
    ("retention_years", "서류 보존 기간"),
    ("approval_line", "결재선"),
    ("open", "신청 받기"),
    ("max_years", "최대 사업 기간"),
    ("max_national_per_year", "국비 연간 한도"),
    ("max_national_total", "국비 총 한도"),
    ("max_national_facility", "공동활용시설 국비 비율"),
    ("max_national_activity", "공동혁신활동 국비 비율"),
    ("min_local", "지방비 최소 비율"),
    ("min_private_cash", "민간부담금 중 현금 최소 비율"),
    ("max_in_kind", "현물 최대 비율"),
    ("min_root_firms", "뿌리기업 최소 수"),
    ("min_root_ratio", "뿌리기업 최소 비율"),
    ("capital_facility", "수도권 공동활용시설 국비 비율"),
    ("capital_activity", "수도권 공동혁신활동 국비 비율"),
    ("capital_min_local", "수도권 지방비 최소 비율"),
    ("equipment_review", "연구장비 심의 대상 금액"),
    ("marketplace", "나라장터 이용 금액(물품·용역)"),
    ("marketplace_works", "나라장터 이용 금액(공사)"),
    ("procurement_works", "조달청 계약 대상 금액(시설공사)"),
    ("max_file_mib", "파일 하나의 크기"),
    ("max_total_mib", "모든 파일의 크기"),
    ("slot", "서류 코드"),
    ("paper", "서류 이름"),
    ("paper_hint", "서류 안내"),
    ("need", "필요한 경우"),
    ("supplier", "내는 곳"),
    ("sharing", "행정정보 공동이용으로 갈음"),
    ("reviewers", "평가위원 열람"),
    ("step0", "첫째 단계"),
    ("step1", "둘째 단계"),
    ("step2", "셋째 단계"),
    ("step3", "넷째 단계"),
    ("regional_weight", "지역검토 점수 반영 비율"),
    ("trim_high", "빼는 최고점 수"),
    ("trim_low", "빼는 최저점 수"),
    ("trim_min_sheets", "최소 채점표 수"),
    ("regional_trim_high", "지역검토에서 빼는 최고점 수"),
    ("regional_trim_low", "지역검토에서 빼는 최저점 수"),
    ("regional_trim_min_sheets", "지역검토 최소 채점표 수"),
    ("threshold", "지원대상 기준 점수"),
    ("compare", "기준 점수와 비교하는 값"),
    ("bonus_counts", "가점을 기준 점수에 반영"),
    ("cap_bonus", "가점 한도"),
    ("cap_penalty", "감점 한도"),
    ("max_final", "최고 점수"),
    ("rationale_low", "사유를 받는 낮은 점수(배점 대비)"),
    ("rationale_high", "사유를 받는 높은 점수(배점 대비)"),
    ("rationale_chars", "사유의 최소 길이"),
    ("tie0", "동점 처리 1순위"),
    ("tie1", "동점 처리 2순위"),
    ("tie2", "동점 처리 3순위"),
    ("step", "점수 단위와 배점 합계"),
    ("code", "지표 코드"),
    ("name", "지표 이름"),
    ("name_en", "지표 영문 이름"),
    ("max", "배점"),
    ("guide", "평가 내용"),
];

/// A field's own name, without its track.
pub fn field(name: &str) -> &'static str {
    FIELDS.iter().find(|(field, _)| *field == name).map_or("공고 항목", |(_, label)| label)
}

/// Whose rubric it is: a track's, or that of the province's session.
pub fn rubric(code: &str) -> String {
    match Track::from_code(code) {
        Some(track) => format!("{} 평가지표", names::track(track)),
        None => "지역검토 지표".to_owned(),
    }
}

/// The year of an envelope, counted from the call's own.
pub fn budget_year(later: usize) -> String {
    if later == 0 { "첫해 예산".to_owned() } else { format!("{}년째 예산", later + 1) }
}

/// A field of an item of 가점·감점.
fn item_field(name: &str) -> &'static str {
    match name {
        "kind" => "구분",
        "max" => "점수 한도",
        "evidence" => "증빙 서류",
        "code" => "항목 코드",
        _ => "항목",
    }
}

/// A field with its track and its row.
pub fn label(name: &str) -> String {
    let spot = Spot::of(name);
    let track = Track::from_code(spot.code).map(names::track).unwrap_or_default();
    match (spot.list, spot.row) {
        ("envelope", Some(later)) => format!("{track} {}", budget_year(later)),
        ("adjustments", Some(row)) => format!("{track} 가점·감점 {}번째 줄 {}", row + 1, item_field(spot.name)),
        ("rubrics", Some(row)) => format!("{} {}번째 {}", rubric(spot.code), row + 1, field(spot.name)),
        ("rubrics", None) => format!("{} {}", rubric(spot.code), field(spot.name)),
        ("papers", Some(row)) => format!("{track} 제출서류 {}번째 {}", row + 1, field(spot.name)),
        ("questions", _) => format!("{track} 질문 ‘{}’", question(spot.name)),
        ("tracks" | "papers", _) => format!("{track} {}", field(spot.name)),
        ("notice" | "", _) => field(spot.name).to_owned(),
        ("confirmations", _) => confirmation(spot.name).to_owned(),
        (list, _) if spot.name == "at" => format!("{} 시각", field(list)),
        (list, _) => format!("{} 날짜", field(list)),
    }
}

/// The question of the form behind a key of the editor.
pub fn question(key: &str) -> String {
    let part = DECIDABLE.into_iter().find(|(known, ..)| *known == key).map_or("", |(_, part, _)| part);
    super::field_label(part).unwrap_or_default()
}

/// Whether a question is asked.
pub const fn asked(asked: Asked) -> &'static str {
    match asked {
        Asked::Required => "꼭 쓰기",
        Asked::Optional => "쓰지 않아도 됨",
        Asked::NotAsked => "묻지 않음",
    }
}

/// What stands in a field, as people read it.
pub fn value(name: &str, raw: &str) -> String {
    let spot = Spot::of(name);
    match (spot.name, raw) {
        ("open" | "bonus_counts" | "sharing" | "reviewers", "") => "아니요".to_owned(),
        (_, "") => "없음".to_owned(),
        (_, "on") => "예".to_owned(),
        ("kind", "BONUS") => names::adjustment_kind(AdjustmentKind::Bonus).to_owned(),
        ("kind", "PENALTY") => names::adjustment_kind(AdjustmentKind::Penalty).to_owned(),
        ("kind", raw) => {
            let known = RoundKind::ALL.into_iter().find(|k| k.code() == raw);
            known.map_or_else(|| raw.to_owned(), |k| round_kind(k).to_owned())
        }
        ("regime", raw) => {
            let known = FundingRegime::ALL.into_iter().find(|r| r.code() == raw);
            known.map_or_else(|| raw.to_owned(), |r| names::regime(r).to_owned())
        }
        ("need", raw) => {
            let known = Need::ALL.into_iter().find(|n| n.code() == raw);
            known.map_or_else(|| raw.to_owned(), |n| need(n).to_owned())
        }
        ("supplier", raw) => {
            let known = Supplier::ALL.into_iter().find(|s| s.code() == raw);
            known.map_or_else(|| raw.to_owned(), |s| documents::supplier(s).to_owned())
        }
        ("compare", raw) => compare(raw).to_owned(),
        (_, raw) if spot.list == "questions" => {
            let known = Asked::ALL.into_iter().find(|a| a.code() == raw);
            known.map_or_else(|| raw.to_owned(), |a| asked(a).to_owned())
        }
        ("local" | "participants" | "innovation", raw) => {
            let known = Demand::ALL.into_iter().find(|d| d.code() == raw);
            known.map_or_else(|| raw.to_owned(), |d| super::partner::demand(d).to_owned())
        }
        ("step0" | "step1" | "step2" | "step3", raw) => {
            Step::from_code(raw).map_or_else(|| raw.to_owned(), |step| names::step(step).to_owned())
        }
        ("tie0" | "tie1" | "tie2", "SMALLER_REQUEST") => "국비 신청액이 적은 순".to_owned(),
        ("on", raw) => domain::form::parse_date(raw).map_or_else(|| raw.to_owned(), official_date),
        _ => raw.to_owned(),
    }
}

/// The steps between submission and intake, in order.
pub fn way(steps: &[Step]) -> String {
    let steps = steps.iter().map(|s| names::step(*s)).chain(["전담기관 접수"]);
    steps.collect::<Vec<_>>().join(" → ")
}

/// When a paper must be there.
pub const fn need(need: Need) -> &'static str {
    match need {
        Need::Required => "필수",
        Need::Optional => "선택",
        Need::WithFacility => "공동활용시설이 있으면",
        Need::WithPartners => "참여기관이 있으면",
        Need::Later => "제출한 뒤",
    }
}

/// Whose confirmation before the deadline.
fn confirmation(name: &str) -> &'static str {
    match name {
        "local" => "지자체의 지방비 부담 확인",
        "innovation" => "지역혁신기관의 역할 확인",
        _ => "그 밖의 참여기관의 역할 확인",
    }
}

/// Which score is held against the threshold.
pub fn compare(code: &str) -> &str {
    match code {
        "AFTER_ROUND" => "반올림한 점수",
        "BEFORE_ROUND" => "반올림하기 전 점수",
        other => other,
    }
}

/// A problem with the field's name in front.
pub fn problem(problem: &CallProblem) -> String {
    format!("{}: {}", label(&problem.field), fault(&problem.fault))
}

/// What is wrong with a field, and what to do.
pub fn fault(fault: &CallFault) -> String {
    match fault {
        CallFault::Missing => "필수 항목입니다. 입력해 주십시오.".into(),
        CallFault::TooLong { max, by } => format!("{max}자까지 쓸 수 있습니다. {by}자를 줄여 주십시오."),
        CallFault::NotANumber => "숫자로 읽을 수 없습니다. 숫자로만 써 주십시오.".into(),
        CallFault::OutOfRange { min, max } => {
            format!("{min}부터 {max}까지 쓸 수 있습니다. 범위 안의 수로 고쳐 주십시오.")
        }
        CallFault::NotAnInstant => {
            "날짜와 시각으로 읽을 수 없습니다. 날짜는 2027-03-02, 시각은 18:00과 같이 써 주십시오.".into()
        }
        CallFault::NotAPhone => "전화번호가 아닙니다. 지역번호를 포함해 02-1234-5678과 같이 써 주십시오.".into(),
        CallFault::NotAChoice => "목록에서 하나를 선택해 주십시오.".into(),
        CallFault::NotAShare => "비율로 읽을 수 없습니다. 0부터 100까지 33.3과 같이 써 주십시오.".into(),
        CallFault::Amount(problem) => won_problem(*problem).into(),
        CallFault::NoTrack => "여는 유형이 없습니다. 신청을 받을 유형을 하나 이상 선택해 주십시오.".into(),
        CallFault::RoundTaken { title } => {
            format!("같은 사업연도와 차수의 공고가 있습니다(‘{title}’). 차수를 다르게 고쳐 주십시오.")
        }
        CallFault::OpensInThePast => "접수 시작이 공고하는 때보다 앞섭니다. 앞으로 올 때로 고쳐 주십시오.".into(),
        CallFault::EndsBeforeStart => "접수 마감이 접수 시작보다 늦어야 합니다. 마감을 늦춰 주십시오.".into(),
        CallFault::IntakeShort { days, needed, allowed: false } => format!(
            "접수 기간이 {days}일입니다. 국고보조금 관리지침에 따라 {needed}일 이상이어야 합니다. {}일 늦추거나 줄이는 사유를 적어 주십시오.",
            needed - days
        ),
        CallFault::IntakeShort { days, needed, allowed: true } => {
            format!("접수 기간이 {days}일로 {needed}일보다 짧습니다. 신청기관이 준비할 시간이 있는지 확인해 주십시오.")
        }
        CallFault::NoticeShort { days, wanted } => format!(
            "오늘 공고하면 마감까지 {days}일입니다. 관리지침은 {wanted}일 이상을 권하므로 짧아도 되는지 확인해 주십시오."
        ),
        CallFault::NotAfter { other } => format!("‘{}’보다 늦어야 합니다. 날짜를 고쳐 주십시오.", field(other)),
        CallFault::TotalBelowYear { year, total } => {
            format!("총 한도({total}원)가 연간 한도({year}원)보다 적습니다. 둘 중 하나를 고쳐 주십시오.")
        }
        CallFault::TotalBelowFile { file, total } => {
            format!(
                "모든 파일의 크기({total}MB)가 파일 하나의 크기({file}MB)보다 작습니다. 둘 중 하나를 고쳐 주십시오."
            )
        }
        CallFault::TotalOutOfReach { reachable, total } => format!(
            "연간 한도에 사업 기간을 곱하면 {reachable}원이므로 총 한도 {total}원에 이를 수 없습니다. 한도나 기간을 고쳐 주십시오."
        ),
        CallFault::QuestionObliged => {
            "보조금법 시행령 제7조가 신청서에 적게 한 질문입니다. ‘꼭 쓰기’로 되돌려 주십시오.".into()
        }
        CallFault::NoCriteria => "평가지표가 없습니다. 지표의 이름과 배점을 입력해 주십시오.".into(),
        CallFault::WeightsNot100 { sum } => {
            let points = |hundredths: i64| {
                let digits = format!("{}.{:02}", hundredths / 100, hundredths % 100);
                digits.trim_end_matches('0').trim_end_matches('.').to_owned()
            };
            let (off, what) =
                if *sum < 10_000 { (10_000 - sum, "모자랍니다") } else { (sum - 10_000, "넘칩니다") };
            format!(
                "배점을 더하면 {}점이어서 100점에서 {}점이 {what}. 배점을 고쳐 주십시오.",
                points(*sum),
                points(off)
            )
        }
        CallFault::CodeTwice { code } => {
            format!("코드 {code}가 두 번 쓰였습니다. 한 줄을 지우고 다시 입력해 주십시오.")
        }
        CallFault::OffStep { step } => {
            format!("배점은 점수 단위 {step}점의 배수여야 합니다. 배점이나 단위를 고쳐 주십시오.")
        }
        CallFault::StrikesAll { struck, min_sheets } => format!(
            "최고점과 최저점 {struck}개를 빼면 채점표 {min_sheets}장에서 남는 점수가 없습니다. 최소 채점표 수를 늘려 주십시오."
        ),
        CallFault::ThresholdAboveMax { max } => {
            format!("기준 점수가 최고 점수 {max}점보다 높습니다. 기준 점수를 낮춰 주십시오.")
        }
        CallFault::TieUnknown { code } => {
            format!("평가지표에 없는 지표({code})로 동점을 가릅니다. 지표를 다시 선택해 주십시오.")
        }
        CallFault::StepTwice => "같은 단계가 두 번 있습니다. 하나를 다른 단계나 ‘없음’으로 바꿔 주십시오.".into(),
        CallFault::SessionMissing => {
            "협업형은 광역 지역검토를 거쳐야 합니다. 한 단계를 광역 지역검토로 선택해 주십시오.".into()
        }
        CallFault::SessionElsewhere => {
            "광역 지역검토는 협업형에만 있습니다. 다른 단계나 ‘없음’을 선택해 주십시오.".into()
        }
        CallFault::EnvelopeMissing { year } => {
            format!("{year}년 예산 한도가 없습니다. 0원보다 큰 금액을 입력해 주십시오.")
        }
        CallFault::EnvelopeBelowUsed { year, used } => {
            format!("{year}년 예산에서 이미 {used}원을 승인했습니다. 그 금액 이상으로 입력해 주십시오.")
        }
        CallFault::Frozen => "공고한 뒤에는 바꿀 수 없는 항목입니다. 원래 값으로 되돌려 주십시오.".into(),
        CallFault::NothingChanged => "바뀐 내용이 없습니다. 변경할 항목을 고친 뒤에 공고해 주십시오.".into(),
    }
}

/// Why the close cannot be moved.
pub fn extension_problem(problem: &ExtensionProblem) -> String {
    match problem {
        ExtensionProblem::NotAnInstant => {
            "새 마감: 날짜와 시각으로 읽을 수 없습니다. 날짜는 2027-03-02, 시각은 18:00과 같이 써 주십시오.".into()
        }
        ExtensionProblem::NotLater { closes } => {
            format!("새 마감: 지금 마감({})보다 늦어야 합니다. 날짜를 고쳐 주십시오.", official_datetime(*closes))
        }
        ExtensionProblem::InThePast { now } => {
            format!("새 마감: 지금({})보다 늦어야 합니다. 날짜를 고쳐 주십시오.", official_datetime(*now))
        }
        ExtensionProblem::EvaluationBegan => {
            "이미 평가나 지역검토를 마친 신청이 있어 접수 마감을 바꿀 수 없습니다. 추가공고를 검토해 주십시오.".into()
        }
        ExtensionProblem::AlreadyRequested => {
            "이미 확인을 기다리는 연장 요청이 있습니다. 그 요청을 확인하거나 취소한 뒤에 다시 요청해 주십시오.".into()
        }
    }
}

/// What happened to a call, in one line.
pub fn event(event: &CallEvent) -> String {
    match event {
        CallEvent::Drafted { from: Some(title) } => format!("지난 공고를 복사해 새 공고를 만들었습니다(‘{title}’)."),
        CallEvent::Drafted { from: None } => "새 공고를 만들었습니다.".into(),
        CallEvent::AmendmentDrafted { version } => format!("변경공고(제{version}판) 작성을 시작했습니다."),
        CallEvent::Saved { part: saved } => format!("‘{}’ 항목을 저장했습니다.", part(*saved)),
        CallEvent::Discarded => "작성 중인 내용을 버렸습니다.".into(),
        CallEvent::Published { version, .. } => format!("공고했습니다(제{version}판)."),
        CallEvent::Amended { version, changes, .. } => {
            format!("변경공고를 냈습니다(제{version}판, 바뀐 항목 {}개).", changes.len())
        }
        CallEvent::ExtensionRequested { to, .. } => {
            format!("접수 마감을 {}까지 연장하도록 요청했습니다.", official_datetime_seconds(*to))
        }
        CallEvent::ExtensionWithdrawn => "마감 연장 요청을 취소했습니다.".into(),
        CallEvent::Extended { version, was, to, .. } => format!(
            "접수 마감을 {}에서 {}로 연장했습니다(제{version}판).",
            official_datetime(*was),
            official_datetime(*to)
        ),
    }
}

/// The reason given with it, and the hash of what was published.
pub fn event_notes(event: &CallEvent) -> Vec<String> {
    match event {
        CallEvent::Published { sha256, .. } => vec![format!("SHA-256 {sha256}")],
        CallEvent::Amended { reason, sha256, .. } | CallEvent::Extended { reason, sha256, .. } => {
            vec![reason.clone(), format!("SHA-256 {sha256}")]
        }
        CallEvent::ExtensionRequested { reason, .. } => vec![reason.clone()],
        _ => Vec::new(),
    }
}
