//! Objections, reviewers who leave, waivers and promotions, holidays.

use super::{Done, Error, Post};
use service::{
    appealing::{self, Objecting},
    excluding::{self, Exclude},
    promoting,
};

pub async fn object(mut post: Post) -> Result<Done, Error> {
    let paper = post.fields.take_file("paper");
    let fields = &post.fields;
    let cmd = Objecting {
        kinds: fields.all("kinds").map(str::to_owned).collect(),
        grounds: fields.get("grounds").to_owned(),
        challenge: fields.get("challenge").to_owned(),
        paper,
    };
    appealing::object(&post.svc, post.actor()?, post.id()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn dismiss_objection(post: Post) -> Result<Done, Error> {
    decide_objection(post, false).await
}

pub async fn uphold_objection(post: Post) -> Result<Done, Error> {
    decide_objection(post, true).await
}

async fn decide_objection(post: Post, uphold: bool) -> Result<Done, Error> {
    appealing::decide_objection(&post.svc, post.actor()?, post.id()?, uphold, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

pub async fn reserve_amount(post: Post) -> Result<Done, Error> {
    appealing::reserve_amount(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

pub async fn add_holiday(post: Post) -> Result<Done, Error> {
    appealing::add_holiday(&post.svc, post.actor()?, post.fields.get("day")).await?;
    Ok(Done::Here)
}

/// Who left sees the application no more: back to their work.
pub async fn recuse(post: Post) -> Result<Done, Error> {
    excluding::recuse(&post.svc, post.actor()?, post.id()?, post.fields.get("reason")).await?;
    Ok(Done::At("/work".to_owned()))
}

pub async fn exclude_reviewer(post: Post) -> Result<Done, Error> {
    let fields = &post.fields;
    let cmd = Exclude {
        application: post.id()?,
        reviewer: fields.get("reviewer").to_owned(),
        reason: fields.get("reason").to_owned(),
        told: fields.get("told").to_owned(),
    };
    excluding::exclude(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn add_reviewer(post: Post) -> Result<Done, Error> {
    excluding::add(&post.svc, post.actor()?, post.id()?, post.fields.get("reviewer")).await?;
    Ok(Done::Here)
}

pub async fn waive(post: Post) -> Result<Done, Error> {
    promoting::waive(&post.svc, post.actor()?, post.id()?, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

pub async fn propose_promotion(post: Post) -> Result<Done, Error> {
    promoting::propose(&post.svc, post.actor()?, post.id()?, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

pub async fn drop_promotion(post: Post) -> Result<Done, Error> {
    promoting::drop_promotion(&post.svc, post.actor()?, post.id()?, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

pub async fn promote(post: Post) -> Result<Done, Error> {
    promoting::promote(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}
