//! Who is in the demonstration: operating bodies (invented) of real complexes, and people with telling names.

use super::PASSWORD;
use crate::{
    Error, Service, account,
    entity::complex,
    reference::{self, AGENCY, MINISTRY, complex_id, insert_org, local_government_name, org_id},
    tx,
};
use domain::{
    actor::{OrgKind, Role},
    calendar::kst_date,
    ids::{OrgId, UserId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) const ULSAN: &str = "울산 뿌리단지 운영기관(가상)";
pub(super) const HONAM: &str = "호남 뿌리단지 운영기관(가상)";
pub(super) const CAPITAL: &str = "수도권 뿌리단지 운영기관(가상)";

/// Operating body and its complexes.
const OPERATORS: [(&str, &[&str]); 3] = [
    (ULSAN, &["울산 3D프린팅", "울산 방어진 조선해양", "울산 미포 동반성장", "온산 첨단뿌리산업단지"]),
    (
        HONAM,
        &[
            "대불 뿌리산업 특화단지",
            "순천(해룡) 뿌리산업 특화단지",
            "군산 뿌리산업특화단지",
            "완주 뿌리산업특화단지",
            "광주 평동3차 친환경 표면처리",
            "광주 평동 용접",
        ],
    ),
    (CAPITAL, &["반월 염색", "부천 몰드밸리", "시흥 도금산업클러스터단지", "남동인더스파크 청정지식산업센터"]),
];

/// Local part of the address, name, role, organisation. Regions stand for the local government of their code.
const PEOPLE: [(&str, &str, Role, &str); 37] = [
    ("ulsan.staff", "가상 김담당", Role::ApplicantStaff, ULSAN),
    ("ulsan.approver", "가상 이승인", Role::ApplicantApprover, ULSAN),
    ("ulsan.accountant", "가상 진회계", Role::ApplicantAccountant, ULSAN),
    ("honam.staff", "가상 박담당", Role::ApplicantStaff, HONAM),
    ("honam.approver", "가상 최승인", Role::ApplicantApprover, HONAM),
    ("capital.staff", "가상 정담당", Role::ApplicantStaff, CAPITAL),
    ("capital.approver", "가상 강승인", Role::ApplicantApprover, CAPITAL),
    ("city.ulsan.nam", "가상 조남구", Role::LocalgovBasic, "31140"),
    ("city.ulsan.dong", "가상 윤동구", Role::LocalgovBasic, "31170"),
    ("city.yeongam", "가상 장영암", Role::LocalgovBasic, "12800"),
    ("city.suncheon", "가상 임순천", Role::LocalgovBasic, "12150"),
    ("city.gunsan", "가상 한군산", Role::LocalgovBasic, "52130"),
    ("city.wanju", "가상 오완주", Role::LocalgovBasic, "52710"),
    ("city.ansan", "가상 서안산", Role::LocalgovBasic, "41270"),
    ("city.bucheon", "가상 신부천", Role::LocalgovBasic, "41190"),
    ("province.ulsan", "가상 권울산", Role::LocalgovMetro, "31"),
    ("province.jeonnamgwangju", "가상 황호남", Role::LocalgovMetro, "12"),
    ("province.jeonbuk", "가상 안전북", Role::LocalgovMetro, "52"),
    ("province.gyeonggi", "가상 송경기", Role::LocalgovMetro, "41"),
    ("tp.ulsan", "가상 류테크", Role::RegionalBody, "울산테크노파크"),
    ("kitech.ulsan", "가상 전연구", Role::RegionalBody, "한국생산기술연구원 울산본부"),
    ("tp.jeonnam", "가상 홍테크", Role::RegionalBody, "전남테크노파크"),
    ("tp.gwangju", "가상 고테크", Role::RegionalBody, "광주테크노파크"),
    ("kitech.seonam", "가상 문연구", Role::RegionalBody, "한국생산기술연구원 서남본부"),
    ("tp.jeonbuk", "가상 양테크", Role::RegionalBody, "전북테크노파크"),
    ("camtic.jeonbuk", "가상 손연구", Role::RegionalBody, "캠틱종합기술원"),
    ("tp.gyeonggi", "가상 배테크", Role::RegionalBody, "경기테크노파크"),
    ("fiti.gyeonggi", "가상 백연구", Role::RegionalBody, "한국섬유소재연구원"),
    ("agency", "가상 허전담", Role::KpicOfficer, AGENCY),
    ("agency2", "가상 유전담", Role::KpicOfficer, AGENCY),
    ("ministry.officer", "가상 남사무관", Role::MinistryApprover, MINISTRY),
    ("ministry.director", "가상 심과장", Role::MinistryApprover, MINISTRY),
    ("auditor", "가상 노감사", Role::Auditor, MINISTRY),
    ("reviewer8", "가상 위원 여덟", Role::Reviewer, "한국생산기술연구원 울산본부"),
    ("reviewer9", "가상 위원 아홉", Role::Reviewer, "전남테크노파크"),
    ("expert1", "가상 전문가 하나", Role::Reviewer, "가상대학교 지역혁신학과"),
    ("expert2", "가상 전문가 둘", Role::Reviewer, "가상대학교 지역혁신학과"),
];

/// Reviewers without any tie: the panel of seven.
pub(super) const REVIEWERS: u32 = 7;
/// Reviewers whom no panel of the story needs: a new panel after an objection has people to choose from.
const FURTHER: std::ops::RangeInclusive<u32> = 10..=15;

/// Creates everybody; the ids of people by the local part of their address.
pub(super) async fn create(svc: &Service) -> Result<BTreeMap<String, UserId>, Error> {
    let hash = account::hash(svc, PASSWORD.to_owned()).await?;
    let tx = tx::begin(svc).await?;
    let today = kst_date(tx.now);
    for (operator, complexes) in OPERATORS {
        let org = insert_org(&tx, operator, OrgKind::ComplexOperator, None, None).await?;
        let ids = complexes.iter().map(|name| complex_id(name));
        complex::Entity::update_many()
            .set(complex::ActiveModel { operator: Set(Some(org.0)), ..Default::default() })
            .filter(complex::Column::Id.is_in(ids))
            .exec(&tx.db)
            .await?;
    }
    insert_org(&tx, "가상대학교 지역혁신학과", OrgKind::Other, None, None).await?;
    let mut people = BTreeMap::new();
    for (login, name, role, org) in PEOPLE {
        let org = if org.starts_with(|c: char| c.is_ascii_digit()) {
            org_id(&local_government_name(org, today).unwrap_or_default())
        } else {
            org_id(org)
        };
        people.insert(login.to_owned(), person(&tx, login, name, role, org, &hash).await?);
    }
    for n in 1..=REVIEWERS {
        let employer = insert_org(&tx, &format!("가상평가기관 {n}"), OrgKind::Other, None, None).await?;
        let (login, name) = (format!("reviewer{n}"), format!("가상 위원 {n}"));
        people.insert(login.clone(), person(&tx, &login, &name, Role::Reviewer, employer, &hash).await?);
    }
    for n in FURTHER {
        let employer = insert_org(&tx, &format!("가상평가기관 {n}"), OrgKind::Other, None, None).await?;
        let (login, name) = (format!("reviewer{n}"), format!("가상 위원 {n}"));
        people.insert(login.clone(), person(&tx, &login, &name, Role::Reviewer, employer, &hash).await?);
    }
    tx.finish().await?;
    Ok(people)
}

async fn person(tx: &tx::Tx, login: &str, name: &str, role: Role, org: OrgId, hash: &str) -> Result<UserId, Error> {
    let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("portal:person:{login}").as_bytes());
    let user = account::insert_account(tx, id, &format!("{login}@portal.example"), name, hash.to_owned()).await?;
    account::grant_role(tx, user, org, role).await?;
    Ok(user)
}

/// The id of a body named in the reference data.
pub(super) fn body(name: &str) -> OrgId {
    reference::org_id(name)
}
