// The budget: lines are added, copied, moved and removed, and the rules are judged, with and without JavaScript.
import { expect, test, type Page } from './support/test';
import { done, fill, follow, idIn, visit } from './support/steps';
import { line } from './support/draft';

async function openBudget(page: Page): Promise<void> {
  await visit(page, '/work');
  await follow(page, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  await visit(page, `/applications/${idIn(page.url())}/edit/budget`);
}

const cell = (page: Page, n: number, name: string) => page.locator(`[name="budget[lines][${n}][${name}]"]`);

test('줄을 더하고 복제하고 옮기고 지운 사업비가 그대로 저장된다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  await openBudget(staff);
  const stored = await staff.locator('.app-budget tbody tr').count();
  await line(staff, stored);
  const year = await cell(staff, 0, 'year').inputValue();
  await fill(staff, {
    [`budget[lines][${stored}][item]`]: '공동 시험 인력',
    [`budget[lines][${stored}][year]`]: year,
    [`budget[lines][${stored}][category]`]: 'ACTIVITY',
    [`budget[lines][${stored}][cost]`]: '9천만',
    [`budget[lines][${stored}][calc]`]: '3명 × 250만원 × 12개월',
    [`budget[lines][${stored}][cash]`]: '90,000,000',
  });
  const line_op = (n: number, op: string) => staff.getByRole('button', { name: `사업비 ${n + 1}번째 줄 ${op}`, exact: true });
  await line_op(stored, '복제').click();
  await expect(cell(staff, stored + 1, 'item')).toHaveValue('공동 시험 인력');
  await cell(staff, stored + 1, 'item').fill('공동 교육 인력');
  await line_op(stored + 1, '위로').click();
  await expect(cell(staff, stored, 'item')).toHaveValue('공동 교육 인력');
  await line_op(stored + 1, '삭제').click();
  await expect(cell(staff, stored + 1, 'item')).toHaveCount(0);

  await done(staff, '저장', '저장했습니다.');
  await expect(cell(staff, stored, 'item')).toHaveValue('공동 교육 인력');
  await expect(staff.locator('[data-out="product"]').nth(stored)).toHaveText('= 90,000,000원');
  await expect(staff.locator('.app-budget tbody .error')).toHaveCount(0);
  await expect(staff.getByText('중앙장비심의').first()).toBeVisible();

  await cell(staff, stored, 'calc').fill('3명 × 250만원 × 10개월');
  await done(staff, '저장', '저장했습니다.');
  await expect(staff.locator('.app-budget tbody .error')).toContainText('산출식의 값은 75,000,000원인데 사업비는 90,000,000원입니다.');
});
