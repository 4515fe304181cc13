//! Who asks: the session cookie, the display cookie, and the frame that pages get from them.

use crate::{config::Public, router::Server};
use app::{
    error::AppError,
    session::{Display, Frame},
};
use domain::{actor::Actor, view::Surroundings};
use http::{HeaderMap, HeaderValue, header};
use service::account;

/// A session's lifetime in the browser; the server decides earlier.
const DAY: u32 = 86_400;
const YEAR: u32 = 365 * DAY;

/// The secret of a session as the browser sent it.
#[derive(Clone, Debug)]
pub struct Token(pub String);

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// `__Host-` binds the cookie to this host and to https; browsers accept it on loopback hosts too.
pub fn cookie_name(public: &Public) -> &'static str {
    if public.secure { "__Host-sid" } else { "sid" }
}

/// The cookie that opens a session.
pub fn opening(public: &Public, token: &str) -> HeaderValue {
    set_cookie(public, cookie_name(public), token, DAY)
}

/// The cookie that ends it.
pub fn ending(public: &Public) -> HeaderValue {
    set_cookie(public, cookie_name(public), "", 0)
}

/// The cookie that keeps how a person wants the page drawn.
pub fn display_cookie(public: &Public, display: Display) -> HeaderValue {
    set_cookie(public, "display", &display.to_cookie(), YEAR)
}

/// The display that the browser asks for.
pub fn display(headers: &HeaderMap) -> Display {
    cookie(headers, "display").map(Display::from_cookie).unwrap_or_default()
}

fn set_cookie(public: &Public, name: &str, value: &str, max_age: u32) -> HeaderValue {
    let secure = if public.secure { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}");
    HeaderValue::from_str(&cookie).unwrap_or_else(|_| HeaderValue::from_static("invalid="))
}

/// The session's token, if the browser sent one.
pub fn token(server: &Server, headers: &HeaderMap) -> Option<Token> {
    cookie(headers, cookie_name(&server.public)).map(|token| Token(token.to_owned()))
}

/// The person behind the request.
pub async fn actor(server: &Server, token: Option<&Token>) -> Result<Option<Actor>, service::Error> {
    match token {
        Some(Token(token)) => account::actor_of(&server.svc, token).await,
        None => Ok(None),
    }
}

/// What stands around the page.
pub async fn frame(server: &Server, headers: &HeaderMap, actor: Option<&Actor>) -> Result<Frame, service::Error> {
    let around = account::surroundings(&server.svc, actor).await?;
    Ok(Frame { around, display: display(headers), contact: server.contact.clone(), ..Frame::default() })
}

/// The frame of an error page: as much of it as can still be had.
pub async fn frame_of_failure(server: &Server, headers: &HeaderMap) -> Frame {
    let token = token(server, headers);
    let actor = actor(server, token.as_ref()).await.ok().flatten();
    match frame(server, headers, actor.as_ref()).await {
        Ok(frame) => frame,
        Err(_) => Frame {
            around: Surroundings { me: None, now: server.svc.now(), demo_minutes: None },
            display: display(headers),
            contact: server.contact.clone(),
            ..Frame::default()
        },
    }
}

/// A refusal of a server function, as its caller reads it.
pub fn function_error(error: &AppError) -> axum::response::Response {
    use axum::response::IntoResponse;
    let status = http::StatusCode::from_u16(error.status()).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    (status, axum::Json(error)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; __Host-sid=secret"));
        headers.append(header::COOKIE, HeaderValue::from_static("display=l.contrast"));
        assert_eq!(cookie(&headers, "__Host-sid"), Some("secret"));
        assert!(display(&headers).high_contrast);
        assert_eq!(cookie(&headers, "sid"), None);
    }

    #[test]
    fn the_session_cookie_is_bound_to_host_and_https() {
        let public = Public::new(None, 3000).unwrap();
        let cookie = opening(&public, "t").to_str().unwrap().to_owned();
        assert!(cookie.starts_with("__Host-sid=t; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
        assert!(cookie.ends_with("; Secure") && !cookie.contains("Domain"), "{cookie}");
    }
}
