//! Every step is provable afterwards: the stored state is the fold of the stored events, and no one edits them.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    call::Call,
    ids::{ApplicationId, CallId},
    snapshot::sha256_hex,
    workflow::{Application, Event, Stage},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, FromQueryResult, Statement};
use service::{Error, Service, applying};

#[derive(FromQueryResult)]
struct Stored {
    id: uuid::Uuid,
    call: uuid::Uuid,
    state: String,
}

#[derive(FromQueryResult)]
struct Body {
    body: String,
}

async fn all<T: FromQueryResult>(db: &sea_orm::DatabaseConnection, sql: &str, values: Vec<sea_orm::Value>) -> Vec<T> {
    T::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await.unwrap()
}

/// Folds the stored events of one application, or of all, and compares with what is stored; how many there were.
pub async fn refold(svc: &Service, db: &DatabaseConnection, only: Option<ApplicationId>) -> usize {
    let applications: Vec<Stored> = all(db, "SELECT id, call, state FROM application", vec![]).await;
    let wanted = |stored: &Stored| only.is_none_or(|id| id.0 == stored.id);
    let applications: Vec<Stored> = applications.into_iter().filter(wanted).collect();
    for stored in &applications {
        let state: Application = serde_json::from_str(&stored.state).unwrap();
        let call: Call = service::calling::call(svc, None, CallId(stored.call)).await.unwrap().call;
        let sql = "SELECT body FROM event WHERE application = $1 ORDER BY seq";
        let events: Vec<Body> = all(db, sql, vec![stored.id.into()]).await;
        let events = events.iter().map(|e| serde_json::from_str::<Event>(&e.body).unwrap());
        let replayed = events.fold(None, |state: Option<Application>, event| match (state, &event) {
            (None, Event::Drafted { application }) => Some((**application).clone()),
            (Some(state), event) => Some(state.apply(event, &call)),
            (None, other) => panic!("the first event is {other:?}"),
        });
        assert_eq!(replayed, Some(state));
    }
    applications.len()
}

async fn the_stored_state_is_the_fold_of_the_stored_events(world: World) {
    let svc = demo_service(&world).await;
    let db = Database::connect(&world.url).await.unwrap();
    assert!(refold(&svc, &db, None).await > 10);
}
story!(replay, the_stored_state_is_the_fold_of_the_stored_events);

async fn evidence_can_be_neither_changed_nor_removed(world: World) {
    demo_service(&world).await;
    let db = Database::connect(&world.url).await.unwrap();
    for table in ["event", "submission", "revision", "file"] {
        assert!(db.execute_unprepared(&format!("DELETE FROM {table}")).await.is_err(), "{table} was emptied");
    }
    for (table, column) in [("event", "kind"), ("submission", "sha256"), ("revision", "body"), ("file", "name")] {
        let edited = db.execute_unprepared(&format!("UPDATE {table} SET {column} = 'x'")).await;
        assert!(edited.is_err(), "{table}.{column} was edited");
    }
}
story!(append_only, evidence_can_be_neither_changed_nor_removed);

#[derive(FromQueryResult)]
struct Snapshot {
    bytes: Vec<u8>,
    sha256: String,
}

async fn the_hash_is_over_the_stored_bytes(world: World) {
    demo_service(&world).await;
    let db = Database::connect(&world.url).await.unwrap();
    let snapshots: Vec<Snapshot> = all(&db, "SELECT bytes, sha256 FROM submission", vec![]).await;
    assert!(snapshots.len() > 10);
    for snapshot in snapshots {
        assert_eq!(sha256_hex(&snapshot.bytes), snapshot.sha256);
    }
}
story!(hashes, the_hash_is_over_the_stored_bytes);

async fn an_applicant_learns_no_mark_before_the_announcement(world: World) {
    let svc = demo_service(&world).await;
    for login in ["ulsan.staff", "honam.approver", "capital.staff"] {
        let actor = person(&svc, login).await;
        for row in applying::work(&svc, &actor).await.unwrap().applications {
            let page = applying::application(&svc, &actor, row.id).await.unwrap();
            let announced = matches!(page.row.stage, Stage::Selected | Stage::Reserve | Stage::NotSelected);
            assert_eq!(page.score.is_some(), announced);
            assert_eq!(page.consolidated_opinion.is_some(), announced);
            let text = serde_json::to_string(&page.timeline).unwrap();
            for secret in ["PANEL_CLOSED", "PROPOSED", "APPROVED", "SHEET_LOCKED", "가상 위원"] {
                assert!(!text.contains(secret), "{login} reads {secret}");
            }
            if !announced {
                assert!(page.award.is_none());
                assert!(page.regional.is_none_or(|r| r.score.is_none() && r.rank == 0));
                assert!(!text.contains("\"score\":{") && !text.contains("\"score\":8"));
            }
        }
    }
}
story!(before_the_announcement, an_applicant_learns_no_mark_before_the_announcement);

async fn what_is_not_yours_does_not_exist(world: World) {
    let svc = demo_service(&world).await;
    let ulsan = person(&svc, "ulsan.staff").await;
    let draft = applying::work(&svc, &ulsan).await.unwrap();
    let draft = draft.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
    let nobody = ApplicationId(uuid::Uuid::nil());
    for login in
        ["honam.staff", "agency", "ministry.director", "auditor", "province.ulsan", "city.ulsan.nam", "reviewer1"]
    {
        let stranger = person(&svc, login).await;
        for id in [draft, nobody] {
            let page = applying::application(&svc, &stranger, id).await;
            assert!(matches!(page, Err(Error::Denied(domain::policy::Denied::Hidden))), "{login} sees {id}");
        }
    }
}
story!(hidden, what_is_not_yours_does_not_exist);
