//! 심의: the agenda, the reader's votes, and for who runs it the papers, the count and the end.

use super::get_meeting;
use crate::{
    text::{self, deliberation as words},
    ui::{
        ActForm, Badge, DataTable, DefinitionRow, Notice, Page, Radios, Select, Submit, TextArea, TextField, Tone, col,
        date_time, loaded, num, paragraphs, param, rejection_here,
    },
};
use domain::{
    deliberation::{Choice, End, Kind, Mode, Resolution},
    view::{MeetingItemView, MeetingView, OwnBallot},
};
use leptos::prelude::*;

lazy_page!(
    /// A committee's deliberation.
    deciding: MeetingPage,
    loaded(Resource::new(param("id"), get_meeting), show)
);

fn show(view: MeetingView) -> AnyView {
    let title = format!("{} {}", words::kind(view.kind), words::mode(view.mode));
    let about = format!("{} {}", view.call_title, text::track(view.track));
    let open = view.end.is_none();
    let runs = view.stand.runs && open;
    let ministry = view.stand.runs && view.kind != Kind::Steering;
    let back = ministry.then(|| (format!("/selection/{}/{}", view.call, view.track.code()), "순위와 선정".into()));
    let trail = std::iter::once(("/work".into(), "내 업무".into())).chain(back).collect();
    view! {
        <Page title=title task=about.clone() trail=trail lead=about>
            {state(&view)}
            {view.end.as_ref().map(|end| ended(&view, end))}
            <section class="app-card">
                <h2>"안건 설명"</h2>
                {paragraphs(&view.summary)}
            </section>
            {view.own.as_ref().filter(|_| open).map(|own| ballot(&view, own))}
            {items(&view)}
            {members(&view)}
            {runs.then(|| papers(&view))}
            {runs.then(|| closing(&view))}
            {runs.then(|| cancelling(&view))}
        </Page>
    }
    .into_any()
}

fn state(view: &MeetingView) -> AnyView {
    let badge = match &view.end {
        None => view! { <Badge label="진행 중" tone=Tone::Info/> },
        Some(End::Closed { .. }) => view! { <Badge label="종료" tone=Tone::Success/> },
        Some(End::Cancelled { .. }) => view! { <Badge label="취소" tone=Tone::Warning/> },
    };
    let when = if view.mode == Mode::Assembled { "회의 일시" } else { "표결 기한" };
    let (at, place) = (format!("{} (KST)", date_time(view.at)), view.place.clone());
    let convened = format!("{} {} · {} (KST)", view.org, view.convened_by, date_time(view.convened_at));
    let urgent = view.urgent_reason.clone();
    view! {
        <dl class="app-holder">
            <div>
                <dt>"상태"</dt>
                <dd>{badge}</dd>
            </div>
            <div>
                <dt>{when}</dt>
                <dd>{at}</dd>
            </div>
        </dl>
        <dl class="app-kv">
            <DefinitionRow label="연 사람">{convened}</DefinitionRow>
            {(!place.is_empty()).then(|| view! { <DefinitionRow label="장소">{place}</DefinitionRow> })}
            {(!urgent.is_empty()).then(|| view! { <DefinitionRow label="긴급한 사유">{urgent}</DefinitionRow> })}
        </dl>
        <Notice><p>{words::HOW_COUNTED}</p><p>{words::SECRECY}</p></Notice>
    }
    .into_any()
}

fn ended(view: &MeetingView, end: &End) -> AnyView {
    let (at, label, text) = match end {
        End::Closed { at, note, .. } => (*at, "의결 내용", note.clone()),
        End::Cancelled { at, reason, .. } => (*at, "취소 사유", reason.clone()),
    };
    let by = format!("{} · {} (KST)", view.ended_by, date_time(at));
    let minutes = matches!(end, End::Closed { .. }).then(|| {
        let href = format!("/meetings/{}/minutes.pdf", view.id);
        view! { <p><a href=href rel="external" download>"회의록(PDF) 내려받기"</a></p> }
    });
    view! {
        <section class="app-card">
            <h2>{if matches!(end, End::Closed { .. }) { "의결" } else { "취소" }}</h2>
            <dl class="app-kv">
                <DefinitionRow label="처리">{by}</DefinitionRow>
                <DefinitionRow label=label>{paragraphs(&text)}</DefinitionRow>
            </dl>
            {minutes}
        </section>
    }
    .into_any()
}

/// The reader's own votes: one form for all items.
fn ballot(view: &MeetingView, own: &OwnBallot) -> AnyView {
    let cast = own.at.map(|at| format!("{} (KST)에 표결했습니다. 종료할 때까지 고칠 수 있습니다.", date_time(at)));
    let body = match &own.closed {
        Some(problem) => {
            let sentence = words::problem(problem).1;
            view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> }.into_any()
        }
        None if own.items.is_empty() => {
            view! { <Notice tone=Tone::Info><p>"모든 안건에서 제척되어 표결할 안건이 없습니다."</p></Notice> }
                .into_any()
        }
        None => ballot_form(view, own),
    };
    view! {
        <section class="app-card">
            <h2>"내 표결"</h2>
            {cast.map(|sentence| view! { <Notice tone=Tone::Success><p>{sentence}</p></Notice> })}
            {body}
        </section>
    }
    .into_any()
}

fn ballot_form(view: &MeetingView, own: &OwnBallot) -> AnyView {
    let votes: Vec<(usize, String, String, String)> = own
        .items
        .iter()
        .filter_map(|n| {
            let item = view.items.get(*n)?;
            let vote = own.votes.iter().find(|vote| vote.item == *n);
            let choice = vote.map(|vote| vote.choice.code().to_owned()).unwrap_or_default();
            let opinion = vote.map(|vote| vote.opinion.clone()).unwrap_or_default();
            Some((*n, format!("{} {}", item.application_no, item.title), choice, opinion))
        })
        .collect();
    view! {
        <ActForm act="cast_vote" key=view.id.to_string()>
            {votes
                .into_iter()
                .map(|(n, title, choice, opinion)| view! { <VoteFields n=n title=title choice=choice opinion=opinion/> })
                .collect_view()}
            <div class="app-actions"><Submit label="표결"/></div>
        </ActForm>
    }
    .into_any()
}

/// Choice and opinion on one item.
#[component]
fn VoteFields(n: usize, title: String, choice: String, opinion: String) -> impl IntoView {
    let label = format!("{}. {title}", n + 1);
    view! {
        <Radios name=format!("votes[{n}][choice]") label=label.clone() options=choices() value=choice required=true/>
        <TextArea name=format!("votes[{n}][opinion]") label=format!("의견({}번째 안건)", n + 1) hint="반대하면 이유를 꼭 적습니다." value=opinion rows=2/>
    }
}

fn choices() -> Vec<(String, String)> {
    Choice::ALL.map(|choice| (choice.code().to_owned(), words::choice(choice).to_owned())).to_vec()
}

fn items(view: &MeetingView) -> AnyView {
    let items = view.items.iter().enumerate().map(|(n, item)| item_card(n, item)).collect_view();
    view! {
        <section class="app-stack is-tight">
            <h2>{format!("안건 {}건", view.items.len())}</h2>
            {items}
        </section>
    }
    .into_any()
}

fn item_card(n: usize, item: &MeetingItemView) -> AnyView {
    let excluded = item
        .excluded
        .iter()
        .map(|(name, why)| view! { <li>{format!("{name}: {}", words::excluded(why))}</li> })
        .collect_view();
    let result = item.result.map(|(tally, resolution)| {
        let tone = if resolution == Resolution::Carried { Tone::Success } else { Tone::Danger };
        view! {
            <DefinitionRow label="결과">
                <Badge label=words::resolution(resolution) tone=tone/>
                {format!(" {}", words::tally(&tally))}
            </DefinitionRow>
        }
    });
    let opinions = item
        .opinions
        .iter()
        .map(|(choice, opinion)| view! { <li>{format!("({}) {opinion}", words::choice(*choice))}</li> })
        .collect_view();
    let named = item
        .named
        .iter()
        .map(|(name, choice)| view! { <li>{format!("{name}: {}", words::choice(*choice))}</li> })
        .collect_view();
    view! {
        <section class="app-card">
            <h3>{format!("{}. {} {}", n + 1, item.application_no, item.title)}</h3>
            <dl class="app-kv">
                {result}
                {(!item.excluded.is_empty()).then(|| view! { <DefinitionRow label="제척"><ul>{excluded}</ul></DefinitionRow> })}
                {(!item.opinions.is_empty()).then(|| view! { <DefinitionRow label="의견"><ul>{opinions}</ul></DefinitionRow> })}
                {(!item.named.is_empty()).then(|| view! { <DefinitionRow label="기명 표결"><ul>{named}</ul></DefinitionRow> })}
            </dl>
        </section>
    }
    .into_any()
}

fn members(view: &MeetingView) -> AnyView {
    let rows = view
        .members
        .iter()
        .enumerate()
        .map(|(n, member)| {
            let voted = member.voted.map(|voted| match voted {
                true => view! { <Badge label="표결함" tone=Tone::Success/> },
                false => view! { <Badge label="아직" tone=Tone::Muted/> },
            });
            view! {
                <tr>
                    <td class="num">{n + 1}</td>
                    <th scope="row">{member.name.clone()}</th>
                    <td>{member.affiliation.clone()}</td>
                    <td>{if member.private { "민간위원" } else { "공공부문 위원" }}</td>
                    <td>{if member.has_account { "포털" } else { "서명한 의결서" }}</td>
                    <td>{voted}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![num("번호"), col("성명"), col("소속"), col("구분"), col("표결 방법"), col("진행")];
    view! {
        <section class="app-stack is-tight">
            <h2>"위원"</h2>
            <DataTable caption="위원" columns=columns>{rows}</DataTable>
        </section>
    }
    .into_any()
}

/// The secretary records the paper of a member without an account.
fn papers(view: &MeetingView) -> AnyView {
    if view.papers.is_empty() {
        return ().into_any();
    }
    let voters: Vec<(String, String)> = view
        .papers
        .iter()
        .filter_map(|n| view.members.get(*n).map(|m| (n.to_string(), format!("{} ({})", m.name, m.affiliation))))
        .collect();
    let titles: Vec<String> = view.items.iter().map(|item| format!("{} {}", item.application_no, item.title)).collect();
    let open = rejection_here().is_some_and(|rejected| rejected.act == "record_ballot");
    view! {
        <section class="app-card">
            <h2>"서명한 의결서 기록"</h2>
            <details class="app-fold" open=open>
                <summary>{format!("계정이 없는 위원 {}명의 표결을 기록합니다", voters.len())}</summary>
                <ActForm act="record_ballot" key=view.id.to_string()>
                    <Select name="voter" label="위원" options=voters required=true/>
                    <TextField name="document_no" label="의결서 문서번호" hint="서명한 원본을 보관한 번호입니다." required=true/>
                    {titles
                        .into_iter()
                        .enumerate()
                        .map(|(n, title)| view! { <VoteFields n=n title=title choice=String::new() opinion=String::new()/> })
                        .collect_view()}
                    <div class="app-actions"><Submit label="의결서 기록" tone="secondary"/></div>
                </ActForm>
            </details>
        </section>
    }
    .into_any()
}

fn closing(view: &MeetingView) -> AnyView {
    let body = match &view.waits {
        Some(problem) => {
            let sentence = words::problem(problem).1;
            view! { <Notice tone=Tone::Info><p>{sentence}</p></Notice> }.into_any()
        }
        None => view! {
            <ActForm act="close_meeting" key=view.id.to_string()>
                <p>"종료하면 안건마다 집계하고 회의록을 만듭니다. 되돌릴 수 없습니다."</p>
                <TextArea name="resolution" label="의결 내용" rows=4 required=true/>
                <div class="app-actions"><Submit label="심의 종료"/></div>
            </ActForm>
        }
        .into_any(),
    };
    view! { <section class="app-card"><h2>"종료와 집계"</h2>{body}</section> }.into_any()
}

fn cancelling(view: &MeetingView) -> AnyView {
    let open = rejection_here().is_some_and(|rejected| rejected.act == "cancel_meeting");
    view! {
        <details class="app-fold" open=open>
            <summary>"심의 취소"</summary>
            <ActForm act="cancel_meeting" key=view.id.to_string()>
                <TextArea name="cancel_reason" label="취소 사유" rows=3 required=true/>
                <div class="app-actions"><Submit label="심의 취소" tone="secondary"/></div>
            </ActForm>
        </details>
    }
    .into_any()
}
