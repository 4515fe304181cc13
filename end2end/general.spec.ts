// 일반형: the municipality and the province confirm their money by letter, an innovation body speaks, then the same
// way to the announcement.
import { expect, test, type Page } from './support/test';
import { done, fill, press, refusal, visit } from './support/steps';
import { submit, write, type Application, type Project } from './support/draft';
import { decide, evaluate, readResult, receiveAndScreen } from './support/programme';

const PROJECT: Project = { track: 'GENERAL', complex: '반월 염색', partner: '경기테크노파크', national: 400_000_000, years: 1 };
const LETTER = {
  name: '지방비 부담 확약서(가상).pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
};

test('일반형: 초안부터 지자체 확인을 거쳐 발표까지', async ({ signInAs }) => {
  const application = await write(await signInAs('capital.staff'), PROJECT);
  const approver = await signInAs('capital.approver');
  await submit(approver, application);

  const city = await signInAs('city.ansan');
  await visit(city, application.home);
  await refuseTooLittle(city);
  await confirm(city, application);
  await confirm(await signInAs('province.gyeonggi'), application);

  const body = await signInAs('fiti.gyeonggi');
  await visit(body, application.home);
  await fill(body, { opinion: '지역에 필요한 시설입니다. (가상)' });
  await done(body, '의견 제출', '지역혁신기관 의견을 제출했습니다.');

  const agency = await signInAs('agency');
  await visit(agency, application.home);
  await readLetter(agency);
  await receiveAndScreen(agency, application);
  await evaluate(signInAs, application, 'GENERAL');
  await decide(signInAs, application, 'GENERAL');
  await readResult(approver, application, PROJECT);
});

/** 확약 over less than was asked: says by how much, keeps what was typed. */
async function refuseTooLittle(city: Page): Promise<void> {
  const amount = city.locator('[name^="amounts["]');
  await amount.fill('1억');
  await fill(city, { answer: 'COMMITTED', document_no: '기업지원과-1' });
  await city.locator('[name="file"]').setInputFiles(LETTER);
  expect(await press(city, '확인 제출')).toBe(422);
  await expect(refusal(city)).toContainText('60,000,000원 적습니다');
  await expect(amount).toHaveValue('1억');
  await expect(city.locator('[name="document_no"]')).toHaveValue('기업지원과-1');
}

async function confirm(government: Page, application: Application): Promise<void> {
  await visit(government, application.home);
  await fill(government, { answer: 'COMMITTED', document_no: '기업지원과-2001', opinion: '예산에 반영하였습니다. (가상)' });
  await government.locator('[name="file"]').setInputFiles(LETTER);
  await done(government, '확인 제출', '지방비 확인을 제출했습니다.');
}

/** The agency opens the attached letter. */
async function readLetter(agency: Page): Promise<void> {
  const address = await agency.getByRole('link', { name: LETTER.name }).first().getAttribute('href');
  const response = await agency.request.get(address ?? '');
  expect(response.status()).toBe(200);
  expect(response.headers()['content-disposition']).toContain('attachment');
  expect((await response.body()).equals(LETTER.buffer)).toBe(true);
}
