//! The planner of a 협업형 draft: who must do what by when, counted back from the closing day in working days.
//!
//! 협업형 depends on others (an innovation body, city hall, the province) that need weeks for an official letter;
//! people lose there what they could have asked for on the first day. The numbers of days are proposals of this
//! portal, not of the programme.

use crate::{
    calendar::{CalendarProblem, Holidays},
    form::{Commitment, Draft, PartnerKind, Problem, Section},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who acts in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    Staff,
    Approver,
    Municipality,
    Province,
    InnovationBody,
    Tenants,
}

/// What must be done before the draft can be submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Ask an innovation body to take part, and the local governments for their share.
    AskBody,
    AskCommitments,
    /// Firms send their certificates.
    SendCertificates,
    /// Roles and shared indicators are agreed.
    AgreeRoles,
    /// The official letters about local money.
    CommitMunicipality,
    CommitProvince,
    FinishWriting,
    Review,
    Submit,
}

/// The steps in order: who, and how many working days before the closing day at the latest.
#[rustfmt::skip]
pub const STEPS: [(Step, Who, u16); 9] = [
    (Step::AskBody,            Who::Staff,          15),
    (Step::AskCommitments,     Who::Staff,          15),
    (Step::SendCertificates,   Who::Tenants,        10),
    (Step::AgreeRoles,         Who::InnovationBody, 10),
    (Step::CommitMunicipality, Who::Municipality,    7),
    (Step::CommitProvince,     Who::Province,        5),
    (Step::FinishWriting,      Who::Staff,           5),
    (Step::Review,             Who::Approver,        3),
    (Step::Submit,             Who::Approver,        1),
];

/// How a step stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Progress {
    Done,
    Open,
    /// Its day is over and the draft does not show it yet.
    Late,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    pub step: Step,
    pub who: Who,
    pub by: NaiveDate,
    pub progress: Progress,
}

/// The steps of a draft that closes on `closes_on`. `municipality` is false in 세종 and 제주. What is done is read
/// from the draft and from what is still wrong with it. Error: the holidays of those days are not loaded.
pub fn plan(
    closes_on: NaiveDate,
    today: NaiveDate,
    holidays: &Holidays,
    municipality: bool,
    draft: &Draft,
    problems: &[Problem],
) -> Result<Vec<Planned>, CalendarProblem> {
    let steps = STEPS.into_iter().filter(|(step, ..)| municipality || *step != Step::CommitMunicipality);
    steps
        .map(|(step, who, days)| {
            let by = holidays.working_days_before(closes_on, days)?;
            let progress = match is_done(step, municipality, draft, problems) {
                true => Progress::Done,
                false if by < today => Progress::Late,
                false => Progress::Open,
            };
            Ok(Planned { step, who, by, progress })
        })
        .collect()
}

fn is_done(step: Step, municipality: bool, draft: &Draft, problems: &[Problem]) -> bool {
    let faultless = |field: &str| !problems.iter().any(|p| p.field.starts_with(field));
    let promised = |level: &str| {
        let mut letters = draft.participants.commitments.iter().filter(|c| c.level == level).peekable();
        letters.peek().is_some() && letters.all(has_letter)
    };
    match step {
        Step::AskBody => {
            let body = |kind: &str| PartnerKind::from_code(kind) == Some(PartnerKind::InnovationBody);
            draft.participants.partners.iter().any(|p| body(&p.kind))
        }
        Step::AskCommitments => {
            let asked = |level: &str| draft.participants.commitments.iter().any(|c| c.level == level);
            asked("PROVINCE") && (!municipality || asked("MUNICIPALITY"))
        }
        Step::SendCertificates => faultless("participants[firms]") && faultless("participants[tenants]"),
        Step::AgreeRoles => faultless("region[roles]") && faultless("region[indicators]"),
        Step::CommitMunicipality => promised("MUNICIPALITY"),
        Step::CommitProvince => promised("PROVINCE"),
        Step::FinishWriting => !problems.iter().any(|p| matches!(p.section, Section::Plan | Section::Budget)),
        Step::Review => problems.is_empty(),
        Step::Submit => false,
    }
}

fn has_letter(commitment: &Commitment) -> bool {
    !commitment.document_no.trim().is_empty() && !commitment.amount.trim().is_empty()
}
