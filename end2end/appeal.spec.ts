// 이의신청: an objection that names a reviewer is upheld, others examine the application again, a new result comes.
import { expect, test, type Page, type SignInAs } from './support/test';
import { done, fill, follow, press, refusal, untick, visit } from './support/steps';
import { score } from './support/programme';

/** Everything that waits for this reviewer is scored and locked. */
async function scoreAll(reviewer: Page): Promise<void> {
  await visit(reviewer, '/work');
  while ((await reviewer.getByRole('link', { name: /채점하기$/ }).count()) > 0) {
    await follow(reviewer, /채점하기$/);
    await score(reviewer, new URL(reviewer.url()).pathname, 0.7);
    await visit(reviewer, '/work');
  }
}

async function closeAndNotify(agency: Page, panel: string): Promise<void> {
  await visit(agency, panel);
  for (const opinion of await agency.locator('[name^="opinions["]').all()) await opinion.fill('계획이 구체적임. (가상)');
  await done(agency, '평가 마감', '평가를 종료했습니다.');
  await done(agency, '평가결과 통보', '평가결과를 통보했습니다.');
}

async function newPanelScores(signInAs: SignInAs): Promise<void> {
  for (let n = 10; n <= 15; n += 1) await scoreAll(await signInAs(`reviewer${n}`));
}

test('기피를 담은 이의신청이 인용되면 새 위원이 다시 평가하고 새 결과를 통보한다', async ({ signInAs }) => {
  for (const login of ['reviewer1', 'reviewer7']) await scoreAll(await signInAs(login));
  const agency = await signInAs('agency');
  await visit(agency, '/work');
  await follow(agency, /일반형 평가 운영하기/);
  const panel = new URL(agency.url()).pathname;
  const home = (await agency.getByRole('row', { name: /반월/ }).getByRole('link').first().getAttribute('href')) ?? '';
  await closeAndNotify(agency, panel);

  const applicant = await signInAs('capital.approver');
  await visit(applicant, home);
  await applicant.getByText('이의신청하기').click();
  await fill(applicant, { grounds: '발표 시간이 공고보다 짧았습니다. (가상)', challenge: '가상 위원 1: 경쟁 단지를 자문함' });
  expect(await press(applicant, '이의신청 제출')).toBe(422);
  await expect(refusal(applicant)).toContainText('이의신청 근거를 하나 이상 선택해 주십시오.');
  await applicant.getByLabel('발표나 소명의 기회에 하자가 있습니다').check({ force: true });
  await done(applicant, '이의신청 제출', '이의신청을 제출했습니다.');

  await visit(agency, home);
  await expect(agency.getByText('앞선 평가에 참여하지 않은 새 평가위원이 다시 평가합니다.').first()).toBeVisible();
  await fill(agency, { reason: '발표 시간이 짧았음이 확인됨 (가상)' });
  await done(agency, '인용하고 다시 평가', '이의신청을 인용했습니다. 다시 평가합니다.');
  await visit(agency, panel);
  await expect(agency.getByLabel('가상 위원 1(')).toHaveCount(0);
  for (let n = 10; n <= 15; n += 1) await agency.getByRole('checkbox', { name: `가상 위원 ${n}(` }).check({ force: true });
  for (const other of ['위원 여덟', '위원 아홉', '전문가 하나', '전문가 둘']) {
    const choice = agency.getByRole('checkbox', { name: `가상 ${other}(` });
    if ((await choice.count()) > 0) await untick(choice);
  }
  await done(agency, '배정하고 평가 시작', '평가위원을 배정하고 평가를 시작했습니다.');
  await newPanelScores(signInAs);
  await closeAndNotify(agency, panel);

  await visit(applicant, home);
  await expect(applicant.getByText('평가결과를 통보했습니다').first()).toBeVisible();
  await expect(applicant.getByText('이의신청하기')).toHaveCount(0);
  await expect(applicant.locator('main')).not.toContainText('가상 위원 1(');
});
