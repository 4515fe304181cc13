//! Who may do what, as a table that an auditor reads (`snapshots/`), and against a second table written by hand
//! (`policy.csv`) that knows nothing of the code it judges.

// Clippy takes a helper of an integration test for production code.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use domain::{
    actor::{Actor, Grant, Role},
    ids::{OrgId, UserId},
    org::{Delegate, DelegationScope},
    policy::{Denied, Facts, Scope, Sight, allows, may_draft_for, permit, sees, visible},
    workflow::{Act, Stage, TRANSITIONS},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};
use uuid::Uuid;

// ------------------------------------------------------------------ one application and everybody around it

const LEAD: OrgId = OrgId(Uuid::from_u128(1));
/// An innovation body of the region that takes part, and the institution above it and its sister.
const PARTICIPANT: OrgId = OrgId(Uuid::from_u128(2));
const PARTICIPANTS_FAMILY: OrgId = OrgId(Uuid::from_u128(3));
const SISTER: OrgId = OrgId(Uuid::from_u128(4));
const ELSEWHERE: OrgId = OrgId(Uuid::from_u128(5));
const MUNICIPALITY: &str = "31140";
const PROVINCE: &str = "31";

/// Somebody who stands in a certain relation to the application.
struct Person {
    role: Role,
    relation: &'static str,
    actor: Actor,
    facts: Known,
}

fn grant(role: Role, org: OrgId, family: OrgId, region: Option<&str>) -> Grant {
    Grant { role, org, family, region: region.map(str::to_owned) }
}

fn alone(role: Role, org: OrgId, region: Option<&str>) -> Vec<Grant> {
    vec![grant(role, org, org, region)]
}

/// A 위임장 of the lead's approver.
fn letter(delegate: UserId, scope: DelegationScope) -> Delegate {
    Delegate { delegate, principal: UserId(Uuid::from_u128(998)), scope }
}

/// What the application knows of a person: assigned to review it, its proposer.
type Known = fn(&mut Facts, UserId);

/// Everybody, in the order of the roles.
fn people() -> Vec<Person> {
    use Role::*;
    let nothing: Known = |_, _| ();
    let assigned: Known = |facts, user| facts.reviewers.push(user);
    let invited: Known = |facts, user| facts.experts.push(user);
    let may_submit: Known = |facts, user| facts.delegates.push(letter(user, DelegationScope::Submission));
    let may_everything: Known = |facts, user| facts.delegates.push(letter(user, DelegationScope::Everything));
    let has_asked: Known = |facts, _| facts.supplement_of = Some(ELSEWHERE);
    let in_sejong: Known = |facts, _| facts.municipality = None;
    let body = |org, family| grant(RegionalBody, org, family, Some(PROVINCE));
    let reviewer = || grant(Reviewer, ELSEWHERE, ELSEWHERE, None);
    let rows: Vec<(Role, &'static str, Vec<Grant>, Known)> = vec![
        (ApplicantStaff, "own organisation", alone(ApplicantStaff, LEAD, None), nothing),
        (ApplicantStaff, "foreign organisation", alone(ApplicantStaff, ELSEWHERE, None), nothing),
        (ApplicantStaff, "participating organisation", alone(ApplicantStaff, PARTICIPANT, None), nothing),
        (ApplicantStaff, "own organisation with a letter to submit", alone(ApplicantStaff, LEAD, None), may_submit),
        (ApplicantStaff, "foreign organisation with a letter", alone(ApplicantStaff, ELSEWHERE, None), may_everything),
        (ApplicantApprover, "own organisation", alone(ApplicantApprover, LEAD, None), nothing),
        (ApplicantApprover, "foreign organisation", alone(ApplicantApprover, ELSEWHERE, None), nothing),
        (ApplicantAccountant, "own organisation", alone(ApplicantAccountant, LEAD, None), nothing),
        (ApplicantAccountant, "foreign organisation", alone(ApplicantAccountant, ELSEWHERE, None), nothing),
        (
            ApplicantAccountant,
            "own organisation with a letter for everything",
            alone(ApplicantAccountant, LEAD, None),
            may_everything,
        ),
        (LocalgovBasic, "own region", alone(LocalgovBasic, ELSEWHERE, Some(MUNICIPALITY)), nothing),
        (LocalgovBasic, "own region and has asked", alone(LocalgovBasic, ELSEWHERE, Some(MUNICIPALITY)), has_asked),
        (LocalgovBasic, "other region", alone(LocalgovBasic, ELSEWHERE, Some("31200")), nothing),
        (LocalgovBasic, "no municipality (세종·제주)", alone(LocalgovBasic, ELSEWHERE, None), in_sejong),
        (
            LocalgovBasic,
            "no municipality and of the province",
            vec![
                grant(LocalgovBasic, ELSEWHERE, ELSEWHERE, None),
                grant(LocalgovMetro, ELSEWHERE, ELSEWHERE, Some(PROVINCE)),
            ],
            in_sejong,
        ),
        (LocalgovMetro, "own region", alone(LocalgovMetro, ELSEWHERE, Some(PROVINCE)), nothing),
        (LocalgovMetro, "own region and has asked", alone(LocalgovMetro, ELSEWHERE, Some(PROVINCE)), has_asked),
        (LocalgovMetro, "other region", alone(LocalgovMetro, ELSEWHERE, Some("26")), nothing),
        (RegionalBody, "own region", vec![body(ELSEWHERE, ELSEWHERE)], nothing),
        (RegionalBody, "takes part", vec![body(PARTICIPANT, PARTICIPANTS_FAMILY)], nothing),
        (RegionalBody, "sister of a participant", vec![body(SISTER, PARTICIPANTS_FAMILY)], nothing),
        (
            RegionalBody,
            "two bodies of which one takes part",
            vec![body(ELSEWHERE, ELSEWHERE), body(PARTICIPANT, PARTICIPANTS_FAMILY)],
            nothing,
        ),
        (RegionalBody, "other region", alone(RegionalBody, ELSEWHERE, Some("26")), nothing),
        (KpicOfficer, "agency", alone(KpicOfficer, ELSEWHERE, None), nothing),
        (KpicOfficer, "agency and has asked", alone(KpicOfficer, ELSEWHERE, None), has_asked),
        (
            KpicOfficer,
            "agency and assigned as reviewer",
            vec![grant(KpicOfficer, ELSEWHERE, ELSEWHERE, None), reviewer()],
            assigned,
        ),
        (Reviewer, "assigned", vec![reviewer()], assigned),
        (Reviewer, "unassigned", vec![reviewer()], nothing),
        (Reviewer, "assigned and takes part", vec![grant(Reviewer, SISTER, PARTICIPANTS_FAMILY, None)], assigned),
        (
            Reviewer,
            "assigned and of the paying municipality",
            vec![reviewer(), grant(LocalgovBasic, ELSEWHERE, ELSEWHERE, Some(MUNICIPALITY))],
            assigned,
        ),
        (Reviewer, "assigned and no longer a reviewer", Vec::new(), |facts, user| {
            facts.reviewers.push(user);
            facts.experts.push(user);
        }),
        (Reviewer, "invited expert", vec![reviewer()], invited),
        (
            Reviewer,
            "invited expert and takes part",
            vec![grant(Reviewer, PARTICIPANT, PARTICIPANTS_FAMILY, None)],
            invited,
        ),
        (MinistryApprover, "has not proposed", alone(MinistryApprover, ELSEWHERE, None), |facts, _| {
            facts.proposed_by = Some(UserId(Uuid::from_u128(999)));
        }),
        (MinistryApprover, "has proposed", alone(MinistryApprover, ELSEWHERE, None), |facts, user| {
            facts.proposed_by = Some(user);
        }),
        (Auditor, "any", alone(Auditor, ELSEWHERE, None), nothing),
    ];
    let person = |(number, (role, relation, grants, facts)): (u128, _)| Person {
        role,
        relation,
        actor: Actor { user: UserId(Uuid::from_u128(number)), name: relation.to_owned(), grants },
        facts,
    };
    (100..).zip(rows).map(person).collect()
}

impl Person {
    /// The application in `stage` as far as this person is concerned.
    fn facts(&self, stage: Stage) -> Facts {
        let mut facts = Facts {
            stage,
            lead_org: LEAD,
            municipality: Some(MUNICIPALITY.to_owned()),
            province: PROVINCE.to_owned(),
            performers: vec![LEAD, PARTICIPANTS_FAMILY],
            reviewers: Vec::new(),
            experts: Vec::new(),
            proposed_by: None,
            delegates: Vec::new(),
            supplement_of: None,
        };
        (self.facts)(&mut facts, self.actor.user);
        facts
    }

    fn name(&self) -> String {
        format!("{} · {}", code(&self.role), self.relation)
    }

    fn answer(&self, act: Act, stage: Stage) -> &'static str {
        match permit(&self.actor, act, &self.facts(stage)) {
            Ok(_) => "allow",
            Err(Denied::Forbidden) => "forbid",
            Err(Denied::Hidden) => "hide",
        }
    }
}

/// The name of a role or an act in the database and in tables.
fn code(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

// ------------------------------------------------------------------ the tables an auditor reads

/// Sight and every act, for everybody, before and after submission.
fn matrix(stage: Stage) -> String {
    let people = people();
    let mut text = String::new();
    for (letter, person) in ('a'..).zip(&people) {
        writeln!(text, "  {}  {}", label(letter), person.name()).unwrap();
    }
    let letters: Vec<String> = ('a'..).take(people.len()).map(label).collect();
    writeln!(text, "\n{:<26} {}", "", letters.join(" ")).unwrap();
    let mut row = |name: &str, cell: &dyn Fn(&Person) -> &'static str| {
        let cells: Vec<String> = people.iter().map(|p| format!("{:>2}", cell(p))).collect();
        writeln!(text, "{}", format!("{name:<26} {}", cells.join(" ")).trim_end()).unwrap();
    };
    row("sees it", &|p| match sees(&p.actor, &p.facts(stage)) {
        None => "",
        Some(Sight::Own) => "S",
        Some(Sight::Review) => "R",
        Some(Sight::Office) => "O",
    });
    for act in Act::ALL {
        row(&code(&act), &|p| match p.answer(act, stage) {
            "allow" => "●",
            "forbid" => "·",
            _ => "",
        });
    }
    text
}

/// `a`…`z`, then `A`…
fn label(letter: char) -> String {
    let after_z = (letter as u32).checked_sub('z' as u32 + 1).and_then(|n| char::from_u32('A' as u32 + n));
    format!("{:>2}", after_z.unwrap_or(letter))
}

/// Who does what next: every act that the workflow has in a stage, with everybody of one role who may do it.
fn by_stage() -> String {
    let people: Vec<Person> = people().into_iter().filter(|p| p.actor.grants.len() == 1).collect();
    let mut text = String::new();
    for stage in Stage::ALL {
        let acts: Vec<Act> =
            Act::ALL.into_iter().filter(|act| TRANSITIONS.iter().any(|t| t.from == stage && t.act == *act)).collect();
        writeln!(text, "{}{}", stage.code(), if acts.is_empty() { "  (end)" } else { "" }).unwrap();
        for act in acts {
            let may = people.iter().filter(|p| p.answer(act, stage) == "allow");
            let may: Vec<String> = may.map(Person::name).collect();
            writeln!(text, "    {:<24} {}", code(&act), may.join(" | ")).unwrap();
        }
    }
    text
}

#[test]
fn the_matrix_is_the_one_that_was_approved() {
    let legend = "● may   · may not (403)   blank: does not exist for them (404)\n\
                  sees it: S own application, R without contact data, O all of it\n\n";
    let draft = matrix(Stage::Draft);
    let submitted = matrix(Stage::Screening);
    let people = submitted.split_once("\n\n").unwrap().0;
    let table = |text: &str| text.split_once("\n\n").unwrap().1.to_owned();
    let text = format!("{legend}{people}\n\nDRAFT\n{}\nSUBMITTED\n{}", table(&draft), table(&submitted));
    insta::assert_snapshot!("matrix", text);
}

#[test]
fn who_does_what_next_is_as_it_was_approved() {
    insta::assert_snapshot!("by_stage", by_stage());
}

// ------------------------------------------------------------------ the table written by hand

/// (role, relation, draft or submitted, act or *) → answer.
type Oracle = BTreeMap<(String, String, String, String), String>;

fn oracle() -> Oracle {
    let text = include_str!("policy.csv");
    let mut oracle = Oracle::new();
    for record in csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes()).records() {
        let record = record.unwrap();
        let cell = |i: usize| record[i].to_owned();
        let line = record.position().unwrap().line();
        assert!(["draft", "submitted"].contains(&&record[2]), "policy.csv:{line}");
        assert!(["allow", "forbid", "hide"].contains(&&record[4]), "policy.csv:{line}");
        let before = oracle.insert((cell(0), cell(1), cell(2), cell(3)), cell(4));
        assert!(before.is_none(), "policy.csv:{line} says it twice");
    }
    oracle
}

#[test]
fn the_policy_answers_as_the_hand_written_table_says() {
    let oracle = oracle();
    let mut used = BTreeSet::new();
    let mut asked = 0;
    for person in people() {
        for stage in Stage::ALL {
            for act in Act::ALL {
                let when = if stage == Stage::Draft { "draft" } else { "submitted" };
                let line =
                    |act: &str| (code(&person.role), person.relation.to_owned(), when.to_owned(), act.to_owned());
                let known = [line(&code(&act)), line("*")].into_iter().find(|key| oracle.contains_key(key));
                let key = known.unwrap_or_else(|| panic!("policy.csv has no line for {}", person.name()));
                assert_eq!(person.answer(act, stage), oracle[&key], "{} {act:?} in {stage:?}", person.name());
                used.insert(key);
                asked += 1;
            }
        }
    }
    let unused: Vec<_> = oracle.keys().filter(|key| !used.contains(*key)).collect();
    assert!(unused.is_empty(), "policy.csv speaks of what does not exist: {unused:?}");
    assert_eq!(asked, people().len() * Stage::ALL.len() * Act::ALL.len());
}

#[test]
fn the_table_knows_every_role() {
    let roles: BTreeSet<Role> = people().iter().map(|p| p.role).collect();
    assert_eq!(roles, Role::ALL.into());
}

// ------------------------------------------------------------------ sentences of the programme

#[test]
fn a_draft_is_invisible_to_everybody_but_its_organisation() {
    for person in people() {
        let own = person.actor.grants.iter().any(|g| g.org == LEAD);
        assert_eq!(sees(&person.actor, &person.facts(Stage::Draft)).is_some(), own, "{}", person.name());
    }
}

#[test]
fn whoever_may_do_anything_sees_it_and_a_button_is_shown_to_exactly_those_who_may() {
    for person in people() {
        for stage in Stage::ALL {
            let facts = person.facts(stage);
            let seen = sees(&person.actor, &facts).is_some();
            for act in Act::ALL {
                assert_eq!(person.answer(act, stage) == "hide", !seen, "{} {act:?}", person.name());
                assert_eq!(allows(&person.actor, act, &facts), person.answer(act, stage) == "allow");
            }
        }
    }
}

#[test]
fn nobody_scores_who_takes_part_pays_or_runs_the_procedure() {
    let marks = [Act::ScoreRegionally, Act::SaveSheet, Act::LockSheet, Act::GiveInnovationOpinion];
    let everybody = people();
    let interested: Vec<&Person> = everybody
        .iter()
        .filter(|p| {
            p.actor.grants.iter().any(|g| {
                [LEAD, PARTICIPANTS_FAMILY].contains(&g.family)
                    || [Some(MUNICIPALITY), Some(PROVINCE)].contains(&g.region.as_deref())
                        && g.role != Role::RegionalBody
                    || matches!(g.role, Role::KpicOfficer | Role::MinistryApprover | Role::Auditor)
            })
        })
        .collect();
    assert!(interested.len() > 10);
    for person in interested {
        for act in marks {
            // Even a sloppy assignment does not let them.
            let mut facts = person.facts(Stage::Evaluating);
            facts.reviewers.push(person.actor.user);
            facts.experts.push(person.actor.user);
            let mut actor = person.actor.clone();
            actor.grants.push(grant(Role::Reviewer, ELSEWHERE, ELSEWHERE, None));
            assert!(!allows(&actor, act, &facts), "{} {act:?}", person.name());
        }
    }
}

#[test]
fn the_proposer_neither_approves_nor_returns_under_any_other_role() {
    for mut person in people() {
        person.actor.grants.push(grant(Role::MinistryApprover, ELSEWHERE, ELSEWHERE, None));
        let mut facts = person.facts(Stage::Proposed);
        facts.proposed_by = Some(person.actor.user);
        for act in [Act::Approve, Act::ReturnProposal] {
            assert_eq!(permit(&person.actor, act, &facts), Err(Denied::Forbidden), "{}", person.name());
        }
    }
}

#[test]
fn a_permit_says_who_acts_for_whom_and_on_what() {
    for person in people() {
        let facts = person.facts(Stage::Screening);
        for act in Act::ALL {
            let Ok(permit) = permit(&person.actor, act, &facts) else { continue };
            assert_eq!((permit.act(), permit.user()), (act, person.actor.user));
            let own = permit.org().is_none_or(|org| person.actor.grants.iter().any(|g| g.org == org));
            assert!(own, "{} acts for an organisation of theirs", person.name());
            let personal = matches!(act, Act::SaveSheet | Act::LockSheet | Act::Recuse)
                || act == Act::ScoreRegionally && facts.experts.contains(&person.actor.user);
            assert_eq!(permit.org().is_none(), personal, "{} {act:?}", person.name());
        }
    }
}

#[test]
fn a_list_shows_exactly_what_its_reader_may_open() {
    for person in people() {
        let scope = visible(&person.actor);
        for stage in Stage::ALL {
            let facts = person.facts(stage);
            let submitted = stage != Stage::Draft;
            let listed = scope.iter().any(|part| match part {
                Scope::Submitted => submitted,
                Scope::LeadOrg(org) => *org == facts.lead_org,
                Scope::Municipality(code) => submitted && facts.municipality.as_ref() == Some(code),
                Scope::Province(code) => submitted && facts.province == *code,
                Scope::Assigned(user) => submitted && (facts.reviewers.contains(user) || facts.experts.contains(user)),
            });
            assert_eq!(listed, sees(&person.actor, &facts).is_some(), "{} in {stage:?}", person.name());
        }
    }
}

#[test]
fn a_person_without_roles_finds_opens_and_drafts_nothing() {
    let nobody = Actor { user: UserId(Uuid::from_u128(7)), name: String::new(), grants: Vec::new() };
    assert_eq!(visible(&nobody), []);
    for person in people() {
        for stage in Stage::ALL {
            assert_eq!(sees(&nobody, &person.facts(stage)), None);
        }
    }
    assert!(!may_draft_for(&nobody, LEAD));
}

#[test]
fn only_an_organisations_own_people_draft_for_it() {
    for person in people() {
        let own = person
            .actor
            .grants
            .iter()
            .any(|g| g.org == LEAD && matches!(g.role, Role::ApplicantStaff | Role::ApplicantApprover));
        assert_eq!(may_draft_for(&person.actor, LEAD), own, "{}", person.name());
    }
}
