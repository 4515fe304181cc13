// Being told: what one person does, another one reads in the bell, and reading is a button.
import { expect, test, type Page } from './support/test';
import { done, follow, idIn, visit } from './support/steps';

const bell = (page: Page) => page.locator('.app-bell');

/** How many notices the bell shows as unread. */
async function unread(page: Page): Promise<number> {
  const name = await bell(page).innerText();
  return Number(/읽지 않은 알림 (\d+)건/.exec(name)?.[1] ?? 0);
}

test('제출하면 신청기관과 광역지자체의 알림에 나타난다', async ({ signInAs }) => {
  const [approver, province] = [await signInAs('ulsan.approver'), await signInAs('province.ulsan')];
  await visit(province, '/messages');
  const before = await unread(province);

  await visit(approver, '/work');
  await follow(approver, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  const home = `/applications/${idIn(approver.url())}`;
  await visit(approver, `${home}/edit/participants`);
  const field = (name: string) => approver.locator(`[name="participants[${name}]"]`);
  await field('commitments][0][document_no').fill('기업지원과-10');
  await field('commitments][1][amount').fill(await field('commitments][0][amount').inputValue());
  await field('firms][10][valid_to').fill(await field('firms][0][valid_to').inputValue());
  await done(approver, '저장', '저장했습니다.');
  await visit(approver, `${home}/check`);
  await done(approver, '신청서 제출', '신청서를 제출했습니다.');

  await visit(province, '/messages');
  expect(await unread(province)).toBe(before + 1);
  const first = province.locator('.app-messages > li').first();
  await expect(first).toContainText('지역검토가 시작되었습니다');
  await expect(first).toContainText('울산 3D프린팅');
  await first.getByRole('button', { name: /지역검토 열기/ }).click();
  await expect(province).toHaveURL(new RegExp(home));
  await visit(province, '/messages');
  expect(await unread(province)).toBe(before);

  await visit(approver, '/messages');
  await expect(approver.locator('.app-messages > li').first()).toContainText('신청서가 제출되었습니다');
  await done(approver, '모두 읽음으로 표시', '모든 알림을 읽음으로 표시했습니다.');
  expect(await unread(approver)).toBe(0);
});

test('전담기관은 메일의 상태를 보고 다시 보낸다', async ({ signInAs }) => {
  const agency = await signInAs('agency');
  await visit(agency, '/deliveries?show=SENT');
  await expect(agency.locator('tbody tr').first()).toContainText('발송 완료', { timeout: 20_000 });
  await agency.getByRole('button', { name: /다시 보내기/ }).first().click();
  await expect(agency.getByText('메일을 다시 보냅니다.')).toBeVisible();
  await follow(agency, '알림 문구 미리보기');
  await expect(agency.getByRole('heading', { level: 1 })).toHaveText('알림 문구 미리보기');
});
