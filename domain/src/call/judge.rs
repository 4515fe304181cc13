//! Whether a call can be published: every fault at its field, with its figures.

use super::{
    Edition, Fields, FundingRegime, Part, Track, TrackRules,
    change::{Change, amendable, changes},
    draft::{instant, question_field, read},
};
use crate::{
    calendar::{Timestamp, kst_date},
    form::{Asked, DECIDABLE, LINE_MAX, TEXT_MAX, length},
    money::{BasisPoints, Won, WonProblem},
    ranking::TieBreaker,
    rubric::{Hundredths, Rubric, RubricProblem, validate_rubric},
    workflow::Step,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt::Display, ops::RangeInclusive, str::FromStr};

/// Fewest days of intake under the subsidy regime (국고보조금 관리지침 §10 \[F:S6\]).
pub const LEAST_INTAKE_DAYS: i64 = 15;
/// Days of notice that the guideline expects (§8 \[F:S6\]); fewer only warn.
pub const LEAST_NOTICE_DAYS: i64 = 30;

/// Where a problem is: the name of the form field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallProblem {
    pub field: String,
    pub fault: CallFault,
}

impl CallProblem {
    pub fn part(&self) -> Part {
        Part::of(&self.field)
    }

    /// Stands in the way of publishing; the rest only warns.
    pub fn blocks(&self) -> bool {
        !matches!(self.fault, CallFault::NoticeShort { .. } | CallFault::IntakeShort { allowed: true, .. })
    }
}

/// What is wrong, as a fact; the sentence belongs to the locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallFault {
    Missing,
    TooLong {
        max: u32,
        by: u32,
    },
    NotANumber,
    OutOfRange {
        min: String,
        max: String,
    },
    NotAnInstant,
    NotAPhone,
    NotAChoice,
    NotAShare,
    Amount(WonProblem),
    NoTrack,
    /// Another call has the year and the round.
    RoundTaken {
        title: String,
    },
    /// Intake opens before the day of publication.
    OpensInThePast,
    EndsBeforeStart,
    /// Fewer days than the guideline wants; `allowed` outside the subsidy regime and with a reason.
    IntakeShort {
        days: i64,
        needed: i64,
        allowed: bool,
    },
    /// Fewer days from publication to the close than the guideline expects.
    NoticeShort {
        days: i64,
        wanted: i64,
    },
    /// This date must be later than that of the other field.
    NotAfter {
        other: String,
    },
    TotalBelowYear {
        year: Won,
        total: Won,
    },
    /// More in total than the years can hold.
    TotalOutOfReach {
        reachable: Won,
        total: Won,
    },
    /// Everything together may be less than one file, in MiB.
    TotalBelowFile {
        file: u32,
        total: u32,
    },
    /// The decree wants every application for a subsidy to state it.
    QuestionObliged,
    NoCriteria,
    WeightsNot100 {
        sum: i64,
    },
    CodeTwice {
        code: String,
    },
    OffStep {
        step: Hundredths,
    },
    /// The rule strikes every sheet that it asks for.
    StrikesAll {
        struck: u32,
        min_sheets: u32,
    },
    ThresholdAboveMax {
        max: Hundredths,
    },
    /// The criterion that should separate equals is not in the rubric.
    TieUnknown {
        code: String,
    },
    EnvelopeMissing {
        year: i32,
    },
    /// Approvals have taken more than this.
    EnvelopeBelowUsed {
        year: i32,
        used: Won,
    },
    /// What was published can no longer be changed here.
    Frozen,
    NothingChanged,
    /// The way has this step already.
    StepTwice,
    /// The province's session belongs to 협업형 and 협업형 to it.
    SessionMissing,
    SessionElsewhere,
}

/// The edition that the typed text makes, and everything that is wrong with it. `in_force` is the published version
/// that it amends; `used` what approvals have taken of each envelope.
pub fn judge(
    base: &Edition,
    typed: &Fields,
    in_force: Option<&Edition>,
    used: &[(Track, i32, Won)],
    now: Timestamp,
) -> (Edition, Vec<CallProblem>) {
    let (edition, mut problems) = read(base, typed);
    let sound = |field: &str, problems: &[CallProblem]| !problems.iter().any(|p| p.field.starts_with(field));
    let mut more = Vec::new();
    let mut fault = |field: &str, fault: CallFault| more.push(CallProblem { field: field.to_owned(), fault });
    let call = &edition.call;

    if sound("intake", &problems) {
        dates(&edition, in_force.is_none().then_some(now), &mut fault);
    }
    for (field, due) in [("local_due", call.local_due), ("regional_due", call.regional_due)] {
        if sound(field, &problems) && sound("intake_to", &problems) && due <= call.intake_to {
            fault(&format!("{field}[on]"), CallFault::NotAfter { other: "intake_to".to_owned() });
        }
    }
    for (other, due) in [("local_due", call.local_due), ("regional_due", call.regional_due)] {
        if sound("scoring_due", &problems) && sound(other, &problems) && call.scoring_due <= due {
            fault("scoring_due[on]", CallFault::NotAfter { other: other.to_owned() });
            break;
        }
    }
    for rules in &call.tracks {
        if sound(&format!("tracks[{}]", rules.track.code()), &problems) {
            money(rules, &mut fault);
            judging(rules, &mut fault);
        }
        if sound(&format!("papers[{}]", rules.track.code()), &problems) {
            papers(rules, &mut fault);
        }
        if call.regime == FundingRegime::Subsidy {
            for (key, part, obliged) in DECIDABLE {
                if obliged && rules.questions.of(part) != Asked::Required {
                    fault(&question_field(rules.track, key), CallFault::QuestionObliged);
                }
            }
        }
        let unread = |code: &str| !sound(&format!("rubrics[{code}]"), &problems);
        if !unread(rules.track.code()) {
            rubric(rules.track.code(), &rules.rubric, &mut fault);
        }
        if let Some(regional) = rules.regional_rubric.as_ref().filter(|_| !unread("SESSION")) {
            rubric("SESSION", regional, &mut fault);
        }
        let first = |(track, year, _): &&(Track, i32, Won)| *track == rules.track && *year == call.fiscal_year;
        let field = format!("envelope[{}][0]", rules.track.code());
        if sound(&field, &problems) && edition.envelope.iter().find(first).is_none_or(|(_, _, cap)| *cap <= Won::ZERO) {
            fault(&field, CallFault::EnvelopeMissing { year: call.fiscal_year });
        }
    }
    for (track, year, used) in used.iter().filter(|(_, _, used)| *used > Won::ZERO) {
        let cap = edition.envelope.iter().find(|(t, y, _)| t == track && y == year).map_or(Won::ZERO, |(_, _, c)| *c);
        if cap < *used {
            let field = format!("envelope[{}][{}]", track.code(), year.saturating_sub(call.fiscal_year));
            fault(&field, CallFault::EnvelopeBelowUsed { year: *year, used: *used });
        }
    }
    if let Some(in_force) = in_force {
        let changed = changes(in_force, &edition);
        for Change { field, .. } in changed.iter().filter(|change| !amendable(&change.field, &in_force.call, now)) {
            fault(field, CallFault::Frozen);
        }
        if changed.is_empty() && problems.is_empty() {
            fault("title", CallFault::NothingChanged);
        }
    }
    problems.extend(more);
    problems.sort_by_key(|problem| (problem.part(), !problem.blocks()));
    (edition, problems)
}

type AtField<'a> = &'a mut dyn FnMut(&str, CallFault);

/// Whole days between two instants, as people count them: from the first day to the last.
fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    (kst_date(to) - kst_date(from)).num_days()
}

fn dates(edition: &Edition, publication: Option<Timestamp>, fault: AtField) {
    let call = &edition.call;
    if call.intake_to <= call.intake_from {
        return fault("intake_to[on]", CallFault::EndsBeforeStart);
    }
    // What was published has been judged; an extension only makes it longer.
    let Some(now) = publication else { return };
    if call.intake_from < now {
        fault("intake_from[on]", CallFault::OpensInThePast);
    }
    let days = days_between(call.intake_from, call.intake_to);
    if days < LEAST_INTAKE_DAYS {
        let allowed = call.regime != FundingRegime::Subsidy || !call.short_intake_reason.is_empty();
        fault("intake_to[on]", CallFault::IntakeShort { days, needed: LEAST_INTAKE_DAYS, allowed });
    }
    let notice = days_between(now, call.intake_to);
    if notice < LEAST_NOTICE_DAYS && call.intake_from >= now {
        fault("intake_to[on]", CallFault::NoticeShort { days: notice, wanted: LEAST_NOTICE_DAYS });
    }
}

fn papers(rules: &TrackRules, fault: AtField) {
    let (file, total) = (rules.documents.max_file_mib, rules.documents.max_total_mib);
    if total < file {
        fault(&format!("papers[{}][max_total_mib]", rules.track.code()), CallFault::TotalBelowFile { file, total });
    }
}

fn money(rules: &TrackRules, fault: AtField) {
    let field = |name: &str| format!("tracks[{}][{name}]", rules.track.code());
    let (year, total) = (rules.max_national_per_year, rules.max_national_total);
    if total < year {
        fault(&field("max_national_total"), CallFault::TotalBelowYear { year, total });
    }
    let reachable = Won(year.0.saturating_mul(rules.max_years.into()));
    if total > reachable {
        fault(&field("max_national_total"), CallFault::TotalOutOfReach { reachable, total });
    }
}

fn judging(rules: &TrackRules, fault: AtField) {
    let field = |name: &str| format!("tracks[{}][{name}]", rules.track.code());
    for (name, trim) in [("trim_min_sheets", rules.trim), ("regional_trim_min_sheets", rules.regional_trim)] {
        let struck = trim.high.saturating_add(trim.low);
        if struck >= trim.min_sheets {
            fault(&field(name), CallFault::StrikesAll { struck, min_sheets: trim.min_sheets });
        }
    }
    if rules.final_rule.threshold > rules.final_rule.max_final {
        fault(&field("threshold"), CallFault::ThresholdAboveMax { max: rules.final_rule.max_final });
    }
    let session = rules.steps.iter().position(|step| *step == Step::Region);
    match (rules.track, session) {
        (Track::Regional, None) => fault(&field("step0"), CallFault::SessionMissing),
        (Track::Leading | Track::General, Some(place)) => {
            fault(&field(&format!("step{place}")), CallFault::SessionElsewhere);
        }
        _ => {}
    }
    let mut codes = BTreeSet::new();
    for (row, item) in rules.adjustments.iter().enumerate().filter(|(_, item)| !codes.insert(&item.code)) {
        let field = format!("adjustments[{}][{row}][name]", rules.track.code());
        fault(&field, CallFault::CodeTwice { code: item.code.clone() });
    }
    for (n, by) in rules.tie_breakers.iter().enumerate() {
        if let TieBreaker::Criterion { code } = by
            && !rules.rubric.criteria.iter().any(|c| c.code == *code)
        {
            fault(&field(&format!("tie{n}")), CallFault::TieUnknown { code: code.clone() });
        }
    }
}

fn rubric(code: &str, rubric: &Rubric, fault: AtField) {
    let step = format!("rubrics[{code}][step]");
    if rubric.criteria.is_empty() {
        return fault(&format!("rubrics[{code}][0][name]"), CallFault::NoCriteria);
    }
    let row = |wanted: &str, last: bool| {
        let mut rows = rubric.criteria.iter().enumerate().filter(|(_, c)| c.code == wanted).map(|(row, _)| row);
        let row = if last { rows.next_back() } else { rows.next() };
        format!("rubrics[{code}][{}]", row.unwrap_or_default())
    };
    for problem in validate_rubric(rubric).err().unwrap_or_default() {
        match problem {
            RubricProblem::SumIsNot100 { sum } => fault(&step, CallFault::WeightsNot100 { sum }),
            RubricProblem::StepNotPositive => fault(&step, CallFault::NotANumber),
            RubricProblem::DuplicateCode { code } => {
                fault(&format!("{}[name]", row(&code, true)), CallFault::CodeTwice { code: code.clone() });
            }
            RubricProblem::MaxOffStep { code } => {
                fault(&format!("{}[max]", row(&code, false)), CallFault::OffStep { step: rubric.step });
            }
        }
    }
}

/// What reading a field gave.
pub(super) enum Answer<T> {
    Read(T),
    Unread,
}

impl<T> Answer<T> {
    pub fn or(self, fallback: T) -> T {
        match self {
            Answer::Read(value) => value,
            Answer::Unread => fallback,
        }
    }
}

/// Reads typed fields and remembers what cannot be read.
pub(super) struct Reader<'a> {
    typed: &'a Fields,
    pub problems: Vec<CallProblem>,
}

impl<'a> Reader<'a> {
    pub fn new(typed: &'a Fields) -> Reader<'a> {
        Reader { typed, problems: Vec::new() }
    }

    pub fn fault(&mut self, field: &str, fault: CallFault) {
        self.problems.push(CallProblem { field: field.to_owned(), fault });
    }

    fn unread<T>(&mut self, field: &str, fault: CallFault) -> Answer<T> {
        self.fault(field, fault);
        Answer::Unread
    }

    fn raw(&self, field: &str) -> &'a str {
        self.typed.get(field).map_or("", |text| text.trim())
    }

    pub fn is_blank(&self, field: &str) -> bool {
        self.raw(field).is_empty()
    }

    pub fn is_on(&self, field: &str) -> bool {
        self.raw(field) == "on"
    }

    fn bounded(&mut self, field: &str, max: usize) -> String {
        let text = self.raw(field);
        let by = length(text).saturating_sub(max);
        if by > 0 {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            self.fault(field, CallFault::TooLong { max: count(max), by: count(by) });
        }
        text.to_owned()
    }

    /// One line, required.
    pub fn line(&mut self, field: &str) -> String {
        self.required(field, LINE_MAX)
    }

    /// Several lines, required.
    pub fn text(&mut self, field: &str) -> String {
        self.required(field, TEXT_MAX)
    }

    fn required(&mut self, field: &str, max: usize) -> String {
        if self.is_blank(field) {
            self.fault(field, CallFault::Missing);
        }
        self.bounded(field, max)
    }

    pub fn optional(&mut self, field: &str) -> String {
        self.bounded(field, TEXT_MAX)
    }

    /// The steps of an approval line; none when it cannot be read.
    pub fn titles(&mut self, field: &str) -> Option<Vec<String>> {
        let line = crate::approval::read_line(&self.optional(field));
        if line.is_none() {
            let (min, max) = ("1".to_owned(), crate::approval::STEPS_MAX.to_string());
            self.fault(field, CallFault::OutOfRange { min, max });
        }
        line
    }

    /// Digits with the signs that people write between them: at least eight digits.
    pub fn phone(&mut self, field: &str) -> String {
        let phone = self.line(field);
        let digits = phone.chars().filter(char::is_ascii_digit).count();
        let others = phone.chars().all(|c| c.is_ascii_digit() || "-+() .~,".contains(c));
        if !phone.is_empty() && (digits < 8 || !others) {
            self.fault(field, CallFault::NotAPhone);
        }
        phone
    }

    /// A whole number within bounds.
    pub fn whole<T>(&mut self, field: &str, range: RangeInclusive<T>) -> Answer<T>
    where
        T: FromStr + PartialOrd + Display,
    {
        let raw = self.raw(field).replace(',', "");
        if raw.is_empty() {
            return self.unread(field, CallFault::Missing);
        }
        match raw.parse::<T>() {
            Ok(number) if range.contains(&number) => Answer::Read(number),
            Ok(_) => self.out_of_range(field, range.start(), range.end()),
            Err(_) => self.unread(field, CallFault::NotANumber),
        }
    }

    fn out_of_range<T>(&mut self, field: &str, min: &impl Display, max: &impl Display) -> Answer<T> {
        self.unread(field, CallFault::OutOfRange { min: min.to_string(), max: max.to_string() })
    }

    /// Points with two decimals at most.
    pub fn points(&mut self, field: &str, range: RangeInclusive<Hundredths>) -> Answer<Hundredths> {
        if self.is_blank(field) {
            return self.unread(field, CallFault::Missing);
        }
        match Hundredths::parse(self.raw(field)) {
            Ok(points) if range.contains(&points) => Answer::Read(points),
            Ok(_) => self.out_of_range(field, range.start(), range.end()),
            Err(_) => self.unread(field, CallFault::NotANumber),
        }
    }

    /// Percent with two decimals at most.
    pub fn share(&mut self, field: &str, most: BasisPoints) -> Answer<BasisPoints> {
        let raw = self.raw(field).trim_end_matches('%');
        if raw.is_empty() {
            return self.unread(field, CallFault::Missing);
        }
        match Hundredths::parse(raw) {
            Ok(percent) if (0..=most.0).contains(&percent.0) => Answer::Read(BasisPoints(percent.0)),
            _ => self.unread(field, CallFault::NotAShare),
        }
    }

    /// An amount as people write it.
    pub fn won(&mut self, field: &str) -> Answer<Won> {
        match Won::parse(self.raw(field)) {
            Ok(won) => Answer::Read(won),
            Err(WonProblem::Empty) => self.unread(field, CallFault::Missing),
            Err(problem) => self.unread(field, CallFault::Amount(problem)),
        }
    }

    /// One of a few, by its code.
    pub fn choice<T: Copy, const N: usize>(
        &mut self,
        field: &str,
        all: [T; N],
        code: impl Fn(T) -> &'static str,
    ) -> Answer<T> {
        let raw = self.raw(field);
        match all.into_iter().find(|choice| code(*choice) == raw) {
            Some(choice) => Answer::Read(choice),
            None => self.unread(field, CallFault::NotAChoice),
        }
    }

    /// A date and a time of day in Korea: `name[on]`, `name[at]`.
    pub fn instant(&mut self, name: &str) -> Answer<Timestamp> {
        let (on, at) = (format!("{name}[on]"), format!("{name}[at]"));
        match instant(self.raw(&on), self.raw(&at)) {
            Some(instant) => Answer::Read(instant),
            None if self.is_blank(&on) => self.unread(&on, CallFault::Missing),
            None => self.unread(&on, CallFault::NotAnInstant),
        }
    }
}
