// What people do on any page: go somewhere, fill in, press, follow. Every page reached is looked at.
import { expect, look, type Page } from './test';
import type { Locator } from '@playwright/test';

type Place = Page | Locator;

const pageOf = (place: Place): Page => ('goto' in place ? place : place.page());

/** Opens an address; answers the status. */
export async function visit(page: Page, address: string): Promise<number> {
  const response = await page.goto(address);
  await look(page);
  return response?.status() ?? 0;
}

/** Presses a button that posts, and waits for the page that answers; answers its status. */
export async function press(place: Place, name: string | RegExp): Promise<number> {
  const page = pageOf(place);
  const answered = page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() !== 303);
  const arrived = page.waitForEvent('domcontentloaded');
  await place.getByRole('button', { name, exact: true }).click();
  const [answer] = await Promise.all([answered, arrived]);
  await look(page);
  return answer.status();
}

/** Presses a button whose act succeeds: the notice says so. */
export async function done(place: Place, name: string | RegExp, notice: string): Promise<void> {
  expect(await press(place, name), `the answer to ‘${name}’`).toBe(200);
  await expect(pageOf(place).getByRole('status').filter({ hasText: notice })).toBeVisible();
}

/** Follows a link. */
export async function follow(place: Place, name: string | RegExp): Promise<void> {
  const page = pageOf(place);
  const link = place.getByRole('link', { name, exact: true }).first();
  const target = new URL((await link.getAttribute('href')) ?? '', page.url());
  await link.click();
  await page.waitForURL((url) => url.pathname === target.pathname);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await look(page);
}

/** Fills in fields by their names. `true` ticks a box; for a list the value is its text or its value. */
export async function fill(place: Place, values: Record<string, string | true>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = place.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((element: HTMLInputElement) => element.type);
    if (value === true) await tick(field);
    else if (kind === 'radio') await tick(place.locator(`[name="${name}"][value="${value}"]`));
    else if (kind.startsWith('select')) await choose(field, value);
    else await field.fill(value);
  }
}

/** Ticks a box or a choice by its label, which is drawn over it. */
export async function tick(box: Locator): Promise<void> {
  await set(box, true);
}

/** Takes the tick away. */
export async function untick(box: Locator): Promise<void> {
  await set(box, false);
}

async function set(box: Locator, checked: boolean): Promise<void> {
  if ((await box.isChecked()) !== checked) {
    await box.page().locator(`label[for="${await box.getAttribute('id')}"]`).click();
  }
  await expect(box).toBeChecked({ checked });
}

async function choose(list: Locator, wanted: string): Promise<void> {
  const byText = list.locator('option', { hasText: wanted });
  const value = (await byText.count()) > 0 ? await byText.first().getAttribute('value') : wanted;
  await list.selectOption(value);
}

/** Moves the clock of the demonstration. */
export async function moveClock(page: Page, by: { days?: number; hours?: number }): Promise<void> {
  const strip = page.getByRole('region', { name: '시연 안내' });
  await strip.getByLabel('직접(분)').fill(`${(by.days ?? 0) * 1440 + (by.hours ?? 0) * 60}`);
  await done(strip, '이동', '시연 시각을 옮겼습니다.');
}

/** The date in the demonstration, as `2026-11-23`. */
export async function today(page: Page): Promise<string> {
  const strip = await page.getByRole('region', { name: '시연 안내' }).innerText();
  const [, year, month, day] = /시연 시각 (\d+)\. (\d+)\. (\d+)\./.exec(strip) ?? [];
  return [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
}

/** What the page says was refused. */
export const refusal = (page: Page): Locator => page.getByRole('alert');

/** The id in the address of an application, a call or a session. */
export function idIn(address: string): string {
  const [id] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(address) ?? [];
  if (!id) throw new Error(`no id in ${address}`);
  return id;
}
