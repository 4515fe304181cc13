//! Papers of the decision: minutes, the letter with the result, the proposal for the ministry's own system, and the list
//! of awards as a file.

use super::{
    deliberation as words, names,
    partner::{Grid, Sheet},
};
use domain::{
    calendar::{Timestamp, kst_date, official_date, official_date_day, official_datetime},
    call::FundingRegime,
    deliberation::{End, Mode},
    ranking::Outcome,
    view::{LetterPaper, MeetingView, PublicAward, SelectionView},
};

fn pair(label: &str, said: impl Into<String>) -> (String, String) {
    (label.to_owned(), said.into())
}

fn demo_note(demo: bool) -> Vec<String> {
    demo.then(|| "시연용 문서입니다. 공식 문서가 아니며 모든 신청과 결정은 가상입니다.".to_owned())
        .into_iter()
        .collect()
}

fn foot(what: &str, demo: bool) -> String {
    format!("{what}{}", if demo { "  ·  시연용" } else { "" })
}

/// When a deliberation ended.
pub fn ended_at(view: &MeetingView) -> Timestamp {
    match &view.end {
        Some(End::Closed { at, .. } | End::Cancelled { at, .. }) => *at,
        None => view.at,
    }
}

/// 회의록.
pub fn minutes(view: &MeetingView, demo: bool) -> Sheet {
    let title = format!("{} {} 회의록", words::kind(view.kind), words::mode(view.mode));
    let note = match &view.end {
        Some(End::Closed { note, .. }) => note.clone(),
        _ => String::new(),
    };
    let when = if view.mode == Mode::Assembled { "회의 일시" } else { "표결 기한" };
    let mut head = vec![
        pair("공고", format!("{} ({})", view.call_title, names::track(view.track))),
        pair("심의 방법", words::mode(view.mode)),
        pair(when, format!("{} (KST)", official_datetime(view.at))),
        pair("소집", format!("{} {} · {} (KST)", view.org, view.convened_by, official_datetime(view.convened_at))),
        pair("종료", format!("{} · {} (KST)", view.ended_by, official_datetime(ended_at(view)))),
    ];
    if !view.place.is_empty() {
        head.push(pair("장소", view.place.clone()));
    }
    if !view.urgent_reason.is_empty() {
        head.push(pair("긴급한 사유", view.urgent_reason.clone()));
    }
    let members = view.members.iter().map(|m| {
        let private = if m.private { ", 민간위원" } else { "" };
        format!("{}({}{private})", m.name, m.affiliation)
    });
    head.push(pair("위원", members.collect::<Vec<_>>().join(", ")));
    let rows = view.items.iter().enumerate().map(|(n, item)| {
        let (result, count) = item.result.map_or_else(
            || (String::new(), String::new()),
            |(tally, resolution)| (words::resolution(resolution).to_owned(), words::tally(&tally)),
        );
        vec![format!("제{}호", n + 1), format!("{} {}", item.application_no, item.title), result, count]
    });
    let opinions = view.items.iter().enumerate().flat_map(|(n, item)| {
        let excluded = item
            .excluded
            .iter()
            .map(move |(name, why)| pair(&format!("제{}호 제척", n + 1), format!("{name}: {}", words::excluded(why))));
        let said = item.opinions.iter().map(move |(choice, opinion)| {
            pair(&format!("제{}호 의견", n + 1), format!("({}) {opinion}", words::choice(*choice)))
        });
        excluded.chain(said).collect::<Vec<_>>()
    });
    let facts = std::iter::once(pair("의결 내용", note)).chain(opinions).collect();
    Sheet {
        title: title.clone(),
        head,
        body: vec![format!("안건 설명: {}", view.summary)],
        table: Some(Grid {
            head: ["안건", "대상", "결과", "표결"].map(str::to_owned).to_vec(),
            widths: vec![1.0, 4.0, 1.0, 3.0],
            rows: rows.collect(),
        }),
        heading: "의결과 의견".to_owned(),
        facts,
        notes: std::iter::once(words::HOW_COUNTED.to_owned()).chain(demo_note(demo)).collect(),
        foot: foot(&title, demo),
    }
}

/// The letter with the result: what was decided, which remedies there are and until when.
pub fn letter(paper: &LetterPaper, demo: bool) -> Sheet {
    let title = "뿌리산업 특화단지 지원사업 선정 결과 통보".to_owned();
    let announced = kst_date(paper.announced_at);
    let decided = match paper.outcome {
        Outcome::Selected => "선정되었음을 알려 드립니다. 이후 협약과 교부 절차는 담당자가 따로 안내합니다.",
        Outcome::Reserve => {
            "예비로 선정되었음을 알려 드립니다. 선정된 사업이 포기하거나 취소되면 순서에 따라 선정될 수 있습니다."
        }
        Outcome::NotSelected => "선정되지 않았음을 알려 드립니다.",
    };
    let rows: Vec<Vec<String>> =
        paper.amounts.iter().map(|(year, won)| vec![format!("{year}년"), won.to_string()]).collect();
    let table = (!rows.is_empty()).then(|| Grid {
        head: ["연도", "국비(원)"].map(str::to_owned).to_vec(),
        widths: vec![1.0, 2.0],
        rows,
    });
    let mut body = vec![format!("1. 귀 기관이 「{}」({})에 낸 신청이 {decided}", paper.call_title, paper.notice_no)];
    if paper.amounts.len() > 1 {
        body.push("2. 두 번째 연도부터의 금액은 그 해 예산이 정해진 뒤에 확정됩니다.".to_owned());
    }
    let mut facts = Vec::new();
    let objection = match (paper.objection_until, paper.objected) {
        (Some(until), true) => format!("{}까지의 기간에 신청하셨으며 처리를 마쳤습니다.", official_date_day(until)),
        (Some(until), false) => format!("{}에 기간이 끝났습니다.", official_date_day(until)),
        (None, _) => "기간이 정해지지 않았습니다.".to_owned(),
    };
    facts.push(pair("평가에 대한 이의신청", objection));
    if paper.outcome == Outcome::Selected && paper.regime == FundingRegime::Subsidy {
        facts.push(pair(
            "교부결정에 대한 이의신청",
            "교부결정 통지를 받은 날부터 30일 이내에 할 수 있습니다. 이 통보는 교부결정 통지가 아닙니다.",
        ));
    }
    facts.push(pair("문의", paper.contact.clone()));
    Sheet {
        title: title.clone(),
        head: vec![
            pair("발신", paper.issuer.clone()),
            pair("시행일", official_date(announced)),
            pair("수신", paper.org.clone()),
            pair("제목", title),
            pair("신청번호", format!("{} ({})", paper.application_no, names::track(paper.track))),
            pair("특화단지", format!("{} ({})", paper.complex, paper.place)),
            pair("결과", names::outcome(paper.outcome)),
        ],
        body,
        table,
        heading: "불복 절차와 기한".to_owned(),
        facts,
        notes: demo_note(demo),
        foot: foot(&format!("선정 결과 통보 {}", paper.application_no), demo),
    }
}

/// 선정(안): what is proposed for every application of a track, for the ministry's own approval.
pub fn proposal(view: &SelectionView, demo: bool) -> Sheet {
    let title = format!("{} 선정(안)", names::track(view.track));
    let rows = view.rows.iter().filter_map(|row| {
        let award = row.proposed.as_ref()?;
        let first = award.amounts.iter().next().map(|(_, won)| won.to_string()).unwrap_or_default();
        Some(vec![
            row.ranked.rank.to_string(),
            format!("{} {} ({})", row.row.application_no, row.row.complex, row.row.place),
            row.ranked.candidate.score.to_string(),
            names::outcome(award.outcome).to_owned(),
            first,
        ])
    });
    let envelope = view
        .envelope
        .iter()
        .map(|(year, cap, used)| pair(&format!("{year}년 예산"), format!("한도 {cap}원, 승인 {used}원")));
    let deliberated = view.deliberation.as_ref().map(|(record, by, _)| {
        pair("위원회 의결", format!("{} ({by} 기록) {}", official_date(record.held_on), record.resolution))
    });
    let steps = view.line.steps.iter().enumerate().map(|(n, step)| {
        let said = match &step.signed {
            Some((name, at)) => format!("{name} {} (KST) {}", official_datetime(*at), step.document_no),
            None => "결재 전".to_owned(),
        };
        pair(&words::step(&step.title, n), said)
    });
    let reasons = view.rows.iter().filter(|row| !row.reason.is_empty());
    let reasons = reasons.map(|row| pair(&format!("{} 사유", row.row.application_no), row.reason.clone()));
    Sheet {
        title: title.clone(),
        head: std::iter::once(pair("공고", view.call_title.clone())).chain(envelope).collect(),
        body: vec!["아래와 같이 선정하고자 합니다. 금액은 첫해 국비이며 단위는 원입니다.".to_owned()],
        table: Some(Grid {
            head: ["순위", "신청", "종합평점", "선정 구분", "첫해 국비"].map(str::to_owned).to_vec(),
            widths: vec![1.0, 5.0, 1.5, 1.5, 2.0],
            rows: rows.collect(),
        }),
        heading: "의결과 결재".to_owned(),
        facts: deliberated.into_iter().chain(steps).chain(reasons).collect(),
        notes: demo_note(demo),
        foot: foot(&title, demo),
    }
}

/// The published selections as CSV, one line per application and year; for spreadsheets, with a byte order mark.
pub fn awards_csv(awards: &[PublicAward]) -> String {
    let mut csv = String::from("\u{feff}특화단지,지역,유형,운영기관,결과,연도,국비(원)\r\n");
    for award in awards {
        let head = [
            award.complex.as_str(),
            award.place.as_str(),
            names::track(award.track),
            award.org.as_str(),
            names::outcome(award.outcome),
        ]
        .map(cell)
        .join(",");
        let years: Vec<(String, String)> = match award.amounts.is_empty() {
            true => vec![(String::new(), String::new())],
            false => award.amounts.iter().map(|(year, won)| (year.to_string(), won.0.to_string())).collect(),
        };
        for (year, won) in years {
            csv.push_str(&format!("{head},{year},{won}\r\n"));
        }
    }
    csv
}

/// One cell. What a spreadsheet would run as a formula becomes text.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{call::Track, money::Won};

    #[test]
    fn a_list_of_awards_is_one_line_per_year_and_no_formula() {
        let award = PublicAward {
            track: Track::General,
            complex: "=HYPERLINK(\"x\")".to_owned(),
            org: "가상 \"운영\" 기관".to_owned(),
            place: "울산광역시, 동구".to_owned(),
            outcome: Outcome::Selected,
            amounts: [(2027, Won(500_000_000)), (2028, Won(1))].into(),
        };
        let reserve = PublicAward { outcome: Outcome::Reserve, amounts: [].into(), ..award.clone() };
        let csv = awards_csv(&[award, reserve]);
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[1].starts_with("\"'=HYPERLINK(\"\"x\"\")\",\"울산광역시, 동구\","), "{}", lines[1]);
        assert!(lines[1].ends_with(",2027,500000000") && lines[2].ends_with(",2028,1") && lines[3].ends_with(",,"));
    }
}
