// 협업형 from the first word to the announcement, in two regions: 울산, and 전남광주 beside another application.
import { expect, test, type Page, type SignInAs } from './support/test';
import { done, fill, follow, idIn, tick, visit } from './support/steps';
import { submit, write, type Application, type Project } from './support/draft';
import { decide, evaluate, knowsNothingYet, readResult, receiveAndScreen, score } from './support/programme';

type Region = {
  name: string;
  project: Project;
  staff: string;
  approver: string;
  city: string;
  province: string;
  /** The innovation body that takes part: it speaks without a mark. */
  partner: string;
  scorers: string[];
};

const REGIONS: Region[] = [
  {
    name: '울산',
    project: { track: 'REGIONAL', complex: '울산 미포 동반성장', partner: '울산테크노파크', national: 400_000_000, years: 2 },
    staff: 'ulsan.staff',
    approver: 'ulsan.approver',
    city: 'city.ulsan.dong',
    province: 'province.ulsan',
    partner: 'tp.ulsan',
    scorers: ['kitech.ulsan', 'expert1', 'expert2'],
  },
  {
    name: '전남광주',
    project: { track: 'REGIONAL', complex: '순천(해룡)', partner: '전남테크노파크', national: 300_000_000, years: 1 },
    staff: 'honam.staff',
    approver: 'honam.approver',
    city: 'city.suncheon',
    province: 'province.jeonnamgwangju',
    partner: 'tp.jeonnam',
    scorers: ['tp.gwangju', 'kitech.seonam', 'expert1'],
  },
];

for (const region of REGIONS) {
  test.describe(region.name, () => {
    test(`협업형 ${region.name}: 초안부터 발표까지`, async ({ signInAs }) => {
      const staff = await signInAs(region.staff);
      const application = await write(staff, region.project);
      await visit(staff, `${application.home}/check`);
      await expect(staff.getByRole('button', { name: '신청서 제출' })).toHaveCount(0);

      const approver = await signInAs(region.approver);
      expect(await submit(approver, application)).toMatch(/\d/);

      await reviewInTheRegion(signInAs, region, application);
      await receiveAndScreen(await signInAs('agency'), application);
      await evaluate(signInAs, application, 'REGIONAL');
      await knowsNothingYet(approver, application);
      await decide(signInAs, application, 'REGIONAL');
      await readResult(approver, application, region.project);
    });
  });
}

/** The province invites experts, everybody who may scores or speaks, the province closes. */
async function reviewInTheRegion(signInAs: SignInAs, region: Region, application: Application): Promise<void> {
  const province = await signInAs(region.province);
  await visit(province, application.home);
  await follow(province, '지역검토 화면으로');
  const session = `/sessions/${idIn(province.url())}`;
  await tick(province.getByLabel('가상 전문가 하나'));
  await tick(province.getByLabel('가상 전문가 둘'));
  await done(province, '전문가 위촉', '전문가를 위촉했습니다.');

  const partner = await signInAs(region.partner);
  await visit(partner, session);
  await expect(partner.getByRole('link', { name: `채점하기(${application.no})` })).toHaveCount(0);

  const city = await signInAs(region.city);
  await visit(city, session);
  const opinion = city.locator(`form[action*="act=regional_opinion&key=${application.id}"]`);
  await fill(opinion, { opinion: '지방비를 부담하며 사업 추진에 동의합니다. (가상)' });
  await done(opinion, '의견 제출', '지역 의견을 제출했습니다.');

  for (const [n, login] of region.scorers.entries()) await scoreSession(await signInAs(login), session, 0.9 - n / 20);
  await closeSession(province, session);
}

/** Scores everything that waits for this person. */
async function scoreSession(scorer: Page, session: string, share: number): Promise<void> {
  await visit(scorer, session);
  const links = await scorer.getByRole('link', { name: /^채점하기\(/ }).all();
  const addresses = await Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? ''));
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses) await score(scorer, address, share);
}

async function closeSession(province: Page, session: string): Promise<void> {
  await visit(province, session);
  await expect(province.getByText('지방비를 부담하며 사업 추진에 동의합니다. (가상)')).toBeVisible();
  const ranks = await province.locator('[name^="outcomes["][name$="[rank]"]').all();
  for (const [place, rank] of ranks.entries()) {
    const field = ((await rank.getAttribute('name')) ?? '').replace('[rank]', '');
    await fill(province, {
      [`${field}[rank]`]: `${place + 1}`,
      [`${field}[recommended]`]: true,
      [`${field}[opinion]`]: '지역전략산업과의 연계가 뚜렷하여 추천합니다. (가상)',
    });
  }
  await done(province, '지역검토 마감', '지역검토를 마감했습니다.');
}
