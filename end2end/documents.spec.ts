// Papers without anything but a form: taken, refused with what to do, changed, restored; and the organisation's cabinet.
import { expect, test, type Page } from './support/test';
import { done, follow, idIn, press, refusal, visit } from './support/steps';

const pdf = (text: string) => ({
  name: `${text}.pdf`,
  mimeType: 'application/pdf',
  buffer: Buffer.from(`%PDF-1.4\n${text}\n%%EOF\n`),
});

async function slotOf(page: Page, name: string) {
  await visit(page, '/work');
  await follow(page, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  await visit(page, `/applications/${idIn(page.url())}/edit/documents`);
  return page.locator('.app-slot', { has: page.getByRole('heading', { name, exact: true }) });
}

test('서류를 올리고, 바꾸고, 이전 파일로 되돌린다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  const slot = await slotOf(staff, '가점 증빙');
  await slot.locator('input[type="file"]').setInputFiles(pdf('first'));
  await done(slot, /올리기$/, '파일을 올렸습니다.');
  await expect(slot.getByRole('link', { name: 'first.pdf', exact: true })).toBeVisible();
  await slot.locator('input[type="file"]').setInputFiles(pdf('second'));
  await done(slot, /바꾸기$/, '파일을 올렸습니다.');
  await slot.getByText('이전 파일 1건').click();
  await done(slot, /되돌리기$/, '이전 파일로 되돌렸습니다.');
  await expect(slot.locator('.app-file').getByRole('link', { name: 'first.pdf', exact: true })).toBeVisible();

  await slot.getByText('기관 서류함에서 고르기').click();
  await slot.locator('select').selectOption({ index: 1 });
  await done(slot, '붙이기', '서류함의 서류를 붙였습니다.');
  await done(slot, /파일 빼기$/, '뺐습니다.');
});

test('받을 수 없는 파일은 까닭과 할 일을 말한다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  const slot = await slotOf(staff, '가점 증빙');
  const old = { name: '계획.hwp', mimeType: 'application/x-hwp', buffer: Buffer.from('x') };
  await slot.locator('input[type="file"]').setInputFiles(old);
  if (test.info().project.name === 'nojs') {
    expect(await press(slot, /올리기$/)).toBe(422);
    await expect(refusal(staff)).toContainText('HWPX나 PDF로 저장해 올려 주십시오.');
  } else {
    await slot.getByRole('button', { name: /올리기$/ }).click();
    await expect(slot.getByRole('alert')).toContainText('HWPX나 PDF로 저장해 올려 주십시오.');
  }
});

test('올린 서류를 미리 보고, 보여 줄 수 없는 서류는 그렇다고 말한다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  const slot = await slotOf(staff, '가점 증빙');
  await slot.locator('input[type="file"]').setInputFiles(pdf('미리 볼 서류'));
  await done(slot, /(올리기|바꾸기)$/, '파일을 올렸습니다.');
  await expect(slot.getByRole('link', { name: '미리 볼 서류.pdf', exact: true })).toBeVisible();
  await follow(slot, '미리 볼 서류.pdf 미리보기');
  await expect(staff.getByText('미리보기 없음')).toBeVisible();
  await expect(staff.getByRole('link', { name: '원본 내려받기' })).toBeVisible();
});
