// How the portal is read: by eyes that need larger letters or more contrast, and by those who lost their way.
import { expect, test } from './support/test';
import { done, follow, press, visit } from './support/steps';

test('화면 설정은 어느 화면에서나, 없는 화면에서도 바뀌고 남는다', async ({ visitor }) => {
  const html = visitor.locator('html');
  await visit(visitor, '/');
  await visitor.getByText('화면 설정').click();
  await press(visitor, '고대비 화면');
  await expect(html).toHaveAttribute('data-krds-mode', 'high-contrast');
  await follow(visitor, '공고 보기');
  await expect(html).toHaveAttribute('data-krds-mode', 'high-contrast');

  await visit(visitor, '/nowhere');
  await visitor.getByText('화면 설정').click();
  await press(visitor, '크게');
  await expect(html).toHaveClass(/app-text-l/);
});

test('시연에서는 역할을 골라 단추 하나로 로그인하고 나간다', async ({ visitor }) => {
  await visit(visitor, '/demo');
  await done(visitor.locator('form:has(input[value="ministry.director@portal.example"])').first(), /로그인$/, '로그인했습니다.');
  await expect(visitor.getByRole('banner')).toContainText('가상 심과장');
  await done(visitor, '로그아웃', '로그아웃했습니다.');
  await visit(visitor, '/work');
  await expect(visitor).toHaveURL(/\/sign-in\?next=\/work/);
});

test('글자로 이어지는 길: 본문 바로가기, 한 개의 제목, 지금 위치', async ({ visitor }) => {
  await visit(visitor, '/');
  await visitor.keyboard.press('Tab');
  await expect(visitor.locator(':focus')).toHaveAttribute('href', '#content');
  for (const address of ['/', '/demo', '/sign-in']) {
    await visit(visitor, address);
    await expect(visitor.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(visitor).toHaveTitle(/뿌리산업 특화단지 지원사업$/);
  }
});
