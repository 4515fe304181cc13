// 보완: the city asks for one field, the applicant changes it and nothing else, the city sees old and new.
import { expect, test } from './support/test';
import { done, fill, follow, idIn, press, visit } from './support/steps';

test('시가 요청한 항목만 고쳐 보완하고, 시가 앞뒤를 비교한다', async ({ signInAs }) => {
  const city = await signInAs('city.gunsan');
  await visit(city, '/work');
  await follow(city, /군산 뿌리산업특화단지 지방비 부담 확인하기/);
  const home = `/applications/${idIn(city.url())}`;
  await follow(city, '보완 요청하기');
  expect(await press(city, '보완 요청')).toBe(422);
  await city.getByLabel('기대효과').check({ force: true });
  await fill(city, { reason: '줄어드는 비용의 근거를 적어 주십시오.' });
  await done(city, '보완 요청', '보완을 요청했습니다.');

  const approver = await signInAs('honam.approver');
  await visit(approver, '/work');
  await follow(approver, /군산 뿌리산업특화단지 보완 요청에 답하기/);
  await expect(approver.getByText('줄어드는 비용의 근거를 적어 주십시오.').first()).toBeVisible();
  await follow(approver, '사업계획 - 기대효과');
  await expect(approver.locator('[name="plan[schedule]"]')).toHaveAttribute('readonly', '');
  await approver.locator('[name="plan[effects]"]').fill('시험 비용을 한 해 3억 원 줄인다(수요조사 기준).');
  await done(approver, '저장하고 보완 화면으로', '저장했습니다.');
  await expect(approver.getByRole('cell', { name: /시험 비용을 한 해 3억 원/ })).toBeVisible();
  await fill(approver, { reply: '비용 절감의 근거를 적었습니다.' });
  await done(approver, '보완 제출', '보완을 제출했습니다.');

  await visit(city, `${home}/supplement`);
  await expect(city.getByText('비용 절감의 근거를 적었습니다.').first()).toBeVisible();
  await expect(city.getByRole('cell', { name: /시험 비용을 한 해 3억 원/ })).toBeVisible();
  await visit(city, home);
  await expect(city.getByRole('heading', { name: '지방비 부담 확인' })).toBeVisible();
});
