//! Asking for the submission, taking it back, and verifying papers.

use super::{Done, Error, Post};
use domain::{
    ids::ApplicationId,
    policy::Denied,
    proof::Code,
    refusal::{FieldFault, Refusal},
};
use service::{applying, proving};

fn here(id: ApplicationId) -> Done {
    Done::At(format!("/applications/{id}"))
}

pub async fn request_submission(post: Post) -> Result<Done, Error> {
    applying::request_submission(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

pub async fn recall(post: Post) -> Result<Done, Error> {
    let id = post.id()?;
    applying::recall(&post.svc, post.actor()?, id).await?;
    Ok(here(id))
}

pub async fn keep_submission(post: Post) -> Result<Done, Error> {
    let id = post.id()?;
    applying::keep_submission(&post.svc, post.actor()?, id).await?;
    Ok(here(id))
}

pub async fn withdraw(post: Post) -> Result<Done, Error> {
    let id = post.id()?;
    if post.fields.get("confirmed") != "on" {
        return Err(Refusal::Field { field: "confirmed".to_owned(), fault: FieldFault::NotConfirmed }.into());
    }
    applying::withdraw(&post.svc, post.actor()?, id, post.fields.get("reason")).await?;
    Ok(here(id))
}

/// Finds the paper of a typed code.
pub async fn verify(post: Post) -> Result<Done, Error> {
    let no_code = || Refusal::Field { field: "code".to_owned(), fault: FieldFault::NotACode };
    let code: Code = post.fields.get("code").parse().map_err(|_| no_code())?;
    match proving::verify(&post.svc, &code).await {
        Ok(_) => Ok(Done::At(format!("/verify/{}", code.as_str()))),
        Err(service::Error::Denied(Denied::Hidden)) => Err(no_code().into()),
        Err(cause) => Err(cause.into()),
    }
}

/// Only the hash of the file arrives here; the page compares it.
pub async fn verify_file(post: Post) -> Result<Done, Error> {
    let missing = || Refusal::Field { field: "verified".to_owned(), fault: FieldFault::Missing };
    let sha256 = post.fields.hashed.as_deref().ok_or_else(missing)?;
    Ok(Done::At(format!("{}?file={sha256}", post.path)))
}
