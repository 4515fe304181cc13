//! Signing in and out, passwords, how the page is drawn, the clock of the demonstration.

use super::{Done, Error, HIDDEN, Post};
use crate::session::Token;
use app::session::{TextSize, safe_next};
use domain::{
    account::AccountProblem,
    refusal::{FieldFault, Refusal},
};
use service::{account, demo, letters};

pub async fn display(post: Post) -> Result<Done, Error> {
    let mut display = post.display;
    if let Some(text) = TextSize::from_code(post.fields.get("text")) {
        display.text = text;
    }
    match post.fields.get("contrast") {
        "on" => display.high_contrast = true,
        "off" => display.high_contrast = false,
        _ => {}
    }
    Ok(Done::Displayed(display))
}

pub async fn sign_in(post: Post) -> Result<Done, Error> {
    match account::sign_in(&post.svc, post.fields.get("email"), post.fields.get("password")).await {
        Err(service::Error::Refused(Refusal::Account(AccountProblem::Unverified))) => Ok(Done::Told("/sign-up/sent")),
        token => instead_of(&post, token?).await,
    }
}

pub async fn resend_registration(post: Post) -> Result<Done, Error> {
    letters::resend_registration(&post.svc, post.fields.get("email")).await?;
    Ok(Done::At("/sign-up/sent".to_owned()))
}

pub async fn ask_reset(post: Post) -> Result<Done, Error> {
    letters::ask_reset(&post.svc, post.fields.get("email")).await?;
    Ok(Done::Told("/reset?sent=1"))
}

/// The token is the last part of the page's address.
pub async fn reset_password(post: Post) -> Result<Done, Error> {
    let token = post.path.strip_prefix("/reset/").ok_or(HIDDEN)?;
    account::reset_password(&post.svc, token, post.fields.get("password")).await?;
    Ok(Done::At("/sign-in".to_owned()))
}

pub async fn change_password(post: Post) -> Result<Done, Error> {
    let (current, password) = (post.fields.get("current"), post.fields.get("password"));
    let here = post.token.as_ref().map(|Token(token)| token.as_str());
    account::change_password(&post.svc, post.actor()?, current, password, here).await?;
    Ok(Done::Here)
}

pub async fn demo_sign_in(post: Post) -> Result<Done, Error> {
    let token = demo::sign_in_as(&post.svc, post.fields.get("email")).await?;
    instead_of(&post, token).await
}

/// Opens the new session and ends the one before it.
async fn instead_of(post: &Post, token: String) -> Result<Done, Error> {
    if let Some(Token(before)) = &post.token {
        account::sign_out(&post.svc, before).await?;
    }
    Ok(Done::SignedIn { token, next: safe_next(post.fields.get("next")).to_owned() })
}

pub async fn sign_out(post: Post) -> Result<Done, Error> {
    if let Some(Token(token)) = &post.token {
        account::sign_out(&post.svc, token).await?;
    }
    Ok(Done::SignedOut)
}

pub async fn demo_clock(post: Post) -> Result<Done, Error> {
    let field = if post.fields.get("minutes") == "custom" { "custom" } else { "minutes" };
    let minutes = post.fields.get(field).trim().replace(',', "").parse();
    let minutes: i64 =
        minutes.map_err(|_| Refusal::Field { field: field.to_owned(), fault: FieldFault::NotANumber })?;
    demo::move_clock(&post.svc, minutes).await?;
    Ok(Done::Here)
}
