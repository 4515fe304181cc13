// Saving while somebody types: with others, without a network, without a server.
import { expect, test, type Page } from './support/test';
import { done, follow, idIn, press, visit } from './support/steps';

async function home(page: Page): Promise<string> {
  await visit(page, '/work');
  await follow(page, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  return `/applications/${idIn(page.url())}`;
}

/** Opens a section and waits until it lives: the switch of the device's copies is there only then. */
async function open(page: Page, address: string): Promise<void> {
  await visit(page, address);
  await expect(page.getByRole('button', { name: /^기기 보관/ })).toBeVisible();
}

const bar = (page: Page) => page.locator('.app-savebar [role="status"]');
const saved = async (page: Page) => expect(bar(page)).toHaveText(/^\d\d:\d\d:\d\d 저장됨$/);
const necessity = (page: Page) => page.locator('[name="plan[necessity]"]');

test.describe('두 사람이 함께 쓰는 신청서', () => {
  test('다른 항목은 서로 방해하지 않고, 같은 항목은 견주어 고른다', async ({ signInAs }) => {
    const [first, second] = [await signInAs('ulsan.staff'), await signInAs('ulsan.approver')];
    const draft = await home(first);
    await open(first, `${draft}/edit/plan`);
    await open(second, `${draft}/edit/basic`);
    await necessity(first).fill('담당자가 쓴 필요성');
    await saved(first);
    await second.locator('[name="basic[title]"]').fill('승인자가 고친 제목');
    await saved(second);

    await open(second, `${draft}/edit/plan`);
    await expect(necessity(second)).toHaveValue('담당자가 쓴 필요성');
    await necessity(first).fill('담당자가 다시 쓴 필요성');
    await saved(first);
    await necessity(second).fill('승인자가 쓴 필요성');
    await expect(bar(second)).toContainText('저장 안 됨 – 화면을 연 뒤에 가상 김담당 님이 먼저 저장했습니다.');
    expect(await press(second, '비교하고 선택하기')).toBe(409);
    const sides = second.getByRole('group', { name: '사업의 필요성' });
    await expect(sides.locator('.side').first()).toContainText('승인자가 쓴 필요성');
    await expect(sides.locator('.side').last()).toContainText('담당자가 다시 쓴 필요성');
    await sides.getByText('상대 것', { exact: true }).click();
    await done(second, '선택한 내용으로 저장', '저장했습니다.');
    await expect(necessity(second)).toHaveValue('담당자가 다시 쓴 필요성');

    await visit(second, `${draft}/history`);
    await expect(second.getByText('반영되지 않은 입력').first()).toBeVisible();
  });
});

test.describe('연결이 끊긴 신청서', () => {
  test('오프라인에서 쓴 글은 기기에 남았다가 연결되면 저장된다', async ({ signInAs }) => {
    const staff = await signInAs('ulsan.staff');
    const draft = await home(staff);
    await open(staff, `${draft}/edit/plan`);
    await staff.context().setOffline(true);
    await necessity(staff).fill('기차에서 쓴 필요성');
    await expect(bar(staff)).toHaveText('오프라인 – 이 기기에 보관 중');
    await staff.context().setOffline(false);
    await saved(staff);
    await open(staff, `${draft}/edit/plan`);
    await expect(necessity(staff)).toHaveValue('기차에서 쓴 필요성');
    await expect(staff.getByRole('button', { name: '되살리기' })).toHaveCount(0);
    expect(await staff.evaluate(() => Object.keys(localStorage).length), 'the server has it: no copy is left').toBe(0);
  });

  test('서버가 죽은 사이에 쓰고 창을 닫아도 다시 열면 남아 있다', async ({ signInAs, portal }) => {
    const staff = await signInAs('ulsan.staff');
    const draft = await home(staff);
    const page = await staff.context().newPage();
    await open(page, `${draft}/edit/plan`);
    await portal.die();
    await necessity(page).fill('정전 직전에 쓴 필요성');
    await expect(bar(page)).toContainText('저장 안 됨 – 다시 시도하고 있습니다. 입력은 이 기기에 보관했습니다.');
    await page.close();
    await portal.revive();

    await open(staff, `${draft}/edit/plan`);
    await expect(necessity(staff)).not.toHaveValue('정전 직전에 쓴 필요성');
    await done(staff, '되살리기', '저장했습니다.');
    await expect(necessity(staff)).toHaveValue('정전 직전에 쓴 필요성');
    await expect(staff.getByRole('button', { name: '되살리기' })).toHaveCount(0);
    await visit(staff, '/work');
    await press(staff, '로그아웃');
    expect(await staff.evaluate(() => Object.keys(localStorage).length)).toBe(0);
  });

  test('함께 쓰는 컴퓨터에서는 기기에 아무것도 남기지 않는다', async ({ signInAs }) => {
    const approver = await signInAs('ulsan.approver');
    await open(approver, `${await home(approver)}/edit/basic`);
    await approver.getByRole('button', { name: '기기 보관 켜짐' }).click();
    await approver.context().setOffline(true);
    await approver.locator('[name="basic[title]"]').fill('남기지 않을 제목');
    await expect(bar(approver)).toHaveText('오프라인 – 연결될 때까지 이 창을 닫지 마십시오.');
    expect(await approver.evaluate(() => Object.keys(localStorage).length)).toBe(0);
    await approver.context().setOffline(false);
    await saved(approver);
    await approver.reload();
    await expect(approver.getByRole('button', { name: '기기 보관 꺼짐' })).toBeVisible();
  });
});
