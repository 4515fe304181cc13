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
