// Pictures of every kind of page for looking at: wide, on a phone, in high contrast; and those of the README.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page, type SignInAs } from './support/test';
import { fill, follow, idIn, press, visit } from './support/steps';

const FOLDER = join(__dirname, 'results/pages');
const DOCS = join(__dirname, '../docs/images');

type Subject = { name: string; who?: string; at: (page: Page) => Promise<void> };

const task = (link: RegExp) => async (page: Page) => {
  await visit(page, '/work');
  await follow(page, link);
};
const draft = (below: string) => async (page: Page) => {
  await task(/울산 3D프린팅 신청서를 마저/)(page);
  await visit(page, `/applications/${idIn(page.url())}${below}`);
};
const first = (list: string, link: RegExp, below = '') => async (page: Page) => {
  await visit(page, list);
  await follow(page, link);
  if (below) await visit(page, new URL(page.url()).pathname + below);
};

const SUBJECTS: Subject[] = [
  { name: 'home', at: async (page) => void (await visit(page, '/')) },
  { name: 'demo', at: async (page) => void (await visit(page, '/demo')) },
  { name: 'sign-in', at: async (page) => void (await visit(page, '/sign-in')) },
  { name: 'not-found', at: async (page) => void (await visit(page, '/nowhere')) },
  { name: 'call', at: first('/', /공고 보기/) },
  { name: 'work-applicant', who: 'ulsan.staff', at: async (page) => void (await visit(page, '/work')) },
  { name: 'work-agency', who: 'agency', at: async (page) => void (await visit(page, '/work')) },
  { name: 'draft', who: 'ulsan.staff', at: draft('') },
  ...['basic', 'participants', 'plan', 'region', 'budget', 'declarations'].map((section) => ({
    name: `edit-${section}`,
    who: 'ulsan.staff',
    at: draft(`/edit/${section}`),
  })),
  { name: 'check', who: 'ulsan.approver', at: draft('/check') },
  { name: 'application', who: 'honam.approver', at: first('/work?stage=EVALUATING', /^\d{4}-\d{2}-G/) },
  { name: 'receipt', who: 'honam.approver', at: first('/work?stage=EVALUATING', /^\d{4}-\d{2}-G/, '/receipt') },
  { name: 'proposal', who: 'honam.approver', at: first('/work?stage=EVALUATING', /^\d{4}-\d{2}-G/, '/proposal') },
  { name: 'confirm', who: 'city.gunsan', at: task(/지방비 부담 확인하기/) },
  { name: 'session', who: 'province.jeonnamgwangju', at: task(/지역검토 진행하기/) },
  { name: 'sheet', who: 'reviewer1', at: task(/채점하기$/) },
  { name: 'sheet-locked', who: 'reviewer2', at: task(/확정한 채점표 보기/) },
  { name: 'panel', who: 'agency', at: task(/일반형 평가 운영하기/) },
  { name: 'selection', who: 'ministry.director', at: task(/협업형 심의와 선정하기/) },
  {
    name: 'derivation',
    who: 'ministry.director',
    at: async (page) => {
      await task(/협업형 심의와 선정하기/)(page);
      await follow(page, /산출 과정/);
    },
  },
  { name: 'result', who: 'capital.approver', at: first('/work?stage=SELECTED', /^\d{4}-\d{2}-L/) },
  {
    name: 'results',
    who: 'capital.approver',
    at: async (page) => {
      await first('/work?stage=SELECTED', /^\d{4}-\d{2}-L/)(page);
      await follow(page, '선정 결과 공고 보기');
    },
  },
  {
    name: 'selection-proposal',
    who: 'ministry.director',
    at: async (page) => {
      await task(/협업형 심의와 선정하기/)(page);
      await page.getByText('선정안 반려', { exact: true }).first().click();
      await fill(page, { reason: '지역 안배를 다시 살펴 주십시오. (가상)' });
      await press(page, '선정안 반려');
    },
  },
];

test.beforeAll(() => {
  mkdirSync(FOLDER, { recursive: true });
});

for (const subject of SUBJECTS) {
  test(`화면: ${subject.name}`, async ({ signInAs, visitor }) => {
    const page = await open(subject, signInAs, visitor);
    for (const [kind, width] of [['1280', 1280], ['390', 390]] as const) {
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${subject.name} at ${width}`).toBeLessThanOrEqual(width);
      await page.screenshot({ path: join(FOLDER, `${subject.name}-${kind}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByText('화면 설정').click();
    await press(page, '고대비 화면');
    await expect(page.locator('html')).toHaveAttribute('data-krds-mode', 'high-contrast');
    await page.screenshot({ path: join(FOLDER, `${subject.name}-contrast.png`), fullPage: true });
  });
}

async function open(subject: Subject, signInAs: SignInAs, visitor: Page): Promise<Page> {
  const page = subject.who ? await signInAs(subject.who) : visitor;
  await subject.at(page);
  await page.waitForLoadState('networkidle');
  return page;
}

const readmePictures = async ({ signInAs, visitor }: { signInAs: SignInAs; visitor: Page }) => {
  mkdirSync(DOCS, { recursive: true });
  for (const name of ['home', 'edit-budget', 'sheet', 'selection']) {
    const subject = SUBJECTS.find((subject) => subject.name === name);
    if (!subject) throw new Error(`no page is called ${name}`);
    const page = await open(subject, signInAs, visitor);
    await page.setViewportSize({ width: 1000, height: 640 });
    await page.screenshot({ path: join(DOCS, `${name}.png`) });
  }
};

// No check: it draws the pictures of the README anew, when asked.
if (process.env.UPDATE_DOCS) {
  test('README의 그림', async ({ signInAs, visitor }) => readmePictures({ signInAs, visitor }));
}
