// The budget by paste: a block copied from a spreadsheet, keys, and the unit of what is shown.
import { expect, test, type Page } from './support/test';
import { done, follow, idIn, visit } from './support/steps';

const cell = (page: Page, n: number, name: string) => page.locator(`[name="budget[lines][${n}][${name}]"]`);

/** Pastes text into a field as the clipboard brings it. */
async function paste(page: Page, n: number, name: string, text: string): Promise<void> {
  await cell(page, n, name).focus();
  await cell(page, n, name).evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('엑셀에서 복사한 사업비를 붙여넣고 자판으로 고쳐 저장한다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  await visit(staff, '/work');
  await follow(staff, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  await visit(staff, `/applications/${idIn(staff.url())}/edit/budget`);
  await expect(staff.locator('.app-grid-tools')).toBeVisible();
  const rows = staff.locator('.app-budget tbody tr');
  const stored = await rows.count();
  const year = await cell(staff, 0, 'year').inputValue();

  await staff.getByRole('button', { name: '사업비 줄 추가' }).click();
  const item = (name: string, cost: string) => [name, `${year}년`, '공동혁신활동', '', cost, '0', '0', '0', cost].join('\t');
  await paste(staff, stored, 'item', [item('재료비', '1,200'), item('"여비\n(국내)"', '△5')].join('\r\n'));
  await expect(staff.locator('[role="status"][aria-live="polite"]').filter({ hasText: '붙여' })).toContainText('붙여넣지 않았습니다. 붙여넣을 2번째 줄 사업비 ‘△5’');
  await expect(cell(staff, stored, 'item')).toHaveValue('');

  await paste(staff, stored, 'item', `${item('재료비', '1,200')}\r\n${item('교육비', '1억2천만')}\r\n`);
  await expect(staff.locator('[role="status"][aria-live="polite"]').filter({ hasText: '붙여' })).toContainText('2줄 × 9칸을 붙여 넣었습니다.');
  await expect(rows).toHaveCount(stored + 2);
  await expect(cell(staff, stored + 1, 'cost')).toHaveValue('120,000,000');
  await expect(cell(staff, stored + 1, 'category')).toHaveValue('ACTIVITY');
  await expect(cell(staff, stored + 1, 'year')).toHaveValue(year);

  await cell(staff, stored, 'cost').focus();
  await staff.keyboard.press('ArrowDown');
  await expect(cell(staff, stored + 1, 'cost')).toBeFocused();
  await staff.keyboard.press('Enter');
  await expect(cell(staff, stored + 1, 'cost')).toBeFocused();
  await staff.keyboard.type('3천만');
  await staff.keyboard.press('ArrowRight');
  await expect(cell(staff, stored + 1, 'national')).toBeFocused();
  await expect(cell(staff, stored + 1, 'cost')).toHaveValue('30,000,000');
  await expect(staff.locator('.app-rule.is-fail').first()).toContainText('90,000,000원');
  await cell(staff, stored + 1, 'cash').fill('3000만');

  await staff.getByRole('button', { name: '천원 단위로 보기' }).click();
  await expect(staff.locator('.app-budget caption')).toHaveText('사업비 (단위: 천원)');
  await expect(staff.locator('.app-budget td[data-thousands="1.2"]').first()).toBeVisible();
  await expect(cell(staff, stored, 'cost')).toHaveValue('1,200');

  await done(staff, '저장', '저장했습니다.');
  await expect(cell(staff, stored + 1, 'cost')).toHaveValue('30,000,000');
  await expect(cell(staff, stored + 1, 'cash')).toHaveValue('30,000,000');
});
