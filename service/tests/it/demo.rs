//! The demonstration's world is told by the commands that people use: seeding it runs the whole chain.

use crate::{both::World, story};
use domain::{actor::Role, workflow::Stage};
use service::{Service, account, applying, demo};
use std::collections::BTreeMap;

pub async fn demo_service(world: &World) -> Service {
    let svc = Service::open_demo(&world.url, world.clock.clone()).await.unwrap();
    svc.with_storage(world.storage.clone())
}

/// Somebody of the demonstration, by the local part of their address.
pub async fn person(svc: &Service, login: &str) -> domain::actor::Actor {
    let token = demo::sign_in_as(svc, &format!("{login}@portal.example")).await.unwrap();
    account::actor_of(svc, &token).await.unwrap().unwrap()
}

async fn every_part_of_the_programme_is_shown(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let work = applying::work(&svc, &agency).await.unwrap();
    let mut stages: BTreeMap<Stage, u32> = BTreeMap::new();
    for row in &work.applications {
        *stages.entry(row.stage).or_default() += 1;
    }
    assert_eq!(stages.get(&Stage::Evaluating), Some(&3), "{stages:?}");
    assert_eq!(stages.get(&Stage::Proposed), Some(&3), "{stages:?}");
    assert!(stages.contains_key(&Stage::Selected) && stages.contains_key(&Stage::Reserve), "{stages:?}");
    assert!(stages.contains_key(&Stage::MunicipalConfirmation) && stages.contains_key(&Stage::RegionalReview));
    assert!(!stages.contains_key(&Stage::Draft), "a draft is its organisation's alone");
}
story!(seeding, every_part_of_the_programme_is_shown);

async fn the_nearly_finished_draft_has_three_faults(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let work = applying::work(&svc, &staff).await.unwrap();
    let draft = work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap();
    let view = applying::draft(&svc, &staff, draft.id).await.unwrap();
    assert_eq!(view.problems.len(), 3, "{:#?}", view.problems);
}
story!(three_faults, the_nearly_finished_draft_has_three_faults);

async fn everybody_signs_in_and_has_something_to_see(world: World) {
    let svc = demo_service(&world).await;
    for person in demo::people(&svc).await.unwrap() {
        let token = demo::sign_in_as(&svc, &person.email).await.unwrap();
        let actor = account::actor_of(&svc, &token).await.unwrap().unwrap();
        let work = applying::work(&svc, &actor).await.unwrap();
        let alone = matches!(person.role, Role::Reviewer | Role::LocalgovBasic);
        assert!(alone || !work.applications.is_empty(), "{} sees nothing", person.email);
    }
    let token = account::sign_in(&svc, "Agency@portal.example ", demo::PASSWORD).await.unwrap();
    assert!(account::actor_of(&svc, &token).await.unwrap().is_some());
    account::sign_out(&svc, &token).await.unwrap();
    assert!(account::actor_of(&svc, &token).await.unwrap().is_none());
}
story!(signing_in, everybody_signs_in_and_has_something_to_see);
