//! 이의신청 and what follows a decision: on which grounds an evaluation is objected to, who examines again, what money
//! is kept meanwhile, and who moves up when somebody gives up.
//!
//! Which grounds there are and whether every upheld objection brings a new panel is configured by the call. That it is
//! objected to once, for a defect of the procedure, and that a challenge brings an entirely new panel is the guideline's
//! (기반조성 평가관리지침 §7②6, §27 \[F:S7\]).

use crate::{
    calendar::{CalendarProblem, Holidays},
    ids::{ApplicationId, FileId},
    money::Won,
    ranking::Outcome,
    workflow::{Application, Award, Objection, Rejection, Stage},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A defect of the procedure that an objection can name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    pub code: String,
    pub name_ko: String,
}

/// What a call says of objections to its evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObjectionRules {
    pub grounds: Vec<Ground>,
    /// Every upheld objection brings a new panel, also without a challenge.
    pub new_panel: bool,
}

impl Default for ObjectionRules {
    fn default() -> Self {
        let ground = |(code, name): (&str, &str)| Ground { code: code.to_owned(), name_ko: name.to_owned() };
        let grounds = [
            ("METHOD", "공고한 방법이나 절차와 다르게 평가했습니다"),
            ("PANEL", "평가위원의 구성이나 이해충돌에 하자가 있습니다"),
            ("HEARING", "발표나 소명의 기회에 하자가 있습니다"),
            ("MATERIAL", "제출한 자료가 빠진 채 평가했습니다"),
            ("CALCULATION", "점수의 집계나 가점·감점의 계산이 잘못되었습니다"),
        ];
        ObjectionRules { grounds: grounds.map(ground).into(), new_panel: false }
    }
}

impl ObjectionRules {
    pub fn ground(&self, code: &str) -> Option<&Ground> {
        self.grounds.iter().find(|ground| ground.code == code)
    }
}

/// What is filed beside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// Codes of the call's grounds.
    pub kinds: Vec<String>,
    /// 기피: whom the applicant does not want to examine again, and why.
    #[serde(default)]
    pub challenge: Option<String>,
    #[serde(default)]
    pub paper: Option<FileId>,
}

/// Who examines again after an objection is upheld.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Renewal {
    /// The same people, on new sheets.
    SamePanel,
    /// Nobody of an earlier panel.
    #[default]
    NewPanel,
}

/// Money of one year that approvals of others cannot take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    pub year: i32,
    pub amount: Won,
}

/// At least one ground, and none that the call does not know.
pub(crate) fn filing_is_sound(filing: &Filing, rules: &ObjectionRules) -> Result<(), Rejection> {
    let known = |code: &String| rules.ground(code).is_some();
    if !filing.kinds.is_empty() && filing.kinds.iter().all(known) { Ok(()) } else { Err(Rejection::GroundMissing) }
}

/// Who examines an upheld objection again: nobody chooses that.
pub fn renewal(objection: Option<&Objection>, rules: &ObjectionRules) -> Renewal {
    let challenged = objection.is_some_and(|objection| objection.filing.challenge.is_some());
    if challenged || rules.new_panel { Renewal::NewPanel } else { Renewal::SamePanel }
}

pub(crate) fn renewal_is_sound(
    decided: Renewal,
    objection: Option<&Objection>,
    rules: &ObjectionRules,
) -> Result<(), Rejection> {
    if decided == renewal(objection, rules) { Ok(()) } else { Err(Rejection::PanelNotRenewed) }
}

/// Its result may still change by an objection: filed and not decided, or upheld and not examined to its end.
pub fn is_pending(state: &Application) -> bool {
    match state.stage {
        Stage::Objected => true,
        Stage::Eligible | Stage::Evaluating | Stage::Evaluated => state.objection.is_some(),
        _ => false,
    }
}

/// Nothing of its track is decided meanwhile (design.md §7): unless its money is kept.
pub fn holds_back_others(state: &Application) -> bool {
    is_pending(state) && state.reserved.is_none()
}

/// What is kept for an application: the whole of its first year.
pub fn to_reserve(state: &Application) -> Option<Reservation> {
    let (year, amount) = state.submission.as_ref()?.national.iter().next()?;
    Some(Reservation { year: *year, amount: *amount })
}

pub(crate) fn reservation_is_sound(state: &Application, year: i32, amount: Won) -> Result<(), Rejection> {
    let open = is_pending(state) && state.reserved.is_none();
    let whole = to_reserve(state) == Some(Reservation { year, amount });
    if open && whole { Ok(()) } else { Err(Rejection::NothingToReserve) }
}

pub(crate) fn promotion_is_sound(state: &Application, award: &Award) -> Result<(), Rejection> {
    if state.promotion.is_some() {
        Err(Rejection::PromotionProposed)
    } else if award.outcome != Outcome::Selected {
        Err(Rejection::AwardEmpty)
    } else {
        Ok(())
    }
}

/// One of the reserve list: its rank and what its first year asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InReserve {
    pub id: ApplicationId,
    pub rank: u32,
    pub asked: Won,
}

/// Who moves up: the first of the reserve list, by rank, whose first year fits into what remains.
pub fn next_in_line(reserve: &[InReserve], remaining: Won) -> Option<ApplicationId> {
    let fits = reserve.iter().filter(|candidate| candidate.asked <= remaining);
    fits.min_by_key(|candidate| (candidate.rank, candidate.id)).map(|candidate| candidate.id)
}

/// The later last day of a window whose last day became a day off; none when it stays. A window never ends earlier.
/// Error: the calendar does not reach so far.
pub fn lengthened(until: NaiveDate, holidays: &Holidays) -> Result<Option<NaiveDate>, CalendarProblem> {
    let moved = holidays.working_day_from(until)?;
    Ok((moved > until).then_some(moved))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::period_end;
    use chrono::{Datelike, Days};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar(more: &[NaiveDate]) -> Holidays {
        let known = Holidays::embedded();
        Holidays::new(known.dates.into_iter().chain(more.iter().copied()))
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0..600u64).prop_map(|n| day("2026-01-05") + Days::new(n))
    }

    proptest! {
        #[test]
        fn a_holiday_announced_later_never_ends_a_window_earlier(
            notice in any_day(),
            days in 1..40u16,
            announced in proptest::collection::vec(any_day(), 0..12),
        ) {
            let before = period_end(notice, days, &calendar(&[])).unwrap();
            let after = calendar(&announced);
            let moved = lengthened(before, &after).unwrap();
            prop_assert!(moved.is_none_or(|moved| moved > before));
            // The same as if the holidays had been known from the beginning.
            prop_assert_eq!(moved.unwrap_or(before), period_end(notice, days, &after).unwrap());
            prop_assert!(after.is_working_day(moved.unwrap_or(before)).unwrap());
        }

        #[test]
        fn whoever_moves_up_fits_and_nobody_before_them_does(
            asked in proptest::collection::vec(1..1_000i64, 0..9),
            remaining in 0..1_000i64,
        ) {
            let reserve: Vec<InReserve> = (1u32..)
                .zip(&asked)
                .map(|(rank, won)| InReserve {
                    id: ApplicationId(Uuid::from_u128(u128::from(1_000 - rank))),
                    rank,
                    asked: Won(*won),
                })
                .collect();
            let first = reserve.iter().find(|r| r.asked.0 <= remaining).map(|r| r.id);
            prop_assert_eq!(next_in_line(&reserve, Won(remaining)), first);
        }
    }

    #[test]
    fn a_window_beyond_the_loaded_calendar_is_an_error() {
        let beyond = day("2028-01-03");
        assert_eq!(lengthened(beyond, &calendar(&[])), Err(CalendarProblem::BeyondLoadedCalendar { date: beyond }));
        assert_eq!(calendar(&[]).loaded_through.year(), 2027);
    }

    #[test]
    fn a_challenge_or_the_call_brings_a_new_panel() {
        let objection = |challenge: Option<&str>| Objection {
            grounds: String::new(),
            filing: Filing { challenge: challenge.map(str::to_owned), ..Filing::default() },
            filed_at: crate::calendar::Timestamp::MIN_UTC,
            upheld: None,
            decision: None,
            renewal: None,
        };
        let (lenient, strict) =
            (ObjectionRules::default(), ObjectionRules { new_panel: true, ..ObjectionRules::default() });
        for (challenge, rules, expected) in [
            (None, &lenient, Renewal::SamePanel),
            (Some("위원 1"), &lenient, Renewal::NewPanel),
            (None, &strict, Renewal::NewPanel),
        ] {
            assert_eq!(renewal(Some(&objection(challenge)), rules), expected, "{challenge:?}");
        }
    }

    #[test]
    fn an_objection_names_grounds_that_the_call_knows() {
        let rules = ObjectionRules::default();
        let filed = |kinds: &[&str]| {
            let kinds = kinds.iter().map(|k| (*k).to_owned()).collect();
            filing_is_sound(&Filing { kinds, ..Filing::default() }, &rules)
        };
        assert_eq!(filed(&["METHOD", "PANEL"]), Ok(()));
        assert_eq!(filed(&[]), Err(Rejection::GroundMissing));
        assert_eq!(filed(&["METHOD", "UNFAIR"]), Err(Rejection::GroundMissing));
    }
}
