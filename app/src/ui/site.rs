//! What stands around every page: the notice of the demonstration, the header with its tools, the footer.

use crate::{
    session::{Frame, TextSize, frame},
    text,
    ui::{ActForm, Submit, date_time},
};
use domain::{actor::Role, view::Me};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Skip link, demo strip and header.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let around = frame().around;
    view! {
        <div id="krds-skip-link"><a href="#content">"본문 바로가기"</a></div>
        <header id="krds-header" class="app-header">
            {around.demo_minutes.map(|minutes| view! { <DemoStrip minutes=minutes/> })}
            <div class="inner">
                <a class="app-brand" href="/"><img src="/favicon.svg" alt="" width="36" height="36"/>"뿌리산업 특화단지 지원사업"</a>
                <nav class="app-nav" aria-label="주 메뉴">
                    <ul>
                        {nav_link("/", "공고")}
                        {around.me.is_some().then(|| nav_link("/work", "내 업무"))}
                        {around.me.as_ref().is_some_and(manages_calls).then(|| nav_link(CALLS, "공고 관리"))}
                        {around.me.as_ref().is_some_and(decides_orgs).then(|| nav_link("/organisations", "기관 확인"))}
                        {around.me.is_some().then(|| nav_link("/org", "기관 정보"))}
                        {around.demo_minutes.is_some().then(|| nav_link("/demo", "시연 시작"))}
                    </ul>
                </nav>
                <div class="tools">
                    <DisplayTools/>
                    {match around.me {
                        Some(me) => signed_in(me).into_any(),
                        None => view! { <a class="krds-btn small secondary" href="/sign-in">"로그인"</a> }.into_any(),
                    }}
                </div>
            </div>
        </header>
    }
}

/// Where calls are made.
const CALLS: &str = "/calls/manage";

/// The agency confirms organisations.
fn decides_orgs(me: &Me) -> bool {
    me.roles.iter().any(|(role, _)| *role == Role::KpicOfficer)
}

/// The agency runs calls; the ministry and the auditor read them.
fn manages_calls(me: &Me) -> bool {
    let reads = [Role::KpicOfficer, Role::MinistryApprover, Role::Auditor];
    me.roles.iter().any(|(role, _)| reads.contains(role))
}

fn nav_link(href: &'static str, label: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    let here = move || {
        let path = path.read();
        let inside = match href {
            "/" => *path == "/" || path.starts_with("/calls") && *path != CALLS,
            href => *path == href || path.strip_prefix(href).is_some_and(|below| below.starts_with('/')),
        };
        inside.then_some("page")
    };
    view! { <li><a href=href aria-current=here>{label}</a></li> }
}

fn signed_in(me: Me) -> impl IntoView {
    let mut roles: Vec<String> = me.roles.iter().map(|(role, org)| format!("{org} {}", text::role(*role))).collect();
    roles.dedup();
    let count = match me.unread {
        0 => None,
        100.. => Some("99+".to_owned()),
        n => Some(n.to_string()),
    };
    view! {
        <a class="app-bell" href="/messages">
            "알림" {count.map(|count| view! { <span class="count">{count}</span> })}
            <span class="app-sr-only">{text::notice::bell(me.unread)}</span>
        </a>
        <span><a href="/account"><strong>{me.name}</strong><span class="app-sr-only">" 내 계정"</span></a> " 님 " <span class="app-meta">{roles.join(", ")}</span></span>
        <ActForm act="sign_out" class="app-inline-form">
            <Submit label="로그아웃" tone="tertiary" size="small"/>
        </ActForm>
    }
}

/// Says that nothing here is real, and moves the clock of the demonstration.
#[component]
fn DemoStrip(minutes: i64) -> impl IntoView {
    let shifted = if minutes == 0 { "실제 시각".to_owned() } else { format!("실제보다 {}", lead(minutes)) };
    view! {
        <section class="app-demo-strip" aria-label="시연 안내">
            <p><strong>"시연용 사이트입니다. 공식 사이트가 아니며 모든 신청과 점수는 가상입니다."</strong></p>
            <p>{format!("시연 시각 {}(KST, {shifted})", date_time(frame().around.now))}</p>
            <ActForm act="demo_clock" key="strip" class="app-inline-form">
                <button type="submit" name="minutes" value="60">"+1시간"</button>
                <button type="submit" name="minutes" value="1440">"+1일"</button>
                <button type="submit" name="minutes" value="10080">"+7일"</button>
                <label for="demo-minutes">"직접(분)"</label>
                <input id="demo-minutes" type="text" inputmode="numeric" name="custom" size="6" autocomplete="off"/>
                <button type="submit" name="minutes" value="custom">"이동"</button>
            </ActForm>
        </section>
    }
}

/// `1일 2시간 빠름`.
fn lead(minutes: i64) -> String {
    let size = minutes.unsigned_abs();
    let parts = [(size / 1440, "일"), (size % 1440 / 60, "시간"), (size % 60, "분")];
    let words: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    format!("{} {}", words.join(" "), if minutes > 0 { "빠름" } else { "느림" })
}

/// Text size and contrast: kept in a cookie, so they work before and without WASM.
#[component]
fn DisplayTools() -> impl IntoView {
    let now = frame().display;
    let sizes = [
        (TextSize::Small, "작게"),
        (TextSize::Medium, "보통"),
        (TextSize::Large, "크게"),
        (TextSize::ExtraLarge, "아주 크게"),
    ];
    let sizes = sizes
        .map(|(size, label)| {
            let pressed = if size == now.text { "true" } else { "false" };
            view! {
                <button type="submit" class="krds-btn small tertiary" name="text" value=size.code() aria-pressed=pressed>{label}</button>
            }
        })
        .collect_view();
    let (contrast, label) = if now.high_contrast { ("off", "기본 화면") } else { ("on", "고대비 화면") };
    view! {
        <details class="app-display">
            <summary>"화면 설정"</summary>
            <ActForm act="display" class="app-inline-form">
                {sizes}
                <button type="submit" class="krds-btn small tertiary" name="contrast" value=contrast>{label}</button>
            </ActForm>
        </details>
    }
}

/// Who answers, and where to go on.
#[component]
pub fn SiteFooter() -> impl IntoView {
    let Frame { contact, around, .. } = frame();
    view! {
        <footer id="krds-footer" class="app-footer">
            <div class="inner">
                <div>
                    <p><strong>"뿌리산업 특화단지 지원사업"</strong></p>
                    {(!contact.is_empty()).then(|| view! { <p>"문의: " {contact}</p> })}
                </div>
                <ul>
                    <li><a href="/">"공고"</a></li>
                    <li><a href="/verify">"문서확인"</a></li>
                    {around.me.is_none().then(|| view! { <li><a href="/sign-in">"로그인"</a></li> })}
                </ul>
            </div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_says_how_far_it_is_off() {
        assert_eq!(lead(1440 + 90), "1일 1시간 30분 빠름");
        assert_eq!(lead(-60), "1시간 느림");
    }
}
