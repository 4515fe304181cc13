//! The budget grid and the spreadsheets: heads, choices, procedures, what was pasted or read and what could not be.

use super::{form::field_label, names::category, refusal::won_problem};
use domain::{
    budget::{Category, Notice, Of, Procedure, Spending, Valuation},
    calc::CalcProblem,
    form::{
        LINES_MAX, SiteRight,
        table::{CellProblem, Changes, Column},
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

/// The name of a cell of the grid: `사업비 3번째 줄 국비`.
pub fn cell_label(index: usize, column: Column) -> String {
    field_label(&format!("budget[lines][{index}][{}]", column.name())).unwrap_or_default()
}
