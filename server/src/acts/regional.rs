//! What local governments and innovation bodies say.

use super::{Done, Error, Post};
use serde::Deserialize;
use service::regional::{self, CloseSession, Confirm, OutcomeForm};
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Amounts {
    amounts: BTreeMap<i32, String>,
}

pub async fn confirm(mut post: Post) -> Result<Done, Error> {
    let file = post.fields.take_file("file");
    let fields = &post.fields;
    let Amounts { amounts } = fields.parse()?;
    let cmd = Confirm {
        application: post.id()?,
        answer: fields.get("answer").to_owned(),
        amounts: amounts.into_iter().collect(),
        document_no: fields.get("document_no").to_owned(),
        opinion: fields.get("opinion").to_owned(),
        file,
    };
    regional::confirm(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn innovation_opinion(post: Post) -> Result<Done, Error> {
    regional::give_innovation_opinion(&post.svc, post.actor()?, post.id()?, post.fields.get("opinion")).await?;
    Ok(Done::Here)
}

pub async fn pass_unconfirmed(post: Post) -> Result<Done, Error> {
    regional::pass_unconfirmed(&post.svc, post.actor()?, post.id()?, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

pub async fn invite(post: Post) -> Result<Done, Error> {
    regional::invite(&post.svc, post.actor()?, post.id()?, post.fields.ids("experts")?).await?;
    Ok(Done::Here)
}

pub async fn regional_opinion(post: Post) -> Result<Done, Error> {
    regional::give_regional_opinion(&post.svc, post.actor()?, post.id()?, post.fields.get("opinion")).await?;
    Ok(Done::Here)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Outcomes {
    outcomes: BTreeMap<String, OutcomeForm>,
}

pub async fn close_session(post: Post) -> Result<Done, Error> {
    let Outcomes { outcomes } = post.fields.parse()?;
    let outcomes = outcomes.into_iter().map(|(application, form)| OutcomeForm { application, ..form });
    let cmd =
        CloseSession { session: post.id()?, version: post.fields.number("version")?, outcomes: outcomes.collect() };
    regional::close_session(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}
