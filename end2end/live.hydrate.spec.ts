// What JavaScript adds: sums and rules while typing, pages without reloading.
import { expect, test, type Page } from './support/test';
import { follow, idIn, visit } from './support/steps';

/** Opens a page and waits until it answers to typing. */
async function openLive(page: Page, address: string): Promise<void> {
  await visit(page, address);
  await page.waitForLoadState('networkidle');
}

async function draftOf(page: Page): Promise<string> {
  await visit(page, '/work');
  await follow(page, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  return `/applications/${idIn(page.url())}`;
}

test('사업비 합계와 매칭 규칙이 입력에 따라 바뀐다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  await openLive(staff, `${await draftOf(staff)}/edit/budget`);
  const total = staff.locator('.app-stat', { hasText: '총사업비' });
  const broken = staff.locator('.app-rule.is-fail');
  const before = await total.innerText();
  await expect(broken).toHaveCount(0);

  const cost = staff.locator('[name="budget[lines][0][cost]"]');
  await cost.fill('99억');
  await expect(total).not.toHaveText(before);
  await expect(broken.first()).toBeVisible();
  await expect(broken.first()).toContainText('어김');
});

test('채점표의 합계와 잘못된 점수를 바로 알려 준다', async ({ signInAs }) => {
  const reviewer = await signInAs('reviewer1');
  await visit(reviewer, '/work');
  await follow(reviewer, /채점하기$/);
  await openLive(reviewer, reviewer.url());
  const total = reviewer.locator('#sheet .app-total');
  const marks = reviewer.locator('[name^="marks["]');
  await expect(total).toContainText('0.00점');
  await marks.nth(0).fill('10');
  await marks.nth(1).fill('5.5');
  await expect(total).toContainText('15.50점');
  await marks.nth(1).fill('500');
  await marks.nth(1).blur();
  await expect(marks.nth(1)).toHaveAttribute('aria-invalid', 'true');
});

test('선정안의 합계가 예산과 바로 견주어진다', async ({ signInAs }) => {
  const director = await signInAs('ministry.director');
  await visit(director, '/work');
  await follow(director, /협업형 심의와 선정하기/);
  const selection = new URL(director.url()).pathname;
  await director.getByText('선정안 반려', { exact: true }).first().click();
  await director.locator('[name="reason"]').fill('다시 (가상)');
  await director.getByRole('button', { name: '선정안 반려' }).click();
  await expect(director.getByRole('status').filter({ hasText: '선정안을 반려했습니다.' })).toBeVisible();

  const officer = await signInAs('ministry.officer');
  await openLive(officer, selection);
  const sum = officer.locator('.app-rule');
  await expect(sum).toHaveClass(/is-ok/);
  for (const outcome of await officer.locator('select[name$="[outcome]"]').all()) await outcome.selectOption('SELECTED');
  await expect(sum).toHaveClass(/is-fail/);
  await expect(sum).toContainText('450,000,000원을 줄여야 상신할 수 있습니다.');
});

test('링크는 화면을 새로 읽지 않고 필요한 조각만 더 읽는다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  await openLive(staff, '/work');
  await staff.evaluate(() => Object.assign(globalThis, { stayed: true }));
  await follow(staff, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  const chunk = staff.waitForResponse((response) => response.url().endsWith('/pkg/split_applying.wasm'));
  await staff.locator('a[href$="/edit/budget"]').first().click();
  expect((await chunk).ok()).toBe(true);
  expect(await staff.evaluate(() => 'stayed' in globalThis), 'the document was not loaded again').toBe(true);
  await expect(staff.getByRole('heading', { level: 1 })).toBeFocused();

  await staff.goBack();
  await staff.goBack();
  await expect(staff).toHaveURL(/\/work$/);
  await expect(staff.getByRole('heading', { level: 1 })).toHaveText('내 업무');
  expect(await staff.evaluate(() => 'stayed' in globalThis)).toBe(true);
});
