//! 가점·감점: what a call grants and takes, and whether the evidence for it holds on the closing day.

use super::{Adjustment, Hundredths, HundredthsProblem};
use crate::form::parse_date;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whether an item lifts or lowers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AdjustmentKind {
    /// 가점.
    Bonus,
    /// 감점.
    Penalty,
}

impl AdjustmentKind {
    pub const ALL: [AdjustmentKind; 2] = [AdjustmentKind::Bonus, AdjustmentKind::Penalty];

    /// The code used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            AdjustmentKind::Bonus => "BONUS",
            AdjustmentKind::Penalty => "PENALTY",
        }
    }
}

/// One item that a call grants or takes points for. All of it is configured by the call; the sums are capped by the
/// [`super::FinalRule`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustmentItem {
    /// Unique within the track.
    pub code: String,
    pub kind: AdjustmentKind,
    pub name_ko: String,
    /// The most points of this item.
    pub max: Hundredths,
    /// Which paper proves it, in Korean.
    pub evidence: String,
}

/// Points given or taken for one item, with what proves them. Both kinds count as positive points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Granted {
    /// Code of the item.
    pub item: String,
    pub kind: AdjustmentKind,
    /// The item's name, as it stood in the call.
    pub name_ko: String,
    pub points: Hundredths,
    /// Name and number of the paper.
    pub evidence: String,
    /// First day on which the paper holds.
    pub valid_from: NaiveDate,
    /// Last day on which it holds; none when it does not run out.
    pub valid_until: Option<NaiveDate>,
}

/// One item as the agency types it. No points: nothing is granted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AdjustmentForm {
    pub points: String,
    pub evidence: String,
    pub valid_from: String,
    pub valid_until: String,
}

/// Why an item cannot be granted as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustmentProblem {
    /// Code of the item.
    pub item: String,
    pub name_ko: String,
    /// Which of the form's fields: `points`.
    pub field: String,
    pub fault: AdjustmentFault,
}

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AdjustmentFault {
    NotANumber,
    /// Not above 0, or more than the item gives.
    OutOfRange {
        max: Hundredths,
    },
    EvidenceMissing,
    NotADate,
    /// The evidence begins to hold after the closing day.
    NotYetValid {
        closing: NaiveDate,
    },
    /// The evidence had run out on the closing day.
    Expired {
        closing: NaiveDate,
    },
}

/// Longest evidence in characters.
pub const EVIDENCE_MAX: usize = 200;

impl Granted {
    /// Whether it may stand: an item of the call, within its points, with evidence that holds on the closing day of
    /// intake (older text \[F:S8\]: valid on the intake closing date). Error: what is wrong, with the form's field.
    pub fn judge(&self, items: &[AdjustmentItem], closing: NaiveDate) -> Result<(), (&'static str, AdjustmentFault)> {
        let max = items.iter().find(|i| i.code == self.item && i.kind == self.kind).map(|i| i.max).unwrap_or_default();
        if self.points <= Hundredths::ZERO || max < self.points {
            Err(("points", AdjustmentFault::OutOfRange { max }))
        } else if self.evidence.trim().is_empty() {
            Err(("evidence", AdjustmentFault::EvidenceMissing))
        } else if closing < self.valid_from {
            Err(("valid_from", AdjustmentFault::NotYetValid { closing }))
        } else if self.valid_until.is_some_and(|until| until < closing) {
            Err(("valid_until", AdjustmentFault::Expired { closing }))
        } else {
            Ok(())
        }
    }
}

/// Reads what was typed for each item, in the call's order; what the call does not know is not applied.
/// Errors: one problem for each item that cannot be granted.
pub fn check_adjustments(
    items: &[AdjustmentItem],
    closing: NaiveDate,
    typed: impl Fn(&str) -> AdjustmentForm,
) -> Result<Vec<Granted>, Vec<AdjustmentProblem>> {
    let (mut granted, mut problems) = (Vec::new(), Vec::new());
    for item in items {
        match read(item, &typed(&item.code)).and_then(|read| match read {
            Some(one) => one.judge(items, closing).map(|()| Some(one)),
            None => Ok(None),
        }) {
            Ok(one) => granted.extend(one),
            Err((field, fault)) => problems.push(AdjustmentProblem {
                item: item.code.clone(),
                name_ko: item.name_ko.clone(),
                field: field.to_owned(),
                fault,
            }),
        }
    }
    if problems.is_empty() { Ok(granted) } else { Err(problems) }
}

fn read(item: &AdjustmentItem, typed: &AdjustmentForm) -> Result<Option<Granted>, (&'static str, AdjustmentFault)> {
    let points = match Hundredths::parse(&typed.points) {
        Err(HundredthsProblem::Empty) | Ok(Hundredths::ZERO) => return Ok(None),
        Ok(points) => points,
        Err(HundredthsProblem::TooLarge) => return Err(("points", AdjustmentFault::OutOfRange { max: item.max })),
        Err(_) => return Err(("points", AdjustmentFault::NotANumber)),
    };
    let day = |field, raw: &str| parse_date(raw).ok_or((field, AdjustmentFault::NotADate));
    let until = typed.valid_until.trim();
    Ok(Some(Granted {
        item: item.code.clone(),
        kind: item.kind,
        name_ko: item.name_ko.clone(),
        points,
        evidence: typed.evidence.trim().chars().take(EVIDENCE_MAX).collect(),
        valid_from: day("valid_from", &typed.valid_from)?,
        valid_until: if until.is_empty() { None } else { Some(day("valid_until", until)?) },
    }))
}

impl Adjustment {
    /// Σ of what was granted, before the caps.
    pub fn of(granted: &[Granted]) -> Adjustment {
        let sum = |kind| {
            let points = granted.iter().filter(|g| g.kind == kind).map(|g| g.points.0);
            Hundredths(points.fold(0, i32::saturating_add))
        };
        Adjustment { bonus: sum(AdjustmentKind::Bonus), penalty: sum(AdjustmentKind::Penalty) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::fixture::points;

    fn items() -> Vec<AdjustmentItem> {
        let item = |code: &str, kind, max: &str| AdjustmentItem {
            code: code.to_owned(),
            kind,
            name_ko: format!("항목 {code}"),
            max: points(max),
            evidence: "확인서".to_owned(),
        };
        vec![item("LINK", AdjustmentKind::Bonus, "2"), item("WAIVED", AdjustmentKind::Penalty, "5")]
    }

    fn form(points: &str, evidence: &str, from: &str, until: &str) -> AdjustmentForm {
        AdjustmentForm {
            points: points.to_owned(),
            evidence: evidence.to_owned(),
            valid_from: from.to_owned(),
            valid_until: until.to_owned(),
        }
    }

    fn check(link: AdjustmentForm) -> Result<Vec<Granted>, Vec<AdjustmentProblem>> {
        let closing = "2026-11-27".parse().unwrap();
        check_adjustments(&items(), closing, |code| if code == "LINK" { link.clone() } else { Default::default() })
    }

    #[test]
    fn evidence_counts_when_it_holds_on_the_closing_day() {
        let closing: NaiveDate = "2026-11-27".parse().unwrap();
        for (from, until, fault) in [
            ("2026-11-27", "2026-11-27", None),
            ("2020-01-01", "", None),
            ("2026-11-28", "", Some(("valid_from", AdjustmentFault::NotYetValid { closing }))),
            ("2020-01-01", "2026-11-26", Some(("valid_until", AdjustmentFault::Expired { closing }))),
            ("언젠가", "", Some(("valid_from", AdjustmentFault::NotADate))),
            ("2020-01-01", "언젠가", Some(("valid_until", AdjustmentFault::NotADate))),
        ] {
            let refused = check(form("1.5", "확인서 제1호", from, until)).err();
            let refused = refused.map(|mut all| all.remove(0)).map(|p| (p.field, p.fault));
            assert_eq!(refused, fault.map(|(f, fault)| (f.to_owned(), fault)), "{from} {until}");
        }
    }

    #[test]
    fn an_item_gives_at_most_its_points_and_only_with_evidence() {
        let max = points("2");
        for (typed, evidence, fault) in [
            ("2.01", "확인서", ("points", AdjustmentFault::OutOfRange { max })),
            ("-1", "확인서", ("points", AdjustmentFault::OutOfRange { max })),
            ("9999999", "확인서", ("points", AdjustmentFault::OutOfRange { max })),
            ("둘", "확인서", ("points", AdjustmentFault::NotANumber)),
            ("2", " ", ("evidence", AdjustmentFault::EvidenceMissing)),
        ] {
            let problem = check(form(typed, evidence, "2026-01-01", "")).unwrap_err().remove(0);
            assert_eq!((problem.field.as_str(), problem.fault), fault, "{typed}");
        }
        for nothing in ["", " ", "0", "0.00"] {
            assert_eq!(check(form(nothing, "", "", "")), Ok(Vec::new()));
        }
    }

    #[test]
    fn bonus_and_penalty_are_summed_apart() {
        let grant = |kind, points: &str| Granted {
            item: "X".to_owned(),
            kind,
            name_ko: String::new(),
            points: super::super::fixture::points(points),
            evidence: "확인서".to_owned(),
            valid_from: NaiveDate::MIN,
            valid_until: None,
        };
        let all = [("1.5", AdjustmentKind::Bonus), ("2", AdjustmentKind::Penalty), ("0.5", AdjustmentKind::Bonus)];
        let sums = Adjustment::of(&all.map(|(p, kind)| grant(kind, p)));
        assert_eq!(sums, Adjustment { bonus: points("2"), penalty: points("2") });
    }
}
