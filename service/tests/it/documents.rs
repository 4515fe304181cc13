//! Papers: versions stay, the snapshot names what was attached, nobody opens what is not theirs, uploads go on.

use crate::{
    both::World,
    demo::{demo_service, person},
    story,
};
use domain::{
    actor::Actor,
    document::{Scan, Unfit},
    form::Section,
    ids::{ApplicationId, FileId},
    policy::Denied,
    refusal::Refusal,
    view::{DocumentsView, SlotView},
    workflow::{Rejection, Stage},
};
use service::{
    Error, Service, applying,
    documents::{self, AddPaper, Place},
    files::{self, Clamd, Upload},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.4\n{text}\n%%EOF\n").into_bytes()
}

async fn draft_of(svc: &Service, actor: &Actor) -> ApplicationId {
    let work = applying::work(svc, actor).await.unwrap();
    work.applications.iter().find(|r| r.stage == Stage::Draft).unwrap().id
}

fn place(application: ApplicationId, slot: &str) -> Place {
    Place { application, slot: slot.to_owned() }
}

fn slot<'a>(view: &'a DocumentsView, code: &str) -> &'a SlotView {
    view.slots.iter().find(|s| s.slot.code == code).unwrap()
}

async fn attach(svc: &Service, actor: &Actor, id: ApplicationId, code: &str, text: &str) -> Result<(), Error> {
    let upload = Upload::of(svc, &format!("{text}.pdf"), &pdf(text)).await.unwrap();
    documents::attach(svc, actor, place(id, code), upload).await
}

async fn read(svc: &Service, actor: &Actor, file: FileId) -> Result<Vec<u8>, Error> {
    use futures_util::TryStreamExt;
    let stored = files::open(svc, actor, file).await?;
    let pieces: Vec<_> = stored.bytes.try_collect().await.unwrap();
    let bytes = pieces.concat();
    assert_eq!(bytes.len() as u64, stored.size);
    Ok(bytes)
}

fn is_hidden<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    assert!(matches!(outcome, Err(Error::Denied(Denied::Hidden))), "{outcome:?}");
}

async fn versions_stay_and_come_back(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let id = draft_of(&svc, &staff).await;
    attach(&svc, &staff, id, "BONUS", "first").await.unwrap();
    let view = documents::documents(&svc, &staff, id).await.unwrap();
    let first = slot(&view, "BONUS").current.clone().unwrap();
    attach(&svc, &staff, id, "BONUS", "second").await.unwrap();
    let view = documents::documents(&svc, &staff, id).await.unwrap();
    assert_eq!(slot(&view, "BONUS").current.as_ref().unwrap().name, "second.pdf");
    assert_eq!(slot(&view, "BONUS").earlier, std::slice::from_ref(&first));
    assert_eq!(read(&svc, &staff, first.file).await.unwrap(), pdf("first"));

    documents::restore(&svc, &staff, place(id, "BONUS"), first.file).await.unwrap();
    let view = documents::documents(&svc, &staff, id).await.unwrap();
    assert_eq!(slot(&view, "BONUS").current.as_ref().unwrap().sha256, first.sha256);
    documents::remove(&svc, &staff, place(id, "BONUS")).await.unwrap();
    let view = documents::documents(&svc, &staff, id).await.unwrap();
    assert_eq!((slot(&view, "BONUS").current.clone(), slot(&view, "BONUS").earlier.len()), (None, 2));
    // A version of one slot is none of another.
    is_hidden(documents::restore(&svc, &staff, place(id, "PLAN"), first.file).await);
}
story!(versions, versions_stay_and_come_back);

async fn a_missing_paper_blocks_submitting_and_only_then(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let id = draft_of(&svc, &staff).await;
    let faults = async || {
        let view = applying::draft(&svc, &staff, id).await.unwrap();
        view.problems.iter().filter(|p| p.section == Section::Documents).map(|p| p.field.clone()).collect::<Vec<_>>()
    };
    assert_eq!(faults().await, [""; 0]);
    documents::remove(&svc, &staff, place(id, "TAX")).await.unwrap();
    documents::remove(&svc, &staff, place(id, "PLAN")).await.unwrap();
    assert_eq!(faults().await, ["documents[PLAN]", "documents[TAX]"]);
    documents::consent(&svc, &staff, place(id, "TAX")).await.unwrap();
    is_hidden(documents::consent(&svc, &staff, place(id, "PLAN")).await);
    is_hidden(attach(&svc, &staff, id, "RECOMMENDATION", "x").await);
    is_hidden(attach(&svc, &staff, id, "NO_SUCH", "x").await);
    attach(&svc, &staff, id, "PLAN", "again").await.unwrap();
    assert_eq!(faults().await, [""; 0]);
}
story!(missing, a_missing_paper_blocks_submitting_and_only_then);

async fn the_snapshot_names_its_papers_and_readers_get_theirs_only(world: World) {
    let svc = demo_service(&world).await;
    let agency = person(&svc, "agency").await;
    let reviewer = person(&svc, "reviewer1").await;
    let work = applying::work(&svc, &reviewer).await.unwrap();
    let row = work.applications.iter().find(|r| r.stage == Stage::Evaluating).unwrap();
    let whole = applying::proposal(&svc, &agency, row.id).await.unwrap().snapshot.draft.documents;
    let reviewed = applying::proposal(&svc, &reviewer, row.id).await.unwrap().snapshot.draft.documents;
    assert!(reviewed.attached.len() < whole.attached.len() && !reviewed.is_empty());
    let secret = whole.attached.iter().find(|a| a.slot == "COVER_LETTER").unwrap();
    let shown = reviewed.attached.iter().find(|a| a.slot == "PLAN").unwrap();
    assert_eq!(shown.sha256, domain::snapshot::sha256_hex(&read(&svc, &reviewer, shown.file).await.unwrap()));
    is_hidden(read(&svc, &reviewer, secret.file).await);
    read(&svc, &agency, secret.file).await.unwrap();
    for stranger in ["ulsan.staff", "city.bucheon", "reviewer8"] {
        is_hidden(read(&svc, &person(&svc, stranger).await, shown.file).await);
    }
}
story!(reviewers, the_snapshot_names_its_papers_and_readers_get_theirs_only);

async fn what_is_in_the_draft_only_exists_for_its_organisation_only(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let id = draft_of(&svc, &staff).await;
    attach(&svc, &staff, id, "BONUS", "draft").await.unwrap();
    let view = documents::documents(&svc, &staff, id).await.unwrap();
    let file = slot(&view, "BONUS").current.clone().unwrap().file;
    for login in ["agency", "province.ulsan", "honam.staff", "auditor"] {
        let other = person(&svc, login).await;
        is_hidden(read(&svc, &other, file).await);
        is_hidden(attach(&svc, &other, id, "BONUS", "x").await);
        is_hidden(documents::begin_upload(&svc, &other, place(id, "BONUS"), "a.pdf", 10).await);
    }
}
story!(foreign, what_is_in_the_draft_only_exists_for_its_organisation_only);

async fn the_cabinet_belongs_to_its_organisation_and_fills_slots(world: World) {
    let svc = demo_service(&world).await;
    let (staff, honam) = (person(&svc, "ulsan.staff").await, person(&svc, "honam.staff").await);
    let id = draft_of(&svc, &staff).await;
    let mine = documents::cabinet(&svc, &staff).await.unwrap();
    let theirs = documents::cabinet(&svc, &honam).await.unwrap();
    assert!(mine.papers.iter().any(|p| p.expired) && mine.papers.iter().any(|p| !p.expired));
    let paper = &mine.papers[0];
    documents::attach_from_cabinet(&svc, &staff, place(id, "TAX"), paper.id).await.unwrap();
    let view = documents::documents(&svc, &staff, id).await.unwrap();
    assert_eq!(slot(&view, "TAX").current.as_ref().unwrap().sha256, paper.sha256);

    is_hidden(documents::attach_from_cabinet(&svc, &staff, place(id, "TAX"), theirs.papers[0].id).await);
    is_hidden(read(&svc, &staff, theirs.papers[0].file).await);
    is_hidden(documents::remove_from_cabinet(&svc, &staff, theirs.papers[0].id).await);
    is_hidden(documents::cabinet(&svc, &person(&svc, "agency").await).await);
    let upload = Upload::of(&svc, "a.pdf", &pdf("a")).await.unwrap();
    let org = theirs.orgs[0].0;
    let add = AddPaper { org, title: "x".into(), valid_until: String::new(), upload: Some(upload) };
    is_hidden(documents::add_to_cabinet(&svc, &staff, add).await);

    documents::remove_from_cabinet(&svc, &staff, paper.id).await.unwrap();
    is_hidden(documents::attach_from_cabinet(&svc, &staff, place(id, "TAX"), paper.id).await);
    let view = documents::documents(&svc, &staff, id).await.unwrap();
    assert!(slot(&view, "TAX").current.is_some(), "the application keeps its paper");
}
story!(cabinet, the_cabinet_belongs_to_its_organisation_and_fills_slots);

async fn an_upload_goes_on_where_it_broke_and_not_after_closing(world: World) {
    let svc = demo_service(&world).await;
    let (staff, approver) = (person(&svc, "ulsan.staff").await, person(&svc, "ulsan.approver").await);
    let id = draft_of(&svc, &staff).await;
    let whole = pdf("a long text");
    let size = whole.len() as u64;
    let begun = documents::begin_upload(&svc, &staff, place(id, "BONUS"), "긴 글.pdf", size).await.unwrap();
    let (mut incoming, left) = documents::receive_piece(&svc, &staff, begun.id, 0).await.unwrap();
    assert_eq!(left, size);
    incoming.write(&whole[..10]).await.unwrap();
    incoming.flush().await.unwrap();
    let busy = documents::receive_piece(&svc, &staff, begun.id, 10).await;
    assert!(matches!(busy, Err(Error::Refused(Refusal::Unfit(Unfit::UploadBusy)))));
    drop(incoming);

    // The page was loaded again and the server started again: the same file goes on, swept or not.
    assert_eq!(documents::sweep_uploads(&svc).await.unwrap(), 0);
    let again = documents::begin_upload(&svc, &staff, place(id, "BONUS"), "긴 글.pdf", size).await.unwrap();
    assert_eq!((again.id, again.received), (begun.id, 10));
    is_hidden(documents::upload_progress(&svc, &approver, begun.id).await);
    let early = documents::finish_upload(&svc, &staff, begun.id).await;
    assert!(matches!(early, Err(Error::Refused(Refusal::Unfit(Unfit::UploadGone)))), "{early:?}");
    assert!(documents::receive_piece(&svc, &staff, begun.id, 5).await.is_err(), "not what comes next");

    let closes = applying::draft(&svc, &staff, id).await.unwrap().call.intake_to;
    world.clock.set(closes + chrono::Duration::seconds(1));
    let late = documents::receive_piece(&svc, &staff, begun.id, 10).await.map(|_| ());
    assert!(matches!(late, Err(Error::Refused(Refusal::Workflow(Rejection::IntakeClosed { .. })))), "{late:?}");
    world.clock.set(closes);
    let (mut incoming, _) = documents::receive_piece(&svc, &staff, begun.id, 10).await.unwrap();
    incoming.write(&whole[10..]).await.unwrap();
    incoming.flush().await.unwrap();
    drop(incoming);
    documents::finish_upload(&svc, &staff, begun.id).await.unwrap();
    let view = documents::documents(&svc, &staff, id).await.unwrap();
    let current = slot(&view, "BONUS").current.clone().unwrap();
    assert_eq!(current.name, "긴 글.pdf");
    assert_eq!(read(&svc, &staff, current.file).await.unwrap(), whole);
    assert!(slot(&view, "BONUS").unfinished.is_none());
    is_hidden(documents::finish_upload(&svc, &staff, begun.id).await);
}
story!(resuming, an_upload_goes_on_where_it_broke_and_not_after_closing);

async fn what_may_not_be_attached_leaves_nothing_behind(world: World) {
    let svc = demo_service(&world).await;
    let staff = person(&svc, "ulsan.staff").await;
    let id = draft_of(&svc, &staff).await;
    let begun = documents::begin_upload(&svc, &staff, place(id, "BONUS"), "a.pdf", 4).await.unwrap();
    let (mut incoming, _) = documents::receive_piece(&svc, &staff, begun.id, 0).await.unwrap();
    incoming.write(b"MZ\0\0").await.unwrap();
    incoming.flush().await.unwrap();
    drop(incoming);
    let refused = documents::finish_upload(&svc, &staff, begun.id).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Unfit(Unfit::NotWhatItSays { .. })))), "{refused:?}");
    let view = documents::documents(&svc, &staff, id).await.unwrap();
    assert!(slot(&view, "BONUS").current.is_none() && slot(&view, "BONUS").unfinished.is_none());
    let too_large = documents::begin_upload(&svc, &staff, place(id, "BONUS"), "a.pdf", 101 << 20).await;
    assert!(matches!(too_large, Err(Error::Refused(Refusal::Unfit(Unfit::TooLarge { max_mib: 100 })))));
}
story!(refused, what_may_not_be_attached_leaves_nothing_behind);

/// A clamd that finds malware where it reads `EICAR`.
async fn fake_clamd() -> (TcpListener, Clamd) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (listener, address.parse().unwrap())
}

async fn answer_scans(listener: TcpListener) {
    loop {
        let (mut caller, _) = listener.accept().await.unwrap();
        let mut hello = [0; 10];
        caller.read_exact(&mut hello).await.unwrap();
        assert_eq!(&hello, b"zINSTREAM\0");
        let mut bytes = Vec::new();
        loop {
            let length = caller.read_u32().await.unwrap();
            if length == 0 {
                break;
            }
            let mut part = vec![0; length as usize];
            caller.read_exact(&mut part).await.unwrap();
            bytes.extend(part);
        }
        let found = bytes.windows(5).any(|w| w == b"EICAR");
        let said: &[u8] = if found { b"stream: Eicar-Test FOUND\0" } else { b"stream: OK\0" };
        caller.write_all(said).await.unwrap();
    }
}

async fn infected_papers_reach_nobody_and_pending_ones_block_nobody(world: World) {
    let (listener, clamd) = fake_clamd().await;
    let svc = demo_service(&world).await.with_storage(world.storage.clone().with_clamd(Some(clamd)));
    let staff = person(&svc, "ulsan.staff").await;
    let id = draft_of(&svc, &staff).await;
    attach(&svc, &staff, id, "BONUS", "EICAR").await.unwrap();
    attach(&svc, &staff, id, "PLAN", "harmless").await.unwrap();
    let scans = async |code: &str| {
        let view = documents::documents(&svc, &staff, id).await.unwrap();
        slot(&view, code).current.clone().unwrap()
    };
    assert_eq!(scans("BONUS").await.scan, Scan::Pending);
    let problems = applying::draft(&svc, &staff, id).await.unwrap().problems;
    assert!(problems.iter().all(|p| p.section != Section::Documents), "pending blocks nothing");
    read(&svc, &staff, scans("BONUS").await.file).await.unwrap();

    // Reviewers wait while nothing is known.
    let reviewer = person(&svc, "reviewer1").await;
    let work = applying::work(&svc, &reviewer).await.unwrap();
    let row = work.applications.iter().find(|r| r.stage == Stage::Evaluating).unwrap().id;
    let paper = applying::proposal(&svc, &reviewer, row).await.unwrap().snapshot.draft.documents.attached.remove(0);
    is_hidden(read(&svc, &reviewer, paper.file).await);

    // Down: pending and no verdict. Back: checked.
    let down = svc.clone().with_storage(world.storage.clone().with_clamd(Some("127.0.0.1:1".parse().unwrap())));
    assert!(files::scan_pending(&down).await.is_err());
    assert_eq!(scans("PLAN").await.scan, Scan::Pending);
    let clamd = tokio::spawn(answer_scans(listener));
    assert!(files::scan_pending(&svc).await.unwrap() > 2);
    clamd.abort();
    assert_eq!(scans("PLAN").await.scan, Scan::Clean);
    assert_eq!(scans("BONUS").await.scan, Scan::Infected);
    read(&svc, &reviewer, paper.file).await.unwrap();
    is_hidden(read(&svc, &staff, scans("BONUS").await.file).await);
}
story!(scanning, infected_papers_reach_nobody_and_pending_ones_block_nobody);
