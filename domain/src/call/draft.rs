//! A call while it is written: what was typed, field by field, and what it becomes.
//!
//! What was typed is kept as text under the name of its form field, so that everything can be saved and judged
//! later. [`Edition::fields`] and [`read`] are each other's inverse over everything that the editor shows; what it
//! does not show comes from the edition that the draft began with.

use super::{
    Call, CallFault, CallProblem, CapitalShares, FundingRegime, NoticeText, RoundKind, Track, TrackRules,
    judge::{Answer, Reader},
};
use crate::{
    appeal::ObjectionRules,
    calendar::{Timestamp, kst, kst_clock},
    document::{Checklist, Need, Slot, Supplier, proposed_checklist},
    form::{Asked, DECIDABLE, Questions},
    ids::CallId,
    money::{BasisPoints, Won},
    partner::{Confirmations, Demand},
    ranking::TieBreaker,
    rubric::{
        AdjustmentItem, AdjustmentKind, Compare, Criterion, FinalRule, Hundredths, RationaleRule, Rubric, TrimRule,
        default_rubric, regional_rubric,
    },
    workflow::Step,
};
use chrono::{DateTime, Datelike, TimeDelta};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was typed, by the name of its field: `tracks[LEADING][max_years]`.
pub type Fields = BTreeMap<String, String>;

/// Fiscal years of an envelope that a call can fix, from its own year on.
pub const YEARS: u16 = 5;
/// Most criteria of a rubric, and tie-breakers of a track.
pub const CRITERIA: usize = 12;
const TIES: usize = 3;
/// Largest size that a checklist can allow, in MiB.
const MOST_MIB: u32 = 2_000;
/// Most papers of a track's checklist.
pub const PAPERS: usize = 24;
/// Most items of 가점·감점 of a track.
pub const ADJUSTMENTS: usize = 8;
const ADJUSTMENT: [&str; 5] = ["name", "code", "kind", "max", "evidence"];
/// The rubric of the province's session among the rubrics of the tracks.
pub const SESSION: &str = "SESSION";
pub const SMALLER_REQUEST: &str = "SMALLER_REQUEST";

/// The parts of the editor, in the order of the task list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    Basics,
    Notice,
    Schedule,
    Tracks,
    Papers,
    Rubrics,
    Procedure,
    Envelope,
}

impl Part {
    pub const ALL: [Part; 8] = [
        Part::Basics,
        Part::Notice,
        Part::Schedule,
        Part::Tracks,
        Part::Papers,
        Part::Rubrics,
        Part::Procedure,
        Part::Envelope,
    ];

    /// The name in addresses.
    pub const fn slug(self) -> &'static str {
        match self {
            Part::Basics => "basics",
            Part::Notice => "notice",
            Part::Schedule => "schedule",
            Part::Tracks => "tracks",
            Part::Papers => "papers",
            Part::Rubrics => "rubrics",
            Part::Procedure => "procedure",
            Part::Envelope => "envelope",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.slug() == slug)
    }

    /// The part in which a field stands.
    pub fn of(field: &str) -> Part {
        let inner = field.split_once("][").map_or("", |(_, inner)| inner.trim_end_matches(']'));
        match field.split('[').next().unwrap_or_default() {
            "notice" => Part::Notice,
            "intake_from" | "intake_to" | "local_due" | "regional_due" | "scoring_due" | "short_intake_reason" => {
                Part::Schedule
            }
            "tracks" if MONEY.contains(&inner) => Part::Tracks,
            "tracks" | "objection_days" | "panel_target" | "supplement_rounds" | "supplement_days"
            | "retention_years" | "approval_line" | "confirmations" => Part::Procedure,
            "papers" | "questions" => Part::Papers,
            "rubrics" => Part::Rubrics,
            "adjustments" => Part::Procedure,
            "envelope" => Part::Envelope,
            _ => Part::Basics,
        }
    }
}

/// Fields of a track that say who gets how much; its others say how it is judged.
const MONEY: [&str; 18] = [
    "open",
    "max_years",
    "max_national_per_year",
    "max_national_total",
    "max_national_facility",
    "max_national_activity",
    "min_local",
    "min_private_cash",
    "max_in_kind",
    "min_root_firms",
    "min_root_ratio",
    "capital_facility",
    "capital_activity",
    "capital_min_local",
    "equipment_review",
    "marketplace",
    "marketplace_works",
    "procurement_works",
];
/// Fields of one paper in the checklist.
const PAPER: [&str; 7] = ["slot", "paper", "paper_hint", "need", "supplier", "sharing", "reviewers"];
const JUDGING: [&str; 20] = [
    "step0",
    "step1",
    "step2",
    "step3",
    "regional_weight",
    "trim_high",
    "trim_low",
    "trim_min_sheets",
    "regional_trim_high",
    "regional_trim_low",
    "regional_trim_min_sheets",
    "threshold",
    "compare",
    "bonus_counts",
    "cap_bonus",
    "cap_penalty",
    "max_final",
    "rationale_low",
    "rationale_high",
    "rationale_chars",
];
const CALL: [&str; 20] = [
    "title",
    "notice_no",
    "fiscal_year",
    "round_no",
    "kind",
    "regime",
    "contact",
    "phone",
    "short_intake_reason",
    "objection_days",
    "panel_target",
    "supplement_rounds",
    "supplement_days",
    "retention_years",
    "approval_line",
    "confirmations[local]",
    "confirmations[participants]",
    "confirmations[innovation]",
    "notice[direction]",
    "notice[projects]",
];
const NOTICE: [&str; 5] =
    ["notice[eligibility]", "notice[procedure]", "notice[schedule]", "notice[contract]", "notice[other]"];
const INSTANTS: [&str; 5] = ["intake_from", "intake_to", "local_due", "regional_due", "scoring_due"];

/// Where a field stands: the code of its track or rubric, the row within it, its own name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot<'a> {
    pub list: &'a str,
    pub code: &'a str,
    pub row: Option<usize>,
    pub name: &'a str,
}

impl<'a> Spot<'a> {
    /// `rubrics[LEADING][2][max]` is row 2 of the rubric `LEADING`; a field of the call alone is only a name.
    pub fn of(field: &'a str) -> Spot<'a> {
        let mut keys = field.split('[').map(|key| key.trim_end_matches(']'));
        let (first, second) = (keys.next().unwrap_or_default(), keys.next());
        match (second, keys.next(), keys.next()) {
            (Some(code), Some(row), Some(name)) => Spot { list: first, code, row: row.parse().ok(), name },
            (Some(code), Some(name), None) => match name.parse() {
                Ok(row) => Spot { list: first, code, row: Some(row), name: "" },
                Err(_) => Spot { list: first, code, row: None, name },
            },
            (Some(name), ..) => Spot { list: first, code: "", row: None, name },
            (None, ..) => Spot { list: "", code: "", row: None, name: first },
        }
    }
}

/// Every field of a part: what is posted under another name has no place.
pub fn fields_of(part: Part) -> Vec<String> {
    all_fields().into_iter().filter(|field| Part::of(field) == part).collect()
}

fn all_fields() -> Vec<String> {
    let plain = CALL.iter().chain(&NOTICE).map(|name| (*name).to_owned());
    let instants = INSTANTS.iter().flat_map(|name| [format!("{name}[on]"), format!("{name}[at]")]);
    let tracks = Track::ALL.iter().flat_map(|track| {
        let ties = (0..TIES).map(|n| format!("tracks[{}][tie{n}]", track.code()));
        let named = MONEY.iter().chain(&JUDGING).map(|name| format!("tracks[{}][{name}]", track.code()));
        let years = (0..YEARS).map(|n| format!("envelope[{}][{n}]", track.code()));
        let items = (0..ADJUSTMENTS)
            .flat_map(|row| ADJUSTMENT.map(|name| format!("adjustments[{}][{row}][{name}]", track.code())));
        let asked = DECIDABLE.map(|(key, ..)| question_field(*track, key));
        ties.chain(named).chain(years).chain(items).chain(asked).collect::<Vec<_>>()
    });
    let rubrics = Track::ALL.iter().map(|t| t.code()).chain([SESSION]).flat_map(|code| {
        let rows = (0..CRITERIA).flat_map(move |row| {
            ["code", "name", "name_en", "max", "guide"].map(|name| format!("rubrics[{code}][{row}][{name}]"))
        });
        rows.chain([format!("rubrics[{code}][step]")]).collect::<Vec<_>>()
    });
    let papers = Track::ALL.iter().flat_map(|track| {
        let code = track.code();
        let rows = (0..PAPERS).flat_map(move |row| PAPER.map(|name| format!("papers[{code}][{row}][{name}]")));
        let sizes = ["max_file_mib", "max_total_mib"].map(|name| format!("papers[{code}][{name}]"));
        sizes.into_iter().chain(rows).collect::<Vec<_>>()
    });
    plain.chain(instants).chain(tracks).chain(papers).chain(rubrics).collect()
}

/// The field that decides whether a track asks a question, by its key in [`DECIDABLE`].
pub fn question_field(track: Track, key: &str) -> String {
    format!("questions[{}][{key}]", track.code())
}

/// All that a publication fixes: the call and what each track can give per fiscal year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    pub call: Call,
    /// Sorted; at most one cap per track and year.
    pub envelope: Vec<(Track, i32, Won)>,
}

impl Edition {
    /// A first call, where there is none to clone: rubrics are the examples, everything else is asked.
    pub fn blank(id: CallId, now: Timestamp) -> Edition {
        let call = Call {
            id,
            title: String::new(),
            notice_no: String::new(),
            fiscal_year: kst_clock(now).date().year().saturating_add(1),
            round_no: 1,
            regime: FundingRegime::Subsidy,
            intake_from: DateTime::UNIX_EPOCH,
            intake_to: DateTime::UNIX_EPOCH,
            local_due: DateTime::UNIX_EPOCH,
            regional_due: DateTime::UNIX_EPOCH,
            scoring_due: DateTime::UNIX_EPOCH,
            objection_days: 10,
            panel_target: 7,
            contact: String::new(),
            tracks: Track::ALL.map(blank_rules).into(),
            version: 1,
            kind: RoundKind::Main,
            notice: NoticeText::default(),
            phone: String::new(),
            short_intake_reason: String::new(),
            supplement_rounds: 2,
            supplement_days: 7,
            retention_years: 5,
            approval_line: Vec::new(),
            confirmations: Confirmations::default(),
            extensions: Vec::new(),
            objection: ObjectionRules::default(),
        };
        Edition { call, envelope: Vec::new() }
    }

    /// Next year's call from this one: the year and the dates move on (by whole weeks, so that weekdays stay), the
    /// notice number is asked anew, extensions do not come along.
    pub fn next_year(&self, id: CallId) -> Edition {
        let mut next = self.clone();
        let original = self.call.extensions.first().map_or(self.call.intake_to, |e| e.was);
        let extended = self.call.intake_to - original;
        let year_on = |at: Timestamp| at.checked_add_signed(TimeDelta::weeks(52)).unwrap_or(at);
        let undone = |at: Timestamp| year_on(at.checked_sub_signed(extended).unwrap_or(at));
        let (call, year) = (&mut next.call, self.call.fiscal_year);
        (call.id, call.fiscal_year) = (id, year.saturating_add(1));
        call.title = call.title.replace(&year.to_string(), &call.fiscal_year.to_string());
        call.notice_no = String::new();
        (call.round_no, call.version, call.kind) = (1, 1, RoundKind::Main);
        call.intake_from = year_on(call.intake_from);
        call.intake_to = undone(call.intake_to);
        call.local_due = undone(call.local_due);
        call.regional_due = undone(call.regional_due);
        call.scoring_due = undone(call.scoring_due);
        (call.extensions, call.short_intake_reason) = (Vec::new(), String::new());
        for (_, year, _) in &mut next.envelope {
            *year = year.saturating_add(1);
        }
        next
    }

    /// What is published: these bytes are hashed and kept.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Every field of the editor with its text; a date that was never given is blank.
    pub fn fields(&self) -> Fields {
        let mut at = Writer(Fields::new());
        let call = &self.call;
        at.put("title", &call.title);
        at.put("notice_no", &call.notice_no);
        at.put("fiscal_year", call.fiscal_year);
        at.put("round_no", call.round_no);
        at.put("kind", call.kind.code());
        at.put("regime", call.regime.code());
        at.put("contact", &call.contact);
        at.put("phone", &call.phone);
        at.put("short_intake_reason", &call.short_intake_reason);
        at.put("objection_days", call.objection_days);
        at.put("panel_target", call.panel_target);
        at.put("supplement_rounds", call.supplement_rounds);
        at.put("supplement_days", call.supplement_days);
        at.put("retention_years", call.retention_years);
        at.put("approval_line", call.approval_line.join(", "));
        at.put("confirmations[local]", call.confirmations.local.code());
        at.put("confirmations[participants]", call.confirmations.participants.code());
        at.put("confirmations[innovation]", call.confirmations.innovation.code());
        for (name, text) in notice_items(&call.notice) {
            at.put(name, text);
        }
        for (name, instant) in [
            ("intake_from", call.intake_from),
            ("intake_to", call.intake_to),
            ("local_due", call.local_due),
            ("regional_due", call.regional_due),
            ("scoring_due", call.scoring_due),
        ] {
            at.instant(name, instant);
        }
        for rules in &call.tracks {
            at.track(rules);
        }
        for (track, year, cap) in &self.envelope {
            at.put(&format!("envelope[{}][{}]", track.code(), year.saturating_sub(call.fiscal_year)), cap);
        }
        at.0
    }
}

fn notice_items(notice: &NoticeText) -> [(&'static str, &String); 7] {
    [
        ("notice[direction]", &notice.direction),
        ("notice[projects]", &notice.projects),
        ("notice[eligibility]", &notice.eligibility),
        ("notice[procedure]", &notice.procedure),
        ("notice[schedule]", &notice.schedule),
        ("notice[contract]", &notice.contract),
        ("notice[other]", &notice.other),
    ]
}

/// A track that the base does not open: the ministry's examples, no money.
fn blank_rules(track: Track) -> TrackRules {
    let rubric = default_rubric(track.code()).unwrap_or_else(regional_rubric);
    TrackRules {
        track,
        max_years: 1,
        max_national_per_year: Won::ZERO,
        max_national_total: Won::ZERO,
        max_national_facility: BasisPoints::percent(50),
        max_national_activity: BasisPoints::percent(50),
        min_local: BasisPoints::ZERO,
        min_private_cash: BasisPoints::ZERO,
        max_in_kind: BasisPoints::WHOLE,
        thresholds: super::Thresholds::default(),
        capital: CapitalShares::default(),
        documents: proposed_checklist(track),
        questions: Questions::default(),
        min_root_firms: 10,
        min_root_ratio: BasisPoints::percent(70),
        steps: Step::proposed(track, true),
        opinion_of_old: None,
        rubric,
        regional_rubric: (track == Track::Regional).then(regional_rubric),
        regional_weight: BasisPoints::ZERO,
        trim: TrimRule::HIGHEST_AND_LOWEST,
        regional_trim: TrimRule::PLAIN_MEAN,
        final_rule: FinalRule::default(),
        tie_breakers: TieBreaker::defaults(track.code()),
        adjustments: Vec::new(),
        rationale: None,
    }
}

struct Writer(Fields);

impl Writer {
    fn put(&mut self, name: &str, value: impl ToString) {
        self.0.insert(name.to_owned(), value.to_string());
    }

    fn flag(&mut self, name: &str, value: bool) {
        self.put(name, if value { "on" } else { "" });
    }

    fn instant(&mut self, name: &str, at: Timestamp) {
        if at == DateTime::UNIX_EPOCH {
            return;
        }
        let clock = kst_clock(at);
        self.put(&format!("{name}[on]"), clock.date());
        self.put(&format!("{name}[at]"), clock.format("%H:%M"));
    }

    fn track(&mut self, rules: &TrackRules) {
        let code = rules.track.code();
        let name = |field: &str| format!("tracks[{code}][{field}]");
        self.flag(&name("open"), true);
        self.put(&name("max_years"), rules.max_years);
        self.put(&name("max_national_per_year"), rules.max_national_per_year);
        self.put(&name("max_national_total"), rules.max_national_total);
        self.put(&name("max_national_facility"), rules.max_national_facility);
        self.put(&name("max_national_activity"), rules.max_national_activity);
        self.put(&name("min_local"), rules.min_local);
        self.put(&name("min_private_cash"), rules.min_private_cash);
        self.put(&name("max_in_kind"), rules.max_in_kind);
        let capital = rules.capital;
        for (field, share) in [
            ("capital_facility", capital.max_national_facility),
            ("capital_activity", capital.max_national_activity),
            ("capital_min_local", capital.min_local),
        ] {
            self.put(&name(field), share.map(|share| share.to_string()).unwrap_or_default());
        }
        self.put(&name("equipment_review"), rules.thresholds.equipment_review);
        self.put(&name("marketplace"), rules.thresholds.marketplace);
        self.put(&name("marketplace_works"), rules.thresholds.marketplace_works);
        self.put(&name("procurement_works"), rules.thresholds.procurement_works);
        self.papers(code, &rules.documents);
        for (key, part, _) in DECIDABLE {
            self.put(&question_field(rules.track, key), rules.questions.of(part).code());
        }
        self.put(&name("min_root_firms"), rules.min_root_firms);
        self.put(&name("min_root_ratio"), rules.min_root_ratio);
        for (n, step) in rules.way().into_iter().enumerate() {
            self.put(&name(&format!("step{n}")), step.code());
        }
        self.put(&name("regional_weight"), rules.regional_weight);
        for (prefix, trim) in [("trim", rules.trim), ("regional_trim", rules.regional_trim)] {
            self.put(&name(&format!("{prefix}_high")), trim.high);
            self.put(&name(&format!("{prefix}_low")), trim.low);
            self.put(&name(&format!("{prefix}_min_sheets")), trim.min_sheets);
        }
        self.put(&name("threshold"), rules.final_rule.threshold);
        let compare = if rules.final_rule.compare == Compare::AfterRound { "AFTER_ROUND" } else { "BEFORE_ROUND" };
        self.put(&name("compare"), compare);
        self.flag(&name("bonus_counts"), rules.final_rule.bonus_counts_for_threshold);
        self.put(&name("cap_bonus"), rules.final_rule.cap_bonus);
        self.put(&name("cap_penalty"), rules.final_rule.cap_penalty);
        self.put(&name("max_final"), rules.final_rule.max_final);
        let rationale = rules.rationale;
        let typed = |of: fn(RationaleRule) -> String| rationale.map(of).unwrap_or_default();
        self.put(&name("rationale_low"), typed(|rule| rule.low.to_string()));
        self.put(&name("rationale_high"), typed(|rule| rule.high.to_string()));
        self.put(&name("rationale_chars"), typed(|rule| rule.min_chars.to_string()));
        for (n, by) in rules.tie_breakers.iter().enumerate() {
            let by = match by {
                TieBreaker::Criterion { code } => code.as_str(),
                TieBreaker::SmallerRequest => SMALLER_REQUEST,
            };
            self.put(&name(&format!("tie{n}")), by);
        }
        for (row, item) in rules.adjustments.iter().enumerate() {
            let name = |field: &str| format!("adjustments[{code}][{row}][{field}]");
            self.put(&name("name"), &item.name_ko);
            self.put(&name("code"), &item.code);
            self.put(&name("kind"), item.kind.code());
            self.put(&name("max"), item.max);
            self.put(&name("evidence"), &item.evidence);
        }
        self.rubric(code, &rules.rubric);
        if let Some(rubric) = &rules.regional_rubric {
            self.rubric(SESSION, rubric);
        }
    }

    fn papers(&mut self, code: &str, checklist: &Checklist) {
        self.put(&format!("papers[{code}][max_file_mib]"), checklist.max_file_mib);
        self.put(&format!("papers[{code}][max_total_mib]"), checklist.max_total_mib);
        for (row, slot) in checklist.slots.iter().enumerate() {
            let name = |field: &str| format!("papers[{code}][{row}][{field}]");
            self.put(&name("slot"), &slot.code);
            self.put(&name("paper"), &slot.name_ko);
            self.put(&name("paper_hint"), &slot.hint_ko);
            self.put(&name("need"), slot.need.code());
            self.put(&name("supplier"), slot.supplier.code());
            self.flag(&name("sharing"), slot.consent);
            self.flag(&name("reviewers"), slot.reviewers);
        }
    }

    fn rubric(&mut self, code: &str, rubric: &Rubric) {
        self.put(&format!("rubrics[{code}][step]"), rubric.step);
        for (row, criterion) in rubric.criteria.iter().enumerate() {
            let name = |field: &str| format!("rubrics[{code}][{row}][{field}]");
            self.put(&name("code"), &criterion.code);
            self.put(&name("name"), &criterion.name_ko);
            self.put(&name("name_en"), &criterion.name_en);
            self.put(&name("max"), criterion.max);
            self.put(&name("guide"), &criterion.guide_ko);
        }
    }
}

/// What the typed text becomes over `base`, and every field that cannot be read. A field that cannot be read keeps
/// what the base has, so that the edition can always be shown.
pub fn read(base: &Edition, typed: &Fields) -> (Edition, Vec<CallProblem>) {
    let mut r = Reader::new(typed);
    let mut call = base.call.clone();
    call.title = r.line("title");
    call.notice_no = r.line("notice_no");
    call.fiscal_year = r.whole("fiscal_year", 2000..=2100).or(call.fiscal_year);
    call.round_no = r.whole("round_no", 1..=99).or(call.round_no);
    call.kind = r.choice("kind", RoundKind::ALL, RoundKind::code).or(call.kind);
    call.regime = r.choice("regime", FundingRegime::ALL, FundingRegime::code).or(call.regime);
    call.contact = r.line("contact");
    call.phone = r.phone("phone");
    call.short_intake_reason = r.optional("short_intake_reason");
    call.objection_days = r.whole("objection_days", 1..=60).or(call.objection_days);
    call.panel_target = r.whole("panel_target", 1..=30).or(call.panel_target);
    call.supplement_rounds = r.whole("supplement_rounds", 0..=5).or(call.supplement_rounds);
    call.supplement_days = r.whole("supplement_days", 1..=60).or(call.supplement_days);
    call.retention_years = r.whole("retention_years", 1..=30).or(call.retention_years);
    call.approval_line = r.titles("approval_line").unwrap_or(call.approval_line);
    let confirmations = &mut call.confirmations;
    for (name, demand) in [
        ("confirmations[local]", &mut confirmations.local),
        ("confirmations[participants]", &mut confirmations.participants),
        ("confirmations[innovation]", &mut confirmations.innovation),
    ] {
        *demand = r.choice(name, Demand::ALL, Demand::code).or(*demand);
    }
    call.notice = NoticeText {
        direction: r.text("notice[direction]"),
        projects: r.text("notice[projects]"),
        eligibility: r.text("notice[eligibility]"),
        procedure: r.text("notice[procedure]"),
        schedule: r.text("notice[schedule]"),
        contract: r.text("notice[contract]"),
        other: r.text("notice[other]"),
    };
    call.intake_from = r.instant("intake_from").or(call.intake_from);
    call.intake_to = r.instant("intake_to").or(call.intake_to);
    call.local_due = r.instant("local_due").or(call.local_due);
    call.regional_due = r.instant("regional_due").or(call.regional_due);
    call.scoring_due = r.instant("scoring_due").or(call.scoring_due);
    let opened = Track::ALL.into_iter().filter(|t| r.is_on(&format!("tracks[{}][open]", t.code())));
    call.tracks = opened.map(|track| base.call.track(track).cloned().unwrap_or_else(|| blank_rules(track))).collect();
    if call.tracks.is_empty() {
        r.fault("tracks[LEADING][open]", CallFault::NoTrack);
    }
    let mut envelope = Vec::new();
    for rules in &mut call.tracks {
        read_track(&mut r, rules);
        for later in 0..YEARS {
            let field = format!("envelope[{}][{later}]", rules.track.code());
            if !r.is_blank(&field)
                && let Answer::Read(cap) = r.won(&field)
            {
                envelope.push((rules.track, call.fiscal_year.saturating_add(later.into()), cap));
            }
        }
    }
    envelope.sort();
    (Edition { call, envelope }, r.problems)
}

fn read_track(r: &mut Reader, rules: &mut TrackRules) {
    let code = rules.track.code();
    let name = |field: &str| format!("tracks[{code}][{field}]");
    let whole = BasisPoints::WHOLE;
    rules.max_years = r.whole(&name("max_years"), 1..=YEARS).or(rules.max_years);
    rules.max_national_per_year = r.won(&name("max_national_per_year")).or(rules.max_national_per_year);
    rules.max_national_total = r.won(&name("max_national_total")).or(rules.max_national_total);
    rules.max_national_facility = r.share(&name("max_national_facility"), whole).or(rules.max_national_facility);
    rules.max_national_activity = r.share(&name("max_national_activity"), whole).or(rules.max_national_activity);
    rules.min_local = r.share(&name("min_local"), whole).or(rules.min_local);
    rules.min_private_cash = r.share(&name("min_private_cash"), whole).or(rules.min_private_cash);
    rules.max_in_kind = r.share(&name("max_in_kind"), whole).or(rules.max_in_kind);
    rules.min_root_firms = r.whole(&name("min_root_firms"), 0..=1_000).or(rules.min_root_firms);
    rules.min_root_ratio = r.share(&name("min_root_ratio"), whole).or(rules.min_root_ratio);
    rules.capital = CapitalShares {
        max_national_facility: read_own_share(r, &name("capital_facility")),
        max_national_activity: read_own_share(r, &name("capital_activity")),
        min_local: read_own_share(r, &name("capital_min_local")),
    };
    let from = &mut rules.thresholds;
    from.equipment_review = r.won(&name("equipment_review")).or(from.equipment_review);
    from.marketplace = r.won(&name("marketplace")).or(from.marketplace);
    from.marketplace_works = r.won(&name("marketplace_works")).or(from.marketplace_works);
    from.procurement_works = r.won(&name("procurement_works")).or(from.procurement_works);
    read_papers(r, code, &mut rules.documents);
    for (key, part, _) in DECIDABLE {
        let field = question_field(rules.track, key);
        // Calls that were begun before there was a choice ask everything.
        if !r.is_blank(&field) {
            rules.questions.set(part, r.choice(&field, Asked::ALL, Asked::code).or(rules.questions.of(part)));
        }
    }
    rules.trim = read_trim(r, &name("trim"), rules.trim);
    let rule = &mut rules.final_rule;
    let points = Hundredths::ZERO..=Hundredths::points(200);
    rule.threshold = r.points(&name("threshold"), points.clone()).or(rule.threshold);
    rule.cap_bonus = r.points(&name("cap_bonus"), points.clone()).or(rule.cap_bonus);
    rule.cap_penalty = r.points(&name("cap_penalty"), points.clone()).or(rule.cap_penalty);
    rule.max_final = r.points(&name("max_final"), points).or(rule.max_final);
    let compares = [Compare::AfterRound, Compare::BeforeRound];
    let compare = |c| if c == Compare::AfterRound { "AFTER_ROUND" } else { "BEFORE_ROUND" };
    rule.compare = r.choice(&name("compare"), compares, compare).or(rule.compare);
    rule.bonus_counts_for_threshold = r.is_on(&name("bonus_counts"));
    let ties = (0..TIES).map(|n| r.optional(&name(&format!("tie{n}")))).filter(|by| !by.is_empty());
    rules.tie_breakers = ties
        .map(|by| match by.as_str() {
            SMALLER_REQUEST => TieBreaker::SmallerRequest,
            _ => TieBreaker::Criterion { code: by },
        })
        .collect();
    rules.rationale = read_rationale(r, name);
    rules.adjustments = read_adjustments(r, code);
    read_rubric(r, code, &mut rules.rubric);
    if rules.track == Track::Regional {
        let mut rubric = rules.regional_rubric.take().unwrap_or_else(regional_rubric);
        read_rubric(r, SESSION, &mut rubric);
        rules.regional_rubric = Some(rubric);
        rules.regional_trim = read_trim(r, &name("regional_trim"), rules.regional_trim);
        rules.regional_weight = r.share(&name("regional_weight"), whole).or(rules.regional_weight);
    }
    (rules.steps, rules.opinion_of_old) = (read_steps(r, code), None);
}

/// Places left blank are no steps.
fn read_steps(r: &mut Reader, code: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for place in 0..Step::ALL.len() {
        let name = format!("tracks[{code}][step{place}]");
        if r.is_blank(&name) {
            continue;
        }
        let Answer::Read(step) = r.choice(&name, Step::ALL, Step::code) else { continue };
        if steps.contains(&step) {
            r.fault(&name, CallFault::StepTwice);
        }
        steps.push(step);
    }
    steps
}

/// A share that is set apart, or none.
fn read_own_share(r: &mut Reader, field: &str) -> Option<BasisPoints> {
    if r.is_blank(field) {
        return None;
    }
    match r.share(field, BasisPoints::WHOLE) {
        Answer::Read(share) => Some(share),
        Answer::Unread => None,
    }
}

/// Rows without a name are no papers. A new paper gets a code of its row; what is attached is known by its code.
fn read_papers(r: &mut Reader, code: &str, checklist: &mut Checklist) {
    let size = |field: &str| format!("papers[{code}][{field}]");
    checklist.max_file_mib = r.whole(&size("max_file_mib"), 1..=MOST_MIB).or(checklist.max_file_mib);
    checklist.max_total_mib = r.whole(&size("max_total_mib"), 1..=MOST_MIB).or(checklist.max_total_mib);
    let mut slots: Vec<Slot> = Vec::new();
    for row in 0..PAPERS {
        let name = |field: &str| format!("papers[{code}][{row}][{field}]");
        if r.is_blank(&name("paper")) {
            continue;
        }
        let own = r.optional(&name("slot"));
        let code = if own.is_empty() { format!("P{}", row + 1) } else { own };
        if slots.iter().any(|slot| slot.code == code) {
            r.fault(&name("paper"), CallFault::CodeTwice { code: code.clone() });
        }
        slots.push(Slot {
            code,
            name_ko: r.line(&name("paper")),
            hint_ko: r.optional(&name("paper_hint")),
            need: r.choice(&name("need"), Need::ALL, Need::code).or(Need::Optional),
            supplier: r.choice(&name("supplier"), Supplier::ALL, Supplier::code).or(Supplier::Lead),
            consent: r.is_on(&name("sharing")),
            reviewers: r.is_on(&name("reviewers")),
        });
    }
    checklist.slots = slots;
}

fn read_trim(r: &mut Reader, prefix: &str, base: TrimRule) -> TrimRule {
    let (head, tail) = prefix.split_at(prefix.len().saturating_sub(1));
    let name = |field: &str| format!("{head}_{field}{tail}");
    TrimRule {
        high: r.whole(&name("high"), 0..=5).or(base.high),
        low: r.whole(&name("low"), 0..=5).or(base.low),
        min_sheets: r.whole(&name("min_sheets"), 1..=30).or(base.min_sheets),
    }
}

/// All three fields or none: blank ones ask for no reason anywhere.
fn read_rationale(r: &mut Reader, name: impl Fn(&str) -> String) -> Option<RationaleRule> {
    let fields = ["rationale_low", "rationale_high", "rationale_chars"].map(name);
    if fields.iter().all(|field| r.is_blank(field)) {
        return None;
    }
    let [low, high, chars] = fields;
    Some(RationaleRule {
        low: r.share(&low, BasisPoints::WHOLE).or(BasisPoints::ZERO),
        high: r.share(&high, BasisPoints::WHOLE).or(BasisPoints::WHOLE),
        min_chars: r.whole(&chars, 1..=500).or(10),
    })
}

/// Rows without a name and without points are no items. A new item gets a code of its row.
fn read_adjustments(r: &mut Reader, code: &str) -> Vec<AdjustmentItem> {
    let mut items = Vec::new();
    for row in 0..ADJUSTMENTS {
        let name = |field: &str| format!("adjustments[{code}][{row}][{field}]");
        if r.is_blank(&name("name")) && r.is_blank(&name("max")) {
            continue;
        }
        let own = r.optional(&name("code"));
        items.push(AdjustmentItem {
            code: if own.is_empty() { format!("A{}", row + 1) } else { own },
            kind: r.choice(&name("kind"), AdjustmentKind::ALL, AdjustmentKind::code).or(AdjustmentKind::Bonus),
            name_ko: r.line(&name("name")),
            max: r.points(&name("max"), Hundredths(1)..=Hundredths::points(100)).or(Hundredths::ZERO),
            evidence: r.line(&name("evidence")),
        });
    }
    items
}

/// Rows without a name and without points are no criteria. A new criterion gets a code of its row.
fn read_rubric(r: &mut Reader, code: &str, rubric: &mut Rubric) {
    let most = Hundredths::points(100);
    rubric.step = r.points(&format!("rubrics[{code}][step]"), Hundredths(1)..=most).or(rubric.step);
    let mut criteria = Vec::new();
    for row in 0..CRITERIA {
        let name = |field: &str| format!("rubrics[{code}][{row}][{field}]");
        if r.is_blank(&name("name")) && r.is_blank(&name("max")) {
            continue;
        }
        let own = r.optional(&name("code"));
        criteria.push(Criterion {
            code: if own.is_empty() { format!("C{}", row + 1) } else { own },
            name_ko: r.line(&name("name")),
            name_en: r.optional(&name("name_en")),
            max: r.points(&name("max"), Hundredths(1)..=most).or(Hundredths::ZERO),
            guide_ko: r.optional(&name("guide")),
        });
    }
    rubric.criteria = criteria;
}

/// The instant that a date and a time of day in Korea name: `2027-03-02`, `18:00`.
pub fn instant(on: &str, at: &str) -> Option<Timestamp> {
    let date = crate::form::parse_date(on)?;
    let (hour, minute) = at.trim().split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then(|| kst(date, hour, minute, 0))
}
