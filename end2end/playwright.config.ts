// The journeys run twice, with and without JavaScript; *.hydrate.spec.ts only with it. `cargo xtask test browser`
// builds what they need and says where it is; it is started alone with PORTAL_BIN, PORTAL_SITE and CHROMIUM set.
import { defineConfig, devices } from '@playwright/test';

const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 900 } };

export default defineConfig({
  testDir: '.',
  outputDir: 'results/artifacts',
  reporter: [['list']],
  workers: 2,
  forbidOnly: true,
  timeout: 900_000,
  expect: { timeout: 30_000 },
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    actionTimeout: 45_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'hydrate', use: desktop },
    { name: 'nojs', use: { ...desktop, javaScriptEnabled: false }, testIgnore: '**/*.hydrate.spec.ts' },
  ],
});
