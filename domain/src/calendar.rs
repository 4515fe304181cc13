//! Days and deadlines as Korean law counts them.
//!
//! Instants are UTC; every decision about a day is taken in KST (UTC+9, no summer time). Nothing
//! here asks what time it is: the time is always an argument.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// An instant in UTC.
pub type Timestamp = DateTime<Utc>;

/// Why a day cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CalendarProblem {
    /// The holidays of this date's year are not loaded: an error, not a guess.
    #[error("the holiday calendar does not cover {date}")]
    BeyondLoadedCalendar {
        /// The first date that was asked for and is not covered.
        date: NaiveDate,
    },
}

/// The public holidays (공휴일, 대체공휴일, 근로자의 날) of the loaded years, and how far they reach.
///
/// An editable table: 임시공휴일 are announced late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holidays {
    /// The holidays; Saturdays and Sundays need no entry.
    pub dates: BTreeSet<NaiveDate>,
    /// 1 January of the first year present.
    pub loaded_from: NaiveDate,
    /// 31 December of the last year present.
    pub loaded_through: NaiveDate,
}

impl Holidays {
    /// A calendar of the years that occur in `dates`; without dates it covers no day at all.
    pub fn new(dates: impl IntoIterator<Item = NaiveDate>) -> Holidays {
        let dates: BTreeSet<NaiveDate> = dates.into_iter().collect();
        let new_year = |d: &NaiveDate| NaiveDate::from_ymd_opt(d.year(), 1, 1);
        let year_end = |d: &NaiveDate| NaiveDate::from_ymd_opt(d.year(), 12, 31);
        Holidays {
            loaded_from: dates.first().and_then(new_year).unwrap_or(NaiveDate::MAX),
            loaded_through: dates.last().and_then(year_end).unwrap_or(NaiveDate::MIN),
            dates,
        }
    }

    /// The calendar compiled in (2026 and 2027).
    pub fn embedded() -> Holidays {
        let lines = include_str!("../data/holidays.csv").lines();
        Holidays::new(lines.filter_map(|line| line.trim().parse().ok()))
    }

    /// Whether offices work on this day: neither Saturday, Sunday nor a holiday.
    /// Error: the day lies outside the loaded years.
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, CalendarProblem> {
        if date < self.loaded_from || self.loaded_through < date {
            return Err(CalendarProblem::BeyondLoadedCalendar { date });
        }
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        Ok(!weekend && !self.dates.contains(&date))
    }

    /// This day, or the next working day when it is none.
    /// Error: the search leaves the loaded years.
    pub fn working_day_from(&self, date: NaiveDate) -> Result<NaiveDate, CalendarProblem> {
        let mut day = date;
        while !self.is_working_day(day)? {
            day = day.succ_opt().ok_or(CalendarProblem::BeyondLoadedCalendar { date })?;
        }
        Ok(day)
    }

    /// `days` working days back from `date`: one day before a Monday is the Friday before it, and none before a
    /// Sunday is that Friday too. Error: the search leaves the loaded years.
    pub fn working_days_before(&self, date: NaiveDate, days: u16) -> Result<NaiveDate, CalendarProblem> {
        let mut day = date;
        for _ in 0..days {
            day = self.working_day_until(day.pred_opt().ok_or(CalendarProblem::BeyondLoadedCalendar { date })?)?;
        }
        self.working_day_until(day)
    }

    /// This day, or the last working day before it when it is none.
    fn working_day_until(&self, date: NaiveDate) -> Result<NaiveDate, CalendarProblem> {
        let mut day = date;
        while !self.is_working_day(day)? {
            day = day.pred_opt().ok_or(CalendarProblem::BeyondLoadedCalendar { date })?;
        }
        Ok(day)
    }

    /// The day `days` calendar days after `date`, moved on to a working day.
    /// Error: the result lies outside the loaded years.
    pub fn add_calendar_days_to_working_day(&self, date: NaiveDate, days: u16) -> Result<NaiveDate, CalendarProblem> {
        let last =
            date.checked_add_days(Days::new(days.into())).ok_or(CalendarProblem::BeyondLoadedCalendar { date })?;
        self.working_day_from(last)
    }
}

/// The last day of a period of `days` that a notice opens.
///
/// The day of the notice is not counted (민법 §157); a last day on a Saturday, Sunday or holiday
/// moves to the next working day (민법 §161, 기반조성 평가관리지침 §27② \[F:S7\]). How many days is
/// configured by the call. Error: the period reaches past the loaded calendar.
pub fn period_end(notice: NaiveDate, days: u16, holidays: &Holidays) -> Result<NaiveDate, CalendarProblem> {
    holidays.add_calendar_days_to_working_day(notice, days)
}

/// The last second of a period's last day, 23:59:59 KST (민법 §159: a period ends with its last day).
pub fn closing_instant(last_day: NaiveDate) -> Timestamp {
    kst(last_day, 23, 59, 59)
}

/// Whether something received at `received_at` meets a deadline: within the closing second it
/// does. For 18:00:00, 18:00:00.999 is in time and 18:00:01.000 is late (design.md §7).
pub fn in_time(received_at: Timestamp, closes_at: Timestamp) -> bool {
    received_at.timestamp() <= closes_at.timestamp()
}

/// The instant at which clocks in Korea show this time. 24:00 is midnight of the next day.
pub fn kst(date: NaiveDate, hour: u32, minute: u32, second: u32) -> Timestamp {
    let since_midnight =
        TimeDelta::hours(hour.into()) + TimeDelta::minutes(minute.into()) + TimeDelta::seconds(second.into());
    let clock = NaiveDateTime::new(date, NaiveTime::MIN);
    clock.checked_add_signed(since_midnight - KST).unwrap_or(clock).and_utc()
}

/// The date in Korea at this instant.
pub fn kst_date(at: Timestamp) -> NaiveDate {
    kst_clock(at).date()
}

/// `2026. 11. 23.` as official papers write it (no zero padding, final full stop).
pub fn official_date(date: NaiveDate) -> String {
    format!("{}. {}. {}.", date.year(), date.month(), date.day())
}

/// `2026. 11. 23.(월)`.
pub fn official_date_day(date: NaiveDate) -> String {
    format!("{}({})", official_date(date), weekday_ko(date.weekday()))
}

/// `2026. 11. 23.(월) 18:00` in KST.
pub fn official_datetime(at: Timestamp) -> String {
    let clock = kst_clock(at);
    format!("{} {:02}:{:02}", official_date_day(clock.date()), clock.hour(), clock.minute())
}

/// `2026. 11. 23.(월) 18:00:00` in KST, for receipts and whatever proves timeliness.
pub fn official_datetime_seconds(at: Timestamp) -> String {
    let clock = kst_clock(at);
    let time = (clock.hour(), clock.minute(), clock.second());
    format!("{} {:02}:{:02}:{:02}", official_date_day(clock.date()), time.0, time.1, time.2)
}

/// `14:41:07` in KST, for what happened just now.
pub fn clock_time(at: Timestamp) -> String {
    kst_clock(at).format("%H:%M:%S").to_string()
}

/// Korea Standard Time: UTC+9.
const KST: TimeDelta = TimeDelta::hours(9);

pub(crate) fn kst_clock(at: Timestamp) -> NaiveDateTime {
    at.naive_utc().checked_add_signed(KST).unwrap_or(NaiveDateTime::MAX)
}

fn weekday_ko(day: Weekday) -> char {
    match day {
        Weekday::Mon => '월',
        Weekday::Tue => '화',
        Weekday::Wed => '수',
        Weekday::Thu => '목',
        Weekday::Fri => '금',
        Weekday::Sat => '토',
        Weekday::Sun => '일',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_embedded_calendar_holds_every_line_of_its_file() {
        let holidays = Holidays::embedded();
        let lines = include_str!("../data/holidays.csv").lines().count();
        assert_eq!(holidays.dates.len(), lines - 1);
        assert_eq!(holidays.loaded_from, date("2026-01-01"));
        assert_eq!(holidays.loaded_through, date("2027-12-31"));
    }

    #[test]
    fn the_closing_second_is_in_time_and_the_next_one_is_late() {
        let closes = kst(date("2026-11-23"), 18, 0, 0);
        assert!(in_time(instant("2026-11-23T17:59:59.999+09:00"), closes));
        assert!(in_time(instant("2026-11-23T18:00:00.999+09:00"), closes));
        assert!(!in_time(instant("2026-11-23T18:00:01.000+09:00"), closes));
    }

    #[test]
    fn midnight_in_korea_is_another_day_than_in_utc() {
        assert_eq!(kst_date(instant("2026-11-22T15:00:00Z")), date("2026-11-23"));
        assert_eq!(kst_date(instant("2026-11-22T14:59:59Z")), date("2026-11-22"));
        assert_eq!(kst(date("2026-11-23"), 0, 0, 0), instant("2026-11-22T15:00:00Z"));
        assert_eq!(kst(date("2026-11-23"), 24, 0, 0), kst(date("2026-11-24"), 0, 0, 0));
        assert_eq!(closing_instant(date("2026-12-03")), instant("2026-12-03T14:59:59Z"));
    }

    #[test]
    fn dates_are_written_as_in_official_papers() {
        let at = kst(date("2026-11-23"), 18, 0, 7);
        assert_eq!(official_date(date("2026-01-05")), "2026. 1. 5.");
        assert_eq!(official_date_day(date("2026-11-23")), "2026. 11. 23.(월)");
        assert_eq!(official_datetime(at), "2026. 11. 23.(월) 18:00");
        assert_eq!(official_datetime_seconds(at), "2026. 11. 23.(월) 18:00:07");
        assert_eq!(official_datetime(kst(date("2026-11-29"), 9, 5, 0)), "2026. 11. 29.(일) 09:05");
    }

    #[test]
    fn a_last_day_in_chuseok_moves_behind_the_weekend() {
        let holidays = Holidays::embedded();
        assert_eq!(period_end(date("2026-09-14"), 10, &holidays), Ok(date("2026-09-28")));
    }

    #[test]
    fn a_period_outside_the_loaded_years_is_an_error_not_a_guess() {
        let holidays = Holidays::embedded();
        let beyond = |date| Err(CalendarProblem::BeyondLoadedCalendar { date });
        assert_eq!(period_end(date("2027-12-25"), 10, &holidays), beyond(date("2028-01-04")));
        assert_eq!(period_end(date("2025-12-01"), 10, &holidays), beyond(date("2025-12-11")));
        assert_eq!(period_end(date("2027-12-21"), 10, &holidays), Ok(date("2027-12-31")));
        assert_eq!(Holidays::new([]).is_working_day(date("2026-11-23")).err(), beyond(date("2026-11-23")).err());
    }

    #[test]
    fn weekends_and_holidays_are_no_working_days() {
        let holidays = Holidays::embedded();
        for (day, works) in [
            ("2026-11-23", true),
            ("2026-11-21", false),
            ("2026-11-22", false),
            ("2026-05-01", false),
            ("2026-07-17", false),
            ("2026-12-25", false),
        ] {
            assert_eq!(holidays.is_working_day(date(day)), Ok(works), "{day}");
        }
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        assert_eq!(kst_date(Timestamp::MAX_UTC), NaiveDate::MAX);
        let _ = kst(NaiveDate::MIN, 0, 0, 0);
        let _ = closing_instant(NaiveDate::MAX);
        let _ = official_datetime(Timestamp::MIN_UTC);
    }
}
