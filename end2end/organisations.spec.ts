// 업무 인계: one step, and the successor has the section, the note and the notice.
import { expect, test } from './support/test';
import { done, fill, follow, visit } from './support/steps';

test('담당자가 업무를 인계하면 인수한 사람이 이어서 한다', async ({ signInAs }) => {
  const [staff, approver] = [await signInAs('capital.staff'), await signInAs('capital.approver')];
  await visit(staff, '/org');
  await expect(staff.getByRole('heading', { level: 1 })).toHaveText('기관 정보');
  await staff.getByText('업무 인계하기', { exact: true }).click();
  const form = staff.locator('form[action*="act=hand_over"]');
  await fill(form, { successor: '가상 강승인 (capital.approver@portal.example)', note: '확약서 원본은 서류함에 있습니다. (가상)' });
  await done(staff, '업무 인계', '업무를 인계했습니다.');
  await expect(staff.getByText('가상 정담당 → 가상 강승인').first()).toBeVisible();

  await visit(approver, '/messages');
  await expect(approver.locator('.app-messages > li').first()).toContainText('업무를 인계받았습니다');
  await approver.getByRole('button', { name: /인계 메모 보기/ }).first().click();
  await expect(approver.getByText('확약서 원본은 서류함에 있습니다. (가상)')).toBeVisible();
  await expect(approver.getByText('신청기관 담당자, 신청기관 승인자')).toBeVisible();
});

test('전담기관은 마감이 가까운 신고부터 확인하고, 그 뒤에 제출이 열린다', async ({ signInAs }) => {
  const [founder, agency] = [await signInAs('daegu.approver'), await signInAs('agency')];
  await visit(founder, '/work');
  await follow(founder, /대구 성서 표면처리 신청서를 마저 작성해 제출하기/);
  const check = `${new URL(founder.url()).pathname}/check`;
  await visit(founder, check);
  await expect(founder.getByText('아직 제출할 수 없습니다.')).toBeVisible();

  await visit(agency, '/organisations');
  await expect(agency.locator('#claims ~ ul > li h3').first()).toHaveText('대구 성서 표면처리');
  await agency.getByRole('button', { name: '대구 성서 표면처리 운영기관 확인' }).click();
  await expect(agency.getByText('운영기관으로 확인했습니다.')).toBeVisible();
  await agency.getByRole('button', { name: '대구 뿌리단지 협동조합(가상) 등록 확인' }).click();
  await expect(agency.getByText('기관 등록을 확인했습니다.')).toBeVisible();

  await visit(founder, check);
  await expect(founder.getByText('아직 제출할 수 없습니다.')).toHaveCount(0);
});
