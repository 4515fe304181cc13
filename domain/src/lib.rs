//! What the ministry means: the rules of the root-industry specialized-complex programme as pure functions.
//!
//! No clock, no randomness, no database, no HTML: those crates are absent from `Cargo.toml`, so a rule cannot
//! reach for them. The same code judges in the browser and on the server.
//!
//! | the programme says | here |
//! |---|---|
//! | 공고 call, 트랙 track | [`call`] |
//! | 신청서 application form | [`form`] |
//! | 첨부 서류 documents | [`document`] |
//! | 사업비 budget, 매칭 matching | [`budget`], [`money`] |
//! | 단계 stage, 처리이력 events | [`workflow`] |
//! | 보완 supplement | [`supplement`] |
//! | 권한 who may | [`policy`], [`actor`] |
//! | 평가지표 rubric, 채점표 sheet, 종합평점 aggregate | [`rubric`] |
//! | 순위 ranking, 예산선 cut line | [`ranking`] |
//! | 조정 배정액 adjusted amounts | [`adjusted`] |
//! | 가정 비교 scenarios, 민감도 sensitivity | [`scenario`] |
//! | 평가 분포 spread of a panel's sheets | [`spread`] |
//! | 이해충돌 conflict, 평가위원 배정 assignment | [`conflict`], [`assignment`] |
//! | 이의신청·예비 승격 appeal, 제척·회피 recusal | [`appeal`], [`recusal`] |
//! | 선정위원회 committee | [`committee`] |
//! | 결재선 approval line | [`approval`] |
//! | 심의 deliberation | [`deliberation`] |
//! | 선정 기록 파일 award file | [`award_file`] |
//! | 제출본 snapshot | [`snapshot`] |
//! | 참여기관·지자체 확인 partners | [`partner`] |
//! | 알림 who is told what | [`notice`] |
//! | 가입·비밀번호 accounts | [`account`] |
//! | 기관·구성원·위임 organisations and their people | [`org`] |
//! | 기간·휴일 calendar | [`calendar`] |
//! | 등록번호·지역·기술 registry | [`registry`] |

pub mod account;
pub mod actor;
pub mod adjusted;
pub mod appeal;
pub mod approval;
pub mod assignment;
pub mod award_file;
pub mod budget;
pub mod calc;
pub mod calendar;
pub mod call;
pub mod committee;
pub mod conflict;
pub mod deliberation;

pub mod document;
pub mod form;
pub mod ids;
pub mod money;
pub mod notice;
pub mod org;
pub mod paper;
pub mod partner;
pub mod planner;
pub mod policy;
pub mod promised;
pub mod proof;
pub mod ranking;
pub mod recusal;
pub mod refusal;
pub mod registry;
pub mod rubric;
pub mod scenario;
pub mod snapshot;
pub mod spread;
pub mod supplement;
pub mod view;
pub mod workflow;
