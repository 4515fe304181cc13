//! Organisations and people: registering, inviting, delegating, handing over, claiming; what waits for the agency and
//! what waits for its confirmation.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    form::Section,
    ids::{ApplicationId, OrgId},
    notice::Template,
    org::{Block, InvitationState, NewPerson, OrgForm, OrgProblem, Standing},
    policy::{Denied, OrgAct},
    refusal::{FieldFault, Refusal},
    view::{OrgPage, Task},
    workflow::{Act, Stage},
};
use service::{
    Error, Service, account,
    applying::{self, SaveSection, Start, Submit},
    calling,
    files::Upload,
    letters,
    messaging::{self, Wanted},
    orgs::{self, ClaimComplex, Delegation, Founder, HandOver},
    outbox::Attempt,
    proving,
};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

fn hidden<T: std::fmt::Debug>(answer: Result<T, Error>) {
    assert!(matches!(answer, Err(Error::Denied(Denied::Hidden))), "{answer:?}");
}

fn forbidden<T: std::fmt::Debug>(answer: Result<T, Error>) {
    assert!(matches!(answer, Err(Error::Denied(Denied::Forbidden))), "{answer:?}");
}

#[track_caller]
fn problem<T: std::fmt::Debug>(answer: Result<T, Error>) -> OrgProblem {
    match answer {
        Err(Error::Refused(Refusal::Org(problem))) => problem,
        other => panic!("{other:?}"),
    }
}

async fn paper(svc: &Service) -> Option<Upload> {
    Some(Upload::of(svc, "증빙.pdf", PDF).await.unwrap())
}

fn form(number: &str) -> OrgForm {
    OrgForm {
        name: "가상 새 조합".into(),
        business_no: number.into(),
        kind: "COMPLEX_OPERATOR".into(),
        region: "31".into(),
        ..OrgForm::default()
    }
}

fn newcomer(login: &str) -> NewPerson {
    NewPerson {
        name: format!("가상 {login}"),
        email: format!("{login}@portal.example"),
        password: "a long enough password".into(),
    }
}

async fn register(svc: &Service, login: &str, form: &OrgForm) -> Result<(OrgId, Actor), Error> {
    orgs::register(svc, Founder::New(newcomer(login)), form).await?;
    let letter = letters::claim(svc).await?.unwrap();
    let (org, session) = orgs::finish_registration(svc, &letter.token, "a long enough password").await?;
    let actor = account::actor_of(svc, &session).await?.unwrap();
    Ok((org, actor))
}

async fn page(svc: &Service, actor: &Actor, org: OrgId) -> Box<OrgPage> {
    orgs::organisation(svc, actor, &org.to_string()).await.unwrap().org.unwrap()
}

/// The organisation in which the actor has their role.
fn org_of(actor: &Actor) -> OrgId {
    actor.grants[0].org
}

async fn told(svc: &Service, actor: &Actor) -> Vec<Template> {
    let messages = messaging::messages(svc, actor, &Wanted { show: "unread".into(), ..Wanted::default() }).await;
    messages.unwrap().rows.into_iter().map(|row| row.notice.template).collect()
}

/// The demonstration's nearly finished draft, repaired: it lacks nothing but its submission.
async fn ready(svc: &Service) -> ApplicationId {
    let staff = person(svc, "ulsan.staff").await;
    let work = applying::work(svc, &staff).await.unwrap();
    let application = work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
    let view = applying::draft(svc, &staff, application).await.unwrap();
    let mut draft = view.draft;
    let commitments = &mut draft.participants.commitments;
    commitments[0].document_no = "시연과-3000".into();
    commitments[1].amount = commitments[3].amount.clone();
    draft.participants.firms[10].valid_to = "2029-12-31".into();
    let save = SaveSection {
        application,
        section: Section::Participants,
        base_revision: view.revision,
        draft,
        theirs: Vec::new(),
        background: false,
    };
    applying::save_section(svc, &staff, save).await.unwrap();
    application
}

async fn submit(svc: &Service, actor: &Actor, application: ApplicationId) -> Result<(), Error> {
    applying::submit(svc, actor, Submit { application, revision: None, received_at: svc.now() }).await
}

// ------------------------------------------------------------------ registering

async fn a_number_is_found_however_it_is_typed_and_the_agency_confirms_one_of_two(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let (first, founder) = register(&svc, "first", &form("124-81-00998")).await.unwrap();
    let (second, _) = register(&svc, "second", &form("124 81 00998")).await.unwrap();
    let waiting = orgs::waiting(&svc, &agency).await.unwrap();
    let same = |id| waiting.registrations.iter().find(|r| r.id == id).unwrap().same_number.clone();
    assert_eq!(same(first), [("가상 새 조합".to_owned(), Standing::Waiting)]);
    assert_eq!(same(second).len(), 1);
    orgs::confirm(&svc, &agency, first).await.unwrap();
    assert!(told(&svc, &founder).await.contains(&Template::OrgConfirmed));
    let taken = OrgProblem::NumberTaken { name: "가상 새 조합".into() };
    assert_eq!(problem(orgs::confirm(&svc, &agency, second).await), taken);
    assert_eq!(problem(register(&svc, "third", &form("1248100998")).await), taken);
    // Refused whole: the person was not created either.
    let again = register(&svc, "third", &form("220-81-83676")).await.unwrap();
    assert_eq!(again.1.grants[0].role, Role::ApplicantApprover);
}
story!(duplicate_numbers, a_number_is_found_however_it_is_typed_and_the_agency_confirms_one_of_two);

async fn every_fault_of_a_registration_is_told_at_once(world: World) {
    let svc = demo_service(&world).await;
    let bad = OrgForm { region: "99".into(), ..form("124-81-00999") };
    let founder = Founder::New(NewPerson { password: "short".into(), ..newcomer("x") });
    match orgs::register(&svc, founder, &bad).await {
        Err(Error::Refused(Refusal::Fields(faults))) => {
            let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
            assert_eq!(fields, ["password", "business_no"]);
        }
        other => panic!("{other:?}"),
    }
    let unknown = OrgForm { region: "99".into(), ..form("124-81-00998") };
    match orgs::register(&svc, Founder::New(newcomer("x")), &unknown).await {
        Err(Error::Refused(Refusal::Fields(faults))) => {
            assert_eq!(faults, [("region".to_owned(), FieldFault::NotAChoice)]);
        }
        other => panic!("{other:?}"),
    }
}
story!(faulty_registration, every_fault_of_a_registration_is_told_at_once);

async fn what_is_sent_back_is_corrected_and_waits_again(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let (org, founder) = register(&svc, "first", &form("124-81-00998")).await.unwrap();
    orgs::send_back(&svc, &agency, org, "이름을 등기와 같게 써 주십시오.").await.unwrap();
    let before = page(&svc, &founder, org).await;
    assert_eq!(before.standing, Standing::Returned);
    assert_eq!(before.returned_reason.as_deref(), Some("이름을 등기와 같게 써 주십시오."));
    assert!(told(&svc, &founder).await.contains(&Template::OrgReturned));
    let corrected = OrgForm { name: "가상 고친 조합".into(), ..before.form.clone() };
    orgs::correct(&svc, &founder, org, &corrected).await.unwrap();
    let after = page(&svc, &founder, org).await;
    assert_eq!((after.standing, after.facts.name.as_str()), (Standing::Waiting, "가상 고친 조합"));
    orgs::confirm(&svc, &agency, org).await.unwrap();
    assert!(matches!(orgs::confirm(&svc, &agency, org).await, Err(Error::Refused(Refusal::NothingToDo))));
    forbidden(orgs::correct(&svc, &founder, org, &corrected).await);
    hidden(orgs::confirm(&svc, &founder, OrgId(uuid::Uuid::nil())).await);
    forbidden(orgs::confirm(&svc, &founder, org).await);
    let kinds: Vec<String> =
        page(&svc, &founder, org).await.trail.iter().map(|row| format!("{:?}", row.event)).collect();
    assert_eq!(kinds.len(), 4, "{kinds:?}");
}
story!(sent_back, what_is_sent_back_is_corrected_and_waits_again);

async fn a_municipality_that_registers_itself_sees_nothing_before_it_is_confirmed(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let city = OrgForm { kind: "METRO_LOCAL_GOV".into(), ..form("999-83-00038") };
    let (org, founder) = register(&svc, "city", &city).await.unwrap();
    assert!(founder.grants.is_empty(), "no role before the agency says so");
    assert!(applying::work(&svc, &founder).await.unwrap().applications.is_empty());
    assert_eq!(page(&svc, &founder, org).await.may, [OrgAct::See, OrgAct::Correct]);
    forbidden(orgs::invite(&svc, &founder, org, "x@portal.example", Role::LocalgovMetro).await);
    hidden(orgs::invite(&svc, &agency, org, "x@portal.example", Role::LocalgovMetro).await);
    orgs::confirm(&svc, &agency, org).await.unwrap();
    let founder = account::load_actor(&svc, founder.user).await.unwrap().unwrap();
    assert!(founder.is_for(Role::LocalgovMetro, "31"));
}
story!(unconfirmed_government, a_municipality_that_registers_itself_sees_nothing_before_it_is_confirmed);

// ------------------------------------------------------------------ invitations

/// The token of the next invitation's mail.
async fn next_token(svc: &Service) -> String {
    let letter = orgs::claim_letter(svc).await.unwrap().expect("an invitation waits");
    let token = letter.token.clone();
    orgs::settle_letter(svc, &letter, Attempt::Sent).await.unwrap();
    token
}

async fn a_colleague_invited_as_staff_drafts_and_does_not_submit(world: World) {
    let svc = demo_service(&world).await;
    let application = ready(&svc).await;
    let approver = person(&svc, "ulsan.approver").await;
    let org = org_of(&approver);
    orgs::invite(&svc, &approver, org, " New@Portal.Example ", Role::ApplicantStaff).await.unwrap();
    let row = &page(&svc, &approver, org).await.invitations[0];
    assert_eq!((row.email.as_str(), row.state), ("new@portal.example", InvitationState::Open));
    let token = next_token(&svc).await;
    let view = orgs::invitation(&svc, None, &token).await.unwrap();
    assert_eq!((view.role, view.has_account), (Role::ApplicantStaff, false));
    let (joined, session) = orgs::join(&svc, &token, "가상 새담당", "a long enough password").await.unwrap();
    assert_eq!(joined, org);
    let staff = account::actor_of(&svc, &session).await.unwrap().unwrap();
    assert!(staff.is_of(Role::ApplicantStaff, org));
    assert!(applying::draft(&svc, &staff, application).await.is_ok());
    forbidden(submit(&svc, &staff, application).await);
    forbidden(orgs::invite(&svc, &staff, org, "y@portal.example", Role::ApplicantApprover).await);
    assert!(page(&svc, &approver, org).await.invitations.is_empty(), "the address is forgotten");
    // One use.
    let gone = |state| OrgProblem::InvitationGone(state);
    assert_eq!(problem(orgs::accept(&svc, &approver, &token).await), gone(InvitationState::Used));
    let again = orgs::join(&svc, &token, "가상 새담당", "a long enough password").await;
    assert_eq!(problem(again), gone(InvitationState::Used));
    assert_eq!(orgs::invitation(&svc, None, &token).await.unwrap().state, InvitationState::Used);
    hidden(orgs::invitation(&svc, None, "0123456789abcdef").await);
}
story!(invited_as_staff, a_colleague_invited_as_staff_drafts_and_does_not_submit);

async fn an_invitation_ends_by_time_by_taking_back_and_by_a_new_link(world: World) {
    let svc = demo_service(&world).await;
    let approver = person(&svc, "ulsan.approver").await;
    let org = org_of(&approver);
    let id = orgs::invite(&svc, &approver, org, "a@portal.example", Role::ApplicantStaff).await.unwrap();
    let first = next_token(&svc).await;
    world.clock.set(svc.now() + TimeDelta::days(8));
    let late = orgs::join(&svc, &first, "가상 김", "a long enough password").await;
    assert_eq!(problem(late), OrgProblem::InvitationGone(InvitationState::Expired));
    orgs::resend_invitation(&svc, &approver, id).await.unwrap();
    let second = next_token(&svc).await;
    hidden(orgs::invitation(&svc, None, &first).await);
    assert_eq!(orgs::invitation(&svc, None, &second).await.unwrap().state, InvitationState::Open);
    let foreign = person(&svc, "honam.approver").await;
    hidden(orgs::revoke_invitation(&svc, &foreign, id).await);
    orgs::revoke_invitation(&svc, &approver, id).await.unwrap();
    let back = orgs::accept(&svc, &foreign, &second).await;
    assert_eq!(problem(back), OrgProblem::InvitationGone(InvitationState::Revoked));
    assert!(orgs::claim_letter(&svc).await.unwrap().is_none());
}
story!(ended_invitations, an_invitation_ends_by_time_by_taking_back_and_by_a_new_link);

async fn one_person_works_in_several_organisations(world: World) {
    let svc = demo_service(&world).await;
    let (approver, other) = (person(&svc, "ulsan.approver").await, person(&svc, "honam.staff").await);
    let org = org_of(&approver);
    hidden(orgs::organisation(&svc, &other, &org.to_string()).await);
    orgs::invite(&svc, &approver, org, "somebody@portal.example", Role::ApplicantAccountant).await.unwrap();
    let token = next_token(&svc).await;
    orgs::accept(&svc, &other, &token).await.unwrap();
    let both = person(&svc, "honam.staff").await;
    let view = orgs::organisation(&svc, &both, "").await.unwrap();
    assert_eq!((view.mine.len(), view.org.is_none()), (2, true), "the person chooses");
    assert!(page(&svc, &both, org).await.people.iter().any(|p| p.user == both.user));
    // As an accountant: the budget, and nothing else.
    let application = ready(&svc).await;
    let view = applying::draft(&svc, &both, application).await.unwrap();
    assert_eq!(view.may_write, [Section::Budget, Section::Documents]);
    let save = |section| SaveSection {
        application,
        section,
        base_revision: view.revision,
        draft: view.draft.clone(),
        theirs: Vec::new(),
        background: false,
    };
    applying::save_section(&svc, &both, save(Section::Budget)).await.unwrap();
    forbidden(applying::save_section(&svc, &both, save(Section::Basic)).await);
    let known = orgs::invite(&svc, &approver, org, "honam.staff@portal.example", Role::ApplicantAccountant).await;
    assert_eq!(problem(known), OrgProblem::AlreadyMember);
}
story!(several_organisations, one_person_works_in_several_organisations);

// ------------------------------------------------------------------ acting for the organisation

async fn an_approver_submits_alone(world: World) {
    let svc = demo_service(&world).await;
    let application = ready(&svc).await;
    let approver = person(&svc, "ulsan.approver").await;
    submit(&svc, &approver, application).await.unwrap();
    let receipt = applying::application(&svc, &approver, application).await.unwrap().submission.unwrap();
    assert_eq!((receipt.by.as_str(), receipt.on_behalf_of), ("가상 이승인", None));
}
story!(alone, an_approver_submits_alone);

async fn a_colleague_with_a_letter_submits_and_the_receipt_names_both(world: World) {
    let svc = demo_service(&world).await;
    let application = ready(&svc).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let org = org_of(&approver);
    let today = domain::calendar::kst_date(svc.now());
    let letter = async |from: i64, until: i64, scope: &str| Delegation {
        org,
        to: staff.user.to_string(),
        scope: scope.into(),
        from: (today + TimeDelta::days(from)).to_string(),
        until: (today + TimeDelta::days(until)).to_string(),
        upload: paper(&svc).await,
    };
    forbidden(orgs::delegate(&svc, &staff, letter(0, 1, "SUBMISSION").await).await);
    let backwards = orgs::delegate(&svc, &approver, letter(1, 0, "SUBMISSION").await).await;
    assert_eq!(problem(backwards), OrgProblem::DaysInvalid);
    let myself = Delegation { to: approver.user.to_string(), ..letter(0, 1, "SUBMISSION").await };
    assert_eq!(problem(orgs::delegate(&svc, &approver, myself).await), OrgProblem::NoDelegate);
    // One that begins tomorrow does not help today.
    orgs::delegate(&svc, &approver, letter(1, 2, "SUBMISSION").await).await.unwrap();
    forbidden(submit(&svc, &staff, application).await);
    let id = orgs::delegate(&svc, &approver, letter(0, 1, "SUBMISSION").await).await.unwrap();
    let may = applying::application(&svc, &staff, application).await.unwrap().may;
    assert!(may.contains(&Act::Submit) && !may.contains(&Act::RequestSubmission), "{may:?}");
    submit(&svc, &staff, application).await.unwrap();
    let view = applying::application(&svc, &staff, application).await.unwrap();
    let receipt = view.submission.unwrap();
    let both = (receipt.by.as_str(), receipt.on_behalf_of.as_deref());
    assert_eq!(both, ("가상 김담당", Some("가상 이승인")));
    assert_eq!(view.submissions[0].on_behalf_of.as_deref(), Some("가상 이승인"));
    assert!(view.timeline.iter().any(|row| row.who.contains("가상 김담당 (가상 이승인 위임)")), "{:?}", view.timeline);
    match proving::receipt(&svc, &staff, view.submissions[0].id).await.unwrap() {
        proving::Receipt::ToIssue(paper) => assert_eq!(paper.on_behalf_of.as_deref(), Some("가상 이승인")),
        proving::Receipt::Issued { .. } => panic!("nobody asked for it yet"),
    }
    forbidden(applying::withdraw(&svc, &staff, application, "그만둡니다.").await);
    orgs::end_delegation(&svc, &approver, id).await.unwrap();
    forbidden(applying::recall(&svc, &staff, application).await);
}
story!(delegated, a_colleague_with_a_letter_submits_and_the_receipt_names_both);

async fn a_letter_counts_no_more_than_who_gave_it(world: World) {
    let svc = demo_service(&world).await;
    let application = ready(&svc).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let org = org_of(&approver);
    let today = domain::calendar::kst_date(svc.now()).to_string();
    let letter = Delegation {
        org,
        to: staff.user.to_string(),
        scope: "EVERYTHING".into(),
        from: today.clone(),
        until: today,
        upload: paper(&svc).await,
    };
    orgs::delegate(&svc, &approver, letter).await.unwrap();
    orgs::invite(&svc, &approver, org, "next@portal.example", Role::ApplicantApprover).await.unwrap();
    let token = next_token(&svc).await;
    let last = orgs::end_role(&svc, &approver, org, approver.user, Role::ApplicantApprover).await;
    assert_eq!(problem(last), OrgProblem::LastManager);
    orgs::join(&svc, &token, "가상 새승인", "a long enough password").await.unwrap();
    orgs::end_role(&svc, &approver, org, approver.user, Role::ApplicantApprover).await.unwrap();
    forbidden(submit(&svc, &staff, application).await);
    hidden(orgs::organisation(&svc, &person(&svc, "ulsan.approver").await, &org.to_string()).await);
}
story!(letter_of_a_former_approver, a_letter_counts_no_more_than_who_gave_it);

// ------------------------------------------------------------------ handover

async fn a_handover_moves_everything_in_one_step(world: World) {
    let svc = demo_service(&world).await;
    let application = ready(&svc).await;
    let (staff, accountant) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.accountant").await);
    let org = org_of(&staff);
    let owned = [Section::Basic, Section::Plan].map(|section| (section, Some(staff.user)));
    applying::assign(&svc, &staff, application, owned.to_vec()).await.unwrap();
    let unread = told(&svc, &staff).await.len();
    let before = told(&svc, &accountant).await.len();
    let hand = |to: &Actor, leaves| HandOver {
        org,
        from: staff.user.to_string(),
        to: to.user.to_string(),
        note: "확약서 원본은 서류함에 있습니다.".into(),
        leaves,
    };
    let stranger = person(&svc, "honam.staff").await;
    assert_eq!(problem(orgs::hand_over(&svc, &staff, hand(&stranger, true)).await), OrgProblem::NoSuccessor);
    hidden(orgs::hand_over(&svc, &stranger, hand(&accountant, true)).await);
    forbidden(orgs::hand_over(&svc, &accountant, hand(&accountant, true)).await);
    orgs::hand_over(&svc, &staff, hand(&accountant, true)).await.unwrap();
    let successor = person(&svc, "ulsan.accountant").await;
    assert!(successor.is_of(Role::ApplicantStaff, org) && successor.is_of(Role::ApplicantAccountant, org));
    assert!(person(&svc, "ulsan.staff").await.grants.is_empty());
    let sections = applying::draft(&svc, &successor, application).await.unwrap().sections;
    let mine = sections.iter().filter(|s| s.owner.as_ref().is_some_and(|(id, _)| *id == successor.user));
    assert_eq!(mine.count(), 2);
    let view = page(&svc, &successor, org).await;
    assert_eq!((view.handovers[0].sections, view.handovers[0].note.as_str()), (2, "확약서 원본은 서류함에 있습니다."));
    let after = told(&svc, &successor).await;
    assert_eq!(after.len(), before + unread + 1, "{after:?}");
    assert!(after.contains(&Template::WorkHandedOver));
    assert!(told(&svc, &person(&svc, "ulsan.staff").await).await.is_empty());
}
story!(handover, a_handover_moves_everything_in_one_step);

// ------------------------------------------------------------------ claims

async fn an_unconfirmed_claim_blocks_submitting_and_not_drafting(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let founder = person(&svc, "daegu.approver").await;
    let org = org_of(&founder);
    let work = applying::work(&svc, &founder).await.unwrap();
    let draft = work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id;
    let view = applying::draft(&svc, &founder, draft).await.unwrap();
    assert_eq!(view.blocks, [Block::Organisation(Standing::Waiting), Block::Complex(Some(Standing::Waiting))]);
    let save = SaveSection {
        application: draft,
        section: Section::Basic,
        base_revision: view.revision,
        draft: view.draft.clone(),
        theirs: Vec::new(),
        background: false,
    };
    applying::save_section(&svc, &founder, save).await.unwrap();
    assert_eq!(problem(submit(&svc, &founder, draft).await), OrgProblem::Blocked(view.blocks));
    // Near a deadline first, and in the agency's tasks.
    let waiting = orgs::waiting(&svc, &agency).await.unwrap();
    assert_eq!((waiting.registrations.len(), waiting.claims.len()), (1, 2));
    assert_eq!((waiting.claims[0].complex.as_str(), waiting.claims[0].drafts), ("대구 성서 표면처리", 1));
    assert_eq!(waiting.claims[1].drafts, 0);
    let tasks = applying::work(&svc, &agency).await.unwrap().tasks;
    assert!(tasks.iter().any(|t| matches!(t, Task::DecideOrganisations { registrations: 1, claims: 2, due: Some(_) })));
    hidden(orgs::waiting(&svc, &founder).await);
    orgs::confirm_claim(&svc, &agency, waiting.claims[0].id).await.unwrap();
    let left = applying::draft(&svc, &founder, draft).await.unwrap().blocks;
    assert_eq!(left, [Block::Organisation(Standing::Waiting)]);
    orgs::confirm(&svc, &agency, org).await.unwrap();
    assert!(applying::draft(&svc, &founder, draft).await.unwrap().blocks.is_empty());
    // What it lacks now is its contents.
    assert!(matches!(submit(&svc, &founder, draft).await, Err(Error::Refused(Refusal::Form(_)))));
    let again = orgs::confirm_claim(&svc, &agency, waiting.claims[0].id).await;
    assert!(matches!(again, Err(Error::Refused(Refusal::NothingToDo))));
}
story!(unconfirmed_claim, an_unconfirmed_claim_blocks_submitting_and_not_drafting);

async fn a_false_claim_stands_in_nobodys_way(world: World) {
    let svc = demo_service(&world).await;
    let application = ready(&svc).await;
    let (rival, approver) = (person(&svc, "honam.approver").await, person(&svc, "ulsan.approver").await);
    let agency = person(&svc, "agency").await;
    let view = applying::application(&svc, &approver, application).await.unwrap();
    let call = calling::call(&svc, Some(&approver), view.row.call).await.unwrap();
    let complex = call.complexes.iter().find(|c| c.name == view.row.complex).unwrap().complex;
    let start = Start { call: view.row.call, track: view.row.track, complex, org: org_of(&rival) };
    hidden(applying::start(&svc, &rival, start).await.map(|_| ()));
    let claim = async |svc: &Service| ClaimComplex {
        org: org_of(&rival),
        complex: complex.to_string(),
        note: String::new(),
        upload: paper(svc).await,
    };
    let own = ClaimComplex { org: org_of(&approver), ..claim(&svc).await };
    assert_eq!(problem(orgs::claim_complex(&svc, &approver, own).await), OrgProblem::AlreadyClaimed);
    let id = orgs::claim_complex(&svc, &rival, claim(&svc).await).await.unwrap();
    assert_eq!(problem(orgs::claim_complex(&svc, &rival, claim(&svc).await).await), OrgProblem::AlreadyClaimed);
    let draft = applying::start(&svc, &rival, start).await.unwrap();
    let blocked = problem(submit(&svc, &rival, draft).await);
    assert_eq!(blocked, OrgProblem::Blocked(vec![Block::Complex(Some(Standing::Waiting))]));
    submit(&svc, &approver, application).await.unwrap();
    orgs::return_claim(&svc, &agency, id, "협약서가 아닙니다.").await.unwrap();
    assert!(told(&svc, &rival).await.contains(&Template::ClaimReturned));
    let blocked = problem(submit(&svc, &rival, draft).await);
    assert_eq!(blocked, OrgProblem::Blocked(vec![Block::Complex(Some(Standing::Returned))]));
    // The other way round: whoever loses the complex is told, and may not submit for it again.
    let id = orgs::claim_complex(&svc, &rival, claim(&svc).await).await.unwrap();
    orgs::confirm_claim(&svc, &agency, id).await.unwrap();
    assert!(told(&svc, &approver).await.contains(&Template::OperatorChanged));
    assert!(matches!(submit(&svc, &rival, draft).await, Err(Error::Refused(Refusal::AlreadyApplied { .. }))));
}
story!(false_claim, a_false_claim_stands_in_nobodys_way);

async fn evidence_is_for_the_organisation_and_the_agency(world: World) {
    let svc = demo_service(&world).await;
    let (agency, auditor) = (person(&svc, "agency").await, person(&svc, "auditor").await);
    let claims = orgs::waiting(&svc, &agency).await.unwrap().claims;
    let file = claims[0].file.0;
    for reader in [&agency, &auditor, &person(&svc, "daegu.approver").await] {
        assert!(service::files::open(&svc, reader, file).await.is_ok(), "{}", reader.name);
    }
    for stranger in ["honam.approver", "ministry.officer", "reviewer1", "city.ulsan.nam"] {
        hidden(service::files::open(&svc, &person(&svc, stranger).await, file).await.map(|_| ()));
    }
}
story!(evidence, evidence_is_for_the_organisation_and_the_agency);
