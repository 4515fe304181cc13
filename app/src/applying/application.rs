//! One page for every reader of an application: where it stands, what this reader can do now, what is known.

use super::{earlier, facts, get_application, home, planner::planner, submissions, task, todo, warnings};
use crate::{
    text,
    ui::{
        ActForm, Badge, HolderPanel, LinkButton, Notice, Page, Select, Submit, Timeline, Tone, loaded, param,
        rejection_here, won,
    },
};
use domain::{
    policy::Sight,
    ranking::Outcome,
    view::{ApplicationView, AwardView, SectionStatus},
    workflow::{Act, Stage},
};
use leptos::prelude::*;

lazy_page!(following: ApplicationPage, loaded(Resource::new(param("id"), get_application), show));

fn show(view: ApplicationView) -> AnyView {
    let row = view.row.clone();
    let title = if view.title.trim().is_empty() { format!("{} 신청서", row.complex) } else { view.title.clone() };
    let lead = format!("{} · {} · {} · {}", row.complex, row.org, row.place, text::track(row.track));
    view! {
        <Page title=title task=task(&row) trail=vec![("/work".into(), "내 업무".into())] lead=lead>
            {outcome_banner(&view)}
            {ended_early(&view)}
            <HolderPanel row=row.clone() now=view.now/>
            <p class="app-meta">{text::applying::next_step(row.stage)}</p>
            {submissions::notices(&view)}
            {warnings(&view.warnings)}
            {todo::panel(&view)}
            {sections(&view)}
            {view.planner.as_ref().map(|plan| planner(&row, plan))}
            {facts::all(&view)}
            {submissions::table(view.submissions.clone())}
            <section class="app-stack is-tight">
                <h2>"처리이력"</h2>
                <Timeline rows=view.timeline/>
            </section>
        </Page>
    }
    .into_any()
}

/// The announced result comes first for the one who waited for it.
fn outcome_banner(view: &ApplicationView) -> Option<AnyView> {
    let announced = matches!(view.row.stage, Stage::Selected | Stage::Reserve | Stage::NotSelected);
    let award = view.award.as_ref().filter(|_| announced && view.sight == Sight::Own)?;
    let (headline, meaning) = text::applying::result(award.outcome);
    let results = format!("/calls/{}/results", view.row.call);
    let letter = format!("/applications/{}/letter.pdf", view.row.id);
    let banner = view! {
        <section class="app-outcome" aria-label="선정 결과">
            <p class="headline">{headline}</p>
            {granted(award)}
            <p>{meaning}</p>
            <div class="app-actions">
                {view.consolidated_opinion.is_some().then(|| view! { <LinkButton href="#opinion" label="종합의견 보기" tone="secondary"/> })}
                <a class="krds-btn secondary medium" href=letter rel="external" download>"선정 결과 통보(PDF) 내려받기"</a>
                <LinkButton href=results label="선정 결과 공고 보기" tone="tertiary"/>
            </div>
        </section>
    };
    Some(banner.into_any())
}

fn granted(award: &AwardView) -> Option<AnyView> {
    let (year, first) = award.amounts.iter().next().filter(|_| award.outcome == Outcome::Selected)?;
    let words = view! { <p class="app-total">{format!("{year}년 국비 {}", won(*first))}</p> };
    Some(words.into_any())
}

/// A return or an exclusion: the reason before everything else.
fn ended_early(view: &ApplicationView) -> Option<AnyView> {
    let tone = match view.row.stage {
        Stage::Returned => Tone::Warning,
        Stage::ScreenedOut => Tone::Danger,
        _ => return None,
    };
    let heading = format!("{} 사유", text::stage(view.row.stage));
    let reason = match view.supplement_lapsed {
        Some(due) => text::supplement::lapsed(due),
        None => view.screening.clone().unwrap_or_default(),
    };
    let call = format!("/calls/{}", view.row.call);
    let again = (view.row.stage == Stage::Returned && view.sight == Sight::Own)
        .then(|| view! { <p><a href=call>"공고에서 접수 기간을 확인하고 새로 신청하기"</a></p> });
    let notice = view! {
        <Notice tone=tone>
            <h2>{heading}</h2>
            <p class="app-prose">{reason}</p>
            {again}
        </Notice>
    };
    Some(notice.into_any())
}

/// What is left to write, while it is a draft.
fn sections(view: &ApplicationView) -> Option<AnyView> {
    if view.sections.is_empty() {
        return None;
    }
    let done = view.sections.iter().filter(|s| s.started && s.problems == 0).count();
    let heading = format!("신청서 작성({}개 중 {done}개 완료)", view.sections.len());
    let id = view.row.id;
    let may_write = view.may.contains(&Act::SaveDraft);
    let items =
        view.sections
            .iter()
            .map(|status| {
                let name = text::section(status.section);
                let title = match may_write {
                    true => view! { <a href=format!("/applications/{id}/edit/{}", status.section.slug())>{name}</a> }
                        .into_any(),
                    false => view! { <span>{name}</span> }.into_any(),
                };
                view! {
                    <li>
                        {title}
                        <span>{section_state(status)}</span>
                        <span class="app-meta">{text::section_contents(status.section)}</span>
                        {written_by(status)}
                    </li>
                }
            })
            .collect_view();
    let list = view! {
        <section class="app-stack is-tight">
            <h2>{heading}</h2>
            <ul class="app-tasklist">{items} {partners(view)}</ul>
            <p><a href=format!("{}/history", home(&view.row))>"작성 이력 보기"</a></p>
            {may_write.then(|| view! { {earlier::offer(&view.row, &view.earlier)} {owners(view)} })}
        </section>
    };
    Some(list.into_any())
}

/// The confirmations of the partners among the things to do.
fn partners(view: &ApplicationView) -> Option<AnyView> {
    let count = view.partners?;
    let (label, tone) = match (count.to_act, count.settled == count.parts) {
        (0, true) => ("완료", Tone::Success),
        (0, false) => ("확인 중", Tone::Info),
        _ => ("다시 처리", Tone::Warning),
    };
    let item = view! {
        <li>
            <a href=format!("{}/partners", home(&view.row))>"참여기관·지자체 확인"</a>
            <span><Badge label=label tone=tone/></span>
            <span class="app-meta">{text::partner::count(count)}</span>
        </li>
    };
    Some(item.into_any())
}

/// Who is to write it, and who did last.
fn written_by(status: &SectionStatus) -> Option<AnyView> {
    let owner = status.owner.as_ref().map(|(_, name)| format!("담당 {name}"));
    let line = owner.into_iter().chain(text::drafting::edited(status)).collect::<Vec<_>>().join(" · ");
    (!line.is_empty()).then(|| view! { <span class="app-meta">{line}</span> }.into_any())
}

/// Giving sections to colleagues.
fn owners(view: &ApplicationView) -> AnyView {
    let people: Vec<(String, String)> =
        view.colleagues.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let sections = view.sections.clone();
    view! {
        <details class="app-fold" open=refused_owners(view)>
            <summary>"항목별 담당자 지정"</summary>
            <ActForm act="assign" key=view.row.id.to_string()>
                <p class="app-meta">"담당자가 아니어도 기관의 담당자와 승인자는 모든 항목을 쓸 수 있습니다."</p>
                <div class="app-grid-2">{sections.iter().map(|status| owner(status, &people)).collect_view()}</div>
                <div class="app-actions"><Submit label="담당자 저장" tone="secondary"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}

fn owner(status: &SectionStatus, people: &[(String, String)]) -> AnyView {
    let owner = status.owner.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
    let name = format!("owner[{}]", status.section.slug());
    view! {
        <Select name=name label=text::section(status.section) options=people.to_vec() value=owner blank=Some("정하지 않음".to_owned())/>
    }
    .into_any()
}

fn refused_owners(view: &ApplicationView) -> bool {
    rejection_here().is_some_and(|rejected| rejected.act == "assign" && rejected.key == view.row.id.to_string())
}

fn section_state(status: &SectionStatus) -> String {
    match (status.started, status.problems) {
        (true, left) if left > 0 => format!("{}(고칠 곳 {left}건)", text::applying::section_state(status)),
        _ => text::applying::section_state(status).to_owned(),
    }
}
