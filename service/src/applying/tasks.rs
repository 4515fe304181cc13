//! What waits for me: the work list of every role, from the policy and the table.

use crate::{
    Error, Service, account, calls, deliberating,
    entity::{regional_session, sheet},
    orgs, partnering,
    reading::{Names, PANEL, REGIONAL, Seen, list},
};
use domain::{
    actor::{Actor, Role},
    calendar::Timestamp,
    call::Track,
    ids::{CallId, SessionId},
    policy::allows,
    view::{Task, WorkView},
    workflow::{Act, Stage},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

/// The work page: tasks first, then everything the actor may see.
pub async fn work(svc: &Service, actor: &Actor) -> Result<WorkView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = list(&svc.db, &names, actor, Condition::all()).await?;
    let mut tasks: Vec<Task> = seen.iter().filter_map(|s| single(actor, s, &names)).collect();
    tasks.extend(sessions(svc, actor, &names, &seen).await?);
    tasks.extend(sheets(svc, actor, &names, &seen).await?);
    tasks.extend(partnering::tasks(svc, &names, actor).await?);
    tasks.extend(deliberating::tasks(&svc.db, &names, actor).await?);
    if actor.is(Role::KpicOfficer) {
        tasks.extend(panels(&names, &seen));
        tasks.extend(calls::to_confirm(&svc.db, &names, actor).await?);
        tasks.extend(orgs::to_decide(&svc.db, &names, actor).await?);
    }
    if actor.is(Role::MinistryApprover) {
        tasks.extend(selections(&names, &seen));
    }
    Ok(WorkView {
        me: account::me(svc, actor).await?,
        now: names.now,
        tasks,
        applications: seen.iter().map(|s| s.row(&names)).collect(),
        remindable: seen.iter().filter(|s| may_remind(actor, s, names.now)).map(|s| s.state.id).collect(),
    })
}

fn may_remind(actor: &Actor, seen: &Seen, now: Timestamp) -> bool {
    let has_place = seen.state.leads_to(Act::Remind).is_some();
    has_place && seen.state.has_time_for(Act::Remind, &seen.call, now) && allows(actor, Act::Remind, &seen.facts)
}

/// A task about one application alone.
fn single(actor: &Actor, seen: &Seen, names: &Names) -> Option<Task> {
    let may = |act| allows(actor, act, &seen.facts);
    let row = || seen.row(names);
    let overdue = seen.state.is_overdue(names.now);
    if seen.state.is_being_revised(&seen.call, names.now) {
        return may(Act::SaveDraft).then(|| Task::FinishDraft(row()));
    }
    Some(match seen.state.stage {
        Stage::Draft if may(Act::SaveDraft) => Task::FinishDraft(row()),
        Stage::SupplementAsked if may(Act::SaveDraft) => Task::AnswerSupplement(row()),
        Stage::MunicipalConfirmation if may(Act::ConfirmMunicipality) => Task::Confirm(row()),
        Stage::ProvincialConfirmation if may(Act::ConfirmProvince) => Task::Confirm(row()),
        Stage::InnovationOpinion if may(Act::GiveInnovationOpinion) => Task::GiveOpinion(row()),
        Stage::MunicipalConfirmation
        | Stage::ProvincialConfirmation
        | Stage::InnovationOpinion
        | Stage::RegionalReview
            if overdue && may(Act::PassUnconfirmed) =>
        {
            Task::DecideOverdue(row())
        }
        Stage::AwaitingIntake if may(Act::Receive) => Task::Intake(row()),
        Stage::Screening if may(Act::FindEligible) => Task::Screen(row()),
        Stage::Objected if may(Act::DismissObjection) => Task::DecideObjection(row()),
        Stage::ResultNotified if may(Act::Object) && seen.state.may_object_on(names.today) => Task::MayObject(row()),
        _ => return None,
    })
}

/// Open sessions in which the actor runs, scores or gives an opinion.
async fn sessions(svc: &Service, actor: &Actor, names: &Names, seen: &[Seen]) -> Result<Vec<Task>, Error> {
    let rows =
        regional_session::Entity::find().filter(regional_session::Column::ClosedAt.is_null()).all(&svc.db).await?;
    let mine = sheet::Entity::find()
        .filter(sheet::Column::Reviewer.eq(actor.user.0))
        .filter(sheet::Column::Kind.eq(REGIONAL))
        .filter(sheet::Column::LockedAt.is_not_null())
        .all(&svc.db)
        .await?;
    let mut tasks = Vec::new();
    for row in rows {
        let call = names.call(CallId(row.call))?;
        let of_session: Vec<&Seen> = seen
            .iter()
            .filter(|s| {
                s.state.stage == Stage::RegionalReview && s.state.call.0 == row.call && s.facts.province == row.province
            })
            .collect();
        let may = |act: Act| of_session.iter().any(|s| allows(actor, act, &s.facts));
        let to_score = of_session
            .iter()
            .filter(|s| allows(actor, Act::ScoreRegionally, &s.facts))
            .any(|s| !mine.iter().any(|m| m.application == s.state.id.0));
        if to_score || may(Act::CloseRegionalReview) || may(Act::GiveRegionalOpinion) {
            tasks.push(Task::RegionalSession {
                session: SessionId(row.id),
                call_title: call.title.clone(),
                place: names.place(&row.province, None),
                due: call.regional_due,
                applications: of_session.len().try_into().unwrap_or(u32::MAX),
                i_score: to_score,
            });
        }
    }
    Ok(tasks)
}

/// The panel sheets assigned to me in open evaluations.
async fn sheets(svc: &Service, actor: &Actor, names: &Names, seen: &[Seen]) -> Result<Vec<Task>, Error> {
    if !actor.is(Role::Reviewer) {
        return Ok(Vec::new());
    }
    let mine = sheet::Entity::find()
        .filter(sheet::Column::Reviewer.eq(actor.user.0))
        .filter(sheet::Column::Kind.eq(PANEL))
        .all(&svc.db)
        .await?;
    let open = seen.iter().filter(|s| s.state.stage == Stage::Evaluating && allows(actor, Act::SaveSheet, &s.facts));
    Ok(open
        .filter_map(|s| {
            let round = i32::from(s.state.round);
            let sheet = mine.iter().find(|m| m.application == s.state.id.0 && m.round == round)?;
            Some(Task::Score { row: s.row(names), locked: sheet.locked_at.is_some() })
        })
        .collect())
}

type PerTrack = BTreeMap<(CallId, Track), BTreeMap<Stage, u32>>;

fn per_track(seen: &[Seen]) -> PerTrack {
    let mut counts = PerTrack::new();
    for s in seen {
        *counts.entry((s.state.call, s.state.track())).or_default().entry(s.state.stage).or_default() += 1;
    }
    counts
}

fn panels(names: &Names, seen: &[Seen]) -> Vec<Task> {
    per_track(seen)
        .into_iter()
        .filter_map(|((call, track), stages)| {
            let count = |stage| stages.get(&stage).copied().unwrap_or(0);
            let (eligible, evaluating, evaluated) =
                (count(Stage::Eligible), count(Stage::Evaluating), count(Stage::Evaluated));
            let call_title = names.call(call).ok()?.title.clone();
            (eligible + evaluating + evaluated > 0).then_some(Task::Panel {
                call,
                call_title,
                track,
                eligible,
                evaluating,
                evaluated,
            })
        })
        .collect()
}

fn selections(names: &Names, seen: &[Seen]) -> Vec<Task> {
    per_track(seen)
        .into_iter()
        .filter_map(|((call, track), stages)| {
            let count = |stage| stages.get(&stage).copied().unwrap_or(0);
            let waiting = count(Stage::ResultNotified) + count(Stage::Deliberating);
            let (proposed, approved) = (count(Stage::Proposed), count(Stage::Approved));
            let call_title = names.call(call).ok()?.title.clone();
            (waiting + proposed + approved > 0).then_some(Task::Selection {
                call,
                call_title,
                track,
                waiting,
                proposed,
                approved,
            })
        })
        .collect()
}
