//! The budget grid and the spreadsheets: heads, choices, procedures, what was pasted or read and what could not be.

use super::{form::field_label, names::category, refusal::won_problem};
use domain::{
    budget::{Category, Notice, Of, Procedure, Spending, Valuation},
    calc::CalcProblem,
    form::{
        LINES_MAX, RootFirm, SiteRight,
        table::{CellKind, CellProblem, Changes, Column},
    },
};

/// The head of a column, in the grid and in the spreadsheet.
pub const fn column(column: Column) -> &'static str {
    match column {
        Column::Item => "세목",
        Column::Year => "연도",
        Column::Category => "비목",
        Column::Calc => "산출식",
        Column::Cost => "사업비",
        Column::National => "국비",
        Column::Provincial => "시·도비",
        Column::Municipal => "시·군·구비",
        Column::Cash => "민간 현금",
        Column::InKind => "민간 현물",
        Column::Basis => "산출근거",
        Column::Spending => "집행 구분",
        Column::Vat => "부가가치세",
        Column::VatRefund => "부가세 환급",
        Column::Valuation => "현물 평가기준",
        Column::ValuationNote => "현물 평가 근거",
    }
}

pub const fn spending(spending: Spending) -> &'static str {
    match spending {
        Spending::Equipment => "장비 구입",
        Spending::Contract => "물품·용역 계약",
        Spending::Works => "시설공사",
    }
}

pub const fn valuation(valuation: Valuation) -> &'static str {
    match valuation {
        Valuation::Wage => "기준임률",
        Valuation::Appraisal => "감정가",
        Valuation::Book => "장부가",
        Valuation::Market => "시가(견적)",
        Valuation::Rent => "임차료 상당액",
    }
}

pub const fn site_right(right: SiteRight) -> &'static str {
    match right {
        SiteRight::Owned => "소유",
        SiteRight::Leased => "임차",
        SiteRight::Granted => "사용허가(국·공유재산)",
        SiteRight::Planned => "취득 예정",
    }
}

/// The choices of a column: (code, name).
pub fn choices(column: Column) -> Vec<(&'static str, &'static str)> {
    match column {
        Column::Category => Category::ALL.map(|c| (c.code(), category(c))).to_vec(),
        Column::Spending => Spending::ALL.map(|s| (s.code(), spending(s))).to_vec(),
        Column::VatRefund => vec![("on", "환급받음")],
        Column::Valuation => Valuation::ALL.map(|v| (v.code(), valuation(v))).to_vec(),
        _ => Vec::new(),
    }
}

/// What the empty choice of a column is called.
pub const fn no_choice(column: Column) -> &'static str {
    match column {
        Column::Spending => "해당 없음",
        Column::VatRefund => "환급 없음",
        Column::Valuation => "현물 없음",
        _ => "선택",
    }
}

/// The code of a choice that is written as a word, as it is called here or as its code.
pub fn code(column: Column, word: &str) -> Option<&'static str> {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let word = plain(word);
    let named = choices(column).into_iter().find(|(code, name)| plain(name) == word || plain(code) == word);
    named.map(|(code, _)| code).or_else(|| (plain(no_choice(column)) == word).then_some(""))
}

/// The name of a code; what is none stays as it is.
pub fn choice(column: Column, code: &str) -> String {
    let known = choices(column).into_iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, name)| name.to_owned())
}

/// Why a calculation gives no amount.
pub const fn calc_problem(problem: CalcProblem) -> &'static str {
    match problem {
        CalcProblem::NotACalculation => {
            "산출식으로 읽을 수 없습니다. 3명 × 250만원 × 12개월과 같이 수량과 단위를 써 주십시오."
        }
        CalcProblem::Fraction => "산출식의 값이 원 단위로 떨어지지 않습니다. 수량이나 단가를 고쳐 주십시오.",
        CalcProblem::TooLarge => "산출식의 값이 너무 큽니다. 단위를 확인해 주십시오.",
    }
}

/// A procedure that spending of this size goes through.
pub fn notice(notice: &Notice) -> String {
    let Notice { procedure, of, threshold, actual } = notice;
    let line = if let Of::Line(index) = of { format!("{}번째 줄 ", u64::from(*index) + 1) } else { String::new() };
    match procedure {
        Procedure::EquipmentReview => {
            format!(
                "{line}장비({actual}원)는 {threshold}원 이상이므로 중앙장비심의를 받아야 합니다. 일정에 넣어 주십시오."
            )
        }
        Procedure::Marketplace => {
            format!(
                "{line}계약({actual}원)은 {threshold}원을 넘으므로 나라장터를 통해 계약해야 합니다. 일정에 넣어 주십시오."
            )
        }
        Procedure::ProcurementService => {
            format!(
                "시설공사의 합({actual}원)이 {threshold}원 이상이므로 조달청에 계약을 의뢰해야 합니다. 일정에 넣어 주십시오."
            )
        }
    }
}

/// Why a cell that came from elsewhere cannot be taken.
pub fn cell_problem(column: Column, problem: CellProblem) -> String {
    match problem {
        CellProblem::Amount(problem) => won_problem(problem).into(),
        CellProblem::NotADate => "날짜로 읽을 수 없습니다. 2027-03-02와 같이 써 주십시오.".into(),
        CellProblem::NotAChoice => {
            let names: Vec<&str> = choices(column).into_iter().map(|(_, name)| name).collect();
            format!("{} 중에서 하나를 써 주십시오.", names.join(", "))
        }
    }
}

/// After a block was pasted.
pub fn pasted(rows: usize, columns: usize) -> String {
    format!("{rows}줄 × {columns}칸을 붙여 넣었습니다. 저장하면 반영됩니다.")
}

/// A block that could not be pasted: the cell as it was copied, and why.
pub fn not_pasted(row: usize, name: Column, raw: &str, problem: CellProblem) -> String {
    let raw: String = raw.chars().take(30).collect();
    format!(
        "붙여넣지 않았습니다. 붙여넣을 {}번째 줄 {} ‘{raw}’: {}",
        row + 1,
        column(name),
        cell_problem(name, problem)
    )
}

/// A block that is wider than the grid from the cell on where it was pasted.
pub fn pasted_too_wide(columns: usize, room: usize) -> String {
    format!(
        "붙여넣지 않았습니다. 복사한 표는 {columns}칸인데 이 칸부터는 {room}칸이 있습니다. 더 왼쪽 칸에 붙여넣거나 복사할 범위를 줄여 주십시오."
    )
}

/// A block that would make the grid too long.
pub fn pasted_too_long() -> String {
    format!("붙여넣지 않았습니다. 사업비는 {LINES_MAX}줄까지 쓸 수 있습니다. 복사할 범위를 줄여 주십시오.")
}

/// What the JavaScript-only part of the grid is for.
pub const KEYS: &str =
    "화살표와 Enter로 칸을 옮기고 F2로 칸 안을 고칩니다. 엑셀에서 복사한 표를 시작할 칸에 붙여넣을 수 있습니다.";

/// The unit of a column's head.
pub const fn unit(thousands: bool) -> &'static str {
    if thousands { "천원" } else { "원" }
}

/// What a spreadsheet would change, for the list before it is taken over.
pub fn changes(changes: &Changes) -> Vec<String> {
    let mut lines: Vec<String> = changes
        .changed
        .iter()
        .map(|(index, fields)| {
            let names: Vec<&str> = fields.iter().filter_map(|f| Column::from_name(f)).map(column).collect();
            format!("{}번째 줄: {}", u64::from(*index) + 1, names.join(", "))
        })
        .collect();
    if changes.added > 0 {
        lines.push(format!("끝에 {}줄 추가", changes.added));
    }
    if changes.removed > 0 {
        lines.push(format!("끝에서 {}줄 삭제", changes.removed));
    }
    lines
}

/// The heads of the 뿌리기업 in a spreadsheet, in the order of the form.
pub const FIRM_HEADS: [&str; 3] = ["기업명", "뿌리기업 확인서 번호", "확인서 유효기간 만료일"];

/// Names of the sheets and of the files.
pub const BUDGET_SHEET: &str = "사업비";
pub const FIRMS_SHEET: &str = "뿌리기업";
pub const BUDGET_FILE: &str = "사업비";
pub const FIRMS_FILE: &str = "뿌리기업";

/// What to do with the book, above its heads.
pub const BUDGET_SHEET_HELP: &str = "단위: 원(부가세 포함). 제목 줄은 그대로 두고 그 아래에 한 줄씩 씁니다. 비목, 집행 구분, 부가세 환급, 현물 평가기준은 목록에서 고릅니다.";
pub const FIRMS_SHEET_HELP: &str =
    "제목 줄은 그대로 두고 그 아래에 한 기업씩 씁니다. 만료일은 2027-06-30과 같이 쓰며, 접수 마감일에 유효해야 합니다.";

/// The sheets after the table.
pub const CHOICES_SHEET: &str = "선택 목록";
pub const HELP_SHEET: &str = "도움말";

/// What the spreadsheet says to a word that is not in the list.
pub const CHOOSE: &str = "‘선택 목록’ 시트에 있는 말 가운데에서 골라 주십시오.";

/// The help of the books, a sentence per row.
pub const BUDGET_BOOK_HELP: [&str; 9] = [
    "1. ‘사업비’ 시트의 제목 줄 아래에 한 줄씩 씁니다. 제목 줄을 지우거나 이름을 바꾸지 않습니다. 열의 순서는 바꿔도 됩니다.",
    "2. 금액은 원 단위의 숫자입니다. 화면에서는 천원으로 보이지만 원 단위까지 그대로 저장됩니다.",
    "3. 사업비는 국비, 시·도비, 시·군·구비, 민간 현금, 민간 현물의 합과 같아야 합니다.",
    "4. 산출식은 ‘3명 × 250만원 × 12개월’과 같이 씁니다. 값이 사업비와 같아야 합니다.",
    "5. 부가가치세에는 사업비에 들어 있는 세액을 씁니다. 환급받는 부가가치세는 국비로 쓸 수 없습니다.",
    "6. 비목, 집행 구분, 부가세 환급, 현물 평가기준은 ‘선택 목록’ 시트의 말로 씁니다.",
    "7. 수식은 읽지 않습니다. 계산한 칸은 복사해 ‘값 붙여넣기’로 바꿉니다. 매크로와 다른 파일로 가는 연결이 있는 파일은 받지 않습니다.",
    "8. 한 번에 300줄, 5MB까지 올릴 수 있습니다.",
    "9. 올리면 화면의 표에 들어갑니다. 잘못된 칸은 행과 열로 알려 드리며, ‘저장’을 누르기 전에는 아무것도 바뀌지 않습니다.",
];
pub const FIRMS_BOOK_HELP: [&str; 4] = [
    "1. ‘뿌리기업’ 시트의 제목 줄 아래에 한 기업씩 씁니다. 제목 줄을 지우거나 이름을 바꾸지 않습니다.",
    "2. 확인서 유효기간 만료일은 2027-06-30과 같이 씁니다. 뿌리기업 확인서는 접수 마감일에 유효해야 합니다.",
    "3. 수식은 읽지 않습니다. 계산한 칸은 복사해 ‘값 붙여넣기’로 바꿉니다. 매크로와 다른 파일로 가는 연결이 있는 파일은 받지 않습니다.",
    "4. 올리면 화면의 표에 들어갑니다. 잘못된 칸은 행과 열로 알려 드리며, ‘저장’을 누르기 전에는 아무것도 바뀌지 않습니다.",
];

/// A cell that the spreadsheet works out.
pub const FORMULA: &str = "수식이 들어 있습니다. 칸을 복사해 ‘값 붙여넣기’로 바꾸고 다시 올려 주십시오.";

/// What the card beside the form says.
pub const XLSX_HELP: &str =
    "내려받은 파일을 고쳐 올리면 표가 파일의 내용으로 바뀝니다. 올린 뒤 내용을 확인하고 ‘저장’을 눌러야 반영됩니다.";

/// A head with its unit.
pub fn sheet_head(of: Column) -> String {
    match of.kind() {
        CellKind::Amount => format!("{}(원)", column(of)),
        CellKind::Choice | CellKind::Text => column(of).to_owned(),
    }
}

/// What is wrong with a cell, as the spreadsheet counts: `5행 ‘사업비’: …`.
pub fn sheet_problem(row: u32, column: &str, why: &str) -> String {
    format!("{row}행 ‘{column}’: {why}")
}

/// What a spreadsheet of 뿌리기업 would change.
pub fn firms_changes(stored: &[RootFirm], new: &[RootFirm]) -> Vec<String> {
    let changed = stored.iter().zip(new).filter(|(old, new)| old != new).count();
    let said = [
        (changed, "바뀜"),
        (new.len().saturating_sub(stored.len()), "추가"),
        (stored.len().saturating_sub(new.len()), "삭제"),
    ];
    said.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count}곳 {what}")).collect()
}

/// After a spreadsheet was read.
pub fn read_from_book(rows: usize, changes: &[String]) -> String {
    let changes = if changes.is_empty() { "저장된 내용과 같습니다".to_owned() } else { changes.join("; ") };
    format!("{rows}줄을 읽었습니다. 바뀌는 내용: {changes}. 확인하고 ‘저장’을 눌러 주십시오.")
}

/// The name of a cell of the grid: `사업비 3번째 줄 국비`.
pub fn cell_label(index: usize, column: Column) -> String {
    field_label(&format!("budget[lines][{index}][{}]", column.name())).unwrap_or_default()
}
