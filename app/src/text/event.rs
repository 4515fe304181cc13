//! The timeline's sentences.

use super::{names, partner};
use domain::{
    calendar::{official_date, official_date_day},
    partner::{Part, Reply},
    supplement::Asker,
    workflow::{Event, LocalConfirmation},
};

/// What happened, in one line.
pub fn event(event: &Event) -> String {
    match event {
        Event::Drafted { .. } => "신청서 작성을 시작했습니다.".into(),
        Event::DraftSaved { revision } => format!("신청서를 저장했습니다({revision}번째 저장본)."),
        Event::DocumentChanged { slot_name, change, .. } => super::documents::change(slot_name, change),
        Event::Submitted { submission } => format!("신청서를 제출했습니다(제출확인번호 {}).", submission.number),
        Event::SubmissionRequested { .. } => "담당자가 승인자에게 제출을 요청했습니다.".into(),
        Event::Recalled { .. } => "신청기관이 회수하여 고치기 시작했습니다. 마지막 제출본은 유효합니다.".into(),
        Event::RecallDropped => "신청기관이 회수를 취소했습니다. 마지막 제출본으로 이어집니다.".into(),
        Event::Withdrawn { .. } => "신청기관이 신청을 철회했습니다.".into(),
        Event::MunicipalityConfirmed { confirmation } => confirmed("기초지자체", confirmation),
        Event::ProvinceConfirmed { confirmation } => confirmed("광역지자체", confirmation),
        Event::InnovationOpinionGiven { .. } => "지역혁신기관이 의견을 제출했습니다.".into(),
        Event::WentUnconfirmed { .. } => "기한이 지나 미확인으로 표시하고 다음 단계로 진행했습니다.".into(),
        Event::RegionallyReviewed { outcome } => {
            let verdict = if outcome.recommended { "추천" } else { "미추천" };
            // The rank stays with the office: whoever must not know it gets none.
            match outcome.rank {
                0 => format!("지역검토를 마쳤습니다({verdict})."),
                rank => format!("지역검토를 마쳤습니다({verdict}, {rank}순위)."),
            }
        }
        Event::SupplementAsked { request } => match request.asker {
            Asker::Rule => {
                format!("지방비 감액에 따라 사업비를 고치도록 열었습니다(기한 {}).", official_date_day(request.due))
            }
            _ => format!("보완을 요청했습니다(기한 {}).", official_date_day(request.due)),
        },
        Event::SupplementExtended { due, .. } => {
            format!("보완 기한을 연장했습니다(기한 {}).", official_date_day(*due))
        }
        Event::SupplementAnswered { submission, .. } => {
            format!("신청기관이 보완을 제출했습니다(제출확인번호 {}).", submission.number)
        }
        Event::SupplementLapsed => "보완 기한이 지나 규정에 따라 반려했습니다.".into(),
        Event::Received { receipt_no } => format!("전담기관이 접수했습니다(접수번호 {receipt_no})."),
        Event::FoundEligible { .. } => "사전검토에서 적합으로 판정했습니다.".into(),
        Event::AdjustmentsGranted { granted } if granted.is_empty() => "가점·감점이 없는 것으로 기록했습니다.".into(),
        Event::AdjustmentsGranted { granted } => format!("가점·감점 {}건을 기록했습니다.", granted.len()),
        Event::ScreenedOut { .. } => "사전검토에서 지원제외로 판정했습니다.".into(),
        Event::Returned { .. } => "신청서를 반려했습니다.".into(),
        Event::PanelOpened { round, reviewers, .. } => {
            format!("{round}차 평가를 시작했습니다(평가위원 {reviewers}명).")
        }
        Event::SheetSaved { .. } => "채점표를 저장했습니다.".into(),
        Event::SheetLocked { .. } => "채점표를 확정했습니다.".into(),
        Event::PanelClosed { result } => format!("평가를 마쳤습니다(종합평점 {}점).", result.score),
        Event::ResultNotified { objection_until } => {
            format!("평가결과를 통보했습니다(이의신청 기한 {}).", official_date_day(*objection_until))
        }
        Event::Objected { .. } => "이의신청을 접수했습니다.".into(),
        Event::ObjectionDismissed { .. } => "이의신청을 기각했습니다.".into(),
        Event::ObjectionUpheld { .. } => "이의신청을 인용했습니다. 다시 평가합니다.".into(),
        Event::DeliberationOpened { held_on, .. } => {
            format!("보조사업자선정위원회 심의를 기록했습니다({} 개최).", official_date(*held_on))
        }
        Event::TieDecided { decision } => format!("동점 신청 가운데 {}번째로 정했습니다.", decision.order),
        Event::Proposed { award } => format!("선정안을 상신했습니다({}).", names::outcome(award.outcome)),
        Event::ProposalReturned { .. } => "선정안을 반려했습니다.".into(),
        Event::Approved { .. } => "선정안을 승인했습니다.".into(),
        Event::Announced => "선정 결과를 발표했습니다.".into(),
        Event::HolderReminded { .. } => "전담기관이 담당에게 처리를 요청하는 알림을 보냈습니다.".into(),
        Event::ReviewerLeft { leaving } => super::appealing::left(leaving.cause).into(),
        Event::ReviewerAdded { reserve: true, .. } => "물러난 위원을 대신하여 예비 위원을 배정했습니다.".into(),
        Event::ReviewerAdded { .. } => "평가위원을 새로 배정했습니다.".into(),
        Event::ResultReopened { .. } => "통보한 평가결과를 취소하고 다시 평가합니다.".into(),
        Event::AmountReserved { year, amount } => {
            format!("이의신청이 끝날 때까지 {year}년 지원금 {amount}원을 남겨 두었습니다.")
        }
        Event::WindowLengthened { until } => {
            format!("공휴일이 새로 정해져 이의신청 기한을 늦췄습니다(기한 {}).", official_date_day(*until))
        }
        Event::Waived { .. } => "신청기관이 협약을 포기했습니다.".into(),
        Event::PromotionProposed { .. } => "예비선정에서 선정으로 올리는 안을 상신했습니다.".into(),
        Event::PromotionDropped { .. } => "예비 승격안을 반려했습니다.".into(),
        Event::Promoted { .. } => "예비선정에서 선정으로 올렸습니다.".into(),
        Event::CallAmended { version, .. } => {
            format!("공고가 변경되었습니다(제{version}판). 공고에서 바뀐 내용을 확인해 주십시오.")
        }
        Event::PartnerAsked { asking } => match &asking.part {
            Part::Local { .. } => "지자체에 지방비 부담 확인을 요청했습니다.".into(),
            Part::Role { .. } => "참여기관에 역할과 분담 확인을 요청했습니다.".into(),
        },
        Event::PartnerCancelled { .. } => "보낸 확인 요청을 취소했습니다.".into(),
        Event::PartnerStepped { step, .. } => format!("지자체가 처리 단계를 알렸습니다({}).", partner::by(*step)),
        Event::PartnerAnswered { reply, .. } => format!("확인 요청에 답했습니다({}).", partner::reply(reply)),
    }
}

fn confirmed(who: &str, confirmation: &LocalConfirmation) -> String {
    format!("{who}가 지방비 부담을 확인했습니다({}).", names::answer(confirmation.answer))
}

/// What was said with it: a reason, an opinion, a condition.
pub fn event_note(event: &Event) -> Option<String> {
    let note = match event {
        Event::MunicipalityConfirmed { confirmation } | Event::ProvinceConfirmed { confirmation } => {
            &confirmation.opinion
        }
        Event::InnovationOpinionGiven { opinion, .. } => opinion,
        Event::RegionallyReviewed { outcome } => &outcome.opinion,
        Event::FoundEligible { remarks } => remarks,
        Event::WentUnconfirmed { reason }
        | Event::ScreenedOut { reason }
        | Event::Returned { reason }
        | Event::Withdrawn { reason }
        | Event::ObjectionDismissed { reason }
        | Event::ObjectionUpheld { reason, .. }
        | Event::ResultReopened { reason }
        | Event::Waived { reason }
        | Event::PromotionDropped { reason }
        | Event::ProposalReturned { reason }
        | Event::CallAmended { reason, .. } => reason,
        Event::Objected { grounds, .. } => grounds,
        Event::SupplementAsked { request } => &request.reason,
        Event::SupplementExtended { reason, .. } => reason,
        Event::SupplementAnswered { text, .. } => text,
        Event::PanelClosed { result } => &result.consolidated_opinion,
        Event::DeliberationOpened { resolution, .. } => resolution,
        Event::ReviewerLeft { leaving } => &leaving.reason,
        Event::Proposed { award } | Event::PromotionProposed { award } => &award.reason,
        Event::TieDecided { decision } => &decision.reason,
        Event::AdjustmentsGranted { granted } => {
            let lines: Vec<String> = granted.iter().map(super::score::granted).collect();
            return (!lines.is_empty()).then(|| lines.join("\n\n"));
        }
        Event::PartnerAsked { asking } => &asking.message,
        Event::PartnerAnswered { reply, .. } => match reply.as_ref() {
            Reply::Local(reply) => &reply.opinion,
            Reply::Role(reply) => &reply.opinion,
        },
        Event::PartnerCancelled { .. }
        | Event::PartnerStepped { .. }
        | Event::Drafted { .. }
        | Event::DraftSaved { .. }
        | Event::DocumentChanged { .. }
        | Event::Submitted { .. }
        | Event::SubmissionRequested { .. }
        | Event::Recalled { .. }
        | Event::RecallDropped
        | Event::SupplementLapsed
        | Event::Received { .. }
        | Event::PanelOpened { .. }
        | Event::SheetSaved { .. }
        | Event::SheetLocked { .. }
        | Event::ResultNotified { .. }
        | Event::Approved { .. }
        | Event::HolderReminded { .. }
        | Event::ReviewerAdded { .. }
        | Event::AmountReserved { .. }
        | Event::WindowLengthened { .. }
        | Event::Promoted { .. }
        | Event::Announced => return None,
    };
    (!note.trim().is_empty()).then(|| note.clone())
}
