//! 첨부 서류: which papers a track asks for, what is attached, and what may not be attached.
//!
//! The checklist is data of the call. The seeded one ([`proposed_checklist`]) is our proposal (domain facts §2.7,
//! 예시): no official list was found.

use crate::{
    call::Track,
    form::{Draft, PartnerKind},
    ids::FileId,
};
use serde::{Deserialize, Serialize};

/// Longest file name in characters, extension included.
pub const NAME_MAX: usize = 200;

/// Whether a paper must be there when the application is submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Need {
    Required,
    Optional,
    /// Only when the budget has a line for a shared facility.
    WithFacility,
    /// Only when others take part.
    WithPartners,
    /// It comes into being after submitting and never blocks it.
    Later,
}

impl Need {
    pub const ALL: [Need; 5] = [Need::Required, Need::Optional, Need::WithFacility, Need::WithPartners, Need::Later];

    /// The code used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Need::Required => "REQUIRED",
            Need::Optional => "OPTIONAL",
            Need::WithFacility => "WITH_FACILITY",
            Need::WithPartners => "WITH_PARTNERS",
            Need::Later => "LATER",
        }
    }
}

/// Who has the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Supplier {
    /// 신청기관.
    Lead,
    /// 참여기관.
    Partners,
    /// 입주기업.
    Firms,
    /// 지자체.
    LocalGovernment,
    /// 광역 운영위원회.
    RegionalSession,
}

impl Supplier {
    pub const ALL: [Supplier; 5] =
        [Supplier::Lead, Supplier::Partners, Supplier::Firms, Supplier::LocalGovernment, Supplier::RegionalSession];

    /// The code used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Supplier::Lead => "LEAD",
            Supplier::Partners => "PARTNERS",
            Supplier::Firms => "FIRMS",
            Supplier::LocalGovernment => "LOCAL_GOVERNMENT",
            Supplier::RegionalSession => "REGIONAL_SESSION",
        }
    }
}

/// One paper of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Upper-case letters, digits and `_`: stands in addresses.
    pub code: String,
    pub name_ko: String,
    /// What it must show, for who prepares it.
    #[serde(default)]
    pub hint_ko: String,
    pub need: Need,
    pub supplier: Supplier,
    /// The consent to 행정정보 공동이용 may stand in its place (전자정부법 §36①).
    #[serde(default)]
    pub consent: bool,
    /// Reviewers get it. Papers with contact or personal data stay with the office.
    pub reviewers: bool,
}

/// The papers of one track and how large they may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Checklist {
    pub slots: Vec<Slot>,
    pub max_file_mib: u32,
    /// All current papers of one application together.
    pub max_total_mib: u32,
}

impl Default for Checklist {
    fn default() -> Self {
        Checklist { slots: Vec::new(), max_file_mib: 100, max_total_mib: 500 }
    }
}

impl Checklist {
    pub fn slot(&self, code: &str) -> Option<&Slot> {
        self.slots.iter().find(|s| s.code == code)
    }
}

/// A paper in its slot: what the snapshot freezes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    pub slot: String,
    pub slot_name: String,
    pub file: FileId,
    pub name: String,
    pub size: u64,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Reviewers get it, by the checklist of the time.
    pub reviewers: bool,
}

/// What stands in the slots now. It is kept apart from the typed draft and put into it before judging and freezing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Documents {
    pub attached: Vec<Attached>,
    /// Slots in whose place the consent to 행정정보 공동이용 was given.
    pub consents: Vec<String>,
}

impl Documents {
    pub fn is_empty(&self) -> bool {
        self.attached.is_empty() && self.consents.is_empty()
    }

    pub fn of(&self, slot: &str) -> Option<&Attached> {
        self.attached.iter().find(|a| a.slot == slot)
    }

    /// Bytes of everything attached, without `except`: what a new file for that slot is added to.
    pub fn size_without(&self, except: &str) -> u64 {
        self.attached.iter().filter(|a| a.slot != except).map(|a| a.size).sum()
    }
}

/// Must this paper be there before `draft` is submitted?
pub fn is_required(slot: &Slot, draft: &Draft, has_facility: bool) -> bool {
    match slot.need {
        Need::Required => true,
        Need::Optional | Need::Later => false,
        Need::WithFacility => has_facility,
        Need::WithPartners => draft
            .participants
            .partners
            .iter()
            .any(|p| PartnerKind::from_code(&p.kind).is_some() || !p.org.is_empty() || !p.name.is_empty()),
    }
}

/// The papers that are required and neither attached nor consented to.
pub fn missing<'a>(
    checklist: &'a Checklist,
    draft: &'a Draft,
    has_facility: bool,
) -> impl Iterator<Item = &'a Slot> + use<'a> {
    let there = |slot: &Slot| {
        draft.documents.of(&slot.code).is_some() || (slot.consent && draft.documents.consents.contains(&slot.code))
    };
    checklist.slots.iter().filter(move |slot| is_required(slot, draft, has_facility) && !there(slot))
}

/// Why a file cannot be taken. The sentence says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unfit {
    /// Nothing was chosen.
    Nothing,
    Empty,
    TooLarge {
        max_mib: u32,
    },
    /// Everything attached together would be too large.
    TotalTooLarge {
        max_mib: u32,
    },
    /// The name has no extension that is taken.
    Kind {
        extension: String,
    },
    /// 한글 5 or older.
    Hwp,
    /// The content is not what the extension says.
    NotWhatItSays {
        extension: String,
    },
    Broken,
    Encrypted,
    /// Macros or scripts inside.
    Macro,
    /// A spreadsheet that takes values from other files.
    Links,
    /// No table of a spreadsheet begins with the heads that it must have.
    NoHeads,
    /// Nothing stands below the heads.
    NoRows,
    /// More rows than a table takes.
    TooManyRows {
        max: usize,
    },
    /// Unpacks to too much, or to too many parts.
    Bomb,
    /// An image with too many dots.
    TooManyPixels,
    /// The server lost the beginning of an upload: it starts again.
    UploadGone,
    /// Another piece of the same upload is being received.
    UploadBusy,
}

/// What may be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Hwpx,
    Xlsx,
    Docx,
    Png,
    Jpeg,
}

impl Kind {
    /// By the name's extension.
    pub fn of(name: &str) -> Result<Kind, Unfit> {
        let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
        match extension.as_str() {
            "pdf" => Ok(Kind::Pdf),
            "hwpx" => Ok(Kind::Hwpx),
            "xlsx" => Ok(Kind::Xlsx),
            "docx" => Ok(Kind::Docx),
            "png" => Ok(Kind::Png),
            "jpg" | "jpeg" => Ok(Kind::Jpeg),
            "hwp" => Err(Unfit::Hwp),
            "xlsm" | "docm" | "xltm" | "dotm" => Err(Unfit::Macro),
            _ => Err(Unfit::Kind { extension }),
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Hwpx => "application/hwp+zip",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
        }
    }

    pub const fn extension(self) -> &'static str {
        match self {
            Kind::Pdf => "pdf",
            Kind::Hwpx => "hwpx",
            Kind::Xlsx => "xlsx",
            Kind::Docx => "docx",
            Kind::Png => "png",
            Kind::Jpeg => "jpg",
        }
    }
}

/// What the check for malware says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scan {
    /// Nothing is checked in this installation.
    Off,
    Pending,
    Clean,
    Infected,
}

impl Scan {
    /// May somebody outside of the applicant's organisation open it?
    pub const fn is_open(self) -> bool {
        matches!(self, Scan::Off | Scan::Clean)
    }
}

/// The proposed papers of a track (예시).
pub fn proposed_checklist(track: Track) -> Checklist {
    use Need::*;
    use Supplier::*;
    let slot = |code: &str, name: &str, hint: &str, need, supplier| Slot {
        code: code.to_owned(),
        name_ko: name.to_owned(),
        hint_ko: hint.to_owned(),
        need,
        supplier,
        consent: false,
        reviewers: true,
    };
    let office = |slot: Slot| Slot { reviewers: false, ..slot };
    let shared = |slot: Slot| Slot { consent: true, reviewers: false, ..slot };
    let regional = track == Track::Regional;
    let pledge = if regional { Required } else { Optional };
    let mut slots = vec![
        office(slot("COVER_LETTER", "사업신청서(공문)", "신청기관의 직인이 있는 공문", Required, Lead)),
        slot("PLAN", "사업계획서", "도면·사진을 포함한 상세 계획", Required, Lead),
        slot("COST_BASIS", "사업비 산출내역", "산출근거의 증빙이 더 있으면 올립니다.", Optional, Lead),
        slot("DESIGNATION", "특화단지 지정 고시 사본", "관보 또는 고시문", Optional, Lead),
        slot("CERTIFICATES", "뿌리기업 확인서", "입주 뿌리기업의 확인서를 한 파일로 묶습니다.", Required, Firms),
        slot(
            "LOCAL_PLEDGE",
            "지자체 지방비 부담 확약서",
            "연도별 금액과 입금 예정일이 있는 공문",
            pledge,
            LocalGovernment,
        ),
        slot("PRIVATE_PLEDGE", "민간부담금 부담 확약서", "현금과 현물을 나누어 씁니다.", Required, Lead),
        slot("AGREEMENT", "참여의사 확인서 또는 업무협약서", "참여기관이 있을 때 냅니다.", WithPartners, Partners),
        slot("SITE", "부지·건물 사용권과 인허가 증빙", "시설을 설치할 때 냅니다.", WithFacility, Lead),
        slot(
            "QUOTE_1",
            "장비·공사 견적서 1",
            "시설을 설치할 때 서로 다른 두 곳의 견적서를 냅니다.",
            WithFacility,
            Lead,
        ),
        slot("QUOTE_2", "장비·공사 견적서 2", "견적서 1과 다른 곳의 견적서", WithFacility, Lead),
        shared(slot("REGISTRATION", "사업자등록증과 법인등기사항증명서", "최근 3개월 안에 발급한 것", Required, Lead)),
        office(slot("ARTICLES", "정관과 조합원 명부", "개인의 연락처는 가리고 올립니다.", Required, Lead)),
        slot("STATEMENTS", "재무제표", "최근 2~3년", Required, Lead),
        shared(slot("TAX", "국세·지방세 완납증명서", "유효기간이 남은 것", Required, Lead)),
        slot("BONUS", "가점 증빙", "공고의 가점 항목에 해당할 때 냅니다.", Optional, Lead),
    ];
    if regional {
        slots.push(slot(
            "INDUSTRY",
            "지역전략산업 연계계획",
            "연계를 보여 주는 시·도의 계획",
            Optional,
            LocalGovernment,
        ));
        slots.push(slot("RECOMMENDATION", "광역 운영위원회 심의결과와 추천서", "", Later, RegionalSession));
    }
    Checklist { slots, ..Checklist::default() }
}
