//! What was answered, as it is read: dates and amounts as official papers write them, names for ids.

use crate::{text, ui::won};
use domain::{
    calendar::official_date,
    form::{Draft, Help, Section, parse_date},
    money::Won,
    view::DraftView,
};
use std::collections::BTreeMap;

/// Names behind the ids and codes of a draft.
pub type Names = BTreeMap<String, String>;

/// Names behind the choices of a draft that is still written.
pub fn choices(view: &DraftView) -> Names {
    let orgs = view.orgs.iter().map(|o| (o.id.to_string(), o.name.clone()));
    orgs.chain(view.industries.iter().cloned()).collect()
}

/// The name behind an id or code; anything else stays as it is.
pub fn named(names: &Names, value: &str) -> String {
    names.get(value.trim()).cloned().unwrap_or_else(|| value.to_owned())
}

/// The single answers of a section: (field, as it is read).
pub fn answers(draft: &Draft, section: Section, names: &Names) -> Vec<(&'static str, String)> {
    match section {
        Section::Basic => basic(draft),
        Section::Participants => vec![("participants[tenants]", suffixed(&draft.participants.tenants, "곳"))],
        Section::Plan => plan(draft),
        Section::Region => region(draft, names),
        Section::Budget | Section::Documents => Vec::new(),
        Section::Declarations => declarations(draft),
    }
}

fn basic(draft: &Draft) -> Vec<(&'static str, String)> {
    let form = &draft.basic;
    vec![
        ("basic[title]", form.title.clone()),
        ("basic[summary]", form.summary.clone()),
        ("basic[starts_on]", day(&form.starts_on)),
        ("basic[ends_on]", day(&form.ends_on)),
        ("basic[director_name]", form.director_name.clone()),
        ("basic[director_title]", form.director_title.clone()),
        ("basic[director_phone]", form.director_phone.clone()),
        ("basic[director_email]", form.director_email.clone()),
        ("basic[main_business]", form.main_business.clone()),
        ("basic[assets]", amount(&form.assets)),
        ("basic[liabilities]", amount(&form.liabilities)),
    ]
}

fn plan(draft: &Draft) -> Vec<(&'static str, String)> {
    let form = draft.plan.clone();
    vec![
        ("plan[necessity]", form.necessity),
        ("plan[content]", form.content),
        ("plan[schedule]", form.schedule),
        ("plan[use_of_funds]", form.use_of_funds),
        ("plan[own_funding]", form.own_funding),
        ("plan[effects]", form.effects),
        ("plan[expected_income]", form.expected_income),
        ("plan[operation]", form.operation),
    ]
}

fn region(draft: &Draft, names: &Names) -> Vec<(&'static str, String)> {
    let form = draft.region.clone();
    vec![("region[industry]", named(names, &form.industry)), ("region[tie]", form.tie), ("region[roles]", form.roles)]
}

fn declarations(draft: &Draft) -> Vec<(&'static str, String)> {
    let form = &draft.declarations;
    let said = |version: &str| match version.is_empty() {
        true => String::new(),
        false => format!("동의함(문구 {version})"),
    };
    let helped = Help::from_code(&form.helped).map_or("", text::applying::help);
    vec![
        ("declarations[truthful]", said(&form.truthful)),
        ("declarations[no_duplicate]", said(&form.no_duplicate)),
        ("declarations[integrity]", said(&form.integrity)),
        ("declarations[privacy]", said(&form.privacy)),
        ("declarations[sharing]", said(&form.sharing)),
        ("declarations[least_national]", amount(&form.least_national)),
        ("declarations[helped]", helped.to_owned()),
        ("declarations[helpers]", form.helpers.clone()),
    ]
}

/// A typed date as official papers write it; what is none stays as typed.
pub fn day(raw: &str) -> String {
    parse_date(raw).map_or_else(|| raw.to_owned(), official_date)
}

/// A typed amount as official papers write it; what is none stays as typed.
pub fn amount(raw: &str) -> String {
    Won::parse(raw).map_or_else(|_| raw.to_owned(), won)
}

fn suffixed(raw: &str, unit: &str) -> String {
    if raw.trim().is_empty() { String::new() } else { format!("{}{unit}", raw.trim()) }
}
