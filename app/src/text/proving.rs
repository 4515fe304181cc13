//! What is said of proof: submissions and their standing, recall and withdrawal, the verification of papers, the time
//! that is left.

use domain::{
    calendar::{Timestamp, official_datetime},
    proof::Standing,
};

/// What has become of a submission, in a word.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "유효한 제출본",
        Standing::Superseded => "다시 제출하여 대체됨",
        Standing::Withdrawn => "철회됨",
    }
}

/// The same for whoever verifies a paper.
pub const fn standing_told(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "이 번호의 제출본이 현재 유효합니다.",
        Standing::Superseded => {
            "진본으로 발급된 문서이지만, 그 뒤에 신청기관이 다시 제출했습니다. 심사에는 나중에 제출한 것이 쓰입니다."
        }
        Standing::Withdrawn => "진본으로 발급된 문서이지만, 그 뒤에 신청기관이 신청을 철회했습니다.",
    }
}

/// Before recalling: what it does and what it does not.
pub fn recalling(until: Timestamp) -> [String; 3] {
    [
        format!("{}(KST)까지 고쳐 다시 제출할 수 있습니다.", official_datetime(until)),
        "다시 제출할 때까지 마지막 제출본이 그대로 유효합니다. 마감까지 다시 제출하지 않으면 마지막 제출본으로 심사합니다.".to_owned(),
        "다시 제출하면 제출확인번호가 새로 생기고, 이미 받은 지자체 확인과 의견은 처음 단계부터 다시 받습니다.".to_owned(),
    ]
}

/// While an application is recalled, for its organisation.
pub fn being_revised(number: &str, until: Timestamp) -> String {
    format!(
        "회수하여 고치는 중입니다. 제출본 {number}은 그대로 유효합니다. {}(KST)까지 다시 제출하지 않으면 이 제출본으로 심사합니다.",
        official_datetime(until)
    )
}

/// The same for everybody else.
pub fn revised_by_applicant(until: Timestamp) -> String {
    format!(
        "신청기관이 신청을 회수하여 고치고 있습니다. {}(KST)까지는 처리할 수 없으며, 그때까지 다시 제출하지 않으면 지금 보이는 제출본으로 이어서 처리합니다.",
        official_datetime(until)
    )
}

/// After the deadline, when nothing was submitted again.
pub fn lapsed(number: &str) -> String {
    format!(
        "회수한 뒤 마감까지 다시 제출하지 않아 마지막 제출본({number})으로 심사합니다. 그 뒤에 고친 내용은 반영되지 않습니다."
    )
}

/// Before withdrawing.
pub const WITHDRAWING: &str = "철회하면 이 신청의 절차가 끝나고 되돌릴 수 없습니다. 접수 기간 안이면 새로 신청할 수 있습니다. \
    고쳐서 다시 내려는 것이라면 철회하지 말고 회수해 주십시오.";

/// How a paper is verified by its file.
pub const CHECKING_FILES: &str = "가지고 계신 제출확인증 PDF나 제출본 파일(JSON)이 발급된 그대로인지 확인합니다. \
    파일은 저장하지 않으며, 이 화면의 기능이 켜져 있으면 파일을 보내지 않고 이 기기에서 확인합니다.";

/// What the comparison of a file gave.
pub const fn file_told(matches: FileMatch) -> &'static str {
    match matches {
        FileMatch::Pdf => "발급된 제출확인증 PDF와 정확히 같은 파일입니다.",
        FileMatch::Snapshot => "제출된 내용(제출본)과 정확히 같은 파일입니다.",
        FileMatch::Neither => {
            "이 번호로 발급된 파일과 다릅니다. 내용이 바뀌었거나 다른 문서입니다. 원본을 다시 받아 확인하거나 발급 기관에 문의해 주십시오."
        }
    }
}

/// Which issued file a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileMatch {
    Pdf,
    Snapshot,
    Neither,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The time that is left, in seconds: days and hours, below a day minutes, below ten minutes seconds.
pub fn countdown(left: i64) -> String {
    match left {
        left if left <= 0 => "마감되었습니다".to_owned(),
        left if left < 10 * MINUTE => format!("마감까지 {}분 {}초", left / MINUTE, left % MINUTE),
        left if left < HOUR => format!("마감까지 {}분", left / MINUTE),
        left if left < DAY => format!("마감까지 {}시간 {}분", left / HOUR, left % HOUR / MINUTE),
        left => format!("마감까지 {}일 {}시간", left / DAY, left % DAY / HOUR),
    }
}

/// What is read out when a threshold is passed; `before` and `left` are seconds.
pub fn countdown_told(before: i64, left: i64) -> Option<&'static str> {
    [
        (DAY, "마감까지 24시간 남았습니다."),
        (HOUR, "마감까지 1시간 남았습니다."),
        (10 * MINUTE, "마감까지 10분 남았습니다."),
        (MINUTE, "마감까지 1분 남았습니다."),
        (0, "마감되었습니다."),
    ]
    .into_iter()
    .filter(|(at, _)| before > *at && left <= *at)
    .map(|(_, told)| told)
    .next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_gets_finer_as_it_gets_less() {
        for (left, told) in [
            (6 * DAY + 3 * HOUR + 59 * MINUTE, "마감까지 6일 3시간"),
            (DAY, "마감까지 1일 0시간"),
            (DAY - 1, "마감까지 23시간 59분"),
            (HOUR - 1, "마감까지 59분"),
            (10 * MINUTE, "마감까지 10분"),
            (10 * MINUTE - 1, "마감까지 9분 59초"),
            (1, "마감까지 0분 1초"),
            (0, "마감되었습니다"),
            (-5, "마감되었습니다"),
        ] {
            assert_eq!(countdown(left), told);
        }
    }

    #[test]
    fn a_threshold_is_told_once_and_the_nearest_of_several() {
        assert_eq!(countdown_told(DAY + 1, DAY), Some("마감까지 24시간 남았습니다."));
        assert_eq!(countdown_told(DAY, DAY - 1), None);
        assert_eq!(countdown_told(2 * DAY, 30), Some("마감까지 1분 남았습니다."));
        assert_eq!(countdown_told(1, 0), Some("마감되었습니다."));
        assert_eq!(countdown_told(0, -1), None);
    }
}
