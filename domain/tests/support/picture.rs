//! Draws the workflow as a picture: one column per holder, time from top to bottom, every way of the table.
//!
//! Nothing here knows a stage by its place: a row more in the table finds its own place and its own line. Boxes
//! are placed by the longest way to them, lines are led around boxes and around each other on a grid.

use domain::workflow::{Act, Holder, Route, Stage, TRANSITIONS, To, Transition, ways as ways_of};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
    fmt::Write,
};

/// One step of the grid in pixels; everything else is counted in steps.
const STEP: i32 = 14;
const COLUMN: i32 = 13;
const ROW: i32 = 6;
const BOX: (i32, i32) = (8, 3);
const LEFT: i32 = 1;
const TOP: i32 = 7;

/// The columns from left to right; the objection window belongs to the applicant.
const COLUMNS: [(&[Holder], &str); 8] = [
    (&[Holder::Applicant, Holder::ObjectionWindow], "신청기관"),
    (&[Holder::Municipality], "기초지자체"),
    (&[Holder::Province], "광역지자체"),
    (&[Holder::InnovationBody], "지역혁신기관"),
    (&[Holder::Agency], "전담기관"),
    (&[Holder::Panel], "평가위원회"),
    (&[Holder::Ministry], "산업통상부"),
    (&[Holder::Nobody], "종결"),
];

pub fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "작성",
        Stage::MunicipalConfirmation => "기초지자체 확인",
        Stage::ProvincialConfirmation => "광역지자체 확인",
        Stage::InnovationOpinion => "혁신기관 의견",
        Stage::RegionalReview => "지역검토",
        Stage::SupplementAsked => "보완",
        Stage::AwaitingIntake => "접수 대기",
        Stage::Screening => "사전검토",
        Stage::Returned => "반려",
        Stage::ScreenedOut => "사전 지원제외",
        Stage::Eligible => "적합",
        Stage::Evaluating => "평가",
        Stage::Evaluated => "평가 완료",
        Stage::ResultNotified => "평가결과 통보",
        Stage::Objected => "이의신청 처리",
        Stage::Deliberating => "심의",
        Stage::Proposed => "선정안 상신",
        Stage::Approved => "선정 확정",
        Stage::Selected => "선정",
        Stage::Reserve => "예비선정",
        Stage::NotSelected => "미선정",
        Stage::Withdrawn => "철회",
        Stage::Waived => "협약포기",
    }
}

fn act_name(act: Act) -> &'static str {
    match act {
        Act::SaveDraft => "임시저장",
        Act::RequestSubmission => "제출 요청",
        Act::Submit => "제출",
        Act::Recall => "회수",
        Act::KeepSubmission => "회수 취소",
        Act::Withdraw => "철회",
        Act::ConfirmMunicipality | Act::ConfirmProvince => "확인",
        Act::GiveInnovationOpinion => "의견",
        Act::PassUnconfirmed => "기한 경과",
        Act::CloseRegionalReview => "검토 마감",
        Act::AskByMunicipality | Act::AskByProvince | Act::AskByAgency => "보완 요청",
        Act::OpenBudget => "감액: 사업비 수정",
        Act::AnswerSupplement => "보완 제출",
        Act::ExtendSupplement => "기한 연장",
        Act::LapseSupplement => "기한 경과",
        Act::Receive => "접수",
        Act::FindEligible => "적합 판정",
        Act::GrantAdjustments => "가점·감점",
        Act::ScreenOut => "지원제외",
        Act::Return => "반려",
        Act::OpenPanel => "평가 시작",
        Act::SaveSheet => "채점",
        Act::LockSheet => "채점 확정",
        Act::ClosePanel => "평가 종료",
        Act::NotifyResult => "통보",
        Act::Object => "이의신청",
        Act::DismissObjection => "기각",
        Act::UpholdObjection => "인용: 재평가",
        Act::Deliberate => "심의 기록",
        Act::DecideTie => "동점 결정",
        Act::Propose => "상신",
        Act::ReturnProposal => "선정안 반려",
        Act::Approve => "승인 (다른 담당자)",
        Act::Announce => "발표",
        Act::ScoreRegionally => "지역 채점",
        Act::GiveRegionalOpinion => "지역 의견",
        Act::InviteExpert => "전문가 위촉",
        Act::Remind => "독촉",
        Act::Recuse => "회피",
        Act::ExcludeReviewer => "제척",
        Act::AddReviewer => "위원 추가",
        Act::SeatReserve => "예비 위원 배정",
        Act::ReopenResult => "결과 취소",
        Act::ReserveAmount => "금액 유보",
        Act::LengthenWindow => "기간 연장 (휴일)",
        Act::Waive => "협약포기",
        Act::ProposePromotion => "승격 상신",
        Act::DropPromotion => "승격 반려",
        Act::Promote => "예비 승격",
    }
}

/// What forks the proposed ways, where it does.
fn fork_name(from: Stage, to: Stage) -> Option<&'static str> {
    match (from, to) {
        (Stage::Draft, Stage::RegionalReview) => Some("협업형"),
        (Stage::Draft, Stage::MunicipalConfirmation) => Some("시·군·구"),
        (Stage::Draft, Stage::ProvincialConfirmation) => Some("세종·제주"),
        (Stage::ProvincialConfirmation, Stage::InnovationOpinion) => Some("의견 필요"),
        (Stage::ProvincialConfirmation, Stage::AwaitingIntake) => Some("의견 불필요"),
        _ => None,
    }
}

// ------------------------------------------------------------------ where the boxes stand

type Point = (i32, i32);

/// What may be done in many stages is said below the picture: its lines would hide the others.
fn is_said_below(t: &Transition) -> bool {
    matches!(t.act, Act::Withdraw | Act::Remind | Act::Recall | Act::KeepSubmission | Act::RequestSubmission)
        || matches!(t.act, Act::AnswerSupplement | Act::OpenBudget)
        || t.from != Stage::Draft && matches!(t.act, Act::SaveDraft | Act::Submit)
}

/// The ways between two different stages, several acts on one way together.
fn ways() -> BTreeMap<(Stage, Stage), String> {
    let mut ways: BTreeMap<(Stage, Stage), Vec<&str>> = BTreeMap::new();
    for (from, to, t) in ways_of(&Route::proposed()).into_iter().filter(|(.., t)| !is_said_below(t)) {
        let names = ways.entry((from, to)).or_default();
        for name in [Some(act_name(t.act)), fork_name(from, to)].into_iter().flatten() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let label = |names: Vec<&str>| match names.as_slice() {
        [act, when, other] if *other == act_name(Act::PassUnconfirmed) => format!("{act}·{other} ({when})"),
        [act, other] if *other == act_name(Act::PassUnconfirmed) => format!("{act}·{other}"),
        [act, when] => format!("{act} ({when})"),
        names => names.join("·"),
    };
    ways.into_iter().map(|(way, names)| (way, label(names))).collect()
}

fn column(stage: Stage) -> i32 {
    let at = COLUMNS.iter().position(|(holders, _)| holders.contains(&stage.holder())).unwrap();
    at.try_into().unwrap()
}

/// Each stage's row: one below the lowest that leads to it, ways back left out; one stage per place.
fn rows() -> BTreeMap<Stage, i32> {
    let mut rows: BTreeMap<Stage, i32> = BTreeMap::from([(Stage::Draft, 0)]);
    for _ in Stage::ALL {
        for (from, to) in ways().into_keys().filter(|(from, to)| from < to) {
            let after = rows.get(&from).map_or(0, |row| row + 1);
            let row = rows.entry(to).or_default();
            *row = after.max(*row);
        }
    }
    let mut taken = BTreeSet::new();
    for stage in Stage::ALL {
        let row = rows.entry(stage).or_default();
        while !taken.insert((column(stage), *row)) {
            *row += 1;
        }
    }
    rows
}

/// The upper left corner of each box.
fn corners() -> BTreeMap<Stage, Point> {
    let at = |(stage, row)| (stage, (LEFT + column(stage) * COLUMN + (COLUMN - BOX.0) / 2, TOP + row * ROW));
    rows().into_iter().map(at).collect()
}

// ------------------------------------------------------------------ how the lines run

const TURNS: [Point; 4] = [(0, 1), (1, 0), (0, -1), (-1, 0)];

/// A point and the direction (an index of [`TURNS`]) in which a line arrives there.
type Step = (Point, usize);

struct Grid {
    size: Point,
    /// Inside and at the edge of boxes.
    blocked: BTreeSet<Point>,
    /// Where lines run already, and which ways they run there.
    used: BTreeMap<Point, Vec<usize>>,
}

/// The points of a box's edge where lines meet it; never its corners.
fn ports((x, y): Point) -> Vec<Step> {
    let (w, h) = BOX;
    let below_and_above = (1..w).flat_map(|dx| [((x + dx, y + h), 0), ((x + dx, y), 2)]);
    let beside = (1..h).flat_map(|dy| [((x + w, y + dy), 1), ((x, y + dy), 3)]);
    below_and_above.chain(beside).collect()
}

impl Grid {
    fn new(corners: &BTreeMap<Stage, Point>) -> Grid {
        let rows = rows().into_values().max().unwrap_or(0) + 1;
        let columns: i32 = COLUMNS.len().try_into().unwrap();
        let inside = |(x, y): &Point| {
            let (x, y) = (*x, *y);
            (x..=x + BOX.0).flat_map(move |x| (y..=y + BOX.1).map(move |y| (x, y)))
        };
        Grid {
            size: (2 * LEFT + columns * COLUMN, TOP + rows * ROW),
            blocked: corners.values().flat_map(inside).collect(),
            used: BTreeMap::new(),
        }
    }

    /// What a step costs: along another line is nearly forbidden, across one a little, close to one a trifle.
    fn price(&self, at: Point, heading: usize) -> u32 {
        let along = |away: i32| {
            let (dx, dy) = TURNS[(heading + 1) % 4];
            let ways = self.used.get(&(at.0 + away * dx, at.1 + away * dy));
            ways.is_some_and(|ways| ways.iter().any(|way| way % 2 == heading % 2))
        };
        let across = if self.used.contains_key(&at) { 80 } else { 0 };
        let close = [(0, 900), (1, 24), (-1, 24), (2, 8), (-2, 8)];
        10 + across + close.into_iter().filter(|(away, _)| along(*away)).map(|(_, price)| price).sum::<u32>()
    }

    /// The cheapest way out of one box into another: short, with few turns.
    fn route(&mut self, from: Point, to: Point) -> Vec<Point> {
        let goals: BTreeMap<Point, usize> = ports(to).into_iter().map(|(p, side)| (p, (side + 2) % 4)).collect();
        let mut cheapest: BTreeMap<Step, u32> = BTreeMap::new();
        let mut before: BTreeMap<Step, Step> = BTreeMap::new();
        let mut open = BinaryHeap::new();
        for step in ports(from) {
            let cost = self.price_of_port(step.0, from) + upwards(step.1);
            cheapest.insert(step, cost);
            open.push(Reverse((cost, step)));
        }
        while let Some(Reverse((cost, (at, heading)))) = open.pop() {
            if goals.get(&at) == Some(&heading) {
                return self.walk_back(&before, (at, heading));
            }
            for (turn, (dx, dy)) in TURNS.into_iter().enumerate() {
                let next = (at.0 + dx, at.1 + dy);
                let fits = (1..self.size.0).contains(&next.0) && (TOP - 2..self.size.1).contains(&next.1);
                let arrives = goals.get(&next) == Some(&turn);
                // A line leaves and enters a box straight.
                let bends_in_box = self.blocked.contains(&at) && turn != heading;
                if !fits || bends_in_box || turn == (heading + 2) % 4 || self.blocked.contains(&next) && !arrives {
                    continue;
                }
                let bend = if turn == heading { 0 } else { 45 };
                let port = if arrives { self.price_of_port(next, to) + upwards(turn) } else { 0 };
                let cost = cost + self.price(next, turn) + bend + port;
                if cheapest.get(&(next, turn)).is_none_or(|known| cost < *known) {
                    cheapest.insert((next, turn), cost);
                    before.insert((next, turn), (at, heading));
                    open.push(Reverse((cost, (next, turn))));
                }
            }
        }
        Vec::new()
    }

    /// The middle of a side is best; a port in use is avoided.
    fn price_of_port(&self, port: Point, corner: Point) -> u32 {
        let off = |port: i32, corner: i32, length: i32| (2 * (port - corner) - length).unsigned_abs();
        let middle = off(port.0, corner.0, BOX.0).min(off(port.1, corner.1, BOX.1));
        5 * middle + if self.used.contains_key(&port) { 300 } else { 0 }
    }

    fn walk_back(&mut self, before: &BTreeMap<Step, Step>, end: Step) -> Vec<Point> {
        let steps: Vec<Step> = std::iter::successors(Some(end), |step| before.get(step).copied()).collect();
        for pair in steps.windows(2) {
            for (at, _) in pair {
                self.used.entry(*at).or_default().push(pair[0].1);
            }
        }
        steps.into_iter().rev().map(|(at, _)| at).collect()
    }
}

/// Time runs down: a line leaves by the top or enters from below only when all else is dearer.
fn upwards(heading: usize) -> u32 {
    if heading == 2 { 120 } else { 0 }
}

/// The ends of a line and the points where it turns.
fn corners_of(path: &[Point]) -> Vec<Point> {
    let turns = |w: &&[Point]| (w[1].0 - w[0].0, w[1].1 - w[0].1) != (w[2].0 - w[1].0, w[2].1 - w[1].1);
    let middle = path.windows(3).filter(turns).map(|w| w[1]);
    path.first().copied().into_iter().chain(middle).chain(path.last().copied()).collect()
}

// ------------------------------------------------------------------ where the labels stand

/// A box in pixels: left, top, right, bottom.
type Frame = (i32, i32, i32, i32);

fn pixels((x, y): Point) -> Point {
    (x * STEP, y * STEP)
}

/// Width of a text of 11 pixels: Korean letters are square, the others half as wide.
fn width(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() || c == '·' { 5 } else { 11 }).sum::<i32>() + 8
}

fn around((x, y): Point, text: &str) -> Frame {
    let half = width(text) / 2;
    (x - half, y - 8, x + half, y + 8)
}

fn overlap(a: Frame, b: Frame) -> i32 {
    (a.2.min(b.2) - a.0.max(b.0)).max(0) * (a.3.min(b.3) - a.1.max(b.1)).max(0)
}

/// The best place on its own line for each label: off boxes, off other labels, off other lines, soon after the
/// start, and rather on a level stretch that has room for it.
fn places(lines: &[(Vec<Point>, String)], boxes: &[Frame]) -> Vec<Point> {
    let mut labels: Vec<Frame> = Vec::new();
    for (own, (path, text)) in lines.iter().enumerate() {
        let points: Vec<Point> = path.iter().copied().map(pixels).collect();
        let others = || lines.iter().enumerate().filter(|(other, _)| *other != own).flat_map(|(_, (path, _))| path);
        let cost = |order: usize, at: Point| {
            let frame = around(at, text);
            let wide = (frame.0 - 8, frame.1 - 3, frame.2 + 8, frame.3 + 3);
            let on = |others: &[Frame]| others.iter().map(|o| overlap(wide, *o)).sum::<i32>();
            let hides = |p: &Point| (wide.0..=wide.2).contains(&p.0) && (wide.1..=wide.3).contains(&p.1);
            let hidden = others().filter(|p| hides(&pixels(**p))).count();
            // Own points under the label that are not level with it: a bend or an upright stretch.
            let upright = points.iter().filter(|p| hides(p) && p.1 != at.1).count();
            let number = |n: usize| i32::try_from(n).unwrap();
            (on(boxes) + on(&labels)) * 20 + number(hidden) * 150 + number(upright) * 12 + number(order) * 2
        };
        let place = points.iter().enumerate().skip(1).min_by_key(|(order, at)| cost(*order, **at));
        labels.push(around(place.map_or((0, 0), |(_, at)| *at), text));
    }
    labels.into_iter().map(|(left, top, right, bottom)| ((left + right) / 2, (top + bottom) / 2)).collect()
}

// ------------------------------------------------------------------ the picture

const STYLE: &str = "\
text{font-family:Pretendard,'Noto Sans KR','Noto Sans CJK KR','Malgun Gothic',sans-serif;fill:#1e2124}
.title{font-size:22px;font-weight:700}
.note{font-size:12px;fill:#58616a}
.lane{stroke:#d8dbdf;stroke-dasharray:2 4}
.band{fill:#eef2f7}
.head{font-size:14px;font-weight:700;text-anchor:middle}
.box{fill:#fff;stroke:#256ef4;stroke-width:1.5}
.end{fill:#e6e8ea;stroke:#58616a}
.won{fill:#eaf6ec;stroke:#228738;stroke-width:2.5}
.name{font-size:13px;font-weight:700;text-anchor:middle}
.inside{font-size:10.5px;text-anchor:middle;fill:#58616a}
.way{fill:none;stroke:#33363d;stroke-width:1.4}
.back{stroke-dasharray:5 4}
.plate{fill:#fff;fill-opacity:.94}
.label{font-size:11px;text-anchor:middle}
";

/// The whole picture.
pub fn svg() -> String {
    let corners = corners();
    let mut grid = Grid::new(&corners);
    let mut ways: Vec<((Stage, Stage), String)> = ways().into_iter().collect();
    // Short lines first: they then run straight, and the long ones find their way around them.
    let length = |(from, to): (Stage, Stage)| {
        let (a, b) = (corners[&from], corners[&to]);
        (a.0 - b.0).abs() + (a.1 - b.1).abs()
    };
    ways.sort_by_key(|(way, _)| (length(*way), *way));
    let lines: Vec<(Vec<Point>, String)> =
        ways.iter().map(|((from, to), label)| (grid.route(corners[from], corners[to]), label.clone())).collect();
    let frame = |(x, y): Point| (x * STEP, y * STEP, (x + BOX.0) * STEP, (y + BOX.1) * STEP);
    let boxes: Vec<Frame> = corners.values().map(|c| frame(*c)).collect();
    let mut svg = opening(grid.size);
    for (((from, to), _), (path, _)) in ways.iter().zip(&lines) {
        draw_line(&mut svg, path, corners[to].1 <= corners[from].1);
    }
    for ((_, text), at) in lines.iter().zip(places(&lines, &boxes)) {
        draw_label(&mut svg, at, text);
    }
    for (stage, corner) in &corners {
        draw_box(&mut svg, *stage, frame(*corner));
    }
    svg.push_str("</svg>\n");
    svg
}

fn opening(size: Point) -> String {
    let (w, h) = (size.0 * STEP, size.1 * STEP + 50);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" \
         aria-labelledby=\"title note\">\n<style>{STYLE}</style>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#33363d\"/></marker></defs>\n\
         <rect width=\"{w}\" height=\"{h}\" fill=\"#fff\"/>\n\
         <text id=\"title\" class=\"title\" x=\"{x}\" y=\"36\">신청의 단계와 담당</text>\n\
         <text id=\"note\" class=\"note\" x=\"{x}\" y=\"{y}\">세로줄은 신청을 갖고 있는 쪽, 화살표는 다음 단계로 넘기는 \
         처리입니다. 점선은 앞 단계로 되돌리고, 상자 안의 작은 글씨는 단계를 바꾸지 않습니다. 협업형이 아닌 신청은 소재지 시·군·구를 \
         거치며 세종·제주는 시·도로 바로 갑니다.</text>\n\
         <text class=\"note\" x=\"{x}\" y=\"{below}\">신청기관은 접수 전까지, 마감 안에 신청을 회수해 고쳐 다시 제출할 수 있고(첫 \
         단계부터 다시 확인합니다), 선정 발표 전까지 어느 단계에서나 철회할 수 있습니다. 보완에 답하면 요청한 단계로 돌아갑니다. 감액 확약은 다음 단계에 앞서 사업비를 엽니다.</text>\n",
        x = LEFT * STEP + 6,
        y = h - 38,
        below = h - 18,
    );
    for (index, (_, name)) in (0..).zip(COLUMNS) {
        let (x, w, top) = ((LEFT + index * COLUMN) * STEP, COLUMN * STEP, 4 * STEP);
        writeln!(
            svg,
            "<rect class=\"band\" x=\"{}\" y=\"{top}\" width=\"{}\" height=\"30\" rx=\"6\"/>\
             <text class=\"head\" x=\"{}\" y=\"{}\">{name}</text>",
            x + 3,
            w - 6,
            x + w / 2,
            top + 20,
        )
        .unwrap();
        if index > 0 {
            writeln!(svg, "<path class=\"lane\" d=\"M{x} {}V{}\"/>", top + 30, h - 64).unwrap();
        }
    }
    svg
}

fn draw_line(svg: &mut String, path: &[Point], back: bool) {
    let points: Vec<Point> = corners_of(path).into_iter().map(pixels).collect();
    let mut d = String::new();
    for (i, at) in points.iter().enumerate() {
        let toward =
            |other: Point, by: i32| (at.0 + (other.0 - at.0).signum() * by, at.1 + (other.1 - at.1).signum() * by);
        match (i.checked_sub(1).map(|i| points[i]), points.get(i + 1)) {
            (None, _) => write!(d, "M{} {}", at.0, at.1).unwrap(),
            (Some(_), None) => write!(d, "L{} {}", at.0, at.1).unwrap(),
            (Some(before), Some(after)) => {
                let ((ax, ay), (bx, by)) = (toward(before, 6), toward(*after, 6));
                write!(d, "L{ax} {ay}Q{} {} {bx} {by}", at.0, at.1).unwrap();
            }
        }
    }
    let class = if back { "way back" } else { "way" };
    writeln!(svg, "<path class=\"{class}\" marker-end=\"url(#tip)\" d=\"{d}\"/>").unwrap();
}

fn draw_label(svg: &mut String, at: Point, text: &str) {
    let (left, top, right, bottom) = around(at, text);
    writeln!(
        svg,
        "<rect class=\"plate\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"3\"/>\
         <text class=\"label\" x=\"{}\" y=\"{}\">{text}</text>",
        right - left,
        bottom - top,
        at.0,
        at.1 + 4,
    )
    .unwrap();
}

fn draw_box(svg: &mut String, stage: Stage, (left, top, right, bottom): Frame) {
    let class = match stage {
        Stage::Selected => "box won",
        stage if stage.is_end() => "box end",
        _ => "box",
    };
    let inside: Vec<&str> = TRANSITIONS
        .iter()
        .filter(|t| t.from == stage && t.to == To::Stage(stage) && !is_said_below(t))
        .map(|t| act_name(t.act))
        .collect();
    let (x, middle) = ((left + right) / 2, (top + bottom) / 2);
    let y = if inside.is_empty() { middle + 5 } else { middle - 2 };
    writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"6\"/>\
         <text class=\"name\" x=\"{x}\" y=\"{y}\">{}</text>",
        right - left,
        bottom - top,
        stage_name(stage),
    )
    .unwrap();
    if !inside.is_empty() {
        writeln!(svg, "<text class=\"inside\" x=\"{x}\" y=\"{}\">{}</text>", y + 15, inside.join("·")).unwrap();
    }
}
