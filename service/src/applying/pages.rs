//! What the pages of one application read.

use super::{drafting, earlier, judge};
use crate::{
    Error, Service, documents,
    entity::{draft as draft_table, event, file, org, regional_session},
    error::HIDDEN,
    orgs, partnering, proving,
    reading::{Names, Seen, people, see, snapshot},
};
use domain::{
    actor::{Actor, OrgKind},
    appeal::Filing,
    calendar::{closing_instant, kst_date},
    call::Track,
    form::{Draft, Problem, Section, fields, read_budget},
    ids::{ApplicationId, FileId, OrgId, SessionId, UserId},
    money::Won,
    partner::Demand,
    planner::plan,
    policy::{Sight, allows, may_draft_for, may_write},
    promised,
    recusal::Cause,
    refusal::Refusal,
    registry::strategic_industries,
    snapshot::Snapshot,
    view::{
        AdjustmentsView, ApplicationView, AwardView, ConfirmationView, DraftView, EarlierView, OrgChoice, PartnerCount,
        PlannerView, ProposalView, SectionStatus, SubmissionView, SubmittedAs, TimelineRow,
    },
    workflow::{Act, Event, LocalConfirmation, Objection, RegionalOutcome, Stage},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The page of one application, whoever reads it.
pub async fn application(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<ApplicationView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    let people = people(&svc.db).await?;
    let state = &seen.state;
    let announced = matches!(state.stage, Stage::Selected | Stage::Reserve | Stage::NotSelected | Stage::Waived);
    let notified = announced || state.objection_until.is_some();
    let office = seen.sight == Sight::Office;
    let (title, asked_local) = match &state.submission {
        Some(_) => {
            let (snapshot, _) = snapshot(&svc.db, state).await?;
            let budget = read_budget(&snapshot.draft.budget);
            let asked = budget.local_by_year().into_iter().map(|(y, (p, m))| (y, p, m)).collect();
            (snapshot.draft.basic.title, asked)
        }
        None => (stored_draft(svc, &seen).await?.1.basic.title, Vec::new()),
    };
    let own = seen.sight == Sight::Own;
    let Writing { sections, colleagues, earlier, planner, partners } =
        writing(svc, &names, actor, &seen, &people).await?;
    let inside = |result: bool| result && (office || announced);
    Ok(ApplicationView {
        row: seen.row(&names),
        version: seen.version,
        sight: seen.sight,
        now: names.now,
        warnings: names.warnings(state.complex),
        may: acts_now(actor, &seen, &names),
        title,
        submission: state.submission.as_ref().map(|s| SubmissionView {
            number: s.number.clone(),
            sha256: s.sha256.clone(),
            received_at: s.received_at,
            by: people.get(&s.by.0).cloned().unwrap_or_default(),
            on_behalf_of: s.on_behalf_of.and_then(|id| people.get(&id.0).cloned()),
            national: s.national.clone(),
            total_cost: s.total_cost,
        }),
        submissions: proving::submissions(&svc.db, &seen, &people).await?,
        intake_to: seen.call.intake_to,
        lapsed: own && state.recalled.is_some() && !state.is_being_revised(&seen.call, names.now),
        withdrawn: state.withdrawn.clone(),
        contact: seen.call.contact.clone(),
        asked_local,
        confirmations: confirmations(svc, &names, &state.confirmations).await?,
        innovation_opinion: state.innovation_opinion.as_ref().map(|(org, text)| (names.org(*org), text.clone())),
        regional: state.regional.as_ref().map(|r| for_reader(r, office)),
        unconfirmed: state.unconfirmed.clone(),
        supplements: state.supplements.len().try_into().unwrap_or(u32::MAX),
        supplement_lapsed: state.supplements.last().filter(|s| s.lapsed).map(|s| closing_instant(s.due)),
        screening: state.screening.clone(),
        adjustments: if office { Some(adjustments(&seen)?) } else { None },
        fundable: state.result.as_ref().filter(|_| office || notified).map(|r| r.fundable),
        score: state.result.as_ref().filter(|_| inside(true)).map(|r| r.score),
        consolidated_opinion: state.result.as_ref().filter(|_| inside(true)).map(|r| r.consolidated_opinion.clone()),
        objection_until: state.objection_until,
        objection: objection_for(&seen),
        appeal: crate::appealing::view(actor, &seen),
        award: state
            .award
            .as_ref()
            .filter(|_| inside(true))
            .map(|a| AwardView { outcome: a.outcome, amounts: a.amounts.clone() }),
        session: session_of(svc, &seen).await?,
        timeline: timeline(svc, &names, &seen, &people).await?,
        sections,
        colleagues,
        earlier,
        planner,
        partners,
    })
}

/// Whom an applicant challenges, and the papers of it, are for the agency and the ministry alone.
fn objection_for(seen: &Seen) -> Option<Objection> {
    let mut objection = seen.state.objection.clone();
    if let Some(objection) = objection.as_mut().filter(|_| seen.sight == Sight::Review) {
        objection.filing = Filing::default();
    }
    objection
}

fn adjustments(seen: &Seen) -> Result<AdjustmentsView, Error> {
    Ok(AdjustmentsView {
        items: seen.rules()?.adjustments.clone(),
        granted: seen.state.granted.clone(),
        closing: kst_date(seen.call.intake_to),
    })
}

/// The region's marks and rank stay with the office.
fn for_reader(outcome: &RegionalOutcome, office: bool) -> RegionalOutcome {
    let outside = RegionalOutcome { score: None, rank: 0, sheets: 0, few_sheets_reason: None, ..outcome.clone() };
    if office { outcome.clone() } else { outside }
}

/// Acts that lead somewhere now and that the policy allows.
pub(crate) fn acts_now(actor: &Actor, seen: &Seen, names: &Names) -> Vec<Act> {
    let state = &seen.state;
    let possible = |act: &Act| match act {
        Act::PassUnconfirmed => state.is_overdue(names.now),
        // An approver submits without asking anybody.
        Act::RequestSubmission => !allows(actor, Act::Submit, &seen.facts),
        Act::Object => state.may_object_on(names.today),
        _ => true,
    };
    Act::ALL
        .into_iter()
        .filter(|act| state.leads_to(*act).is_some())
        .filter(possible)
        .filter(|act| state.has_time_for(*act, &seen.call, names.now))
        .filter(|act| allows(actor, *act, &seen.facts))
        .collect()
}

async fn session_of(svc: &Service, seen: &Seen) -> Result<Option<SessionId>, Error> {
    if seen.state.submission.is_none() || seen.sight == Sight::Own {
        return Ok(None);
    }
    let row = regional_session::Entity::find()
        .filter(regional_session::Column::Call.eq(seen.state.call.0))
        .filter(regional_session::Column::Province.eq(&seen.facts.province))
        .one(&svc.db)
        .await?;
    let regional = seen.state.track() == domain::call::Track::Regional;
    Ok(row.filter(|_| regional).map(|s| SessionId(s.id)))
}

pub(crate) async fn confirmations(
    svc: &Service,
    names: &Names,
    given: &[LocalConfirmation],
) -> Result<Vec<ConfirmationView>, Error> {
    let ids: Vec<Uuid> = given.iter().filter_map(|c| c.file).map(|f| f.0).collect();
    let files: Vec<(Uuid, String)> = file::Entity::find()
        .select_only()
        .columns([file::Column::Id, file::Column::Name])
        .filter(file::Column::Id.is_in(ids))
        .into_tuple()
        .all(&svc.db)
        .await?;
    let named = |id: FileId| files.iter().find(|(f, _)| *f == id.0).map(|(_, name)| (id, name.clone()));
    let view = |c: &LocalConfirmation| ConfirmationView {
        province: c.province,
        org: names.org(c.org),
        answer: c.answer,
        amounts: c.amounts.clone(),
        document_no: c.document_no.clone(),
        opinion: c.opinion.clone(),
        file: c.file.and_then(named),
    };
    Ok(given.iter().map(view).collect())
}

/// The 처리이력 as this reader may know it: the applicant the public part, nobody a reviewer's name.
async fn timeline(
    svc: &Service,
    names: &Names,
    seen: &Seen,
    people: &BTreeMap<Uuid, String>,
) -> Result<Vec<TimelineRow>, Error> {
    let rows = event::Entity::find()
        .filter(event::Column::Application.eq(seen.state.id.0))
        .order_by_asc(event::Column::Seq)
        .all(&svc.db)
        .await?;
    let office = seen.sight == Sight::Office;
    let mut timeline: Vec<TimelineRow> = Vec::new();
    for row in rows {
        let event: Event = serde_json::from_str(&row.body)?;
        // What was negotiated before the deadline is between the applicant and its partner.
        let hidden = seen.sight == Sight::Review && event.is_of_partners();
        if hidden || !office && !event.is_public() {
            continue;
        }
        let runs = matches!(event, Event::DraftSaved { .. } | Event::DocumentChanged { .. });
        let repeated = runs && timeline.last().is_some_and(|l| same_kind(&l.event, &event));
        if repeated {
            timeline.pop(); // one line for a run of savings: the latest
        }
        let org = row.org.map(|o| names.org(OrgId(o))).unwrap_or_default();
        let principal = row.on_behalf_of.and_then(|id| people.get(&id)).map(|name| format!(" ({name} 위임)"));
        let person = people.get(&row.actor).cloned().unwrap_or_default() + &principal.unwrap_or_default();
        let own = seen.sight == Sight::Own && row.org == Some(seen.state.org.0);
        let who = match &event {
            _ if row.actor == UserId::RULE.0 => people.get(&row.actor).cloned().unwrap_or_default(),
            Event::SheetSaved { .. } | Event::SheetLocked { .. } => "평가위원".to_owned(),
            Event::ReviewerLeft { leaving } if leaving.cause == Cause::Recusal => "평가위원".to_owned(),
            _ if office || own => format!("{org} {person}").trim().to_owned(),
            _ => org,
        };
        timeline.push(TimelineRow { at: row.at, who, event: without_secrets(event, office) });
    }
    Ok(timeline)
}

fn same_kind(a: &Event, b: &Event) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// Removes what a reader must not learn from an event: who scored, the region's marks.
fn without_secrets(event: Event, office: bool) -> Event {
    let nobody = domain::ids::UserId(Uuid::nil());
    match event {
        Event::SheetSaved { .. } => Event::SheetSaved { reviewer: nobody },
        Event::SheetLocked { .. } => Event::SheetLocked { reviewer: nobody },
        Event::RegionallyReviewed { outcome } => Event::RegionallyReviewed { outcome: for_reader(&outcome, office) },
        other => other,
    }
}

/// The draft with what is attached to it.
pub(crate) async fn stored_draft(svc: &Service, seen: &Seen) -> Result<(draft_table::Model, Draft), Error> {
    let row = draft_table::Entity::find_by_id(seen.state.id.0).one(&svc.db).await?.ok_or(HIDDEN)?;
    let draft = documents::complete(&svc.db, seen, serde_json::from_str(&row.body)?).await?;
    Ok((row, draft))
}

/// The draft and how far its sections are.
pub(crate) async fn judged_sections(
    svc: &Service,
    names: &Names,
    seen: &Seen,
) -> Result<(Draft, Vec<SectionStatus>), Error> {
    let (_, draft) = stored_draft(svc, seen).await?;
    let problems = judge(seen, names, &draft)?.problems;
    let sections = section_statuses(svc, seen, &draft, &problems, &people(&svc.db).await?).await?;
    Ok((draft, sections))
}

/// What only a draft's page has.
#[derive(Default)]
struct Writing {
    sections: Vec<SectionStatus>,
    colleagues: Vec<(UserId, String)>,
    earlier: Vec<EarlierView>,
    planner: Option<PlannerView>,
    partners: Option<PartnerCount>,
}

async fn writing(
    svc: &Service,
    names: &Names,
    actor: &Actor,
    seen: &Seen,
    people: &BTreeMap<Uuid, String>,
) -> Result<Writing, Error> {
    let supplement = seen.state.supplement().is_some();
    if seen.sight != Sight::Own || supplement || !seen.state.is_written(&seen.call, names.now) {
        return Ok(Writing::default());
    }
    let (_, draft) = stored_draft(svc, seen).await?;
    let runs = may_draft_for(actor, seen.state.org);
    let colleagues = if runs { drafting::colleagues(&svc.db, seen.state.org).await? } else { Vec::new() };
    let problems = judge(seen, names, &draft)?.problems;
    Ok(Writing {
        sections: section_statuses(svc, seen, &draft, &problems, people).await?,
        colleagues: colleagues.into_iter().filter_map(|id| Some((id, people.get(&id.0)?.clone()))).collect(),
        earlier: match runs {
            true => earlier::choices(&svc.db, names, actor, seen, &draft).await?.0,
            false => Vec::new(),
        },
        planner: match seen.state.track() {
            Track::Regional => Some(planner(svc, names, seen, &draft, &problems).await?),
            _ => None,
        },
        partners: partnering::count(seen, &draft),
    })
}

async fn planner(
    svc: &Service,
    names: &Names,
    seen: &Seen,
    draft: &Draft,
    problems: &[Problem],
) -> Result<PlannerView, Error> {
    let facts = &seen.facts;
    let closes_on = kst_date(seen.call.intake_to);
    let holidays = svc.holidays().await?;
    let steps = plan(closes_on, names.today, &holidays, facts.municipality.is_some(), draft, problems);
    Ok(PlannerView {
        // A calendar that does not reach so far back gives no dates rather than wrong ones.
        steps: steps.unwrap_or_default(),
        closes_at: seen.call.intake_to,
        municipality: facts.municipality.as_deref().map(|code| names.place(&facts.province, Some(code))),
        province: names.place(&facts.province, None),
        amounts: read_budget(&draft.budget).local_by_year().into_iter().map(|(y, (p, m))| (y, p, m)).collect(),
    })
}

async fn section_statuses(
    svc: &Service,
    seen: &Seen,
    draft: &Draft,
    problems: &[Problem],
    people: &BTreeMap<Uuid, String>,
) -> Result<Vec<SectionStatus>, Error> {
    let stored = drafting::sections(&svc.db, seen.state.id).await?;
    let name = |id: Uuid| people.get(&id).cloned();
    let status = |section: Section| {
        let at = stored.get(section.slug());
        let count = |wanted: &dyn Fn(&Problem) -> bool| {
            problems.iter().filter(|p| p.section == section && wanted(p)).count().try_into().unwrap_or(u32::MAX)
        };
        SectionStatus {
            section,
            started: match section {
                Section::Documents => !draft.documents.is_empty(),
                section => !fields(draft, section).is_empty(),
            },
            problems: count(&|_| true),
            wrong: count(&|p| !p.fault.is_unfinished()),
            edited: at.and_then(|at| Some((name(at.saved_by?)?, at.saved_at?))),
            owner: at.and_then(|at| Some((UserId(at.owner?), name(at.owner?)?))),
        }
    };
    Ok(Section::of(seen.state.track()).map(status).collect())
}

/// The draft while it is written. Only its organisation has it, only until it is submitted.
pub async fn draft(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<DraftView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    if seen.sight != Sight::Own || !seen.state.has_working_copy() {
        return Err(Refusal::Submitted.into());
    }
    let people = people(&svc.db).await?;
    let (row, draft) = stored_draft(svc, &seen).await?;
    let checked = judge(&seen, &names, &draft)?;
    let (earlier, before) = match may_draft_for(actor, seen.state.org) {
        true => earlier::choices(&svc.db, &names, actor, &seen, &draft).await?,
        false => (Vec::new(), None),
    };
    Ok(DraftView {
        row: seen.row(&names),
        now: names.now,
        revision: row.revision.try_into().unwrap_or(0),
        saved_at: row.saved_at,
        saved_by: people.get(&row.saved_by).cloned().unwrap_or_default(),
        sections: section_statuses(svc, &seen, &draft, &checked.problems, &people).await?,
        earlier,
        before,
        promised: promised::proposals(&seen.state.partners, &draft.participants.commitments),
        problems: checked.problems,
        findings: checked.findings,
        orgs: org_choices(svc, &seen).await?,
        industries: strategic_industries(&seen.facts.province, names.today)
            .into_iter()
            .map(|i| (i.code.clone(), i.name_ko.clone()))
            .collect(),
        warnings: names.warnings(seen.state.complex),
        may_submit: allows(actor, Act::Submit, &seen.facts),
        blocks: orgs::standing_blocks(&svc.db, &names, seen.state.org, seen.state.complex).await?,
        may_write: Section::ALL.into_iter().filter(|s| may_write(actor, seen.state.org, *s)).collect(),
        unconfirmed: partnering::problems(&names, &seen, &draft, Demand::Warns),
        writable: seen.state.is_written(&seen.call, names.now),
        opened: seen.state.supplement().map(|open| open.request.parts.clone()),
        call: seen.call,
        draft,
    })
}

/// Registered organisations that can take part, those of the own province first, innovation bodies before others.
async fn org_choices(svc: &Service, seen: &Seen) -> Result<Vec<OrgChoice>, Error> {
    let rows = org::Entity::find()
        .filter(org::Column::Kind.is_in(["INNOVATION_BODY", "COMPLEX_OPERATOR"]))
        .filter(org::Column::Id.ne(seen.state.org.0))
        .order_by_desc(org::Column::Kind)
        .order_by_asc(org::Column::Name)
        .all(&svc.db)
        .await?;
    let (near, far): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|o| o.region.as_deref() == Some(seen.facts.province.as_str()));
    let choice = |o: org::Model| OrgChoice {
        id: OrgId(o.id),
        name: o.name,
        kind: if o.kind == "INNOVATION_BODY" { OrgKind::InnovationBody } else { OrgKind::ComplexOperator },
    };
    Ok(near.into_iter().chain(far).map(choice).collect())
}

/// The submitted application as this reader sees it.
pub async fn proposal(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<ProposalView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    proposal_of(svc, &names, &seen).await
}

pub(crate) async fn proposal_of(svc: &Service, names: &Names, seen: &Seen) -> Result<ProposalView, Error> {
    let (full, stored) = snapshot(&svc.db, &seen.state).await?;
    let submitted = SubmittedAs { number: stored.number, sha256: stored.sha256 };
    document_of(svc, names, seen, seen.sight, full, Some(submitted)).await
}

/// The draft of now as a reviewer would read it. Only its organisation has it.
pub async fn preview(svc: &Service, actor: &Actor, id: ApplicationId) -> Result<ProposalView, Error> {
    let names = Names::load(&svc.db, svc.now()).await?;
    let seen = see(&svc.db, &names, actor, id).await?;
    if seen.sight != Sight::Own || !seen.state.has_working_copy() {
        return Err(Refusal::Submitted.into());
    }
    let (row, draft) = stored_draft(svc, &seen).await?;
    let revision = row.revision.try_into().unwrap_or(0);
    let as_if_now = super::frozen(&seen, &names, (revision, draft), String::new(), names.now);
    document_of(svc, &names, &seen, Sight::Review, as_if_now, None).await
}

async fn document_of(
    svc: &Service,
    names: &Names,
    seen: &Seen,
    sight: Sight,
    full: Snapshot,
    submitted: Option<SubmittedAs>,
) -> Result<ProposalView, Error> {
    let snapshot = if sight == Sight::Review { full.for_review() } else { full };
    let mut named: BTreeMap<String, String> = snapshot
        .draft
        .participants
        .partners
        .iter()
        .filter_map(|p| Some((p.org.clone(), names.org(p.org.parse().ok()?))))
        .collect();
    for industry in strategic_industries(&seen.facts.province, names.today) {
        named.insert(industry.code.clone(), industry.name_ko.clone());
    }
    Ok(ProposalView {
        row: seen.row(names),
        sight,
        submitted,
        findings: read_budget(&snapshot.draft.budget).findings(seen.rules()?),
        names: named,
        scans: documents::scans(svc, &snapshot.draft.documents).await?,
        snapshot,
    })
}

/// National money asked, in all years.
pub(crate) fn national(seen: &Seen) -> Won {
    Won(seen.state.submission.iter().flat_map(|s| s.national.values()).map(|w| w.0).sum())
}
