//! The judgement over a draft: every fault of every section as a fact, at the field where it stands.

use super::{
    Asked, BASIS_MAX, Basic, BudgetForm, CELL_TEXT_MAX, DECLARED, Declarations, Draft, Help, LINE_MAX, LINES_MAX,
    LineForm, Participants, PartnerKind, Plan, Region, Row, Section, SiteRight, TEXT_MAX, length, parse_date,
    read_budget, rows_max, wording,
};
use crate::{
    budget::{Budget, CELL_MAX, Category, Finding, Source, Spending, Valuation},
    calc::{self, CalcProblem},
    calendar::kst_date,
    call::{Call, Track, TrackRules},
    money::{Won, WonProblem},
    partner::Standing,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a problem is: the form field's name, for example `budget[lines][2][cost]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub section: Section,
    pub field: String,
    pub fault: Fault,
}

/// What is wrong, as a fact; the sentence belongs to the locale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    Missing,
    TooLong {
        max: u32,
        by: u32,
    },
    TooManyRows {
        max: u32,
    },
    NotAChoice,
    Amount(WonProblem),
    AmountTooLarge {
        max: Won,
    },
    NotADate,
    NotANumber,
    NotAnEmail,
    NotAPhone,
    EndsBeforeStart,
    PeriodTooLong {
        max_years: u16,
    },
    YearOutsideProject,
    NotDeclared,
    /// The wording was changed after it was agreed to.
    WordingRenewed,
    /// The least acceptable amount is more than what is asked for.
    MoreThanAsked {
        asked: Won,
    },
    /// 협업형 needs at least one innovation body and one local-government commitment.
    NoInnovationBody,
    NoCommitment,
    NoBudgetLine,
    /// 산출식.
    Calculation(CalcProblem),
    /// The calculation gives another amount than the cost.
    CalculationDiffers {
        product: Won,
        cost: Won,
    },
    /// VAT is at most a tenth of the cost without it (부가가치세법 §30).
    VatTooLarge {
        max: Won,
    },
    /// Neither a permit nor the word that none is needed.
    NoPermit,
    TooFewRootFirms {
        needed: u32,
        valid: u32,
    },
    RootRatioTooLow {
        needed_bp: i32,
        valid: u32,
        tenants: u32,
    },
    /// The certificate ends before the closing date.
    CertificateExpired {
        closes_on: NaiveDate,
        valid_to: NaiveDate,
    },
    /// A commitment says less (or more) than the budget takes from that government in that year.
    CommitmentShort {
        year: i32,
        province: bool,
        budget: Won,
        committed: Won,
    },
    CommitmentUnused {
        year: i32,
        province: bool,
        budget: Won,
        committed: Won,
    },
    BudgetRule(Finding),
    /// A partner has not confirmed its part as the draft has it.
    PartUnconfirmed {
        name: String,
        standing: Standing,
    },
    /// The budget takes more from a local government than it answered for the year.
    PromisedLess {
        year: i32,
        province: bool,
        budget: Won,
        promised: Won,
    },
    /// A required paper is not attached; `consent`: the consent to 행정정보 공동이용 would do.
    DocumentMissing {
        name: String,
        consent: bool,
    },
}

impl Fault {
    /// Something is not there yet, which is no news to who is still writing; anything else is wrong as it stands.
    pub const fn is_unfinished(&self) -> bool {
        matches!(
            self,
            Fault::Missing
                | Fault::NotAChoice
                | Fault::NotDeclared
                | Fault::WordingRenewed
                | Fault::NoInnovationBody
                | Fault::NoCommitment
                | Fault::NoBudgetLine
                | Fault::TooFewRootFirms { .. }
                | Fault::DocumentMissing { .. }
                | Fault::PartUnconfirmed { .. }
        )
    }
}

/// The judgement over a whole draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub problems: Vec<Problem>,
    /// What could be read of the budget; lines with unreadable amounts are left out.
    pub budget: Budget,
    pub findings: Vec<Finding>,
}

impl Checked {
    /// Ready to submit.
    pub fn is_complete(&self) -> bool {
        self.problems.is_empty()
    }

    pub fn of(&self, section: Section) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |p| p.section == section)
    }
}

/// Judges a draft by the rules of its call and track. Never fails: every fault is a [`Problem`].
pub fn check(draft: &Draft, call: &Call, rules: &TrackRules) -> Checked {
    let mut at = Check {
        problems: Vec::new(),
        closes_on: kst_date(call.intake_to),
        retention_years: call.retention_years,
        rules,
    };
    let years = at.basic(&draft.basic);
    let (budget, findings, readable) = at.budget(&draft.budget, years);
    at.participants(&draft.participants, readable.then_some(&budget));
    at.plan(&draft.plan);
    if rules.track == Track::Regional {
        at.region(&draft.region);
    }
    at.documents(draft, &budget);
    at.declarations(&draft.declarations, readable.then(|| budget.total(Source::National)));
    Checked { problems: at.problems, budget, findings }
}

/// First and last calendar year of the project.
type Years = Option<(i32, i32)>;

struct Check<'a> {
    problems: Vec<Problem>,
    closes_on: NaiveDate,
    retention_years: u16,
    rules: &'a TrackRules,
}

impl Check<'_> {
    fn fault(&mut self, section: Section, field: impl Into<String>, fault: Fault) {
        self.problems.push(Problem { section, field: field.into(), fault });
    }

    fn text(&mut self, section: Section, field: &str, value: &str, max: usize) {
        let count = length(value);
        if self.may_skip(field, value.trim().is_empty()) {
            return;
        }
        if value.trim().is_empty() {
            self.fault(section, field, Fault::Missing);
        } else if count > max {
            let fault = Fault::TooLong { max: number(max), by: number(count - max) };
            self.fault(section, field, fault);
        }
    }

    fn line(&mut self, section: Section, field: &str, value: &str) {
        self.text(section, field, value, LINE_MAX);
    }

    fn long(&mut self, section: Section, field: &str, value: &str) {
        self.text(section, field, value, TEXT_MAX);
    }

    /// The call does not ask it, or leaves it open and nothing was written.
    fn may_skip(&self, part: &str, blank: bool) -> bool {
        match self.rules.questions.of(part) {
            Asked::Required => false,
            Asked::Optional => blank,
            Asked::NotAsked => true,
        }
    }

    fn amount(&mut self, section: Section, field: &str, raw: &str) -> Option<Won> {
        if self.may_skip(field, raw.trim().is_empty()) {
            return None;
        }
        match Won::parse(raw) {
            _ if raw.trim().is_empty() => self.fault(section, field, Fault::Missing),
            Ok(won) if won > CELL_MAX => self.fault(section, field, Fault::AmountTooLarge { max: CELL_MAX }),
            Ok(won) => return Some(won),
            Err(problem) => self.fault(section, field, Fault::Amount(problem)),
        }
        None
    }

    fn date(&mut self, section: Section, field: &str, raw: &str) -> Option<NaiveDate> {
        if raw.trim().is_empty() {
            self.fault(section, field, Fault::Missing);
            return None;
        }
        let date = parse_date(raw);
        if date.is_none() {
            self.fault(section, field, Fault::NotADate);
        }
        date
    }

    fn rows<'r, T>(
        &mut self,
        section: Section,
        field: &str,
        rows: &'r [T],
    ) -> impl Iterator<Item = (usize, &'r T)> + use<'r, T> {
        let max = rows_max(field);
        if rows.len() > max {
            self.fault(section, field, Fault::TooManyRows { max: number(max) });
        }
        rows.iter().enumerate().take(max)
    }

    /// Required papers that are neither attached nor consented to.
    fn documents(&mut self, draft: &Draft, budget: &Budget) {
        let has_facility = budget.lines.iter().any(|line| line.category == Category::Facility);
        for slot in crate::document::missing(&self.rules.documents, draft, has_facility) {
            let fault = Fault::DocumentMissing { name: slot.name_ko.clone(), consent: slot.consent };
            self.fault(Section::Documents, format!("documents[{}]", slot.code), fault);
        }
    }

    /// The rows in which something was typed, by their place on the page.
    fn filled<'r, T: Row>(
        &mut self,
        section: Section,
        field: &str,
        rows: &'r [T],
    ) -> impl Iterator<Item = (usize, &'r T)> + use<'r, T> {
        self.rows(section, field, rows).filter(|(_, row)| !row.is_blank())
    }

    fn basic(&mut self, form: &Basic) -> Years {
        use chrono::{Datelike, Months};
        let s = Section::Basic;
        self.line(s, "basic[title]", &form.title);
        self.long(s, "basic[summary]", &form.summary);
        self.line(s, "basic[director_name]", &form.director_name);
        self.line(s, "basic[director_title]", &form.director_title);
        self.line(s, "basic[director_phone]", &form.director_phone);
        let digits = form.director_phone.chars().filter(char::is_ascii_digit).count();
        if !form.director_phone.trim().is_empty() && !(8..=12).contains(&digits) {
            self.fault(s, "basic[director_phone]", Fault::NotAPhone);
        }
        self.line(s, "basic[director_email]", &form.director_email);
        if !form.director_email.trim().is_empty() && !looks_like_email(&form.director_email) {
            self.fault(s, "basic[director_email]", Fault::NotAnEmail);
        }
        self.long(s, "basic[main_business]", &form.main_business);
        self.amount(s, "basic[assets]", &form.assets);
        self.amount(s, "basic[liabilities]", &form.liabilities);
        let starts = self.date(s, "basic[starts_on]", &form.starts_on);
        let ends = self.date(s, "basic[ends_on]", &form.ends_on);
        let (starts, ends) = (starts?, ends?);
        if ends < starts {
            self.fault(s, "basic[ends_on]", Fault::EndsBeforeStart);
            return None;
        }
        let months = u32::from(self.rules.max_years) * 12;
        if starts.checked_add_months(Months::new(months)).is_none_or(|limit| ends >= limit) {
            self.fault(s, "basic[ends_on]", Fault::PeriodTooLong { max_years: self.rules.max_years });
        }
        Some((starts.year(), ends.year()))
    }

    fn participants(&mut self, form: &Participants, budget: Option<&Budget>) {
        let s = Section::Participants;
        let mut has_innovation_body = false;
        for (i, partner) in self.filled(s, "participants[partners]", &form.partners) {
            let field = |name: &str| format!("participants[partners][{i}][{name}]");
            if partner.org.trim().is_empty() {
                self.line(s, &field("name"), &partner.name);
            }
            self.line(s, &field("task"), &partner.task);
            let over = length(&partner.share).saturating_sub(LINE_MAX);
            if over > 0 {
                self.fault(s, field("share"), Fault::TooLong { max: number(LINE_MAX), by: number(over) });
            }
            match PartnerKind::from_code(&partner.kind) {
                None => self.fault(s, field("kind"), Fault::NotAChoice),
                Some(kind) => has_innovation_body |= kind == PartnerKind::InnovationBody,
            }
        }
        if self.rules.track == Track::Regional && !has_innovation_body {
            self.fault(s, "participants[partners]", Fault::NoInnovationBody);
        }
        self.root_firms(form);
        self.commitments(form, budget);
    }

    fn root_firms(&mut self, form: &Participants) {
        let s = Section::Participants;
        let mut valid = 0u32;
        for (i, firm) in self.filled(s, "participants[firms]", &form.firms) {
            let field = |name: &str| format!("participants[firms][{i}][{name}]");
            self.line(s, &field("name"), &firm.name);
            self.line(s, &field("certificate_no"), &firm.certificate_no);
            match self.date(s, &field("valid_to"), &firm.valid_to) {
                Some(valid_to) if valid_to < self.closes_on => {
                    let fault = Fault::CertificateExpired { closes_on: self.closes_on, valid_to };
                    self.fault(s, field("valid_to"), fault);
                }
                Some(_) => valid += 1,
                None => {}
            }
        }
        let needed = self.rules.min_root_firms;
        if valid < needed {
            self.fault(s, "participants[firms]", Fault::TooFewRootFirms { needed, valid });
        }
        match form.tenants.trim().replace(',', "").parse::<u32>() {
            _ if form.tenants.trim().is_empty() => self.fault(s, "participants[tenants]", Fault::Missing),
            Ok(tenants) if tenants > 0 => {
                let share = i64::from(valid) * 10_000;
                if share < i64::from(self.rules.min_root_ratio.0) * i64::from(tenants) {
                    let fault = Fault::RootRatioTooLow { needed_bp: self.rules.min_root_ratio.0, valid, tenants };
                    self.fault(s, "participants[tenants]", fault);
                }
            }
            _ => self.fault(s, "participants[tenants]", Fault::NotANumber),
        }
    }

    /// Every won that the budget takes from a local government is covered by a letter, and no letter says more.
    /// Without a readable budget the letters are judged by themselves.
    fn commitments(&mut self, form: &Participants, budget: Option<&Budget>) {
        let s = Section::Participants;
        let mut committed: BTreeMap<(i32, bool), i64> = BTreeMap::new();
        let mut readable = true;
        for (i, row) in self.filled(s, "participants[commitments]", &form.commitments) {
            let field = |name: &str| format!("participants[commitments][{i}][{name}]");
            let province = match row.level.as_str() {
                "PROVINCE" => Some(true),
                "MUNICIPALITY" => Some(false),
                _ => None,
            };
            if province.is_none() {
                self.fault(s, field("level"), Fault::NotAChoice);
            }
            let year = row.year.trim().parse::<i32>().ok();
            if year.is_none() {
                let fault = if row.year.trim().is_empty() { Fault::Missing } else { Fault::NotANumber };
                self.fault(s, field("year"), fault);
            }
            let amount = self.amount(s, &field("amount"), &row.amount);
            self.date(s, &field("deposit_on"), &row.deposit_on);
            self.line(s, &field("document_no"), &row.document_no);
            match (year, province, amount) {
                (Some(year), Some(province), Some(amount)) => {
                    *committed.entry((year, province)).or_default() += amount.0
                }
                _ => readable = false,
            }
        }
        if form.commitments.iter().all(Row::is_blank) {
            // The other tracks' local governments confirm after submission.
            if self.rules.track == Track::Regional {
                self.fault(s, "participants[commitments]", Fault::NoCommitment);
            }
            return;
        }
        let Some(budget) = budget.filter(|_| readable) else { return };
        let mut asked: BTreeMap<(i32, bool), i64> = BTreeMap::new();
        for (year, (provincial, municipal)) in budget.local_by_year() {
            asked.insert((year, true), provincial.0);
            asked.insert((year, false), municipal.0);
        }
        let keys: std::collections::BTreeSet<_> = asked.keys().chain(committed.keys()).copied().collect();
        for (year, province) in keys {
            let of = |map: &BTreeMap<(i32, bool), i64>| Won(map.get(&(year, province)).copied().unwrap_or(0));
            let (budget, committed) = (of(&asked), of(&committed));
            if committed < budget {
                let fault = Fault::CommitmentShort { year, province, budget, committed };
                self.fault(s, "participants[commitments]", fault);
            } else if committed > budget {
                let fault = Fault::CommitmentUnused { year, province, budget, committed };
                self.fault(s, "participants[commitments]", fault);
            }
        }
    }

    fn plan(&mut self, form: &Plan) {
        let s = Section::Plan;
        self.long(s, "plan[necessity]", &form.necessity);
        self.long(s, "plan[content]", &form.content);
        self.long(s, "plan[schedule]", &form.schedule);
        self.long(s, "plan[use_of_funds]", &form.use_of_funds);
        self.long(s, "plan[own_funding]", &form.own_funding);
        self.long(s, "plan[effects]", &form.effects);
        self.long(s, "plan[expected_income]", &form.expected_income);
        self.long(s, "plan[operation]", &form.operation);
    }

    fn region(&mut self, form: &Region) {
        let s = Section::Region;
        self.line(s, "region[industry]", &form.industry);
        self.long(s, "region[tie]", &form.tie);
        self.long(s, "region[roles]", &form.roles);
        let none = form.indicators.iter().all(Row::is_blank);
        if self.may_skip("region[indicators]", none) {
            return;
        }
        if none {
            self.fault(s, "region[indicators]", Fault::Missing);
        }
        for (i, row) in self.filled(s, "region[indicators]", &form.indicators) {
            for (name, value) in [
                ("name", &row.name),
                ("unit", &row.unit),
                ("baseline", &row.baseline),
                ("target", &row.target),
                ("owner", &row.owner),
            ] {
                self.line(s, &format!("region[indicators][{i}][{name}]"), value);
            }
        }
    }

    /// The budget as read, the rules judged over it, and whether all of it could be read.
    fn budget(&mut self, form: &BudgetForm, years: Years) -> (Budget, Vec<Finding>, bool) {
        let s = Section::Budget;
        let mut readable = form.lines.len() <= LINES_MAX;
        for (i, row) in self.rows(s, "budget[lines]", &form.lines).filter(|(_, l)| !l.is_blank()) {
            let field = |name: &str| format!("budget[lines][{i}][{name}]");
            match row.year.trim().parse::<i32>() {
                Ok(year) if years.is_some_and(|(first, last)| !(first..=last).contains(&year)) => {
                    self.fault(s, field("year"), Fault::YearOutsideProject);
                }
                Ok(_) => {}
                Err(_) => {
                    let fault = if row.year.trim().is_empty() { Fault::Missing } else { Fault::NotANumber };
                    self.fault(s, field("year"), fault);
                    readable = false;
                }
            }
            if Category::from_code(&row.category).is_none() {
                self.fault(s, field("category"), Fault::NotAChoice);
                readable = false;
            }
            self.text(s, &field("item"), &row.item, CELL_TEXT_MAX);
            let cost = self.amount(s, &field("cost"), &row.cost);
            readable &= cost.is_some();
            for (name, raw) in [
                ("national", &row.national),
                ("provincial", &row.provincial),
                ("municipal", &row.municipal),
                ("cash", &row.cash),
                ("in_kind", &row.in_kind),
            ] {
                readable &= raw.trim().is_empty() || self.amount(s, &field(name), raw).is_some();
            }
            readable &= self.supports(row, cost, &field);
        }
        if form.has_facility() {
            self.site(form);
        }
        let budget = read_budget(form);
        if budget.lines.is_empty() {
            self.fault(s, "budget[lines]", Fault::NoBudgetLine);
            return (budget, Vec::new(), false);
        }
        let findings = budget.findings(self.rules);
        for finding in findings.iter().filter(|f| readable && !f.holds()) {
            let field = match finding.of {
                crate::budget::Of::Line(i) => format!("budget[lines][{}][cost]", nth_filled(form, i)),
                _ => "budget[lines]".to_owned(),
            };
            self.fault(s, field, Fault::BudgetRule(finding.clone()));
        }
        (budget, findings, readable)
    }

    /// What supports a line's amounts: calculation or words, VAT, the valuation of what is given in kind. False when
    /// the VAT cannot be read.
    fn supports(&mut self, row: &LineForm, cost: Option<Won>, field: &dyn Fn(&str) -> String) -> bool {
        let s = Section::Budget;
        if row.calc.trim().is_empty() {
            self.text(s, &field("basis"), &row.basis, BASIS_MAX);
        } else {
            self.at_most(&field("basis"), &row.basis, BASIS_MAX);
            self.at_most(&field("calc"), &row.calc, CELL_TEXT_MAX);
            match (calc::product(&row.calc), cost) {
                (Err(problem), _) => self.fault(s, field("calc"), Fault::Calculation(problem)),
                (Ok(product), Some(cost)) if product != cost => {
                    self.fault(s, field("calc"), Fault::CalculationDiffers { product, cost });
                }
                _ => {}
            }
        }
        if !row.spending.trim().is_empty() && Spending::from_code(&row.spending).is_none() {
            self.fault(s, field("spending"), Fault::NotAChoice);
        }
        let mut readable = true;
        if !row.vat.trim().is_empty() {
            let vat = self.amount(s, &field("vat"), &row.vat);
            readable = vat.is_some();
            // A tenth of the supply is an eleventh of the cost, rounded up to the won.
            let max = cost.map(|cost| Won((cost.0 + 10) / 11));
            if let (Some(_), Some(max)) = (vat, max.filter(|max| vat.is_some_and(|vat| vat > *max))) {
                self.fault(s, field("vat"), Fault::VatTooLarge { max });
            }
        }
        self.at_most(&field("valuation_note"), &row.valuation_note, CELL_TEXT_MAX);
        let in_kind = Won::parse(&row.in_kind).is_ok_and(|won| won > Won(0));
        if in_kind && Valuation::from_code(&row.valuation).is_none() {
            self.fault(s, field("valuation"), Fault::NotAChoice);
        }
        if in_kind && row.valuation_note.trim().is_empty() {
            self.fault(s, field("valuation_note"), Fault::Missing);
        }
        readable
    }

    fn at_most(&mut self, field: &str, value: &str, max: usize) {
        if length(value) > max {
            let by = number(length(value) - max);
            self.fault(Section::Budget, field, Fault::TooLong { max: number(max), by });
        }
    }

    /// 공동활용시설: where, by what right, which permits, who keeps it running.
    fn site(&mut self, form: &BudgetForm) {
        let s = Section::Budget;
        let site = &form.site;
        self.line(s, "budget[site][address]", &site.address);
        if SiteRight::from_code(&site.right).is_none() {
            self.fault(s, "budget[site][right]", Fault::NotAChoice);
        }
        self.at_most("budget[site][right_note]", &site.right_note, LINE_MAX);
        if site.no_permits != "on" {
            if form.permits.is_empty() {
                self.fault(s, "budget[permits]", Fault::NoPermit);
            }
            for (i, permit) in self.rows(s, "budget[permits]", &form.permits) {
                self.line(s, &format!("budget[permits][{i}][name]"), &permit.name);
                self.date(s, &format!("budget[permits][{i}][expected_on]"), &permit.expected_on);
            }
        }
        self.amount(s, "budget[site][running_cost]", &site.running_cost);
        self.line(s, "budget[site][running_payer]", &site.running_payer);
    }

    /// `asked`: the national money of all years, when the budget could be read.
    fn declarations(&mut self, form: &Declarations, asked: Option<Won>) {
        let s = Section::Declarations;
        for (name, _) in DECLARED {
            let version = wording(name, self.retention_years);
            let fault = match form.of(name) {
                agreed if agreed == version => continue,
                agreed if agreed.trim().is_empty() => Fault::NotDeclared,
                _ => Fault::WordingRenewed,
            };
            self.fault(s, format!("declarations[{name}]"), fault);
        }
        if !form.least_national.trim().is_empty() {
            let least = self.amount(s, "declarations[least_national]", &form.least_national);
            if let Some((asked, _)) = asked.zip(least).filter(|(asked, least)| least > asked) {
                self.fault(s, "declarations[least_national]", Fault::MoreThanAsked { asked });
            }
        }
        match Help::from_code(&form.helped) {
            None => self.fault(s, "declarations[helped]", Fault::NotAChoice),
            Some(Help::Nobody) => {}
            Some(Help::Unpaid | Help::Paid) => self.line(s, "declarations[helpers]", &form.helpers),
        }
    }
}

/// The row on the page of the budget's `index`th line (blank rows are not lines).
fn nth_filled(form: &BudgetForm, index: u32) -> usize {
    let filled = form.lines.iter().enumerate().filter(|(_, l)| !l.is_blank());
    filled.map(|(i, _)| i).nth(index as usize).unwrap_or(0)
}

fn number(n: usize) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

fn looks_like_email(raw: &str) -> bool {
    let raw = raw.trim();
    raw.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    }) && !raw.contains(char::is_whitespace)
}
