// City hall's confirmation to the end: its step and its answer with the sealed letter; the applicant asks the body again
// whose part changed, and the body confirms it. No partner reaches the draft itself.
import { expect, test } from './support/test';
import { done, fill, follow, idIn, press, refusal, visit } from './support/steps';

const letter = { name: '확약 공문.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nletter\n%%EOF\n') };

test('시청이 단계를 알리고 공문으로 답하며, 바뀐 부분은 다시 확인받는다', async ({ signInAs }) => {
  const city = await signInAs('city.ulsan.nam');
  await visit(city, '/partner-requests');
  await expect(city.getByText('요청받은 금액', { exact: true })).toBeVisible();
  await city.locator('tbody th a').first().click();
  await city.waitForURL(/\/partner-requests\/[0-9a-f-]{36}/);
  await done(city, '결재 올림', '처리 단계를 알렸습니다.');
  await expect(city.getByRole('listitem').filter({ hasText: '결재 중' })).toHaveAttribute('aria-current', 'step');
  const [document] = await Promise.all([
    city.waitForEvent('download'),
    city.getByRole('link', { name: /DOCX/ }).click(),
  ]);
  expect(document.suggestedFilename()).toMatch(/\.docx$/);

  await fill(city, { answer: 'COMMITTED', source: 'MAIN', deposit_on: '2027-03-31', document_on: '2026-11-24' });
  await fill(city, { resolution: '본예산안 반영 (가상)' });
  expect(await press(city, '답변 제출')).toBe(422);
  await expect(refusal(city)).toContainText('공문번호');
  await expect(city.locator('[name="resolution"]')).toHaveValue('본예산안 반영 (가상)');
  await fill(city, { document_no: '기업지원과-4321' });
  await city.locator('input[type="file"]').setInputFiles(letter);
  await done(city, '답변 제출', '답변을 제출했습니다.');
  await expect(city.getByRole('link', { name: '확약 공문.pdf' })).toBeVisible();

  const staff = await signInAs('ulsan.staff');
  await visit(staff, '/work');
  await follow(staff, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  const home = `/applications/${idIn(staff.url())}`;
  await follow(staff, '참여기관·지자체 확인');
  const part = (name: string) => staff.getByRole('region', { name });
  await expect(part('울산광역시 남구')).toContainText('확인 완료');
  await expect(part('울산광역시 남구')).toContainText('기업지원과-4321');
  const body = part('울산테크노파크');
  await expect(body).toContainText('다시 확인 필요');
  await done(body, /지금 내용으로 다시 요청/, '확인 요청을 보냈습니다.');
  await expect(part('울산테크노파크')).toContainText('요청함');

  const tp = await signInAs('tp.ulsan');
  expect(await visit(tp, home)).toBe(404);
  await visit(tp, '/work');
  await follow(tp, /울산 3D프린팅 확인 요청에 답하기/);
  await fill(tp, { answer: 'CONFIRMED', advised: '울산 뿌리단지 운영기관 (가상)' });
  await done(tp, '답변 제출', '답변을 제출했습니다.');
  await visit(staff, `${home}/partners`);
  await expect(part('울산테크노파크')).toContainText('확인 완료');
});
