// A complete application, typed section by section as people do.
import { expect, type Page } from './test';
import { done, fill, follow, idIn, press, visit } from './steps';

export type Project = {
  track: 'REGIONAL' | 'GENERAL';
  complex: string;
  /** The innovation body that takes part. */
  partner: string;
  /** National money of each year, in won. */
  national: number;
  years: number;
};

export type Application = { id: string; call: string; home: string; no: string };

/** The year of the open call. */
const firstYear = new Date(Date.now() + 9 * 3_600_000).getUTCFullYear() + 1;

/** Starts an application in the open call and fills in every section. */
export async function write(staff: Page, project: Project): Promise<Application> {
  await visit(staff, '/');
  await follow(staff, '공고 보기');
  const call = idIn(staff.url());
  await fill(staff, { complex: project.complex, track: project.track });
  expect(await press(staff, '신청서 작성 시작')).toBe(200);
  const home = `/applications/${idIn(staff.url())}`;
  await basic(staff, project);
  await participants(staff, project);
  await plan(staff);
  if (project.track === 'REGIONAL') await region(staff);
  await budget(staff, project);
  await papers(staff);
  await declarations(staff);
  await expect(staff.getByText('모든 항목을 작성했습니다.')).toBeVisible();
  await visit(staff, home);
  const no = /\d{4}-\d{2}-[A-Z]-\d{4}/.exec(await staff.title())?.[0] ?? '';
  return { id: idIn(home), call, home, no };
}

async function basic(staff: Page, { complex, years }: Project): Promise<void> {
  await fill(staff, {
    'basic[title]': `${complex} 공동시설 고도화 (가상)`,
    'basic[summary]': '입주기업이 함께 쓰는 시험·측정 시설을 갖춘다. (가상)',
    'basic[starts_on]': `${firstYear}-01-01`,
    'basic[ends_on]': `${firstYear + years - 1}-12-31`,
    'basic[director_name]': '가상 책임자',
    'basic[director_title]': '사무국장',
    'basic[director_phone]': '02-0000-0000',
    'basic[director_email]': 'director@portal.example',
    'basic[main_business]': '특화단지 관리와 공동시설 운영 (가상)',
    'basic[assets]': '25억',
    'basic[liabilities]': '4억',
  });
  await done(staff, '저장 후 다음', '저장했습니다.');
}

async function participants(staff: Page, project: Project): Promise<void> {
  await rows(staff, 'participants[partners]', '참여기관 추가', 1);
  await rows(staff, 'participants[firms]', '뿌리기업 추가', 10);
  const commitments = project.track === 'REGIONAL' ? 2 * project.years : 0;
  await rows(staff, 'participants[commitments]', '확약 추가', commitments);
  await fill(staff, {
    'participants[partners][0][org]': project.partner,
    'participants[partners][0][kind]': 'INNOVATION_BODY',
    'participants[partners][0][task]': '기업 수요조사와 공동 교육',
    'participants[tenants]': '12',
  });
  for (let n = 0; n < 10; n += 1) {
    await fill(staff, {
      [`participants[firms][${n}][name]`]: `가상뿌리기업 ${n + 1}`,
      [`participants[firms][${n}][certificate_no]`]: `시연-${n + 1}`,
      [`participants[firms][${n}][valid_to]`]: `${firstYear + 1}-06-30`,
    });
  }
  for (let n = 0; n < commitments; n += 1) {
    await fill(staff, {
      [`participants[commitments][${n}][level]`]: n % 2 ? 'MUNICIPALITY' : 'PROVINCE',
      [`participants[commitments][${n}][year]`]: `${firstYear + Math.floor(n / 2)}`,
      [`participants[commitments][${n}][amount]`]: `${(project.national * 2) / 5}`,
      [`participants[commitments][${n}][deposit_on]`]: `${firstYear}-03-31`,
      [`participants[commitments][${n}][document_no]`]: `시연과-${100 + n}`,
    });
  }
  await done(staff, '저장 후 다음', '저장했습니다.');
}

async function plan(staff: Page): Promise<void> {
  const questions = ['necessity', 'content', 'schedule', 'use_of_funds', 'own_funding', 'effects', 'expected_income', 'operation'];
  for (const question of questions) {
    await fill(staff, { [`plan[${question}]`]: '시연을 위해 꾸민 내용입니다.\n둘째 줄 <b>굵지 않음</b> & 그대로.' });
  }
  await done(staff, '저장 후 다음', '저장했습니다.');
}

async function region(staff: Page): Promise<void> {
  await rows(staff, 'region[indicators]', '지표 추가', 1);
  const industry = await staff.locator('[name="region[industry]"] option[value]:not([value=""])').first().getAttribute('value');
  await fill(staff, {
    'region[industry]': industry ?? '',
    'region[tie]': '지역전략산업의 부품 공급기업이 단지에 모여 있다. (가상)',
    'region[roles]': '지자체는 지방비를, 혁신기관은 기술지원을 맡는다. (가상)',
    'region[indicators][0][name]': '공동시설 이용기업',
    'region[indicators][0][unit]': '개사',
    'region[indicators][0][baseline]': '0',
    'region[indicators][0][target]': '25',
    'region[indicators][0][owner]': '운영기관',
  });
  await done(staff, '저장 후 다음', '저장했습니다.');
}

/** Of every ten won: national 5, provincial 2, municipal 2, cash 0.7, in kind 0.3. */
async function budget(staff: Page, project: Project): Promise<void> {
  for (let n = 0; n < 2 * project.years; n += 1) await line(staff, n);
  for (let n = 0; n < 2 * project.years; n += 1) {
    const facility = n % 2 === 0;
    const unit = (project.national / 5) * (facility ? 0.8 : 0.2);
    const cell = (name: string) => `budget[lines][${n}][${name}]`;
    await fill(staff, {
      [cell('year')]: `${firstYear + Math.floor(n / 2)}`,
      [cell('category')]: facility ? 'FACILITY' : 'ACTIVITY',
      [cell('item')]: facility ? '공동 시험·측정실' : '공동 교육',
      [cell('basis')]: '견적 2개사 평균 (가상)',
      [cell('cost')]: `${unit * 10}`,
      [cell('national')]: `${unit * 5}`,
      [cell('provincial')]: `${unit * 2}`,
      [cell('municipal')]: `${unit * 2}`,
      [cell('cash')]: `${unit * 0.7}`,
      [cell('in_kind')]: `${unit * 0.3}`,
      [cell('valuation')]: 'WAGE',
      [cell('valuation_note')]: '참여인력의 기준임률 (가상)',
    });
  }
  await fill(staff, {
    'budget[site][address]': '특화단지 공동시설 용지 (가상)',
    'budget[site][right]': 'OWNED',
    'budget[site][no_permits]': true,
    'budget[site][running_cost]': '4,500만',
    'budget[site][running_payer]': '운영기관 (가상)',
  });
  await done(staff, '저장 후 다음', '저장했습니다.');
}

const PAPER = {
  name: '제출서류(가상).pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
};

async function declarations(staff: Page): Promise<void> {
  const boxes = ['truthful', 'no_duplicate', 'integrity', 'privacy', 'sharing'];
  await fill(staff, {
    ...Object.fromEntries(boxes.map((box) => [`declarations[${box}]`, true as const])),
    'declarations[helped]': 'NOBODY',
  });
  await done(staff, '저장하고 확인하기', '저장했습니다.');
}

/** The budget's nth line, added when it is not there: with JavaScript at once, else by saving. */
export async function line(page: Page, n: number): Promise<void> {
  const item = page.locator(`[name="budget[lines][${n}][item]"]`);
  if ((await item.count()) === 0) await page.getByRole('button', { name: '사업비 줄 추가' }).click();
  await expect(item).toBeVisible();
}

/** Fills every required slot: with the consent where it is enough, else with a file. */
async function papers(staff: Page): Promise<void> {
  const open = staff.locator('.app-slot', { has: staff.getByText('없음', { exact: true }) });
  while ((await open.count()) > 0) {
    const slot = open.first();
    if ((await slot.getByRole('button', { name: /공동이용에 동의$/ }).count()) > 0) {
      await done(slot, /공동이용에 동의$/, '행정정보 공동이용에 동의했습니다.');
    } else {
      await slot.locator('input[type="file"]').setInputFiles(PAPER);
      await done(slot, /: 올리기$/, '파일을 올렸습니다.');
    }
  }
  await follow(staff, '다음');
}

/** Adds rows until a repeating part has so many. */
async function rows(page: Page, list: string, add: string, wanted: number): Promise<void> {
  const there = await page.locator(`tr:has([name^="${list}["])`).count();
  for (let n = there; n < wanted; n += 1) await done(page, add, '저장하고 줄을 추가했습니다.');
}

/** The approver checks, submits and gets a number. */
export async function submit(approver: Page, application: Application): Promise<string> {
  await visit(approver, `${application.home}/check`);
  await done(approver, '신청서 제출', '신청서를 제출했습니다.');
  await expect(approver.getByRole('heading', { level: 1 })).toHaveText('제출확인증');
  await expect(approver.getByText('제출확인번호', { exact: true }).first()).toBeVisible();
  return (await approver.locator('.app-receipt .number').innerText()).trim();
}
