//! Regions in time: which code denoted which place on which day, and who governs there.

use super::csv::{REGIONS_CSV, list, optional, rows};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, sync::LazyLock};
use thiserror::Error;

/// The step of a region in the administrative order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RegionLevel {
    /// 시·도: two digits, a local government.
    Sido,
    /// 시·군·구: five digits, a local government.
    Sigungu,
    /// 일반구: a district of a city, five digits, no local government.
    Gu,
}

/// A region during the time in which its code is valid (행정표준코드, domain.md §4.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Two digits for a 시·도, five otherwise.
    pub code: String,
    /// 전남광주통합특별시, 영암군, 안산시 단원구.
    pub name: String,
    /// 전남광주; empty below the 시·도.
    pub short_name: String,
    /// The step.
    pub level: RegionLevel,
    /// Code of the region it lies in; none for a 시·도.
    pub parent: Option<String>,
    /// First day; none when it has always been, as far as the data goes.
    pub valid_from: Option<NaiveDate>,
    /// Last day, inclusive; none when it still is.
    pub valid_to: Option<NaiveDate>,
    /// What it became; several codes after a split.
    pub successors: Vec<String>,
}

impl Region {
    /// Whether the code was in force on this day.
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        !self.begins_after(on) && !self.ended_before(on)
    }

    fn begins_after(&self, on: NaiveDate) -> bool {
        self.valid_from.is_some_and(|from| on < from)
    }

    fn ended_before(&self, on: NaiveDate) -> bool {
        self.valid_to.is_some_and(|to| to < on)
    }
}

/// Why a code leads to no region on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RegionProblem {
    /// No region ever had this code, as far as the data goes.
    #[error("no region has the code {code}")]
    Unknown {
        /// What was asked for.
        code: String,
    },
    /// Divided since: which part is meant, only a person can say.
    #[error("{code} was split into {candidates:?}")]
    Split {
        /// The divided region.
        code: String,
        /// What it became.
        candidates: Vec<String>,
    },
    /// Put together from several: which one it was then, only a person can say.
    #[error("{code} was merged from {candidates:?}")]
    Merged {
        /// The merged region.
        code: String,
        /// What it was before.
        candidates: Vec<String>,
    },
    /// Before its first day and without predecessor, or after its last and without successor.
    #[error("{code} did not exist on {on}")]
    NotInForce {
        /// The region.
        code: String,
        /// The day asked for.
        on: NaiveDate,
    },
}

/// The local governments competent for a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalGovernments {
    /// 시·군·구; none in 세종 and 제주, which have no municipal step, and for a location known only
    /// by its province.
    pub municipality: Option<String>,
    /// 시·도.
    pub province: String,
}

/// The provinces around Seoul (수도권). Used for preferences only (Act §25②, domain.md §4.3 \[K\]).
pub const CAPITAL_REGION: [&str; 3] = ["11", "28", "41"];

/// Every known region with its time of validity.
#[derive(Clone, Debug)]
pub struct Regions(Vec<Region>);

impl Regions {
    /// The table compiled in: all provinces, and the municipalities of the known complexes.
    pub fn embedded() -> &'static Regions {
        static REGIONS: LazyLock<Regions> = LazyLock::new(|| Regions(rows(REGIONS_CSV, region)));
        &REGIONS
    }

    /// Every region, past and present, in the order of the table.
    pub fn all(&self) -> &[Region] {
        &self.0
    }

    /// The provinces in force on this day, by code.
    pub fn provinces(&self, on: NaiveDate) -> impl Iterator<Item = &Region> {
        self.0.iter().filter(move |r| r.level == RegionLevel::Sido && r.is_valid_on(on))
    }

    /// The region with exactly this code, whatever its time.
    pub fn get(&self, code: &str) -> Option<&Region> {
        self.0.iter().find(|r| r.code == code)
    }

    /// The region that this code, old or new, denotes on a day: `46` is 전남광주통합특별시 today,
    /// `12800` was 46830 in 2014. One successor or predecessor is followed; of several, a person
    /// must choose. Errors: [`RegionProblem`].
    pub fn resolve(&self, code: &str, on: NaiveDate) -> Result<&Region, RegionProblem> {
        let region = self.get(code).ok_or_else(|| RegionProblem::Unknown { code: code.to_owned() })?;
        if region.ended_before(on) {
            self.follow_successors(region, on)
        } else if region.begins_after(on) {
            self.follow_predecessors(region, on)
        } else {
            Ok(region)
        }
    }

    /// The 시·도 in which this code lies on a day. Errors: [`RegionProblem`].
    pub fn sido_of(&self, code: &str, on: NaiveDate) -> Result<&Region, RegionProblem> {
        let region = self.resolve(code, on)?;
        match &region.parent {
            Some(parent) => self.sido_of(parent, on),
            None => Ok(region),
        }
    }

    /// The local governments competent for a location on a day: a 일반구 belongs to its city.
    /// Errors: [`RegionProblem`].
    pub fn local_government_of(&self, location: &str, on: NaiveDate) -> Result<LocalGovernments, RegionProblem> {
        let region = self.resolve(location, on)?;
        let municipality = match region.level {
            RegionLevel::Sido => None,
            RegionLevel::Sigungu => Some(region.code.clone()),
            RegionLevel::Gu => region.parent.clone(),
        };
        let province = self.sido_of(&region.code, on)?.code.clone();
        Ok(LocalGovernments { municipality, province })
    }

    /// Whether the code lies in the [`CAPITAL_REGION`]. Errors: [`RegionProblem`].
    pub fn is_capital_region(&self, code: &str, on: NaiveDate) -> Result<bool, RegionProblem> {
        let sido = self.sido_of(code, on)?;
        Ok(CAPITAL_REGION.contains(&sido.code.as_str()))
    }

    /// Every code under which records of this region may be filed on a day: its own and those of
    /// all it came from (12 sees 12, 29 and 46). A region that was split belongs to none of its
    /// parts: its records are coded anew first. Errors: [`RegionProblem`].
    pub fn successor_aliases(&self, code: &str, on: NaiveDate) -> Result<BTreeSet<String>, RegionProblem> {
        let mut aliases = BTreeSet::new();
        let mut open = vec![self.resolve(code, on)?];
        while let Some(region) = open.pop() {
            aliases.insert(region.code.clone());
            open.extend(self.predecessors(region).filter(|r| r.successors.len() == 1));
        }
        Ok(aliases)
    }

    /// The 시·도 that bore this short name in a year, the later one when the name passed on within
    /// it: 전남 in 2014 is 46, 광주 in 2026 is 29, 전북 in 2024 is 52.
    pub fn sido_by_short_name(&self, short_name: &str, year: i32) -> Option<&Region> {
        let new_year = NaiveDate::from_ymd_opt(year, 1, 1)?;
        let year_end = NaiveDate::from_ymd_opt(year, 12, 31)?;
        self.0
            .iter()
            .filter(|r| r.level == RegionLevel::Sido && r.short_name == short_name)
            .filter(|r| !r.begins_after(year_end) && !r.ended_before(new_year))
            .max_by_key(|r| r.valid_from)
    }

    fn follow_successors(&self, region: &Region, on: NaiveDate) -> Result<&Region, RegionProblem> {
        let code = region.code.clone();
        match region.successors.as_slice() {
            [] => Err(RegionProblem::NotInForce { code, on }),
            [one] => self.resolve(one, on),
            several => Err(RegionProblem::Split { code, candidates: several.to_vec() }),
        }
    }

    fn follow_predecessors(&self, region: &Region, on: NaiveDate) -> Result<&Region, RegionProblem> {
        let code = region.code.clone();
        let before: Vec<&Region> = self.predecessors(region).collect();
        match before.as_slice() {
            [] => Err(RegionProblem::NotInForce { code, on }),
            [one] => self.resolve(&one.code, on),
            several => {
                let candidates = several.iter().map(|r| r.code.clone()).collect();
                Err(RegionProblem::Merged { code, candidates })
            }
        }
    }

    fn predecessors<'a>(&'a self, region: &'a Region) -> impl Iterator<Item = &'a Region> {
        self.0.iter().filter(|r| r.successors.contains(&region.code))
    }
}

fn region(row: &[&str]) -> Option<Region> {
    let [code, name, short_name, level, parent, valid_from, valid_to, successors, _note] = row else {
        return None;
    };
    Some(Region {
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        short_name: (*short_name).to_owned(),
        level: match *level {
            "SIDO" => RegionLevel::Sido,
            "SIGUNGU" => RegionLevel::Sigungu,
            "GU" => RegionLevel::Gu,
            _ => return None,
        },
        parent: list(parent).next(),
        valid_from: optional(valid_from)?,
        valid_to: optional(valid_to)?,
        successors: list(successors).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::fixture::{date, today};

    fn code(region: Result<&Region, RegionProblem>) -> Result<&str, RegionProblem> {
        region.map(|r| r.code.as_str())
    }

    #[test]
    fn an_old_code_leads_to_its_successor_and_a_new_one_to_its_predecessor() {
        let regions = Regions::embedded();
        assert_eq!(code(regions.resolve("46", today())), Ok("12"));
        assert_eq!(code(regions.resolve("46", date("2026-06-30"))), Ok("46"));
        assert_eq!(code(regions.resolve("46", date("2026-07-01"))), Ok("12"));
        assert_eq!(code(regions.resolve("46830", today())), Ok("12800"));
        assert_eq!(code(regions.resolve("12800", date("2014-06-01"))), Ok("46830"));
        assert_eq!(code(regions.resolve("28140", today())), Ok("28125"));
        assert_eq!(code(regions.resolve("28290", date("2013-09-04"))), Ok("28260"));
    }

    #[test]
    fn of_several_successors_or_predecessors_a_person_must_choose() {
        let regions = Regions::embedded();
        let candidates = vec!["28275".to_owned(), "28290".to_owned()];
        assert_eq!(
            code(regions.resolve("28260", today())),
            Err(RegionProblem::Split { code: "28260".to_owned(), candidates })
        );
        let candidates = vec!["29".to_owned(), "46".to_owned()];
        assert_eq!(
            code(regions.resolve("12", date("2014-06-01"))),
            Err(RegionProblem::Merged { code: "12".to_owned(), candidates })
        );
    }

    #[test]
    fn a_code_that_never_was_or_not_yet_was_is_no_region() {
        let regions = Regions::embedded();
        assert_eq!(code(regions.resolve("99", today())), Err(RegionProblem::Unknown { code: "99".to_owned() }));
        let on = date("2010-01-01");
        assert_eq!(code(regions.resolve("36", on)), Err(RegionProblem::NotInForce { code: "36".to_owned(), on }));
    }

    #[test]
    fn there_are_sixteen_provinces_today_and_seventeen_before_the_merger() {
        let regions = Regions::embedded();
        assert_eq!(regions.provinces(today()).count(), 16);
        assert_eq!(regions.provinces(date("2026-06-30")).count(), 17);
    }

    #[test]
    fn every_successor_begins_the_day_after_its_predecessor_ends() {
        let regions = Regions::embedded();
        for old in regions.all() {
            for successor in &old.successors {
                let new = regions.get(successor).unwrap();
                assert_eq!(new.valid_from, old.valid_to.and_then(|d| d.succ_opt()), "{}", old.code);
                assert_eq!(new.level, old.level);
            }
        }
    }

    #[test]
    fn every_parent_is_in_force_while_its_child_is() {
        let regions = Regions::embedded();
        for child in regions.all() {
            assert_eq!(child.parent.is_none(), child.level == RegionLevel::Sido);
            for day in [child.valid_from, child.valid_to].into_iter().flatten() {
                regions.sido_of(&child.code, day).unwrap();
            }
        }
    }

    #[test]
    fn the_capital_region_is_seoul_incheon_and_gyeonggi() {
        let regions = Regions::embedded();
        assert_eq!(regions.is_capital_region("41273", today()), Ok(true));
        assert_eq!(regions.is_capital_region("28290", today()), Ok(true));
        assert_eq!(regions.is_capital_region("46", today()), Ok(false));
    }
}
