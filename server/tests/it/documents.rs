//! Files as people send them: without JavaScript, in pieces, broken, hostile.

use crate::support::{Answer, Browser, NOBODY, TestApp, encoded, request};
use domain::actor::Role;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A form with one file.
fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    [head.as_bytes(), bytes, b"\r\n--b--\r\n"].concat()
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const HWPX: [(&str, &[u8]); 2] = [("mimetype", b"application/hwp+zip"), ("Contents/section0.xml", b"<s/>")];
const DOCX: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"<t/>"), ("word/document.xml", b"<d/>")];
const XLSX: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"<t/>"), ("xl/workbook.xml", b"<w/>")];

fn with(parts: &[(&str, &[u8])], name: &str, bytes: &[u8]) -> Vec<u8> {
    archive(&[parts, &[(name, bytes)]].concat())
}

fn pdf(inside: &str) -> Vec<u8> {
    format!("%PDF-1.4\n{inside}\n%%EOF\n").into_bytes()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    [head.as_slice(), &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x02\0\0\0", &[0; 64]].concat()
}

/// The lines of the archive lie about how much is in them.
fn lying(mut zip: Vec<u8>) -> Vec<u8> {
    // The size of the last part, as the directory says it.
    let at = zip.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    zip[at + 24..at + 28].copy_from_slice(&1u32.to_le_bytes());
    zip
}

async fn applicant(app: &TestApp) -> Browser<'_> {
    let mut browser = app.visitor();
    browser.post("/demo?act=demo_sign_in", &[("email", "ulsan.staff@portal.example")]).await.is(303);
    browser
}

/// The draft of the demonstration.
async fn draft(browser: &mut Browser<'_>) -> String {
    let page = browser.get("/work?stage=DRAFT").await;
    let html = page.html();
    let link = html.tags("a").iter().map(|a| a["href"].clone()).find(|l| l.starts_with("/applications/")).unwrap();
    link.rsplit('/').next().unwrap().to_owned()
}

async fn attach(browser: &mut Browser<'_>, id: &str, slot: &str, name: &str, bytes: &[u8]) -> Answer {
    let path = format!("/applications/{id}/edit/documents?act=attach&key={id}.{slot}");
    browser.post_bytes(&path, "multipart/form-data; boundary=b", &[], form(name, bytes)).await
}

#[tokio::test]
async fn hostile_files_are_refused_with_what_to_do_and_sound_ones_taken() {
    let app = TestApp::demo().await;
    let mut staff = applicant(&app).await;
    let id = draft(&mut staff).await;
    let zeros = vec![0u8; 20_000_000];
    let many: Vec<(String, &[u8])> = (0..10_001).map(|n| (format!("x/{n}"), b"".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a.pdf", vec![], "빈 파일"),
        ("a.pdf", b"x".to_vec(), "내용이 다릅니다"),
        ("a.pdf", archive(&HWPX), "내용이 다릅니다"),
        ("a.pdf", b"%PDF-1.4 cut off".to_vec(), "손상되었거나"),
        ("a.pdf", [pdf("x"), archive(&DOCX)].concat(), "내용이 다릅니다"),
        ("a.pdf", pdf("trailer<</Root 1 0 R/Encrypt 9 0 R>>"), "암호가 걸려"),
        ("a.pdf", pdf("1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"), "매크로나"),
        ("a.pdf", pdf("<</S/Launch/F(cmd.exe)>>"), "매크로나"),
        ("a.hwp", pdf("x"), "HWP 파일은 받지 않습니다"),
        ("a.svg", b"<svg onload='alert(1)'/>".to_vec(), "받지 않는 형식(.svg)"),
        ("a.txt", b"<html>".to_vec(), "받지 않는 형식(.txt)"),
        ("a.zip", archive(&DOCX), "받지 않는 형식(.zip)"),
        ("noextension", pdf("x"), "확장자가 없습니다"),
        ("\u{bcf4}\u{ace0}\u{c11c}\u{202e}fdp.exe", b"MZ".to_vec(), "받지 않는 형식(.exe)"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old or locked workbook".to_vec(), "암호가 걸려"),
        ("a.hwpx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "HWP 파일은 받지 않습니다"),
        ("a.docm", archive(&DOCX), "매크로나"),
        ("a.docx", with(&DOCX, "word/vbaProject.bin", b"x"), "매크로나"),
        ("a.docx", archive(&XLSX), "내용이 다릅니다"),
        ("a.xlsx", archive(&[("x", b"y")]), "내용이 다릅니다"),
        ("a.hwpx", archive(&[HWPX[1], HWPX[0]]), "내용이 다릅니다"),
        ("a.hwpx", with(&HWPX, "META-INF/manifest.xml", b"<m><encryption-data/></m>"), "암호가 걸려"),
        ("a.docx", with(&DOCX, "../../etc/cron.d/x", b"x"), "손상되었거나"),
        ("a.docx", with(&DOCX, "word/embeddings/inner.zip", b"PK"), "매크로나"),
        ("a.docx", with(&DOCX, "word/x.xml", b"<!DOCTYPE lolz [<!ENTITY a 'b'>]>"), "손상되었거나"),
        ("a.docx", with(&DOCX, "word/bomb.bin", &zeros), "지나치게 커지는"),
        ("a.docx", lying(with(&DOCX, "word/bomb.bin", &zeros)), ""),
        ("a.docx", archive(&[DOCX.as_slice(), many.as_slice()].concat()), "지나치게 커지는"),
        ("a.docx", b"PK\x03\x04 cut off".to_vec(), "손상되었거나"),
        ("a.png", png(60_000, 60_000), "그림이 너무 큽니다"),
        ("a.png", b"<script>".to_vec(), "내용이 다릅니다"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\xea\x60\xea\x60".to_vec(), "그림이 너무 큽니다"),
        ("a.jpg", b"\xff\xd8\xff\xe0".to_vec(), "손상되었거나"),
    ];
    for (name, bytes, why) in cases {
        let answer = attach(&mut staff, &id, "BONUS", name, &bytes).await;
        answer.is(422).says(why).says("십시오.");
        assert_eq!(answer.html().faults(), [""; 0], "{name} {why}");
    }
    for (name, bytes) in [
        ("계획.pdf", pdf("x")),
        ("a.hwpx", archive(&HWPX)),
        ("a.docx", archive(&DOCX)),
        ("a.xlsx", archive(&XLSX)),
        ("a.png", png(800, 600)),
        ("a.jpeg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x10\x00\x10".to_vec()),
    ] {
        let answer = attach(&mut staff, &id, "BONUS", name, &bytes).await;
        assert!(answer.location().contains("done=attach"), "{name}");
    }
    let page = staff.get(&format!("/applications/{id}/edit/documents")).await;
    page.is(200).says("a.jpeg").says("이전 파일 5건").says("계획.pdf");
    assert_eq!(page.html().faults(), [""; 0]);
}

#[tokio::test]
async fn a_file_is_always_a_download_under_its_own_name() {
    let app = TestApp::demo().await;
    let mut staff = applicant(&app).await;
    let id = draft(&mut staff).await;
    attach(&mut staff, &id, "BONUS", "../가점 증빙\u{202e}.pdf", &pdf("x")).await.is(303);
    let page = staff.get(&format!("/applications/{id}/edit/documents")).await;
    let html = page.html();
    let links: Vec<String> =
        html.tags("a").iter().map(|a| a["href"].clone()).filter(|h| h.starts_with("/files/")).collect();
    let mut found = None;
    for link in links {
        let answer = staff.get(&link).await;
        if answer.body.as_bytes() == pdf("x") {
            found = Some((link, answer));
        }
    }
    let (link, answer) = found.unwrap();
    assert!(answer.header("content-disposition").starts_with("attachment;"));
    assert!(
        answer.header("content-disposition").ends_with("filename*=UTF-8''%EA%B0%80%EC%A0%90%20%EC%A6%9D%EB%B9%99.pdf")
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    app.person(Role::KpicOfficer).await.get(&link).await.is(404);
    app.person(Role::Reviewer).await.get(&link).await.is(404);
}

struct Pieces<'a, 'b> {
    browser: &'a mut Browser<'b>,
    address: String,
}

impl Pieces<'_, '_> {
    async fn send(&mut self, from: usize, to: usize, whole: &[u8]) -> Answer {
        let range = format!("bytes {from}-{}/{}", to - 1, whole.len());
        let headers = [("content-range", range.as_str())];
        self.browser.post_bytes(&self.address, "application/octet-stream", &headers, whole[from..to].to_vec()).await
    }

    async fn received(&mut self) -> u64 {
        number(&self.browser.get(&self.address).await, "received")
    }

    async fn end(&mut self, how: &str) -> Answer {
        let address = format!("{}/{how}", self.address);
        self.browser.post_bytes(&address, "application/octet-stream", &[], Vec::new()).await
    }
}

fn number(answer: &Answer, field: &str) -> u64 {
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}", answer.body));
    body[field].as_u64().unwrap()
}

async fn begin<'a, 'b>(browser: &'a mut Browser<'b>, id: &str, name: &str, size: usize) -> Pieces<'a, 'b> {
    let address = format!("/uploads?application={id}&slot=BONUS&name={}&size={size}", encoded(name));
    let begun = browser.post_bytes(&address, "application/octet-stream", &[], Vec::new()).await;
    begun.is(200);
    let body: serde_json::Value = serde_json::from_str(&begun.body).unwrap();
    Pieces { browser, address: format!("/uploads/{}", body["id"].as_str().unwrap()) }
}

#[tokio::test]
async fn an_upload_in_pieces_goes_on_and_a_piece_out_of_order_is_refused() {
    let app = TestApp::demo().await;
    let mut staff = applicant(&app).await;
    let id = draft(&mut staff).await;
    let whole = pdf(&"긴 서류 ".repeat(20_000));
    let mut pieces = begin(&mut staff, &id, "긴 서류.pdf", whole.len()).await;
    assert_eq!(number(pieces.send(0, 100_000, &whole).await.is(200), "received"), 100_000);
    pieces.send(0, 100_000, &whole).await.is(409);
    pieces.send(150_000, 160_000, &whole).await.is(409);
    assert_eq!(pieces.received().await, 100_000);
    let early = pieces.end("finish").await;
    early.is(409);
    assert!(early.body.contains("십시오."), "{}", early.body);
    // The page is loaded again: the same file is found.
    let address = pieces.address.clone();
    let mut again = begin(&mut staff, &id, "긴 서류.pdf", whole.len()).await;
    assert_eq!((again.address.clone(), again.received().await), (address, 100_000));
    again.send(100_000, whole.len(), &whole).await.is(200);
    again.end("finish").await.is(204);
    staff.get(&format!("/applications/{id}/edit/documents")).await.is(200).says("긴 서류.pdf");

    let mut hostile = begin(&mut staff, &id, "a.pdf", 4).await;
    hostile.send(0, 4, b"MZ\0\0").await.is(200);
    let refused = hostile.end("finish").await;
    refused.is(422);
    assert!(refused.body.contains("내용이 다릅니다"), "{}", refused.body);
    let mut given_up = begin(&mut staff, &id, "b.pdf", 10).await;
    given_up.end("cancel").await.is(204);
    given_up.browser.get(&given_up.address.clone()).await.is(404);
}

#[tokio::test]
async fn an_upload_belongs_to_who_began_it() {
    let app = TestApp::demo().await;
    let mut staff = applicant(&app).await;
    let id = draft(&mut staff).await;
    let address = begin(&mut staff, &id, "a.pdf", 10).await.address;
    let mut officer = app.person(Role::KpicOfficer).await;
    officer.get(&address).await.is(404);
    let mut theirs = Pieces { browser: &mut officer, address: address.clone() };
    theirs.send(0, 10, &[0; 10]).await.is(404);
    theirs.end("finish").await.is(404);
    theirs.end("cancel").await.is(404);
    let mut nobody = app.visitor();
    let mut anonymous = Pieces { browser: &mut nobody, address };
    anonymous.send(0, 10, &[0; 10]).await.is(401);
    anonymous.end("finish").await.is(401);
    let foreign = format!("/uploads?application={NOBODY}&slot=BONUS&name=a.pdf&size=1");
    staff.post_bytes(&foreign, "application/octet-stream", &[], Vec::new()).await.is(404);
    let large = format!("/uploads?application={id}&slot=BONUS&name=a.pdf&size=999999999");
    let refused = staff.post_bytes(&large, "application/octet-stream", &[], Vec::new()).await;
    refused.is(422);
    assert!(refused.body.contains("100MB까지"), "{}", refused.body);
}

#[tokio::test]
async fn the_cabinet_takes_keeps_and_gives_papers_without_javascript() {
    let app = TestApp::demo().await;
    let mut staff = applicant(&app).await;
    let page = staff.get("/cabinet").await;
    page.is(200).says("재무제표").says("기간 지남");
    assert_eq!(page.html().faults(), [""; 0]);
    let add = page.html().form("add_paper").unwrap().action;
    let title = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n특허증\r\n";
    let body = [title.as_bytes(), &form("특허증.pdf", &pdf("x"))].concat();
    let kind = "multipart/form-data; boundary=b";
    let added = staff.post_bytes(&format!("/cabinet{add}"), kind, &[], body).await;
    staff.get(added.location()).await.is(200).says("서류함에 넣었습니다.").says("특허증.pdf");
    let nothing =
        staff.post_bytes(&format!("/cabinet{add}"), kind, &[], [title.as_bytes(), b"--b--\r\n"].concat()).await;
    nothing.is(422).says("파일을 선택하지 않았습니다.");

    let id = draft(&mut staff).await;
    let documents = format!("/applications/{id}/edit/documents");
    let page = staff.get(&documents).await;
    page.is(200).says("필수 서류").says("행정정보 공동이용에 동의했습니다.");
    assert_eq!(page.html().faults(), [""; 0]);
    let chosen = staff.submit(&page, "from_cabinet", &[("paper", NOBODY)]).await;
    chosen.is(404);
    app.person(Role::KpicOfficer).await.get("/cabinet").await.is(404);
    app.person(Role::KpicOfficer).await.get(&documents).await.is(404);
}

/// The page of what the paper in the slot of the last upload says.
async fn preview_of(browser: &mut Browser<'_>, id: &str, name: &str) -> String {
    let page = browser.get(&format!("/applications/{id}/edit/documents")).await;
    let label = format!("{name} 미리보기");
    let html = page.html();
    let tags = html.tags("a");
    let link = tags.iter().find(|a| a.get("aria-label") == Some(&label));
    link.unwrap_or_else(|| panic!("no preview of {name}"))["href"].clone()
}

#[tokio::test]
async fn a_paper_is_previewed_as_what_the_server_reads_of_it() {
    let app = TestApp::demo().await;
    let mut staff = applicant(&app).await;
    let id = draft(&mut staff).await;
    let said = "<w:document><w:p><w:r><w:t>공동 &lt;script&gt; 장비</w:t></w:r></w:p></w:document>";
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("견적").unwrap().write_string(3, 2, "분광기").unwrap();
    let shown = [
        ("글.docx", archive(&[DOCX[0], ("word/document.xml", said.as_bytes())]), "공동 <script> 장비"),
        ("표.xlsx", book.save_to_buffer().unwrap(), "분광기"),
        ("문서.pdf", pdf("x"), "미리보기 없음"),
        ("빈 글.hwpx", archive(&HWPX), "미리보기 없음"),
    ];
    for (name, bytes, told) in shown {
        attach(&mut staff, &id, "BONUS", name, &bytes).await.is(303);
        let address = preview_of(&mut staff, &id, name).await;
        staff.get(&address).await.is(200).says(told).says("원본 내려받기");
        staff.get(&format!("{address}/image")).await.is(404);
        app.person(Role::Reviewer).await.get(&address).await.is(404);
    }
}

#[tokio::test]
async fn an_image_is_written_anew_before_it_is_shown() {
    let app = TestApp::demo().await;
    let mut staff = applicant(&app).await;
    let id = draft(&mut staff).await;
    let chunk = |kind: &[u8], content: &[u8]| {
        [&u32::try_from(content.len()).unwrap().to_be_bytes()[..], kind, content, b"sum!"].concat()
    };
    let header = chunk(b"IHDR", b"\0\0\0\x02\0\0\0\x02\x08\x02\0\0\0");
    let (dots, end) = (chunk(b"IDAT", b"dots"), chunk(b"IEND", b""));
    let hidden = [chunk(b"tEXt", b"<script>alert(1)</script>"), dots.clone(), end.clone()].concat();
    let file = [&b"\x89PNG\r\n\x1a\n"[..], &header, &hidden, b"<html>"].concat();
    attach(&mut staff, &id, "BONUS", "사진.png", &file).await.is(303);
    let address = preview_of(&mut staff, &id, "사진.png").await;
    let page = staff.get(&address).await;
    assert!(page.is(200).html().tags("img").iter().any(|img| img["src"] == format!("{address}/image")));
    let image = format!("{address}/image");
    let answer = staff.get(&image).await;
    assert_eq!(answer.is(200).header("content-type"), "image/png");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(staff.bytes(&image).await, [&b"\x89PNG\r\n\x1a\n"[..], &header, &dots, &end].concat());
    app.person(Role::Reviewer).await.get(&image).await.is(404);
}

/// What the process held at most since the last call, in KiB; begins to count anew. None: the system does not tell.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Prints how much memory an upload adds to the server. `MEASURE=1` asks for it with the largest file that is taken:
/// `MEASURE=1 cargo nextest run -E 'test(a_large_file_arrives_whole)' --no-capture`.
#[tokio::test]
async fn a_large_file_arrives_whole_in_pieces_and_in_one_form() {
    const MIB: usize = 1024 * 1024;
    let mib = if std::env::var_os("MEASURE").is_some() { 99 } else { 12 };
    let app = TestApp::demo().await;
    let mut staff = applicant(&app).await;
    let id = draft(&mut staff).await;
    let part = vec![b'x'; 5 * MIB];
    let (begin_of, end_of) = (b"%PDF-1.4\n", b"\n%%EOF\n");
    let size = begin_of.len() + mib * MIB + end_of.len();

    let before = most_memory().and_then(|_| most_memory());
    let mut pieces = begin(&mut staff, &id, "큰 도면.pdf", size).await;
    let mut at = 0;
    while at < size {
        let to = size.min(at + part.len());
        let mut piece = part.get(..to - at).unwrap().to_vec();
        if at == 0 {
            piece[..begin_of.len()].copy_from_slice(begin_of);
        }
        if to == size {
            let from = piece.len() - end_of.len();
            piece[from..].copy_from_slice(end_of);
        }
        let range = format!("bytes {at}-{}/{size}", to - 1);
        let headers = [("content-range", range.as_str())];
        pieces.browser.post_bytes(&pieces.address, "application/octet-stream", &headers, piece).await.is(200);
        at = to;
    }
    pieces.end("finish").await.is(204);
    let in_pieces = most_memory();

    let head = form("큰 도면 2.pdf", begin_of);
    let head = head.strip_suffix(b"\r\n--b--\r\n").unwrap().to_vec();
    let tail = [&end_of[..], b"\r\n--b--\r\n"].concat();
    let kib = vec![b'x'; 64 * 1024];
    let body = std::iter::once(head).chain((0..mib * 16).map(move |_| kib.clone())).chain([tail]);
    let body = axum::body::Body::from_stream(futures_util::stream::iter(body.map(Ok::<_, std::io::Error>)));
    let jar: Vec<String> = staff.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let jar = jar.join("; ");
    let headers = [
        ("cookie", jar.as_str()),
        ("content-type", "multipart/form-data; boundary=b"),
        ("sec-fetch-site", "same-origin"),
    ];
    let path = format!("/applications/{id}/edit/documents?act=attach&key={id}.BONUS");
    let posted = request(http::Method::POST, &path, &headers, "").map(|_| body);
    app.send(posted).await.is(303);
    let in_a_form = most_memory();
    let page = staff.get(&format!("/applications/{id}/edit/documents")).await;
    page.says("큰 도면.pdf").says("큰 도면 2.pdf");
    if let (Some(before), Some(pieces), Some(form)) = (before, in_pieces, in_a_form) {
        println!(
            "{mib} MiB: {} MiB before, {} MiB more in pieces (two pieces of 5 MiB are the browser's), {} MiB more in one form",
            before / 1024,
            pieces.saturating_sub(before) / 1024,
            form.saturating_sub(before) / 1024
        );
    }
}

#[tokio::test]
async fn all_papers_come_in_one_archive_for_who_may_open_them() {
    let app = TestApp::demo().await;
    let mut staff = applicant(&app).await;
    let id = draft(&mut staff).await;
    let paper = pdf(&"긴 서류 ".repeat(100_000));
    attach(&mut staff, &id, "BONUS", "가점 증빙.pdf", &paper).await.is(303);
    let address = format!("/applications/{id}/papers.zip");
    staff.get(&format!("/applications/{id}/edit/documents")).await.says("첨부 서류 한 번에 내려받기");
    let name = staff.get(&address).await.header("content-disposition").to_owned();
    assert!(name.starts_with("attachment; ") && name.ends_with(".zip"), "{name}");
    let mut archive = zip::ZipArchive::new(Cursor::new(staff.bytes(&address).await)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let ours =
        names.iter().find(|name| name.ends_with("가점 증빙 - 가점 증빙.pdf")).unwrap_or_else(|| panic!("{names:?}"));
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
        bytes
    };
    assert_eq!(read(ours), paper);
    let list = String::from_utf8(read("목록.txt")).unwrap();
    assert!(list.contains("작성 중인 지금의 첨부 서류") && list.contains(ours.as_str()), "{list}");
    app.person(Role::KpicOfficer).await.get(&address).await.is(404);
    app.person(Role::Reviewer).await.get(&address).await.is(404);
}
