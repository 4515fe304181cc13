//! Who reads, and what surrounds every page: made once per request by the server, read here by functions and views.

use crate::rejected::{Rejected, Why};
use chrono::DateTime;
use domain::view::Surroundings;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How a person wants the page drawn. Kept in a cookie, not in the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Display {
    pub text: TextSize,
    pub high_contrast: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextSize {
    Small,
    #[default]
    Medium,
    Large,
    ExtraLarge,
}

impl TextSize {
    pub const ALL: [TextSize; 4] = [TextSize::Small, TextSize::Medium, TextSize::Large, TextSize::ExtraLarge];

    /// The name in the cookie and the form.
    pub const fn code(self) -> &'static str {
        match self {
            TextSize::Small => "s",
            TextSize::Medium => "m",
            TextSize::Large => "l",
            TextSize::ExtraLarge => "xl",
        }
    }

    /// The class of `<html>`.
    pub const fn class(self) -> &'static str {
        match self {
            TextSize::Small => "app-text-s",
            TextSize::Medium => "",
            TextSize::Large => "app-text-l",
            TextSize::ExtraLarge => "app-text-xl",
        }
    }

    pub fn from_code(code: &str) -> Option<TextSize> {
        TextSize::ALL.into_iter().find(|size| size.code() == code)
    }
}

impl Display {
    /// The cookie's value: `l.contrast`.
    pub fn to_cookie(self) -> String {
        format!("{}.{}", self.text.code(), if self.high_contrast { "contrast" } else { "normal" })
    }

    /// Reads the cookie; what it does not know is the default.
    pub fn from_cookie(raw: &str) -> Display {
        let (text, contrast) = raw.split_once('.').unwrap_or((raw, ""));
        Display { text: TextSize::from_code(text).unwrap_or_default(), high_contrast: contrast == "contrast" }
    }
}

/// What stands around the page and does not depend on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub around: Surroundings,
    pub display: Display,
    pub rejected: Option<Rejected>,
    /// Set when an error page stands in place of the page that was asked for.
    pub failure: Option<Failure>,
    /// Who answers questions: from the latest call.
    pub contact: String,
}

/// An error page: its status, the id that finds the cause in the log, and what was typed when it struck.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub status: u16,
    pub trace: String,
    /// The post that failed: its address and fields, so that it can be sent again.
    pub typed: Option<(String, Vec<(String, String)>)>,
    /// Why it was refused, when the page that it was asked on is gone as well.
    pub why: Option<Why>,
}

impl Default for Frame {
    /// The frame where no request is: while the routes are listed at start-up.
    fn default() -> Self {
        let around = Surroundings { me: None, now: DateTime::UNIX_EPOCH, demo_minutes: None };
        Frame { around, display: Display::default(), rejected: None, failure: None, contact: String::new() }
    }
}

/// The frame of this page.
pub fn frame() -> Frame {
    use_context::<Frame>().unwrap_or_default()
}

/// Where to go after signing in: a path of this site, else the work page.
pub fn safe_next(next: &str) -> &str {
    let ours = next.starts_with('/') && !next.starts_with("//");
    if ours && next.chars().all(|c| !c.is_control() && c != '\\') { next } else { "/work" }
}

/// The content policy of a response; scripts run only with the page's nonce.
pub fn content_policy(nonce: Option<&str>) -> String {
    let scripts = match nonce {
        Some(nonce) => format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; "),
        None => String::new(),
    };
    format!(
        "default-src 'none'; {scripts}style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )
}

#[cfg(feature = "ssr")]
pub use server::{ReceivedAt, Trace, anyone, reader, trace};

#[cfg(feature = "ssr")]
mod server {
    use crate::error::AppError;
    use domain::{actor::Actor, calendar::Timestamp};
    use leptos::prelude::use_context;
    use service::Service;

    /// When the request reached the outermost layer.
    #[derive(Clone, Copy, Debug)]
    pub struct ReceivedAt(pub Timestamp);

    /// The id of the request, in the log and on error pages.
    #[derive(Clone, Debug)]
    pub struct Trace(pub String);

    /// The id of this request; empty outside of one.
    pub fn trace() -> String {
        use_context::<Trace>().map(|Trace(id)| id).unwrap_or_default()
    }

    /// The service and the signed-in person.
    pub fn reader() -> Result<(Service, Actor), AppError> {
        let (svc, actor) = anyone()?;
        Ok((svc, actor.ok_or(AppError::SignIn)?))
    }

    /// The service, and the signed-in person if there is one.
    pub fn anyone() -> Result<(Service, Option<Actor>), AppError> {
        let svc = use_context::<Service>().ok_or_else(|| AppError::Unavailable { trace: trace() })?;
        Ok((svc, use_context::<Option<Actor>>().flatten()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_to_after_signing_in() {
        assert_eq!(safe_next("/applications/1?done=save"), "/applications/1?done=save");
        for foreign in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x", "javascript:1"]
        {
            assert_eq!(safe_next(foreign), "/work", "{foreign}");
        }
    }

    #[test]
    fn the_display_cookie_survives_its_round_trip_and_nonsense() {
        for text in TextSize::ALL {
            for high_contrast in [false, true] {
                let display = Display { text, high_contrast };
                assert_eq!(Display::from_cookie(&display.to_cookie()), display);
            }
        }
        assert_eq!(Display::from_cookie("<script>"), Display::default());
    }
}
