// What must not happen does not, and the page says why and what to do.
import { expect, test, type Page } from './support/test';
import { done, fill, follow, idIn, press, refusal, visit } from './support/steps';

async function openTask(page: Page, task: RegExp): Promise<void> {
  await visit(page, '/work');
  await follow(page, task);
}

test('배점을 넘거나 단위에 어긋난 점수는 저장하지 않고 남겨 둔다', async ({ signInAs }) => {
  const reviewer = await signInAs('reviewer1');
  await openTask(reviewer, /채점하기$/);
  const marks = reviewer.locator('[name^="marks["]');
  await marks.nth(0).fill('999');
  await marks.nth(1).fill('10.3');
  await marks.nth(2).fill('열점');
  await fill(reviewer, { comment: '쓰던 의견' });
  expect(await press(reviewer, '저장')).toBe(422);
  await expect(refusal(reviewer)).toContainText('범위 안의 점수를 입력해 주십시오.');
  await expect(refusal(reviewer)).toContainText('단위에 맞게 고쳐 주십시오.');
  await expect(refusal(reviewer)).toContainText('숫자로 입력해 주십시오.');
  await expect(marks.nth(0)).toHaveValue('999');
  await expect(marks.nth(0)).toHaveAttribute('aria-invalid', 'true');
  await expect(reviewer.locator('[name="comment"]')).toHaveValue('쓰던 의견');
});

test('채점표가 하나라도 열려 있으면 평가를 마감하지 않는다', async ({ signInAs }) => {
  const agency = await signInAs('agency');
  await openTask(agency, /일반형 평가 운영하기/);
  await expect(agency.getByText(/확정되지 않은 채점표가 \d+부 있습니다/)).toBeVisible();
  await expect(agency.getByRole('button', { name: '평가 마감' })).toHaveCount(0);

  const [call, track] = new URL(agency.url()).pathname.split('/').slice(2);
  const forced = await agency.request.post(`/panels/${call}/${track}?act=close_panel&key=${call}.${track}`, {
    headers: { origin: new URL(agency.url()).origin },
    form: { 'opinions[x]': '의견' },
  });
  expect(forced.status()).toBe(422);
  expect(await forced.text()).toContain('모든 평가위원이 확정한 뒤 종료해 주십시오.');
});

test('예산을 넘는 선정안은 얼마를 줄일지 말하고, 반려한 선정안은 다시 쓸 수 있다', async ({ signInAs }) => {
  const director = await signInAs('ministry.director');
  await openTask(director, /협업형 심의와 선정하기/);
  const selection = new URL(director.url()).pathname;
  await director.getByText('선정안 반려', { exact: true }).first().click();
  await fill(director, { reason: '지역 안배를 다시 살펴 주십시오. (가상)' });
  await done(director, '선정안 반려', '선정안을 반려했습니다.');

  const officer = await signInAs('ministry.officer');
  await visit(officer, selection);
  const outcomes = officer.locator('select[name$="[outcome]"]');
  for (const outcome of await outcomes.all()) await outcome.selectOption('SELECTED');
  await officer.locator('[name$="[reason]"]').last().fill('모두 필요함');
  expect(await press(officer, '선정안 상신')).toBe(409);
  await expect(refusal(officer)).toContainText('예산 한도를 넘습니다.');
  await expect(refusal(officer)).toContainText('450,000,000원을 줄여 주십시오.');
  await expect(outcomes.last()).toHaveValue('SELECTED');
  await expect(officer.locator('[name$="[reason]"]').last()).toHaveValue('모두 필요함');

  // Out of the order of the ranking: only with a reason.
  await visit(officer, selection);
  await outcomes.nth(0).selectOption('RESERVE');
  await outcomes.nth(1).selectOption('SELECTED');
  expect(await press(officer, '선정안 상신')).toBe(422);
  await expect(refusal(officer)).toContainText('조정 사유를 적어 주십시오.');
  await officer.locator('[name$="[reason]"]').nth(1).fill('지역 안배 (가상)');
  await done(officer, '선정안 상신', '선정안을 상신했습니다.');
  await expect(officer.getByText('제안한 사람은 승인할 수 없습니다.')).toBeVisible();
});

test('틀린 비밀번호는 무엇이 틀렸는지 말하지 않고 주소만 남긴다', async ({ visitor }) => {
  await visit(visitor, '/sign-in');
  await fill(visitor, { email: 'agency@portal.example', password: 'wrong-password-1' });
  expect(await press(visitor.locator('main'), '로그인')).toBe(422);
  await expect(refusal(visitor)).toContainText('전자우편 또는 비밀번호가 맞지 않습니다.');
  await expect(visitor.locator('[name="email"]')).toHaveValue('agency@portal.example');
  await expect(visitor.locator('[name="password"]')).toHaveValue('');
  await fill(visitor, { password: 'demo-portal-1' });
  await done(visitor.locator('main'), '로그인', '로그인했습니다.');
});

test('로그인하지 않으면 로그인 화면으로, 로그인하면 보려던 화면으로 간다', async ({ visitor }) => {
  await visit(visitor, '/work');
  await expect(visitor).toHaveURL(/\/sign-in\?next=\/work/);
  await fill(visitor, { email: 'auditor@portal.example', password: 'demo-portal-1' });
  await press(visitor.locator('main'), '로그인');
  await expect(visitor).toHaveURL(/\/work\?done=sign_in/);
});

test('없는 것과 남의 것은 똑같이 없다', async ({ signInAs, visitor }) => {
  const ulsan = await signInAs('ulsan.approver');
  await openTask(ulsan, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  const theirs = idIn(ulsan.url());
  const nowhere = '00000000-0000-4000-8000-000000000000';

  const honam = await signInAs('honam.approver');
  for (const id of [theirs, nowhere, 'x']) {
    for (const page of ['', '/check', '/edit/basic', '/receipt', '/proposal']) {
      expect(await visit(honam, `/applications/${id}${page}`), `${id}${page}`).toBe(404);
      await expect(honam.getByRole('heading', { level: 1 })).toHaveText('페이지를 찾을 수 없습니다');
    }
    for (const page of [`/review/${id}`, `/results/${id}`, `/sessions/${id}`, `/selection/${id}/REGIONAL`]) {
      expect(await visit(honam, page), page).toBe(404);
    }
  }
  expect(await visit(visitor, '/no/such/page')).toBe(404);
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('페이지를 찾을 수 없습니다');
});
