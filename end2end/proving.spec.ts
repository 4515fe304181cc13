// Proof: recalled and submitted again, and a paper that anybody verifies by its code or its file.
import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from './support/test';
import { done, follow, idIn, press, visit } from './support/steps';

/** The prepared draft without its three faults, submitted; answers its address. */
async function submitted(approver: Page): Promise<string> {
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
  return home;
}

test('회수해 고쳐 다시 내고, 확인증을 누구나 파일로 확인한다', async ({ signInAs, visitor }) => {
  const approver = await signInAs('ulsan.approver');
  const home = await submitted(approver);
  await visit(approver, home);
  await approver.getByText('회수하여 고치기', { exact: true }).click();
  await done(approver, '회수하기', '회수했습니다.');
  await expect(approver.getByText('회수하여 고치는 중입니다.').first()).toBeVisible();
  await visit(approver, `${home}/edit/basic`);
  await approver.locator('[name="basic[title]"]').fill('고쳐 낸 사업명 (가상)');
  await done(approver, '저장', '저장했습니다.');
  await visit(approver, `${home}/check`);
  await done(approver, '신청서 제출', '신청서를 제출했습니다.');

  const rows = approver.locator('#submissions tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText('유효한 제출본');
  await expect(rows.nth(1)).toContainText('다시 제출하여 대체됨');

  const [download] = await Promise.all([
    approver.waitForEvent('download'),
    rows.nth(0).getByRole('link', { name: /^제출확인증 PDF/ }).click(),
  ]);
  const pdf = await readFile(await download.path());
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const address = await rows.nth(0).getByRole('link', { name: /^문서확인/ }).getAttribute('href');

  await visit(visitor, address ?? '');
  await expect(visitor.getByText('발급된 문서가 맞습니다.')).toBeVisible();
  const check = async (bytes: Buffer, told: string) => {
    await visitor.locator('input[type=file]').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: bytes });
    expect(await press(visitor, '파일 확인')).toBe(200);
    await expect(visitor.locator('#file-result')).toContainText(told);
  };
  await check(pdf, '정확히 같은 파일입니다');
  const changed = Buffer.from(pdf);
  changed[900] ^= 1;
  await check(changed, '다릅니다');
});
