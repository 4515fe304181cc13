//! What stands before every request, one question each. The order is in [`crate::router`].

mod edge;
mod guard;
mod identity;
mod pace;

pub use edge::{catch_panics, harden, is_page, receive, trace};
pub use guard::{MIB, allow_methods, limit, refuse_foreign_posts};
pub use identity::{identify, provide_request, require_sign_in};
pub use pace::{Pace, pace};
