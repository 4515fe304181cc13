//! Writing without JavaScript, and the endpoint that saves while somebody types.

use crate::support::{Answer, Browser, NOBODY, TestApp, encoded, request};
use domain::actor::Role;
use http::Method;

/// The prepared draft of the demonstration, by the first applicant's list.
async fn draft(browser: &mut Browser<'_>) -> String {
    let work = browser.get("/work").await;
    let html = work.html();
    let links: Vec<String> = html.tags("a").iter().map(|a| a["href"].clone()).collect();
    let draft = links.iter().find(|link| link.contains("/edit/") || link.ends_with("/check"));
    let home = draft.or(links.iter().find(|l| l.starts_with("/applications/"))).unwrap();
    home.split('/').take(3).collect::<Vec<_>>().join("/")
}

async fn ulsan<'a>(app: &'a TestApp, login: &str) -> Browser<'a> {
    let mut browser = app.visitor();
    let email = format!("{login}@portal.example");
    browser.post("/demo?act=demo_sign_in", &[("email", &email)]).await.is(303);
    browser
}

/// What the page's form would post, with some fields typed over.
fn form(page: &Answer, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = page.html().form("save").unwrap().fields;
    for (name, value) in typed {
        fields.retain(|(field, _)| field != name);
        fields.push((name.to_string(), value.to_string()));
    }
    fields
}

async fn autosave(browser: &mut Browser<'_>, home: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    browser.post(&format!("{home}/autosave"), &fields).await
}

#[tokio::test]
async fn what_is_saved_in_the_background_is_what_the_button_would_save() {
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "ulsan.staff").await;
    let home = draft(&mut staff).await;
    let page = staff.get(&format!("{home}/edit/plan")).await;
    let typed = form(&page, &[("plan[necessity]", "첫 줄\n둘째 줄 <b>")]);
    let answer = autosave(&mut staff, &home, &typed).await;
    answer.is(200);
    assert!(answer.body.starts_with(r#"{"outcome":"saved","revision":"#), "{}", answer.body);
    let again = staff.get(&format!("{home}/edit/plan")).await;
    again.says("저장됨 · 가상 김담당");
    assert!(form(&again, &[]).contains(&("plan[necessity]".into(), "첫 줄\n둘째 줄 <b>".into())));
    // The same text as a form posts it is no change, and over an old page no conflict.
    let by_button = form(&page, &[("plan[necessity]", "첫 줄\r\n둘째 줄 <b>")]);
    assert!(autosave(&mut staff, &home, &by_button).await.body.contains("saved"));
}

#[tokio::test]
async fn a_conflict_shows_both_texts_and_saves_the_chosen_ones() {
    let app = TestApp::demo().await;
    let (mut staff, mut approver) = (ulsan(&app, "ulsan.staff").await, ulsan(&app, "ulsan.approver").await);
    let home = draft(&mut staff).await;
    let address = format!("{home}/edit/plan");
    let (mine, theirs) = (staff.get(&address).await, approver.get(&address).await);
    let first = form(&mine, &[("plan[necessity]", "먼저 쓴 필요성"), ("plan[effects]", "먼저 쓴 효과")]);
    autosave(&mut staff, &home, &first).await.is(200);

    let second = [("plan[necessity]", "나중에 쓴 필요성"), ("plan[effects]", "나중에 쓴 효과")];
    let told = autosave(&mut approver, &home, &form(&theirs, &second)).await;
    assert!(told.body.contains(r#""outcome":"conflict""#) && told.body.contains("가상 김담당"), "{}", told.body);
    let choice = approver.submit(&theirs, "save", &second).await;
    choice.is(409).says("두 내용 중에서 선택").says("먼저 쓴 필요성").says("나중에 쓴 효과").says("가상 김담당");
    let fields = choice.html().form("save").unwrap().fields;
    assert!(fields.contains(&("choice[necessity]".into(), "mine".into())), "{fields:?}");
    assert!(!fields.iter().any(|(name, _)| name == "choice[content]"), "what is the same is not asked");

    let saved = approver.submit(&choice, "save", &[("choice[necessity]", "theirs"), ("choice[effects]", "mine")]).await;
    assert!(saved.location().starts_with(&address));
    let now = form(&staff.get(&address).await, &[]);
    assert!(now.contains(&("plan[necessity]".into(), "먼저 쓴 필요성".into())));
    assert!(now.contains(&("plan[effects]".into(), "나중에 쓴 효과".into())));
}

#[tokio::test]
async fn a_button_that_adds_a_blank_row_has_done_something() {
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "ulsan.staff").await;
    let address = format!("{}/edit/region", draft(&mut staff).await);
    let rows = |page: &Answer| {
        let fields = page.html().form("save").unwrap().fields;
        fields.iter().filter(|(name, _)| name.ends_with("[unit]")).count()
    };
    let page = staff.get(&address).await;
    let mut fields = form(&page, &[("row", "region[indicators]")]);
    fields.retain(|(name, _)| name != "then");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let id = address.split('/').nth(2).unwrap();
    staff.post(&format!("{address}?act=add_row&key={id}"), &fields).await.is(303);
    assert_eq!(rows(&staff.get(&address).await), rows(&page) + 1);
}

#[tokio::test]
async fn another_section_is_no_conflict() {
    let app = TestApp::demo().await;
    let (mut staff, mut approver) = (ulsan(&app, "ulsan.staff").await, ulsan(&app, "ulsan.approver").await);
    let home = draft(&mut staff).await;
    let plan = staff.get(&format!("{home}/edit/plan")).await;
    let basic = approver.get(&format!("{home}/edit/basic")).await;
    approver.submit(&basic, "save", &[("basic[title]", "다른 항목")]).await.is(303);
    staff.submit(&plan, "save", &[("plan[necessity]", "이 항목")]).await.is(303);
}

#[tokio::test]
async fn the_history_shows_what_changed_and_brings_it_back() {
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "ulsan.staff").await;
    let home = draft(&mut staff).await;
    let address = format!("{home}/edit/plan");
    let page = staff.get(&address).await;
    let before = page.html().form("save").unwrap().fields;
    let old = before.iter().find(|(name, _)| name == "plan[necessity]").unwrap().1.clone();
    staff.submit(&page, "save", &[("plan[necessity]", "모두 지웠습니다")]).await.is(303);
    let history = staff.get(&format!("{home}/history")).await;
    history.is(200).says("사업계획 · 저장").says("지금 내용");
    let links: Vec<String> = history.html().tags("a").iter().map(|a| a["href"].clone()).collect();
    let plans: Vec<&String> = links.iter().filter(|link| link.contains("history?entry=")).collect();
    let newest = staff.get(plans[0]).await;
    newest.is(200).says("사업의 필요성").says("모두 지웠습니다");
    assert!(newest.html().form("restore").is_none(), "what is there now needs no restoring");
    let mut restored = None;
    for link in &plans[1..] {
        let entry = staff.get(link).await;
        if entry.html().text_of("h2").starts_with("사업계획") {
            restored = Some(staff.submit(&entry, "restore", &[]).await);
            break;
        }
    }
    assert_eq!(restored.unwrap().location(), format!("{address}?done=restore"));
    assert!(form(&staff.get(&address).await, &[]).contains(&("plan[necessity]".into(), old)));
    staff.get(&format!("{home}/history?entry={NOBODY}")).await.is(404);
}

#[tokio::test]
async fn sections_are_given_to_colleagues_and_the_planner_brings_its_mails() {
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "ulsan.staff").await;
    let home = draft(&mut staff).await;
    let page = staff.get(&home).await;
    page.is(200).says("협업 준비 일정").says("지방비 확약 요청").says("마지막 수정").says("확인 필요");
    let people = page.html().form("assign").unwrap();
    assert!(people.fields.iter().any(|(name, _)| name == "owner[budget]"), "{people:?}");
    let mails: Vec<String> = page.html().tags("a").iter().map(|a| a["href"].clone()).collect();
    assert!(mails.iter().filter(|href| href.starts_with("mailto:?subject=%5B")).count() >= 4, "{mails:?}");
    staff.submit(&page, "assign", &[("owner[budget]", NOBODY)]).await.is(422).says("목록에서 하나를 선택해 주십시오.");
}

#[tokio::test]
async fn a_draft_that_was_submitted_leads_to_its_application() {
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "honam.staff").await;
    let work = staff.get("/work").await;
    let links: Vec<String> = work.html().tags("a").iter().map(|a| a["href"].clone()).collect();
    let home = links.iter().find(|l| l.starts_with("/applications/") && l.split('/').count() == 3).unwrap();
    for page in ["edit/plan", "check"] {
        let answer = staff.get(&format!("{home}/{page}")).await;
        assert!(answer.status.is_redirection(), "{page}: {}", answer.status);
        assert_eq!(answer.header("location"), home);
    }
    let mut stranger = ulsan(&app, "ulsan.staff").await;
    stranger.get(&format!("{home}/edit/plan")).await.is(404);
}

#[tokio::test]
async fn saving_in_the_background_is_for_who_writes_and_bounded() {
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "ulsan.staff").await;
    let home = draft(&mut staff).await;
    let page = staff.get(&format!("{home}/edit/plan")).await;
    let fields = form(&page, &[("plan[necessity]", "남의 글")]);
    autosave(&mut app.visitor(), &home, &fields).await.is(401);
    autosave(&mut ulsan(&app, "honam.staff").await, &home, &fields).await.is(404);
    autosave(&mut app.person(Role::KpicOfficer).await, &home, &fields).await.is(404);
    autosave(&mut staff, "/applications/x", &fields).await.is(404);
    autosave(&mut staff, &home, &form(&page, &[("section", "nowhere")])).await.is(400);
    autosave(&mut staff, &home, &form(&page, &[("plan[necessity]", &"a".repeat(2_200_000))])).await.is(413);
    let body = format!("section=plan&base_revision=1&{}=x", encoded("plan[necessity]"));
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    app.send(request(Method::POST, &format!("{home}/autosave"), &headers, &body)).await.is(403);
    staff.get(&format!("{home}/autosave")).await.is(405);
}

#[tokio::test]
async fn signing_out_clears_what_the_device_keeps() {
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "ulsan.staff").await;
    let page = staff.get("/work").await;
    let answer = staff.submit(&page, "sign_out", &[]).await;
    assert_eq!(answer.header("clear-site-data"), "\"storage\"");
}

/// Also prints how long a saving takes from request to answer; `MEASURE=1` asks for it with 1,000 applications:
/// `MEASURE=1 cargo nextest run -E 'test(every_saving_of_a_long_run)' --no-capture`.
#[tokio::test]
async fn every_saving_of_a_long_run_is_kept() {
    let (applications, savings) = if std::env::var_os("MEASURE").is_some() { (1_000, 500) } else { (20, 20) };
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "ulsan.staff").await;
    let home = draft(&mut staff).await;
    let stored = app.copy_applications(applications).await;
    let page = staff.get(&format!("{home}/edit/plan")).await;
    let long = "뿌리기업의 공동 폐수처리 시설이 낡아 하루에 두 번 멈춘다. ".repeat(40);
    let mut fields = form(&page, &[("plan[content]", &long), ("plan[effects]", &long), ("plan[schedule]", &long)]);
    let revision_in =
        |json: &str| json.split("\"revision\":").nth(1).unwrap().split([',', '}']).next().unwrap().to_owned();
    let mut revision = fields.iter().find(|(name, _)| name == "base_revision").unwrap().1.clone();
    let mut times = Vec::new();
    for n in 0..savings {
        fields.retain(|(name, _)| name != "plan[necessity]" && name != "base_revision");
        fields.push(("plan[necessity]".into(), format!("{long}{n}")));
        fields.push(("base_revision".into(), revision.clone()));
        let started = std::time::Instant::now();
        let answer = autosave(&mut staff, &home, &fields).await;
        times.push(started.elapsed());
        assert!(answer.body.contains("saved"), "{}", answer.body);
        revision = revision_in(&answer.body);
    }
    times.sort();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    println!(
        "{stored} applications, {savings} savings: median {:?}, p95 {:?}, p99 {:?}, slowest {:?}",
        at(50),
        at(95),
        at(99),
        at(100)
    );
}

#[tokio::test]
async fn a_question_stands_with_its_help_its_points_and_the_answer_of_before() {
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "ulsan.staff").await;
    let token =
        service::account::sign_in(&app.svc, "ulsan.staff@portal.example", service::demo::PASSWORD).await.unwrap();
    let actor = service::account::actor_of(&app.svc, &token).await.unwrap();
    let home = service::calling::home(&app.svc).await.unwrap();
    let open = home.calls.iter().find(|c| c.intake_from <= home.now && home.now <= c.intake_to).unwrap();
    let call = service::calling::call(&app.svc, actor.as_ref(), open.id).await.unwrap();
    let complex = call.complexes.iter().find(|c| c.name == "울산 방어진 조선해양").unwrap();
    let typed = [("complex", format!("{}.{}", complex.complex, complex.org)), ("track", "REGIONAL".to_owned())];
    let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let begun = staff.post(&format!("/calls/{}?act=start&key={}", open.id, open.id), &typed).await;
    let address = begun.location().replace("/edit/basic?done=start", "/edit/plan");
    let page = staff.get(&address).await;
    page.is(200).says("작성 도움말").says("보는 점").says("지난 신청서의 답변 보기");
    let rules = call.call.track(domain::call::Track::Regional).unwrap();
    let necessity = rules.rubric.criteria.iter().find(|c| c.code == "NECESSITY").unwrap();
    page.says(&necessity.name_ko).says(&format!("{}점", necessity.max.0 / 100));
    assert_eq!(page.html().faults(), [""; 0]);

    let mut fields = form(&page, &[("plan[content]", "방금 쓴 내용"), ("answer", "plan[necessity]")]);
    let key = address.split('/').nth(2).unwrap().to_owned();
    let copy = format!("{address}?act=copy_answer&key={key}");
    let sent: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let done = staff.post(&copy, &sent).await;
    let now = staff.get(done.location()).await;
    now.is(200).says("지난 신청서의 답변을 가져와 저장했습니다.");
    let stored = form(&now, &[]);
    let of = |name: &str| stored.iter().find(|(field, _)| field == name).unwrap().1.clone();
    assert!(!of("plan[necessity]").is_empty());
    assert_eq!(of("plan[content]"), "방금 쓴 내용");
    // What was never answered, and what is no question of the section, is nobody's to take.
    for part in ["plan[nothing]", "basic[title]", "basic[assets]"] {
        fields.retain(|(name, _)| name != "answer");
        fields.push(("answer".into(), part.into()));
        let sent: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        staff.post(&copy, &sent).await.is(404);
    }
    for section in ["basic", "participants", "region", "budget", "declarations"] {
        let page = staff.get(&address.replace("plan", section)).await;
        page.is(200).says("작성 도움말");
        assert_eq!(page.html().faults(), [""; 0], "{section}");
    }
}

#[tokio::test]
async fn what_a_local_government_answered_is_proposed_and_taken_over_by_a_button() {
    let app = TestApp::demo().await;
    let mut staff = ulsan(&app, "ulsan.staff").await;
    let home = draft(&mut staff).await;
    let address = format!("{home}/edit/participants");
    let page = staff.get(&address).await;
    page.is(200).says("지자체가 답한 내용이 아래 표와 다릅니다.");
    assert_eq!(page.html().faults(), [""; 0]);
    let fields = form(&page, &[("participants[tenants]", "31")]);
    let sent: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let key = home.rsplit('/').next().unwrap();
    let take = format!("{address}?act=take_promises&key={key}");
    let done = staff.post(&take, &sent).await;
    assert!(done.location().ends_with("#commitments"), "{}", done.location());
    let after = staff.get(done.location().split('#').next().unwrap()).await;
    after.is(200).says("지자체의 답변을 확약 표에 옮겨 저장했습니다.");
    assert!(!after.body.contains("지자체가 답한 내용이 아래 표와 다릅니다."));
    let stored = form(&after, &[]);
    assert!(stored.contains(&("participants[tenants]".into(), "31".into())), "what else was typed is saved");
    let sent: Vec<(&str, &str)> = stored.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    staff.post(&take, &sent).await.is(303);
}
