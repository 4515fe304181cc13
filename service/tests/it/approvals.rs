//! Never past the envelope, whoever clicks at once.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    call::Track,
    ids::{ApplicationId, CallId},
    money::Won,
    refusal::Refusal,
    workflow::{Application, Stage},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, Value};
use service::{Error, Service, applying, deciding};
use uuid::Uuid;

const CLICKERS: u128 = 64;
const EACH: i64 = 100;
/// Money for ten awards in the first year and for seven in the next; half of the clickers ask for each.
const CAPS: [i64; 2] = [10 * EACH + 50, 7 * EACH];

async fn sixty_four_approvals_at_once_stay_within_each_year(world: World) {
    let svc = demo_service(&world).await;
    let db = Database::connect(&world.url).await.unwrap();
    let (call, year, ids) = sixty_four_proposals(&svc, &db).await;
    let mut clicks = tokio::task::JoinSet::new();
    for id in ids {
        let (svc, director) = (svc.clone(), person(&svc, "ministry.director").await);
        clicks.spawn(async move { deciding::approve(&svc, &director, call, Track::Regional, vec![id]).await });
    }
    let mut approved = 0;
    for answer in clicks.join_all().await {
        match answer {
            Ok(()) => approved += 1,
            Err(Error::Refused(Refusal::EnvelopeExceeded { remaining, asked, .. })) => {
                assert!(asked > remaining, "refused although {remaining:?} remained for {asked:?}");
            }
            Err(other) => panic!("neither approved nor refused with the reason: {other}"),
        }
    }
    assert_eq!(approved, 17);
    for (later, cap) in (0..).zip(CAPS) {
        let used = used(&db, call, year + later).await;
        assert_eq!(used, cap / EACH * EACH, "year {}", year + later);
    }
}
story!(racing, sixty_four_approvals_at_once_stay_within_each_year);

async fn the_proposer_cannot_approve(world: World) {
    let svc = demo_service(&world).await;
    let officer = person(&svc, "ministry.officer").await;
    let (call, ids) = proposed(&svc).await;
    let refused = deciding::approve(&svc, &officer, call, Track::Regional, ids.clone()).await;
    assert!(matches!(refused, Err(Error::Denied(domain::policy::Denied::Forbidden))), "{refused:?}");
    let director = person(&svc, "ministry.director").await;
    deciding::approve(&svc, &director, call, Track::Regional, ids).await.unwrap();
    deciding::announce(&svc, &officer, call, Track::Regional).await.unwrap();
}
story!(four_eyes, the_proposer_cannot_approve);

/// The proposals that wait in the demonstration.
pub async fn proposed(svc: &Service) -> (CallId, Vec<ApplicationId>) {
    let work = applying::work(svc, &person(svc, "ministry.director").await).await.unwrap();
    let rows: Vec<_> = work.applications.iter().filter(|r| r.stage == Stage::Proposed).collect();
    (rows[0].call, rows.iter().map(|r| r.id).collect())
}

/// Copies of one proposal, each of an invented complex; half begin a year later. The envelopes are cut to
/// [`CAPS`].
async fn sixty_four_proposals(svc: &Service, db: &DatabaseConnection) -> (CallId, i32, Vec<ApplicationId>) {
    let (call, ids) = proposed(svc).await;
    let row = one(db, "SELECT state FROM application WHERE id = $1", [ids[0].0.into()]).await;
    let model: Application = serde_json::from_str(&row.try_get::<String>("", "state").unwrap()).unwrap();
    let year = model.award.as_ref().unwrap().firm().unwrap().0;
    let mut copies = Vec::new();
    for n in 0..CLICKERS {
        let (id, complex) = (Uuid::from_u128(0xA0_0000 + n), Uuid::from_u128(0xC0_0000 + n));
        let mut state = model.clone();
        state.id = ApplicationId(id);
        state.application_no = format!("copy-{n}");
        let first = year + i32::from(n % 2 == 1);
        state.award.as_mut().unwrap().amounts = [(first, Won(EACH))].into();
        run(
            db,
            "INSERT INTO complex (id, name, designated_year, location, technologies, firms, status, operator) \
             SELECT $1, $2, designated_year, location, technologies, firms, status, operator FROM complex \
             WHERE name = '울산 방어진 조선해양'",
            [complex.into(), format!("가상 단지 {n}").into()],
        )
        .await;
        run(
            db,
            "INSERT INTO application (id, call, track, org, complex, application_no, municipality, province, stage, due, \
             version, state, created_at, changed_at) \
             SELECT $1, call, track, org, $2, $3, municipality, province, stage, due, version, $4, created_at, changed_at \
             FROM application WHERE id = $5",
            [
                id.into(),
                complex.into(),
                state.application_no.clone().into(),
                serde_json::to_string(&state).unwrap().into(),
                ids[0].0.into(),
            ],
        )
        .await;
        copies.push(state.id);
    }
    for (later, cap) in (0..).zip(CAPS) {
        run(
            db,
            "UPDATE envelope SET cap = $1 WHERE call = $2 AND track = 'REGIONAL' AND year = $3",
            [cap.into(), call.0.into(), (year + later).into()],
        )
        .await;
    }
    (call, year, copies)
}

async fn used(db: &DatabaseConnection, call: CallId, year: i32) -> i64 {
    let sql = "SELECT used FROM envelope WHERE call = $1 AND track = 'REGIONAL' AND year = $2";
    one(db, sql, [call.0.into(), year.into()]).await.try_get("", "used").unwrap()
}

pub async fn run<const N: usize>(db: &DatabaseConnection, sql: &str, values: [Value; N]) {
    db.execute_raw(statement(db.get_database_backend(), sql, values)).await.unwrap();
}

pub async fn one<const N: usize>(db: &DatabaseConnection, sql: &str, values: [Value; N]) -> sea_orm::QueryResult {
    db.query_one_raw(statement(db.get_database_backend(), sql, values)).await.unwrap().unwrap()
}

fn statement<const N: usize>(backend: DbBackend, sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(backend, sql, values)
}
