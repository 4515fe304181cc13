//! Calls as data: drafting, publishing, amending, extending.

use super::{Done, Error, HIDDEN, Post};
use domain::{
    call::{Part, instant},
    ids::CallId,
};
use service::calls;

fn editor(id: CallId, part: Part) -> Done {
    Done::At(format!("/calls/{id}/edit/{}", part.slug()))
}

pub async fn create(post: Post) -> Result<Done, Error> {
    let id = calls::create(&post.svc, post.actor()?, post.source()?).await?;
    Ok(editor(id, Part::Basics))
}

/// Stays on the part, or goes on to the next one when asked to.
pub async fn save(post: Post) -> Result<Done, Error> {
    let (id, part) = (post.id()?, Part::from_slug(post.fields.get("part")).ok_or(HIDDEN)?);
    let revision = post.fields.number("revision")?;
    calls::save(&post.svc, post.actor()?, id, part, revision, &post.fields.shown()).await?;
    if post.fields.get("next").is_empty() {
        return Ok(Done::Here);
    }
    let next = Part::ALL.into_iter().find(|other| *other > part);
    Ok(next.map_or_else(|| Done::At(format!("/calls/{id}/publish")), |next| editor(id, next)))
}

pub async fn discard(post: Post) -> Result<Done, Error> {
    calls::discard(&post.svc, post.actor()?, post.id()?, post.fields.number("revision")?).await?;
    Ok(Done::At("/calls/manage".to_owned()))
}

pub async fn amend(post: Post) -> Result<Done, Error> {
    let id = post.id()?;
    calls::amend(&post.svc, post.actor()?, id).await?;
    Ok(editor(id, Part::Basics))
}

pub async fn publish(post: Post) -> Result<Done, Error> {
    let (id, revision) = (post.id()?, post.fields.number("revision")?);
    calls::publish(&post.svc, post.actor()?, id, revision, post.fields.get("reason")).await?;
    Ok(Done::At(format!("/calls/{id}")))
}

pub async fn request_extension(post: Post) -> Result<Done, Error> {
    let to = instant(post.fields.get("closes[on]"), post.fields.get("closes[at]"));
    calls::request_extension(&post.svc, post.actor()?, post.id()?, to, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

pub async fn withdraw_extension(post: Post) -> Result<Done, Error> {
    calls::withdraw_extension(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

pub async fn confirm_extension(post: Post) -> Result<Done, Error> {
    calls::confirm_extension(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}
