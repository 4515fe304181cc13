// What every journey has: a portal of its group, people who are signed in, and eyes that see every console error,
// every complaint of the server and every serious fault of accessibility.
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Portal } from './portal';

export { expect };
export type { Page } from '@playwright/test';

/** Signs somebody in by the first part of their address (service/src/demo/world.rs) and answers their window. */
export type SignInAs = (login: string) => Promise<Page>;

type Fixtures = { portal: Portal; faults: string[]; signInAs: SignInAs; visitor: Page };
type WorkerFixtures = { portals: Portals };

/** One portal at a time: tests of another file or another `describe` get a new one. */
class Portals {
  private group = '';
  private running: Portal | undefined;

  async of(group: string): Promise<Portal> {
    if (this.group !== group || !this.running) {
      await this.stop();
      [this.group, this.running] = [group, await Portal.start()];
    }
    return this.running;
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    this.running = undefined;
  }
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  portals: [
    async ({}, use) => {
      const portals = new Portals();
      await use(portals);
      await portals.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  portal: async ({ portals }, use, testInfo) => {
    await use(await portals.of(testInfo.titlePath.slice(0, -1).join(' › ')));
  },

  faults: async ({ portal }, use) => {
    const before = portal.complaints().length;
    const faults: string[] = [];
    await use(faults);
    expect([...faults, ...portal.complaints().slice(before)]).toEqual([]);
  },

  /** The window of somebody who is not signed in. */
  visitor: async ({ browser, portal, faults }, use) => {
    const context = await watched(await browser.newContext({ baseURL: portal.url }), faults);
    await use(await context.newPage());
    await context.close();
  },

  signInAs: async ({ browser, portal, faults }, use) => {
    const windows = new Map<string, Page>();
    await use(async (login) => {
      const open = windows.get(login);
      if (open) return open;
      const context = await watched(await browser.newContext({ baseURL: portal.url }), faults);
      const page = await context.newPage();
      windows.set(login, page);
      await signIn(page, portal, login);
      return page;
    });
    for (const page of windows.values()) await page.context().close();
  },
});

/** Posts what the button of the demonstration posts (`reading.spec.ts` presses it): journeys need twenty people. */
async function signIn(page: Page, portal: Portal, login: string): Promise<void> {
  const response = await page.request.post('/demo?act=demo_sign_in&key=journey', {
    form: { email: `${login}@portal.example` },
    headers: { origin: portal.url },
    maxRedirects: 0,
  });
  expect(response.status(), `signing in as ${login}`).toBe(303);
}

/** With JavaScript the pages hydrate, and axe can look at them. */
export const hydrates = (): boolean => test.info().project.name === 'hydrate';

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

async function watched(context: BrowserContext, faults: string[]): Promise<BrowserContext> {
  context.on('weberror', (error) => faults.push(`${error.page()?.url()}: ${error.error()}`));
  context.on('console', (message) => {
    // A refusal is an answer: browsers report its status as if the page could not be loaded.
    const answered = [message.page()?.url(), '/uploads'].some((place) => place && message.location().url.includes(place));
    const refused = /the server responded with a status of (4\d\d|503)/.test(message.text()) && answered;
    // Journeys cut the way to the server; the page says so itself.
    const cut = /net::ERR_(CONNECTION_REFUSED|INTERNET_DISCONNECTED|CONNECTION_RESET|EMPTY_RESPONSE)/.test(message.text()) && message.location().url.endsWith('/autosave');
    if (message.type() === 'error' && !refused && !cut) faults.push(`${message.page()?.url()}: ${message.text()}`);
  });
  if (hydrates()) await context.addInitScript({ content: AXE });
  return context;
}

type Axe = { run(options: object): Promise<{ violations: Violation[] }> };
type Violation = { id: string; impact: string | null; help: string; nodes: { target: unknown; failureSummary?: string }[] };

const seen = new Set<string>();

/** Looks at a page as axe does, once for every kind of page: its title without numbers, its buttons, its colours. */
export async function look(page: Page): Promise<void> {
  if (!hydrates()) return;
  const kind = await page.evaluate(() => {
    const buttons = [...document.querySelectorAll('main button')].map((button) => button.textContent?.trim());
    return [document.title.replace(/[\d-]+/g, '0'), document.documentElement.dataset.krdsMode, ...new Set(buttons)].join('|');
  });
  if (seen.has(kind)) return;
  seen.add(kind);
  await page.waitForLoadState('networkidle');
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ['violations'] }),
  );
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map((node) => `${id} (${help}): ${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`));
  expect.soft(serious, `accessibility of ${page.url()}`).toEqual([]);
  // A field made outside of its form forgets what was typed into it.
  expect.soft(await page.locator('main [name][id^="--"]').count(), `fields outside of forms at ${page.url()}`).toBe(0);
}
