//! The agency's intake and screening.

use super::{Done, Error, Post};
use domain::rubric::AdjustmentForm;
use serde::Deserialize;
use service::screening;
use std::collections::BTreeMap;

pub async fn receive(post: Post) -> Result<Done, Error> {
    screening::receive(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

pub async fn find_eligible(post: Post) -> Result<Done, Error> {
    screening::find_eligible(&post.svc, post.actor()?, post.id()?, post.fields.get("remarks")).await?;
    Ok(Done::Here)
}

pub async fn remind(post: Post) -> Result<Done, Error> {
    screening::remind(&post.svc, post.actor()?, post.fields.ids("applications")?).await?;
    Ok(Done::Here)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Adjustments {
    adjustments: BTreeMap<String, AdjustmentForm>,
}

pub async fn grant_adjustments(post: Post) -> Result<Done, Error> {
    let Adjustments { adjustments } = post.fields.parse()?;
    screening::grant_adjustments(&post.svc, post.actor()?, post.id()?, &adjustments).await?;
    Ok(Done::Here)
}

pub async fn screen_out(post: Post) -> Result<Done, Error> {
    screening::screen_out(&post.svc, post.actor()?, post.id()?, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

pub async fn return_application(post: Post) -> Result<Done, Error> {
    screening::return_application(&post.svc, post.actor()?, post.id()?, post.fields.get("reason")).await?;
    Ok(Done::Here)
}
