//! Reading the reference data: the tables that are compiled in, and how a line becomes fields.

use std::str::FromStr;

pub(super) const REGIONS_CSV: &str = include_str!("../../data/regions.csv");
pub(super) const COMPLEXES_CSV: &str = include_str!("../../data/complexes.csv");
pub(super) const BODIES_CSV: &str = include_str!("../../data/innovation_bodies.csv");
pub(super) const INDUSTRIES_CSV: &str = include_str!("../../data/strategic_industries.csv");
#[cfg(test)]
pub(super) const TECHNOLOGIES_CSV: &str = include_str!("../../data/technologies.csv");

/// The rows of a table after its comments and its header.
pub(super) fn rows<T>(csv: &str, read: fn(&[&str]) -> Option<T>) -> Vec<T> {
    csv.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| read(&fields(line))).collect()
}

/// The fields of a line: split at the commas that stand outside quotes.
fn fields(line: &str) -> Vec<&str> {
    let mut quoted = false;
    line.split(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .map(|field| field.trim_matches('"'))
    .collect()
}

pub(super) fn list(field: &str) -> impl Iterator<Item = String> {
    field.split(';').filter(|item| !item.is_empty()).map(str::to_owned)
}

/// An empty field is `Some(None)`, a field that cannot be read is `None`.
pub(super) fn optional<T: FromStr>(field: &str) -> Option<Option<T>> {
    match field {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::{Regions, complexes, complexes::industry, fixture::data_lines, innovation_bodies};

    #[test]
    fn no_line_of_the_reference_data_is_left_out() {
        assert_eq!(Regions::embedded().all().len(), data_lines(REGIONS_CSV));
        assert_eq!(complexes().len(), data_lines(COMPLEXES_CSV));
        assert_eq!(innovation_bodies().len(), data_lines(BODIES_CSV));
        assert_eq!(rows(INDUSTRIES_CSV, industry).len(), data_lines(INDUSTRIES_CSV));
        assert_eq!((complexes().len(), innovation_bodies().len()), (55, 30));
    }

    #[test]
    fn lines_are_split_as_a_csv_library_splits_them() {
        for table in [REGIONS_CSV, COMPLEXES_CSV, BODIES_CSV, INDUSTRIES_CSV, TECHNOLOGIES_CSV] {
            for line in table.lines().filter(|l| !l.starts_with('#')) {
                let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
                let record = reader.records().next().unwrap().unwrap();
                assert_eq!(fields(line), record.iter().collect::<Vec<_>>());
            }
        }
    }
}
