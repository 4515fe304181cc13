//! Score sheets and panels.

use super::{Done, Error, Post};
use serde::Deserialize;
use service::scoring::{self, SaveSheet};
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Marks {
    marks: BTreeMap<String, String>,
}

pub async fn save_sheet(post: Post) -> Result<Done, Error> {
    sheet(post, false).await
}

pub async fn lock_sheet(post: Post) -> Result<Done, Error> {
    sheet(post, true).await
}

async fn sheet(post: Post, lock: bool) -> Result<Done, Error> {
    let Marks { marks } = post.fields.parse()?;
    let cmd = SaveSheet {
        application: post.id()?,
        regional: post.fields.get("regional") == "on",
        version: post.fields.number("version")?,
        marks,
        comment: post.fields.get("comment").to_owned(),
        lock,
    };
    scoring::save_sheet(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn open_panel(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    scoring::open_panel(&post.svc, post.actor()?, call, track, post.fields.ids("reviewers")?).await?;
    Ok(Done::Here)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Opinions {
    opinions: BTreeMap<String, String>,
}

pub async fn close_panel(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let Opinions { opinions } = post.fields.parse()?;
    scoring::close_panel(&post.svc, post.actor()?, call, track, opinions).await?;
    Ok(Done::Here)
}

pub async fn notify_results(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    scoring::notify_results(&post.svc, post.actor()?, call, track).await?;
    Ok(Done::Here)
}
