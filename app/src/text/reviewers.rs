//! Reviewers: what the agency keeps of them, and what it does.

use domain::registry::Technology;

pub const POOL: &str = "평가위원 배정을 제안할 때 쓰는 전문분야와, 자동으로 제외할 때 쓰는 이해관계입니다. 위원과 신청기관에는 보이지 않습니다.";

pub const EXPERTISE: &str = "신청 단지의 뿌리기술과 겹치는 만큼 배정 제안에서 앞섭니다.";

pub const TIES: &str = "수행기관이나 지방비를 부담하는 기관과의 관계가 있으면 그 신청에서 자동으로 제외합니다. 재직은 끝난 뒤 3년까지, 자문은 기한 없이, 조합원·입주기업과 공급은 이어지는 동안 제외합니다. 기관을 비운 줄은 없어집니다.";

/// Fields of expertise in one line.
pub fn technologies(technologies: &[Technology]) -> String {
    match technologies {
        [] => "등록되지 않음".to_owned(),
        all => all.iter().map(|technology| technology.name_ko()).collect::<Vec<_>>().join(", "),
    }
}
