//! Organisations and their people: registering, inviting, delegating, handing over; what the agency decides.

use super::{Done, Error, HIDDEN, Post};
use domain::{
    actor::Role,
    ids::{OrgId, UserId},
    org::{NewPerson, OrgForm, roles_of},
    refusal::{FieldFault, Refusal},
};
use service::orgs::{self, ClaimComplex, Delegation, Founder, HandOver, Registered};

fn form(post: &Post) -> OrgForm {
    let field = |name: &str| post.fields.get(name).to_owned();
    OrgForm {
        name: field("name"),
        business_no: field("business_no"),
        corporate_no: field("corporate_no"),
        kind: field("kind"),
        region: field("region"),
        parent: field("parent"),
    }
}

/// Registers; a newcomer is told to look at their mail.
pub async fn register(post: Post) -> Result<Done, Error> {
    let form = form(&post);
    let founder = match post.actor() {
        Ok(actor) => Founder::Known(actor),
        Err(_) => Founder::New(NewPerson {
            name: post.fields.get("person").to_owned(),
            email: post.fields.get("email").to_owned(),
            password: post.fields.get("password").to_owned(),
        }),
    };
    Ok(match orgs::register(&post.svc, founder, &form).await? {
        Registered::Here(org) => Done::At(format!("/org/{org}")),
        Registered::Mailed => Done::Told("/sign-up/sent"),
    })
}

/// The token is the last part of the page's address.
pub async fn finish_registration(post: Post) -> Result<Done, Error> {
    let token = post.path.strip_prefix("/sign-up/finish/").ok_or(HIDDEN)?;
    let (org, session) = orgs::finish_registration(&post.svc, token, post.fields.get("password")).await?;
    Ok(Done::SignedIn { token: session, next: format!("/org/{org}") })
}

pub async fn correct(post: Post) -> Result<Done, Error> {
    orgs::correct(&post.svc, post.actor()?, post.id()?, &form(&post)).await?;
    Ok(Done::Here)
}

pub async fn confirm(post: Post) -> Result<Done, Error> {
    orgs::confirm(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

pub async fn send_back(post: Post) -> Result<Done, Error> {
    orgs::send_back(&post.svc, post.actor()?, post.id()?, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

pub async fn claim(mut post: Post) -> Result<Done, Error> {
    let upload = post.fields.take_file("file");
    let cmd = ClaimComplex {
        org: post.id()?,
        complex: post.fields.get("complex").to_owned(),
        note: post.fields.get("note").to_owned(),
        upload,
    };
    orgs::claim_complex(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn confirm_claim(post: Post) -> Result<Done, Error> {
    orgs::confirm_claim(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

pub async fn return_claim(post: Post) -> Result<Done, Error> {
    orgs::return_claim(&post.svc, post.actor()?, post.id()?, post.fields.get("reason")).await?;
    Ok(Done::Here)
}

// ------------------------------------------------------------------ people

fn not_a_choice(field: &str) -> Error {
    Refusal::Field { field: field.to_owned(), fault: FieldFault::NotAChoice }.into()
}

pub async fn invite(post: Post) -> Result<Done, Error> {
    let role = Role::from_code(post.fields.get("role")).ok_or_else(|| not_a_choice("role"))?;
    orgs::invite(&post.svc, post.actor()?, post.id()?, post.fields.get("email"), role).await?;
    Ok(Done::Here)
}

/// The agency invites the first person of an organisation, into the role of a founder.
pub async fn invite_first(post: Post) -> Result<Done, Error> {
    let org: OrgId = post.fields.get("org").parse().map_err(|_| not_a_choice("org"))?;
    let kind = orgs::kind(&post.svc, org).await?.ok_or_else(|| not_a_choice("org"))?;
    let role = roles_of(kind).first().copied().ok_or(HIDDEN)?;
    orgs::invite(&post.svc, post.actor()?, org, post.fields.get("email"), role).await?;
    Ok(Done::Here)
}

pub async fn revoke_invitation(post: Post) -> Result<Done, Error> {
    orgs::revoke_invitation(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

pub async fn resend_invitation(post: Post) -> Result<Done, Error> {
    orgs::resend_invitation(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

/// The token is the last part of the page's address.
fn token(post: &Post) -> Result<&str, Error> {
    post.path.strip_prefix("/invitations/").ok_or(HIDDEN)
}

pub async fn accept(post: Post) -> Result<Done, Error> {
    let org = orgs::accept(&post.svc, post.actor()?, token(&post)?).await?;
    Ok(Done::At(format!("/org/{org}")))
}

pub async fn join(post: Post) -> Result<Done, Error> {
    let (person, password) = (post.fields.get("person"), post.fields.get("password"));
    let (org, session) = orgs::join(&post.svc, token(&post)?, person, password).await?;
    Ok(Done::SignedIn { token: session, next: format!("/org/{org}") })
}

/// The key of a role is `ORG.PERSON.ROLE`.
pub async fn end_role(post: Post) -> Result<Done, Error> {
    let mut parts = post.key().splitn(3, '.');
    let mut part = || parts.next().ok_or(HIDDEN);
    let org: OrgId = part()?.parse().map_err(|_| HIDDEN)?;
    let person: UserId = part()?.parse().map_err(|_| HIDDEN)?;
    let role = Role::from_code(part()?).ok_or(HIDDEN)?;
    let actor = post.actor()?;
    orgs::end_role(&post.svc, actor, org, person, role).await?;
    // Who gives up their own last role sees the organisation no longer.
    Ok(if person == actor.user { Done::At("/org".to_owned()) } else { Done::Here })
}

pub async fn delegate(mut post: Post) -> Result<Done, Error> {
    let upload = post.fields.take_file("file");
    let field = |name: &str| post.fields.get(name).to_owned();
    let cmd = Delegation {
        org: post.id()?,
        to: field("delegate"),
        scope: field("scope"),
        from: field("from"),
        until: field("until"),
        upload,
    };
    orgs::delegate(&post.svc, post.actor()?, cmd).await?;
    Ok(Done::Here)
}

pub async fn end_delegation(post: Post) -> Result<Done, Error> {
    orgs::end_delegation(&post.svc, post.actor()?, post.id()?).await?;
    Ok(Done::Here)
}

pub async fn hand_over(post: Post) -> Result<Done, Error> {
    let field = |name: &str| post.fields.get(name).to_owned();
    let cmd = HandOver {
        org: post.id()?,
        from: field("predecessor"),
        to: field("successor"),
        note: field("note"),
        leaves: post.fields.get("leaves") == "on",
    };
    let gone = cmd.leaves && cmd.from == post.actor()?.user.to_string();
    orgs::hand_over(&post.svc, post.actor()?, cmd).await?;
    Ok(if gone { Done::At("/org".to_owned()) } else { Done::Here })
}
