//! The budget: sources × cost lines × years in whole won, and the rules of matching.
//!
//! The same functions judge in the browser while a person types and on the server when it counts.

use crate::{
    call::{Thresholds, TrackRules},
    money::{BasisPoints, Won},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Where money comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Source {
    /// 국비.
    National,
    /// 시·도비.
    Provincial,
    /// 시·군·구비.
    Municipal,
    /// 민간 현금.
    PrivateCash,
    /// 민간 현물.
    PrivateInKind,
}

impl Source {
    pub const ALL: [Source; 5] =
        [Source::National, Source::Provincial, Source::Municipal, Source::PrivateCash, Source::PrivateInKind];
}

/// What a cost line is for (domain facts §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Category {
    /// 공동활용시설.
    Facility,
    /// 공동혁신활동.
    Activity,
}

impl Category {
    pub const ALL: [Category; 2] = [Category::Facility, Category::Activity];

    pub const fn code(self) -> &'static str {
        match self {
            Category::Facility => "FACILITY",
            Category::Activity => "ACTIVITY",
        }
    }

    pub fn from_code(code: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|c| c.code() == code)
    }
}

/// How a line's money is spent, where that decides a procedure. Other spending has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Spending {
    /// 장비 구입.
    Equipment,
    /// 물품·용역 계약.
    Contract,
    /// 시설공사.
    Works,
}

impl Spending {
    pub const ALL: [Spending; 3] = [Spending::Equipment, Spending::Contract, Spending::Works];

    pub const fn code(self) -> &'static str {
        match self {
            Spending::Equipment => "EQUIPMENT",
            Spending::Contract => "CONTRACT",
            Spending::Works => "WORKS",
        }
    }

    pub fn from_code(code: &str) -> Option<Spending> {
        Spending::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// By what a contribution in kind is valued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Valuation {
    /// 기준임률(인건비).
    Wage,
    /// 감정가.
    Appraisal,
    /// 장부가.
    Book,
    /// 시가(견적).
    Market,
    /// 임차료 상당액.
    Rent,
}

impl Valuation {
    pub const ALL: [Valuation; 5] =
        [Valuation::Wage, Valuation::Appraisal, Valuation::Book, Valuation::Market, Valuation::Rent];

    pub const fn code(self) -> &'static str {
        match self {
            Valuation::Wage => "WAGE",
            Valuation::Appraisal => "APPRAISAL",
            Valuation::Book => "BOOK",
            Valuation::Market => "MARKET",
            Valuation::Rent => "RENT",
        }
    }

    pub fn from_code(code: &str) -> Option<Valuation> {
        Valuation::ALL.into_iter().find(|v| v.code() == code)
    }
}

/// One cost line of one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub year: i32,
    pub category: Category,
    pub spending: Option<Spending>,
    pub item: String,
    /// 산출근거 (보조금법 시행령 §7).
    pub basis: String,
    /// VAT included.
    pub cost: Won,
    /// 부가가치세 within the cost.
    pub vat: Won,
    /// The tax office gives the VAT back.
    pub vat_refundable: bool,
    pub national: Won,
    pub provincial: Won,
    pub municipal: Won,
    pub cash: Won,
    pub in_kind: Won,
}

impl Line {
    pub fn amount(&self, source: Source) -> Won {
        match source {
            Source::National => self.national,
            Source::Provincial => self.provincial,
            Source::Municipal => self.municipal,
            Source::PrivateCash => self.cash,
            Source::PrivateInKind => self.in_kind,
        }
    }

    /// 공급가액: the cost without its VAT.
    pub fn supply(&self) -> Won {
        Won(self.cost.0 - self.vat.0)
    }

    /// What the state may pay a share of: VAT that comes back is nobody's cost.
    pub fn fundable(&self) -> Won {
        if self.vat_refundable { self.supply() } else { self.cost }
    }
}

/// All cost lines of an application, in the order typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    pub lines: Vec<Line>,
}

/// A rule of matching; which one failed is the first thing a person needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Rule {
    /// Σ sources = cost, per line.
    SourcesEqualCost,
    /// National money of a line within its cost without the VAT that comes back.
    RefundableVat,
    /// National money of a year within the track's yearly ceiling.
    NationalPerYear,
    /// National money in total within the track's ceiling.
    NationalTotal,
    /// National share of all facility lines, of all activity lines; VAT that comes back is no part of either.
    NationalShareFacility,
    NationalShareActivity,
    /// Provincial + municipal at least the minimum share of the total.
    LocalMinimum,
    /// Cash at least the minimum share of the private contribution.
    PrivateCashMinimum,
    /// In-kind at most the maximum share of the total.
    InKindMaximum,
    /// Distinct budget years within the track's longest period.
    Years,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Of {
    Total,
    Year(i32),
    /// Index of the line, counted from 0.
    Line(u32),
}

/// One rule judged. `off_by` is 0 when the rule holds, else the won that must move from one source to another for
/// it to hold while the costs stay (in-kind to cash for [`Rule::PrivateCashMinimum`]); by how much the sources miss
/// the cost for [`Rule::SourcesEqualCost`]; years too many for [`Rule::Years`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub rule: Rule,
    pub of: Of,
    /// What the rule allows or demands, in won.
    pub limit: Won,
    pub actual: Won,
    pub off_by: Won,
}

impl Finding {
    pub fn holds(&self) -> bool {
        self.off_by == Won(0)
    }

    fn at_most(rule: Rule, of: Of, actual: Won, limit: Won) -> Finding {
        Finding { rule, of, limit, actual, off_by: Won((actual.0 - limit.0).max(0)) }
    }

    fn at_least(rule: Rule, of: Of, actual: Won, limit: Won) -> Finding {
        Finding { rule, of, limit, actual, off_by: Won((limit.0 - actual.0).max(0)) }
    }
}

/// A procedure that spending of this size goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Procedure {
    /// 중앙장비심의.
    EquipmentReview,
    /// 나라장터 계약.
    Marketplace,
    /// 조달청 계약 의뢰.
    ProcurementService,
}

/// What goes through a procedure, and from which amount on. It breaks no rule; it takes time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub procedure: Procedure,
    pub of: Of,
    pub threshold: Won,
    pub actual: Won,
}

/// Largest amount one cell may hold: keeps every sum far inside an i64 (the programme's largest project is 6×10⁹).
pub const CELL_MAX: Won = Won(1_000_000_000_000);

impl Budget {
    pub fn years(&self) -> BTreeSet<i32> {
        self.lines.iter().map(|l| l.year).collect()
    }

    pub fn cost(&self) -> Won {
        Won(self.lines.iter().map(|l| l.cost.0).sum())
    }

    /// Sum of one source over the lines that `keep` keeps.
    pub fn sum(&self, source: Source, keep: impl Fn(&Line) -> bool) -> Won {
        Won(self.lines.iter().filter(|l| keep(l)).map(|l| l.amount(source).0).sum())
    }

    pub fn total(&self, source: Source) -> Won {
        self.sum(source, |_| true)
    }

    /// National money per year, the amount an award may take from each year's envelope.
    pub fn national_by_year(&self) -> BTreeMap<i32, Won> {
        self.years().into_iter().map(|y| (y, self.sum(Source::National, |l| l.year == y))).collect()
    }

    /// Local money (provincial, municipal) per year.
    pub fn local_by_year(&self) -> BTreeMap<i32, (Won, Won)> {
        let of = |s, y| self.sum(s, move |l: &Line| l.year == y);
        self.years().into_iter().map(|y| (y, (of(Source::Provincial, y), of(Source::Municipal, y)))).collect()
    }

    /// Every rule of the track, judged; the order is the order on the page.
    pub fn findings(&self, rules: &TrackRules) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.unbalanced_lines().collect();
        found.extend(self.nationally_funded_vat());
        let years = self.years();
        for (year, national) in self.national_by_year() {
            found.push(Finding::at_most(Rule::NationalPerYear, Of::Year(year), national, rules.max_national_per_year));
        }
        let total = self.cost();
        let (cash, in_kind) = (self.total(Source::PrivateCash), self.total(Source::PrivateInKind));
        let local = Won(self.total(Source::Provincial).0 + self.total(Source::Municipal).0);
        found.extend([
            Finding::at_most(Rule::NationalTotal, Of::Total, self.total(Source::National), rules.max_national_total),
            self.national_share(Category::Facility, Rule::NationalShareFacility, rules.max_national_facility),
            self.national_share(Category::Activity, Rule::NationalShareActivity, rules.max_national_activity),
            Finding::at_least(Rule::LocalMinimum, Of::Total, local, rules.min_local.share_ceil(total)),
            Finding::at_least(
                Rule::PrivateCashMinimum,
                Of::Total,
                cash,
                rules.min_private_cash.share_ceil(Won(cash.0 + in_kind.0)),
            ),
            Finding::at_most(Rule::InKindMaximum, Of::Total, in_kind, rules.max_in_kind.share_floor(total)),
            Finding::at_most(
                Rule::Years,
                Of::Total,
                Won(years.len().try_into().unwrap_or(i64::MAX)),
                Won(rules.max_years.into()),
            ),
        ]);
        found
    }

    fn unbalanced_lines(&self) -> impl Iterator<Item = Finding> + '_ {
        self.lines.iter().zip(0u32..).filter_map(|(line, index)| {
            let sources: i64 = Source::ALL.iter().map(|s| line.amount(*s).0).sum();
            (sources != line.cost.0).then(|| Finding {
                rule: Rule::SourcesEqualCost,
                of: Of::Line(index),
                limit: line.cost,
                actual: Won(sources),
                off_by: Won((sources - line.cost.0).abs()),
            })
        })
    }

    fn nationally_funded_vat(&self) -> impl Iterator<Item = Finding> + '_ {
        let lines = self.lines.iter().zip(0u32..).filter(|(line, _)| line.vat_refundable);
        let judged = lines.map(|(line, index)| {
            let limit = Won(line.fundable().0.max(0));
            Finding::at_most(Rule::RefundableVat, Of::Line(index), line.national, limit)
        });
        judged.filter(|finding| !finding.holds())
    }

    /// The procedures that this spending goes through, line by line, then in all.
    pub fn notices(&self, thresholds: &Thresholds) -> Vec<Notice> {
        let mut found = Vec::new();
        for (line, index) in self.lines.iter().zip(0u32..) {
            let mut notice = |procedure, threshold| {
                found.push(Notice { procedure, of: Of::Line(index), threshold, actual: line.cost });
            };
            let marketplace = match line.spending {
                None => continue,
                Some(Spending::Works) => thresholds.marketplace_works,
                Some(Spending::Equipment | Spending::Contract) => thresholds.marketplace,
            };
            if line.spending == Some(Spending::Equipment) && line.cost >= thresholds.equipment_review {
                notice(Procedure::EquipmentReview, thresholds.equipment_review);
            }
            if line.cost > marketplace {
                notice(Procedure::Marketplace, marketplace);
            }
        }
        let is_works = |l: &&Line| l.spending == Some(Spending::Works) && l.category == Category::Facility;
        let works = Won(self.lines.iter().filter(is_works).map(|l| l.cost.0).sum());
        if works >= thresholds.procurement_works && works > Won(0) {
            let threshold = thresholds.procurement_works;
            found.push(Notice { procedure: Procedure::ProcurementService, of: Of::Total, threshold, actual: works });
        }
        found
    }

    fn national_share(&self, category: Category, rule: Rule, share: BasisPoints) -> Finding {
        let cost = Won(self.lines.iter().filter(|l| l.category == category).map(|l| l.fundable().0.max(0)).sum());
        let national = self.sum(Source::National, |l| l.category == category);
        Finding::at_most(rule, Of::Total, national, share.share_floor(cost))
    }
}
