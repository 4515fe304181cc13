//! Every reason to refuse what a person asked, as facts that travel to the page.

use crate::{
    account::AccountProblem,
    adjusted::AdjustedProblem,
    approval::ApprovalProblem,
    budget::CELL_MAX,
    call::{CallProblem, ExtensionProblem, Track},
    committee::CommitteeProblem,
    conflict::TieProblem,
    deliberation::MeetingProblem,
    document::Unfit,
    form::{Problem, length},
    money::{Won, WonProblem},
    org::OrgProblem,
    partner::PartnerProblem,
    registry::{ComplexStatus, NumberProblem},
    rubric::{AdjustmentProblem, MarkProblem},
    workflow::Rejection,
};
use serde::{Deserialize, Serialize};

/// Why not, and what it is about. The sentence, saying what to do, belongs to the locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    Workflow(Rejection),
    Form(Vec<Problem>),
    Marks(Vec<MarkProblem>),
    Committee(Vec<CommitteeProblem>),
    Adjustments(Vec<AdjustmentProblem>),
    /// Ties of a reviewer that cannot be read.
    Ties(Vec<TieProblem>),
    /// Somebody was assigned where they have a conflict.
    ReviewerConflicted {
        application_no: String,
        name: String,
    },
    /// An upheld objection leaves the examination to the former panel, and somebody of it is missing.
    FormerReviewerLeftOut {
        application_no: String,
        name: String,
    },
    /// Why a call cannot be published yet.
    Call(Vec<CallProblem>),
    Extension(ExtensionProblem),
    /// About an organisation and its people.
    Org(OrgProblem),
    /// One field of a small form.
    Field {
        field: String,
        fault: FieldFault,
    },
    /// Several fields of a small form.
    Fields(Vec<FieldProblem>),
    /// Somebody saved since the page was opened.
    Stale {
        by: Option<String>,
    },
    /// The draft is no draft any more: it was submitted.
    Submitted,
    /// Nothing of the earlier application is missing here.
    NothingToCopy,
    /// The complex cannot apply.
    ComplexNotEligible(ComplexStatus),
    TrackNotOpen(Track),
    AlreadyApplied {
        application_no: String,
    },
    SheetLocked,
    SessionClosed,
    SessionEmpty,
    /// Its applicant is still answering a supplement.
    SupplementOpen {
        application_no: String,
    },
    /// Ranks must be 1..n, each once.
    RanksNotUnique,
    TooFewSheets {
        application_no: String,
        sheets: u32,
        needed: u32,
    },
    UnlockedSheets {
        application_no: String,
        unlocked: u32,
    },
    TooFewReviewers {
        application_no: String,
        assigned: u32,
        needed: u32,
    },
    NothingToDo,
    ObjectionOpen {
        application_no: String,
    },
    /// 예산 초과: what remains, what was asked.
    EnvelopeExceeded {
        year: i32,
        remaining: Won,
        asked: Won,
    },
    EnvelopeMissing {
        year: i32,
    },
    OutOfRankOrder {
        application_no: String,
    },
    /// No rule separates these: their order must be decided first.
    TieUndecided {
        application_nos: Vec<String>,
    },
    /// A letter must be a PDF.
    FileNotPdf,
    /// What a partner is asked or answers.
    Partner(PartnerProblem),
    /// What speaks against a meeting, a vote or its end.
    Meeting(Vec<MeetingProblem>),
    /// What speaks against a signature of the approval line.
    Approval(ApprovalProblem),
    /// The password that confirms a signature is wrong.
    Password,
    /// The file cannot be taken.
    Unfit(Unfit),
    /// About the own account.
    Account(AccountProblem),
    SignIn,
    SignInBusy,
    TooManyTries {
        minutes: u32,
    },
    /// An award that its applicant did not declare acceptable, or that breaks a ratio.
    Adjusted {
        field: String,
        application_no: String,
        problem: AdjustedProblem,
    },
}

/// A field and what is wrong with it.
pub type FieldProblem = (String, FieldFault);

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldFault {
    Missing,
    NotADate,
    /// A day that has passed.
    InThePast,
    NotANumber,
    NotAChoice,
    /// No 문서확인번호, or none that was issued.
    NotACode,
    /// A box that must be ticked before an act that cannot be undone.
    NotConfirmed,
    TooLong {
        max: u32,
    },
    TooShort {
        min: u32,
    },
    NotAnEmail,
    /// Something else has this name already.
    NameTaken,
    /// 사업자등록번호.
    BusinessNo(NumberProblem),
    Amount(WonProblem),
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Refusal::Workflow(rejection)
    }
}

impl Refusal {
    /// Reads an amount typed into `field`.
    pub fn amount(field: &str, raw: &str) -> Result<Won, Refusal> {
        let fault = match Won::parse(raw) {
            _ if raw.trim().is_empty() => FieldFault::Missing,
            Ok(won) if won <= CELL_MAX => return Ok(won),
            Ok(_) => FieldFault::NotANumber,
            Err(problem) => FieldFault::Amount(problem),
        };
        Err(Refusal::Field { field: field.to_owned(), fault })
    }

    /// A required text of at most `max` characters, trimmed.
    pub fn text(field: &str, raw: &str, max: u32) -> Result<String, Refusal> {
        let text = raw.trim();
        let fault = if text.is_empty() {
            FieldFault::Missing
        } else if length(text) > max as usize {
            FieldFault::TooLong { max }
        } else {
            return Ok(text.to_owned());
        };
        Err(Refusal::Field { field: field.to_owned(), fault })
    }

    /// The state moved on since the page was made: HTTP 409; else 422.
    pub fn is_conflict(&self) -> bool {
        if let Refusal::Partner(problem) = self {
            return problem.is_conflict();
        }
        if let Refusal::Meeting(problems) = self {
            return problems.iter().any(MeetingProblem::is_conflict);
        }
        matches!(
            self,
            Refusal::Stale { .. }
                | Refusal::Submitted
                | Refusal::NothingToCopy
                | Refusal::Workflow(
                    Rejection::OutOfOrder { .. }
                        | Rejection::IntakeClosed { .. }
                        | Rejection::IntakeNotOpen { .. }
                        | Rejection::NotRecalled
                        | Rejection::AlreadyRecalled
                        | Rejection::BeingRevised { .. }
                        | Rejection::ObjectionWindowClosed { .. }
                        | Rejection::ObjectionWindowOpen { .. }
                        | Rejection::ObjectionUsed
                        | Rejection::NotOverdue { .. }
                        | Rejection::SupplementRoundsUsed { .. }
                        | Rejection::SupplementClosed { .. }
                )
                | Refusal::AlreadyApplied { .. }
                | Refusal::SheetLocked
                | Refusal::SessionClosed
                | Refusal::SupplementOpen { .. }
                | Refusal::EnvelopeExceeded { .. }
                | Refusal::ObjectionOpen { .. }
                | Refusal::NothingToDo
                | Refusal::Approval(_)
                | Refusal::Extension(ExtensionProblem::EvaluationBegan | ExtensionProblem::AlreadyRequested)
        ) || matches!(self, Refusal::Org(problem) if problem.is_conflict())
    }
}
