//! What an award file says when it is computed again.

use super::names;
use domain::award_file::{Breach, Difference, Verdict};

/// The verdict, line by line.
pub fn verdict(verdict: &Verdict) -> Vec<String> {
    let Verdict { call, applications, sha256, differences } = verdict;
    let about = format!("{} {} · 신청 {applications}건", call.title, names::track(call.track));
    let hash = format!("파일 SHA-256 {sha256}");
    let outcome = match differences.len() {
        0 => "일치합니다. 파일의 결과는 파일에 적힌 채점표와 기준에서 다시 계산한 값과 같습니다.".to_owned(),
        many => format!("다릅니다. 다시 계산한 값과 다른 곳이 {many}곳입니다."),
    };
    [about, hash, outcome].into_iter().chain(differences.iter().map(difference)).collect()
}

fn difference(difference: &Difference) -> String {
    match difference {
        Difference::Value { path, stated, computed } => {
            format!("  {path}: 파일에는 {stated}, 다시 계산하면 {computed}입니다.")
        }
        Difference::Bytes => "  값은 같지만 파일의 바이트가 다릅니다. 내용이 더해지거나 옮겨졌습니다.".to_owned(),
        Difference::Breach { application_no, breach } => format!("  {application_no}: {}", rule(*breach)),
        Difference::Overspent { year, cap, awarded } => {
            format!("  {year}년 선정 금액 {awarded}원이 예산 한도 {cap}원을 넘습니다.")
        }
    }
}

const fn rule(breach: Breach) -> &'static str {
    match breach {
        Breach::Adjustment => "공고의 항목과 한도, 증빙의 유효기간에 맞지 않는 가점이나 감점이 있습니다.",
        Breach::NotFundable => "지원대상 기준 점수에 미치지 못하는데 선정되었습니다.",
        Breach::AboveAsked => "신청한 금액보다 많이 지원하도록 정해졌습니다.",
        Breach::Silent => "순위와 다르게 정했는데 사유가 없습니다.",
        Breach::UndecidedTie => "동점의 순서를 정한 기록이 없는데 선정 구분이 나뉘었습니다.",
        Breach::Twice => "같은 신청이 두 번 실려 있습니다.",
    }
}

/// What the file is for, beside its link.
pub const AWARD_FILE: &str = "채점표(위원은 기호), 기준, 가점·감점, 결정과 결과를 담은 파일입니다. 누구나 데이터베이스 없이 ‘server verify-award 파일’로 다시 계산해 확인할 수 있습니다.";
