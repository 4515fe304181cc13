//! A posted form: its fields as typed, its files, and how both become values.

use super::Error;
use axum::{
    body::Body,
    extract::{Form, FromRequest, Multipart, Request},
    response::IntoResponse,
};
use domain::{actor::Actor, snapshot::Sha256Hex};
use futures_util::{StreamExt, stream};
use http::{StatusCode, header, request::Parts};
use http_body_util::{BodyExt, LengthLimitError};
use serde::de::DeserializeOwned;
use service::{Service, files::Upload};
use std::collections::BTreeSet;

/// Deepest nesting of a field's name: `budget[lines][0][cost]`.
const DEPTH: usize = 5;

/// Never shown again, not even to who typed it.
const SECRETS: [&str; 2] = ["password", "current"];

/// A file of this field is asked for its hash only: hashed as it arrives, whoever sends it, and kept nowhere.
const HASHED: &str = "verified";

/// What was typed, in the order of the form, and what was attached.
#[derive(Default)]
pub struct Fields {
    typed: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
    /// SHA-256 of the file to verify.
    pub hashed: Option<String>,
}

impl Fields {
    /// Reads a form's body. Error: the status to answer.
    pub async fn read(svc: &Service, parts: &Parts, body: Body) -> Result<Fields, StatusCode> {
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            return Fields::read_multipart(svc, Request::from_parts(parts.clone(), one_by_one(body))).await;
        }
        let bytes = body.collect().await.map_err(|error| unread(&error))?.to_bytes();
        if kind.is_empty() && bytes.is_empty() {
            return Ok(Fields::default());
        }
        let request = Request::from_parts(parts.clone(), Body::from(bytes));
        match Form::<Vec<(String, String)>>::from_request(request, &()).await {
            Ok(Form(typed)) => Ok(Fields { typed, ..Fields::default() }),
            Err(rejection) => Err(rejection.into_response().status()),
        }
    }

    /// Files go into the spool piece by piece. Whoever has not signed in posts none: theirs are read and dropped.
    /// What is only to be hashed never gets there.
    async fn read_multipart(svc: &Service, request: Request) -> Result<Fields, StatusCode> {
        let known = request.extensions().get::<Option<Actor>>().is_some_and(Option::is_some);
        let status = |error: axum::extract::multipart::MultipartError| match unread(&error) {
            StatusCode::PAYLOAD_TOO_LARGE => StatusCode::PAYLOAD_TOO_LARGE,
            _ => error.status(),
        };
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let mut fields = Fields::default();
        while let Some(mut part) = parts.next_field().await.map_err(status)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(_) if name == HASHED => {
                    let (mut hash, mut size) = (Sha256Hex::default(), 0);
                    while let Some(bytes) = part.chunk().await.map_err(status)? {
                        hash.update(&bytes);
                        size += bytes.len();
                    }
                    fields.hashed = (size > 0).then(|| hash.finish());
                }
                Some(file_name) => {
                    let mut incoming = match known {
                        true => Some(svc.receive().await.map_err(|cause| unspooled(&cause))?),
                        false => None,
                    };
                    while let Some(bytes) = part.chunk().await.map_err(status)? {
                        if let Some(incoming) = &mut incoming {
                            incoming.write(&bytes).await.map_err(|cause| unspooled(&cause))?;
                        }
                    }
                    // Browsers send an unchosen file as an empty one without a name.
                    if let Some(incoming) = incoming.filter(|i| i.size() > 0 || !file_name.is_empty()) {
                        let upload = incoming.into_upload(file_name).await.map_err(|cause| unspooled(&cause))?;
                        fields.files.push((name, upload));
                    }
                }
                None => fields.typed.push((name, part.text().await.map_err(status)?)),
            }
        }
        Ok(fields)
    }

    /// The first value of a field; empty when it was not posted.
    pub fn get(&self, name: &str) -> &str {
        self.typed.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field: the ticked boxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.typed.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The ids of ticked boxes.
    pub fn ids<T: std::str::FromStr>(&self, name: &str) -> Result<Vec<T>, Error> {
        self.all(name).map(|raw| raw.parse().map_err(|_| Error::Malformed)).collect()
    }

    /// A number that the page itself put in.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Result<T, Error> {
        self.get(name).parse().map_err(|_| Error::Malformed)
    }

    /// Takes the file of a field.
    pub fn take_file(&mut self, name: &str) -> Option<Upload> {
        let at = self.files.iter().position(|(field, _)| field == name)?;
        Some(self.files.swap_remove(at).1)
    }

    /// The fields as a struct, by their bracketed names; fields it does not know are not applied. Of a name that comes
    /// more than once the first value counts: ticked boxes are read by [`Fields::all`].
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let mut known = BTreeSet::new();
        let query: Vec<String> = self
            .typed
            .iter()
            .filter(|(name, _)| known.insert(name.as_str()))
            .map(|(name, value)| format!("{}={}", encoded_name(name), encoded(&lines(value))))
            .collect();
        serde_qs::Config::new(DEPTH, true).deserialize_str(&query.join("&")).map_err(|_| Error::Malformed)
    }

    /// What may be shown again.
    pub fn shown(&self) -> Vec<(String, String)> {
        self.typed.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str())).cloned().collect()
    }
}

/// A key in brackets that starts with a digit and is no index (an id) is taken for a broken index: its first digit is
/// percent-encoded, which the reader takes for a letter.
fn encoded_name(name: &str) -> String {
    let part = |part: &str| {
        let key = part.split_once(']').map_or(part, |(key, _)| key);
        let index = key.chars().all(|c| c.is_ascii_digit());
        match part.split_at_checked(1).filter(|(first, _)| !index && first.chars().all(|c| c.is_ascii_digit())) {
            Some((first, rest)) => format!("%{:02X}{}", first.bytes().next().unwrap_or_default(), encoded(rest)),
            None => encoded(part),
        }
    };
    name.split('[').map(part).collect::<Vec<_>>().join("[")
}

/// The body with a pause after every piece: whoever takes apart a form reads ahead as long as pieces are ready, and
/// would hold the whole of a file that comes faster than it is written.
fn one_by_one(body: Body) -> Body {
    let pieces = stream::unfold((body.into_data_stream(), false), |(mut rest, began)| async move {
        if began {
            tokio::task::yield_now().await;
        }
        Some((rest.next().await?, (rest, true)))
    });
    Body::from_stream(pieces)
}

/// Why a body could not be read: too large, or the way to us broke.
fn unread(error: &(dyn std::error::Error + 'static)) -> StatusCode {
    let mut causes = std::iter::successors(Some(error), |error| error.source());
    let too_large = causes.any(|cause| cause.is::<LengthLimitError>());
    if too_large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST }
}

/// A form posts a line break as two characters, a script as one: stored, it is one.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The disk is full or gone.
fn unspooled(cause: &dyn std::fmt::Display) -> StatusCode {
    tracing::error!(%cause, "a posted file could not be spooled");
    StatusCode::SERVICE_UNAVAILABLE
}

/// Percent-encoded, brackets kept: they are the structure of a name. In a value they are harmless.
fn encoded(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~[]".contains(&byte);
    text.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::form::Draft;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields { typed: pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect(), ..Fields::default() }
    }

    #[test]
    fn bracketed_names_become_the_draft_and_unknown_ones_nothing() {
        let draft: Draft = fields(&[
            ("section", "budget"),
            ("budget[lines][1][item]", "둘째 & 셋째=[4]"),
            ("budget[lines][0][item]", "첫째"),
            ("budget[lines][0][cost]", "1억 2천만"),
            ("budget[grand_total]", "x"),
            ("declarations[truthful]", "on"),
        ])
        .parse()
        .ok()
        .unwrap();
        let items: Vec<&str> = draft.budget.lines.iter().map(|l| l.item.as_str()).collect();
        assert_eq!(items, ["첫째", "둘째 & 셋째=[4]"]);
        assert_eq!(draft.budget.lines[0].cost, "1억 2천만");
        assert_eq!(draft.declarations.truthful, "on");
    }

    #[test]
    fn an_id_that_starts_with_a_digit_is_a_key_and_no_index() {
        #[derive(serde::Deserialize)]
        struct Opinions {
            opinions: std::collections::BTreeMap<String, String>,
        }
        let ids = ["5c56b020-9d13-5548-b8f1-79e2bd38d911", "a0000000-9d13-5548-b8f1-79e2bd38d911"];
        let typed = ids.map(|id| (format!("opinions[{id}]"), "타당".to_owned()));
        let read: Opinions = Fields { typed: typed.to_vec(), ..Fields::default() }.parse().ok().unwrap();
        assert!(read.opinions.keys().eq(ids));
    }

    #[test]
    fn a_name_that_contradicts_itself_is_malformed_and_no_panic() {
        for pairs in [
            &[("basic", "x"), ("basic[title]", "y")][..],
            &[("budget[lines][x][cost]", "1")],
            &[("budget[lines][99999999999999999999]", "1")],
            &[("a[b][c][d][e][f][g][h]", "1")],
            &[("]][[", "%")],
        ] {
            let _ = fields(pairs).parse::<Draft>();
        }
    }

    #[test]
    fn a_password_is_never_shown_again() {
        assert_eq!(fields(&[("email", "a"), ("password", "b")]).shown(), [("email".to_owned(), "a".to_owned())]);
    }
}
