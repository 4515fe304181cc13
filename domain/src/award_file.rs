//! 선정 기록 파일: everything from which a track was decided, in one file that anybody can compute again.
//!
//! The file holds the call's parameters, each application's marks under pseudonyms, what was granted, the ministry's
//! decisions, the result with its derivations, and hashes. [`AwardFile::seal`] computes the result from the inputs
//! alone, so that [`verify`] does the same years later without a database. The same inputs give the same bytes: fields
//! in declaration order, applications by number, results by rank, no time of writing.

use crate::{
    calendar::Timestamp,
    call::{Call, Track, TrackRules},
    ids::{ApplicationId, CallId, SheetId},
    money::Won,
    ranking::{
        Candidate, DecidedBy, Deviation, NationalRequest, Outcome, RankedRow, TieBreaker, allocate, deviations,
        parted_equals, rank,
    },
    rubric::{
        AdjustmentItem, Derivation, DerivationProblem, Granted, Hundredths, Measured, SheetMarks, Yardstick, derive,
    },
    snapshot::sha256_hex,
    workflow::TieDecision,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The present [`AwardFile::format`].
pub const FORMAT: &str = "ksc-award/1";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwardFile {
    /// Version of this structure.
    pub format: String,
    pub call: CallFacts,
    pub parameters: Parameters,
    /// By number.
    pub applications: Vec<Input>,
    /// By rank.
    pub result: Vec<Line>,
    pub hashes: Hashes,
}

/// Which call and which of its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallFacts {
    pub id: CallId,
    pub title: String,
    pub notice_no: String,
    pub fiscal_year: i32,
    pub round_no: u16,
    pub version: u32,
    pub track: Track,
    pub intake_to: Timestamp,
}

/// By what the track was measured, ranked and paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    pub yardstick: Yardstick,
    pub tie_breakers: Vec<TieBreaker>,
    pub adjustments: Vec<AdjustmentItem>,
    /// The day on which evidence had to hold.
    pub closing: NaiveDate,
    /// Won per fiscal year.
    pub envelope: BTreeMap<i32, Won>,
}

impl Parameters {
    pub fn new(rules: &TrackRules, closing: NaiveDate, envelope: BTreeMap<i32, Won>) -> Parameters {
        Parameters {
            yardstick: rules.into(),
            tie_breakers: rules.tie_breakers.clone(),
            adjustments: rules.adjustments.clone(),
            closing,
            envelope,
        }
    }
}

/// What is known of one application: what it asked, how it was marked, what was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    pub id: ApplicationId,
    pub application_no: String,
    /// Of the submitted bytes that were marked: the hash on the applicant's receipt.
    pub submission_sha256: String,
    /// Which panel marked it.
    pub round: u16,
    pub requested: NationalRequest,
    /// Reviewers are letters, given anew for each application.
    pub sheets: Vec<Sheet>,
    pub regional: Option<Hundredths>,
    pub granted: Vec<Granted>,
    pub tie: Option<TieDecision>,
    pub decided: Decided,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    pub reviewer: String,
    pub marks: SheetMarks,
}

/// What was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    pub outcome: Outcome,
    /// National won per fiscal year.
    pub amounts: BTreeMap<i32, Won>,
    pub reason: String,
}

/// One line of the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub rank: u32,
    pub application_no: String,
    pub score: Hundredths,
    pub fundable: bool,
    pub decided_by: DecidedBy,
    /// What the money makes of the order.
    pub suggested: Outcome,
    pub outcome: Outcome,
    pub amounts: BTreeMap<i32, Won>,
    /// How the decision leaves the order.
    pub deviation: Option<Deviation>,
    /// Sheets are counted here in the order of their letters.
    pub derivation: Derivation,
}

/// SHA-256 of the canonical JSON of each part, lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hashes {
    pub call: String,
    pub parameters: String,
    /// By application number.
    pub applications: BTreeMap<String, String>,
    pub result: String,
}

/// Why there is no result to write down or to compare with.
#[derive(Debug, thiserror::Error)]
pub enum SealProblem {
    /// The sheets of an application give no score.
    #[error("{application_no}: {problem:?}")]
    NoScore { application_no: String, problem: DerivationProblem },
    /// No JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

/// The letter of the sheet at a place: A, B, … Z, AA, …
pub fn letter(place: usize) -> String {
    let last = char::from(b'A'.saturating_add(u8::try_from(place % 26).unwrap_or_default())).to_string();
    match place / 26 {
        0 => last,
        before => format!("{}{last}", letter(before - 1)),
    }
}

impl Input {
    fn measured(&self) -> Measured {
        let sheet = |(place, sheet): (u128, &Sheet)| (SheetId(Uuid::from_u128(place)), sheet.marks.clone());
        Measured {
            sheets: (1..).zip(&self.sheets).map(sheet).collect(),
            regional: self.regional,
            granted: self.granted.clone(),
        }
    }
}

impl AwardFile {
    /// Computes the result and its hashes from the inputs. Errors: [`SealProblem`].
    pub fn seal(
        call: CallFacts,
        parameters: Parameters,
        mut applications: Vec<Input>,
    ) -> Result<AwardFile, SealProblem> {
        applications.sort_by(|a, b| a.application_no.cmp(&b.application_no));
        let result = result(&parameters, &applications)?;
        let hashed = |input: &Input| Ok::<_, serde_json::Error>((input.application_no.clone(), hash(input)?));
        let hashes = Hashes {
            call: hash(&call)?,
            parameters: hash(&parameters)?,
            applications: applications.iter().map(hashed).collect::<Result<_, _>>()?,
            result: hash(&result)?,
        };
        Ok(AwardFile { format: FORMAT.to_owned(), call, parameters, applications, result, hashes })
    }

    /// The file's bytes: readable, and the same for the same file.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

impl CallFacts {
    pub fn of(call: &Call, track: Track) -> CallFacts {
        CallFacts {
            id: call.id,
            title: call.title.clone(),
            notice_no: call.notice_no.clone(),
            fiscal_year: call.fiscal_year,
            round_no: call.round_no,
            version: call.version,
            track,
            intake_to: call.intake_to,
        }
    }
}

fn hash(part: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_vec(part).map(|bytes| sha256_hex(&bytes))
}

fn result(by: &Parameters, applications: &[Input]) -> Result<Vec<Line>, SealProblem> {
    let mut derived: BTreeMap<ApplicationId, (&Input, Derivation)> = BTreeMap::new();
    let mut candidates = Vec::with_capacity(applications.len());
    for input in applications {
        let derivation = derive(&input.measured(), &by.yardstick)
            .map_err(|problem| SealProblem::NoScore { application_no: input.application_no.clone(), problem })?;
        candidates.push(Candidate {
            id: input.id,
            application_no: input.application_no.clone(),
            score: derivation.final_score.score,
            fundable: derivation.final_score.fundable,
            criterion_means: derivation.aggregate.criterion_means.clone(),
            requested: input.requested.clone(),
            tie_order: input.tie.as_ref().map(|tie| tie.order),
        });
        derived.insert(input.id, (input, derivation));
    }
    let ranked = rank(candidates, &by.tie_breakers);
    let suggested = allocate(&ranked, &by.envelope).rows;
    let outcomes = outcomes(applications);
    let deviations = deviations(&ranked, &outcomes);
    let line = |(row, allocated): (&RankedRow, crate::ranking::AllocationRow)| {
        let (input, derivation) = derived.remove(&row.candidate.id)?;
        Some(Line {
            rank: row.rank,
            application_no: input.application_no.clone(),
            score: row.candidate.score,
            fundable: row.candidate.fundable,
            decided_by: row.decided_by.clone(),
            suggested: allocated.outcome,
            outcome: input.decided.outcome,
            amounts: input.decided.amounts.clone(),
            deviation: deviations.get(&row.candidate.id).copied(),
            derivation,
        })
    };
    Ok(ranked.iter().zip(suggested).filter_map(line).collect())
}

fn outcomes(applications: &[Input]) -> BTreeMap<ApplicationId, Outcome> {
    applications.iter().map(|input| (input.id, input.decided.outcome)).collect()
}

// ------------------------------------------------------------------ checking a file

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A value is not what follows from the others. `path` names it: `result[2].score`.
    Value { path: String, stated: String, computed: String },
    /// The bytes are not those that these values are written as: something was added or moved.
    Bytes,
    /// A decision that the rules do not allow.
    Breach { application_no: String, breach: Breach },
    /// The awards of a year are above its envelope.
    Overspent { year: i32, cap: Won, awarded: Won },
}

/// Which rule a decision breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// Points without an item, above its maximum, or without evidence that held on the closing day.
    Adjustment,
    /// Selected below the threshold.
    NotFundable,
    /// More than was asked for in a year.
    AboveAsked,
    /// It leaves the order without a reason.
    Silent,
    /// Equals were parted although nobody decided their order.
    UndecidedTie,
    /// Two applications have one number or one id.
    Twice,
}

/// A file that was computed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub call: CallFacts,
    pub applications: usize,
    /// Of the whole file: to compare with what the portal shows.
    pub sha256: String,
    /// Empty when everything follows from the inputs.
    pub differences: Vec<Difference>,
}

/// Computes a file again from what it says was put in, and compares. Errors: no award file, or sheets that give no
/// score.
pub fn verify(bytes: &[u8]) -> Result<Verdict, SealProblem> {
    let stated: AwardFile = serde_json::from_slice(bytes)?;
    let computed = AwardFile::seal(stated.call.clone(), stated.parameters.clone(), stated.applications.clone())?;
    let mut differences = Vec::new();
    compare("", &serde_json::to_value(&stated)?, &serde_json::to_value(&computed)?, &mut differences);
    if differences.is_empty() && stated.to_bytes()? != bytes {
        differences.push(Difference::Bytes);
    }
    breaches(&stated, &mut differences);
    Ok(Verdict { applications: stated.applications.len(), call: stated.call, sha256: sha256_hex(bytes), differences })
}

/// Every leaf in which two values differ.
fn compare(path: &str, stated: &Value, computed: &Value, found: &mut Vec<Difference>) {
    match (stated, computed) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let at = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                compare(&at, a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for place in 0..a.len().max(b.len()) {
                let at = format!("{path}[{place}]");
                compare(&at, a.get(place).unwrap_or(&Value::Null), b.get(place).unwrap_or(&Value::Null), found);
            }
        }
        (a, b) if a == b => {}
        (a, b) => {
            let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            found.push(Difference::Value { path: path.to_owned(), stated: shown(a), computed: shown(b) });
        }
    }
}

fn breaches(file: &AwardFile, found: &mut Vec<Difference>) {
    let AwardFile { parameters, applications, .. } = file;
    let mut breach =
        |input: &Input, breach| found.push(Difference::Breach { application_no: input.application_no.clone(), breach });
    let fundable = |input: &Input| {
        derive(&input.measured(), &parameters.yardstick).is_ok_and(|derived| derived.final_score.fundable)
    };
    let mut taken: BTreeMap<i32, i128> = BTreeMap::new();
    let mut ids = std::collections::BTreeSet::new();
    let mut numbers = std::collections::BTreeSet::new();
    for input in applications {
        let asked = input.requested.per_year();
        let amounts = &input.decided.amounts;
        if !ids.insert(input.id) || !numbers.insert(&input.application_no) {
            breach(input, Breach::Twice);
        }
        if input.granted.iter().any(|one| one.judge(&parameters.adjustments, parameters.closing).is_err()) {
            breach(input, Breach::Adjustment);
        }
        let selected = input.decided.outcome == Outcome::Selected;
        if selected && !fundable(input) {
            breach(input, Breach::NotFundable);
        }
        let allowed = |year: &i32| if selected { asked.get(year).copied().unwrap_or_default() } else { Won::ZERO };
        if amounts.iter().any(|(year, won)| *won < Won::ZERO || allowed(year) < *won) {
            breach(input, Breach::AboveAsked);
        }
        if let Some((year, won)) = amounts.iter().next() {
            *taken.entry(*year).or_default() += i128::from(won.0);
        }
    }
    let silent = |line: &&Line| line.deviation.is_some();
    for line in file.result.iter().filter(silent) {
        let input = applications.iter().find(|input| input.application_no == line.application_no);
        if let Some(input) = input.filter(|input| input.decided.reason.trim().is_empty()) {
            breach(input, Breach::Silent);
        }
    }
    for input in undecided(parameters, applications) {
        breach(input, Breach::UndecidedTie);
    }
    for (year, awarded) in taken {
        let cap = parameters.envelope.get(&year).copied().unwrap_or_default();
        if i128::from(cap.0) < awarded {
            let awarded = Won(i64::try_from(awarded).unwrap_or(i64::MAX));
            found.push(Difference::Overspent { year, cap, awarded });
        }
    }
}

/// Equals whom the decision parts without an order among them.
fn undecided<'a>(by: &Parameters, applications: &'a [Input]) -> Vec<&'a Input> {
    let candidates = applications.iter().filter_map(|input| {
        let derived = derive(&input.measured(), &by.yardstick).ok()?;
        Some(Candidate {
            id: input.id,
            application_no: input.application_no.clone(),
            score: derived.final_score.score,
            fundable: derived.final_score.fundable,
            criterion_means: derived.aggregate.criterion_means,
            requested: input.requested.clone(),
            tie_order: input.tie.as_ref().map(|tie| tie.order),
        })
    });
    let ranked = rank(candidates.collect(), &by.tie_breakers);
    let parted = parted_equals(&ranked, &outcomes(applications)).unwrap_or_default();
    applications.iter().filter(|input| parted.contains(&input.id)).collect()
}
