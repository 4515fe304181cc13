// Beside each question: what to write, for how many points, and what was answered before.
import { expect, test } from './support/test';
import { done, fill, follow, idIn, press, visit } from './support/steps';

test('질문마다 도움말과 배점이 있고 지난 신청서의 답변을 가져온다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  await visit(staff, '/');
  await follow(staff, '공고 보기');
  await fill(staff, { complex: '울산 방어진 조선해양', track: 'REGIONAL' });
  expect(await press(staff, '신청서 작성 시작')).toBe(200);
  const plan = `/applications/${idIn(staff.url())}/edit/plan`;

  await staff.setViewportSize({ width: 1440, height: 900 });
  await visit(staff, plan);
  const beside = staff.getByRole('note', { name: '작성 도움말: 사업의 필요성' });
  await expect(beside).toBeVisible();
  await expect(beside).toContainText('보는 점');
  await expect(beside).toContainText(/사업 필요성 \d+점/);

  await staff.setViewportSize({ width: 390, height: 844 });
  await expect(beside).toBeHidden();
  await staff.locator('details.app-help > summary', { hasText: '사업의 필요성' }).click();
  await expect(staff.locator('details.app-help[open]')).toContainText(/사업 필요성 \d+점/);

  await fill(staff, { 'plan[content]': '방금 쓴 내용 (가상)' });
  await staff.locator('details.app-before > summary', { hasText: '사업의 필요성' }).click();
  await done(staff, '사업의 필요성: 지난 신청서의 답변 가져오기', '지난 신청서의 답변을 가져와 저장했습니다.');
  await expect(staff.locator('[name="plan[necessity]"]')).not.toHaveValue('');
  await expect(staff.locator('[name="plan[content]"]')).toHaveValue('방금 쓴 내용 (가상)');
});
