//! Which papers a draft must have, and what reviewers get of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use domain::{
    call::Track,
    document::{Attached, Checklist, Documents, Kind, Need, Unfit, missing, proposed_checklist},
    form::{Draft, Fault, Partner, Section, check},
    ids::FileId,
};
use uuid::Uuid;

mod support;

fn attached(slot: &str, size: u64) -> Attached {
    Attached {
        slot: slot.to_owned(),
        slot_name: slot.to_owned(),
        file: FileId(Uuid::nil()),
        name: "a.pdf".to_owned(),
        size,
        sha256: "0".repeat(64),
        reviewers: true,
    }
}

fn codes(checklist: &Checklist, draft: &Draft, facility: bool) -> Vec<String> {
    missing(checklist, draft, facility).map(|slot| slot.code.clone()).collect()
}

#[test]
fn a_paper_is_asked_for_when_its_condition_holds() {
    let mut draft = Draft::default();
    let general = proposed_checklist(Track::General);
    let alone = codes(&general, &draft, false);
    assert!(alone.contains(&"PLAN".to_owned()));
    for conditional in ["SITE", "QUOTE_1", "QUOTE_2", "AGREEMENT", "LOCAL_PLEDGE", "BONUS"] {
        assert!(!alone.contains(&conditional.to_owned()), "{conditional}");
    }
    let built = codes(&general, &draft, true);
    assert_eq!(built.len(), alone.len() + 3, "site and two quotes");
    draft.participants.partners.push(Partner::default());
    assert_eq!(codes(&general, &draft, false), alone, "an empty row is nobody");
    draft.participants.partners[0].name = "가상대학교".to_owned();
    assert!(codes(&general, &draft, false).contains(&"AGREEMENT".to_owned()));
    let regional = proposed_checklist(Track::Regional);
    assert!(codes(&regional, &draft, false).contains(&"LOCAL_PLEDGE".to_owned()));
}

#[test]
fn what_comes_later_never_blocks_submitting() {
    for track in Track::ALL {
        let checklist = proposed_checklist(track);
        let later = checklist.slots.iter().filter(|s| s.need == Need::Later);
        let asked = codes(&checklist, &Draft::default(), true);
        assert!(later.clone().all(|slot| !asked.contains(&slot.code)));
        assert_eq!(later.count(), usize::from(track == Track::Regional), "the session's recommendation");
    }
}

#[test]
fn the_consent_stands_for_a_paper_only_where_the_call_allows_it() {
    let checklist = proposed_checklist(Track::General);
    let consents = checklist.slots.iter().map(|s| s.code.clone()).collect();
    let draft = Draft { documents: Documents { attached: Vec::new(), consents }, ..Draft::default() };
    let asked = codes(&checklist, &draft, false);
    assert!(!asked.contains(&"TAX".to_owned()) && !asked.contains(&"REGISTRATION".to_owned()));
    assert!(asked.contains(&"PLAN".to_owned()), "a consent is no plan");
}

#[test]
fn a_missing_paper_is_a_fault_of_the_form_at_its_slot() {
    let mut call = support::call();
    let track = Track::General;
    for rules in &mut call.tracks {
        rules.documents = proposed_checklist(rules.track);
    }
    let rules = call.track(track).unwrap();
    let mut draft = Draft::default();
    let faults = |draft: &Draft| -> Vec<String> {
        check(draft, &call, rules).of(Section::Documents).map(|p| p.field.clone()).collect()
    };
    assert!(faults(&draft).contains(&"documents[PLAN]".to_owned()));
    let fault = check(&draft, &call, rules);
    let fault = fault.of(Section::Documents).find(|p| p.field == "documents[TAX]").unwrap();
    assert!(matches!(&fault.fault, Fault::DocumentMissing { consent: true, .. }));
    draft.documents.attached.push(attached("PLAN", 1));
    assert!(!faults(&draft).contains(&"documents[PLAN]".to_owned()));
}

#[test]
fn codes_of_slots_are_single_and_fit_into_an_address() {
    for track in Track::ALL {
        let slots = proposed_checklist(track).slots;
        for (index, slot) in slots.iter().enumerate() {
            assert!(
                slot.code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'),
                "{}",
                slot.code
            );
            assert!(!slots.iter().skip(index + 1).any(|other| other.code == slot.code), "{}", slot.code);
        }
    }
}

#[test]
fn a_new_file_is_added_to_all_others_but_the_one_it_replaces() {
    let documents = Documents { attached: vec![attached("A", 5), attached("B", 7)], consents: Vec::new() };
    assert_eq!((documents.size_without("A"), documents.size_without("")), (7, 12));
}

#[test]
fn kinds_are_told_by_the_last_extension_in_any_case() {
    assert_eq!(Kind::of("계획.PDF"), Ok(Kind::Pdf));
    assert_eq!(Kind::of("a.pdf.hwpx"), Ok(Kind::Hwpx));
    assert_eq!(Kind::of("a.hwp"), Err(Unfit::Hwp));
    assert_eq!(Kind::of("a.docm"), Err(Unfit::Macro));
    for other in ["a", "a.exe", "a.svg", "a.html", "a.txt", "a.zip", "a.pdf.exe"] {
        assert!(matches!(Kind::of(other), Err(Unfit::Kind { .. })), "{other}");
    }
}

#[test]
fn drafts_from_before_read_on_and_write_the_same_bytes() {
    let old = serde_json::to_value(Draft::default()).unwrap();
    assert!(old.get("documents").is_none(), "an empty list of papers changes no hash");
    let read: Draft = serde_json::from_value(old).unwrap();
    assert_eq!(read, Draft::default());
}
