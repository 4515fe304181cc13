//! Asking for the submission, taking it back, and verifying papers.

use super::{Done, Error, Post};
use domain::{
    document::Unfit,
    ids::ApplicationId,
    policy::Denied,
    proof::Code,
    refusal::{FieldFault, Refusal},
    snapshot::sha256_hex,
};
use service::{applying, proving};

/// Largest file that is verified, in MiB.
const MAX_MIB: u32 = 5;

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

/// Hashes a file and forgets it; the page compares the hash.
pub async fn verify_file(mut post: Post) -> Result<Done, Error> {
    let missing = || Refusal::Field { field: "file".to_owned(), fault: FieldFault::Missing };
    let file = post.fields.take_file("file").ok_or_else(missing)?;
    if file.size > u64::from(MAX_MIB) * 1024 * 1024 {
        return Err(Refusal::Unfit(Unfit::TooLarge { max_mib: MAX_MIB }).into());
    }
    Ok(Done::At(format!("{}?file={}", post.path, sha256_hex(&file.read().await?))))
}
