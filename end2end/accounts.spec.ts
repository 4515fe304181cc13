// Coming in: a registration is finished by its mail, a forgotten password by another one.
import { expect, test } from './support/test';
import { done, fill, follow, press, visit } from './support/steps';

const PASSWORD = '가상의 아주 긴 비밀번호';
const OTHER = '가상의 또 다른 긴 비밀번호';

test('메일을 확인해야 등록이 끝나고, 그 전에 로그인하면 할 일을 알려 준다', async ({ visitor, portal }) => {
  const email = 'founder@portal.example';
  await visit(visitor, '/sign-up');
  await fill(visitor, {
    name: '가상 새 조합',
    business_no: '124-81-00998',
    kind: 'COMPLEX_OPERATOR',
    region: '31',
    person: '가상 새대표',
    email,
    password: PASSWORD,
  });
  expect(await press(visitor, '등록하기')).toBe(200);
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('메일을 확인해 주십시오');

  await visit(visitor, '/sign-in');
  const form = visitor.locator('form[action*="act=sign_in"]');
  await fill(form, { email, password: PASSWORD });
  expect(await press(form, '로그인')).toBe(200);
  await expect(visitor.getByRole('heading', { level: 1 })).toHaveText('메일을 확인해 주십시오');

  await visit(visitor, await portal.linkMailedTo(email, '/sign-up/finish/'));
  await fill(visitor, { password: '틀린 비밀번호입니다' });
  expect(await press(visitor, '등록 마치기')).toBe(422);
  await fill(visitor, { password: PASSWORD });
  await done(visitor, '등록 마치기', '등록을 마쳤습니다.');
  await expect(visitor.getByText('전담기관이 등록을 확인하고 있습니다.')).toBeVisible();
});

test('잊은 비밀번호를 메일로 다시 정하고, 로그인한 뒤 바꾼다', async ({ visitor, portal }) => {
  const email = 'ulsan.staff@portal.example';
  await visit(visitor, '/sign-in');
  await follow(visitor, '비밀번호 재설정');
  await fill(visitor, { email });
  expect(await press(visitor, '재설정 메일 받기')).toBe(200);
  await expect(visitor.getByText('이 주소의 계정이 있으면 메일을 보냈습니다.')).toBeVisible();

  const link = await portal.linkMailedTo(email, '/reset/');
  await visit(visitor, link);
  await fill(visitor, { password: PASSWORD });
  await done(visitor, '비밀번호 바꾸기', '새 비밀번호로 로그인해 주십시오.');
  await visit(visitor, link);
  await expect(visitor.getByText('이미 사용했거나 기한이 지난 주소입니다.')).toBeVisible();

  await visit(visitor, '/sign-in');
  const form = visitor.locator('form[action*="act=sign_in"]');
  await fill(form, { email, password: PASSWORD });
  await done(form, '로그인', '로그인했습니다.');
  await visit(visitor, '/account');
  await fill(visitor, { current: PASSWORD, password: OTHER });
  await done(visitor, '비밀번호 바꾸기', '비밀번호를 바꿨습니다.');
  await expect(visitor.getByRole('heading', { name: '최근 로그인' })).toBeVisible();
});
