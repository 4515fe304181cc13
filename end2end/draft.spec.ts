// Writing: nothing typed is lost, whatever comes in between.
import { expect, test, type Page } from './support/test';
import { done, fill, follow, idIn, moveClock, press, refusal, visit } from './support/steps';

/** The prepared draft: 협업형 of 울산 3D프린팅 with three faults. */
async function openDraft(page: Page): Promise<string> {
  await visit(page, '/work');
  await follow(page, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  return `/applications/${idIn(page.url())}`;
}

test.describe('오류가 남은 초안', () => {
  test('세 가지 오류를 보고 고쳐서 제출한다', async ({ signInAs }) => {
    const approver = await signInAs('ulsan.approver');
    const home = await openDraft(approver);
    await visit(approver, `${home}/check`);
    const faults = approver.locator('.app-error-summary a');
    await expect(faults).toHaveCount(3);
    await expect(approver.getByRole('button', { name: '신청서 제출' })).toHaveCount(0);

    await follow(approver, /공문번호/);
    const field = (name: string) => approver.locator(`[name="participants[${name}]"]`);
    await expect(field('commitments][0][document_no')).toHaveAttribute('aria-invalid', 'true');
    const whole = await field('commitments][0][amount').inputValue();
    await field('commitments][0][document_no').fill('기업지원과-10');
    await field('commitments][1][amount').fill(whole);
    await field('firms][10][valid_to').fill(await field('firms][0][valid_to').inputValue());
    await done(approver, '저장', '저장했습니다.');
    await expect(approver.locator('main .error')).toHaveCount(0);

    await visit(approver, `${home}/check`);
    await expect(faults).toHaveCount(0);
    await done(approver, '신청서 제출', '신청서를 제출했습니다.');
    await expect(approver.getByText('지역검토 중').first()).toBeVisible();
  });
});

test.describe('두 사람이 함께 쓰는 초안', () => {
  test('늦게 저장한 사람의 입력도 남는다', async ({ signInAs }) => {
    const [first, second] = [await signInAs('ulsan.staff'), await signInAs('ulsan.approver')];
    const home = await openDraft(first);
    await visit(first, `${home}/edit/plan`);
    await visit(second, `${home}/edit/plan`);
    await fill(first, { 'plan[necessity]': '먼저 저장한 글' });
    await done(first, '저장', '저장했습니다.');

    await fill(second, { 'plan[necessity]': '늦게 저장한 글\n</textarea><b>둘째 줄' });
    expect(await press(second, '저장')).toBe(409);
    await expect(refusal(second)).toContainText('가상 김담당 님이 먼저 저장했습니다.');
    await expect(second.locator('[name="plan[necessity]"]')).toHaveValue('늦게 저장한 글\n</textarea><b>둘째 줄');
    await expect(second).toHaveTitle(/^오류: /);

    await visit(first, `${home}/edit/plan`);
    await expect(first.locator('[name="plan[necessity]"]')).toHaveValue('먼저 저장한 글');
  });
});

test.describe('마감이 지난 초안', () => {
  test('마감 뒤의 저장은 까닭을 말하고 입력을 남긴다', async ({ signInAs }) => {
    const [staff, approver] = [await signInAs('ulsan.staff'), await signInAs('ulsan.approver')];
    const home = await openDraft(staff);
    await visit(staff, `${home}/edit/plan`);
    await fill(staff, { 'plan[effects]': '마감 직전에 쓴 글' });

    await visit(approver, '/work');
    await moveClock(approver, { days: 4 });
    expect(await press(staff, '저장')).toBe(409);
    await expect(refusal(staff)).toContainText('접수가 마감되었습니다');
    await expect(staff.locator('[name="plan[effects]"]')).toHaveValue('마감 직전에 쓴 글');

    await visit(approver, `${home}/check`);
    await expect(approver.getByText('지금은 접수 기간이 아니므로 제출할 수 없습니다.')).toBeVisible();
  });
});

test.describe('마감 순간의 제출', () => {
  test('마감 전에 연 화면에서 마감 뒤에 제출하면 거절한다', async ({ signInAs }) => {
    const [staff, approver] = [await signInAs('ulsan.staff'), await signInAs('ulsan.approver')];
    const home = await openDraft(staff);
    await visit(staff, `${home}/edit/participants`);
    const field = (name: string) => staff.locator(`[name="participants[${name}]"]`);
    await field('commitments][0][document_no').fill('기업지원과-10');
    await field('commitments][1][amount').fill(await field('commitments][0][amount').inputValue());
    await field('firms][10][valid_to').fill(await field('firms][0][valid_to').inputValue());
    await done(staff, '저장', '저장했습니다.');

    await visit(approver, `${home}/check`);
    await moveClock(staff, { days: 4 });
    expect(await press(approver, '신청서 제출')).toBe(409);
    await expect(approver.getByText('접수가 마감되었습니다').first()).toBeVisible();
    await visit(approver, home);
    await expect(approver.getByText('작성 중').first()).toBeVisible();
  });
});
