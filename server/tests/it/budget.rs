//! The budget without JavaScript: lines are added, copied and moved by buttons that save; a full one fits a post.

use crate::support::{Answer, Browser, TestApp};
use domain::form::{BASIS_MAX, CELL_TEXT_MAX, LINES_MAX, table::Column};

/// The draft that the demonstration prepares for the applicant, at its budget.
async fn budget_of<'a>(app: &'a TestApp) -> (Browser<'a>, String) {
    let mut staff = app.somebody("ulsan.staff").await;
    let work = staff.get("/work").await;
    let html = work.html();
    let drafts: Vec<String> =
        html.tags("a").iter().map(|a| a["href"].clone()).filter(|l| l.starts_with("/applications/")).collect();
    for draft in drafts {
        let id: String = draft.split('/').nth(2).unwrap().split('?').next().unwrap().to_owned();
        let path = format!("/applications/{id}/edit/budget");
        if staff.get(&path).await.html().form("save").is_some() {
            return (staff, path);
        }
    }
    panic!("the demonstration has no draft");
}

fn items(page: &Answer) -> Vec<String> {
    let form = page.html().form("save").unwrap();
    let is_item = |name: &str| name.starts_with("budget[lines][") && name.ends_with("[item]");
    form.fields.into_iter().filter(|(name, _)| is_item(name)).map(|(_, value)| value).collect()
}

#[tokio::test]
async fn lines_are_copied_moved_and_removed_by_buttons_that_save() {
    let app = TestApp::demo().await;
    let (mut staff, path) = budget_of(&app).await;
    let id = path.split('/').nth(2).unwrap().to_owned();
    let stored = items(&staff.get(&path).await);
    let mut does = async |act: &str, row: usize, expected: Vec<String>| {
        let page = staff.get(&path).await;
        let mut fields = page.html().form("save").unwrap().fields;
        fields.push(("row".to_owned(), format!("budget[lines][{row}]")));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let answer = staff.post(&format!("{path}?act={act}&key={id}"), &fields).await;
        let shown = staff.get(answer.location().split('#').next().unwrap()).await;
        assert_eq!(items(shown.is(200)), expected, "{act}");
    };
    let (a, b) = (stored[0].clone(), stored[1].clone());
    let rest = |first: &[&String]| first.iter().map(|i| i.to_string()).chain(stored[2..].iter().cloned()).collect();
    does("duplicate_row", 0, rest(&[&a, &a, &b])).await;
    does("lower_row", 1, rest(&[&a, &b, &a])).await;
    does("raise_row", 1, rest(&[&b, &a, &a])).await;
    does("remove_row", 2, rest(&[&b, &a])).await;
}

#[tokio::test]
async fn a_full_budget_at_its_longest_fits_a_post_and_comes_back_as_typed() {
    let app = TestApp::demo().await;
    let (mut staff, path) = budget_of(&app).await;
    let page = staff.get(&path).await;
    let form = page.html().form("save").unwrap();
    let mut fields: Vec<(String, String)> =
        form.fields.into_iter().filter(|(name, _)| !name.starts_with("budget[lines]")).collect();
    for index in 0..LINES_MAX {
        for column in Column::ALL {
            let value = match column {
                Column::Item | Column::Calc | Column::ValuationNote => "뿌".repeat(CELL_TEXT_MAX),
                Column::Basis => "뿌".repeat(BASIS_MAX),
                Column::Year => "2027".to_owned(),
                Column::Category => "FACILITY".to_owned(),
                Column::Spending => "EQUIPMENT".to_owned(),
                Column::Valuation => "APPRAISAL".to_owned(),
                Column::VatRefund => "on".to_owned(),
                _ => "1,000,000,000,000".to_owned(),
            };
            fields.push((format!("budget[lines][{index}][{}]", column.name()), value));
        }
    }
    let typed: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let answer = staff.post(&format!("{path}{}", form.action), &typed).await;
    assert_eq!(answer.location(), format!("{path}?done=save"));
    let shown = staff.get(answer.location()).await;
    assert_eq!(items(&shown), vec!["뿌".repeat(CELL_TEXT_MAX); LINES_MAX]);

    // Something else saved from the page as it was: refused with everything that was typed.
    let other = |(name, value): (&str, &str)| {
        (name.to_owned(), if name.ends_with("[0][item]") { "다른 품목".into() } else { value.to_owned() })
    };
    let typed: Vec<(String, String)> = typed.into_iter().map(other).collect();
    let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let stale = staff.post(&format!("{path}{}", form.action), &typed).await;
    assert_eq!(items(stale.is(409))[0], "다른 품목");
    assert_eq!(items(&stale)[1..], items(&shown)[1..]);
}

fn uploaded(name: &str, book: &[u8]) -> Vec<u8> {
    let head = format!("--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    [head.as_bytes(), book, b"\r\n--b--\r\n"].concat()
}

#[tokio::test]
async fn a_budget_goes_out_to_a_spreadsheet_and_comes_back_the_same() {
    let app = TestApp::demo().await;
    let (mut staff, path) = budget_of(&app).await;
    let home = path.trim_end_matches("/edit/budget").to_owned();
    let id = home.rsplit('/').next().unwrap().to_owned();
    let page = staff.get(&path).await;
    let stored = page.html().form("save").unwrap().fields;
    let address = format!("{home}/budget.xlsx");
    let book = staff.bytes(&address).await;
    let name = staff.get(&address).await.header("content-disposition").to_owned();
    assert!(
        name.starts_with("attachment; ") && name.contains("filename*=UTF-8''%EC%82%AC%EC%97%85%EB%B9%84"),
        "{name}"
    );
    for stranger in ["honam.staff", "agency"] {
        for file in ["budget.xlsx", "firms.xlsx"] {
            app.somebody(stranger).await.get(&format!("{home}/{file}")).await.is(404);
        }
    }

    let import = format!("{path}?act=import_budget&key={id}");
    let kind = "multipart/form-data; boundary=b";
    let read = staff.post_bytes(&import, kind, &[], uploaded("고친 사업비.xlsx", &book)).await;
    read.is(200).says("아직 저장하지 않았습니다.").says("저장된 내용과 같습니다");
    let typed = read.html().form("save").unwrap().fields;
    assert_eq!(typed, stored, "cell by cell as it went out");
    let fields: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    staff.post(&format!("{path}?act=save&key={id}"), &fields).await.is(303);

    let theirs = app.somebody("honam.staff").await.post_bytes(&import, kind, &[], uploaded("a.xlsx", &book)).await;
    theirs.is(404);
    for (name, bytes, told) in
        [("a.xlsx", &b"%PDF-1.7\n%%EOF"[..], "파일"), ("a.pdf", b"%PDF-1.7\n%%EOF", "파일"), ("a.xlsx", b"", "빈 파일")]
    {
        staff.post_bytes(&import, kind, &[], uploaded(name, bytes)).await.is(422).says(told);
    }
}

#[tokio::test]
async fn what_a_spreadsheet_says_wrong_is_told_by_row_and_column_and_nothing_is_stored() {
    let app = TestApp::demo().await;
    let (mut staff, path) = budget_of(&app).await;
    let id = path.split('/').nth(2).unwrap().to_owned();
    let before = staff.get(&path).await.html().form("save").unwrap().fields;
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0u16..).zip(["세목", "연도", "비목", "사업비(원)", "국비(원)"]) {
        sheet.write_string(0, at, head).unwrap();
    }
    sheet.write_string(1, 0, "공동 장비").unwrap();
    sheet.write_number(1, 1, 2027).unwrap();
    sheet.write_string(1, 2, "공동활용시설").unwrap();
    sheet.write_string(1, 3, "많이").unwrap();
    sheet.write_number(1, 4, 5_000_000).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let import = format!("{path}?act=import_budget&key={id}");
    let read = staff.post_bytes(&import, "multipart/form-data; boundary=b", &[], uploaded("a.xlsx", &bytes)).await;
    read.is(422).says("2행 ‘사업비’: 금액으로 읽을 수 없습니다.").says("저장하지 않았고");
    assert_eq!(items(&read), ["공동 장비"]);
    let typed = read.html().form("save").unwrap().fields;
    assert!(typed.contains(&("budget[lines][0][cost]".to_owned(), "많이".to_owned())), "what was written there stays");
    assert_eq!(staff.get(&path).await.html().form("save").unwrap().fields, before);
}

#[tokio::test]
async fn a_certificate_that_ran_out_before_the_closing_date_is_told_by_its_row() {
    let app = TestApp::demo().await;
    let (mut staff, path) = budget_of(&app).await;
    let path = path.replace("/budget", "/participants");
    let id = path.split('/').nth(2).unwrap().to_owned();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in (0u16..).zip(["기업명", "뿌리기업 확인서 번호", "확인서 유효기간 만료일"]) {
        sheet.write_string(0, at, head).unwrap();
    }
    for (row, (name, day)) in
        (1u32..).zip([("가상주물", "2099-12-31"), ("가상금형", "2001-01-31"), ("가상용접", "내년")])
    {
        sheet.write_string(row, 0, name).unwrap();
        sheet.write_string(row, 1, "제2026-1호").unwrap();
        sheet.write_string(row, 2, day).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let import = format!("{path}?act=import_firms&key={id}");
    let read =
        staff.post_bytes(&import, "multipart/form-data; boundary=b", &[], uploaded("뿌리기업.xlsx", &bytes)).await;
    read.is(422).says("3행 ‘확인서 유효기간 만료일’").says("4행 ‘확인서 유효기간 만료일’: ").says("저장하지 않았고");
    assert!(!read.html().text().contains("2행 ‘"), "what is valid on the closing date is not told");
}
