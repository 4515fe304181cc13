//! 심의: a committee of one of three kinds decides, in a meeting or in writing, item by item.
//!
//! What a committee must be, when it must be told, who is excluded from which item, how votes are counted and when a
//! vote may be closed: all as functions of what is passed in. The state of a meeting is the fold of its
//! [`Happening`]s. Who sees which vote is decided in ADR 23.

use crate::{
    calendar::{Timestamp, in_time, kst_date},
    call::Track,
    conflict::Conflict,
    form::length,
    ids::{ApplicationId, CallId, MeetingId, OrgId, UserId},
};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest name, opinion and summary in characters; most members of any committee.
pub const NAME_MAX: u32 = 100;
pub const OPINION_MAX: u32 = 1_000;
pub const SUMMARY_MAX: u32 = 5_000;
pub const MEMBERS_MAX: usize = 30;

/// The three kinds, each with its own rules of composition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// 보조사업자선정위원회 (국고보조금 관리지침 §11 \[F:S6\]): before the decision of a subsidy call.
    Selection,
    /// 뿌리산업발전위원회 (Act §7, Decree §7–9 \[F:S2,S3\]).
    Development,
    /// 광역 운영위원회: the province's own; no rule of the state says who sits in it.
    Steering,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Selection, Kind::Development, Kind::Steering];

    /// The code in addresses, forms and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Selection => "SELECTION",
            Kind::Development => "DEVELOPMENT",
            Kind::Steering => "STEERING",
        }
    }

    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Fewest and most members, chair included.
    pub const fn size(self) -> (usize, usize) {
        match self {
            Kind::Selection => (5, 15),
            Kind::Development => (1, 30),
            Kind::Steering => (1, MEMBERS_MAX),
        }
    }

    /// Fewest private experts.
    pub const fn private(self) -> usize {
        match self {
            Kind::Selection => 2,
            Kind::Development | Kind::Steering => 0,
        }
    }

    /// Days between the notice and the meeting.
    pub const fn notice_days(self) -> u16 {
        match self {
            Kind::Development => 7,
            Kind::Selection | Kind::Steering => 0,
        }
    }
}

/// 회의 or 서면심의.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mode {
    Assembled,
    Written,
}

impl Mode {
    pub const ALL: [Mode; 2] = [Mode::Assembled, Mode::Written];

    pub const fn code(self) -> &'static str {
        match self {
            Mode::Assembled => "ASSEMBLED",
            Mode::Written => "WRITTEN",
        }
    }

    pub fn from_code(code: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Choice {
    /// 찬성
    Yes,
    /// 반대
    No,
    /// 보류
    Abstain,
}

impl Choice {
    pub const ALL: [Choice; 3] = [Choice::Yes, Choice::No, Choice::Abstain];

    pub const fn code(self) -> &'static str {
        match self {
            Choice::Yes => "YES",
            Choice::No => "NO",
            Choice::Abstain => "ABSTAIN",
        }
    }

    pub fn from_code(code: &str) -> Option<Choice> {
        Choice::ALL.into_iter().find(|choice| choice.code() == code)
    }
}

/// One member. Who has an account votes in the portal; for others the secretary records the signed paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub name: String,
    pub affiliation: String,
    /// 민간위원.
    pub private: bool,
    pub account: Option<UserId>,
}

/// One item of the agenda: one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub application: ApplicationId,
    pub application_no: String,
    /// The complex, and who applies.
    pub title: String,
    /// 제척: places of members, counted from 0, with why.
    pub excluded: BTreeMap<usize, Vec<Conflict>>,
}

/// How a vote came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Way {
    Portal,
    /// A signed paper, by its number, recorded by the secretary.
    Paper {
        document_no: String,
        recorded_by: UserId,
    },
}

/// A member's vote on one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    pub item: usize,
    pub choice: Choice,
    pub opinion: String,
}

/// A member's votes as they stand: a later ballot takes the place of the earlier one until the vote is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    pub member: usize,
    pub votes: Vec<Vote>,
    pub way: Way,
    pub at: Timestamp,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Resolution {
    /// 가결
    Carried,
    /// 부결; a tie too.
    Rejected,
}

/// The votes on one item, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Members who are not excluded: the denominator of the quorum.
    pub entitled: u32,
    pub yes: u32,
    pub no: u32,
    pub abstain: u32,
}

impl Tally {
    /// Who took part: the denominator of the majority. Who abstains took part.
    pub fn present(&self) -> u32 {
        self.yes.saturating_add(self.no).saturating_add(self.abstain)
    }

    /// How many must take part: more than half of those entitled (Decree §8 \[F:S3\]).
    pub fn quorum(&self) -> u32 {
        self.entitled / 2 + 1
    }

    /// More than half of those who took part said yes; none without the quorum. A tie is no majority.
    pub fn resolution(&self) -> Option<Resolution> {
        if self.entitled == 0 || self.present() < self.quorum() {
            return None;
        }
        let carried = u64::from(self.yes) * 2 > u64::from(self.present());
        Some(if carried { Resolution::Carried } else { Resolution::Rejected })
    }
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum End {
    /// The count of every item in the order of the agenda.
    Closed {
        at: Timestamp,
        by: UserId,
        tallies: Vec<Tally>,
        note: String,
    },
    Cancelled {
        at: Timestamp,
        by: UserId,
        reason: String,
    },
}

/// A meeting, or a deliberation in writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub id: MeetingId,
    pub call: CallId,
    pub track: Track,
    pub kind: Kind,
    pub mode: Mode,
    pub convened_by: UserId,
    /// The organisation that runs it: ministry, or province.
    pub org: OrgId,
    pub convened_at: Timestamp,
    /// A meeting begins then; a written vote ends then.
    pub at: Timestamp,
    pub place: String,
    /// Why the notice is shorter than the kind demands.
    pub urgent_reason: String,
    /// What the members are to know of the agenda.
    pub summary: String,
    pub members: Vec<Member>,
    pub items: Vec<Item>,
    pub ballots: BTreeMap<usize, Ballot>,
    pub end: Option<End>,
}

/// What happened in a meeting; never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Happening {
    Convened { meeting: Box<Meeting> },
    Voted { ballot: Ballot },
    Ended { end: End },
}

/// Why something about a meeting is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MeetingProblem {
    Size {
        members: u32,
        least: u32,
        most: u32,
    },
    TooFewPrivate {
        private: u32,
        least: u32,
    },
    /// Without those excluded too few are left for this item.
    TooFewForItem {
        application_no: String,
        members: u32,
        least: u32,
    },
    TooFewPrivateForItem {
        application_no: String,
        private: u32,
        least: u32,
    },
    MemberUnnamed {
        row: u32,
    },
    /// No account has this address.
    UnknownAccount {
        row: u32,
    },
    /// The same account twice.
    MemberTwice {
        row: u32,
    },
    AgendaEmpty,
    /// The notice would be too short, and no reason is given.
    ShortNotice {
        from: NaiveDate,
    },
    InThePast,
    /// The meeting has not begun yet.
    NotBegun {
        at: Timestamp,
    },
    /// The written vote is over.
    Over {
        at: Timestamp,
    },
    /// It was closed or cancelled.
    Ended,
    /// Before the last instant only when everybody entitled has voted.
    TooEarly {
        until: Timestamp,
        missing: u32,
    },
    NoQuorum {
        application_no: String,
        present: u32,
        quorum: u32,
    },
    /// Excluded from this item.
    Excluded {
        application_no: String,
    },
    /// Every item that the member is entitled to needs a vote.
    VoteMissing {
        item: u32,
    },
    /// A no needs its reason.
    OpinionMissing {
        item: u32,
    },
    OpinionTooLong {
        item: u32,
        max: u32,
    },
    /// Who has an account votes there.
    VotesInPortal {
        name: String,
    },
    /// No selection committee has carried it.
    NotDeliberated {
        application_no: String,
    },
    /// It stands on the agenda of another meeting.
    OnAnotherAgenda {
        application_no: String,
    },
}

impl MeetingProblem {
    /// The state moved on, or its time has not come: HTTP 409; else 422.
    pub fn is_conflict(&self) -> bool {
        matches!(
            self,
            MeetingProblem::NotBegun { .. }
                | MeetingProblem::Over { .. }
                | MeetingProblem::Ended
                | MeetingProblem::TooEarly { .. }
                | MeetingProblem::NoQuorum { .. }
                | MeetingProblem::NotDeliberated { .. }
                | MeetingProblem::OnAnotherAgenda { .. }
        )
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Everything that speaks against convening `meeting` at `now`: composition as a whole and for each item without its
/// excluded members, notice and agenda.
pub fn check(meeting: &Meeting, now: Timestamp) -> Vec<MeetingProblem> {
    let mut problems = Vec::new();
    let (least, most) = meeting.kind.size();
    let members = &meeting.members;
    if !(least..=most).contains(&members.len()) {
        let (members, least, most) = (count(members.len()), count(least), count(most));
        problems.push(MeetingProblem::Size { members, least, most });
    }
    let least_private = meeting.kind.private();
    let private = members.iter().filter(|m| m.private).count();
    if private < least_private {
        problems.push(MeetingProblem::TooFewPrivate { private: count(private), least: count(least_private) });
    }
    let mut accounts = BTreeSet::new();
    for (row, member) in (0u32..).zip(members) {
        let fits = |text: &str| !text.trim().is_empty() && length(text) <= NAME_MAX as usize;
        if !fits(&member.name) || !fits(&member.affiliation) {
            problems.push(MeetingProblem::MemberUnnamed { row });
        }
        if member.account.is_some_and(|account| !accounts.insert(account)) {
            problems.push(MeetingProblem::MemberTwice { row });
        }
    }
    if meeting.items.is_empty() {
        problems.push(MeetingProblem::AgendaEmpty);
    }
    // What is wrong with the whole committee is not said again of each item.
    if problems.is_empty() {
        problems.extend(meeting.items.iter().flat_map(|item| check_item(meeting, item)));
    }
    let day = kst_date(meeting.at);
    let from = kst_date(now).checked_add_days(Days::new(meeting.kind.notice_days().into())).unwrap_or(NaiveDate::MAX);
    if meeting.at <= now {
        problems.push(MeetingProblem::InThePast);
    } else if day < from && meeting.urgent_reason.trim().is_empty() {
        problems.push(MeetingProblem::ShortNotice { from });
    }
    problems
}

fn check_item(meeting: &Meeting, item: &Item) -> Vec<MeetingProblem> {
    let entitled: Vec<&Member> =
        meeting.members.iter().enumerate().filter(|(n, _)| !item.excluded.contains_key(n)).map(|(_, m)| m).collect();
    let private = entitled.iter().filter(|m| m.private).count();
    let (least, _) = meeting.kind.size();
    let application_no = item.application_no.clone();
    let mut problems = Vec::new();
    if entitled.len() < least {
        let (members, least) = (count(entitled.len()), count(least));
        problems.push(MeetingProblem::TooFewForItem { application_no: application_no.clone(), members, least });
    }
    if private < meeting.kind.private() {
        let (private, least) = (count(private), count(meeting.kind.private()));
        problems.push(MeetingProblem::TooFewPrivateForItem { application_no, private, least });
    }
    problems
}

/// A vote on one item as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct VoteForm {
    /// `YES`, `NO` or `ABSTAIN`.
    pub choice: String,
    pub opinion: String,
}

impl Meeting {
    /// The member behind an account.
    pub fn member_of(&self, account: UserId) -> Option<usize> {
        self.members.iter().position(|m| m.account == Some(account))
    }

    /// The items on which a member votes.
    pub fn entitled_items(&self, member: usize) -> impl Iterator<Item = (usize, &Item)> {
        self.items.iter().enumerate().filter(move |(_, item)| !item.excluded.contains_key(&member))
    }

    /// Reads a member's votes: one on every item that they are entitled to. Errors: everything that is wrong with them.
    pub fn read_votes(
        &self,
        member: usize,
        typed: &BTreeMap<usize, VoteForm>,
        now: Timestamp,
    ) -> Result<Vec<Vote>, Vec<MeetingProblem>> {
        self.is_voting(now).map_err(|problem| vec![problem])?;
        let of_excluded = self.items.iter().enumerate().find(|(n, item)| {
            item.excluded.contains_key(&member) && typed.get(n).is_some_and(|form| !form.choice.is_empty())
        });
        if let Some((_, item)) = of_excluded {
            return Err(vec![MeetingProblem::Excluded { application_no: item.application_no.clone() }]);
        }
        let (mut votes, mut problems) = (Vec::new(), Vec::new());
        for (n, _) in self.entitled_items(member) {
            let (form, item) = (typed.get(&n).cloned().unwrap_or_default(), count(n));
            let opinion = form.opinion.trim().to_owned();
            let Some(choice) = Choice::from_code(&form.choice) else {
                problems.push(MeetingProblem::VoteMissing { item });
                continue;
            };
            if choice == Choice::No && opinion.is_empty() {
                problems.push(MeetingProblem::OpinionMissing { item });
            } else if length(&opinion) > OPINION_MAX as usize {
                problems.push(MeetingProblem::OpinionTooLong { item, max: OPINION_MAX });
            }
            votes.push(Vote { item: n, choice, opinion });
        }
        if problems.is_empty() { Ok(votes) } else { Err(problems) }
    }

    /// Are votes taken now? At a meeting from its beginning, in writing until the last instant.
    pub fn is_voting(&self, now: Timestamp) -> Result<(), MeetingProblem> {
        match (self.end.is_some(), self.mode) {
            (true, _) => Err(MeetingProblem::Ended),
            (_, Mode::Assembled) if now < self.at => Err(MeetingProblem::NotBegun { at: self.at }),
            (_, Mode::Written) if !in_time(now, self.at) => Err(MeetingProblem::Over { at: self.at }),
            _ => Ok(()),
        }
    }

    /// The votes on an item so far. Votes of excluded members never count.
    pub fn tally(&self, item: usize) -> Tally {
        let excluded = |member: &usize| self.items.get(item).is_none_or(|i| i.excluded.contains_key(member));
        let entitled = (0..self.members.len()).filter(|member| !excluded(member)).count();
        let mut tally = Tally { entitled: count(entitled), ..Tally::default() };
        let ballots = self.ballots.iter().filter(|(member, _)| !excluded(member));
        for vote in ballots.flat_map(|(_, ballot)| &ballot.votes).filter(|vote| vote.item == item) {
            match vote.choice {
                Choice::Yes => tally.yes += 1,
                Choice::No => tally.no += 1,
                Choice::Abstain => tally.abstain += 1,
            }
        }
        tally
    }

    /// Members who are entitled to vote on something and have not voted.
    pub fn missing(&self) -> usize {
        let waits = |n: &usize| !self.ballots.contains_key(n) && self.entitled_items(*n).next().is_some();
        (0..self.members.len()).filter(waits).count()
    }

    /// The counts with which it may be closed now: a written vote before its last instant only when nobody is missing,
    /// and never without the quorum of every item.
    pub fn close(&self, now: Timestamp) -> Result<Vec<Tally>, MeetingProblem> {
        match self.mode {
            _ if self.end.is_some() => return Err(MeetingProblem::Ended),
            Mode::Assembled if now < self.at => return Err(MeetingProblem::NotBegun { at: self.at }),
            Mode::Written if self.missing() > 0 && in_time(now, self.at) => {
                return Err(MeetingProblem::TooEarly { until: self.at, missing: count(self.missing()) });
            }
            _ => {}
        }
        let tallies: Vec<Tally> = (0..self.items.len()).map(|item| self.tally(item)).collect();
        let short = self.items.iter().zip(&tallies).find(|(_, tally)| tally.resolution().is_none());
        match short {
            Some((item, tally)) => Err(MeetingProblem::NoQuorum {
                application_no: item.application_no.clone(),
                present: tally.present(),
                quorum: tally.quorum(),
            }),
            None => Ok(tallies),
        }
    }

    /// The items with what became of them; nothing before it is closed.
    pub fn resolved(&self) -> impl Iterator<Item = (&Item, Tally, Resolution)> {
        let tallies = match &self.end {
            Some(End::Closed { tallies, .. }) => tallies.as_slice(),
            _ => &[],
        };
        self.items.iter().zip(tallies).filter_map(|(item, tally)| Some((item, *tally, tally.resolution()?)))
    }

    /// The meeting after `happening`. Total: replaying what is stored always gives a state.
    pub fn apply(state: Option<Meeting>, happening: &Happening) -> Option<Meeting> {
        match happening {
            Happening::Convened { meeting } => Some((**meeting).clone()),
            Happening::Voted { ballot } => state.map(|mut meeting| {
                meeting.ballots.insert(ballot.member, ballot.clone());
                meeting
            }),
            Happening::Ended { end } => state.map(|meeting| Meeting { end: Some(end.clone()), ..meeting }),
        }
    }
}
