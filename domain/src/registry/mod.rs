//! Who and where: business and corporate numbers, technologies, regions, complexes, innovation bodies.
//!
//! Regions change: on 2026-07-01 광주 and 전남 became one province. A code therefore means nothing
//! without a date, and every question about a place is asked *as of* a day. The reference data is
//! compiled in from `domain/data`; a line that cannot be read is left out, and a test proves that
//! there is none.

mod complexes;
mod csv;
mod numbers;
mod regions;
mod technology;

pub use complexes::{
    ComplexRecord, ComplexStatus, InnovationBody, InnovationBodyKind, StrategicIndustry, complexes, innovation_bodies,
    strategic_industries,
};
pub use numbers::{BusinessKind, BusinessNo, CorporateNo, NumberProblem};
pub use regions::{CAPITAL_REGION, LocalGovernments, Region, RegionLevel, RegionProblem, Regions};
pub use technology::Technology;

/// What the tests of more than one part begin with.
#[cfg(test)]
mod fixture {
    use chrono::NaiveDate;

    pub fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub fn today() -> NaiveDate {
        date("2026-11-23")
    }

    pub fn data_lines(csv: &str) -> usize {
        csv.lines().filter(|l| !l.starts_with('#')).count() - 1
    }
}
