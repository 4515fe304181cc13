// What JavaScript adds to proof: a dropped file is compared here, and the time that is left runs by the server's clock.
import { expect, test } from './support/test';
import { follow, visit } from './support/steps';

test('놓은 파일을 보내지 않고 이 기기에서 확인한다', async ({ signInAs, visitor }) => {
  const staff = await signInAs('honam.staff');
  await visit(staff, '/work');
  await follow(staff, /^2026-01-L-/);
  const row = staff.locator('#submissions tbody tr').first();
  await expect(row).toBeVisible();
  const file = await row.getByRole('link', { name: /^제출본 파일/ }).getAttribute('href');
  const address = await row.getByRole('link', { name: /^문서확인/ }).getAttribute('href');
  const snapshot = await (await staff.request.get(file ?? '')).text();

  await visit(visitor, address ?? '');
  await visitor.waitForLoadState('networkidle');
  let posts = 0;
  visitor.on('request', (request) => (posts += request.method() === 'POST' ? 1 : 0));
  const drop = async (text: string) => {
    const dropped = await visitor.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'a.json'));
      return transfer;
    }, text);
    await visitor.dispatchEvent('.app-drop', 'drop', { dataTransfer: dropped });
  };
  await drop(snapshot);
  await expect(visitor.locator('#file-result')).toContainText('정확히 같은 파일입니다');
  await drop(`${snapshot} `);
  await expect(visitor.locator('#file-result')).toContainText('다릅니다');
  expect(posts).toBe(0);
});

test('남은 시간은 이 기기의 시계가 틀려도 서버 시각으로 흐른다', async ({ signInAs }) => {
  const approver = await signInAs('ulsan.approver');
  await visit(approver, '/work');
  await follow(approver, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  await approver.addInitScript(() => {
    const real = Date.now;
    Date.now = () => real() + 5 * 86_400_000;
  });
  await visit(approver, `${new URL(approver.url()).pathname}/check`);
  await approver.waitForLoadState('networkidle');
  await approver.waitForTimeout(1_500);
  await expect(approver.getByRole('timer')).toHaveText(/^마감까지 \d+일 \d+시간$/);
});
