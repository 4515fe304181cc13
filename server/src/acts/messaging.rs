//! Reading notices, how one wants to be told, sending a mail once more.

use super::{Done, Error, Post};
use service::messaging;

/// Marks it read and goes to what it is about.
pub async fn open_message(post: Post) -> Result<Done, Error> {
    let notice = messaging::read(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::At(app::text::notice::path(&notice)))
}

pub async fn read_message(post: Post) -> Result<Done, Error> {
    messaging::read(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

pub async fn read_all(post: Post) -> Result<Done, Error> {
    messaging::read_all(&post.svc, post.actor()?).await?;
    Ok(Done::Here)
}

pub async fn message_settings(post: Post) -> Result<Done, Error> {
    let optional_mail = post.fields.get("optional_mail") == "on";
    messaging::prefer(&post.svc, post.actor()?, post.fields.get("language"), optional_mail).await?;
    Ok(Done::Here)
}

pub async fn resend(post: Post) -> Result<Done, Error> {
    messaging::resend(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}
