//! WHO MAY ASK AT ALL: one row per endpoint. What a person may do with a thing, `domain::policy` says.
//!
//! The server does not start, and a test fails, while an endpoint has no row here.

use crate::acts::ACTS;
use Endpoint::{Act, Function, Page, Route};
use Who::{Anyone, SignedIn};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Anyone,
    SignedIn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint<'a> {
    /// A page that people read; posts to it are acts.
    Page(&'a str),
    /// A server function.
    Function(&'a str),
    /// What is neither.
    Route(&'a str),
    /// What a post to a page does.
    Act(&'a str),
}

#[rustfmt::skip]
pub const ACCESS: &[(Endpoint, Who)] = &[
    (Page("/"),                          Anyone),
    (Page("/calls/manage"),              SignedIn),
    (Page("/calls/{id}"),                Anyone),
    (Page("/calls/{id}/edit/{part}"),    SignedIn),
    (Page("/calls/{id}/publish"),        SignedIn),
    (Page("/calls/{id}/preview"),        SignedIn),
    (Page("/calls/{id}/trail"),          SignedIn),
    (Page("/calls/{id}/results"),        Anyone),
    (Page("/verify"),                    Anyone),
    (Page("/verify/{code}"),             Anyone),
    (Page("/sign-in"),                   Anyone),
    (Page("/demo"),                      Anyone),
    (Page("/sign-up"),                   Anyone),
    (Page("/invitations/{token}"),       Anyone),
    (Page("/org"),                       SignedIn),
    (Page("/org/{id}"),                  SignedIn),
    (Page("/organisations"),             SignedIn),
    (Page("/work"),                      SignedIn),
    (Page("/applications/{id}"),         SignedIn),
    (Page("/applications/{id}/edit/{section}"), SignedIn),
    (Page("/applications/{id}/history"), SignedIn),
    (Page("/applications/{id}/edit/documents"), SignedIn),
    (Page("/cabinet"),                   SignedIn),
    (Page("/applications/{id}/check"),   SignedIn),
    (Page("/applications/{id}/receipt"), SignedIn),
    (Page("/applications/{id}/preview"),  SignedIn),
    (Page("/applications/{id}/proposal"), SignedIn),
    (Page("/messages"),                  SignedIn),
    (Page("/deliveries"),                SignedIn),
    (Page("/deliveries/templates"),      SignedIn),
    (Page("/sessions/{id}"),             SignedIn),
    (Page("/review/{id}"),               SignedIn),
    (Page("/review/{id}/regional"),      SignedIn),
    (Page("/panels/{call}/{track}"),     SignedIn),
    (Page("/reviewers"),                 SignedIn),
    (Page("/reviewers/{id}"),            SignedIn),
    (Page("/results/{id}"),              SignedIn),
    (Page("/selection/{call}/{track}"),  SignedIn),

    (Function("/api/home"),              Anyone),
    (Function("/api/call"),              Anyone),
    (Function("/api/demo"),              Anyone),
    (Function("/api/verify"),            Anyone),
    (Function("/api/sign_up"),           Anyone),
    (Function("/api/invitation"),        Anyone),
    (Function("/api/org"),               SignedIn),
    (Function("/api/organisations"),     SignedIn),
    (Function("/api/work"),              SignedIn),
    (Function("/api/application"),       SignedIn),
    (Function("/api/draft"),             SignedIn),
    (Function("/api/history"),           SignedIn),
    (Function("/api/documents"),         SignedIn),
    (Function("/api/cabinet"),           SignedIn),
    (Function("/api/preview"),           SignedIn),
    (Function("/api/proposal"),          SignedIn),
    (Function("/api/messages"),          SignedIn),
    (Function("/api/deliveries"),        SignedIn),
    (Function("/api/templates"),         SignedIn),
    (Function("/api/session"),           SignedIn),
    (Function("/api/sheet"),             SignedIn),
    (Function("/api/panel"),             SignedIn),
    (Function("/api/pool"),              SignedIn),
    (Function("/api/reviewer"),          SignedIn),
    (Function("/api/derivation"),        SignedIn),
    (Function("/api/selection"),         SignedIn),
    (Function("/api/calls"),             SignedIn),
    (Function("/api/call_draft"),        SignedIn),
    (Function("/api/call_preview"),      SignedIn),
    (Function("/api/call_trail"),        SignedIn),

    (Route("/health"),                   Anyone),
    (Route("/files/{id}"),               SignedIn),
    (Route("/applications/{id}/autosave"), SignedIn),
    (Route("/selection/{call}/{track}/award.json"), SignedIn),
    (Route("/uploads"),                  SignedIn),
    (Route("/uploads/{id}"),             SignedIn),
    (Route("/uploads/{id}/finish"),      SignedIn),
    (Route("/uploads/{id}/cancel"),      SignedIn),
    (Route("/submissions/{id}/receipt.pdf"), SignedIn),
    (Route("/submissions/{id}/snapshot.json"), SignedIn),

    (Act("display"),                     Anyone),
    (Act("sign_in"),                     Anyone),
    (Act("sign_out"),                    Anyone),
    (Act("demo_sign_in"),                Anyone),
    (Act("demo_clock"),                  Anyone),
    (Act("start"),                       SignedIn),
    (Act("save"),                        SignedIn),
    (Act("add_row"),                     SignedIn),
    (Act("remove_row"),                  SignedIn),
    (Act("restore"),                     SignedIn),
    (Act("copy_earlier"),                SignedIn),
    (Act("assign"),                      SignedIn),
    (Act("duplicate_row"),               SignedIn),
    (Act("raise_row"),                   SignedIn),
    (Act("lower_row"),                   SignedIn),
    (Act("submit"),                      SignedIn),
    (Act("attach"),                      SignedIn),
    (Act("remove_document"),             SignedIn),
    (Act("consent_sharing"),             SignedIn),
    (Act("restore_document"),            SignedIn),
    (Act("from_cabinet"),                SignedIn),
    (Act("add_paper"),                   SignedIn),
    (Act("remove_paper"),                SignedIn),
    (Act("request_submission"),          SignedIn),
    (Act("recall"),                      SignedIn),
    (Act("keep_submission"),             SignedIn),
    (Act("withdraw"),                    SignedIn),
    (Act("verify"),                      Anyone),
    (Act("verify_file"),                 Anyone),
    (Act("confirm"),                     SignedIn),
    (Act("innovation_opinion"),          SignedIn),
    (Act("pass_unconfirmed"),            SignedIn),
    (Act("invite"),                      SignedIn),
    (Act("regional_opinion"),            SignedIn),
    (Act("close_session"),               SignedIn),
    (Act("receive"),                     SignedIn),
    (Act("find_eligible"),               SignedIn),
    (Act("grant_adjustments"),           SignedIn),
    (Act("screen_out"),                  SignedIn),
    (Act("return"),                      SignedIn),
    (Act("save_sheet"),                  SignedIn),
    (Act("lock_sheet"),                  SignedIn),
    (Act("save_reviewer"),               SignedIn),
    (Act("open_panel"),                  SignedIn),
    (Act("close_panel"),                 SignedIn),
    (Act("notify_results"),              SignedIn),
    (Act("object"),                      SignedIn),
    (Act("dismiss_objection"),           SignedIn),
    (Act("uphold_objection"),            SignedIn),
    (Act("deliberate"),                  SignedIn),
    (Act("decide_tie"),                  SignedIn),
    (Act("propose"),                     SignedIn),
    (Act("approve"),                     SignedIn),
    (Act("return_proposal"),             SignedIn),
    (Act("announce"),                    SignedIn),
    (Act("open_message"),                SignedIn),
    (Act("read_message"),                SignedIn),
    (Act("read_all"),                    SignedIn),
    (Act("message_settings"),            SignedIn),
    (Act("resend"),                      SignedIn),
    (Act("create_call"),                 SignedIn),
    (Act("save_call"),                   SignedIn),
    (Act("discard_call"),                SignedIn),
    (Act("amend_call"),                  SignedIn),
    (Act("publish_call"),                SignedIn),
    (Act("request_extension"),           SignedIn),
    (Act("withdraw_extension"),          SignedIn),
    (Act("confirm_extension"),           SignedIn),
    (Act("register_org"),                Anyone),
    (Act("correct_org"),                 SignedIn),
    (Act("confirm_org"),                 SignedIn),
    (Act("return_org"),                  SignedIn),
    (Act("claim_complex"),               SignedIn),
    (Act("confirm_claim"),               SignedIn),
    (Act("return_claim"),                SignedIn),
    (Act("invite_member"),               SignedIn),
    (Act("invite_first"),                SignedIn),
    (Act("revoke_invitation"),           SignedIn),
    (Act("resend_invitation"),           SignedIn),
    (Act("accept_invitation"),           SignedIn),
    (Act("join"),                        Anyone),
    (Act("end_role"),                    SignedIn),
    (Act("delegate"),                    SignedIn),
    (Act("end_delegation"),              SignedIn),
    (Act("hand_over"),                   SignedIn),
];

/// Who may ask for it; without a row nobody may.
pub fn who(endpoint: Endpoint) -> Option<Who> {
    ACCESS.iter().find(|(known, _)| *known == endpoint).map(|(_, who)| *who)
}

/// Endpoints without a row, and rows without an endpoint. `pages` are the app's routes.
pub fn mismatches<'a>(pages: impl Iterator<Item = &'a str>) -> Vec<String> {
    let functions = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| Function(path));
    let routes = crate::router::ROUTES.iter().map(|path| Route(path));
    let acts = ACTS.iter().map(|(name, _)| Act(name));
    let endpoints: Vec<Endpoint> = pages.map(Page).chain(functions).chain(routes).chain(acts).collect();
    let unlisted =
        endpoints.iter().filter(|e| who(**e).is_none()).map(|e| format!("{e:?} has no row in the access table"));
    let stale = ACCESS.iter().filter(|(row, _)| !endpoints.contains(row));
    unlisted.chain(stale.map(|(row, _)| format!("the access table's row {row:?} is no endpoint"))).collect()
}
