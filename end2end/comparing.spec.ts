// What if, the sheet of the proposal, reasons at the extremes, the spread of a panel.
import { expect, test } from './support/test';
import { done, fill, follow, press, refusal, visit } from './support/steps';

test('예산과 비중을 바꾸어 견주고, 저장한 가정은 선정을 바꾸지 않는다', async ({ signInAs }) => {
  const officer = await signInAs('ministry.officer');
  await visit(officer, '/work');
  await follow(officer, /협업형 심의와 선정하기/);
  await expect(officer.getByText(/점이면 뒤바뀜/).first()).toBeVisible();
  await follow(officer, '예산, 지역 점수 비중, 기준 점수를 바꾸어 견주기');
  const page = new URL(officer.url()).pathname;

  expect(await visit(officer, `${page}?weight=0&threshold=99`)).toBe(200);
  await expect(officer.getByRole('cell', { name: /미선정/ }).first()).toBeVisible();
  await expect(officer.getByText('바뀜', { exact: true }).first()).toBeVisible();
  await fill(officer, { scenario_name: '기준을 99점으로 (가상)' });
  await done(officer, '가정 저장', '가정을 저장했습니다.');
  await expect(officer.getByRole('columnheader', { name: '기준을 99점으로 (가상)' })).toBeVisible();

  await fill(officer, { scenario_name: '기준을 99점으로 (가상)' });
  expect(await press(officer, '가정 저장')).toBe(422);
  await expect(refusal(officer)).toContainText('같은 이름이 이미 있습니다.');
});

test('극단 점수는 사유를 적어야 확정된다', async ({ signInAs }) => {
  const reviewer = await signInAs('reviewer1');
  await visit(reviewer, '/work');
  await follow(reviewer, /채점하기$/);
  const marks = reviewer.locator('[name^="marks["]');
  for (const mark of await marks.all()) await mark.fill('5');
  await marks.nth(0).fill('0');
  await fill(reviewer, { comment: '의견 (가상)' });
  expect(await press(reviewer, '채점 확정(잠금)')).toBe(422);
  await expect(refusal(reviewer)).toContainText('점수의 사유를 10자 이상');
  await expect(reviewer.locator('[name="comment"]')).toHaveValue('의견 (가상)');
});

test('모두 확정하기 전에는 분포를 보이지 않는다', async ({ signInAs }) => {
  const agency = await signInAs('agency');
  await visit(agency, '/work');
  await follow(agency, /일반형 평가 운영하기/);
  await follow(agency, '채점이 끝난 뒤의 점수 분포와 위원의 엄격함 보기');
  await expect(agency.getByText('확정하기 전에는')).toBeVisible();
  await expect(agency.getByText('위원의 엄격함')).toHaveCount(0);
});
