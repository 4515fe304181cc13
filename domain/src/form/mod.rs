//! The application form: what a person types, kept raw, and what it must become.
//!
//! A [`Draft`] is always storable; [`check()`] says what is still missing or wrong. The browser and the server
//! run the same function, so the same sentence appears while typing, on saving and on submitting.

mod asked;
mod check;
mod compare;
pub mod guide;
pub mod history;
pub mod table;

pub use asked::{Asked, DECIDABLE, Questions};
pub use check::{Checked, Fault, Problem, check};
pub use compare::{Change, Fields, changes, fields, part, parts, posted, take};

use crate::{
    budget::{Budget, CELL_MAX, Category, Line, Spending},
    call::Track,
    document::Documents,
    money::Won,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Longest free text in characters, and longest one-line text.
pub const TEXT_MAX: usize = 3_000;
pub const LINE_MAX: usize = 200;
/// Most rows of any repeating part: bounds a post and a page.
pub const ROWS_MAX: usize = 100;
/// Most cost lines, and most 뿌리기업: these come from spreadsheets.
pub const LINES_MAX: usize = 300;
/// Longest texts of a cost line: so many lines at their longest still fit a post of 2 MiB, where a Korean character
/// takes nine bytes.
pub const CELL_TEXT_MAX: usize = 100;
pub const BASIS_MAX: usize = 200;

/// Most rows of a repeating part by its field name.
pub fn rows_max(list: &str) -> usize {
    if ["budget[lines]", "participants[firms]"].contains(&list) { LINES_MAX } else { ROWS_MAX }
}

/// The parts of the form, in the order of the task list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    Basic,
    Participants,
    Plan,
    Region,
    Budget,
    Documents,
    Declarations,
}

impl Section {
    pub const ALL: [Section; 7] = [
        Section::Basic,
        Section::Participants,
        Section::Plan,
        Section::Region,
        Section::Budget,
        Section::Documents,
        Section::Declarations,
    ];

    /// The name in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Section::Basic => "basic",
            Section::Participants => "participants",
            Section::Plan => "plan",
            Section::Region => "region",
            Section::Budget => "budget",
            Section::Documents => "documents",
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
    /// What is attached. Never typed and never stored with the draft: whoever loads a draft to judge, show or freeze it
    /// puts in what stands in the slots. Absent from the bytes while empty: older snapshots keep their hash.
    #[serde(skip_serializing_if = "Documents::is_empty")]
    pub documents: Documents,
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
    /// 분담: money, equipment or people that it brings; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub share: String,
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

/// The budget as typed. What was added to the form later is not written while it is empty, so that the bytes of older
/// submissions stay what they were. `site` and `permits` are asked when a line is for a facility.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BudgetForm {
    pub lines: Vec<LineForm>,
    #[serde(skip_serializing_if = "Site::is_empty")]
    pub site: Site,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<Permit>,
}

impl BudgetForm {
    /// Whether money is asked for a 공동활용시설.
    pub fn has_facility(&self) -> bool {
        self.lines.iter().any(|l| !l.is_blank() && l.category == Category::Facility.code())
    }
}

/// One cost line as typed; amounts in won, VAT included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LineForm {
    pub year: String,
    pub category: String,
    /// [`Spending`] or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub spending: String,
    pub item: String,
    /// 수량 × 단가 × 기간, read by [`crate::calc`]; empty when the cost has another basis.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub calc: String,
    pub basis: String,
    pub cost: String,
    /// VAT within the cost; empty is none. `vat_refund` is `on` when it comes back.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub vat: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub vat_refund: String,
    pub national: String,
    pub provincial: String,
    pub municipal: String,
    pub cash: String,
    pub in_kind: String,
    /// [`crate::budget::Valuation`] of the contribution in kind, and what supports it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub valuation: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub valuation_note: String,
}

/// Nothing was typed into any cell: a row that a button added and nobody needed. It is no fault and no answer.
trait Row: Clone + Default + PartialEq {
    /// The row without white space.
    fn trimmed(&self) -> Self;

    fn is_blank(&self) -> bool {
        self.trimmed() == Self::default()
    }
}

/// Rows of plain text: each cell by its name.
macro_rules! rows {
    ($($row:ident { $($cell:ident),+ })+) => {
        $(impl Row for $row {
            fn trimmed(&self) -> Self {
                $row { $($cell: self.$cell.trim().to_owned()),+ }
            }
        })+
    };
}

rows! {
    Partner { org, name, kind, task, share }
    RootFirm { name, certificate_no, valid_to }
    Commitment { level, year, amount, deposit_on, document_no }
    Indicator { name, unit, baseline, target, owner }
}

impl LineForm {
    /// Nothing but choices.
    pub fn is_blank(&self) -> bool {
        let choices = LineForm {
            year: self.year.clone(),
            category: self.category.clone(),
            spending: self.spending.clone(),
            vat_refund: self.vat_refund.clone(),
            valuation: self.valuation.clone(),
            ..LineForm::default()
        };
        *self == choices
    }
}

/// Where a facility is built, by what right, and who pays for running it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    pub address: String,
    /// [`SiteRight`].
    pub right: String,
    pub right_note: String,
    /// `on`: no permit is needed.
    pub no_permits: String,
    /// Won a year after completion.
    pub running_cost: String,
    pub running_payer: String,
}

impl Site {
    fn is_empty(&self) -> bool {
        *self == Site::default()
    }
}

/// By what right a site is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SiteRight {
    /// 소유.
    Owned,
    /// 임차.
    Leased,
    /// 사용허가(국·공유재산).
    Granted,
    /// 취득 예정.
    Planned,
}

impl SiteRight {
    pub const ALL: [SiteRight; 4] = [SiteRight::Owned, SiteRight::Leased, SiteRight::Granted, SiteRight::Planned];

    pub const fn code(self) -> &'static str {
        match self {
            SiteRight::Owned => "OWNED",
            SiteRight::Leased => "LEASED",
            SiteRight::Granted => "GRANTED",
            SiteRight::Planned => "PLANNED",
        }
    }

    pub fn from_code(code: &str) -> Option<SiteRight> {
        SiteRight::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// A permit that a facility needs, and when it is expected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Permit {
    pub name: String,
    pub expected_on: String,
}

/// What is declared and consented to, each in a box of its own, and the version of the wording in force. A ticked box
/// posts that version: a submission says what was agreed to, and whoever agreed to an earlier wording is asked again.
pub const DECLARED: [(&str, &str); 5] = [
    ("truthful", "2026.1"),
    ("no_duplicate", "2026.1"),
    ("integrity", "2026.1"),
    ("privacy", "2026.1"),
    ("sharing", "2026.1"),
];

/// The years of keeping that the wordings of [`DECLARED`] name.
const WORDED_YEARS: u16 = 5;

/// The version of a wording as a call asks for it: the consents name the call's own years of keeping, and other years
/// are another wording.
pub fn wording(name: &str, retention_years: u16) -> String {
    let version = DECLARED.into_iter().find(|(declared, _)| *declared == name).map_or("", |(_, version)| version);
    match name {
        "privacy" | "sharing" if retention_years != WORDED_YEARS => format!("{version}-{retention_years}"),
        _ => version.to_owned(),
    }
}

/// 서약과 동의.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Declarations {
    pub truthful: String,
    pub no_duplicate: String,
    pub privacy: String,
    pub integrity: String,
    /// 개인정보 제3자 제공 동의.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sharing: String,
    /// 최소 수용 가능 국비 of all years; empty: nothing less than what is asked for. No reviewer learns it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub least_national: String,
    /// The code of an [`Help`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub helped: String,
    /// Who helped: whoever advised on an application does not judge it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub helpers: String,
}

impl Declarations {
    /// The box of [`DECLARED`] by its name.
    pub fn of(&self, name: &str) -> &str {
        match name {
            "truthful" => &self.truthful,
            "no_duplicate" => &self.no_duplicate,
            "integrity" => &self.integrity,
            "privacy" => &self.privacy,
            "sharing" => &self.sharing,
            _ => "",
        }
    }
}

/// 작성 도움: whether somebody outside of the applicant helped to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    Nobody,
    /// Without pay: a partner, an innovation body.
    Unpaid,
    Paid,
}

impl Help {
    pub const ALL: [Help; 3] = [Help::Nobody, Help::Unpaid, Help::Paid];

    pub const fn code(self) -> &'static str {
        match self {
            Help::Nobody => "NOBODY",
            Help::Unpaid => "UNPAID",
            Help::Paid => "PAID",
        }
    }

    pub fn from_code(code: &str) -> Option<Help> {
        Help::ALL.into_iter().find(|help| help.code() == code)
    }
}

/// Reads a budget leniently, for live totals: an unreadable cell counts as 0.
pub fn read_budget(form: &BudgetForm) -> Budget {
    let amount = |raw: &str| Won::parse(raw).ok().filter(|w| *w <= CELL_MAX).unwrap_or(Won(0));
    let lines = form.lines.iter().take(LINES_MAX).filter(|l| !l.is_blank()).map(|l| Line {
        year: l.year.trim().parse().unwrap_or(0),
        category: Category::from_code(&l.category).unwrap_or(Category::Activity),
        spending: Spending::from_code(&l.spending),
        item: l.item.trim().to_owned(),
        basis: l.basis.trim().to_owned(),
        cost: amount(&l.cost),
        vat: amount(&l.vat),
        vat_refundable: l.vat_refund == "on",
        national: amount(&l.national),
        provincial: amount(&l.provincial),
        municipal: amount(&l.municipal),
        cash: amount(&l.cash),
        in_kind: amount(&l.in_kind),
    });
    Budget { lines: lines.collect() }
}

/// Characters as a person counts them. Browsers post a line break as two characters; it is one.
pub(crate) fn length(text: &str) -> usize {
    text.chars().filter(|c| *c != '\r').count()
}

/// `2027-03-02`, and the official `2027. 3. 2.` that people paste.
pub fn parse_date(raw: &str) -> Option<NaiveDate> {
    let spaced: String = raw.chars().map(|c| if c.is_ascii_digit() { c } else { ' ' }).collect();
    let mut parts = spaced.split_whitespace();
    let date =
        NaiveDate::from_ymd_opt(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)?;
    (parts.next().is_none() && (2000..=2100).contains(&chrono::Datelike::year(&date))).then_some(date)
}
