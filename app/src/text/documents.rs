//! Papers: what a slot asks for, why a file is refused, how an upload goes.

use domain::{
    document::{Need, Scan, Supplier, Unfit},
    view::SlotView,
    workflow::DocumentChange,
};

/// What may be chosen, for the file dialogue.
pub const ACCEPT: &str = ".pdf,.hwpx,.xlsx,.docx,.png,.jpg,.jpeg";

/// Above the slots.
pub const LEAD: &str = "서류마다 파일 하나를 올립니다. 올리면 바로 저장되고, 바꾸어도 이전 파일은 남습니다.";

/// On the page of one paper.
pub const PREVIEW_LEAD: &str =
    "서버가 파일에서 읽은 내용입니다. 글꼴과 배치는 원본과 다를 수 있으니 정확한 내용은 원본을 확인해 주십시오.";
pub const PREVIEW_CUT: &str = "앞부분만 보여 드립니다. 나머지는 원본을 내려받아 확인해 주십시오.";
pub const NO_PREVIEW: &str = "이 파일은 화면에서 보여 드릴 수 없습니다. 원본을 내려받아 확인해 주십시오.";

pub fn image_alt(name: &str) -> String {
    format!("첨부 이미지 {name}")
}

/// All papers as one archive.
pub const BUNDLE: &str = "첨부 서류 한 번에 내려받기(ZIP)";
pub const BUNDLE_LIST: &str = "목록.txt";

pub fn bundle_name(application_no: &str) -> String {
    format!("첨부 서류 {application_no}.zip")
}

pub fn bundle_line(name: &str, bytes: u64, sha256: &str, there: bool) -> String {
    let missing = if there { "" } else { " (검사 중이거나 차단되어 넣지 않았습니다)" };
    format!("{name} {}{missing}\r\n   SHA-256 {sha256}", size(bytes))
}

pub fn bundle_list(application_no: &str, working: bool, lines: &[String]) -> String {
    let of = if working { "작성 중인 지금의 첨부 서류" } else { "제출한 첨부 서류" };
    format!("{application_no} {of} {}건\r\n\r\n{}\r\n", lines.len(), lines.join("\r\n"))
}

/// Where files are dropped.
pub const DROP: &str = "파일을 여기로 끌어다 놓아도 됩니다.";
pub const DROP_ONE: &str = "서류마다 파일 하나를 올립니다. 파일을 하나만 끌어다 놓아 주십시오.";

pub const KINDS: &str =
    "PDF, HWPX, XLSX, DOCX, PNG, JPG 파일을 올릴 수 있습니다. HWP 파일은 한글에서 HWPX나 PDF로 저장해 올려 주십시오.";

pub const SIGN_IN_AGAIN: &str = "로그인이 끝났습니다. 새 창에서 로그인한 뒤 ‘이어서 올리기’를 눌러 주십시오.";

pub const NOT_FOR_REVIEWERS: &str = "평가위원 비공개";

pub const CONSENT: &str = "이 서류 대신 전담기관이 행정정보 공동이용(전자정부법 제36조 제1항)으로 확인하는 데 동의할 수 있습니다. 동의하지 않으면 파일을 직접 올려 주십시오.";

pub const CABINET_LEAD: &str =
    "여러 신청에 되풀이해 내는 서류를 기관별로 모아 둡니다. 신청서의 첨부 화면에서 골라 바로 붙일 수 있습니다.";

/// Whether a slot must be filled.
pub const fn need(need: Need, required: bool) -> &'static str {
    match (need, required) {
        (_, true) => "필수",
        (Need::Later, false) => "제출 뒤",
        (Need::WithFacility, false) => "시설이 있으면 필수",
        (Need::WithPartners, false) => "참여기관이 있으면 필수",
        (Need::Required | Need::Optional, false) => "선택",
    }
}

pub const fn supplier(supplier: Supplier) -> &'static str {
    match supplier {
        Supplier::Lead => "신청기관이 준비",
        Supplier::Partners => "참여기관에서 받음",
        Supplier::Firms => "입주기업에서 받음",
        Supplier::LocalGovernment => "지자체에서 받음",
        Supplier::RegionalSession => "광역 운영위원회에서 생김",
    }
}

/// What comes later, and from whom.
pub const LATER: &str = "제출한 뒤 광역 운영위원회의 심의가 끝나면 생기는 서류입니다. 지금은 내지 않아도 됩니다.";

/// The check for malware; nothing to say where nothing is checked.
pub const fn scan(scan: Scan) -> Option<&'static str> {
    match scan {
        Scan::Off => None,
        Scan::Pending => Some("검사 대기"),
        Scan::Clean => Some("정상"),
        Scan::Infected => Some("차단"),
    }
}

pub const INFECTED: &str =
    "악성코드가 발견되어 차단했습니다. 아무도 열 수 없습니다. 파일을 검사한 뒤 안전한 파일로 바꿔 주십시오.";

/// `1.2MB`, `34KB`.
pub fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    if bytes >= MIB {
        let tenths = bytes.saturating_mul(10) / MIB;
        format!("{}.{}MB", tenths / 10, tenths % 10)
    } else {
        format!("{}KB", bytes.div_ceil(KIB))
    }
}

/// How much room is taken.
pub fn room(used: u64, max_file_mib: u32, max_total_mib: u32) -> String {
    format!(
        "파일 하나는 {max_file_mib}MB, 모두 더해 {max_total_mib}MB까지 올릴 수 있습니다. 지금 {}입니다.",
        size(used)
    )
}

/// How many of the required papers are there.
pub fn progress(there: usize, required: usize) -> String {
    format!("필수 서류 {required}건 중 {there}건을 갖추었습니다.")
}

/// How far an upload is, and how fast it goes.
pub fn sending(sent: u64, total: u64, per_second: u64) -> String {
    let percent = sent.saturating_mul(100) / total.max(1);
    match per_second {
        0 => format!("{percent}% ({} / {})", size(sent), size(total)),
        speed => format!("{percent}% ({} / {}, 초당 {})", size(sent), size(total), size(speed)),
    }
}

pub const BROKEN: &str = "연결이 끊겼습니다. 곧 받은 곳부터 다시 보냅니다.";
pub const CHECKING: &str = "다 보냈습니다. 파일을 확인하고 있습니다.";
pub const FAILED: &str =
    "연결할 수 없어 멈췄습니다. 보낸 부분은 서버에 남아 있습니다. ‘이어서 올리기’를 눌러 주십시오.";

/// While a supplement is open: the slots that may be filled.
pub fn only(slots: &[SlotView], parts: &[String]) -> String {
    let opened = |slot: &&SlotView| parts.contains(&domain::supplement::slot_part(&slot.slot.code));
    super::supplement::only(&slots.iter().filter(opened).map(|s| s.slot.name_ko.clone()).collect::<Vec<_>>())
}

/// An upload that broke before the page was loaded again.
pub fn unfinished(name: &str, received: u64, total: u64) -> String {
    format!("‘{name}’을(를) {}까지 받았습니다. 같은 파일을 다시 선택하면 이어서 올립니다.", sending(received, total, 0))
}

/// What happened in a slot.
pub fn change(slot: &str, change: &DocumentChange) -> String {
    match change {
        DocumentChange::Attached { name, .. } => format!("‘{slot}’에 파일을 올렸습니다({name})."),
        DocumentChange::Restored { name, .. } => format!("‘{slot}’을 이전 파일로 되돌렸습니다({name})."),
        DocumentChange::Removed => format!("‘{slot}’의 파일을 뺐습니다."),
        DocumentChange::Consented => format!("‘{slot}’을 행정정보 공동이용으로 확인하는 데 동의했습니다."),
    }
}

/// A required paper that is not there.
pub fn missing(name: &str, consent: bool) -> String {
    match consent {
        true => format!("‘{name}’이(가) 없습니다. 파일을 올리거나 행정정보 공동이용에 동의해 주십시오."),
        false => format!("‘{name}’이(가) 없습니다. 파일을 올려 주십시오."),
    }
}

/// Why a file is not taken, and what to do.
pub fn unfit(unfit: &Unfit) -> String {
    match unfit {
        Unfit::Nothing => "파일을 선택하지 않았습니다. 파일을 선택하고 다시 올려 주십시오.".into(),
        Unfit::Empty => "빈 파일(0바이트)입니다. 파일을 열어 내용을 확인하고 다시 저장해 올려 주십시오.".into(),
        Unfit::TooLarge { max_mib } => {
            format!("파일 하나는 {max_mib}MB까지 올릴 수 있습니다. 그림의 해상도를 낮추거나 파일을 나누어 올려 주십시오.")
        }
        Unfit::TotalTooLarge { max_mib } => {
            format!("첨부를 모두 더해 {max_mib}MB까지 올릴 수 있습니다. 필요 없는 파일을 빼거나 크기를 줄여 주십시오.")
        }
        Unfit::Kind { extension } if extension.is_empty() => {
            "파일 이름에 확장자가 없습니다. PDF, HWPX, XLSX, DOCX, PNG, JPG 가운데 하나로 저장해 올려 주십시오.".into()
        }
        Unfit::Kind { extension } => format!(
            "받지 않는 형식(.{extension})입니다. PDF, HWPX, XLSX, DOCX, PNG, JPG 가운데 하나로 저장해 올려 주십시오."
        ),
        Unfit::Hwp => {
            "HWP 파일은 받지 않습니다. 한글에서 [파일] → [다른 이름으로 저장하기]를 눌러 HWPX나 PDF로 저장해 올려 주십시오."
                .into()
        }
        Unfit::NotWhatItSays { extension } => format!(
            "확장자는 .{extension}인데 내용이 다릅니다. 이름만 바꾼 파일이면 원래 프로그램에서 .{extension} 형식으로 다시 저장해 주십시오."
        ),
        Unfit::Broken => "파일이 손상되었거나 끝까지 저장되지 않았습니다. 원래 프로그램에서 열어 다시 저장해 주십시오.".into(),
        Unfit::Encrypted => {
            "암호가 걸려 있거나 옛 형식으로 저장된 파일입니다. 평가위원이 열 수 있도록 암호를 풀고 새 형식으로 다시 저장해 주십시오."
                .into()
        }
        Unfit::Macro => {
            "매크로나 실행되는 내용이 들어 있습니다. 매크로를 빼고 저장하거나 PDF로 저장해 올려 주십시오.".into()
        }
        Unfit::Links => {
            "다른 파일과 연결된 엑셀 파일입니다. 엑셀의 ‘연결 편집’에서 연결을 끊어 값으로 바꾸고 다시 올려 주십시오.".into()
        }
        Unfit::NoHeads => {
            "표의 제목 줄을 찾지 못했습니다. 이 화면에서 내려받은 엑셀 파일의 제목 줄을 그대로 두고 다시 올려 주십시오.".into()
        }
        Unfit::NoRows => "제목 줄 아래에 내용이 없습니다. 한 줄 이상 쓰고 다시 올려 주십시오.".into(),
        Unfit::TooManyRows { max } => {
            format!("표에는 {max}줄까지 쓸 수 있습니다. 줄을 합치거나 지우고 다시 올려 주십시오.")
        }
        Unfit::Bomb => {
            "압축을 풀면 지나치게 커지는 파일이라 받을 수 없습니다. 파일을 나누거나 PDF로 저장해 올려 주십시오.".into()
        }
        Unfit::TooManyPixels => {
            "그림이 너무 큽니다. 가로와 세로를 30,000점, 모두 1억 점 아래로 줄여 다시 저장해 주십시오.".into()
        }
        Unfit::UploadGone => "받은 파일이 온전하지 않습니다. 파일을 다시 선택해 올려 주십시오.".into(),
        Unfit::UploadBusy => "같은 파일의 다른 조각을 받고 있습니다. 잠시 뒤에 다시 시도해 주십시오.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short_and_never_nothing() {
        assert_eq!(size(0), "0KB");
        assert_eq!(size(1), "1KB");
        assert_eq!(size(1024 * 1024), "1.0MB");
        assert_eq!(size(104_857_599), "99.9MB");
    }

    #[test]
    fn an_upload_says_how_far_and_how_fast() {
        assert_eq!(sending(5 << 20, 20 << 20, 0), "25% (5.0MB / 20.0MB)");
        assert_eq!(sending(0, 0, 0), "0% (0KB / 0KB)");
        assert!(sending(1 << 20, 20 << 20, 2 << 20).ends_with("초당 2.0MB)"));
    }
}
