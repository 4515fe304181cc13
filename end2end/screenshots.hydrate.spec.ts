// Pictures of every kind of page for looking at: wide, on a phone, in high contrast; and those of the README. What can
// be checked of a picture is checked: nothing sticks out on a phone, and axe finds no fault in either set of colours.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, look, test, type Page } from './support/test';
import { fill, follow, idIn, press, visit } from './support/steps';

const FOLDER = join(__dirname, 'results/pages');
const DOCS = join(__dirname, '../docs/images');
const README = ['home', 'edit-budget', 'sheet', 'selection'];

type Open = (page: Page) => Promise<unknown>;

const at = (address: string): Open => (page) => visit(page, address);
const task = (link: RegExp): Open => async (page) => {
  await visit(page, '/work');
  await follow(page, link);
};
/** A page of the application that was looked at just before. */
const of = (below: string): Open => (page) => visit(page, `/applications/${idIn(page.url())}${below}`);
const listed = (stage: string, no: RegExp): Open => async (page) => {
  await visit(page, `/work?stage=${stage}`);
  await follow(page, no);
};
const sentBack: Open = async (page) => {
  await task(/협업형 심의와 선정하기/)(page);
  await page.getByText('선정안 반려', { exact: true }).first().click();
  await fill(page, { reason: '지역 안배를 다시 살펴 주십시오. (가상)' });
  await press(page, '선정안 반려');
};

const part = (slug: string): Open => (page) => visit(page, page.url().replace(/(\/calls\/[^/]+\/).*/, `$1edit/${slug}`));
/** The draft of a call, part by part. */
const editor: Record<string, Open> = {
  'call-basics': async (page) => {
    const draft = page.locator('main a[href$="/edit/basics"]').first();
    await visit(page, (await draft.getAttribute('href')) ?? '');
  },
  'call-tracks': part('tracks'),
  'call-papers': part('papers'),
  'call-rubrics': part('rubrics'),
  'call-procedure': part('procedure'),
  'call-publish': (page) => visit(page, page.url().replace(/edit\/.*/, 'publish')),
};

/** What each person sees, in the order in which they look at it. */
const PAGES: Record<string, Record<string, Open>> = {
  visitor: {
    home: at('/'),
    demo: at('/demo'),
    'sign-in': at('/sign-in'),
    'sign-up': at('/sign-up'),
    'mail-sent': at('/sign-up/sent'),
    reset: at('/reset'),
    'not-found': at('/nowhere'),
    call: async (page) => {
      await visit(page, '/');
      await follow(page, '공고 보기');
    },
  },
  'ulsan.approver': {
    'work-applicant': at('/work'),
    organisation: at('/org'),
    draft: task(/울산 3D프린팅 신청서를 마저/),
    'edit-basic': of('/edit/basic'),
    'edit-participants': of('/edit/participants'),
    'edit-plan': of('/edit/plan'),
    'edit-region': of('/edit/region'),
    'edit-budget': of('/edit/budget'),
    'edit-declarations': of('/edit/declarations'),
    'edit-documents': of('/edit/documents'),
    check: of('/check'),
    preview: of('/preview'),
    partners: of('/partners'),
    history: of('/history'),
    cabinet: at('/cabinet'),
    account: at('/account'),
    messages: at('/messages'),
  },
  'honam.approver': {
    application: listed('EVALUATING', /^\d{4}-\d{2}-G/),
    receipt: of('/receipt'),
    verified: async (page) => {
      const paper = page.getByRole('link', { name: /^문서확인 / }).first();
      await visit(page, (await paper.getAttribute('href')) ?? '');
    },
    proposal: async (page) => {
      await page.goBack();
      await of('/proposal')(page);
    },
  },
  'city.ulsan.nam': {
    'partner-requests': at('/partner-requests'),
    'partner-request': task(/확인 요청에 답하기/),
  },
  'city.gunsan': { confirm: task(/지방비 부담 확인하기/) },
  'province.jeonnamgwangju': { session: task(/지역검토 열기/) },
  reviewer1: { sheet: task(/채점하기$/) },
  reviewer2: { 'sheet-locked': task(/확정한 채점표 보기/) },
  agency: {
    organisations: at('/organisations'), 'work-agency': at('/work'), panel: task(/일반형 평가 운영하기/), deliveries: at('/deliveries'), calls: at('/calls/manage'), ...editor },
  'capital.approver': {
    result: listed('SELECTED', /^\d{4}-\d{2}-L/),
    results: (page) => follow(page, '선정 결과 공고 보기'),
  },
  'ministry.director': {
    selection: task(/협업형 심의와 선정하기/),
    derivation: (page) => follow(page, /산출 과정/),
    'selection-proposal': sentBack,
  },
};

for (const [who, pages] of Object.entries(PAGES)) {
  test(`화면: ${who}`, async ({ signInAs, visitor }) => {
    mkdirSync(FOLDER, { recursive: true });
    const page = who === 'visitor' ? visitor : await signInAs(who);
    for (const [name, open] of Object.entries(pages)) {
      await open(page);
      await page.waitForLoadState('networkidle');
      await takePictures(page, name);
    }
  });
}

async function takePictures(page: Page, name: string): Promise<void> {
  if (process.env.UPDATE_DOCS && README.includes(name)) {
    mkdirSync(DOCS, { recursive: true });
    await page.setViewportSize({ width: 1000, height: 640 });
    const table = page.locator('.app-grid-tools');
    if ((await table.count()) > 0) await table.evaluate((tools) => tools.scrollIntoView({ behavior: 'instant' }));
    await page.screenshot({ path: join(DOCS, `${name}.png`) });
    await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  }
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    await expect.poll(wide, `the width of ${name} in a window of ${width}`).toBeLessThanOrEqual(width);
    await page.screenshot({ path: join(FOLDER, `${name}-${width}.png`), fullPage: true });
  }
  await page.evaluate(async () => {
    document.documentElement.setAttribute('data-krds-mode', 'high-contrast');
    // Colours change gradually.
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  });
  await look(page);
  await page.screenshot({ path: join(FOLDER, `${name}-contrast.png`), fullPage: true });
}
