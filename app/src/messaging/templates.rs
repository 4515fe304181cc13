//! What every notice says, in both languages, with invented facts.

use super::get_templates;
use crate::{
    text::notice::{language, letter, plain},
    ui::{Badge, Page, Tone, loaded},
};
use domain::notice::{Language, Notice, Template};
use leptos::prelude::*;

lazy_page!(following: TemplatesPage, loaded(Resource::new(|| (), |()| get_templates()), |()| show()));

/// Stands for the portal's own address, which only the server knows.
const ADDRESS: &str = "https://(포털 주소)";

fn show() -> AnyView {
    let items = Template::ALL.iter().map(|template| preview(*template)).collect_view();
    let lead = "알림마다 한국어와 영어 문구를 보여 줍니다. 번호와 단지 이름은 가상입니다.";
    view! {
        <Page title="알림 문구 미리보기" trail=vec![("/work".into(), "내 업무".into()), ("/deliveries".into(), "메일 발송 기록".into())] lead=lead>
            {items}
        </Page>
    }
    .into_any()
}

fn preview(template: Template) -> AnyView {
    let notice = Notice::example(template);
    let kind = if template.is_obligatory() { "항상 메일로 보냄" } else { "메일을 끌 수 있음" };
    let letters = Language::ALL
        .map(|spoken| {
            let subject = letter(&notice, spoken).subject;
            let body = plain(&notice, spoken, if spoken == Language::Ko { "가상 김담당" } else { "Kim" }, ADDRESS);
            view! {
                <div class="app-stack is-tight" lang=spoken.code()>
                    <h3>{language(spoken)}</h3>
                    <p><strong>{subject}</strong></p>
                    <pre class="app-letter">{body}</pre>
                </div>
            }
        })
        .collect_view();
    view! {
        <details class="app-fold">
            <summary>
                {letter(&notice, Language::Ko).headline} " " <Badge label=kind tone=Tone::Muted/>
            </summary>
            <div class="app-letters">{letters}</div>
        </details>
    }
    .into_any()
}
