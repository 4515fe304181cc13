// A call without code: clone, mend what the check finds, publish; an applicant writes; two officers extend the close.
import { expect, test, type Page } from './support/test';
import { done, fill, follow, idIn, moveClock, press, refusal, today, visit } from './support/steps';

test('공고: 복사한 초안을 고쳐 공고하고, 담당자 두 명이 마감을 연장한다', async ({ signInAs, visitor }) => {
  const officer = await signInAs('agency');
  const call = await publish(officer);
  await visit(visitor, call);
  await expect(visitor.getByRole('heading', { name: '공고의 판' })).toBeVisible();

  await moveClock(officer, { days: 2 });
  const staff = await signInAs('honam.staff');
  await visit(staff, call);
  await fill(staff, { complex: '순천(해룡) 뿌리산업 특화단지', track: 'GENERAL' });
  expect(await press(staff, '신청서 작성 시작')).toBe(200);
  const application = `/applications/${idIn(staff.url())}`;

  const to = day(await today(officer), 40);
  await ask(officer, call, to);
  await confirm(await signInAs('agency2'), call);
  await visit(staff, application);
  await expect(staff.getByText('공고가 변경되었습니다(제2판).')).toBeVisible();
  await expect(staff.locator('.app-holder')).toContainText(written(to));
  await visit(visitor, '/');
  await expect(visitor.getByText(`접수 마감 연장: ${written(to)}`)).toBeVisible();
});

/** Next year's draft with its two faults, opened to applicants tomorrow. */
async function publish(officer: Page): Promise<string> {
  await visit(officer, '/');
  await follow(officer, '공고 관리');
  await follow(officer, '점검과 공고');
  await expect(officer.getByText('공고하려면 2건을 고쳐야 합니다.')).toBeVisible();
  const call = `/calls/${idIn(officer.url())}`;
  await follow(officer, /^협업형 평가지표 점수 단위와 배점 합계/);
  await fill(officer, { 'rubrics[REGIONAL][3][max]': '25' });
  await done(officer, '저장', '저장했습니다.');

  const now = await today(officer);
  await visit(officer, `${call}/edit/schedule`);
  await fill(officer, {
    'intake_from[on]': day(now, 1),
    'intake_to[on]': day(now, 32),
    'local_due[on]': day(now, 45),
    'regional_due[on]': day(now, 45),
    'scoring_due[on]': day(now, 60),
  });
  await done(officer, '저장', '저장했습니다.');
  await follow(officer, '신청기관이 볼 화면');
  await expect(officer.getByText('미리 보기입니다.')).toBeVisible();
  await follow(officer, '점검과 공고로');
  await done(officer, '공고하기', '공고했습니다.');
  return call;
}

/** What is no later than the close is refused with what was typed; then a real request, which is not one's own to confirm. */
async function ask(officer: Page, call: string, to: string): Promise<void> {
  await visit(officer, `${call}/trail`);
  await fill(officer, { 'closes[on]': await today(officer), reason: '포털 장애로 두 시간 접수하지 못했습니다. (가상)' });
  expect(await press(officer, '마감 연장 요청')).toBe(422);
  await expect(refusal(officer)).toContainText('지금 마감');
  await fill(officer, { 'closes[on]': to });
  await done(officer, '마감 연장 요청', '마감 연장을 요청했습니다.');
  await expect(officer.getByText('요청한 사람은 확인할 수 없습니다.')).toBeVisible();
  await expect(officer.getByRole('button', { name: '확인하고 연장하기' })).toHaveCount(0);
}

async function confirm(other: Page, call: string): Promise<void> {
  await visit(other, `${call}/trail`);
  await done(other, '확인하고 연장하기', '접수 마감을 연장했습니다.');
}

/** So many days after a date, as `2026-11-23`. */
function day(from: string, days: number): string {
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}

/** `2026. 11. 3.`, as pages write it. */
function written(date: string): string {
  const [year, month, ofMonth] = date.split('-').map(Number);
  return `${year}. ${month}. ${ofMonth}.`;
}
