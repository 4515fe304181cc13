//! The way between submission and intake: which local steps, in which order. Data of the call, fixed for an
//! application when it is drafted; what comes before and after is the programme's and stands in the table.

use super::Stage;
use crate::call::Track;
use serde::{Deserialize, Serialize};

/// Whoever speaks between submission and intake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    /// 기초지자체 확인. 세종 and 제주 have none: there the step falls away.
    Municipality,
    /// 광역지자체 확인.
    Province,
    /// 지역혁신기관 의견.
    InnovationBody,
    /// 광역 운영위원회: scores, ranks and recommends.
    Region,
}

impl Step {
    pub const ALL: [Step; 4] = [Step::Municipality, Step::Province, Step::InnovationBody, Step::Region];

    /// The code in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Step::Municipality => "MUNICIPALITY",
            Step::Province => "PROVINCE",
            Step::InnovationBody => "INNOVATION_BODY",
            Step::Region => "REGION",
        }
    }

    pub fn from_code(code: &str) -> Option<Step> {
        Step::ALL.into_iter().find(|step| step.code() == code)
    }

    /// Where an application stands while the step is taken.
    pub const fn stage(self) -> Stage {
        match self {
            Step::Municipality => Stage::MunicipalConfirmation,
            Step::Province => Stage::ProvincialConfirmation,
            Step::InnovationBody => Stage::InnovationOpinion,
            Step::Region => Stage::RegionalReview,
        }
    }

    /// The way that the programme proposes (domain facts §7.3); a call may order another one.
    pub fn proposed(track: Track, opinion: bool) -> Vec<Step> {
        let opinion = opinion.then_some(Step::InnovationBody);
        match track {
            Track::Regional => vec![Step::Region],
            Track::Leading | Track::General => {
                [Step::Municipality, Step::Province].into_iter().chain(opinion).collect()
            }
        }
    }
}

/// The way of one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Route {
    pub track: Track,
    /// In order, none twice; empty leads straight to the intake.
    pub steps: Vec<Step>,
}

impl Route {
    /// The way that a call orders, for a complex inside or outside of a municipality.
    pub fn new(track: Track, ordered: &[Step], municipality: bool) -> Route {
        let there = |step: &Step| municipality || *step != Step::Municipality;
        Route { track, steps: ordered.iter().copied().filter(there).collect() }
    }

    /// The ways that the programme proposes, with and without a municipality and an innovation body's opinion.
    pub fn proposed() -> Vec<Route> {
        let local = [(true, true), (false, true), (true, false), (false, false)];
        let general = local.map(|(opinion, municipality)| (Track::General, opinion, municipality));
        let all = general.into_iter().chain([(Track::Regional, false, true)]);
        all.map(|(track, opinion, municipality)| Route::new(track, &Step::proposed(track, opinion), municipality))
            .collect()
    }

    /// Where a submission leads.
    pub fn first(&self) -> Stage {
        self.steps.first().map_or(Stage::AwaitingIntake, |step| step.stage())
    }

    /// Where the step that is taken in `stage` leads; none when the way has no such step.
    pub fn after(&self, stage: Stage) -> Option<Stage> {
        let taken = self.steps.iter().position(|step| step.stage() == stage)?;
        Some(self.steps.get(taken + 1).map_or(Stage::AwaitingIntake, |step| step.stage()))
    }
}

/// Applications drafted before the way was data kept only what forked it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Steps { track: Track, steps: Vec<Step> },
    Forks { track: Track, municipality: bool, opinion: bool },
}

impl From<Stored> for Route {
    fn from(stored: Stored) -> Route {
        match stored {
            Stored::Steps { track, steps } => Route { track, steps },
            Stored::Forks { track, municipality, opinion } => {
                Route::new(track, &Step::proposed(track, opinion), municipality)
            }
        }
    }
}
