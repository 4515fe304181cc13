// The way of a submitted application through the programme, told once for both journeys.
import { expect, type Page, type SignInAs } from './test';
import { done, fill, moveClock, press, refusal, tick, today, untick, visit } from './steps';
import type { Application, Project } from './draft';

export const REVIEWERS = [1, 2, 3, 4, 5, 6, 7].map((n) => `reviewer${n}`);

/** What the applicant may read only after the announcement. */
export const OPINION = '시설 수요와 운영 계획이 구체적임. 사후 운영 재원을 더 살필 것. (가상)';

/** Gives every criterion so much of its points and locks the sheet. */
export async function score(reviewer: Page, address: string, share: number): Promise<void> {
  await visit(reviewer, address);
  for (const mark of await reviewer.locator('.app-field:has([name^="marks["])').all()) {
    const [, max] = /\((\d+)점\)/.exec(await mark.locator('label').innerText()) ?? [];
    await mark.locator('input').fill(`${Math.floor(Number(max) * share)}`);
  }
  await fill(reviewer, { comment: '계획이 구체적입니다. (가상)' });
  await done(reviewer, '채점 확정(잠금)', '채점표를 확정했습니다.');
}

export async function receiveAndScreen(agency: Page, application: Application): Promise<void> {
  await visit(agency, application.home);
  await done(agency, '접수하기', '신청을 접수했습니다.');
  await expect(agency.getByText('접수번호', { exact: true })).toBeVisible();
  await fill(agency, { remarks: '제출서류 적합 (가상)' });
  await done(agency, '적합으로 판정', '적합으로 판정했습니다.');
}

/** Seven reviewers score and lock, the agency closes and notifies. */
export async function evaluate(signInAs: SignInAs, application: Application, track: Project['track']): Promise<void> {
  const agency = await signInAs('agency');
  const panel = `/panels/${application.call}/${track}`;
  await visit(agency, panel);
  for (const n of REVIEWERS.keys()) await tick(agency.getByLabel(`가상 위원 ${n + 1}(`));
  const further = [10, 11, 12, 13, 14, 15].map((n) => `위원 ${n}`);
  for (const other of ['위원 여덟', '위원 아홉', '전문가 하나', '전문가 둘', ...further]) {
    const choice = agency.getByRole('checkbox', { name: `가상 ${other}(` });
    if ((await choice.count()) > 0) await untick(choice);
  }
  await done(agency, '배정하고 평가 시작', '평가위원을 배정하고 평가를 시작했습니다.');
  await expect(agency.getByText('확정되지 않은 채점표가 7부 있습니다.')).toBeVisible();
  for (const [n, login] of REVIEWERS.entries()) {
    await score(await signInAs(login), `/review/${application.id}`, 0.8 + n / 50);
  }
  await visit(agency, panel);
  await fill(agency, { [`opinions[${application.id}]`]: OPINION });
  await done(agency, '평가 마감', '평가를 종료했습니다.');
  await done(agency, '평가결과 통보', '평가결과를 통보했습니다.');
}

/** The committee, the proposal, the second pair of eyes, the announcement. */
export async function decide(signInAs: SignInAs, application: Application, track: Project['track']): Promise<void> {
  const officer = await signInAs('ministry.officer');
  const selection = `/selection/${application.call}/${track}`;
  await visit(officer, selection);
  await expect(officer.getByText('기간이 끝난 다음 날부터 심의를 기록할 수 있습니다.')).toBeVisible();
  await expect(officer.getByRole('button', { name: '심의 기록' })).toHaveCount(0);

  // Ten days, and the last day moves on when it is a holiday.
  await moveClock(officer, { days: 11 });
  while ((await officer.getByRole('button', { name: '심의 기록' }).count()) === 0) await moveClock(officer, { days: 1 });
  await refuseLoneMember(officer);
  await deliberate(officer);
  await done(officer, '선정안 상신', '선정안을 상신했습니다.');
  await expect(officer.getByText('제안한 사람은 승인할 수 없습니다.')).toBeVisible();

  const director = await signInAs('ministry.director');
  await visit(director, selection);
  await sign(director);

  const auditor = await signInAs('auditor');
  await visit(auditor, selection);
  await expect(auditor.getByRole('cell', { name: /^— 예산선/ })).toBeVisible();
  await expect(auditor.locator('main').getByRole('button')).toHaveCount(0);

  await visit(officer, selection);
  await done(officer, '선정 결과 발표', '선정 결과를 발표했습니다.');
}

/** Signs the last step: the password is typed again, and a wrong one is refused. */
export async function sign(director: Page): Promise<void> {
  await fill(director, { password: 'wrong' });
  expect(await press(director, '선정안 승인')).toBe(422);
  await expect(refusal(director)).toContainText('비밀번호가 맞지 않습니다.');
  await fill(director, { password: 'demo-portal-1' });
  await done(director, '선정안 승인', '선정안을 결재했습니다.');
}

/** One member is no committee: the record says what is missing and keeps what was typed. */
async function refuseLoneMember(officer: Page): Promise<void> {
  await fill(officer, { 'members[0][name]': '가상 위원장', 'members[0][affiliation]': '가상부처', resolution: '의결함' });
  await fill(officer, { held_on: await today(officer) });
  expect(await press(officer, '심의 기록')).toBe(422);
  await expect(refusal(officer)).toContainText('5명 이상 15명 이하여야 합니다.');
  await expect(refusal(officer)).toContainText('민간위원이 2명 이상이어야 합니다.');
  await expect(officer.locator('[name="members[0][name]"]')).toHaveValue('가상 위원장');
}

/** Records a meeting of seven, three of them private. */
export async function deliberate(officer: Page): Promise<void> {
  await fill(officer, { held_on: await today(officer), resolution: '평가결과와 예산에 따라 의결함. (가상)' });
  for (let n = 0; n < 7; n += 1) {
    await fill(officer, { [`members[${n}][name]`]: `가상 선정위원 ${n + 1}`, [`members[${n}][affiliation]`]: '가상부처' });
    if (n > 3) await fill(officer, { [`members[${n}][private]`]: true });
  }
  await done(officer, '심의 기록', '심의를 기록했습니다.');
}

/** The applicant reads the result and the opinion, and nothing of who scored how. */
export async function readResult(applicant: Page, application: Application, project: Project): Promise<void> {
  await visit(applicant, application.home);
  await expect(applicant.getByText('선정되었습니다. 축하드립니다.')).toBeVisible();
  await expect(applicant.getByText(OPINION)).toBeVisible();
  await expect(applicant.locator('main')).not.toContainText('가상 위원');
  await expect(applicant.locator('main')).not.toContainText('위원 A');
  expect(await visit(applicant, `/results/${application.id}`)).toBe(404);
  await visit(applicant, `/calls/${application.call}/results`);
  const award = applicant.getByRole('row', { name: project.complex });
  await expect(award).toContainText('선정');
  await expect(award).toContainText(project.national.toLocaleString('en'));
}

/** Before the announcement the applicant knows neither opinion nor outcome. */
export async function knowsNothingYet(applicant: Page, application: Application): Promise<void> {
  await visit(applicant, application.home);
  await expect(applicant.locator('main')).not.toContainText(OPINION);
  await expect(applicant.locator('main')).not.toContainText('선정되었습니다');
}

