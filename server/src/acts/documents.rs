//! Papers: their slots and the organisation's cabinet. The key of a slot is `APPLICATION.SLOT`.

use super::{Done, Error, HIDDEN, Post};
use app::ui::slot_id;
use domain::{document::Unfit, refusal::Refusal};
use service::documents::{self, AddPaper, Place};

fn place(post: &Post) -> Result<Place, Error> {
    let (application, slot) = post.key().split_once('.').ok_or(HIDDEN)?;
    Ok(Place { application: application.parse().map_err(|_| HIDDEN)?, slot: slot.to_owned() })
}

/// Back to the slot.
fn at(post: &Post, place: &Place) -> Done {
    Done::At(format!("{}#{}", post.path, slot_id(place.application, &place.slot)))
}

pub async fn attach(mut post: Post) -> Result<Done, Error> {
    let place = place(&post)?;
    let done = at(&post, &place);
    let upload = post.fields.take_file("file").ok_or(Refusal::Unfit(Unfit::Nothing))?;
    documents::attach(&post.svc, post.actor()?, place, upload).await?;
    Ok(done)
}

pub async fn remove(post: Post) -> Result<Done, Error> {
    let place = place(&post)?;
    let done = at(&post, &place);
    documents::remove(&post.svc, post.actor()?, place).await?;
    Ok(done)
}

pub async fn consent(post: Post) -> Result<Done, Error> {
    let place = place(&post)?;
    let done = at(&post, &place);
    documents::consent(&post.svc, post.actor()?, place).await?;
    Ok(done)
}

pub async fn restore(post: Post) -> Result<Done, Error> {
    let place = place(&post)?;
    let done = at(&post, &place);
    let file = post.fields.get("file").parse().map_err(|_| HIDDEN)?;
    documents::restore(&post.svc, post.actor()?, place, file).await?;
    Ok(done)
}

pub async fn from_cabinet(post: Post) -> Result<Done, Error> {
    let place = place(&post)?;
    let done = at(&post, &place);
    let paper = post.fields.get("paper").parse().map_err(|_| Refusal::Unfit(Unfit::Nothing))?;
    documents::attach_from_cabinet(&post.svc, post.actor()?, place, paper).await?;
    Ok(done)
}

pub async fn add_paper(mut post: Post) -> Result<Done, Error> {
    let upload = post.fields.take_file("file");
    let cmd = AddPaper {
        org: post.id()?,
        title: post.fields.get("title").to_owned(),
        valid_until: post.fields.get("valid_until").to_owned(),
        upload,
    };
    documents::add_to_cabinet(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn remove_paper(post: Post) -> Result<Done, Error> {
    documents::remove_from_cabinet(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}
