// The budget goes out to a spreadsheet and comes back; it is saved only when somebody says so.
import { readFileSync } from 'node:fs';
import { expect, test } from './support/test';
import { done, follow, idIn, press, visit } from './support/steps';

test('사업비를 엑셀로 내려받아 다시 올리고 저장한다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  await visit(staff, '/work');
  await follow(staff, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  await visit(staff, `/applications/${idIn(staff.url())}/edit/budget`);
  const [download] = await Promise.all([
    staff.waitForEvent('download'),
    staff.getByRole('link', { name: '엑셀 파일 내려받기' }).click(),
  ]);
  await staff.locator('input[type=file]').setInputFiles(await download.path().then((path) => ({
    name: '사업비.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: readFileSync(path),
  })));
  expect(await press(staff, '엑셀에서 읽기')).toBe(200);
  await expect(staff.getByText('저장된 내용과 같습니다')).toBeVisible();
  await done(staff, '저장', '저장했습니다.');
});
