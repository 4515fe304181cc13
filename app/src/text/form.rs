//! The application form: names of its parts and fields, what is wrong with a field, the rules of matching.

use super::{budget::calc_problem, orgs::number_problem, refusal::won_problem};
use domain::{
    budget::{Finding, Of, Rule},
    calendar::official_date,
    form::{Fault, Problem, Section},
    money::{BasisPoints, Won},
    partner::Standing,
    refusal::FieldFault,
};

/// A section of the form.
pub const fn section(section: Section) -> &'static str {
    match section {
        Section::Basic => "일반현황",
        Section::Participants => "참여기관과 지방비 확약",
        Section::Plan => "사업계획",
        Section::Region => "지역전략산업 연계",
        Section::Budget => "사업비",
        Section::Documents => "첨부",
        Section::Declarations => "서약과 동의",
    }
}

/// What a section asks for (보조금법 시행령 §7 and the call).
pub const fn section_contents(section: Section) -> &'static str {
    match section {
        Section::Basic => "사업명, 사업 기간, 사업책임자, 신청기관의 주요 사업과 자산·부채",
        Section::Participants => {
            "참여기관과 역할, 입주기업 수, 뿌리기업과 확인서, 지자체의 지방비 확약(금액, 입금 예정일, 공문번호)"
        }
        Section::Plan => {
            "필요성, 목적과 내용, 추진 일정, 사업비 사용계획, 자부담 조달계획, 기대효과, 예상 수입, 종료 후 운영계획"
        }
        Section::Region => "지역전략산업과의 연계, 기관별 역할, 공동 성과지표(협업형)",
        Section::Budget => "연도별 세목과 산출근거, 국비·시·도비·시·군·구비·민간부담금(현금, 현물)",
        Section::Documents => "공고가 요구하는 서류(사업계획서, 확약서, 재무제표 등)의 파일",
        Section::Declarations => "사실 기재·중복지원 금지·청렴 서약, 개인정보 동의, 최소 수용 가능 국비, 작성 도움",
    }
}

/// The names of fields and of the rows they stand in.
#[rustfmt::skip]
const LABELS: &[(&str, &str)] = &[
    ("code", "문서확인번호"),
    ("confirmed", "확인"),
    ("basic[title]", "사업명"),
    ("basic[summary]", "사업 개요"),
    ("basic[director_name]", "사업책임자 성명"),
    ("basic[director_title]", "사업책임자 직위"),
    ("basic[director_phone]", "사업책임자 전화번호"),
    ("basic[director_email]", "사업책임자 전자우편"),
    ("basic[starts_on]", "사업 시작일"),
    ("basic[ends_on]", "사업 종료일"),
    ("basic[main_business]", "신청기관의 주요 사업"),
    ("basic[assets]", "자산 총액"),
    ("basic[liabilities]", "부채 총액"),
    ("participants[partners]", "참여기관"),
    ("participants[partners][][org]", "기관 선택"),
    ("participants[partners][][name]", "기관명"),
    ("participants[partners][][kind]", "참여 구분"),
    ("participants[partners][][task]", "담당 업무"),
    ("participants[partners][][share]", "분담"),
    ("participants[tenants]", "입주기업 수"),
    ("participants[firms]", "뿌리기업"),
    ("participants[firms][][name]", "기업명"),
    ("participants[firms][][certificate_no]", "뿌리기업 확인서 번호"),
    ("participants[firms][][valid_to]", "확인서 유효기간 만료일"),
    ("participants[commitments]", "지방비 확약"),
    ("participants[commitments][][level]", "확약 지자체"),
    ("participants[commitments][][year]", "연도"),
    ("participants[commitments][][amount]", "확약 금액"),
    ("participants[commitments][][deposit_on]", "입금 예정일"),
    ("participants[commitments][][document_no]", "공문번호"),
    ("plan[necessity]", "사업의 필요성"),
    ("plan[content]", "사업의 목적과 내용"),
    ("plan[schedule]", "추진 일정"),
    ("plan[use_of_funds]", "사업비 사용계획"),
    ("plan[own_funding]", "자부담 조달계획"),
    ("plan[effects]", "기대효과"),
    ("plan[expected_income]", "예상 수입"),
    ("plan[operation]", "사업 종료 후 운영계획"),
    ("region[industry]", "지역전략산업"),
    ("region[tie]", "지역전략산업과의 연계"),
    ("region[roles]", "기관별 역할"),
    ("region[indicators]", "공동 성과지표"),
    ("region[indicators][][name]", "지표명"),
    ("region[indicators][][unit]", "단위"),
    ("region[indicators][][baseline]", "기준값"),
    ("region[indicators][][target]", "목표값"),
    ("region[indicators][][owner]", "담당 기관"),
    ("budget[lines]", "사업비"),
    ("budget[lines][][year]", "연도"),
    ("budget[lines][][category]", "비목"),
    ("budget[lines][][item]", "세목"),
    ("budget[lines][][basis]", "산출근거"),
    ("budget[lines][][cost]", "사업비 합계"),
    ("budget[lines][][national]", "국비"),
    ("budget[lines][][provincial]", "시·도비"),
    ("budget[lines][][municipal]", "시·군·구비"),
    ("budget[lines][][cash]", "민간 현금"),
    ("budget[lines][][in_kind]", "민간 현물"),
    ("budget[lines][][spending]", "집행 구분"),
    ("budget[lines][][calc]", "산출식"),
    ("budget[lines][][vat]", "부가가치세"),
    ("budget[lines][][vat_refund]", "부가세 환급"),
    ("budget[lines][][valuation]", "현물 평가기준"),
    ("budget[lines][][valuation_note]", "현물 평가 근거"),
    ("budget[site]", "공동활용시설의 부지와 운영"),
    ("budget[site][address]", "시설 위치"),
    ("budget[site][right]", "부지 사용 권원"),
    ("budget[site][right_note]", "권원 설명"),
    ("budget[site][no_permits]", "인허가 불필요"),
    ("budget[site][running_cost]", "완공 후 연간 운영비"),
    ("budget[site][running_payer]", "운영비 부담"),
    ("budget[permits]", "인허가"),
    ("budget[permits][][name]", "인허가 명칭"),
    ("budget[permits][][expected_on]", "예정일"),
    ("documents[]", "첨부"),
    ("declarations[truthful]", "사실 기재 서약"),
    ("declarations[no_duplicate]", "중복지원 금지 서약"),
    ("declarations[privacy]", "개인정보 수집·이용 동의"),
    ("declarations[integrity]", "청렴 서약"),
    ("declarations[sharing]", "개인정보 제3자 제공 동의"),
    ("declarations[least_national]", "최소 수용 가능 국비"),
    ("declarations[helped]", "신청서 작성 도움"),
    ("declarations[helpers]", "도움을 준 사람이나 기관"),
    ("answer", "확인 결과"),
    ("own[]", "부담 금액"),
    ("other[]", "상대 지자체 분담 예상"),
    ("source", "재원"),
    ("resolved_on", "의결(예정)일"),
    ("deposit_on", "입금 예정일"),
    ("document_on", "공문 날짜"),
    ("advised", "자문한 대상"),
    ("reply_by", "답변 희망일"),
    ("message", "전하는 말"),
    ("partners[]", "참여기관·지자체 확인"),
    ("amounts[]", "부담 금액"),
    ("document_no", "공문번호"),
    ("opinion", "의견"),
    ("opinions[]", "종합의견"),
    ("file", "첨부 파일"),
    ("verified", "확인할 파일"),
    ("title", "서류 이름"),
    ("valid_until", "유효기간 마지막 날"),
    ("paper", "서류함의 서류"),
    ("reason", "사유"),
    ("remarks", "검토의견"),
    ("parts[]", "고칠 항목"),
    ("phrases", "자주 쓰는 문구"),
    ("due", "보완 기한"),
    ("reply", "보완 내용 설명"),
    ("grounds", "이의신청 사유"),
    ("kinds", "이의신청 근거"),
    ("challenge", "기피할 위원과 사유"),
    ("paper", "증빙 서류(PDF)"),
    ("reviewer", "평가위원"),
    ("day", "공휴일"),
    ("text", "의견"),
    ("comment", "평가의견"),
    ("experts", "위촉할 전문가"),
    ("reviewers", "평가위원"),
    ("rank", "순위"),
    ("outcomes[][rank]", "지역 순위"),
    ("outcomes[][recommended]", "추천 여부"),
    ("outcomes[][opinion]", "지역 의견"),
    ("outcomes[][few_sheets_reason]", "채점표가 적은 사유"),
    ("held_on", "심의일"),
    ("members", "참석 위원"),
    ("members[]", "참석 위원"),
    ("members[][name]", "위원 성명"),
    ("members[][affiliation]", "위원 소속"),
    ("resolution", "의결 내용"),
    ("assigned[]", "평가위원"),
    ("technologies", "전문분야"),
    ("ties[]", "이해관계"),
    ("ties[][kind]", "관계"),
    ("ties[][org]", "기관"),
    ("ties[][until]", "끝난 날"),
    ("ties[][note]", "내용"),
    ("places[]", "동점 순서"),
    ("tie_reason", "동점 순서 사유"),
    ("weight", "지역 점수 비중"),
    ("threshold", "지원대상 기준 점수"),
    ("envelope[]", "예산"),
    ("scenario_name", "가정의 이름"),
    ("names_reason", "이름을 여는 사유"),
    ("adjustments[][points]", "점수"),
    ("adjustments[][evidence]", "증빙"),
    ("adjustments[][valid_from]", "유효 시작일"),
    ("adjustments[][valid_until]", "유효 종료일"),
    ("awards[][outcome]", "선정 구분"),
    ("awards[][amount]", "1차 연도 지원액"),
    ("awards[][reason]", "조정 사유"),
    ("applications", "대상 신청"),
    ("owner[]", "항목 담당자"),
    ("track", "신청 유형"),
    ("language", "알림의 언어"),
    ("complex", "특화단지"),
    ("minutes", "이동할 시간"),
    ("custom", "직접 입력한 분"),
    ("email", "전자우편"),
    ("password", "비밀번호"),
    ("tenants", "입주기업 수"),
    ("name", "기관명"),
    ("person", "성명"),
    ("business_no", "사업자등록번호"),
    ("corporate_no", "법인등록번호"),
    ("kind", "기관 구분"),
    ("region", "지역"),
    ("parent", "상위 기관"),
    ("org", "기관"),
    ("role", "역할"),
    ("delegate", "위임받는 사람"),
    ("scope", "위임 범위"),
    ("from", "시작일"),
    ("until", "마지막 날"),
    ("predecessor", "인계하는 사람"),
    ("successor", "인수하는 사람"),
    ("note", "메모"),
    ("committee_kind", "위원회"),
    ("committee_mode", "심의 방법"),
    ("meets_on", "회의일 또는 서면심의 마지막 날"),
    ("meets_at", "회의 시작 시각"),
    ("place", "장소"),
    ("urgent_reason", "긴급한 사유"),
    ("summary", "안건 설명"),
    ("agenda", "안건"),
    ("seats[][name]", "위원 성명"),
    ("seats[][affiliation]", "위원 소속"),
    ("seats[][email]", "위원 전자우편"),
    ("seats[][private]", "민간위원"),
    ("votes[][choice]", "안건 표결"),
    ("votes[][opinion]", "안건 의견"),
    ("voter", "위원"),
    ("resolution", "의결 내용"),
    ("cancel_reason", "취소 사유"),
    ("announce_on", "발표일"),
    ("announce_at", "발표 시각"),
];

/// What a field is called on the page; rows are counted from 1: `사업비 3번째 줄 국비`.
pub fn field_label(field: &str) -> Option<String> {
    let (shape, row) = shape_of(field);
    let named = |shape: &str| LABELS.iter().find(|(name, _)| *name == shape).map(|(_, label)| *label);
    let label = named(&shape)?;
    let Some(row) = row else { return Some(label.to_owned()) };
    let list = shape.split_once("[][").and_then(|(list, _)| named(list)).unwrap_or_default();
    Some(match row.parse::<u32>() {
        Ok(year) if year > 1_999 => format!("{year}년 {label}"),
        Ok(index) if list.is_empty() => format!("{}번째 {label}", index + 1),
        Ok(index) => format!("{list} {}번째 줄 {label}", index + 1),
        Err(_) => label.to_owned(),
    })
}

/// Where a field stands among all, in the order of the form.
pub fn field_place(field: &str) -> usize {
    LABELS.iter().position(|(name, _)| *name == field).unwrap_or(usize::MAX)
}

/// `budget[lines][2][cost]` is `budget[lines][][cost]` at `2`. A key that is no number (a criterion, an id) counts too.
fn shape_of(field: &str) -> (String, Option<&str>) {
    let known = |shape: &str| LABELS.iter().any(|(name, _)| *name == shape);
    if known(field) {
        return (field.to_owned(), None);
    }
    for (open, _) in field.match_indices('[') {
        let (head, rest) = field.split_at(open);
        let Some((row, tail)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) else { continue };
        let shape = format!("{head}[]{tail}");
        if known(&shape) {
            return (shape, Some(row));
        }
    }
    (field.to_owned(), None)
}

/// The sentence with the field's name in front: the same in a summary and next to the field.
pub(super) fn named(field: &str, sentence: &str) -> String {
    match field_label(field) {
        Some(label) => format!("{label}: {sentence}"),
        None => sentence.to_owned(),
    }
}

/// A problem of the draft, with the field's name.
pub fn problem(problem: &Problem) -> String {
    named(&problem.field, &fault(&problem.fault))
}

/// What is wrong with a field of the application form.
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Missing => "필수 항목입니다. 입력해 주십시오.".into(),
        Fault::TooLong { max, by } => format!("{max}자까지 쓸 수 있습니다. {by}자를 줄여 주십시오."),
        Fault::TooManyRows { max } => format!("{max}줄까지 쓸 수 있습니다. 줄을 합치거나 지워 주십시오."),
        Fault::NotAChoice => "목록에서 하나를 선택해 주십시오.".into(),
        Fault::Amount(problem) => won_problem(*problem).into(),
        Fault::AmountTooLarge { max } => format!("한 칸에는 {max}원까지 쓸 수 있습니다. 금액을 확인해 주십시오."),
        Fault::NotADate => "날짜로 읽을 수 없습니다. 2027-03-02와 같이 써 주십시오.".into(),
        Fault::NotANumber => "숫자로 읽을 수 없습니다. 0 이상의 수를 숫자로만 써 주십시오.".into(),
        Fault::NotAnEmail => "전자우편 주소가 아닙니다. name@example.or.kr과 같이 써 주십시오.".into(),
        Fault::NotAPhone => "전화번호가 아닙니다. 지역번호를 포함해 02-1234-5678과 같이 써 주십시오.".into(),
        Fault::EndsBeforeStart => "사업 종료일이 시작일보다 앞섭니다. 시작일 이후의 날짜로 고쳐 주십시오.".into(),
        Fault::PeriodTooLong { max_years } => {
            format!("사업 기간은 {max_years}년을 넘을 수 없습니다. 종료일을 앞당겨 주십시오.")
        }
        Fault::YearOutsideProject => {
            "사업 기간에 들어 있지 않은 연도입니다. 연도 또는 사업 기간을 고쳐 주십시오.".into()
        }
        Fault::NotDeclared => "동의해야 제출할 수 있습니다. 내용을 읽고 표시해 주십시오.".into(),
        Fault::WordingRenewed => "동의하신 뒤에 문구가 바뀌었습니다. 바뀐 내용을 읽고 다시 표시해 주십시오.".into(),
        Fault::MoreThanAsked { asked } => {
            format!("신청한 국비 {asked}원보다 많습니다. 그보다 적거나 같은 금액을 쓰거나 비워 두십시오.")
        }
        Fault::NoInnovationBody => {
            "협업형은 지역혁신기관이 1곳 이상 참여해야 합니다. 참여 구분이 ‘지역혁신기관’인 줄을 추가해 주십시오."
                .into()
        }
        Fault::NoCommitment => {
            "협업형은 지자체의 지방비 확약이 1건 이상 있어야 합니다. 확약 내용을 추가해 주십시오.".into()
        }
        Fault::NoBudgetLine => "사업비가 한 줄도 없습니다. 사업비를 추가해 주십시오.".into(),
        Fault::Calculation(problem) => calc_problem(*problem).into(),
        Fault::CalculationDiffers { product, cost } => format!(
            "산출식의 값은 {product}원인데 사업비는 {cost}원입니다. 산출식을 고치거나 사업비를 {product}원으로 고쳐 주십시오."
        ),
        Fault::VatTooLarge { max } => {
            format!("부가가치세는 사업비의 11분의 1({max}원)을 넘을 수 없습니다. 부가가치세나 사업비를 고쳐 주십시오.")
        }
        Fault::NoPermit => {
            "필요한 인허가와 예정일을 적거나, 필요한 인허가가 없으면 ‘인허가 불필요’에 표시해 주십시오.".into()
        }
        Fault::TooFewRootFirms { needed, valid } => format!(
            "접수 마감일에 확인서가 유효한 뿌리기업이 {needed}곳 이상이어야 합니다. 지금은 {valid}곳이므로 {}곳을 더 적어 주십시오.",
            needed.saturating_sub(*valid)
        ),
        Fault::RootRatioTooLow { needed_bp, valid, tenants } => format!(
            "입주기업 중 뿌리기업의 비율이 {}% 이상이어야 합니다. 지금은 입주기업 {tenants}곳 중 {valid}곳입니다. 빠진 뿌리기업을 적거나 입주기업 수를 확인해 주십시오.",
            BasisPoints(*needed_bp)
        ),
        Fault::CertificateExpired { closes_on, valid_to } => format!(
            "확인서가 접수 마감일({})보다 먼저 끝납니다({} 만료). 갱신된 확인서를 적어 주십시오.",
            official_date(*closes_on),
            official_date(*valid_to)
        ),
        Fault::CommitmentShort { year, province, budget, committed } => format!(
            "{year}년 {}가 사업비에는 {budget}원인데 확약은 {committed}원입니다. 확약을 {}원 늘리거나 사업비를 줄여 주십시오.",
            local(*province),
            difference(*budget, *committed)
        ),
        Fault::CommitmentUnused { year, province, budget, committed } => format!(
            "{year}년 {}의 확약은 {committed}원인데 사업비에는 {budget}원만 잡혀 있습니다. 사업비에 {}원을 더 쓰거나 확약을 고쳐 주십시오.",
            local(*province),
            difference(*committed, *budget)
        ),
        Fault::PartUnconfirmed { name, standing } => match standing {
            Standing::Changed => {
                format!("{name}: 요청한 뒤에 내용이 바뀌었습니다. 지금 내용으로 다시 확인을 요청해 주십시오.")
            }
            Standing::Waiting(_) => format!("{name}: 아직 답하지 않았습니다. 답을 기다리거나 기관에 연락해 주십시오."),
            Standing::Reduced | Standing::Refused | Standing::Declined => {
                format!("{name}: 요청한 대로 맡을 수 없다고 답했습니다. 신청서를 고치거나 다시 협의해 주십시오.")
            }
            _ => format!("{name}: 아직 확인을 요청하지 않았습니다. 확인 요청을 보내 주십시오."),
        },
        Fault::PromisedLess { year, province, budget, promised } => format!(
            "{year}년 {}가 사업비에는 {budget}원인데 지자체는 {promised}원을 부담하겠다고 답했습니다. 사업비를 {}원 줄이고 다른 재원을 쓰거나 다시 협의해 주십시오.",
            local(*province),
            difference(*budget, *promised)
        ),
        Fault::BudgetRule(finding) => rule(finding),
        Fault::DocumentMissing { name, consent } => super::documents::missing(name, *consent),
    }
}

const fn local(province: bool) -> &'static str {
    if province { "시·도비" } else { "시·군·구비" }
}

fn difference(larger: Won, smaller: Won) -> Won {
    larger.checked_sub(smaller).unwrap_or(Won::ZERO)
}

/// What a rule of matching asks, and whether it holds: for the list of rules beside the budget.
pub fn rule_line(finding: &Finding) -> String {
    let Finding { rule, limit, actual, .. } = finding;
    let name = rule_name(*rule);
    match (rule, finding.of) {
        (Rule::Years, _) => format!("{name}: 최대 {}년, 지금 {}년", limit.0, actual.0),
        (Rule::SourcesEqualCost, Of::Line(index)) => {
            format!("{name}({}번째 줄): 사업비 {limit}원, 재원 합계 {actual}원", u64::from(index) + 1)
        }
        (_, Of::Line(index)) => {
            format!("{name}({}번째 줄): 한도 {limit}원, 지금 {actual}원", u64::from(index) + 1)
        }
        (_, Of::Year(year)) => format!("{year}년 {name}: 한도 {limit}원, 지금 {actual}원"),
        (Rule::LocalMinimum | Rule::PrivateCashMinimum, _) => format!("{name}: 최소 {limit}원, 지금 {actual}원"),
        _ => format!("{name}: 한도 {limit}원, 지금 {actual}원"),
    }
}

const fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::SourcesEqualCost => "재원 합계와 사업비의 일치",
        Rule::RefundableVat => "환급받는 부가세의 국비 제외",
        Rule::NationalPerYear => "국비 연간 한도",
        Rule::NationalTotal => "국비 총액 한도",
        Rule::NationalShareFacility => "공동활용시설 국비 한도",
        Rule::NationalShareActivity => "공동혁신활동 국비 한도",
        Rule::LocalMinimum => "지방비 최소 부담",
        Rule::PrivateCashMinimum => "민간 현금 최소 부담",
        Rule::InKindMaximum => "민간 현물 한도",
        Rule::Years => "사업 기간",
    }
}

/// What a rule that fails asks to change, by how many won.
pub fn rule(finding: &Finding) -> String {
    let Finding { rule, of, limit, actual, off_by } = finding;
    if finding.holds() {
        return format!("{} 규칙을 지켰습니다.", rule_name(*rule));
    }
    match rule {
        Rule::SourcesEqualCost if actual > limit => {
            format!(
                "재원 합계({actual}원)가 사업비({limit}원)보다 {off_by}원 많습니다. 재원을 줄이거나 사업비를 고쳐 주십시오."
            )
        }
        Rule::SourcesEqualCost => {
            format!(
                "재원 합계({actual}원)가 사업비({limit}원)보다 {off_by}원 적습니다. 재원을 늘리거나 사업비를 고쳐 주십시오."
            )
        }
        Rule::RefundableVat => format!(
            "국비({actual}원)가 환급받는 부가세를 뺀 금액({limit}원)을 {off_by}원 넘습니다. 국비를 줄이고 다른 재원을 늘려 주십시오."
        ),
        Rule::NationalPerYear => {
            let year = if let Of::Year(year) = of { format!("{year}년 ") } else { String::new() };
            format!("{year}국비({actual}원)가 연간 한도({limit}원)를 {off_by}원 넘습니다. 국비를 줄여 주십시오.")
        }
        Rule::NationalTotal => {
            format!("국비 총액({actual}원)이 유형별 한도({limit}원)를 {off_by}원 넘습니다. 국비를 줄여 주십시오.")
        }
        Rule::NationalShareFacility | Rule::NationalShareActivity => format!(
            "{}({limit}원)를 {off_by}원 넘습니다. 국비를 줄이고 지방비나 민간부담금을 늘려 주십시오.",
            rule_name(*rule)
        ),
        Rule::LocalMinimum => {
            format!(
                "지방비({actual}원)가 최소 부담액({limit}원)보다 {off_by}원 적습니다. 시·도비 또는 시·군·구비를 늘려 주십시오."
            )
        }
        Rule::PrivateCashMinimum => {
            format!(
                "민간 현금({actual}원)이 최소 부담액({limit}원)보다 {off_by}원 적습니다. 현물을 현금으로 바꾸거나 현금을 늘려 주십시오."
            )
        }
        Rule::InKindMaximum => {
            format!("민간 현물({actual}원)이 한도({limit}원)를 {off_by}원 넘습니다. 현물을 줄여 주십시오.")
        }
        Rule::Years => format!(
            "사업비가 {}개 연도에 걸쳐 있어 최대 기간({}년)보다 {}년 깁니다. 연도를 줄여 주십시오.",
            actual.0, limit.0, off_by.0
        ),
    }
}

/// What is wrong with a field of a small form.
pub fn field_fault(fault: &FieldFault) -> String {
    match fault {
        FieldFault::Missing => "필수 항목입니다. 입력해 주십시오.".into(),
        FieldFault::NotADate => "날짜로 읽을 수 없습니다. 2027-03-02와 같이 써 주십시오.".into(),
        FieldFault::InThePast => "이미 지난 날짜입니다. 오늘이나 그 뒤의 날짜를 써 주십시오.".into(),
        FieldFault::NotANumber => "숫자로 읽을 수 없거나 너무 큰 수입니다. 확인해 주십시오.".into(),
        FieldFault::NotAChoice => "목록에서 하나를 선택해 주십시오.".into(),
        FieldFault::NotACode => {
            "이 번호로 발급한 문서를 찾지 못했습니다. 문서에 적힌 16자리 번호를 확인해 다시 입력해 주십시오.".into()
        }
        FieldFault::NotConfirmed => "확인 표시가 없습니다. 내용을 읽고 표시해 주십시오.".into(),
        FieldFault::TooLong { max } => format!("{max}자까지 쓸 수 있습니다. 내용을 줄여 주십시오."),
        FieldFault::TooShort { min } => format!("{min}자 이상이어야 합니다. 더 길게 입력해 주십시오."),
        FieldFault::NameTaken => "같은 이름이 이미 있습니다. 다른 이름을 입력해 주십시오.".into(),
        FieldFault::NotAnEmail => "전자우편 주소로 읽을 수 없습니다. name@example.kr과 같이 써 주십시오.".into(),
        FieldFault::BusinessNo(problem) => number_problem(*problem),
        FieldFault::Amount(problem) => won_problem(*problem).into(),
    }
}
