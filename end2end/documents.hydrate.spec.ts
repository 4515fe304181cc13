// An upload that breaks: it goes on by itself, and after the page was loaded again.
import { expect, test, type Page } from './support/test';
import { follow, idIn, visit } from './support/steps';

const SIZE = 12 * 1024 * 1024;
const file = { name: '큰 도면.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(SIZE, 'x'), Buffer.from('\n%%EOF\n')]) };

async function slotOf(page: Page) {
  await visit(page, '/work');
  await follow(page, /울산 3D프린팅 신청서를 마저 작성해 제출하기/);
  await visit(page, `/applications/${idIn(page.url())}/edit/documents`);
  await page.waitForLoadState('networkidle');
  return page.locator('.app-slot', { has: page.getByRole('heading', { name: '가점 증빙', exact: true }) });
}

test('끊긴 올리기는 화면을 새로 열어도 받은 곳부터 이어진다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  let slot = await slotOf(staff);
  const begun: string[] = [];
  staff.on('request', (request) => {
    const range = request.headers()['content-range'];
    if (range) begun.push(range);
  });
  // The second piece finds no server, for as long as it takes.
  let broken = true;
  await staff.route(/\/uploads\/[0-9a-f-]+$/, async (route) => {
    const later = !(route.request().headers()['content-range'] ?? '').startsWith('bytes 0-');
    return broken && later ? route.fulfill({ status: 503 }) : route.continue();
  });
  await slot.locator('input[type="file"]').setInputFiles(file);
  await slot.getByRole('button', { name: /올리기$/ }).click();
  await expect(slot.getByText('연결이 끊겼습니다.')).toBeVisible();
  expect(begun.some((range) => range.startsWith('bytes 5242880-'))).toBe(true);

  slot = await slotOf(staff);
  await expect(slot.getByText('같은 파일을 다시 선택하면 이어서 올립니다.')).toBeVisible();
  broken = false;
  begun.length = 0;
  await slot.locator('input[type="file"]').setInputFiles(file);
  await slot.getByRole('button', { name: /올리기$/ }).click();
  await expect(slot.getByRole('link', { name: file.name, exact: true })).toBeVisible();
  expect(begun[0]).toMatch(/^bytes 5242880-/);
});

test('파일을 서류 위에 끌어다 놓으면 올라가고, 여러 개는 받지 않는다', async ({ signInAs }) => {
  const staff = await signInAs('ulsan.staff');
  const slot = await slotOf(staff);
  const zone = slot.locator('.app-drop');
  await expect(zone.getByText('파일을 여기로 끌어다 놓아도 됩니다.')).toBeVisible();
  const held = (names: string[]) => staff.evaluateHandle((files) => {
    const data = new DataTransfer();
    for (const name of files) data.items.add(new File(['%PDF-1.4\ndropped\n%%EOF\n'], name, { type: 'application/pdf' }));
    return data;
  }, names);
  await zone.dispatchEvent('drop', { dataTransfer: await held(['하나.pdf', '둘.pdf']) });
  await expect(slot.getByText('파일을 하나만 끌어다 놓아 주십시오.')).toBeVisible();
  await zone.dispatchEvent('dragover', { dataTransfer: await held(['끌어온 서류.pdf']) });
  await expect(zone).toHaveClass(/is-over/);
  await zone.dispatchEvent('drop', { dataTransfer: await held(['끌어온 서류.pdf']) });
  await expect(slot.getByRole('link', { name: '끌어온 서류.pdf', exact: true })).toBeVisible();
});
