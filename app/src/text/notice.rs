//! What people are told, in Korean and in English: the line in the bell, the mail's subject and body. Facts in,
//! sentences out; a mail names only what its [`Notice`] holds.

use domain::{
    calendar::{Timestamp, official_datetime},
    call::Track,
    notice::{Language, MailState, Notice, Template},
};

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The line in the bell; with the application in front the mail's subject.
    pub headline: String,
    pub subject: String,
    /// What happened and what to do.
    pub sentence: String,
    /// Number, complex, call, deadline.
    pub facts: Vec<(&'static str, String)>,
    /// The label of the link.
    pub action: &'static str,
}

/// Headline, what happened and what to do, label of the link.
type Words = (&'static str, &'static str, &'static str);

/// The notice in the reader's language.
pub fn letter(notice: &Notice, language: Language) -> Letter {
    let (headline, sentence, action) = match language {
        Language::Ko => korean(notice.template),
        Language::En => english(notice.template),
    };
    let headline = match notice.days_left {
        Some(days) => format!("{headline}({})", left(days, language)),
        None => headline.to_owned(),
    };
    let service = brand(language);
    let about = about(notice).replace(" · ", " ");
    Letter {
        subject: one_line(&format!("[{service}] {headline} - {about}")),
        headline,
        sentence: sentence.to_owned(),
        facts: facts(notice, language),
        action,
    }
}

/// The application, or the organisation, that a notice is about.
pub fn about(notice: &Notice) -> String {
    if notice.meeting.is_some() {
        return notice.call_title.clone();
    }
    let (first, complex) = (notice.org.as_ref().unwrap_or(&notice.application_no), &notice.complex);
    if complex.is_empty() { first.clone() } else { format!("{first} · {complex}") }
}

fn korean(template: Template) -> Words {
    const SEE: &str = "신청 내용 보기";
    match template {
        Template::DraftStarted => (
            "신청서 작성을 시작했습니다",
            "소속 기관의 담당자가 신청서 작성을 시작했습니다. 함께 작성하거나 진행 상황을 확인하십시오.",
            "신청서 열기",
        ),
        Template::Submitted => (
            "신청서가 제출되었습니다",
            "신청서를 받았습니다. 제출확인번호와 받은 시각은 제출확인증에서 확인하십시오.",
            SEE,
        ),
        Template::SubmissionWanted => (
            "제출 요청을 받았습니다",
            "담당자가 신청서 작성을 마치고 제출을 요청했습니다. 제출 전 확인 화면에서 살펴보고 마감 전에 제출해 주십시오.",
            "신청서 열기",
        ),
        Template::Recalled => (
            "신청서를 회수해 고치는 중입니다",
            "신청서를 회수했습니다. 마지막으로 제출한 내용은 그대로 유효하니, 고친 뒤 접수 마감 전에 다시 제출하십시오.",
            "신청서 열기",
        ),
        Template::RecalledMeanwhile => (
            "신청기관이 신청서를 고치는 중입니다",
            "신청기관이 신청서를 회수했습니다. 다시 제출하거나 접수가 마감되면 이어서 처리해 주십시오.",
            SEE,
        ),
        Template::Withdrawn => (
            "신청을 철회했습니다",
            "신청을 철회하여 절차가 끝났습니다. 접수 기간 안이면 새로 신청할 수 있으니 공고를 확인하십시오.",
            SEE,
        ),
        Template::WithdrawnForOffices => (
            "신청이 철회되었습니다",
            "담당하신 신청을 신청기관이 철회하여 더 하실 일이 없습니다. 사유는 처리이력에서 확인하십시오.",
            SEE,
        ),
        Template::LocallyAnswered => (
            "지자체가 지방비 부담을 확인했습니다",
            "지자체가 지방비 부담에 대한 답을 제출했습니다. 답한 내용을 확인하십시오.",
            SEE,
        ),
        Template::OpinionGiven => (
            "지역혁신기관이 의견을 제출했습니다",
            "지역혁신기관이 신청에 대한 의견을 제출했습니다. 내용을 확인하십시오.",
            SEE,
        ),
        Template::WentUnconfirmed => (
            "확인 없이 다음 단계로 진행했습니다",
            "기한 안에 답이 없어 미확인으로 표시하고 다음 단계로 진행했습니다. 처리이력을 확인하십시오.",
            SEE,
        ),
        Template::PassedOver => (
            "기한이 지나 미확인으로 처리되었습니다",
            "기한 안에 답을 받지 못해 이 신청은 미확인으로 다음 단계에 넘어갔습니다. 문의는 전담기관에 해 주십시오.",
            SEE,
        ),
        Template::RegionallyReviewed => (
            "지역검토가 끝났습니다",
            "광역지자체의 지역검토가 끝나 전담기관의 접수를 기다립니다. 결과를 확인하십시오.",
            SEE,
        ),
        Template::SupplementWanted => (
            "보완을 요청받았습니다",
            "제출한 신청에 보완이 요청되었습니다. 요청된 항목만 고쳐 아래 기한까지 보완을 제출해 주십시오.",
            "보완하기",
        ),
        Template::BudgetRevisionWanted => (
            "사업비를 고쳐 주십시오",
            "지자체가 지방비를 줄여 확약하여 사업비 항목이 열렸습니다. 아래 기한까지 고쳐 제출해 주십시오.",
            "사업비 고치기",
        ),
        Template::SupplementExtended => (
            "보완 기한이 연장되었습니다",
            "보완 기한이 늦추어졌습니다. 아래 기한까지 보완을 제출해 주십시오.",
            "보완하기",
        ),
        Template::SupplementReceived => (
            "보완을 접수했습니다",
            "보완을 받았습니다. 새 제출확인번호와 받은 시각은 제출확인증에서 확인하십시오.",
            SEE,
        ),
        Template::SupplementArrived => (
            "보완이 들어왔습니다",
            "신청기관이 보완을 제출했습니다. 바뀐 내용을 확인하고 이어서 처리해 주십시오.",
            "바뀐 내용 보기",
        ),
        Template::SupplementLapsed => (
            "보완 기한이 지나 반려되었습니다",
            "기한 안에 보완이 제출되지 않아 규정에 따라 신청이 반려되었습니다. 내용을 확인하십시오.",
            SEE,
        ),
        Template::CallChanged => (
            "공고가 변경되었습니다",
            "신청하신 공고가 변경되었습니다. 공고에서 바뀐 내용과 사유를 확인하십시오.",
            "공고 보기",
        ),
        Template::PapersChanged => (
            "제출 요청 뒤에 서류가 바뀌었습니다",
            "승인자에게 제출을 요청한 뒤에 첨부 서류가 바뀌었습니다. 제출하기 전에 다시 확인하십시오.",
            "신청서 열기",
        ),
        Template::SupplementDue => (
            "보완 기한이 다가옵니다",
            "아직 보완을 제출하지 않았습니다. 기한이 지나면 반려되니 아래 기한까지 제출해 주십시오.",
            "보완하기",
        ),
        Template::Received => (
            "신청이 접수되었습니다",
            "전담기관이 신청을 접수하고 사전검토를 시작했습니다. 접수번호를 확인하십시오.",
            SEE,
        ),
        Template::FoundEligible => (
            "사전검토를 통과했습니다",
            "사전검토에서 적합으로 판정되었습니다. 평가가 시작될 때까지 기다려 주십시오.",
            SEE,
        ),
        Template::ScreenedOut => (
            "사전 지원제외로 판정되었습니다",
            "사전검토에서 지원제외로 판정되었습니다. 로그인하여 사유를 확인하십시오.",
            "사유 확인하기",
        ),
        Template::Returned => (
            "신청이 반려되었습니다",
            "신청이 반려되었습니다. 사유를 확인하고, 접수 기간 안이면 바로잡아 새로 신청하십시오.",
            "사유 확인하기",
        ),
        Template::ResultNotified => (
            "평가결과를 통보합니다",
            "평가결과가 나왔습니다. 확인하고, 절차에 이의가 있으면 아래 기한까지 이의를 신청하십시오.",
            "평가결과 보기",
        ),
        Template::ObjectionReceived => (
            "이의신청을 받았습니다",
            "이의신청이 제출되었습니다. 전담기관이 처리하면 다시 알려 드리니 기다려 주십시오.",
            SEE,
        ),
        Template::ObjectionDismissed => (
            "이의신청이 기각되었습니다",
            "이의신청이 기각되어 평가결과가 그대로 확정되었습니다. 로그인하여 사유를 확인하십시오.",
            "사유 확인하기",
        ),
        Template::ObjectionUpheld => (
            "이의신청이 인용되었습니다",
            "이의신청이 받아들여져 다시 평가합니다. 로그인하여 사유와 다시 평가할 위원을 확인하십시오.",
            "사유 확인하기",
        ),
        Template::DeliberationOpened => {
            ("심의를 시작했습니다", "산업통상부가 선정 심의를 시작했습니다. 결과가 발표될 때까지 기다려 주십시오.", SEE)
        }
        Template::Announced => (
            "선정 결과가 발표되었습니다",
            "선정 결과가 발표되었습니다. 로그인하여 결과와 종합의견을 확인하십시오.",
            "선정 결과 보기",
        ),
        Template::AnnouncedToOffices => (
            "선정 결과가 발표되었습니다",
            "담당하신 신청의 선정 결과가 발표되었습니다. 결과를 확인하십시오.",
            "선정 결과 보기",
        ),
        Template::ProposalReturned => (
            "선정안이 반려되었습니다",
            "상신된 선정안이 반려되었습니다. 사유를 확인하고 다시 상신하십시오.",
            "심의와 선정 화면 열기",
        ),
        Template::ConfirmationWanted => (
            "지방비 부담을 확인해 주십시오",
            "신청이 제출되어 지방비 부담 확인을 기다립니다. 아래 기한까지 답해 주십시오.",
            "확인하기",
        ),
        Template::OpinionWanted => (
            "지역혁신기관 의견을 내 주십시오",
            "신청이 지역혁신기관의 의견을 기다립니다. 아래 기한까지 의견을 제출해 주십시오.",
            "의견 쓰기",
        ),
        Template::RegionalReviewWanted => (
            "지역검토가 시작되었습니다",
            "협업형 신청이 제출되어 지역검토에 올랐습니다. 맡은 일을 아래 기한까지 마쳐 주십시오.",
            "지역검토 열기",
        ),
        Template::IntakeWanted => (
            "접수할 신청이 있습니다",
            "지역 단계를 마친 신청이 접수를 기다립니다. 확인하고 접수해 주십시오.",
            "접수하기",
        ),
        Template::SheetWanted => (
            "채점할 신청이 배정되었습니다",
            "평가위원으로 배정되었습니다. 신청서를 읽고 아래 기한까지 채점표를 확정해 주십시오.",
            "채점하기",
        ),
        Template::ObjectionToDecide => (
            "이의신청이 들어왔습니다",
            "신청기관이 이의를 신청했습니다. 사유를 검토하고 처리해 주십시오.",
            "이의신청 처리하기",
        ),
        Template::ApprovalWanted => (
            "승인할 선정안이 있습니다",
            "선정안이 상신되었습니다. 상신한 분이 아닌 담당자가 검토하고 승인하거나 반려해 주십시오.",
            "심의와 선정 화면 열기",
        ),
        Template::AnnouncementWanted => (
            "발표할 선정 결과가 있습니다",
            "선정안이 승인되었습니다. 내용을 확인하고 발표해 주십시오.",
            "심의와 선정 화면 열기",
        ),
        Template::AnswerAwaited => (
            "전담기관이 답을 기다립니다",
            "이 신청의 처리를 전담기관이 요청했습니다. 화면을 열어 확인하고 처리해 주십시오.",
            "처리하기",
        ),
        Template::DraftClosing => (
            "접수 마감이 다가옵니다",
            "아직 제출하지 않은 신청서가 있습니다. 빠진 곳을 채우고 마감 전에 제출해 주십시오.",
            "신청서 열기",
        ),
        Template::ConfirmationDue => {
            ("확인 기한이 다가옵니다", "아직 답하지 않은 신청이 있습니다. 아래 기한까지 답해 주십시오.", "확인하기")
        }
        Template::RegionalReviewDue => (
            "지역검토 기한이 다가옵니다",
            "아직 마감하지 않은 지역검토가 있습니다. 아래 기한까지 마감해 주십시오.",
            "지역검토 열기",
        ),
        Template::SheetDue => (
            "채점 기한이 다가옵니다",
            "아직 확정하지 않은 채점표가 있습니다. 아래 기한까지 확정해 주십시오.",
            "채점하기",
        ),
        Template::PartnerAsked => (
            "맡은 부분을 확인해 주십시오",
            "신청기관이 귀 기관이 맡은 부분의 확인을 요청했습니다. 내용을 보고 아래 기한까지 답해 주십시오.",
            "확인 요청 열기",
        ),
        Template::PartnerAskedAgain => (
            "바뀐 내용을 다시 확인해 주십시오",
            "신청기관이 내용을 바꾸어 다시 확인을 요청했습니다. 바뀐 내용을 보고 아래 기한까지 답해 주십시오.",
            "확인 요청 열기",
        ),
        Template::PartnerCancelled => (
            "확인 요청이 취소되었습니다",
            "신청기관이 확인 요청을 취소했습니다. 하던 일이 있으면 멈춰 주십시오.",
            "확인 요청 열기",
        ),
        Template::PartnerStepped => (
            "지자체가 처리 단계를 알렸습니다",
            "지자체가 지방비 부담 확인의 처리 단계를 알렸습니다. 어디까지 왔는지 확인하십시오.",
            "확인 상황 보기",
        ),
        Template::PartnerAnswered => (
            "확인 요청에 답이 왔습니다",
            "상대 기관이 확인 요청에 답했습니다. 답한 내용을 확인하고 필요하면 신청서를 고쳐 주십시오.",
            "답변 보기",
        ),
        Template::MeetingConvened => (
            "위원회의 위원으로 심의에 참여해 주십시오",
            "심의가 열립니다. 안건과 설명을 읽고, 회의에서 또는 서면심의 기간 안에 안건마다 표결해 주십시오.",
            "심의 안건 보기",
        ),
        Template::PartnerDue => (
            "확인 요청의 기한이 다가옵니다",
            "아직 답하지 않은 확인 요청이 있습니다. 아래 기한까지 답해 주십시오.",
            "확인 요청 열기",
        ),
        Template::ObjectionEnding => (
            "이의신청 기간이 곧 끝납니다",
            "평가 절차에 이의가 있으면 아래 기한까지 신청하십시오. 없으면 하실 일이 없으니 기다려 주십시오.",
            "평가결과 보기",
        ),
        Template::ReviewerRecused => (
            "평가위원이 회피했습니다",
            "평가위원이 이해충돌을 알리고 평가에서 물러났습니다. 사유를 확인하고 필요하면 위원을 보충하십시오.",
            "평가위원 확인하기",
        ),
        Template::ReviewerExcluded => (
            "평가위원에서 제외되었습니다",
            "전담기관이 이해충돌 사유로 이 신청의 평가에서 제외했습니다. 작성하신 채점표는 반영하지 않으니 평가 자료를 지워 주십시오.",
            "내 업무 열기",
        ),
        Template::PanelChanged => (
            "평가위원 구성이 바뀌었습니다",
            "함께 평가하던 위원이 물러나 평가를 다시 마감합니다. 아직 확정하지 않은 채점표가 있으면 확정하십시오.",
            "채점표 열기",
        ),
        Template::SheetWantedNow => (
            "평가위원으로 새로 배정되었습니다",
            "물러난 위원을 대신하여 배정되었습니다. 이해충돌이 없는지 살펴보고 아래 기한까지 채점표를 확정하십시오.",
            "채점하기",
        ),
        Template::ResultReopened => (
            "통보한 평가결과가 취소되었습니다",
            "평가 절차에서 하자가 확인되어 통보한 결과를 취소하고 다시 평가합니다. 새 결과를 통보할 때까지 기다려 주십시오.",
            "사유 확인하기",
        ),
        Template::WindowLengthened => (
            "이의신청 기한이 늦춰졌습니다",
            "공휴일이 새로 정해져 이의신청 기한이 늦춰졌습니다. 이의가 있으면 아래 기한까지 신청하십시오.",
            "평가결과 보기",
        ),
        Template::WaiverRecorded => (
            "협약포기를 접수했습니다",
            "선정된 사업의 협약포기를 접수했습니다. 접수 내용을 확인하십시오.",
            "신청 내용 보기",
        ),
        Template::WaivedForOffices => (
            "선정된 사업이 협약을 포기했습니다",
            "담당하신 신청의 신청기관이 협약을 포기했습니다. 사유를 확인하십시오.",
            "신청 내용 보기",
        ),
        Template::PromotionWanted => (
            "승인할 예비 승격안이 있습니다",
            "예비선정된 사업을 선정으로 올리는 안이 상신되었습니다. 상신하지 않은 담당자가 승인하거나 반려하십시오.",
            "예비 승격 열기",
        ),
        Template::PromotionDropped => (
            "예비 승격안이 반려되었습니다",
            "상신한 예비 승격안이 반려되었습니다. 사유를 확인하고 다시 정하십시오.",
            "예비 승격 열기",
        ),
        Template::Promoted => (
            "예비선정에서 선정으로 바뀌었습니다",
            "선정된 사업이 포기하여 예비선정된 사업이 선정되었습니다. 지원 금액과 다음 절차를 확인하십시오.",
            "선정 결과 보기",
        ),
        Template::PromotedForOffices => (
            "예비선정된 사업이 선정되었습니다",
            "담당하신 예비선정 사업이 선정되었습니다. 결과를 확인하십시오.",
            "선정 결과 보기",
        ),
        Template::OrgToConfirm => (
            "확인할 기관 등록이 있습니다",
            "기관이 등록을 신청했습니다. 내용을 살펴보고 확인하거나 돌려보내 주십시오.",
            "기관 확인 열기",
        ),
        Template::ClaimToConfirm => (
            "확인할 운영기관 신고가 있습니다",
            "기관이 특화단지의 운영기관임을 신고했습니다. 증빙을 살펴보고 확인하거나 돌려보내 주십시오.",
            "기관 확인 열기",
        ),
        Template::OrgConfirmed => (
            "기관 등록이 확인되었습니다",
            "전담기관이 기관 등록을 확인했습니다. 기관 정보에서 구성원을 초대하고 운영 단지를 확인하십시오.",
            "기관 정보 열기",
        ),
        Template::OrgReturned => (
            "기관 등록이 돌아왔습니다",
            "등록 내용에 고칠 곳이 있습니다. 사유를 확인하고 고쳐서 다시 보내 주십시오.",
            "사유 확인하기",
        ),
        Template::ClaimConfirmed => (
            "특화단지 운영기관으로 확인되었습니다",
            "이제 이 특화단지의 신청서를 제출할 수 있습니다. 접수 마감을 확인하고 제출해 주십시오.",
            "기관 정보 열기",
        ),
        Template::ClaimReturned => (
            "운영기관 신고가 돌아왔습니다",
            "증빙으로 확인하지 못했습니다. 사유를 확인하고 증빙을 갖춰 다시 신고해 주십시오.",
            "사유 확인하기",
        ),
        Template::OperatorChanged => (
            "특화단지의 운영기관이 바뀌었습니다",
            "이 특화단지의 운영기관이 다른 기관으로 확인되었습니다. 사실과 다르면 바로 전담기관에 연락해 주십시오.",
            "기관 정보 열기",
        ),
        Template::WorkHandedOver => (
            "업무를 인계받았습니다",
            "동료의 신청서 항목, 알림과 역할이 넘어왔습니다. 기관 정보에서 인계 메모를 확인하십시오.",
            "인계 메모 보기",
        ),
    }
}

fn english(template: Template) -> Words {
    const SEE: &str = "View the application";
    match template {
        Template::DraftStarted => (
            "An application was started",
            "A colleague has started an application for your organisation. Help to write it or follow its progress.",
            "Open the application",
        ),
        Template::Submitted => (
            "Your application was submitted",
            "We have received your application. The confirmation shows its number and the time of receipt.",
            SEE,
        ),
        Template::SubmissionWanted => (
            "You are asked to submit",
            "A colleague has finished the application and asks you to submit it. Please check it and submit in time.",
            "Open the application",
        ),
        Template::Recalled => (
            "Your application was recalled",
            "You may change it and submit again before the call closes. Until then your last submission stays valid.",
            "Open the application",
        ),
        Template::RecalledMeanwhile => (
            "The applicant is revising the application",
            "The applicant has recalled it. Please go on when it is submitted again or the call has closed.",
            SEE,
        ),
        Template::Withdrawn => (
            "Your application was withdrawn",
            "You have withdrawn your application and its procedure is over. You may apply anew while the call is open.",
            SEE,
        ),
        Template::WithdrawnForOffices => (
            "An application was withdrawn",
            "The applicant has withdrawn an application in your charge. Nothing is left to do; see its timeline.",
            SEE,
        ),
        Template::LocallyAnswered => (
            "A local government has answered",
            "A local government has answered about its share of the budget. Please read its answer.",
            SEE,
        ),
        Template::OpinionGiven => (
            "The innovation body gave its opinion",
            "The regional innovation body has given its opinion on your application. Please read it.",
            SEE,
        ),
        Template::WentUnconfirmed => (
            "Your application moved on unconfirmed",
            "No answer came in time. Your application is marked unconfirmed and has moved to the next stage.",
            SEE,
        ),
        Template::PassedOver => (
            "The deadline passed without your answer",
            "Your answer did not come in time and the application has moved on unconfirmed. Ask the agency if in doubt.",
            SEE,
        ),
        Template::RegionallyReviewed => (
            "The regional review is closed",
            "The province has closed its review. The application now waits for intake by the agency.",
            SEE,
        ),
        Template::SupplementWanted => (
            "A supplement was requested",
            "Parts of your application must be supplemented. Change what was asked and send it by the date below.",
            "Supplement",
        ),
        Template::BudgetRevisionWanted => (
            "Please revise your budget",
            "A local government gives less than asked, and your budget is open again. Please send it by the date below.",
            "Revise the budget",
        ),
        Template::SupplementExtended => (
            "You have more time to supplement",
            "The date for your supplement was moved. Please send it by the date below.",
            "Supplement",
        ),
        Template::SupplementReceived => (
            "Your supplement was received",
            "We have received your supplement. The confirmation shows its new number and the time of receipt.",
            SEE,
        ),
        Template::SupplementArrived => (
            "A supplement has arrived",
            "The applicant has sent the supplement. Please look at what changed and go on.",
            "See what changed",
        ),
        Template::SupplementLapsed => (
            "Returned: no supplement came in time",
            "The supplement did not come in time and the application was returned by rule. Please read the details.",
            SEE,
        ),
        Template::CallChanged => (
            "The call was amended",
            "The call that you applied to was amended. Please read what changed and why.",
            "View the call",
        ),
        Template::PapersChanged => (
            "Papers changed after the request to submit",
            "A paper changed after your approver was asked to submit. Please check the application again.",
            "Open the application",
        ),
        Template::SupplementDue => (
            "Your supplement is due soon",
            "Your supplement was not sent yet. Without it the application is returned after the date below.",
            "Supplement",
        ),
        Template::Received => (
            "Your application was taken in",
            "The agency has taken in your application and is screening it. Please note the receipt number.",
            SEE,
        ),
        Template::FoundEligible => (
            "Your application passed screening",
            "Your application was found eligible. Please wait for the evaluation to begin.",
            SEE,
        ),
        Template::ScreenedOut => (
            "Your application was found not eligible",
            "Your application was found not eligible in screening. Sign in to read the reason.",
            "Read the reason",
        ),
        Template::Returned => (
            "Your application was returned",
            "Your application was returned. Read the reason; while the call is open you may correct it and apply again.",
            "Read the reason",
        ),
        Template::ResultNotified => (
            "The evaluation result is available",
            "Sign in to read the result. If the procedure was at fault you may object until the date below.",
            "View the result",
        ),
        Template::ObjectionReceived => (
            "We received your objection",
            "Your objection was filed. We will tell you as soon as the agency has decided.",
            SEE,
        ),
        Template::ObjectionDismissed => (
            "Your objection was dismissed",
            "Your objection was dismissed and the result stands. Sign in to read the reason.",
            "Read the reason",
        ),
        Template::ObjectionUpheld => (
            "Your objection was upheld",
            "Your objection was upheld and the application will be evaluated again. Sign in to read the reason.",
            "Read the reason",
        ),
        Template::DeliberationOpened => (
            "Deliberation has begun",
            "The ministry has begun its deliberation. Please wait for the announcement.",
            SEE,
        ),
        Template::Announced => (
            "The selection was announced",
            "The selection was announced. Sign in to read the result and the panel's opinion.",
            "View the selection",
        ),
        Template::AnnouncedToOffices => (
            "The selection was announced",
            "The result of an application in your charge was announced. Please read it.",
            "View the selection",
        ),
        Template::ProposalReturned => (
            "A proposal was returned",
            "The proposed selection was returned. Read the reason and propose again.",
            "Open the selection",
        ),
        Template::ConfirmationWanted => (
            "Please confirm your share of the budget",
            "An application waits for the local government's confirmation. Please answer by the date below.",
            "Answer",
        ),
        Template::OpinionWanted => (
            "Please give your opinion",
            "An application waits for the innovation body's opinion. Please give it by the date below.",
            "Give an opinion",
        ),
        Template::RegionalReviewWanted => (
            "A regional review has begun",
            "A collaborative application came up for regional review. Please finish your part by the date below.",
            "Open the review",
        ),
        Template::IntakeWanted => (
            "An application waits for intake",
            "An application has passed the regional stage. Please check it and take it in.",
            "Take in",
        ),
        Template::SheetWanted => (
            "You have an application to score",
            "You are on the panel. Please read the application and lock your sheet by the date below.",
            "Score",
        ),
        Template::ObjectionToDecide => (
            "An objection was filed",
            "The applicant has objected. Please weigh the grounds and decide.",
            "Decide the objection",
        ),
        Template::ApprovalWanted => (
            "A proposal waits for approval",
            "A selection was proposed. Somebody other than its author must approve or return it.",
            "Open the selection",
        ),
        Template::AnnouncementWanted => (
            "An approved selection waits to be announced",
            "The selection was approved. Please check and announce it.",
            "Open the selection",
        ),
        Template::AnswerAwaited => (
            "The agency waits for you",
            "The agency asks you to deal with this application. Please open it and take the next step.",
            "Open the application",
        ),
        Template::DraftClosing => (
            "The call closes soon",
            "Your application is not submitted yet. Please complete and submit it before the call closes.",
            "Open the application",
        ),
        Template::ConfirmationDue => (
            "Your answer is due soon",
            "An application still waits for your answer. Please answer by the date below.",
            "Answer",
        ),
        Template::RegionalReviewDue => (
            "The regional review is due soon",
            "A regional review is still open. Please close it by the date below.",
            "Open the review",
        ),
        Template::SheetDue => {
            ("Your sheet is due soon", "Your score sheet is not locked yet. Please lock it by the date below.", "Score")
        }
        Template::PartnerAsked => (
            "Please confirm your part",
            "An applicant asks you to confirm your part of an application. Please read it and answer by the date below.",
            "Open the request",
        ),
        Template::PartnerAskedAgain => (
            "Please confirm your part again",
            "The applicant changed your part and asks for it again. Please read the change and answer by the date below.",
            "Open the request",
        ),
        Template::PartnerCancelled => (
            "A request was cancelled",
            "The applicant no longer asks you to confirm your part. There is nothing left for you to do.",
            "Open the request",
        ),
        Template::PartnerStepped => (
            "A local government reported its progress",
            "A local government has told how far its confirmation is. Please see the step it is at.",
            "View the confirmations",
        ),
        Template::PartnerAnswered => (
            "A partner has answered",
            "A partner has answered your request. Please read the answer and change your application where needed.",
            "View the answer",
        ),
        Template::MeetingConvened => (
            "You are called to deliberate in a committee",
            "Please read the agenda and vote on each item, at the meeting or before the written vote ends.",
            "Open the agenda",
        ),
        Template::PartnerDue => (
            "Your confirmation is due soon",
            "A request to confirm your part is not answered yet. Please answer by the date below.",
            "Open the request",
        ),
        Template::ObjectionEnding => (
            "The time to object ends soon",
            "If the procedure was at fault you may object until the date below. Otherwise there is nothing to do.",
            "View the result",
        ),
        Template::ReviewerRecused => (
            "A reviewer has recused themselves",
            "A reviewer named a conflict and left a panel. Please read the reason and replace them where needed.",
            "Check the panel",
        ),
        Template::ReviewerExcluded => (
            "You were taken out of a panel",
            "The agency excluded you from an evaluation for a conflict of interest. Your sheet does not count; please delete the papers.",
            "Open my work",
        ),
        Template::PanelChanged => (
            "A panel has changed",
            "A reviewer left your panel and it will be closed again. Please lock your sheet if it is still open.",
            "Open the sheet",
        ),
        Template::SheetWantedNow => (
            "You were assigned to a panel",
            "You step in for a reviewer who left. Please check that you have no conflict and lock your sheet by the date below.",
            "Score",
        ),
        Template::ResultReopened => (
            "Your result was taken back",
            "A defect of the procedure was found; the application is evaluated again. Please wait for the new result.",
            "Read the reason",
        ),
        Template::WindowLengthened => (
            "You have longer to object",
            "A holiday was announced and the time to object ends later. If you object, please do so by the date below.",
            "View the result",
        ),
        Template::WaiverRecorded => (
            "Your waiver was recorded",
            "You gave up the agreement for the selected project. Please check the record.",
            "View the application",
        ),
        Template::WaivedForOffices => (
            "A selected applicant gave up",
            "The applicant of an application in your charge gave up the agreement. Please read the reason.",
            "View the application",
        ),
        Template::PromotionWanted => (
            "A promotion waits for approval",
            "Somebody proposed to promote an application from the reserve list. Somebody else approves or returns it.",
            "Open the reserve list",
        ),
        Template::PromotionDropped => (
            "A promotion was returned",
            "The proposed promotion was returned. Please read the reason and decide again.",
            "Open the reserve list",
        ),
        Template::Promoted => (
            "You were promoted to selected",
            "A selected applicant gave up and your application moved up from the reserve list. Please read the amount and what comes next.",
            "View the selection",
        ),
        Template::PromotedForOffices => (
            "A reserve was promoted",
            "An application in your charge moved up from the reserve list. Please read the result.",
            "View the selection",
        ),
        Template::OrgToConfirm => (
            "An organisation waits to be confirmed",
            "An organisation has registered. Please check its data and confirm it or send it back.",
            "Open the list",
        ),
        Template::ClaimToConfirm => (
            "A claim of a complex waits to be confirmed",
            "An organisation says that it runs a complex. Please check the evidence and confirm or return the claim.",
            "Open the list",
        ),
        Template::OrgConfirmed => (
            "Your organisation was confirmed",
            "The agency has confirmed your registration. You may now invite colleagues and check your complexes.",
            "Open the organisation",
        ),
        Template::OrgReturned => (
            "Your registration was sent back",
            "Something in your registration must be corrected. Read the reason, correct it and send it again.",
            "Read the reason",
        ),
        Template::ClaimConfirmed => (
            "You are confirmed to run the complex",
            "You may now submit applications for this complex. Please mind the close of the call.",
            "Open the organisation",
        ),
        Template::ClaimReturned => (
            "Your claim of a complex was returned",
            "The evidence did not suffice. Read the reason and claim the complex again with better evidence.",
            "Read the reason",
        ),
        Template::OperatorChanged => (
            "Another body now runs the complex",
            "The agency has confirmed another organisation as its operator. If this is wrong, call the agency at once.",
            "Open the organisation",
        ),
        Template::WorkHandedOver => (
            "Work was handed over to you",
            "You have taken over sections, notices and roles of a colleague. Please read their note.",
            "Read the note",
        ),
    }
}

const fn brand(language: Language) -> &'static str {
    match language {
        Language::Ko => "뿌리산업 특화단지",
        Language::En => "Root Industry Complexes",
    }
}

fn left(days: u16, language: Language) -> String {
    match (language, days) {
        (Language::Ko, 0) => "오늘까지".to_owned(),
        (Language::Ko, days) => format!("{days}일 남음"),
        (Language::En, 0) => "today".to_owned(),
        (Language::En, 1) => "1 day left".to_owned(),
        (Language::En, days) => format!("{days} days left"),
    }
}

fn facts(notice: &Notice, language: Language) -> Vec<(&'static str, String)> {
    let ko = language == Language::Ko;
    if let Some(org) = &notice.org {
        let complex =
            (!notice.complex.is_empty()).then(|| (if ko { "특화단지" } else { "Complex" }, notice.complex.clone()));
        return std::iter::once((if ko { "기관" } else { "Organisation" }, org.clone())).chain(complex).collect();
    }
    if notice.meeting.is_some() {
        let due = notice.due.map(|due| if ko { format!("{}(KST)", official_datetime(due)) } else { english_time(due) });
        let call = (if ko { "공고" } else { "Call" }, notice.call_title.clone());
        return std::iter::once(call).chain(due.map(|due| (if ko { "일시" } else { "When" }, due))).collect();
    }
    let number = if notice.template == Template::Received {
        if ko { "접수번호" } else { "Receipt no." }
    } else if ko {
        "제출확인번호"
    } else {
        "Confirmation no."
    };
    let track = if ko {
        super::track(notice.track)
    } else {
        match notice.track {
            Track::Leading => "Leading",
            Track::General => "General",
            Track::Regional => "Collaborative",
        }
    };
    let due = notice.due.map(|due| if ko { format!("{}(KST)", official_datetime(due)) } else { english_time(due) });
    let mut facts = vec![
        (if ko { "신청번호" } else { "Application no." }, notice.application_no.clone()),
        (if ko { "특화단지" } else { "Complex" }, notice.complex.clone()),
        (if ko { "공고" } else { "Call" }, format!("{} ({track})", notice.call_title)),
    ];
    facts.extend(notice.number.clone().map(|no| (number, no)));
    facts.extend(due.map(|due| (if ko { "기한" } else { "Due" }, due)));
    facts
}

/// `Mon 23 Nov 2026, 18:00 KST`.
fn english_time(at: Timestamp) -> String {
    let kst = chrono::FixedOffset::east_opt(9 * 3600).map(|zone| at.with_timezone(&zone).naive_local());
    kst.unwrap_or(at.naive_utc()).format("%a %-d %b %Y, %H:%M KST").to_string()
}

/// Where the thing is that a notice is about: a path of this site.
pub fn path(notice: &Notice) -> String {
    let (id, call, track) = (notice.application, notice.call, notice.track.code());
    match notice.template {
        Template::OrgToConfirm | Template::ClaimToConfirm => "/organisations".to_owned(),
        template if template.is_about_an_organisation() => "/org".to_owned(),
        Template::SheetWanted | Template::SheetDue | Template::SheetWantedNow | Template::PanelChanged => {
            format!("/review/{id}")
        }
        Template::ReviewerRecused => format!("/panels/{call}/{track}/members"),
        // They do not see it any more.
        Template::ReviewerExcluded => "/work".to_owned(),
        Template::PromotionWanted | Template::PromotionDropped => format!("/selection/{call}/{track}/reserve"),
        Template::ApprovalWanted | Template::AnnouncementWanted | Template::ProposalReturned => {
            format!("/selection/{call}/{track}")
        }
        Template::PartnerStepped | Template::PartnerAnswered => format!("/applications/{id}/partners"),
        Template::SupplementWanted
        | Template::BudgetRevisionWanted
        | Template::SupplementExtended
        | Template::SupplementArrived
        | Template::SupplementDue => format!("/applications/{id}/supplement"),
        Template::CallChanged => format!("/calls/{call}"),
        Template::MeetingConvened => notice.meeting.map(|id| format!("/meetings/{id}")).unwrap_or_default(),
        // Whoever answers sees nothing of the application but their request.
        _ => match notice.request {
            Some(request) => format!("/partner-requests/{request}"),
            None => format!("/applications/{id}"),
        },
    }
}

/// The mail's body as text. `base` is the portal's public address, without a slash at its end.
pub fn plain(notice: &Notice, language: Language, name: &str, base: &str) -> String {
    let Letter { sentence, facts, action, .. } = letter(notice, language);
    let facts: String = facts.into_iter().map(|(label, value)| format!("- {label}: {}\n", one_line(&value))).collect();
    let (greeting, ending) = around(language, name);
    let link = format!("{base}{}", path(notice));
    format!("{greeting}\n\n{sentence}\n\n{facts}\n{action}:\n{link}\n\n{}\n{base}/messages\n", ending.join("\n"))
}

/// The mail's body as HTML: every fact escaped, no picture, nothing fetched from anywhere.
pub fn html(notice: &Notice, language: Language, name: &str, base: &str) -> String {
    let Letter { subject, sentence, facts, action, .. } = letter(notice, language);
    let facts: String =
        facts.into_iter().map(|(label, value)| format!("<li>{}: {}</li>", escaped(label), escaped(&value))).collect();
    let (greeting, ending) = around(language, name);
    let ending: String = ending.iter().map(|line| format!("<p><small>{}</small></p>", escaped(line))).collect();
    format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title></head><body><p>{}</p><p>{}</p>\
         <ul>{facts}</ul><p><a href=\"{}\">{}</a></p><hr>{ending}<p><small><a href=\"{}\">{}</a></small></p></body></html>",
        language.code(),
        escaped(&subject),
        escaped(&greeting),
        escaped(&sentence),
        escaped(&format!("{base}{}", path(notice))),
        escaped(action),
        escaped(&format!("{base}/messages")),
        escaped(&format!("{base}/messages")),
    )
}

fn around(language: Language, name: &str) -> (String, [&'static str; 3]) {
    let name = one_line(name);
    match language {
        Language::Ko => (
            format!("{name} 님, 안녕하십니까."),
            [
                "이 메일은 보내기만 합니다. 문의는 공고의 연락처로 해 주십시오.",
                "이 알림은 편의를 위한 것이며 법적 통지를 대신하지 않습니다.",
                "알림 설정은 아래에서 바꿀 수 있습니다.",
            ],
        ),
        Language::En => (
            format!("Dear {name},"),
            [
                "Please do not reply to this mail. The call names whom to ask.",
                "This notice is a service and does not replace a formal notification.",
                "You can change how you are notified here:",
            ],
        ),
    }
}

/// A value on one line: what a person typed never ends a header or begins another line.
pub fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || is_bidi(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that turn the direction of what follows, and line and paragraph separators.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A state of the mail.
pub const fn mail_state(state: MailState) -> &'static str {
    match state {
        MailState::Waiting => "발송 대기",
        MailState::Sending => "발송 중",
        MailState::Sent => "발송 완료",
        MailState::Failed => "발송 실패",
        MailState::Off => "메일 없음",
    }
}

pub const fn language(language: Language) -> &'static str {
    match language {
        Language::Ko => "한국어",
        Language::En => "English(영어)",
    }
}

/// What the bell says aloud.
pub fn bell(unread: u32) -> String {
    match unread {
        0 => "읽지 않은 알림 없음".to_owned(),
        100.. => "읽지 않은 알림 100건 이상".to_owned(),
        n => format!("읽지 않은 알림 {n}건"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Notice {
        let mut notice = Notice::example(Template::DraftClosing);
        notice.complex = "나쁜\r\nBcc: victim@example.com\u{202E}<iframe src=x></iframe>".to_owned();
        notice.call_title = "\"><img src=x>\n\nDATA".to_owned();
        notice
    }

    #[test]
    fn every_template_says_in_both_languages_what_happened_and_what_to_do() {
        for template in Template::ALL {
            let (ko, en) =
                (letter(&Notice::example(*template), Language::Ko), letter(&Notice::example(*template), Language::En));
            let korean = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
            assert!(korean(&ko.headline) && korean(&ko.sentence) && korean(ko.action), "{template:?}");
            assert!(ko.sentence.ends_with("십시오."), "{template:?} does not say what to do: {}", ko.sentence);
            for text in [en.headline.as_str(), &en.sentence, en.action] {
                assert!(!korean(text) && !text.is_empty(), "{template:?}: {text}");
            }
            assert!(en.sentence.ends_with('.') && !en.headline.ends_with('.'), "{template:?}");
            for letter in [ko, en] {
                let about = match template {
                    Template::MeetingConvened => ["2027년", "특화단지 지원사업 공고"],
                    template if template.is_about_an_organisation() => ["가상 운영기관", "가상 뿌리산업"],
                    _ => ["2027-01-R-0007", "가상 뿌리산업"],
                };
                assert!(about.iter().all(|about| letter.subject.contains(about)), "{}", letter.subject);
                assert!(letter.subject.chars().count() < 120, "{}", letter.subject);
            }
        }
    }

    #[test]
    fn no_two_templates_of_one_reader_look_the_same() {
        let mut seen = std::collections::BTreeSet::new();
        for template in Template::ALL {
            if *template != Template::AnnouncedToOffices {
                assert!(seen.insert(korean(*template).0), "{template:?}");
            }
        }
    }

    #[test]
    fn a_subject_is_one_line_whatever_was_typed() {
        for language in Language::ALL {
            let subject = letter(&hostile(), language).subject;
            assert!(!subject.chars().any(|c| c.is_control() || is_bidi(c)), "{subject:?}");
        }
    }

    #[test]
    fn typed_text_adds_no_line_to_a_mail_and_no_markup_to_its_html() {
        for language in Language::ALL {
            let calm = plain(&Notice::example(Template::DraftClosing), language, "가상 김", "https://portal.example");
            let text = plain(&hostile(), language, "김\r\nSubject: x", "https://portal.example");
            assert_eq!(text.lines().count(), calm.lines().count(), "{text}");
            let page = html(&hostile(), language, "<b>김</b>", "https://portal.example");
            assert!(!page.contains("<iframe") && !page.contains("<img") && !page.contains("<b>"), "{page}");
            assert!(page.contains("&lt;iframe src=x&gt;"), "{page}");
        }
    }

    #[test]
    fn a_mail_names_number_complex_deadline_and_an_absolute_link() {
        let notice = Notice::example(Template::DraftClosing);
        let text = plain(&notice, Language::Ko, "가상 김", "https://portal.example");
        for part in [
            "2027-01-R-0007",
            "가상 뿌리산업 특화단지",
            "2026. 12. 7.(월) 18:00(KST)",
            "https://portal.example/applications/00000000-0000-0000-0000-000000000000",
        ] {
            assert!(text.contains(part), "{part} is missing:\n{text}");
        }
        let text = plain(&notice, Language::En, "Kim", "https://portal.example");
        assert!(text.contains("Mon 7 Dec 2026, 18:00 KST"), "{text}");
    }
}
