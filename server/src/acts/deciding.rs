//! The committee, the proposal, the approval, the announcement.

use super::{Done, Error, Post};
use domain::scenario::Typed;
use serde::Deserialize;
use service::deciding::{self, AwardForm, DecideTie, Deliberate, MemberForm, Propose};
use service::scenarios::{self, SaveScenario};
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Members {
    members: Vec<MemberForm>,
}

pub async fn deliberate(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let Members { members } = post.fields.parse()?;
    let cmd = Deliberate {
        call,
        track,
        held_on: post.fields.get("held_on").to_owned(),
        members,
        resolution: post.fields.get("resolution").to_owned(),
    };
    deciding::deliberate(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Places {
    places: BTreeMap<String, String>,
}

pub async fn decide_tie(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let Places { places } = post.fields.parse()?;
    let cmd = DecideTie { call, track, places, reason: post.fields.get("tie_reason").to_owned() };
    deciding::decide_tie(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Awards {
    awards: BTreeMap<String, AwardForm>,
}

pub async fn propose(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let Awards { awards } = post.fields.parse()?;
    let awards = awards.into_iter().map(|(application, form)| AwardForm { application, ..form }).collect();
    deciding::propose(&post.svc, post.actor()?, Propose { call, track, awards }).await?;
    Ok(Done::Here)
}

pub async fn return_proposal(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    deciding::return_proposal(&post.svc, post.actor()?, call, track, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

pub async fn announce(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    deciding::announce(&post.svc, post.actor()?, call, track).await?;
    Ok(Done::Here)
}

pub async fn save_scenario(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let get = |field: &str| post.fields.get(field).to_owned();
    // A year in brackets would be read as an index of a list.
    let year =
        |(name, won): (String, String)| Some((name.strip_prefix("envelope[")?.strip_suffix(']')?.to_owned(), won));
    let envelope = post.fields.shown().into_iter().filter_map(year).collect();
    let typed = Typed { weight: get("weight"), threshold: get("threshold"), envelope };
    let cmd = SaveScenario { call, track, name: get("scenario_name"), typed };
    scenarios::save(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}
