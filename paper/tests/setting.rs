//! A paper says what it was given, in the same bytes every time, whatever it was given.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use paper::{Block, Fonts, Paper, set};
use std::path::Path;

fn fonts() -> Fonts {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site/paper");
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules/@expo-google-fonts/nanum-gothic");
    if !folder.join("bold.ttf").exists() {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::copy(package.join("400Regular/NanumGothic_400Regular.ttf"), folder.join("regular.ttf")).unwrap();
        std::fs::copy(package.join("700Bold/NanumGothic_700Bold.ttf"), folder.join("bold.ttf")).unwrap();
    }
    Fonts::load(&folder).unwrap()
}

fn paper(text: &str) -> Paper {
    let cells = |n: usize| vec![format!("세목 {n}"), "1,234,567".to_owned(), text.to_owned()];
    Paper {
        title: "제출확인증".into(),
        author: "전담기관".into(),
        date: (2026, 11, 23, 9, 0, 0),
        foot: "시연용".into(),
        blocks: vec![
            Block::Letterhead("국가뿌리산업진흥센터".into()),
            Block::Facts(vec![("제목".into(), text.to_owned()), ("빈 칸".into(), String::new())]),
            Block::Heading("내용".into()),
            Block::Paragraph(text.repeat(30)),
            Block::Table {
                head: ["세목", "금액", "근거"].map(str::to_owned).into(),
                widths: vec![0.3, 0.2, 0.5],
                rows: (0..60).map(cells).collect(),
            },
            Block::Rule,
            Block::Qr {
                text: "https://portal.example/verify/ZW0040G30G2GC1ZY".into(),
                alt: "문서확인 주소".into(),
                beside: vec!["문서확인번호".into(), text.to_owned()],
            },
            Block::Note(text.to_owned()),
        ],
    }
}

#[test]
fn the_same_paper_is_the_same_bytes_and_another_is_others() {
    let fonts = fonts();
    let one = set(&paper("뿌리기업 공동 폐수처리 시설"), &fonts).unwrap();
    assert!(one.starts_with(b"%PDF-1."));
    assert_eq!(one, set(&paper("뿌리기업 공동 폐수처리 시설"), &fonts).unwrap());
    assert_ne!(one, set(&paper("뿌리기업 공동 폐수처리 시설!"), &fonts).unwrap());
}

#[test]
fn nothing_that_people_type_refuses_a_paper() {
    let fonts = fonts();
    let long = "가".repeat(9_000);
    for text in
        ["", " ", "\u{0}\u{7}\t\r\n\n", "쀍뷁 漢字 عربى 🙂 \u{202e}abc", &long, "a b\n\n\nc", "㈜가나다 ㎡ ① ‘’“”…·→"]
    {
        set(&paper(text), &fonts).unwrap_or_else(|e| panic!("{text:?}: {e}"));
    }
}
