//! What of the evaluation leaves the house, and when: nothing to applicants before the announcement, the award file to
//! the offices after the approval.

use crate::support::{Answer, Browser, TestApp};
use domain::{award_file::verify, call::Track, workflow::Stage};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use server::access::{ACCESS, Endpoint};
use service::{account, applying, demo};
use std::{collections::BTreeSet, fs, process::Command};

/// Everything that an applicant must not learn, planted so that it can be told from everything else: marks, means,
/// ranks and amounts as numbers, names and opinions as words. The numbers are long, because four digits alone are also a
/// group of an id now and then.
const WORDS: [&str; 5] = ["감춘이름", "감춘의견", "감춘종합", "감춘사유", "감춘지역"];
const NUMBERS: [i64; 4] = [87_310_019, 87_370_021, 71_770_027, 123_456_791];

async fn plant(db: &DatabaseConnection) {
    let run = async |sql: &str| _ = db.execute_unprepared(sql).await.unwrap();
    run("UPDATE account SET name = '감춘이름 ' || email WHERE id IN (SELECT account FROM org_role WHERE role = 'REVIEWER')").await;
    run("UPDATE sheet SET comment = '감춘의견'").await;
    let rows = db
        .query_all_raw(Statement::from_string(
            db.get_database_backend(),
            "SELECT hex(id) AS id, state FROM application WHERE stage IN ('EVALUATING', 'PROPOSED')",
        ))
        .await
        .unwrap();
    assert_eq!(rows.len(), 6);
    for row in rows {
        let mut state: serde_json::Value = serde_json::from_str(&row.try_get::<String>("", "state").unwrap()).unwrap();
        if state["result"].is_object() {
            state["result"]["score"] = 87_310_019.into();
            state["result"]["consolidated_opinion"] = "감춘종합".into();
        }
        if state["regional"].is_object() {
            state["regional"]["score"] = 71_770_027.into();
            state["regional"]["few_sheets_reason"] = "감춘지역".into();
        }
        if state["award"].is_object() {
            state["award"]["rank"] = 87_370_021.into();
            state["award"]["reason"] = "감춘사유".into();
            state["award"]["amounts"] = serde_json::json!({ "2027": 123_456_791 });
        }
        let (state, id) = (state.to_string().replace('\'', "''"), row.try_get::<String>("", "id").unwrap());
        run(&format!("UPDATE application SET state = '{state}' WHERE hex(id) = '{id}'")).await;
    }
}

/// What of the planted stands in an answer: as text, and a number also with separators or as hundredths.
fn leaks(answer: &Answer) -> Vec<String> {
    let headers: String = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}\n")).collect();
    let text = format!("{headers}{}", answer.body);
    let mut found: Vec<String> = WORDS.iter().filter(|word| text.contains(**word)).map(|w| (*w).to_owned()).collect();
    let whole = |number: &str| {
        text.match_indices(number).any(|(at, _)| {
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
            edge(text[..at].chars().next_back()) && edge(text[at + number.len()..].chars().next())
        })
    };
    for number in NUMBERS {
        let written = [number.to_string(), format!("{}.{:02}", number / 100, number % 100), "123,456,791".to_owned()];
        found.extend(written.into_iter().filter(|text| whole(text)));
    }
    found
}

/// Everything that can be reached by links from the work page, and every server function about the person's things.
async fn walk(person: &mut Browser<'_>, ids: &[String], tracks: &[(String, Track)]) -> (usize, BTreeSet<String>) {
    let (mut ahead, mut known) = (vec!["/work".to_owned(), "/messages".to_owned()], BTreeSet::new());
    let mut found = BTreeSet::new();
    while let Some(path) = ahead.pop() {
        // Where the demonstration lets one choose who to be, it names everybody: no installation has that door.
        if path.starts_with("/demo") || !known.insert(path.clone()) || known.len() > 400 {
            continue;
        }
        let answer = person.get(&path).await;
        found.extend(leaks(&answer).into_iter().map(|leak| format!("{path}: {leak}")));
        let html = answer.html();
        let links = html.tags("a").into_iter().filter_map(|a| a.get("href"));
        let inside = links.filter(|href| href.starts_with('/') && !href.starts_with("//"));
        ahead.extend(inside.map(|href| href.split('#').next().unwrap_or_default().to_owned()));
    }
    let mut asked = known.len();
    let pages = ["/review/", "/review/:/regional", "/results/", "/applications/:/proposal", "/applications/:/history"];
    for id in ids {
        for page in pages {
            let path = if page.contains(':') { page.replace(':', id) } else { format!("{page}{id}") };
            let answer = person.get(&path).await;
            found.extend(leaks(&answer).into_iter().map(|leak| format!("{path}: {leak}")));
        }
    }
    for (call, track) in tracks {
        let address = format!("/selection/{call}/{}", track.code());
        for path in [
            address.clone(),
            format!("{address}/award.json"),
            format!("/panels/{call}/{}", track.code()),
            format!("{address}/scenarios"),
            format!("/panels/{call}/{}/spread", track.code()),
        ] {
            let answer = person.get(&path).await;
            found.extend(leaks(&answer).into_iter().map(|leak| format!("{path}: {leak}")));
        }
    }
    for (endpoint, _) in ACCESS {
        let Endpoint::Function(path) = endpoint else { continue };
        if *path == "/api/demo" {
            continue;
        }
        for (id, (call, track)) in ids.iter().zip(tracks.iter().cycle()) {
            for regional in ["true", "false"] {
                let body =
                    format!("id={id}&regional={regional}&call={call}&track={}&section=basic&entry=", track.code());
                let answer = person.call(path, &body).await;
                asked += 1;
                found.extend(leaks(&answer).into_iter().map(|leak| format!("{path} {body}: {leak}")));
            }
        }
    }
    (asked, found)
}

#[tokio::test]
async fn no_byte_of_the_evaluation_reaches_an_applicant_before_the_announcement() {
    let app = TestApp::demo().await;
    plant(&app.database().await).await;
    let token = demo::sign_in_as(&app.svc, "agency@portal.example").await.unwrap();
    let agency = account::actor_of(&app.svc, &token).await.unwrap().unwrap();
    let work = applying::work(&app.svc, &agency).await.unwrap();
    let unannounced = || work.applications.iter().filter(|r| [Stage::Evaluating, Stage::Proposed].contains(&r.stage));
    let ids: Vec<String> = unannounced().map(|row| row.id.to_string()).collect();
    let tracks: Vec<(String, Track)> =
        unannounced().map(|row| (row.call.to_string(), row.track)).collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!((ids.len(), tracks.len()), (6, 2));
    for login in ["ulsan.staff", "ulsan.approver", "honam.staff", "honam.approver", "capital.approver"] {
        let mut person = app.somebody(login).await;
        let (asked, found) = walk(&mut person, &ids, &tracks).await;
        assert!(found.is_empty(), "{login}: {found:#?}");
        assert!(asked > 100, "{login} was asked about {asked} addresses only");
    }
    // The same eyes find it where it may be seen.
    let mut officer = app.somebody("agency").await;
    let (_, found) = walk(&mut officer, &ids, &tracks).await;
    for seen in ["감춘이름", "감춘종합", "감춘사유", "87310019", "123,456,791"] {
        assert!(found.iter().any(|leak| leak.ends_with(seen)), "the walk is blind for {seen}: {found:#?}");
    }
}

#[tokio::test]
async fn the_award_file_is_for_the_offices_and_verifies_on_the_command_line() {
    let app = TestApp::demo().await;
    let token = demo::sign_in_as(&app.svc, "auditor@portal.example").await.unwrap();
    let auditor = account::actor_of(&app.svc, &token).await.unwrap().unwrap();
    let work = applying::work(&app.svc, &auditor).await.unwrap();
    let of = |stage| work.applications.iter().find(|row| row.stage == stage).unwrap();
    let address = |stage| format!("/selection/{}/{}", of(stage).call, of(stage).track.code());
    let (decided, open) = (address(Stage::Selected), address(Stage::Proposed));
    let path = format!("{decided}/award.json");
    for login in ["agency", "ministry.officer", "auditor"] {
        let mut person = app.somebody(login).await;
        let page = person.get(&decided).await;
        page.is(200).says("선정 기록 파일");
        assert!(page.body.contains(&path));
        let file = person.get(&path).await;
        assert!(file.is(200).header("content-disposition").contains("attachment"));
        assert!(verify(file.body.as_bytes()).unwrap().differences.is_empty());
        assert!(!file.body.contains("가상 위원"), "reviewers are letters");
        person.get(&format!("{open}/award.json")).await.is(404);
        assert!(!person.get(&open).await.body.contains("award.json"));
    }
    for login in ["ulsan.approver", "reviewer1", "province.ulsan", "tp.jeonnam"] {
        app.somebody(login).await.get(&path).await.is(404);
    }
    app.somebody("agency").await.get("/selection/x/LEADING/award.json").await.is(404);

    let bytes = app.somebody("agency").await.bytes(&path).await;
    assert_eq!(bytes, app.somebody("auditor").await.bytes(&path).await);
    let check = |name: &str, bytes: &[u8]| {
        let file =
            std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("award-{}-{name}.json", std::process::id()));
        fs::write(&file, bytes).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_server")).arg("verify-award").arg(&file).output().unwrap();
        fs::remove_file(&file).unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (equal, said) = check("equal", &bytes);
    assert!(equal && said.contains("일치합니다.") && said.contains("선도형"), "{said}");
    let text = String::from_utf8(bytes).unwrap();
    let (_, score) = text.split_once("\"score\": ").unwrap();
    let score = score.split(',').next().unwrap();
    let forged = text.replacen(&format!("\"score\": {score}"), "\"score\": 9999", 1);
    let (equal, said) = check("forged", forged.as_bytes());
    assert!(!equal && said.contains(&format!("result[0].score: 파일에는 9999, 다시 계산하면 {score}")), "{said}");
    assert!(!check("broken", b"{}").0);
}

#[tokio::test]
async fn the_pool_is_kept_by_the_agency_without_scripts() {
    let app = TestApp::demo().await;
    let mut agency = app.somebody("agency").await;
    let page = agency.get("/reviewers").await;
    page.is(200).says("평가위원 17명").says("가상 전문가 하나");
    assert_eq!(page.html().faults(), [""; 0]);
    let html = page.html();
    let links: Vec<&str> = html.tags("a").iter().filter_map(|a| a.get("href")).map(String::as_str).collect();
    let one = links.iter().find(|href| href.starts_with("/reviewers/")).unwrap().to_string();
    let page = agency.get(&one).await;
    page.is(200).says("이해관계가 있는 기관");
    assert_eq!(page.html().faults(), [""; 0]);
    let refused = agency.submit(&page, "save_reviewer", &[("ties[2][org]", "x"), ("ties[2][note]", "쓰던 내용")]).await;
    refused.is(422).says("목록에서 하나를 선택해 주십시오.");
    assert!(refused.body.contains("쓰던 내용"));
    let saved = agency.submit(&page, "save_reviewer", &[("technologies", "ROBOT")]).await;
    agency.get(saved.location()).await.is(200).says("전문분야와 이해관계를 저장했습니다.");
    let again = agency.submit(&page, "save_reviewer", &[("technologies", "SENSOR")]).await;
    again.is(409);
    let read = app.somebody("auditor").await.get(&one).await;
    read.is(200).says("로봇");
    assert!(read.html().form("save_reviewer").is_none());
    for login in ["ministry.officer", "reviewer1", "ulsan.approver", "tp.jeonnam"] {
        let mut other = app.somebody(login).await;
        other.get("/reviewers").await.is(404);
        other.get(&one).await.is(404);
    }
}

#[tokio::test]
async fn scenarios_and_the_sheet_of_the_proposal_are_for_the_offices_without_scripts() {
    let app = TestApp::demo().await;
    let token = demo::sign_in_as(&app.svc, "auditor@portal.example").await.unwrap();
    let auditor = account::actor_of(&app.svc, &token).await.unwrap().unwrap();
    let work = applying::work(&app.svc, &auditor).await.unwrap();
    let row = work.applications.iter().find(|row| row.stage == Stage::Proposed).unwrap();
    let selection = format!("/selection/{}/{}", row.call, row.track.code());
    let (path, plan) = (format!("{selection}/scenarios"), format!("{selection}/plan.pdf"));
    let mut officer = app.somebody("ministry.officer").await;
    officer.get(&selection).await.is(200).says("뒤바뀜까지").says("점이면 뒤바뀜");
    let page = officer.get(&path).await;
    page.is(200).says("공고대로").says("지금 가정");
    assert_eq!(page.html().faults(), [""; 0]);
    assert!(!page.body.contains("바뀜</"), "nothing is different before anything is typed");
    // Without scripts the address says what if.
    let other = officer.get(&format!("{path}?weight=0&threshold=99&envelope%5B2027%5D=0")).await;
    other.is(200).says("바뀜");
    let refused = officer.submit(&page, "save_scenario", &[("scenario_name", "가정 하나"), ("weight", "101")]).await;
    refused.is(422).says("지역 점수 비중");
    assert!(refused.body.contains("가정 하나"));
    let saved = officer.submit(&page, "save_scenario", &[("scenario_name", "가정 하나"), ("weight", "0")]).await;
    officer.get(saved.location()).await.is(200).says("저장한 가정은 바뀌지 않습니다.").says("가정 하나");
    officer
        .submit(&page, "save_scenario", &[("scenario_name", "가정 하나")])
        .await
        .is(422)
        .says("같은 이름이 이미 있습니다.");
    let read = app.somebody("auditor").await.get(&path).await;
    read.is(200).says("가정 하나");
    assert!(!read.body.contains("scenario_name"));
    assert!(app.somebody("auditor").await.bytes(&plan).await.starts_with(b"%PDF"));
    for login in ["ulsan.approver", "reviewer1", "province.ulsan"] {
        let mut other = app.somebody(login).await;
        other.get(&path).await.is(404);
        other.get(&plan).await.is(404);
    }
}

#[tokio::test]
async fn the_spread_says_only_how_many_sheets_are_open_until_all_are_locked() {
    let app = TestApp::demo().await;
    let token = demo::sign_in_as(&app.svc, "agency@portal.example").await.unwrap();
    let agency = account::actor_of(&app.svc, &token).await.unwrap().unwrap();
    let work = applying::work(&app.svc, &agency).await.unwrap();
    let of = |stage| {
        let row = work.applications.iter().find(|row| row.stage == stage).unwrap();
        format!("/panels/{}/{}/spread", row.call, row.track.code())
    };
    let mut browser = app.somebody("agency").await;
    let early = browser.get(&of(Stage::Evaluating)).await;
    early.is(200).says("확정하기 전에는");
    assert!(!early.body.contains("<svg viewBox=\"0 0 400"));
    assert_eq!(early.html().faults(), [""; 0]);
    let path = of(Stage::Proposed);
    let page = browser.get(&path).await;
    page.is(200).says("위원의 엄격함").says("위원 1");
    assert_eq!(page.html().faults(), [""; 0]);
    assert!(!page.body.contains("가상 위원"), "reviewers are numbers");
    browser.submit(&page, "open_names", &[]).await.is(422);
    let opened = browser.submit(&page, "open_names", &[("names_reason", "경위 확인")]).await;
    let named = browser.get(opened.location()).await;
    named.is(200).says("가상 위원").says("경위 확인");
    let address = opened.location().to_owned();
    let mut auditor = app.somebody("auditor").await;
    assert!(!auditor.get(&address).await.is(200).body.contains("가상 위원"));
    for login in ["ministry.officer", "reviewer1", "ulsan.approver", "province.ulsan"] {
        app.somebody(login).await.get(&path).await.is(404);
    }
}
