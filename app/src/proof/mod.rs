//! Is this paper genuine? For everybody, by its code, and by the file itself.

mod compare;

use crate::{
    error::AppError,
    text::{self, proving::FileMatch},
    ui::{
        ActForm, DefinitionRow, FileField, LinkButton, Notice, Page, Submit, TextField, Tone, loaded, param, set_status,
    },
};
use domain::{calendar::official_datetime_seconds, proof::Standing, view::VerifyView};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What is known of a code; none when nothing was issued under it.
#[server(prefix = "/api", endpoint = "verify")]
pub async fn get_verified(code: String) -> Result<Option<VerifyView>, AppError> {
    use domain::policy::Denied;
    let (svc, _) = crate::session::anyone()?;
    let Ok(code) = code.parse() else { return Ok(None) };
    match service::proving::verify(&svc, &code).await {
        Ok(view) => Ok(Some(view)),
        Err(service::Error::Denied(Denied::Hidden)) => Ok(None),
        Err(cause) => Err(cause.into()),
    }
}

lazy_page!(visiting: VerifyPage, ask());
lazy_page!(visiting: VerifiedPage, loaded(Resource::new(param("code"), get_verified), show));

fn ask() -> AnyView {
    view! {
        <Page title="문서확인">
            <p>"제출확인증에 적힌 문서확인번호 16자리를 입력하면 진본인지 확인할 수 있습니다. 확인증의 QR 코드로도 바로 열립니다."</p>
            {form()}
        </Page>
    }
    .into_any()
}

fn form() -> AnyView {
    view! {
        <ActForm act="verify" class="app-stack app-card">
            <TextField name="code" label="문서확인번호" hint="예: K7Q2-9XMD-4TRA-8PWN. 하이픈과 빈칸은 없어도 됩니다." required=true/>
            <div class="app-actions"><Submit label="확인" size="large"/></div>
        </ActForm>
    }
    .into_any()
}

fn show(view: Option<VerifyView>) -> AnyView {
    match view {
        Some(view) => genuine(view),
        None => unknown(),
    }
}

fn unknown() -> AnyView {
    set_status(404);
    view! {
        <Page title="확인되지 않는 문서입니다" trail=vec![("/verify".into(), "문서확인".into())]>
            <Notice tone=Tone::Danger>
                <p>"이 번호로 발급한 문서가 없습니다. 번호를 다시 확인해 주십시오. 번호가 맞는데도 확인되지 않으면 위조된 문서일 수 있으니 발급 기관에 문의해 주십시오."</p>
            </Notice>
            {form()}
        </Page>
    }
    .into_any()
}

fn genuine(view: VerifyView) -> AnyView {
    let tone = if view.standing == Standing::Valid { Tone::Success } else { Tone::Warning };
    let (sha256, issuer) = (view.sha256.clone(), view.issuer.clone());
    let (number, code) = (view.number.clone(), view.code.to_string());
    let pdf = match view.pdf_sha256.clone() {
        Some(hash) => view! { <span class="app-code">{hash}</span> }.into_any(),
        None => "아직 발급하지 않았습니다".into_any(),
    };
    let (standing, received_at) = (view.standing, view.received_at);
    let file = check(view);
    view! {
        <Page title="문서확인 결과" trail=vec![("/verify".into(), "문서확인".into())]>
            <Notice tone=tone>
                <p><strong>"발급된 문서가 맞습니다."</strong> " " {text::proving::standing_told(standing)}</p>
            </Notice>
            <dl class="app-kv app-card">
                <DefinitionRow label="문서 종류">"제출확인증"</DefinitionRow>
                <DefinitionRow label="제출확인번호"><span class="app-num">{number}</span></DefinitionRow>
                <DefinitionRow label="문서확인번호"><span class="app-num">{code}</span></DefinitionRow>
                <DefinitionRow label="발급 기관">{issuer}</DefinitionRow>
                <DefinitionRow label="제출 일시">{format!("{} (KST)", official_datetime_seconds(received_at))}</DefinitionRow>
                <DefinitionRow label="상태">{text::proving::standing(standing)}</DefinitionRow>
                <DefinitionRow label="제출본 확인값(SHA-256)"><span class="app-code">{sha256}</span></DefinitionRow>
                <DefinitionRow label="확인증 PDF 확인값(SHA-256)">{pdf}</DefinitionRow>
            </dl>
            {file}
        </Page>
    }
    .into_any()
}

/// Which issued file has this hash.
fn matched(view: &VerifyView, sha256: &str) -> FileMatch {
    if view.pdf_sha256.as_deref() == Some(sha256) {
        FileMatch::Pdf
    } else if view.sha256 == sha256 {
        FileMatch::Snapshot
    } else {
        FileMatch::Neither
    }
}

/// The file itself: dropped or chosen, it is compared here; without scripts it is sent, hashed and forgotten.
fn check(view: VerifyView) -> AnyView {
    let sent = use_query_map().with_untracked(|query| query.get("file"));
    let hash = RwSignal::new(sent.filter(|hash| !hash.is_empty()));
    let key = view.code.as_str().to_owned();
    let told = move || {
        let hash = hash.get()?;
        let matches = matched(&view, &hash);
        let tone = if matches == FileMatch::Neither { Tone::Danger } else { Tone::Success };
        Some(view! {
            <Notice tone=tone>
                <p><strong>{text::proving::file_told(matches)}</strong></p>
                <p class="app-meta">"파일의 확인값(SHA-256): " <span class="app-code">{hash}</span></p>
            </Notice>
        })
    };
    view! {
        <section class="app-card app-stack" aria-labelledby="check-file">
            <h2 id="check-file">"파일로 확인하기"</h2>
            <p>{text::proving::CHECKING_FILES}</p>
            <div role="status" id="file-result">{told}</div>
            <div
                class="app-drop"
                on:dragover=|event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    compare::hash_of(compare::dropped(&event), hash);
                }
                on:change=move |event| compare::hash_of(compare::chosen(&event), hash)
            >
                <ActForm act="verify_file" key=key upload=true>
                    <FileField name="verified" label="확인할 파일" hint="PDF 또는 JSON 파일. 이곳에 끌어다 놓아도 됩니다." accept=".pdf,.json,application/pdf,application/json" required=true/>
                    <div class="app-actions"><Submit label="파일 확인" tone="secondary"/></div>
                </ActForm>
            </div>
        </section>
        <div class="app-actions"><LinkButton href="/verify" label="다른 문서 확인하기" tone="tertiary"/></div>
    }
    .into_any()
}
