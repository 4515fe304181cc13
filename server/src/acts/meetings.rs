//! Committees: convening, voting, papers, the end; and the announcement at an instant.

use super::{Done, Error, Post};
use domain::{deliberation::VoteForm, ids::MeetingId};
use serde::Deserialize;
use service::{
    announcing,
    approving::{self, Sign},
    deliberating::{self, Convene, PaperVote, SeatForm},
};
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Seats {
    seats: Vec<SeatForm>,
}

pub async fn convene(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let Seats { seats } = post.fields.parse()?;
    let get = |name: &str| post.fields.get(name).to_owned();
    let cmd = Convene {
        call,
        track,
        kind: get("committee_kind"),
        mode: get("committee_mode"),
        on: get("meets_on"),
        time: get("meets_at"),
        place: get("place"),
        urgent_reason: get("urgent_reason"),
        summary: get("summary"),
        applications: post.fields.ids("agenda")?,
        members: seats,
    };
    let id = deliberating::convene(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::At(format!("/meetings/{id}")))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Votes {
    votes: BTreeMap<usize, VoteForm>,
}

pub async fn cast_vote(post: Post) -> Result<Done, Error> {
    let Votes { votes } = post.fields.parse()?;
    deliberating::vote(&post.svc, post.actor()?, post.id()?, &votes).await?;
    Ok(Done::Here)
}

pub async fn record_ballot(post: Post) -> Result<Done, Error> {
    let Votes { votes } = post.fields.parse()?;
    let get = |name: &str| post.fields.get(name).to_owned();
    let meeting: MeetingId = post.id()?;
    let cmd = PaperVote { meeting, member: get("voter"), document_no: get("document_no"), votes };
    deliberating::record_paper(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn close_meeting(post: Post) -> Result<Done, Error> {
    deliberating::close(&post.svc, post.actor()?, post.id()?, post.fields.get("resolution")).await?;
    Ok(Done::Here)
}

pub async fn cancel_meeting(post: Post) -> Result<Done, Error> {
    deliberating::cancel(&post.svc, post.actor()?, post.id()?, post.fields.get("cancel_reason")).await?;
    Ok(Done::Here)
}

/// The next step of the approval line, with the password typed again.
pub async fn approve(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let cmd = Sign {
        call,
        track,
        applications: post.fields.ids("applications")?,
        password: post.fields.get("password").to_owned(),
        document_no: post.fields.get("document_no").to_owned(),
    };
    approving::sign(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn schedule_announcement(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    let at = (post.fields.get("announce_on"), post.fields.get("announce_at"));
    announcing::schedule(&post.svc, post.actor()?, call, track, at).await?;
    Ok(Done::Here)
}

pub async fn cancel_announcement(post: Post) -> Result<Done, Error> {
    let (call, track) = post.track()?;
    announcing::cancel(&post.svc, post.actor()?, call, track).await?;
    Ok(Done::Here)
}
