//! The application form: what a person types, kept raw, and what it must become.
//!
//! A [`Draft`] is always storable; [`check`] says what is still missing or wrong. The browser and the server
//! run the same function, so the same sentence appears while typing, on saving and on submitting.

use crate::{
    budget::{Budget, CELL_MAX, Category, Finding, Line},
    calendar::kst_date,
    call::{Call, Track, TrackRules},
    money::{Won, WonProblem},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest free text in characters, and longest one-line text.
pub const TEXT_MAX: usize = 3_000;
pub const LINE_MAX: usize = 200;
/// Most rows of any repeating part: bounds a post and a page.
pub const ROWS_MAX: usize = 100;

/// The parts of the form, in the order of the task list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    Basic,
    Participants,
    Plan,
    Region,
    Budget,
    Declarations,
}

impl Section {
    pub const ALL: [Section; 6] =
        [Section::Basic, Section::Participants, Section::Plan, Section::Region, Section::Budget, Section::Declarations];

    /// The name in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Section::Basic => "basic",
            Section::Participants => "participants",
            Section::Plan => "plan",
            Section::Region => "region",
            Section::Budget => "budget",
            Section::Declarations => "declarations",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|s| s.slug() == slug)
    }

    /// The sections a track fills in: the strategic industry belongs to 협업형 only.
    pub fn of(track: Track) -> impl Iterator<Item = Section> {
        Section::ALL.into_iter().filter(move |s| *s != Section::Region || track == Track::Regional)
    }
}

/// Everything typed so far. Unknown fields of a post are never applied because they have no place here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub basic: Basic,
    pub participants: Participants,
    pub plan: Plan,
    pub region: Region,
    pub budget: BudgetForm,
    pub declarations: Declarations,
}

/// 일반현황. Director's phone and e-mail are contact data and never reach a reviewer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Basic {
    pub title: String,
    pub summary: String,
    pub director_name: String,
    pub director_title: String,
    pub director_phone: String,
    pub director_email: String,
    pub starts_on: String,
    pub ends_on: String,
    /// 보조금법 시행령 §7: main business, assets and liabilities (won).
    pub main_business: String,
    pub assets: String,
    pub liabilities: String,
}

/// 참여기관, 입주기업과 뿌리기업, 지방비 확약.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Participants {
    pub partners: Vec<Partner>,
    /// All firms in the complex, for the share of 뿌리기업.
    pub tenants: String,
    pub firms: Vec<RootFirm>,
    pub commitments: Vec<Commitment>,
}

/// One participating organisation; `org` is the id of a registered organisation or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Partner {
    pub org: String,
    pub name: String,
    pub kind: String,
    pub task: String,
}

/// What a participant is (domain facts §2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartnerKind {
    /// 공동기관.
    Joint,
    /// 참여기관.
    Participating,
    /// 지역혁신기관.
    InnovationBody,
}

impl PartnerKind {
    pub const ALL: [PartnerKind; 3] = [PartnerKind::Joint, PartnerKind::Participating, PartnerKind::InnovationBody];

    pub const fn code(self) -> &'static str {
        match self {
            PartnerKind::Joint => "JOINT",
            PartnerKind::Participating => "PARTICIPATING",
            PartnerKind::InnovationBody => "INNOVATION_BODY",
        }
    }

    pub fn from_code(code: &str) -> Option<PartnerKind> {
        PartnerKind::ALL.into_iter().find(|k| k.code() == code)
    }
}

/// 뿌리기업 with its certificate, which must be valid on the closing date (Decree §17의2: three years).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RootFirm {
    pub name: String,
    pub certificate_no: String,
    pub valid_to: String,
}

/// 지방비 부담 확약: who pays how much in which year, by which official letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Commitment {
    /// `PROVINCE` or `MUNICIPALITY`.
    pub level: String,
    pub year: String,
    pub amount: String,
    pub deposit_on: String,
    pub document_no: String,
}

/// 사업계획 (the fields that 보조금법 시행령 §7 obliges).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    pub necessity: String,
    pub content: String,
    pub schedule: String,
    pub use_of_funds: String,
    pub own_funding: String,
    pub effects: String,
    pub expected_income: String,
    pub operation: String,
}

/// 지역전략산업 연계 (협업형).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Region {
    pub industry: String,
    pub tie: String,
    pub roles: String,
    pub indicators: Vec<Indicator>,
}

/// 공동 성과지표.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Indicator {
    pub name: String,
    pub unit: String,
    pub baseline: String,
    pub target: String,
    pub owner: String,
}

/// The budget as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BudgetForm {
    pub lines: Vec<LineForm>,
}

/// One cost line as typed; amounts in won.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LineForm {
    pub year: String,
    pub category: String,
    pub item: String,
    pub basis: String,
    pub cost: String,
    pub national: String,
    pub provincial: String,
    pub municipal: String,
    pub cash: String,
    pub in_kind: String,
}

impl LineForm {
    fn is_blank(&self) -> bool {
        *self == LineForm { year: self.year.clone(), category: self.category.clone(), ..LineForm::default() }
    }
}

/// 서약. A ticked box posts `on`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Declarations {
    pub truthful: String,
    pub no_duplicate: String,
    pub privacy: String,
    pub integrity: String,
}

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
    /// 협업형 needs at least one innovation body and one local-government commitment.
    NoInnovationBody,
    NoCommitment,
    NoBudgetLine,
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
    let mut at = Check { problems: Vec::new(), closes_on: kst_date(call.intake_to), rules };
    let years = at.basic(&draft.basic);
    let (budget, findings, readable) = at.budget(&draft.budget, years);
    at.participants(&draft.participants, readable.then_some(&budget));
    at.plan(&draft.plan);
    if rules.track == Track::Regional {
        at.region(&draft.region);
    }
    at.declarations(&draft.declarations);
    Checked { problems: at.problems, budget, findings }
}

/// Reads a budget leniently, for live totals: an unreadable cell counts as 0.
pub fn read_budget(form: &BudgetForm) -> Budget {
    let amount = |raw: &str| Won::parse(raw).ok().filter(|w| *w <= CELL_MAX).unwrap_or(Won(0));
    let lines = form.lines.iter().take(ROWS_MAX).filter(|l| !l.is_blank()).map(|l| Line {
        year: l.year.trim().parse().unwrap_or(0),
        category: Category::from_code(&l.category).unwrap_or(Category::Activity),
        item: l.item.trim().to_owned(),
        basis: l.basis.trim().to_owned(),
        cost: amount(&l.cost),
        national: amount(&l.national),
        provincial: amount(&l.provincial),
        municipal: amount(&l.municipal),
        cash: amount(&l.cash),
        in_kind: amount(&l.in_kind),
    });
    Budget { lines: lines.collect() }
}

/// First and last calendar year of the project.
type Years = Option<(i32, i32)>;

struct Check<'a> {
    problems: Vec<Problem>,
    closes_on: NaiveDate,
    rules: &'a TrackRules,
}

impl Check<'_> {
    fn fault(&mut self, section: Section, field: impl Into<String>, fault: Fault) {
        self.problems.push(Problem { section, field: field.into(), fault });
    }

    fn text(&mut self, section: Section, field: &str, value: &str, max: usize) {
        let count = length(value);
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

    fn amount(&mut self, section: Section, field: &str, raw: &str) -> Option<Won> {
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
        if rows.len() > ROWS_MAX {
            self.fault(section, field, Fault::TooManyRows { max: number(ROWS_MAX) });
        }
        rows.iter().enumerate().take(ROWS_MAX)
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
        for (i, partner) in self.rows(s, "participants[partners]", &form.partners) {
            let field = |name: &str| format!("participants[partners][{i}][{name}]");
            if partner.org.trim().is_empty() {
                self.line(s, &field("name"), &partner.name);
            }
            self.line(s, &field("task"), &partner.task);
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
        for (i, firm) in self.rows(s, "participants[firms]", &form.firms) {
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
        for (i, row) in self.rows(s, "participants[commitments]", &form.commitments) {
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
        if form.commitments.is_empty() {
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
        if form.indicators.is_empty() {
            self.fault(s, "region[indicators]", Fault::Missing);
        }
        for (i, row) in self.rows(s, "region[indicators]", &form.indicators) {
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
        let mut readable = form.lines.len() <= ROWS_MAX;
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
            self.line(s, &field("item"), &row.item);
            self.long(s, &field("basis"), &row.basis);
            readable &= self.amount(s, &field("cost"), &row.cost).is_some();
            for (name, raw) in [
                ("national", &row.national),
                ("provincial", &row.provincial),
                ("municipal", &row.municipal),
                ("cash", &row.cash),
                ("in_kind", &row.in_kind),
            ] {
                readable &= raw.trim().is_empty() || self.amount(s, &field(name), raw).is_some();
            }
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

    fn declarations(&mut self, form: &Declarations) {
        for (name, value) in [
            ("truthful", &form.truthful),
            ("no_duplicate", &form.no_duplicate),
            ("privacy", &form.privacy),
            ("integrity", &form.integrity),
        ] {
            if value != "on" {
                self.fault(Section::Declarations, format!("declarations[{name}]"), Fault::NotDeclared);
            }
        }
    }
}

/// The row on the page of the budget's `index`th line (blank rows are not lines).
fn nth_filled(form: &BudgetForm, index: u32) -> usize {
    let filled = form.lines.iter().enumerate().filter(|(_, l)| !l.is_blank());
    filled.map(|(i, _)| i).nth(index as usize).unwrap_or(0)
}

/// Characters as a person counts them. Browsers post a line break as two characters; it is one.
pub(crate) fn length(text: &str) -> usize {
    text.chars().filter(|c| *c != '\r').count()
}

fn number(n: usize) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

/// `2027-03-02`, and the official `2027. 3. 2.` that people paste.
pub fn parse_date(raw: &str) -> Option<NaiveDate> {
    let spaced: String = raw.chars().map(|c| if c.is_ascii_digit() { c } else { ' ' }).collect();
    let mut parts = spaced.split_whitespace();
    let date =
        NaiveDate::from_ymd_opt(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)?;
    (parts.next().is_none() && (2000..=2100).contains(&chrono::Datelike::year(&date))).then_some(date)
}

fn looks_like_email(raw: &str) -> bool {
    let raw = raw.trim();
    raw.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    }) && !raw.contains(char::is_whitespace)
}
