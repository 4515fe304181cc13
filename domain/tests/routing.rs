//! Every known complex finds its local governments, today and as of the day of its designation.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use domain::registry::{ComplexRecord, RegionLevel, RegionProblem, Regions, complexes, strategic_industries};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    date("2026-11-23")
}

fn complex(name: &str) -> &'static ComplexRecord {
    complexes().iter().find(|c| c.name == name).unwrap()
}

/// (시·군·구, 시·도) of a location on a day.
fn route(location: &str, on: NaiveDate) -> (Option<String>, String) {
    let found = Regions::embedded().local_government_of(location, on).unwrap();
    (found.municipality, found.province)
}

#[test]
fn all_fifty_five_complexes_route_to_a_municipality_and_a_province_of_today() {
    let regions = Regions::embedded();
    assert_eq!(complexes().len(), 55);
    for complex in complexes() {
        let (municipality, province) = route(&complex.location_code, today());
        let municipality = municipality.unwrap();
        assert_eq!(municipality, complex.local_government_code, "{}", complex.name);
        assert_eq!(regions.get(&municipality).unwrap().level, RegionLevel::Sigungu);
        assert!(regions.provinces(today()).any(|p| p.code == province), "{}", complex.name);
        assert!(!strategic_industries(&province, today()).is_empty());
    }
}

#[test]
fn all_fifty_five_complexes_were_designated_in_a_province_of_their_time() {
    let regions = Regions::embedded();
    for complex in complexes() {
        let then = regions.sido_by_short_name(&complex.sido_at_designation, complex.year).unwrap();
        let (_, now) = route(&complex.location_code, today());
        assert!(regions.successor_aliases(&now, today()).unwrap().contains(&then.code), "{}", complex.name);
    }
}

#[test]
fn a_designation_of_2014_in_jeonnam_is_reviewed_by_the_merged_province_today() {
    let daebul = complex("대불 뿌리산업 특화단지");
    let regions = Regions::embedded();
    assert_eq!(regions.sido_by_short_name(&daebul.sido_at_designation, daebul.year).unwrap().code, "46");
    assert_eq!(route(&daebul.location_code, today()), (Some("12800".to_owned()), "12".to_owned()));
    assert_eq!(route(&daebul.location_code, date("2014-06-01")), (Some("46830".to_owned()), "46".to_owned()));
}

#[test]
fn the_merger_takes_effect_at_midnight() {
    assert_eq!(route("46830", date("2026-06-30")).1, "46");
    assert_eq!(route("46830", date("2026-07-01")).1, "12");
}

#[test]
fn a_district_of_a_city_belongs_to_its_city() {
    assert_eq!(route("41273", today()), (Some("41270".to_owned()), "41".to_owned()));
    assert_eq!(route("48123", today()), (Some("48120".to_owned()), "48".to_owned()));
    assert_eq!(route("52113", date("2023-06-01")), (Some("45110".to_owned()), "45".to_owned()));
}

#[test]
fn sejong_and_jeju_have_no_municipal_step() {
    assert_eq!(route("36", today()), (None, "36".to_owned()));
    assert_eq!(route("50", today()), (None, "50".to_owned()));
}

#[test]
fn the_merged_province_sees_what_was_filed_under_its_predecessors() {
    let regions = Regions::embedded();
    let aliases = |code, on| -> Vec<String> { regions.successor_aliases(code, on).unwrap().into_iter().collect() };
    assert_eq!(aliases("12", today()), ["12", "29", "46"]);
    assert_eq!(aliases("29", today()), ["12", "29", "46"]);
    assert_eq!(aliases("29", date("2026-06-30")), ["29"]);
    assert_eq!(aliases("12800", today()), ["12800", "46830"]);
    assert_eq!(aliases("52", today()), ["45", "52"]);
}

#[test]
fn a_divided_district_belongs_to_none_of_its_parts_until_it_is_coded_anew() {
    let regions = Regions::embedded();
    let geomdan = regions.successor_aliases("28290", today()).unwrap();
    assert!(!geomdan.contains("28260"));
    assert!(matches!(
        regions.local_government_of("28260", today()),
        Err(RegionProblem::Split { candidates, .. }) if candidates == ["28275", "28290"]
    ));
}

#[test]
fn a_short_name_means_the_province_that_bore_it_in_that_year() {
    let regions = Regions::embedded();
    let code = |name, year| regions.sido_by_short_name(name, year).map(|r| r.code.as_str());
    assert_eq!(code("강원", 2022), Some("42"));
    assert_eq!(code("강원", 2024), Some("51"));
    assert_eq!(code("전북", 2023), Some("45"));
    assert_eq!(code("전북", 2024), Some("52"));
    assert_eq!(code("광주", 2026), Some("29"));
    assert_eq!(code("광주", 2027), None);
    assert_eq!(code("전남광주", 2026), Some("12"));
    assert_eq!(code("", 2026), None);
}
