//! The planner of a 협업형 draft: who must do what by when, and the mails to send.

use crate::{
    session::frame,
    text::{self, drafting::Mail},
    ui::{Badge, Tone},
};
use domain::{
    calendar::official_date_day,
    planner::{Planned, Progress},
    view::{ApplicationRow, PlannerView},
};
use leptos::prelude::*;

/// The planner with its mails.
pub fn planner(row: &ApplicationRow, planner: &PlannerView) -> AnyView {
    let sender = frame().around.me.map(|me| me.name).unwrap_or_default();
    let mails = text::drafting::mails(row, planner, &sender).into_iter().map(mail).collect_view();
    let table = match planner.steps.is_empty() {
        true => view! { <p>"접수 마감일까지의 공휴일이 아직 등록되지 않아 날짜를 계산할 수 없습니다."</p> }.into_any(),
        false => steps(&planner.steps),
    };
    view! {
        <section class="app-stack is-tight" aria-labelledby="planner">
            <h2 id="planner">"협업 준비 일정"</h2>
            <p class="app-meta">"접수 마감일에서 근무일(토·일요일과 공휴일 제외)로 거꾸로 센 권장 날짜입니다. 기한은 접수 마감뿐입니다."</p>
            {table}
            <div class="app-stack is-tight">
                <h3>"보낼 메일"</h3>
                {mails}
            </div>
        </section>
    }
    .into_any()
}

fn steps(steps: &[Planned]) -> AnyView {
    let rows = steps
        .iter()
        .map(|planned| {
            let tone = match planned.progress {
                Progress::Done => Tone::Success,
                Progress::Open => Tone::Plain,
                Progress::Late => Tone::Warning,
            };
            view! {
                <tr>
                    <td>{official_date_day(planned.by)}</td>
                    <td>{text::drafting::who(planned.who)}</td>
                    <td>{text::drafting::step(planned.step)}</td>
                    <td><Badge label=text::drafting::progress(planned.progress) tone=tone/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="app-table-wrap" role="region" aria-label="협업 준비 일정" tabindex="0">
            <table class="app-table">
                <caption class="app-sr-only">"협업 준비 일정"</caption>
                <thead><tr><th scope="col">"늦어도"</th><th scope="col">"누가"</th><th scope="col">"할 일"</th><th scope="col">"상태"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn mail(mail: Mail) -> AnyView {
    let address = mail_address(&mail.subject, &mail.body);
    view! {
        <details class="app-fold">
            <summary>{mail.to} " – " {mail.subject.clone()}</summary>
            <div class="app-stack is-tight app-mail">
                <p class="app-prose">{mail.body}</p>
                <div class="app-actions"><a class="krds-btn secondary small" href=address rel="external">"메일 프로그램으로 열기"</a></div>
            </div>
        </details>
    }
    .into_any()
}

/// A link that opens the mail in the reader's own program.
pub(crate) fn mail_address(subject: &str, body: &str) -> String {
    format!("mailto:?subject={}&body={}", encoded(subject), encoded(&body.replace('\n', "\r\n")))
}

/// Percent-encoded for a `mailto:` address (RFC 6068).
fn encoded(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_carries_korean_and_line_breaks() {
        assert_eq!(encoded("확약 & 1\r\n"), "%ED%99%95%EC%95%BD%20%26%201%0D%0A");
    }
}
