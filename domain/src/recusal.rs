//! 회피·제척 once a panel sits: who leaves it and why, who comes instead, whose sheets count.
//!
//! A sheet of somebody who left is kept and counts no more, as if it had never been written. A result that was closed
//! with it is made again, with the one before recorded beside the reason; a notified one is first taken back openly.

use crate::{
    appeal::Renewal,
    calendar::Timestamp,
    ids::UserId,
    rubric::Hundredths,
    workflow::{Application, Rejection},
};
use serde::{Deserialize, Serialize};

/// Longest reason to leave a panel, in characters.
pub const REASON_MAX: u32 = 1_000;

/// Why somebody leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Cause {
    /// 회피: the reviewer says so.
    Recusal,
    /// 제척: the agency found a reason.
    Exclusion,
}

/// Somebody leaves the panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    pub reviewer: UserId,
    pub cause: Cause,
    pub reason: String,
    pub at: Timestamp,
}

/// Who left, with the result that stood until then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    #[serde(flatten)]
    pub leaving: Leaving,
    /// The closed score with their sheet; none while the panel still scored.
    pub score_before: Option<Hundredths>,
}

/// One panel of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    pub round: u16,
    /// Everybody who was ever assigned in this round.
    pub members: Vec<UserId>,
    pub reserves: Vec<UserId>,
    pub left: Vec<Left>,
}

impl Panel {
    pub fn of(round: u16, members: &[UserId], reserves: &[UserId]) -> Panel {
        Panel { round, members: members.to_vec(), reserves: reserves.to_vec(), left: Vec::new() }
    }

    pub fn has_left(&self, reviewer: UserId) -> bool {
        self.left.iter().any(|left| left.leaving.reviewer == reviewer)
    }

    /// Who scores.
    pub fn seated(&self) -> impl Iterator<Item = UserId> {
        self.members.iter().copied().filter(|member| !self.has_left(*member))
    }

    /// The first reserve who is `free` and did not sit here before.
    pub fn next_reserve(&self, free: impl Fn(UserId) -> bool) -> Option<UserId> {
        self.reserves.iter().copied().find(|reserve| !self.members.contains(reserve) && free(*reserve))
    }
}

impl Application {
    /// The panel of the present round.
    pub fn panel(&self) -> Option<&Panel> {
        self.panels.iter().rev().find(|panel| panel.round == self.round)
    }

    /// A sheet of this round and reviewer counts no more.
    pub fn is_void(&self, round: u16, reviewer: UserId) -> bool {
        self.panels.iter().any(|panel| panel.round == round && panel.has_left(reviewer))
    }

    /// Who examines next, once an objection was upheld.
    pub fn renewal(&self) -> Option<Renewal> {
        self.objection.as_ref().filter(|objection| objection.upheld == Some(true))?.renewal
    }

    /// They examined this application on an earlier panel, or left one.
    pub fn has_examined(&self, reviewer: UserId) -> bool {
        self.panels.iter().any(|panel| panel.members.contains(&reviewer))
    }
}

pub(crate) fn panel_is_sound(state: &Application, members: &[UserId]) -> Result<(), Rejection> {
    let again = members.iter().any(|member| state.has_examined(*member));
    if state.renewal() == Some(Renewal::NewPanel) && again { Err(Rejection::PanelNotRenewed) } else { Ok(()) }
}

pub(crate) fn leaving_is_sound(state: &Application, leaving: &Leaving) -> Result<(), Rejection> {
    if leaving.reason.trim().is_empty() {
        return Err(Rejection::ReasonMissing);
    }
    let seated = state.panel().is_some_and(|panel| panel.seated().any(|member| member == leaving.reviewer));
    if seated { Ok(()) } else { Err(Rejection::NotOnPanel) }
}

pub(crate) fn addition_is_sound(state: &Application, reviewer: UserId) -> Result<(), Rejection> {
    let panel = state.panel().ok_or(Rejection::NotOnPanel)?;
    if panel.members.contains(&reviewer) {
        return Err(Rejection::AlreadyOnPanel);
    }
    panel_is_sound(state, &[reviewer])
}

pub(crate) fn leave(panels: &mut [Panel], round: u16, leaving: &Leaving, score_before: Option<Hundredths>) {
    if let Some(panel) = panels.iter_mut().rev().find(|panel| panel.round == round) {
        panel.left.push(Left { leaving: leaving.clone(), score_before });
    }
}

pub(crate) fn add(panels: &mut [Panel], round: u16, reviewer: UserId) {
    if let Some(panel) = panels.iter_mut().rev().find(|panel| panel.round == round) {
        panel.members.push(reviewer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn who(n: u128) -> UserId {
        UserId(Uuid::from_u128(n))
    }

    fn leaving(n: u128) -> Leaving {
        Leaving { reviewer: who(n), cause: Cause::Exclusion, reason: "자문".to_owned(), at: Timestamp::MIN_UTC }
    }

    #[test]
    fn who_left_is_seated_no_more_and_the_first_free_reserve_comes() {
        let mut panels = vec![Panel::of(1, &[who(1), who(2)], &[who(8), who(9)])];
        leave(&mut panels, 1, &leaving(2), Some(Hundredths(7_000)));
        assert_eq!(panels[0].seated().collect::<Vec<_>>(), [who(1)]);
        assert_eq!(panels[0].next_reserve(|_| true), Some(who(8)));
        assert_eq!(panels[0].next_reserve(|r| r != who(8)), Some(who(9)));
        add(&mut panels, 1, who(8));
        assert_eq!(panels[0].next_reserve(|_| true), Some(who(9)));
        assert_eq!(panels[0].seated().collect::<Vec<_>>(), [who(1), who(8)]);
        assert_eq!(panels[0].left[0].score_before, Some(Hundredths(7_000)));
    }
}
