//! Score sheets and panels.

use super::{Done, Error, Post};
use domain::{
    conflict::TieForm,
    ids::{ApplicationId, UserId},
};
use serde::Deserialize;
use service::{
    reviewers::{self, SaveReviewer},
    scoring::{self, SaveSheet},
    spreading,
};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Marks {
    marks: BTreeMap<String, String>,
    rationales: BTreeMap<String, String>,
}

pub async fn save_sheet(post: Post) -> Result<Done, Error> {
    sheet(post, false).await
}

pub async fn lock_sheet(post: Post) -> Result<Done, Error> {
    sheet(post, true).await
}

async fn sheet(post: Post, lock: bool) -> Result<Done, Error> {
    let Marks { marks, rationales } = post.fields.parse()?;
    let cmd = SaveSheet {
        application: post.id()?,
        regional: post.fields.get("regional") == "on",
        version: post.fields.number("version")?,
        marks,
        comment: post.fields.get("comment").to_owned(),
        rationales,
        lock,
    };
    scoring::save_sheet(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn open_panel(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let mut chosen: BTreeMap<ApplicationId, BTreeSet<UserId>> = BTreeMap::new();
    for (name, value) in post.fields.shown() {
        let Some(id) = name.strip_prefix("assigned[").and_then(|rest| rest.strip_suffix(']')) else { continue };
        let (id, reviewer) = (id.parse().map_err(|_| Error::Malformed)?, value.parse().map_err(|_| Error::Malformed)?);
        chosen.entry(id).or_default().insert(reviewer);
    }
    scoring::open_panel(&post.svc, post.actor()?, call, track, &chosen).await?;
    Ok(Done::Here)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ties {
    ties: Vec<TieForm>,
}

pub async fn save_reviewer(post: Post) -> Result<Done, Error> {
    let Ties { ties } = post.fields.parse()?;
    let cmd = SaveReviewer {
        reviewer: post.id()?,
        version: post.fields.number("version")?,
        technologies: post.fields.all("technologies").map(str::to_owned).collect(),
        ties,
    };
    reviewers::save(&post.svc, post.actor()?, cmd).await?;
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

/// The page again, with the opening in its address: it names nobody to anybody else.
pub async fn open_names(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let id = spreading::open_names(&post.svc, post.actor()?, call, track, post.fields.get("names_reason")).await?;
    Ok(Done::At(format!("{}?opening={id}", post.path)))
}
