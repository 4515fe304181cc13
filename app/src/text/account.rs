//! Accounts: mails that prove an address or open a new password, and why something is refused.

use super::notice::one_line;
use domain::{
    account::{AccountProblem, LetterKind},
    calendar::{Timestamp, official_datetime},
    notice::Language,
};

pub const PASSWORD_HINT: &str =
    "12자 이상. 다른 곳에서 쓰지 않는 긴 문장이 좋습니다. 붙여넣기와 암호 관리 프로그램을 쓸 수 있습니다.";
pub const REGISTRATION_LIFE: &str = "주소는 메일을 보낸 때부터 24시간 동안 한 번만 쓸 수 있습니다.";
pub const REGISTRATION_GONE: &str =
    "이미 사용했거나 기한이 지난 주소입니다. 등록을 마치셨다면 로그인하고, 아니면 메일을 다시 받아 주십시오.";
pub const RESET_SENT: &str = "이 주소의 계정이 있으면 메일을 보냈습니다. 30분 안에 메일의 주소를 열어 주십시오. 오지 않으면 스팸함을 확인하고, 적은 주소가 맞는지 보아 주십시오.";
pub const RESET_GONE: &str = "이미 사용했거나 기한이 지난 주소입니다. 재설정 메일을 다시 받아 주십시오.";

/// `지난 로그인 2026. 11. 23. 14:03 (KST)`.
pub fn last_sign_in(at: Timestamp) -> String {
    format!("지난 로그인 {} (KST)", official_datetime(at))
}

/// Why something about the own account is refused, with its field.
pub fn problem(problem: &AccountProblem) -> (Option<String>, String) {
    match problem {
        AccountProblem::LinkGone => {
            (None, "이미 사용했거나 기한이 지난 주소입니다. 메일을 다시 받아 주십시오.".to_owned())
        }
        AccountProblem::WrongPassword { field } => (
            Some(field.clone()),
            "비밀번호가 맞지 않습니다. 한글·영문 자판과 대소문자를 확인하고 다시 입력해 주십시오.".to_owned(),
        ),
        AccountProblem::Unverified => {
            (None, "등록이 아직 끝나지 않았습니다. 등록할 때 받은 메일의 주소를 열어 주십시오.".to_owned())
        }
        AccountProblem::MailedJustNow { minutes } => (
            Some("email".to_owned()),
            format!(
                "전자우편: 이 주소로 조금 전에 요청을 받았습니다. 스팸함을 확인하고, {minutes}분 뒤에 다시 요청해 주십시오."
            ),
        ),
    }
}

/// What a mail about an account is called in the delivery log.
pub const fn letter_name(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Registration => "기관 등록 전자우편 확인",
        LetterKind::AlreadyKnown => "이미 계정이 있음 안내",
        LetterKind::Reset => "비밀번호 재설정",
        LetterKind::PasswordChanged => "비밀번호 변경 안내",
    }
}

/// Where the mail of a kind leads to, below the portal's address.
pub fn letter_path(kind: LetterKind, token: &str) -> String {
    match kind {
        LetterKind::Registration => format!("/sign-up/finish/{token}"),
        LetterKind::Reset => format!("/reset/{token}"),
        LetterKind::AlreadyKnown => "/sign-in?next=/sign-up".to_owned(),
        LetterKind::PasswordChanged => "/reset".to_owned(),
    }
}

/// A mail about an account: subject, the paragraphs before its link, the lines after it.
pub struct Letter {
    pub subject: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

pub fn letter(kind: LetterKind, name: &str, expires_at: Timestamp, language: Language) -> Letter {
    let (name, until) = (one_line(name), official_datetime(expires_at));
    match language {
        Language::Ko => korean(kind, &name, &until),
        Language::En => english(kind, &name, &until),
    }
}

fn korean(kind: LetterKind, name: &str, until: &str) -> Letter {
    let (subject, before, after) = match kind {
        LetterKind::Registration => (
            "전자우편을 확인하고 등록을 마쳐 주십시오",
            vec![
                format!("{name} 님, 기관 등록을 받았습니다. 아직 끝나지 않았습니다."),
                format!(
                    "아래 주소를 열고 등록할 때 정한 비밀번호를 {until}(KST)까지 입력해 주십시오. 주소는 한 번만 쓸 수 있습니다."
                ),
            ],
            vec!["등록하신 적이 없으면 이 메일을 무시해 주십시오. 계정은 만들어지지 않고, 적힌 내용은 지워집니다."],
        ),
        LetterKind::AlreadyKnown => (
            "이미 계정이 있습니다",
            vec![
                format!(
                    "{name} 님, 이 주소로 기관 등록을 받았습니다. 이 주소에는 이미 계정이 있어 새로 만들지 않았습니다."
                ),
                "기관을 더 등록하려면 아래 주소에서 로그인한 뒤 등록해 주십시오.".to_owned(),
            ],
            vec![
                "비밀번호를 잊으셨다면 로그인 화면의 ‘비밀번호 재설정’을 눌러 주십시오.",
                "등록하신 적이 없으면 이 메일을 무시해 주십시오. 바뀐 것은 없습니다.",
            ],
        ),
        LetterKind::Reset => (
            "새 비밀번호를 정해 주십시오",
            vec![
                format!("{name} 님, 비밀번호 재설정 요청을 받았습니다."),
                format!(
                    "아래 주소를 {until}(KST)까지 열어 새 비밀번호를 정해 주십시오. 주소는 한 번만 쓸 수 있으니 다른 분에게 전달하지 마십시오."
                ),
            ],
            vec!["요청하신 적이 없으면 이 메일을 무시해 주십시오. 지금 비밀번호는 그대로입니다."],
        ),
        LetterKind::PasswordChanged => (
            "비밀번호가 바뀌었습니다",
            vec![
                format!("{name} 님, 계정의 비밀번호가 바뀌었습니다. 다른 기기에서는 로그아웃되었습니다."),
                "본인이 바꾸지 않았다면 바로 아래 주소에서 비밀번호를 다시 정하고 전담기관에 알려 주십시오.".to_owned(),
            ],
            vec!["본인이 바꾸셨다면 하실 일은 없습니다."],
        ),
    };
    let end = "이 메일은 보내기만 합니다. 문의는 전담기관에 해 주십시오.";
    let after = after.into_iter().chain([end]).map(str::to_owned).collect();
    Letter { subject: format!("[뿌리산업 특화단지] {subject}"), before, after }
}

fn english(kind: LetterKind, name: &str, until: &str) -> Letter {
    let (subject, before, after) = match kind {
        LetterKind::Registration => (
            "Confirm your address to finish registering",
            vec![
                format!("{name}, we received your registration. It is not finished yet."),
                format!("Open the address below by {until} (KST) and enter the password you chose. It works once."),
            ],
            "If you did not register, ignore this mail: no account is made and what was typed is deleted.",
        ),
        LetterKind::AlreadyKnown => (
            "You already have an account",
            vec![
                format!("{name}, somebody registered with this address. It has an account already, so none was made."),
                "To register another organisation, sign in at the address below.".to_owned(),
            ],
            "If you did not register, ignore this mail: nothing has changed.",
        ),
        LetterKind::Reset => (
            "Choose a new password",
            vec![
                format!("{name}, we were asked for a new password."),
                format!("Open the address below by {until} (KST) to choose one. It works once; do not pass it on."),
            ],
            "If you did not ask, ignore this mail: your password stays as it is.",
        ),
        LetterKind::PasswordChanged => (
            "Your password was changed",
            vec![
                format!("{name}, the password of your account was changed. Other devices were signed out."),
                "If it was not you, choose a new one at the address below at once and tell the agency.".to_owned(),
            ],
            "If it was you, there is nothing to do.",
        ),
    };
    let after = vec![after.to_owned(), "Please do not reply to this mail.".to_owned()];
    Letter { subject: format!("[Root Industry Complexes] {subject}"), before, after }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mail_of_an_account_says_what_to_do_in_both_languages() {
        let at = "2026-11-24T05:00:00Z".parse::<Timestamp>().unwrap();
        for kind in LetterKind::ALL {
            for language in [Language::Ko, Language::En] {
                let Letter { subject, before, after } = letter(kind, "가상 김\r\nBcc: x", at, language);
                assert!(subject.starts_with('[') && !subject.contains('\n'), "{subject}");
                assert_eq!(before.len(), 2);
                assert!(before.iter().chain(&after).all(|line| line.ends_with(['.', '다']) && !line.contains('\n')));
                assert_eq!(before.concat().contains("14:00"), kind.life().is_some(), "{before:?}");
            }
            assert!(letter_path(kind, "t").starts_with('/'));
            assert!(!letter_name(kind).is_empty());
        }
    }
}
