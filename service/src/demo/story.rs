//! What has happened when the demonstration opens, told by the commands that people use: one call announced, one
//! awaiting approval, one in panel, one open with three days left.

use super::{
    PASSWORD,
    papers::{self, Schedule},
    world::{self, CAPITAL, HONAM, REVIEWERS, ULSAN, body},
};
use crate::{
    Error, Service, account,
    applying::{self, SaveSection, Start, Submit},
    calls,
    deciding::{self, AwardForm, Deliberate, MemberForm, Propose},
    documents::{self, AddPaper, Place},
    files::Upload,
    letters,
    orgs::{self, ClaimComplex, Founder},
    partnering::{self, AnswerPart, Ask},
    ports::{Clock, SetClock},
    reference::{complex_id, org_id},
    regional::{self, CloseSession, Confirm, OutcomeForm},
    reviewers::{self, SaveReviewer},
    scoring::{self, SaveSheet},
    screening, supplementing,
};
use chrono::{Datelike, Duration};
use domain::{
    actor::Actor,
    calendar::{Timestamp, kst_date},
    call::{Call, Edition, Part, Track},
    conflict::{TieForm, TieKind},
    document::is_required,
    form::{Draft, Section},
    ids::{ApplicationId, CallId, ComplexId, OrgId, SessionId, UserId},
    money::Won,
    org::{NewPerson, OrgForm},
    partner::{LocalForm, Move, RoleForm, Whose, YearShare},
    registry::{Technology, strategic_industries},
    rubric::{AdjustmentForm, Hundredths},
    view::Pairing,
};
use std::{collections::BTreeMap, sync::Arc};

/// An applicant of the demonstration.
struct Applicant {
    complex: &'static str,
    /// Operating body and the logins' prefix.
    org: &'static str,
    login: &'static str,
    /// Innovation body that takes part, and the province's code for the strategic industry.
    partner: &'static str,
    province: &'static str,
    /// Logins of the local governments and of the body that gives the opinion.
    municipality: &'static str,
    metro: &'static str,
    opinion: &'static str,
}

const DAEBUL: Applicant = Applicant {
    complex: "대불 뿌리산업 특화단지",
    org: HONAM,
    login: "honam",
    partner: "전남테크노파크",
    province: "12",
    municipality: "city.yeongam",
    metro: "province.jeonnamgwangju",
    opinion: "tp.gwangju",
};
const SUNCHEON: Applicant =
    Applicant { complex: "순천(해룡) 뿌리산업 특화단지", municipality: "city.suncheon", ..DAEBUL };
const GUNSAN: Applicant = Applicant {
    complex: "군산 뿌리산업특화단지",
    partner: "전북테크노파크",
    province: "52",
    municipality: "city.gunsan",
    metro: "province.jeonbuk",
    opinion: "camtic.jeonbuk",
    ..DAEBUL
};
const WANJU: Applicant = Applicant { complex: "완주 뿌리산업특화단지", municipality: "city.wanju", ..GUNSAN };
const ULSAN_3D: Applicant = Applicant {
    complex: "울산 3D프린팅",
    org: ULSAN,
    login: "ulsan",
    partner: "울산테크노파크",
    province: "31",
    municipality: "city.ulsan.nam",
    metro: "province.ulsan",
    opinion: "kitech.ulsan",
};
const BANGEOJIN: Applicant =
    Applicant { complex: "울산 방어진 조선해양", municipality: "city.ulsan.dong", ..ULSAN_3D };
const MIPO: Applicant = Applicant { complex: "울산 미포 동반성장", ..BANGEOJIN };
const BANWOL: Applicant = Applicant {
    complex: "반월 염색",
    org: CAPITAL,
    login: "capital",
    partner: "경기테크노파크",
    province: "41",
    municipality: "city.ansan",
    metro: "province.gyeonggi",
    opinion: "fiti.gyeonggi",
};
const BUCHEON: Applicant = Applicant { complex: "부천 몰드밸리", municipality: "city.bucheon", ..BANWOL };

/// Tells the whole story up to now.
pub(super) async fn tell(svc: &Service) -> Result<(), Error> {
    let start = svc.now();
    let clock = Arc::new(SetClock::at(start));
    let seeded = svc.with_counted_ids().with_clock(clock.clone());
    let people = world::create(&seeded).await?;
    let teller = Teller { svc: seeded, clock, start, people, year: kst_date(start).year() };
    teller.know_reviewers().await?;
    teller.announced().await?;
    teller.awaiting_approval().await?;
    teller.in_panel().await?;
    teller.open().await
}

struct Teller {
    svc: Service,
    clock: Arc<SetClock>,
    start: Timestamp,
    people: BTreeMap<String, UserId>,
    year: i32,
}

impl Teller {
    /// 선도형, decided and published.
    async fn announced(&self) -> Result<(), Error> {
        let title = format!("{}년 뿌리산업 특화단지 지원사업 공고", self.year);
        let at = Schedule { from: -200, to: -170, local: -155, scoring: -140, papers: false };
        let call = self.publish(title, 1, self.year, at).await?;
        let track = Track::Leading;
        self.at(-180);
        let mut ids = Vec::new();
        for (applicant, scale) in [(&BANWOL, 120), (&GUNSAN, 110), (&BUCHEON, 100)] {
            ids.push(self.apply(&call, track, applicant, scale).await?);
        }
        self.to_result(&call, track, &[&BANWOL, &GUNSAN, &BUCHEON], &ids, -165).await?;
        self.decide(&call, track, &ids, -130).await?;
        let director = self.actor("ministry.director").await?;
        deciding::approve(&self.svc, &director, call.id, track, ids).await?;
        self.at(-120);
        let officer = self.actor("ministry.officer").await?;
        deciding::announce(&self.svc, &officer, call.id, track).await
    }

    /// 협업형, proposed by one person and waiting for another.
    async fn awaiting_approval(&self) -> Result<(), Error> {
        let title = format!("{}년 뿌리산업 특화단지 지원사업 추가 공고", self.year);
        let at = Schedule { from: -110, to: -80, local: -65, scoring: -50, papers: false };
        let call = self.publish(title, 2, self.year, at).await?;
        let track = Track::Regional;
        self.at(-85);
        let applicants = [&BANGEOJIN, &SUNCHEON, &MIPO];
        let mut ids = Vec::new();
        for (applicant, scale) in applicants.into_iter().zip([50, 40, 45]) {
            ids.push(self.apply(&call, track, applicant, scale).await?);
        }
        self.review_regionally(
            &[("province.ulsan", vec![&BANGEOJIN, &MIPO], vec![id(&ids, 0)?, id(&ids, 2)?])],
            &["kitech.ulsan"],
            -70,
        )
        .await?;
        self.review_regionally(
            &[("province.jeonnamgwangju", vec![&SUNCHEON], vec![id(&ids, 1)?])],
            &["tp.gwangju", "kitech.seonam"],
            -70,
        )
        .await?;
        self.to_result(&call, track, &applicants, &ids, -60).await?;
        self.decide(&call, track, &ids, -20).await
    }

    /// 일반형, in the middle of scoring: reviewer 1 has not begun.
    async fn in_panel(&self) -> Result<(), Error> {
        let title = format!("{}년 뿌리산업 특화단지 지원사업 조기 공고", self.year + 1);
        let at = Schedule { from: -60, to: -30, local: -20, scoring: 5, papers: true };
        let call = self.publish(title, 1, self.year + 1, at).await?;
        let track = Track::General;
        self.at(-35);
        let applicants = [&WANJU, &BANWOL, &DAEBUL];
        let mut ids = Vec::new();
        for (applicant, scale) in applicants.into_iter().zip([40, 35, 30]) {
            ids.push(self.apply(&call, track, applicant, scale).await?);
        }
        self.confirm_locally(&applicants, &ids, -28).await?;
        self.screen(&ids, -15).await?;
        self.open_panel(&call, track, -10).await?;
        self.at(-2);
        for (n, application) in (0i64..).zip(&ids) {
            for reviewer in 2..=REVIEWERS {
                self.score(*application, reviewer, n, reviewer < REVIEWERS).await?;
            }
        }
        Ok(())
    }

    /// Open with three days left: one nearly finished draft, one with its municipality, one in its region's session, one
    /// waiting for its applicant's supplement.
    async fn open(&self) -> Result<(), Error> {
        let title = format!("{}년 뿌리산업 특화단지 지원사업 공고", self.year + 1);
        let at = Schedule { from: -27, to: 3, local: 17, scoring: 31, papers: true };
        let call = self.publish(title, 2, self.year + 1, at).await?;
        self.at(-3);
        self.fill_cabinet().await?;
        self.apply(&call, Track::General, &GUNSAN, 30).await?;
        self.apply(&call, Track::Regional, &DAEBUL, 40).await?;
        let draft = self.draft_of(&call, Track::Regional, &ULSAN_3D, 40);
        self.at(-1);
        let application =
            self.write_draft(&call, Track::Regional, &ULSAN_3D, papers::with_three_faults(draft, &call)).await?;
        self.confirm_parts(application).await?;
        self.at(-1);
        self.newcomers(&call).await?;
        self.ask_for_a_supplement(&call).await?;
        self.at(0);
        self.next_year(&call).await
    }

    /// A body that registered yesterday, says that it runs a complex, and drafts: it waits for the agency on both.
    async fn newcomers(&self, call: &Call) -> Result<(), Error> {
        let founder = Founder::New(NewPerson {
            name: "가상 도대표".to_owned(),
            email: "daegu.approver@portal.example".to_owned(),
            password: PASSWORD.to_owned(),
        });
        let form = OrgForm {
            name: "대구 뿌리단지 협동조합(가상)".to_owned(),
            business_no: "999-82-00007".to_owned(),
            corporate_no: "110111-0062433".to_owned(),
            kind: "COMPLEX_OPERATOR".to_owned(),
            region: "27".to_owned(),
            parent: String::new(),
        };
        orgs::register(&self.svc, founder, &form).await?;
        let letter = letters::claim(&self.svc).await?.ok_or_else(|| Error::Internal("no letter to answer".into()))?;
        let (org, session) = orgs::finish_registration(&self.svc, &letter.token, PASSWORD).await?;
        let founder = account::actor_of(&self.svc, &session).await?;
        let founder = founder.ok_or_else(|| Error::Internal("the founder is not there".into()))?;
        let complex = ComplexId(complex_id("대구 성서 표면처리"));
        let paper = papers::paper("LOCAL_PLEDGE");
        let claim = ClaimComplex {
            org,
            complex: complex.to_string(),
            note: "입주기업 총회에서 관리기관으로 정했습니다. (가상)".to_owned(),
            upload: Some(Upload::of(&self.svc, "관리기관 지정서(가상).pdf", &paper).await?),
        };
        orgs::claim_complex(&self.svc, &founder, claim).await?;
        let start = Start { call: call.id, track: Track::General, complex, org };
        applying::start(&self.svc, &founder, start).await?;
        let ulsan = self.actor("ulsan.approver").await?;
        let claim = ClaimComplex {
            org: org_id(ULSAN),
            complex: complex_id("부산 녹산 표면처리").to_string(),
            note: String::new(),
            upload: Some(Upload::of(&self.svc, "위탁 협약서(가상).pdf", &paper).await?),
        };
        orgs::claim_complex(&self.svc, &ulsan, claim).await?;
        Ok(())
    }

    /// The partners of the open draft: the city consults its budget office, the province gives less than was asked,
    /// and the innovation body's part changed after it was confirmed.
    async fn confirm_parts(&self, application: ApplicationId) -> Result<(), Error> {
        let (staff, now) = (self.actor("ulsan.staff").await?, || self.clock.now());
        let partners = partnering::partners(&self.svc, &staff, application).await?.parts;
        for part in &partners {
            let message = "공동 시험·측정실 구축 사업의 확인을 부탁드립니다. (가상)".to_owned();
            let (whose, reply_by) = (part.whose.code(), papers::day(self.start, 2).to_string());
            partnering::ask(&self.svc, &staff, Ask { application, whose, reply_by, message, at: now() }).await?;
        }
        let partners = partnering::partners(&self.svc, &staff, application).await?.parts;
        for request in partners.iter().filter_map(|p| Some((&p.whose, p.request.as_ref()?))) {
            let (whose, request) = request;
            let login = match whose {
                Whose::Municipality => "city.ulsan.nam",
                Whose::Province => "province.ulsan",
                Whose::Org(_) | Whose::Named(_) => "tp.ulsan",
            };
            let actor = self.actor(login).await?;
            if *whose == Whose::Municipality {
                for step in [Move::Review, Move::Budget] {
                    partnering::step(&self.svc, &actor, request.id, request.round, step, now()).await?;
                }
                continue;
            }
            let less =
                |(n, year): (usize, &YearShare)| (year.year, Won(year.own.0 - if n == 0 { 40_000_000 } else { 0 }));
            let own = request.part.years().iter().enumerate().map(less);
            let local = LocalForm {
                answer: "REDUCED".into(),
                own: own.map(|(year, won)| (year, won.to_string())).collect(),
                source: "MAIN".into(),
                resolution: "다음 해 본예산안에 반영, 의회 의결 예정 (가상)".into(),
                deposit_on: papers::day(self.start, 130).to_string(),
                document_no: "시연산업과-3001".into(),
                document_on: papers::day(self.start, -1).to_string(),
                opinion: "첫해 재원이 모자라 4천만 원을 줄여 부담합니다. (가상)".into(),
                ..LocalForm::default()
            };
            let role = RoleForm {
                answer: "CONFIRMED".into(),
                advised: "울산 뿌리단지 운영기관: 공동장비 수요조사 자문 (가상)".into(),
                opinion: String::new(),
            };
            let paper = papers::paper("LOCAL_PLEDGE");
            let letter = Some(Upload::of(&self.svc, "지방비 부담 답변 공문(가상).pdf", &paper).await?);
            let answer = AnswerPart { request: request.id, round: request.round, local, role, letter, at: now() };
            partnering::answer(&self.svc, &actor, answer).await?;
        }
        let view = applying::draft(&self.svc, &staff, application).await?;
        let (base_revision, mut draft) = (view.revision, view.draft);
        for partner in &mut draft.participants.partners {
            partner.task.push_str(", 시제품 제작 지원");
        }
        let save = SaveSection {
            application,
            section: Section::Participants,
            base_revision,
            draft,
            theirs: Vec::new(),
            background: false,
        };
        applying::save_section(&self.svc, &staff, save).await.map(drop)
    }

    /// An application that waits for its applicant: the municipality asks for a text and a paper.
    async fn ask_for_a_supplement(&self, call: &Call) -> Result<(), Error> {
        self.at(-3);
        let application = self.apply(call, Track::General, &WANJU, 30).await?;
        self.at(-1);
        let city = self.actor(WANJU.municipality).await?;
        let ask = supplementing::Ask {
            application,
            parts: ["plan[operation]", "documents[STATEMENTS]"].map(str::to_owned).into(),
            reason: "사업이 끝난 뒤의 운영비 부담 주체가 분명하지 않습니다. 최근 결산의 재무제표도 다시 올려 주십시오. (가상)"
                .into(),
            due: papers::day(self.start, 6).to_string(),
        };
        supplementing::ask(&self.svc, &city, ask).await
    }

    /// Next year's call, cloned and not yet published: its weights do not add up and its intake is too short.
    async fn next_year(&self, call: &Call) -> Result<(), Error> {
        let agency = self.actor("agency").await?;
        let id = calls::create(&self.svc, &agency, Some(call.id)).await?;
        let changes = [
            (Part::Basics, "notice_no", format!("시연 공고 제{}-001호", self.year + 2)),
            (Part::Schedule, "intake_to[on]", papers::day(call.intake_from, 364 + 10).to_string()),
            (Part::Rubrics, "rubrics[REGIONAL][3][max]", "20".to_owned()),
        ];
        for (part, field, text) in changes {
            let draft = calls::draft(&self.svc, &agency, id).await?;
            let mut typed: Vec<(String, String)> = draft.typed.into_iter().filter(|(name, _)| name != field).collect();
            typed.push((field.to_owned(), text));
            calls::save(&self.svc, &agency, id, part, draft.revision, &typed).await?;
        }
        Ok(())
    }

    /// Moves the story's clock to noon so many days from the start; day 0 is the start itself.
    fn at(&self, days: i64) {
        self.clock.set(self.start + Duration::days(days));
    }

    async fn actor(&self, login: &str) -> Result<Actor, Error> {
        let unknown = || Error::Internal(format!("no one is called {login}"));
        let user = self.people.get(login).copied().ok_or_else(unknown)?;
        account::load_actor(&self.svc, user).await?.ok_or_else(unknown)
    }

    async fn publish(&self, title: String, round: u16, year: i32, at: Schedule) -> Result<Call, Error> {
        self.at(at.from - 10);
        let id = CallId(self.svc.ids.uuid());
        let call = papers::call(id, title, round, year, self.start, at);
        let envelope = papers::envelope(year).into_iter().map(|((track, year), cap)| (track, year, cap));
        let edition = Edition { call: call.clone(), envelope: envelope.collect() };
        let agency = self.actor("agency").await?;
        calls::create_from(&self.svc, &agency, &edition, None).await?;
        calls::publish(&self.svc, &agency, call.id, 1, "").await?;
        Ok(call)
    }

    fn draft_of(&self, call: &Call, track: Track, applicant: &Applicant, scale: i64) -> Draft {
        let industries = strategic_industries(applicant.province, kst_date(self.clock.now()));
        let industry = industries.first().map(|i| i.code.clone()).unwrap_or_default();
        papers::draft(call, track, applicant.complex, body(applicant.partner), &industry, scale)
    }

    async fn write_draft(
        &self,
        call: &Call,
        track: Track,
        applicant: &Applicant,
        draft: Draft,
    ) -> Result<ApplicationId, Error> {
        let staff = self.actor(&format!("{}.staff", applicant.login)).await?;
        let complex = ComplexId(complex_id(applicant.complex));
        let start = Start { call: call.id, track, complex, org: org_id(applicant.org) };
        let application = applying::start(&self.svc, &staff, start).await?;
        let typed = Section::of(track).filter(|section| *section != Section::Documents);
        for (base_revision, section) in (0u32..).zip(typed) {
            let draft = draft.clone();
            let save =
                SaveSection { application, section, base_revision, draft, theirs: Vec::new(), background: false };
            applying::save_section(&self.svc, &staff, save).await?;
        }
        self.attach_papers(call, track, &staff, application, &draft).await?;
        Ok(application)
    }

    /// Every required paper; where the consent would do, the consent.
    async fn attach_papers(
        &self,
        call: &Call,
        track: Track,
        staff: &Actor,
        application: ApplicationId,
        draft: &Draft,
    ) -> Result<(), Error> {
        let slots = call.track(track).map(|rules| rules.documents.slots.as_slice()).unwrap_or_default();
        for slot in slots.iter().filter(|slot| is_required(slot, draft, true)) {
            let place = Place { application, slot: slot.code.clone() };
            if slot.consent {
                documents::consent(&self.svc, staff, place).await?;
                continue;
            }
            let name = format!("{}(가상).pdf", slot.name_ko);
            let upload = Upload::of(&self.svc, &name, &papers::paper(&slot.code)).await?;
            documents::attach(&self.svc, staff, place, upload).await?;
        }
        Ok(())
    }

    /// What an organisation keeps for its next applications; one of the papers has run out.
    async fn fill_cabinet(&self) -> Result<(), Error> {
        for applicant in [&ULSAN_3D, &DAEBUL, &BANWOL] {
            let staff = self.actor(&format!("{}.staff", applicant.login)).await?;
            for (title, code, days) in [
                ("사업자등록증과 법인등기사항증명서", "REGISTRATION", Some(60)),
                ("정관과 조합원 명부", "ARTICLES", None),
                ("국세·지방세 완납증명서", "TAX", Some(-5)),
                ("재무제표", "STATEMENTS", Some(200)),
            ] {
                let upload = Upload::of(&self.svc, &format!("{title}(가상).pdf"), &papers::paper(code)).await?;
                let valid_until = days.map(|days| papers::day(self.start, days).to_string()).unwrap_or_default();
                let org = org_id(applicant.org);
                let add = AddPaper { org, title: title.to_owned(), valid_until, upload: Some(upload) };
                documents::add_to_cabinet(&self.svc, &staff, add).await?;
            }
        }
        Ok(())
    }

    async fn apply(
        &self,
        call: &Call,
        track: Track,
        applicant: &Applicant,
        scale: i64,
    ) -> Result<ApplicationId, Error> {
        let draft = self.draft_of(call, track, applicant, scale);
        let application = self.write_draft(call, track, applicant, draft).await?;
        let approver = self.actor(&format!("{}.approver", applicant.login)).await?;
        let submit = Submit { application, revision: None, received_at: self.clock.now() };
        applying::submit(&self.svc, &approver, submit).await?;
        Ok(application)
    }

    async fn confirm_locally(&self, applicants: &[&Applicant], ids: &[ApplicationId], day: i64) -> Result<(), Error> {
        for (applicant, application) in applicants.iter().zip(ids) {
            self.at(day);
            for login in [applicant.municipality, applicant.metro] {
                let actor = self.actor(login).await?;
                let page = applying::application(&self.svc, &actor, *application).await?;
                let province = login == applicant.metro;
                let amount = |(year, p, m): &(i32, Won, Won)| (*year, if province { p } else { m }.to_string());
                let confirm = Confirm {
                    application: *application,
                    answer: "COMMITTED".into(),
                    amounts: page.asked_local.iter().map(amount).collect(),
                    document_no: "시연과-2001".into(),
                    opinion: "예산에 반영하였습니다. (가상)".into(),
                    file: Some(
                        Upload::of(&self.svc, "지방비 부담 확약서(가상).pdf", &papers::paper("LOCAL_PLEDGE")).await?,
                    ),
                };
                regional::confirm(&self.svc, &actor, confirm).await?;
            }
            let actor = self.actor(applicant.opinion).await?;
            let text = "지역 산업과의 연계가 뚜렷하고 시설 수요가 확인됩니다. (가상)";
            regional::give_innovation_opinion(&self.svc, &actor, *application, text).await?;
        }
        Ok(())
    }

    /// Sessions: (province, applicants, applications); `bodies` and two experts score.
    async fn review_regionally(
        &self,
        sessions: &[(&str, Vec<&Applicant>, Vec<ApplicationId>)],
        bodies: &[&str],
        day: i64,
    ) -> Result<(), Error> {
        self.at(day);
        for (province, applicants, ids) in sessions {
            let metro = self.actor(province).await?;
            let first = applying::application(&self.svc, &metro, id(ids, 0)?).await?;
            let session: SessionId = first.session.ok_or_else(|| Error::Internal("no session".into()))?;
            let experts = ["expert1", "expert2"];
            let invited = experts.iter().filter_map(|e| self.people.get(*e).copied()).collect();
            regional::invite(&self.svc, &metro, session, invited).await?;
            for (application, applicant) in ids.iter().zip(applicants) {
                let city = self.actor(applicant.municipality).await?;
                let text = "지방비를 부담하며 사업 추진에 동의합니다. (가상)";
                regional::give_regional_opinion(&self.svc, &city, *application, text).await?;
                for (n, scorer) in (0i32..).zip(bodies.iter().chain(&experts)) {
                    let view = scoring::sheet(&self.svc, &self.actor(scorer).await?, *application, true).await?;
                    let codes = view.rubric.criteria.iter().map(|c| c.code.clone());
                    let marks =
                        codes.zip([34 - n, 25 - n, 24 + n]).map(|(code, mark)| (code, mark.to_string())).collect();
                    self.lock(scorer, *application, true, view.version, marks).await?;
                }
            }
            let page = regional::session(&self.svc, &metro, session).await?;
            let outcomes = (1..).zip(ids).map(|(rank, application): (u32, _)| OutcomeForm {
                application: application.to_string(),
                rank: rank.to_string(),
                recommended: "on".into(),
                opinion: "지역전략산업과의 연계가 뚜렷하여 추천합니다. (가상)".into(),
                few_sheets_reason: String::new(),
            });
            let close = CloseSession { session, version: page.version, outcomes: outcomes.collect() };
            regional::close_session(&self.svc, &metro, close).await?;
        }
        Ok(())
    }

    async fn screen(&self, ids: &[ApplicationId], day: i64) -> Result<(), Error> {
        self.at(day);
        let agency = self.actor("agency").await?;
        let Some(first) = ids.first() else { return Ok(()) };
        for application in ids {
            screening::receive(&self.svc, &agency, *application).await?;
            if application == first {
                let linked = AdjustmentForm {
                    points: "1.5".into(),
                    evidence: "장비 연계 활용 확약서 제12호 (가상)".into(),
                    valid_from: "2020-01-01".into(),
                    valid_until: String::new(),
                };
                let typed = BTreeMap::from([("LINK".to_owned(), linked)]);
                screening::grant_adjustments(&self.svc, &agency, *application, &typed).await?;
            }
            screening::find_eligible(&self.svc, &agency, *application, "제출서류 적합, 중복 없음 (가상)").await?;
        }
        Ok(())
    }

    async fn open_panel(&self, call: &Call, track: Track, day: i64) -> Result<(), Error> {
        self.at(day);
        let agency = self.actor("agency").await?;
        let seven: Vec<UserId> =
            (1..=REVIEWERS).filter_map(|n| self.people.get(&format!("reviewer{n}")).copied()).collect();
        let page = scoring::panel(&self.svc, &agency, call.id, track).await?;
        let free = |p: &&Pairing| p.conflicts.is_empty() && seven.contains(&p.id);
        let chosen = page.assignments.iter();
        let chosen = chosen.map(|a| (a.application, a.pairings.iter().filter(free).map(|p| p.id).collect())).collect();
        scoring::open_panel(&self.svc, &agency, call.id, track, &chosen).await
    }

    /// What the agency keeps of the reviewers: their fields, and two ties that exclude.
    async fn know_reviewers(&self) -> Result<(), Error> {
        let agency = self.actor("agency").await?;
        let tie = |kind: TieKind, org: OrgId, until: &str, note: &str| TieForm {
            kind: kind.code().into(),
            org: org.to_string(),
            until: until.into(),
            note: format!("{note} (가상)"),
        };
        for n in 1..=REVIEWERS {
            let fields = Technology::ALL.iter().enumerate();
            let lacks = |at: usize| at < 6 && at == usize::try_from(n).unwrap_or_default() % 6;
            let own = fields.filter(|(at, t)| !lacks(*at) && (t.is_foundation() || **t == Technology::Additive));
            self.know(&agency, &format!("reviewer{n}"), own.map(|(_, t)| *t).collect(), Vec::new()).await?;
        }
        let advice = tie(TieKind::Advice, org_id(ULSAN), "", "사업계획 자문");
        let employment = tie(TieKind::Employment, body("광주테크노파크"), "2020-12-31", "책임연구원");
        self.know(&agency, "expert1", vec![Technology::Heat], vec![advice]).await?;
        self.know(&agency, "expert2", vec![Technology::Robot, Technology::Sensor], vec![employment]).await
    }

    async fn know(
        &self,
        agency: &Actor,
        login: &str,
        technologies: Vec<Technology>,
        ties: Vec<TieForm>,
    ) -> Result<(), Error> {
        let Some(reviewer) = self.people.get(login).copied() else { return Ok(()) };
        let technologies = technologies.iter().map(|t| t.code().to_owned()).collect();
        reviewers::save(&self.svc, agency, SaveReviewer { reviewer, version: 0, technologies, ties }).await
    }

    /// A sheet whose marks depend on the application and the reviewer alone.
    async fn score(&self, application: ApplicationId, reviewer: u32, nth: i64, lock: bool) -> Result<(), Error> {
        let login = format!("reviewer{reviewer}");
        let actor = self.actor(&login).await?;
        let view = scoring::sheet(&self.svc, &actor, application, false).await?;
        let spread = i64::from(reviewer * 7 % 5) * 2 + nth * 3;
        let mark = |max: Hundredths| {
            let points = i64::from(max.0) * (92 - spread) / 100;
            (points - points % 50).max(0)
        };
        let typed = |points: i64| format!("{}.{:02}", points / 100, points % 100);
        let marks = view.rubric.criteria.iter().map(|c| (c.code.clone(), typed(mark(c.max)))).collect();
        if lock {
            return self.lock(&login, application, false, view.version, marks).await;
        }
        let save = SaveSheet {
            application,
            regional: false,
            version: view.version,
            marks,
            comment: String::new(),
            rationales: BTreeMap::new(),
            lock,
        };
        scoring::save_sheet(&self.svc, &actor, save).await
    }

    async fn lock(
        &self,
        login: &str,
        application: ApplicationId,
        regional: bool,
        version: i64,
        marks: BTreeMap<String, String>,
    ) -> Result<(), Error> {
        let comment = "계획이 구체적이고 협력 체계가 갖추어져 있습니다. (가상)".into();
        let save =
            SaveSheet { application, regional, version, marks, comment, rationales: BTreeMap::new(), lock: true };
        scoring::save_sheet(&self.svc, &self.actor(login).await?, save).await
    }

    /// Everything from the local governments (or after the session) to the notice of the result.
    async fn to_result(
        &self,
        call: &Call,
        track: Track,
        applicants: &[&Applicant],
        ids: &[ApplicationId],
        day: i64,
    ) -> Result<(), Error> {
        if track != Track::Regional {
            self.confirm_locally(applicants, ids, day).await?;
        }
        self.screen(ids, day + 2).await?;
        self.open_panel(call, track, day + 4).await?;
        self.at(day + 8);
        for (n, application) in (0i64..).zip(ids) {
            for reviewer in 1..=REVIEWERS {
                self.score(*application, reviewer, n, true).await?;
            }
        }
        self.at(day + 10);
        let agency = self.actor("agency").await?;
        let opinion = "시설 수요와 운영 계획이 구체적임. 사후 운영 재원을 더 살필 것. (가상)";
        let opinions = ids.iter().map(|i| (i.to_string(), opinion.to_owned())).collect();
        scoring::close_panel(&self.svc, &agency, call.id, track, opinions).await?;
        scoring::notify_results(&self.svc, &agency, call.id, track).await
    }

    /// The committee's record and the proposal as the envelope suggests.
    async fn decide(&self, call: &Call, track: Track, ids: &[ApplicationId], day: i64) -> Result<(), Error> {
        self.at(day);
        let officer = self.actor("ministry.officer").await?;
        let member = |n: u32| MemberForm {
            name: format!("가상 선정위원 {n}"),
            affiliation: if n > 4 { "가상대학교".into() } else { "가상부처".into() },
            private: if n > 4 { "on".into() } else { String::new() },
        };
        let record = Deliberate {
            call: call.id,
            track,
            held_on: papers::day(self.start, day).to_string(),
            members: (1..=7).map(member).collect(),
            resolution: "평가결과와 예산 범위에 따라 상정안대로 의결함. (가상)".into(),
        };
        deciding::deliberate(&self.svc, &officer, record).await?;
        let page = deciding::selection(&self.svc, &officer, call.id, track).await?;
        let awards = page.rows.iter().filter(|r| ids.contains(&r.row.id)).map(|r| AwardForm {
            application: r.row.id.to_string(),
            outcome: match r.suggested {
                domain::ranking::Outcome::Selected => "SELECTED".into(),
                domain::ranking::Outcome::Reserve => "RESERVE".into(),
                domain::ranking::Outcome::NotSelected => "NOT_SELECTED".into(),
            },
            amount: r.requested.values().next().map(ToString::to_string).unwrap_or_default(),
            reason: String::new(),
        });
        let propose = Propose { call: call.id, track, awards: awards.collect() };
        deciding::propose(&self.svc, &officer, propose).await
    }
}

fn id(ids: &[ApplicationId], index: usize) -> Result<ApplicationId, Error> {
    ids.get(index).copied().ok_or_else(|| Error::Internal("the story lost an application".into()))
}
