//! WHAT A POST DOES: every page is posted to at its own address, `?act=NAME&key=KEY` says what and to which thing.
//!
//! A refusal answers with the same page, what was typed, and what to do. A write runs on its own task: it does not
//! die with the connection that asked for it.

mod account;
mod appealing;
pub(crate) mod applying;
mod calls;
mod deciding;
mod documents;
mod fields;
mod meetings;
mod messaging;
mod orgs;
mod partnering;
mod proving;
mod regional;
mod scoring;
mod screening;
mod supplementing;

pub use fields::Fields;

use crate::{
    access::{Endpoint, Who, who},
    failure,
    router::Server,
    session::{self, Token},
    sheets,
};
use app::{
    rejected::{Rejected, Why},
    session::{Display, Failure, Frame, ReceivedAt},
};
use axum::{
    body::Body,
    extract::{OriginalUri, Query, Request, State},
    response::{IntoResponse, Response},
};
use domain::{
    actor::Actor,
    calendar::Timestamp,
    call::Track,
    ids::{CallId, UserId},
    policy::Denied,
    refusal::Refusal,
};
use http::{HeaderValue, Method, StatusCode, header, request::Parts};
use serde::Deserialize;
use service::Service;
use std::{pin::Pin, str::FromStr};
use tower::ServiceExt;

/// Every act of the portal by its name in addresses.
#[rustfmt::skip]
pub const ACTS: &[(&str, Run)] = &[
    ("display",            |post| Box::pin(account::display(post))),
    ("sign_in",            |post| Box::pin(account::sign_in(post))),
    ("sign_out",           |post| Box::pin(account::sign_out(post))),
    ("demo_sign_in",       |post| Box::pin(account::demo_sign_in(post))),
    ("demo_clock",         |post| Box::pin(account::demo_clock(post))),
    ("start",              |post| Box::pin(applying::start(post))),
    ("save",               |post| Box::pin(applying::save(post))),
    ("add_row",            |post| Box::pin(applying::add_row(post))),
    ("remove_row",         |post| Box::pin(applying::remove_row(post))),
    ("restore",            |post| Box::pin(applying::restore(post))),
    ("copy_earlier",       |post| Box::pin(applying::copy_earlier(post))),
    ("copy_answer",        |post| Box::pin(applying::copy_answer(post))),
    ("take_promises",      |post| Box::pin(applying::take_promises(post))),
    ("assign",             |post| Box::pin(applying::assign(post))),
    ("duplicate_row",      |post| Box::pin(applying::duplicate_row(post))),
    ("raise_row",          |post| Box::pin(applying::raise_row(post))),
    ("lower_row",          |post| Box::pin(applying::lower_row(post))),
    ("import_budget",      |post| Box::pin(sheets::import_budget(post))),
    ("import_firms",       |post| Box::pin(sheets::import_firms(post))),
    ("submit",             |post| Box::pin(applying::submit(post))),
    ("attach",             |post| Box::pin(documents::attach(post))),
    ("remove_document",    |post| Box::pin(documents::remove(post))),
    ("consent_sharing",    |post| Box::pin(documents::consent(post))),
    ("restore_document",   |post| Box::pin(documents::restore(post))),
    ("from_cabinet",       |post| Box::pin(documents::from_cabinet(post))),
    ("add_paper",          |post| Box::pin(documents::add_paper(post))),
    ("remove_paper",       |post| Box::pin(documents::remove_paper(post))),
    ("request_submission", |post| Box::pin(proving::request_submission(post))),
    ("recall",             |post| Box::pin(proving::recall(post))),
    ("keep_submission",    |post| Box::pin(proving::keep_submission(post))),
    ("withdraw",           |post| Box::pin(proving::withdraw(post))),
    ("verify",             |post| Box::pin(proving::verify(post))),
    ("verify_file",        |post| Box::pin(proving::verify_file(post))),
    ("confirm",            |post| Box::pin(regional::confirm(post))),
    ("innovation_opinion", |post| Box::pin(regional::innovation_opinion(post))),
    ("pass_unconfirmed",   |post| Box::pin(regional::pass_unconfirmed(post))),
    ("ask_partner",        |post| Box::pin(partnering::ask(post))),
    ("cancel_partner",     |post| Box::pin(partnering::cancel(post))),
    ("step_partner",       |post| Box::pin(partnering::step(post))),
    ("answer_partner",     |post| Box::pin(partnering::answer(post))),
    ("invite",             |post| Box::pin(regional::invite(post))),
    ("regional_opinion",   |post| Box::pin(regional::regional_opinion(post))),
    ("close_session",      |post| Box::pin(regional::close_session(post))),
    ("receive",            |post| Box::pin(screening::receive(post))),
    ("remind",             |post| Box::pin(screening::remind(post))),
    ("find_eligible",      |post| Box::pin(screening::find_eligible(post))),
    ("grant_adjustments",  |post| Box::pin(screening::grant_adjustments(post))),
    ("screen_out",         |post| Box::pin(screening::screen_out(post))),
    ("return",             |post| Box::pin(screening::return_application(post))),
    ("ask_supplement",     |post| Box::pin(supplementing::ask(post))),
    ("answer_supplement",  |post| Box::pin(supplementing::answer(post))),
    ("extend_supplement",  |post| Box::pin(supplementing::extend(post))),
    ("save_sheet",         |post| Box::pin(scoring::save_sheet(post))),
    ("lock_sheet",         |post| Box::pin(scoring::lock_sheet(post))),
    ("save_reviewer",      |post| Box::pin(scoring::save_reviewer(post))),
    ("open_panel",         |post| Box::pin(scoring::open_panel(post))),
    ("close_panel",        |post| Box::pin(scoring::close_panel(post))),
    ("notify_results",     |post| Box::pin(scoring::notify_results(post))),
    ("object",             |post| Box::pin(appealing::object(post))),
    ("dismiss_objection",  |post| Box::pin(appealing::dismiss_objection(post))),
    ("uphold_objection",   |post| Box::pin(appealing::uphold_objection(post))),
    ("deliberate",         |post| Box::pin(deciding::deliberate(post))),
    ("decide_tie",         |post| Box::pin(deciding::decide_tie(post))),
    ("propose",            |post| Box::pin(deciding::propose(post))),
    ("approve",            |post| Box::pin(meetings::approve(post))),
    ("return_proposal",    |post| Box::pin(deciding::return_proposal(post))),
    ("announce",           |post| Box::pin(deciding::announce(post))),
    ("schedule_announcement", |post| Box::pin(meetings::schedule_announcement(post))),
    ("cancel_announcement", |post| Box::pin(meetings::cancel_announcement(post))),
    ("convene",            |post| Box::pin(meetings::convene(post))),
    ("cast_vote",          |post| Box::pin(meetings::cast_vote(post))),
    ("record_ballot",      |post| Box::pin(meetings::record_ballot(post))),
    ("close_meeting",      |post| Box::pin(meetings::close_meeting(post))),
    ("cancel_meeting",     |post| Box::pin(meetings::cancel_meeting(post))),
    ("open_message",       |post| Box::pin(messaging::open_message(post))),
    ("read_message",       |post| Box::pin(messaging::read_message(post))),
    ("read_all",           |post| Box::pin(messaging::read_all(post))),
    ("message_settings",   |post| Box::pin(messaging::message_settings(post))),
    ("resend",             |post| Box::pin(messaging::resend(post))),
    ("create_call",        |post| Box::pin(calls::create(post))),
    ("save_call",          |post| Box::pin(calls::save(post))),
    ("discard_call",       |post| Box::pin(calls::discard(post))),
    ("amend_call",         |post| Box::pin(calls::amend(post))),
    ("publish_call",       |post| Box::pin(calls::publish(post))),
    ("request_extension",  |post| Box::pin(calls::request_extension(post))),
    ("withdraw_extension", |post| Box::pin(calls::withdraw_extension(post))),
    ("confirm_extension",  |post| Box::pin(calls::confirm_extension(post))),
    ("register_org",       |post| Box::pin(orgs::register(post))),
    ("correct_org",        |post| Box::pin(orgs::correct(post))),
    ("confirm_org",        |post| Box::pin(orgs::confirm(post))),
    ("return_org",         |post| Box::pin(orgs::send_back(post))),
    ("claim_complex",      |post| Box::pin(orgs::claim(post))),
    ("confirm_claim",      |post| Box::pin(orgs::confirm_claim(post))),
    ("return_claim",       |post| Box::pin(orgs::return_claim(post))),
    ("invite_member",      |post| Box::pin(orgs::invite(post))),
    ("invite_first",       |post| Box::pin(orgs::invite_first(post))),
    ("revoke_invitation",  |post| Box::pin(orgs::revoke_invitation(post))),
    ("resend_invitation",  |post| Box::pin(orgs::resend_invitation(post))),
    ("accept_invitation",  |post| Box::pin(orgs::accept(post))),
    ("join",               |post| Box::pin(orgs::join(post))),
    ("end_role",           |post| Box::pin(orgs::end_role(post))),
    ("delegate",           |post| Box::pin(orgs::delegate(post))),
    ("end_delegation",     |post| Box::pin(orgs::end_delegation(post))),
    ("hand_over",          |post| Box::pin(orgs::hand_over(post))),
    ("save_scenario",      |post| Box::pin(deciding::save_scenario(post))),
    ("open_names",         |post| Box::pin(scoring::open_names(post))),
    ("recuse",             |post| Box::pin(appealing::recuse(post))),
    ("exclude_reviewer",   |post| Box::pin(appealing::exclude_reviewer(post))),
    ("add_reviewer",       |post| Box::pin(appealing::add_reviewer(post))),
    ("reserve_amount",     |post| Box::pin(appealing::reserve_amount(post))),
    ("add_holiday",        |post| Box::pin(appealing::add_holiday(post))),
    ("waive",              |post| Box::pin(appealing::waive(post))),
    ("propose_promotion",  |post| Box::pin(appealing::propose_promotion(post))),
    ("drop_promotion",     |post| Box::pin(appealing::drop_promotion(post))),
    ("promote",            |post| Box::pin(appealing::promote(post))),
    ("finish_registration", |post| Box::pin(orgs::finish_registration(post))),
    ("resend_registration", |post| Box::pin(account::resend_registration(post))),
    ("ask_reset",          |post| Box::pin(account::ask_reset(post))),
    ("reset_password",     |post| Box::pin(account::reset_password(post))),
    ("change_password",    |post| Box::pin(account::change_password(post))),
];

pub type Run = fn(Post) -> Pin<Box<dyn Future<Output = Result<Done, Error>> + Send>>;

/// What was posted, by whom, and when it arrived.
pub struct Post {
    pub svc: Service,
    person: Option<Actor>,
    pub token: Option<Token>,
    pub display: Display,
    pub received_at: Timestamp,
    /// The page it was posted to.
    pub path: String,
    key: String,
    pub fields: Fields,
}

impl Post {
    /// The signed-in person.
    pub fn actor(&self) -> Result<&Actor, Error> {
        self.person.as_ref().ok_or(HIDDEN)
    }

    /// The thing that the act is about. What is no id names nothing.
    pub fn id<T: FromStr>(&self) -> Result<T, Error> {
        self.key.parse().map_err(|_| HIDDEN)
    }

    /// The thing to begin with; none where something new begins from nothing.
    pub fn source<T: FromStr>(&self) -> Result<Option<T>, Error> {
        if self.key == "new" { Ok(None) } else { self.id().map(Some) }
    }

    /// The key as posted, for acts whose thing has a name of several parts.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The track of a call that the act is about; what may follow tells forms of one page apart.
    pub fn track(&self) -> Result<(CallId, Track), Error> {
        let mut parts = self.key.split('.');
        let (call, track) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        Ok((call.parse().map_err(|_| HIDDEN)?, Track::from_code(track).ok_or(HIDDEN)?))
    }
}

/// How an act ended well.
pub enum Done {
    /// The effect is visible on the same page.
    Here,
    /// The effect is visible there.
    At(String),
    /// It is told there, and nothing is said to be done yet.
    Told(&'static str),
    SignedIn {
        token: String,
        next: String,
    },
    SignedOut,
    Displayed(Display),
    /// Nothing was done yet: the form of `act` shows these fields, to be looked at and sent.
    Typed {
        act: &'static str,
        fields: Vec<(String, String)>,
        why: Why,
    },
}

/// How it did not.
pub enum Error {
    Service(service::Error),
    /// The form cannot have come from our page.
    Malformed,
}

const HIDDEN: Error = Error::Service(service::Error::Denied(Denied::Hidden));

impl From<service::Error> for Error {
    fn from(error: service::Error) -> Self {
        Error::Service(error)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Service(refusal.into())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    act: String,
    key: String,
}

/// Every post to a page.
pub async fn dispatch(
    State(server): State<Server>,
    OriginalUri(uri): OriginalUri,
    Query(Asked { act, key }): Query<Asked>,
    request: Request,
) -> Response {
    let known = ACTS.iter().find(|(name, _)| *name == act).zip(who(Endpoint::Act(&act)));
    let Some(((_, run), who)) = known else { return StatusCode::NOT_FOUND.into_response() };
    let (parts, body) = request.into_parts();
    let fields = match Fields::read(&server.svc, &parts, body).await {
        Ok(fields) => fields,
        Err(status) => return status.into_response(),
    };
    let path = uri.path().to_owned();
    let Some(post) = post(&server, &parts, path.clone(), key.clone(), fields) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let typed = post.fields.shown();
    if who == Who::SignedIn && post.person.is_none() {
        return sign_in_again(&server, &parts, typed).await;
    }
    let person = post.person.as_ref().map(|actor| actor.user);
    let outcome = tokio::spawn(run(post)).await;
    if let Ok(Err(Error::Service(error))) = &outcome {
        remember(&server.svc, person, &act, &key, error).await;
    }
    let refusal = match outcome {
        Ok(Ok(Done::Typed { act, fields, why })) => {
            let typed = Rejected { path, act: act.to_owned(), key, fields, why };
            return refuse(&server, parts, typed).await;
        }
        Ok(Ok(done)) => return answer(&server, &path, &act, done),
        Ok(Err(Error::Service(service::Error::Refused(refusal)))) => refusal,
        Ok(Err(error)) => return status_of(error).into_response(),
        Err(cause) => {
            tracing::error!(%cause, act, "an act panicked");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let rejected = Rejected { path, act, key, fields: typed, why: Why::from(&refusal) };
    refuse(&server, parts, rejected).await
}

/// An attempt that was refused is evidence too. That it cannot be written changes no answer.
async fn remember(svc: &Service, person: Option<UserId>, act: &str, key: &str, error: &service::Error) {
    if let Err(cause) = service::audit::record_refusal(svc, person, act, key.parse().ok(), error).await {
        tracing::error!(%cause, act, "a refused attempt was not recorded");
    }
}

fn post(server: &Server, parts: &Parts, path: String, key: String, fields: Fields) -> Option<Post> {
    let extensions = &parts.extensions;
    Some(Post {
        svc: server.svc.clone(),
        person: extensions.get::<Option<Actor>>().cloned().flatten(),
        token: extensions.get::<Token>().cloned(),
        display: extensions.get::<Frame>()?.display,
        received_at: extensions.get::<ReceivedAt>()?.0,
        path,
        key,
        fields,
    })
}

pub(crate) fn status_of(error: Error) -> StatusCode {
    match error {
        Error::Malformed => StatusCode::BAD_REQUEST,
        Error::Service(service::Error::Denied(Denied::Hidden)) => StatusCode::NOT_FOUND,
        Error::Service(service::Error::Denied(Denied::Forbidden)) => StatusCode::FORBIDDEN,
        Error::Service(service::Error::Refused(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Service(cause) => {
            tracing::error!(%cause, "an act failed");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

fn answer(server: &Server, path: &str, act: &str, done: Done) -> Response {
    match done {
        Done::Here => see_other(path, act, None),
        Done::At(to) => see_other(&to, act, None),
        Done::Told(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Done::Displayed(display) => see_other(path, act, Some(session::display_cookie(&server.public, display))),
        Done::SignedIn { token, next } => see_other(&next, act, Some(session::opening(&server.public, &token))),
        // Answered with the page itself, before it comes here.
        Done::Typed { .. } => see_other(path, act, None),
        Done::SignedOut => {
            let mut response = see_other("/", act, Some(session::ending(&server.public)));
            // What drafts keep on the device belongs to the one who signs out.
            response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"storage\""));
            response
        }
    }
}

/// Goes where the effect is visible, with a word of what was done.
fn see_other(to: &str, act: &str, cookie: Option<HeaderValue>) -> Response {
    let (page, fragment) = to.split_once('#').map_or((to, String::new()), |(page, id)| (page, format!("#{id}")));
    let mark = if page.contains('?') { '&' } else { '?' };
    let location = HeaderValue::from_str(&format!("{page}{mark}done={act}{fragment}"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, location.unwrap_or(HeaderValue::from_static("/")));
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The page again, with what was typed and why not. When the page is gone too, the same on a page of its own.
async fn refuse(server: &Server, parts: Parts, rejected: Rejected) -> Response {
    let status = match &rejected.why {
        Why { book: Some(true), .. } => StatusCode::OK,
        Why { conflict: true, .. } => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let (headers, trace) = failure::facts(&parts);
    let mut frame = parts.extensions.get::<Frame>().cloned().unwrap_or_default();
    frame.rejected = Some(rejected.clone());
    let mut again = Request::new(Body::empty());
    *again.method_mut() = Method::GET;
    *again.uri_mut() = parts.uri;
    *again.headers_mut() = headers.clone();
    again.headers_mut().remove(header::CONTENT_LENGTH);
    again.headers_mut().remove(header::CONTENT_TYPE);
    *again.extensions_mut() = parts.extensions;
    again.extensions_mut().insert(frame);
    let Ok(mut page) = server.pages.clone().oneshot(again).await;
    if page.status() == StatusCode::OK {
        *page.status_mut() = status;
        return page;
    }
    let Rejected { fields, why, .. } = rejected;
    let failure = Failure { status: status.as_u16(), trace, typed: Some((String::new(), fields)), why: Some(why) };
    failure::page(server, &headers, failure).await
}

/// The session ended while something was typed: keep it on the page until they are back.
async fn sign_in_again(server: &Server, parts: &Parts, typed: Vec<(String, String)>) -> Response {
    let (headers, trace) = failure::facts(parts);
    let address = parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let failure =
        Failure { status: StatusCode::UNAUTHORIZED.as_u16(), trace, typed: Some((address, typed)), why: None };
    failure::page(server, &headers, failure).await
}
