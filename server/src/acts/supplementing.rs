//! Asking for supplements, answering them, moving their last day.

use super::{Done, Error, Post};
use app::text;
use domain::{form::Section, ids::ApplicationId};
use service::supplementing::{self, Ask, Reply};

pub async fn ask(post: Post) -> Result<Done, Error> {
    let fields = &post.fields;
    let parts = Section::ALL.into_iter().flat_map(|section| {
        let name = format!("parts[{}]", section.slug());
        fields.all(&name).map(str::to_owned).collect::<Vec<_>>()
    });
    let cmd = Ask {
        application: post.id()?,
        parts: parts.collect(),
        reason: text::supplement::reason(fields.all("phrases"), fields.get("reason")),
        due: fields.get("due").to_owned(),
    };
    supplementing::ask(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn answer(post: Post) -> Result<Done, Error> {
    let id: ApplicationId = post.id()?;
    let cmd = Reply {
        application: id,
        revision: post.fields.number("revision")?,
        text: post.fields.get("reply").to_owned(),
        received_at: post.received_at,
    };
    supplementing::answer(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::At(format!("/applications/{id}/receipt")))
}

pub async fn extend(post: Post) -> Result<Done, Error> {
    let (due, reason) = (post.fields.get("due"), post.fields.get("reason"));
    supplementing::extend(&post.svc, post.actor()?, post.id()?, due, reason).await?;
    Ok(Done::Here)
}
