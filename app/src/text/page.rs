//! What pages say about themselves: titles, notices, troubles, tasks, days left.

use super::names;
use crate::error::AppError;
use domain::{
    calendar::{Timestamp, kst_date},
    call::Track,
    view::Task,
};

/// The service, as the title of every page ends.
const SERVICE: &str = "뿌리산업 특화단지 지원사업";

/// `[오류: ]단계 - 업무 - 서비스명`.
pub fn title(page: &str, task: &str, refused: bool) -> String {
    let mark = if refused { "오류: " } else { "" };
    if page == SERVICE {
        return format!("{mark}{SERVICE}");
    }
    if task.is_empty() { format!("{mark}{page} - {SERVICE}") } else { format!("{mark}{page} - {task} - {SERVICE}") }
}

/// The notice after an act.
pub fn done(act: &str) -> Option<&'static str> {
    Some(match act {
        "sign_in" | "demo_sign_in" => "로그인했습니다.",
        "sign_out" => "로그아웃했습니다.",
        "demo_clock" => "시연 시각을 옮겼습니다.",
        "display" => "화면 설정을 바꿨습니다.",
        "start" => "신청서를 만들었습니다. 각 항목을 작성해 주십시오.",
        "save" => "저장했습니다.",
        "take_promises" => "지자체의 답변을 확약 표에 옮겨 저장했습니다. 앞서 쓴 내용은 작성 이력에 있습니다.",
        "copy_answer" => "지난 신청서의 답변을 가져와 저장했습니다. 앞서 쓴 내용은 작성 이력에 있습니다.",
        "add_row" => "저장하고 줄을 추가했습니다.",
        "duplicate_row" => "저장하고 줄을 복제했습니다.",
        "raise_row" | "lower_row" => "저장하고 줄을 옮겼습니다.",
        "remove_row" => "저장하고 줄을 삭제했습니다.",
        "restore" => "이전 내용을 되살려 새 내용으로 저장했습니다.",
        "copy_earlier" => "이전 신청서의 내용을 불러왔습니다. 올해에 맞게 고쳐 주십시오.",
        "assign" => "항목별 담당자를 지정했습니다.",
        "attach" => "파일을 올렸습니다.",
        "remove_document" => "뺐습니다.",
        "consent_sharing" => "행정정보 공동이용에 동의했습니다.",
        "restore_document" => "이전 파일로 되돌렸습니다.",
        "from_cabinet" => "서류함의 서류를 붙였습니다.",
        "add_paper" => "서류함에 넣었습니다.",
        "remove_paper" => "서류함에서 뺐습니다.",
        "submit" => "신청서를 제출했습니다.",
        "request_submission" => "승인자에게 제출을 요청했습니다.",
        "recall" => "회수했습니다. 고친 뒤 마감 전에 다시 제출해 주십시오. 그때까지 마지막 제출본이 유효합니다.",
        "keep_submission" => "회수를 취소했습니다. 마지막 제출본으로 이어집니다.",
        "withdraw" => "신청을 철회했습니다.",
        "verify" => "문서를 확인했습니다.",
        "verify_file" => "파일을 확인했습니다.",
        "confirm" => "지방비 확인을 제출했습니다.",
        "innovation_opinion" => "지역혁신기관 의견을 제출했습니다.",
        "pass_unconfirmed" => "미확인으로 표시하고 다음 단계로 진행했습니다.",
        "invite" => "전문가를 위촉했습니다.",
        "regional_opinion" => "지역 의견을 제출했습니다.",
        "close_session" => "지역검토를 마감했습니다.",
        "ask_supplement" => "보완을 요청했습니다. 신청기관에 알렸습니다.",
        "answer_supplement" => "보완을 제출했습니다.",
        "extend_supplement" => "보완 기한을 연장했습니다. 신청기관에 알렸습니다.",
        "import_budget" | "import_firms" => "표 파일을 읽어 아래 칸에 넣었습니다. 확인한 뒤 저장해 주십시오.",
        "remind" => "담당에게 처리를 요청하는 알림과 메일을 보냈습니다.",
        "receive" => "신청을 접수했습니다.",
        "grant_adjustments" => "가점·감점을 저장했습니다.",
        "find_eligible" => "적합으로 판정했습니다.",
        "screen_out" => "사전 지원제외로 판정했습니다.",
        "return" => "신청을 반려했습니다.",
        "save_sheet" => "채점표를 저장했습니다.",
        "lock_sheet" => "채점표를 확정했습니다.",
        "save_reviewer" => "전문분야와 이해관계를 저장했습니다.",
        "open_panel" => "평가위원을 배정하고 평가를 시작했습니다.",
        "close_panel" => "평가를 종료했습니다.",
        "notify_results" => "평가결과를 통보했습니다.",
        "ask_partner" => "확인 요청을 보냈습니다. 상대 기관에 알림과 메일이 갑니다.",
        "cancel_partner" => "확인 요청을 취소했습니다.",
        "step_partner" => "처리 단계를 알렸습니다.",
        "answer_partner" => "답변을 제출했습니다.",
        "object" => "이의신청을 제출했습니다.",
        "dismiss_objection" => "이의신청을 기각했습니다.",
        "uphold_objection" => "이의신청을 인용했습니다. 다시 평가합니다.",
        "recuse" => "평가를 회피했습니다. 전담기관에 알렸습니다.",
        "exclude_reviewer" => "평가위원을 제척했습니다. 그 채점표는 반영하지 않습니다.",
        "add_reviewer" => "평가위원을 추가했습니다.",
        "reserve_amount" => "지원금을 남겨 두었습니다. 다른 신청을 승인할 수 있습니다.",
        "add_holiday" => "공휴일을 등록했습니다.",
        "waive" => "협약포기를 제출했습니다.",
        "propose_promotion" => "예비 승격안을 상신했습니다. 다른 담당자가 승인합니다.",
        "drop_promotion" => "예비 승격안을 반려했습니다.",
        "promote" => "예비선정에서 선정으로 올렸습니다.",
        "deliberate" => "심의를 기록했습니다.",
        "decide_tie" => "동점 신청의 순서와 사유를 기록했습니다.",
        "propose" => "선정안을 상신했습니다.",
        "approve" => "선정안을 결재했습니다.",
        "return_proposal" => "선정안을 반려했습니다.",
        "announce" => "선정 결과를 발표했습니다.",
        "convene" => "위원회를 열었습니다. 계정이 있는 위원에게 알림과 메일이 갑니다.",
        "cast_vote" => "표결했습니다. 종료할 때까지 다시 표결할 수 있습니다.",
        "record_ballot" => "서명한 의결서의 표결을 기록했습니다.",
        "close_meeting" => "심의를 종료하고 집계했습니다.",
        "cancel_meeting" => "심의를 취소했습니다.",
        "schedule_announcement" => "발표를 예약했습니다. 그 시각에 자동으로 발표합니다.",
        "cancel_announcement" => "발표 예약을 취소했습니다.",
        "save_scenario" => "가정을 저장했습니다. 저장한 가정은 바뀌지 않습니다.",
        "open_names" => "이름을 열었습니다. 30분 동안 보이고 기록이 남습니다.",
        "open_message" | "read_message" => "알림을 읽음으로 표시했습니다.",
        "read_all" => "모든 알림을 읽음으로 표시했습니다.",
        "message_settings" => "알림 설정을 저장했습니다.",
        "resend" => "메일을 다시 보냅니다. 잠시 뒤에 상태를 확인해 주십시오.",
        "create_call" => "공고 초안을 만들었습니다. 각 항목을 확인해 주십시오.",
        "save_call" => "저장했습니다.",
        "discard_call" => "작성 중인 내용을 버렸습니다.",
        "amend_call" => "변경공고 작성을 시작했습니다. 바꿀 항목을 고쳐 주십시오.",
        "publish_call" => "공고했습니다. 모두에게 이 내용이 적용됩니다.",
        "request_extension" => "마감 연장을 요청했습니다. 다른 담당자가 확인하면 연장됩니다.",
        "withdraw_extension" => "마감 연장 요청을 취소했습니다.",
        "confirm_extension" => "접수 마감을 연장했습니다. 모든 신청기관에 적용됩니다.",
        "ask_reset" => "비밀번호 재설정 메일을 요청했습니다.",
        "finish_registration" => "등록을 마쳤습니다. 전담기관이 기관을 확인하면 알려 드립니다.",
        "resend_registration" => {
            "이 주소로 받은 등록이 있으면 메일을 다시 보냈습니다. 앞서 보낸 주소는 쓸 수 없게 됩니다."
        }
        "reset_password" => "비밀번호를 바꿨습니다. 새 비밀번호로 로그인해 주십시오.",
        "change_password" => "비밀번호를 바꿨습니다. 다른 기기에서는 로그아웃되었습니다.",
        "register_org" => "기관을 등록했습니다. 전담기관이 확인하면 알려 드립니다.",
        "correct_org" => "등록 내용을 고쳐 다시 보냈습니다.",
        "confirm_org" => "기관 등록을 확인했습니다.",
        "return_org" => "기관 등록을 돌려보냈습니다.",
        "claim_complex" => "운영기관 신고를 냈습니다. 이제 이 단지의 신청서를 쓸 수 있습니다.",
        "confirm_claim" => "운영기관으로 확인했습니다.",
        "return_claim" => "운영기관 신고를 돌려보냈습니다.",
        "invite_member" | "invite_first" => "초대했습니다. 초대 메일을 보냅니다.",
        "revoke_invitation" => "초대를 취소했습니다.",
        "resend_invitation" => "초대 메일을 다시 보냅니다. 앞서 보낸 주소는 쓸 수 없게 됩니다.",
        "accept_invitation" | "join" => "초대를 수락했습니다.",
        "end_role" => "역할을 끝냈습니다.",
        "delegate" => "위임장을 등록했습니다.",
        "end_delegation" => "위임을 끝냈습니다.",
        "hand_over" => "업무를 인계했습니다.",
        _ => return None,
    })
}

/// Characters used and allowed.
pub fn length(now: usize, max: usize) -> String {
    format!("{}/{}자(공백 포함)", grouped(now), grouped(max))
}

/// Characters too many.
pub fn over_length(by: usize) -> String {
    format!("{}자를 줄여 주십시오.", grouped(by))
}

/// `3,000`.
fn grouped(n: usize) -> String {
    domain::money::Won(n.try_into().unwrap_or(i64::MAX)).to_string()
}

/// `D-3`, `D-day` on the day itself, `D+2` after it.
pub fn day_count(now: Timestamp, due: Timestamp) -> String {
    match (kst_date(due) - kst_date(now)).num_days() {
        0 => "D-day".to_owned(),
        left if left > 0 => format!("D-{left}"),
        past => format!("D+{}", past.unsigned_abs()),
    }
}

/// The sign-in page that comes back to `path` afterwards.
pub fn sign_in_path(path: &str) -> String {
    let keep = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(byte);
    let next: String = path
        .bytes()
        .map(|byte| if keep(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("/sign-in?next={next}")
}

/// A page in place of one that cannot be shown.
pub struct Trouble {
    pub title: String,
    pub sentences: Vec<String>,
    /// To be told when asking for help.
    pub trace: Option<String>,
}

/// Why a page cannot be shown and what to do.
pub fn trouble(error: &AppError) -> Trouble {
    let page = |title: &str, sentences: &[&str]| Trouble {
        title: title.to_owned(),
        sentences: sentences.iter().map(|s| (*s).to_owned()).collect(),
        trace: None,
    };
    match error {
        AppError::NotFound => page(
            "페이지를 찾을 수 없습니다",
            &[
                "주소가 바뀌었거나, 없는 페이지이거나, 볼 수 있는 페이지가 아닙니다.",
                "주소를 확인하거나 아래에서 이동해 주십시오.",
            ],
        ),
        AppError::Forbidden => page(
            "이 일을 할 권한이 없습니다",
            &[
                "지금 로그인한 분의 역할로는 할 수 없는 일입니다.",
                "다른 계정으로 로그인하거나 담당 기관에 문의해 주십시오.",
            ],
        ),
        AppError::SignIn => page("로그인이 필요합니다", &["로그인한 뒤에 볼 수 있는 페이지입니다. 로그인해 주십시오."]),
        AppError::Moved(_) => page("다른 화면으로 이동합니다", &["신청 화면에서 진행 상황을 확인해 주십시오."]),
        AppError::Refused(sentence) => page("볼 수 없는 페이지입니다", &[sentence.as_str()]),
        AppError::Malformed => page(
            "요청을 이해하지 못했습니다",
            &["주소나 입력이 올바르지 않습니다. 앞 화면으로 돌아가 다시 시도해 주십시오."],
        ),
        AppError::Unavailable { trace } => Trouble {
            trace: (!trace.is_empty()).then(|| trace.clone()),
            ..page(
                "지금은 처리할 수 없습니다",
                &["잠시 문제가 생겼습니다. 저장된 내용은 그대로 있습니다.", "잠시 뒤에 다시 시도해 주십시오."],
            )
        },
    }
}

/// What waits for a person, as the text of its link.
pub fn task(task: &Task) -> String {
    match task {
        Task::FinishDraft(row) if row.being_revised => format!("{} 회수한 신청을 고쳐 다시 제출하기", row.complex),
        Task::FinishDraft(row) if row.asked_at.is_some() => {
            format!("{} 제출 요청을 받은 신청서 확인하고 제출하기", row.complex)
        }
        Task::FinishDraft(row) => format!("{} 신청서를 마저 작성해 제출하기", row.complex),
        Task::AnswerSupplement(row) => format!("{} 보완 요청에 답하기", row.complex),
        Task::Confirm(row) => format!("{} 지방비 부담 확인하기", row.complex),
        Task::GiveOpinion(row) => format!("{} 지역혁신기관 의견 쓰기", row.complex),
        Task::RegionalSession { place, applications, i_score: true, .. } => {
            format!("{place} 지역검토 채점하기({applications}건)")
        }
        Task::RegionalSession { place, applications, i_score: false, .. } => {
            format!("{place} 지역검토 열기({applications}건)")
        }
        Task::ConfirmPart(row) => format!("{} 확인 요청에 답하기", row.complex),
        Task::Intake(row) => format!("{} 신청 접수하기", row.complex),
        Task::Screen(row) => format!("{} 사전검토하기", row.complex),
        Task::DecideOverdue(row) => format!("{} 기한이 지난 단계 처리하기", row.complex),
        Task::Panel { track, eligible, evaluating, evaluated, .. } => format!(
            "{} 평가 운영하기(적합 {eligible}건, 평가 중 {evaluating}건, 평가 완료 {evaluated}건)",
            names::track(*track)
        ),
        Task::Score { row, locked: false } => format!("{} 채점하기", row.complex),
        Task::Score { row, locked: true } => format!("{} 확정한 채점표 보기", row.complex),
        Task::DecideOrganisations { registrations, claims, .. } => {
            format!("기관 등록 {registrations}건과 운영기관 신고 {claims}건 확인하기")
        }
        Task::ConfirmExtension { .. } => "접수 마감 연장 요청 확인하기".to_owned(),
        Task::DecideObjection(row) => format!("{} 이의신청 처리하기", row.complex),
        Task::MayObject(row) => format!("{} 평가결과 확인하기(이의신청 기간)", row.complex),
        Task::Selection { track, waiting, proposed, approved, .. } => format!(
            "{} 심의와 선정하기(심의 대상 {waiting}건, 상신 {proposed}건, 확정 {approved}건)",
            names::track(*track)
        ),
        Task::Vote { kind, voted: false, .. } => format!("{} 안건에 표결하기", super::deliberation::kind(*kind)),
        Task::Vote { kind, voted: true, .. } => format!("{} 내 표결 보기", super::deliberation::kind(*kind)),
        Task::RunMeeting { kind, missing, .. } => {
            format!("{} 심의 진행하기(표결하지 않은 위원 {missing}명)", super::deliberation::kind(*kind))
        }
    }
}

/// Where a task is done.
pub fn task_link(task: &Task) -> String {
    let track_page = |kind: &str, call: &domain::ids::CallId, track: &Track| format!("/{kind}/{call}/{}", track.code());
    match task {
        Task::FinishDraft(row)
        | Task::Confirm(row)
        | Task::GiveOpinion(row)
        | Task::Intake(row)
        | Task::Screen(row)
        | Task::DecideOverdue(row)
        | Task::DecideObjection(row)
        | Task::MayObject(row) => format!("/applications/{}", row.id),
        Task::AnswerSupplement(row) => format!("/applications/{}/supplement", row.id),
        Task::RegionalSession { session, .. } => format!("/sessions/{session}"),
        Task::ConfirmPart(row) => format!("/partner-requests/{}", row.id),
        Task::Panel { call, track, .. } => track_page("panels", call, track),
        Task::Score { row, .. } => format!("/review/{}", row.id),
        Task::DecideOrganisations { .. } => "/organisations".to_owned(),
        Task::ConfirmExtension { call, .. } => format!("/calls/{call}/trail"),
        Task::Selection { call, track, .. } => track_page("selection", call, track),
        Task::Vote { meeting, .. } | Task::RunMeeting { meeting, .. } => format!("/meetings/{meeting}"),
    }
}
