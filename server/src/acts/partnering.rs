//! What is asked of partners, and what they answer.

use super::{Done, Error, HIDDEN, Post};
use domain::{
    ids::ApplicationId,
    partner::{LocalForm, Move, RoleForm},
};
use service::partnering::{self, AnswerPart, Ask};

/// The key names application and part: a page has a form for each part.
pub async fn ask(post: Post) -> Result<Done, Error> {
    let (application, whose) = post.key().split_once('.').ok_or(HIDDEN)?;
    let cmd = Ask {
        application: application.parse::<ApplicationId>().map_err(|_| HIDDEN)?,
        whose: whose.to_owned(),
        reply_by: post.fields.get("reply_by").to_owned(),
        message: post.fields.get("message").to_owned(),
        at: post.received_at,
    };
    partnering::ask(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn cancel(post: Post) -> Result<Done, Error> {
    partnering::cancel(&post.svc, post.actor()?, post.id()?, post.received_at).await?;
    Ok(Done::Here)
}

pub async fn step(post: Post) -> Result<Done, Error> {
    let step = Move::step(post.fields.get("step")).ok_or(Error::Malformed)?;
    let round = post.fields.number("round")?;
    partnering::step(&post.svc, post.actor()?, post.id()?, round, step, post.received_at).await?;
    Ok(Done::Here)
}

pub async fn answer(mut post: Post) -> Result<Done, Error> {
    let letter = post.fields.take_file("file");
    let local: LocalForm = post.fields.parse()?;
    let role: RoleForm = post.fields.parse()?;
    let round = post.fields.number("round")?;
    let cmd = AnswerPart { request: post.id()?, round, local, role, letter, at: post.received_at };
    partnering::answer(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}
