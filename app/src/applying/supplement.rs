//! 보완: what was asked with its reason, links to what is open and to nothing else, the answer, and every round with
//! what it changed.

use super::{
    answers::{Names, named},
    fact, get_supplement, home, task, trail,
};
use crate::{
    text::{self, supplement as say},
    ui::{
        ActForm, Badge, Checkboxes, Countdown, DataTable, DateField, ErrorSummary, Hidden, HolderPanel, LinkButton,
        Notice, Page, Submit, TextArea, Tone, col, date_time, field_id, loaded, paragraphs, param, rejection_here,
        slot_id,
    },
};
use domain::{
    calendar::official_datetime_seconds,
    form::{Problem, Section},
    view::{ApplicationRow, AskView, FieldChange, OpenedPart, Piece, SupplementRound, SupplementView},
    workflow::Act,
};
use leptos::prelude::*;

lazy_page!(following: SupplementPage, loaded(Resource::new(param("id"), get_supplement), show));

fn show(view: SupplementView) -> AnyView {
    let count = view.rounds.len();
    let none = (count == 0 && view.ask.is_none()).then(|| view! { <p>"보완 요청이 없습니다."</p> });
    let rounds = view.rounds.iter().enumerate().map(|(at, round)| one(&view, round, count - at)).collect_view();
    view! {
        <Page title="보완" task=task(&view.row) trail=trail(&view.row) lead=say::LEAD>
            <HolderPanel row=view.row.clone() now=view.now/>
            {none}
            {view.ask.as_ref().map(|ask| ask_form(&view.row, ask))}
            {rounds}
            <div class="app-actions"><LinkButton href=home(&view.row) label="신청 화면으로" tone="tertiary"/></div>
        </Page>
    }
    .into_any()
}

fn one(view: &SupplementView, round: &SupplementRound, number: usize) -> AnyView {
    let heading = format!("round-{number}");
    let labelled = heading.clone();
    let (label, tone) = match (round.open, round.lapsed, &round.reply) {
        (true, ..) => ("보완 중", Tone::Warning),
        (_, true, _) => ("기한 경과로 반려", Tone::Danger),
        (.., Some(_)) => ("보완 접수", Tone::Success),
        _ => ("끝남", Tone::Muted),
    };
    let writes = round.open && view.may.contains(&Act::SaveDraft);
    let parts = round.parts.iter().map(|part| opened(&view.row, part, writes)).collect_view();
    let moved = round.extensions.last().map(|reason| fact("기한 연장 사유", say::extension(reason, round.due)));
    let reply = round.reply.clone().map(|(words, at)| {
        view! {
            {fact("보완 제출", format!("{} (KST)", official_datetime_seconds(at)))}
            {fact("보완 내용 설명", paragraphs(&words))}
        }
    });
    view! {
        <section class="app-card app-stack" aria-labelledby=labelled>
            <h2 id=heading>{say::round(number, round.asker)} " " <Badge label=label tone=tone/></h2>
            {round.open.then(|| todo(view, round))}
            <dl class="app-kv">
                {fact("요청한 기관", round.org.clone())}
                {fact("요청 일시", format!("{} (KST)", date_time(round.asked_at)))}
                {fact("기한", format!("{} (KST)", date_time(round.due)))}
                {moved}
                {fact(say::reason_label(round.asker), paragraphs(&round.reason))}
                {reply}
            </dl>
            <div class="app-stack is-tight">
                <h3>"고칠 항목"</h3>
                <ul class="app-bullets">{parts}</ul>
            </div>
            {compared(view, round)}
            {writes.then(|| answer(view))}
            {(round.open && view.may.contains(&Act::ExtendSupplement)).then(|| extend(&view.row, round))}
        </section>
    }
    .into_any()
}

/// Until when, and what happens otherwise.
fn todo(view: &SupplementView, round: &SupplementRound) -> AnyView {
    let own = view.may.contains(&Act::SaveDraft);
    let sentence = if own { say::to_do(round.asker, round.due) } else { say::waiting(round.due) };
    let (now, due) = (view.now, round.due);
    let left = own.then(|| view! { <p><Countdown now=now due=due/></p> });
    view! { <Notice tone=Tone::Warning><p>{sentence}</p>{left}</Notice> }.into_any()
}

fn opened(row: &ApplicationRow, part: &OpenedPart, writes: bool) -> AnyView {
    let name = format!("{} - {}", text::section(part.section), say::part(part));
    match writes {
        true => view! { <li><a href=address(row, part.section, &part.part)>{name}</a></li> }.into_any(),
        false => view! { <li>{name}</li> }.into_any(),
    }
}

/// Where a part is written.
fn address(row: &ApplicationRow, section: Section, part: &str) -> String {
    let page = format!("{}/edit/{}", home(row), section.slug());
    match (section, part) {
        (Section::Documents, part) => {
            let code = part.trim_start_matches("documents[").trim_end_matches(']');
            format!("{page}#{}", slot_id(row.id, code))
        }
        (_, "budget[site]") => format!("{page}#{}", field_id("save", &row.id.to_string(), "budget[site][address]")),
        (_, part) => format!("{page}#{}", field_id("save", &row.id.to_string(), part)),
    }
}

/// Old and new beside each other.
fn compared(view: &SupplementView, round: &SupplementRound) -> Option<AnyView> {
    let sent = round.reply.is_some();
    let own = round.open && view.may.contains(&Act::SaveDraft);
    if !(sent || own) {
        return None;
    }
    let heading = if sent { "바뀐 내용" } else { "지금까지 고친 내용" };
    if round.changes.is_empty() {
        let none = if sent { "바뀐 항목이 없습니다." } else { "아직 고친 항목이 없습니다." };
        return Some(view! { <div class="app-stack is-tight"><h3>{heading}</h3><p>{none}</p></div> }.into_any());
    }
    let rows = round.changes.iter().map(|change| changed(change, &view.names)).collect_view();
    let after = if sent { "보완한 내용" } else { "고친 내용" };
    let table = view! {
        <div class="app-stack is-tight">
            <h3>{heading}</h3>
            <DataTable caption=heading columns=vec![col("항목"), col("제출했던 내용"), col(after)]>{rows}</DataTable>
        </div>
    };
    Some(table.into_any())
}

fn changed(change: &FieldChange, names: &Names) -> AnyView {
    let side = |other: Piece| {
        let pieces: Vec<(Piece, String)> = change
            .pieces
            .iter()
            .filter(|(piece, text)| *piece != other && !text.is_empty())
            .map(|(piece, text)| (*piece, named(names, text)))
            .collect();
        if pieces.is_empty() {
            return view! { <span class="app-meta">"(비어 있음)"</span> }.into_any();
        }
        let word = |(piece, text): (Piece, String)| match piece {
            Piece::Same => view! { <span>{text}</span> }.into_any(),
            Piece::Removed => view! { <del>{text}</del> }.into_any(),
            Piece::Added => view! { <ins>{text}</ins> }.into_any(),
        };
        pieces.into_iter().map(word).collect_view().into_any()
    };
    let label = match change.field.strip_prefix("documents[") {
        Some(slot) => slot.trim_end_matches(']').to_owned(),
        None => text::field_label(&change.field).unwrap_or_default(),
    };
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td class="app-prose app-before">{side(Piece::Added)}</td>
            <td class="app-prose app-after">{side(Piece::Removed)}</td>
        </tr>
    }
    .into_any()
}

/// The answer, or what keeps it from being sent.
fn answer(view: &SupplementView) -> AnyView {
    let key = view.row.id.to_string();
    let problems = (!view.obstacles.is_empty()).then(|| {
        let item = |p: &Problem| (address_of(&view.row, p), text::problem(p));
        let items = view.obstacles.iter().map(item).collect();
        view! { <ErrorSummary title="고칠 곳을 모두 고치면 보완을 제출할 수 있습니다." items=items/> }
    });
    let approver = view.may.contains(&Act::AnswerSupplement);
    let asked = view.row.asked_at.map(|at| {
        view! {
            <Notice tone=Tone::Info>
                <p>{format!("{}(KST)에 승인자에게 보완 제출을 요청했습니다.", official_datetime_seconds(at))}</p>
            </Notice>
        }
    });
    let ready = view.obstacles.is_empty();
    let form = match (approver, ready, view.row.asked_at) {
        (true, true, _) => {
            let revision = view.revision.to_string();
            view! {
                <ActForm act="answer_supplement" key=key>
                    <Hidden name="revision" value=revision/>
                    <TextArea name="reply" label="보완 내용 설명" hint="무엇을 어떻게 고쳤는지 씁니다. 요청한 기관이 그대로 읽습니다." rows=4 required=true/>
                    <div class="app-actions"><Submit label="보완 제출" size="large"/></div>
                </ActForm>
            }
            .into_any()
        }
        (false, true, None) => view! {
            <ActForm act="request_submission" key=key>
                <p>"보완은 신청기관 승인자가 제출합니다. 고쳤으면 승인자에게 요청하십시오."</p>
                <div class="app-actions"><Submit label="승인자에게 보완 제출 요청" tone="secondary"/></div>
            </ActForm>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <div class="app-stack">
            <h3>"보완 제출"</h3>
            {problems}
            {asked}
            {form}
        </div>
    }
    .into_any()
}

/// Where a problem is mended: lines of a list at the list's own field.
fn address_of(row: &ApplicationRow, problem: &Problem) -> String {
    let page = format!("{}/edit/{}", home(row), problem.section.slug());
    format!("{page}#{}", field_id("save", &row.id.to_string(), &problem.field))
}

fn refused(row: &ApplicationRow, act: &str) -> bool {
    rejection_here().is_some_and(|rejected| rejected.act == act && rejected.key == row.id.to_string())
}

fn extend(row: &ApplicationRow, round: &SupplementRound) -> AnyView {
    let due = domain::calendar::kst_date(round.due).to_string();
    view! {
        <details class="app-fold" open=refused(row, "extend_supplement")>
            <summary>"보완 기한 연장하기"</summary>
            <ActForm act="extend_supplement" key=row.id.to_string()>
                <DateField name="due" label="새 기한(마지막 날)" value=due hint="지금 기한보다 뒤여야 합니다." required=true/>
                <TextArea name="reason" label="연장 사유" hint="신청기관이 그대로 읽습니다." rows=3 required=true/>
                <div class="app-actions"><Submit label="기한 연장" tone="secondary"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}

fn ask_form(row: &ApplicationRow, ask: &AskView) -> AnyView {
    let phrases = say::PHRASES.map(|(code, sentence)| (code.to_owned(), sentence.to_owned())).to_vec();
    let (due, rules) = (ask.due.to_string(), say::asking(ask.left));
    let choices = ask.choices.clone();
    // Made inside of the form: a field that is made before it forgets what was typed.
    let sections = move || {
        let section = |(section, mut parts): (Section, Vec<_>)| {
            parts.sort_by_key(|part: &OpenedPart| text::field_place(&part.part));
            let options = parts.iter().map(|part| (part.part.clone(), say::part(part))).collect::<Vec<_>>();
            let name = format!("parts[{}]", section.slug());
            view! { <Checkboxes name=name label=text::section(section) options=options/> }
        };
        choices.into_iter().map(section).collect_view()
    };
    view! {
        <section class="app-card app-stack" aria-labelledby="ask">
            <h2 id="ask">"보완 요청하기"</h2>
            <ActForm act="ask_supplement" key=row.id.to_string()>
                <p>{rules}</p>
                <h3>"고칠 항목"</h3>
                <div class="app-grid-2">{sections()}</div>
                <Checkboxes name="phrases" label="자주 쓰는 문구" options=phrases hint="고른 문구는 요청 사유의 앞에 들어갑니다."/>
                <TextArea name="reason" label="요청 사유" hint="무엇을 왜, 어떻게 고쳐야 하는지 씁니다. 신청기관이 그대로 읽습니다." rows=5/>
                <DateField name="due" label="보완 기한(마지막 날)" value=due required=true/>
                <div class="app-actions"><Submit label="보완 요청" size="large"/></div>
            </ActForm>
        </section>
    }
    .into_any()
}
