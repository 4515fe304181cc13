// 서면심의: a committee is convened in the portal, votes in writing and on paper, is closed and minuted; the proposal is
// signed, and announced at an instant that nobody has to sit up for.
import { expect, test, type Page } from './support/test';
import { done, fill, follow, moveClock, press, refusal, tick, today, visit } from './support/steps';
import { submit, write, type Application, type Project } from './support/draft';
import { evaluate, readResult, receiveAndScreen, sign } from './support/programme';

const PROJECT: Project = { track: 'GENERAL', complex: '반월 염색', partner: '경기테크노파크', national: 400_000_000, years: 1 };
const LETTER = {
  name: '지방비 부담 확약서(가상).pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
};

/** A day of the demonstration so many days ahead. */
async function ahead(page: Page, days: number): Promise<string> {
  const day = new Date(`${await today(page)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

async function confirm(government: Page, application: Application): Promise<void> {
  await visit(government, application.home);
  await fill(government, { answer: 'COMMITTED', document_no: '기업지원과-2001', opinion: '예산에 반영하였습니다. (가상)' });
  await government.locator('[name="file"]').setInputFiles(LETTER);
  await done(government, '확인 제출', '지방비 확인을 제출했습니다.');
}

test('서면심의: 위원회를 열어 표결하고, 결재하고, 정한 시각에 발표한다', async ({ signInAs, visitor }) => {
  const application = await write(await signInAs('capital.staff'), PROJECT);
  const approver = await signInAs('capital.approver');
  await submit(approver, application);
  await confirm(await signInAs('city.ansan'), application);
  await confirm(await signInAs('province.gyeonggi'), application);
  const body = await signInAs('fiti.gyeonggi');
  await visit(body, application.home);
  await fill(body, { opinion: '지역에 필요한 시설입니다. (가상)' });
  await done(body, '의견 제출', '지역혁신기관 의견을 제출했습니다.');
  await receiveAndScreen(await signInAs('agency'), application);
  await evaluate(signInAs, application, 'GENERAL');

  const officer = await signInAs('ministry.officer');
  const selection = `/selection/${application.call}/GENERAL`;
  await visit(officer, selection);
  await moveClock(officer, { days: 11 });
  while ((await officer.getByRole('button', { name: '심의 기록' }).count()) === 0) await moveClock(officer, { days: 1 });

  // Four members are no committee: what is missing is said, what was typed stays.
  await follow(officer, '포털에서 위원회 열기(회의·서면심의)');
  await fill(officer, { committee_mode: 'WRITTEN', meets_on: await ahead(officer, 3), summary: '종합평점 1순위 1건, 예산 안. (가상)' });
  for (let n = 0; n < 4; n += 1) {
    await fill(officer, {
      [`seats[${n}][name]`]: `가상 위원 ${n + 1}`,
      [`seats[${n}][affiliation]`]: `가상평가기관 ${n + 1}`,
      [`seats[${n}][email]`]: `reviewer${n + 1}@portal.example`,
    });
    if (n < 2) await fill(officer, { [`seats[${n}][private]`]: true });
  }
  expect(await press(officer, '위원회 열기')).toBe(422);
  await expect(refusal(officer)).toContainText('5명 이상 15명 이하여야 합니다.');
  await expect(officer.locator('[name="seats[0][email]"]')).toHaveValue('reviewer1@portal.example');
  await fill(officer, { 'seats[4][name]': '가상 의결위원', 'seats[4][affiliation]': '가상부처' });
  await done(officer, '위원회 열기', '위원회를 열었습니다.');
  const meeting = new URL(officer.url()).pathname;
  await expect(officer.getByText('아직 5명이 표결하지 않았습니다.')).toBeVisible();

  // Members find it among their tasks; a no needs its reason.
  for (const n of [1, 2, 3, 4]) {
    const member = await signInAs(`reviewer${n}`);
    await visit(member, '/work');
    await follow(member, '보조사업자선정위원회 안건에 표결하기');
    if (n === 4) {
      await tick(member.locator('[name="votes[0][choice]"][value="NO"]'));
      expect(await press(member, '표결')).toBe(422);
      await expect(refusal(member)).toContainText('반대하는 이유를 적어 주십시오.');
      await fill(member, { 'votes[0][opinion]': '사후 운영 재원이 불분명함. (가상)' });
    } else {
      await tick(member.locator('[name="votes[0][choice]"][value="YES"]'));
    }
    await done(member, '표결', '표결했습니다.');
    await expect(member.getByText('참여 4')).toHaveCount(0);
  }
  expect(await visit(approver, meeting)).toBe(404);

  // One member signs a paper.
  await visit(officer, meeting);
  await officer.getByText('계정이 없는 위원 1명의 표결을 기록합니다').click();
  await fill(officer, { voter: '가상 의결위원', document_no: '의결서 제1호', 'votes[0][choice]': 'YES' });
  await done(officer, '의결서 기록', '서명한 의결서의 표결을 기록했습니다.');
  await fill(officer, { resolution: '상정안대로 의결함. (가상)' });
  await done(officer, '심의 종료', '심의를 종료하고 집계했습니다.');
  await expect(officer.getByText('재적 5, 참여 5, 찬성 4, 반대 1, 보류 0')).toBeVisible();
  await expect(officer.getByText('사후 운영 재원이 불분명함.')).toBeVisible();
  const minutes = await officer.request.get(`${meeting}/minutes.pdf`);
  expect(minutes.headers()['content-type']).toBe('application/pdf');
  const again = await officer.request.get(`${meeting}/minutes.pdf`);
  expect((await again.body()).equals(await minutes.body())).toBe(true);

  await visit(officer, selection);
  await done(officer, '선정안 상신', '선정안을 상신했습니다.');
  const director = await signInAs('ministry.director');
  await visit(director, selection);
  await sign(director);

  // Tomorrow at ten; until then nobody outside sees a byte.
  await visit(officer, selection);
  await fill(officer, { announce_on: await ahead(officer, 1), announce_at: '10:00' });
  await done(officer, '발표 예약', '발표를 예약했습니다.');
  await visit(visitor, `/calls/${application.call}/results`);
  await expect(visitor.locator('main')).not.toContainText(PROJECT.complex);
  expect((await approver.request.get(`${application.home}/letter.pdf`)).status()).toBe(404);
  await moveClock(officer, { days: 2 });
  const published = async (): Promise<string> => {
    await visitor.goto(`/calls/${application.call}/results`);
    return visitor.locator('main').innerText();
  };
  await expect.poll(published, { timeout: 30_000 }).toContain(PROJECT.complex);
  const csv = await (await visitor.request.get(`/calls/${application.call}/awards.csv`)).text();
  expect(csv).toContain(`${PROJECT.national}`);
  const letter = await approver.request.get(`${application.home}/letter.pdf`);
  expect(letter.headers()['content-type']).toBe('application/pdf');
  await readResult(approver, application, PROJECT);
});
