// A real headless Chromium, and pages that note everything that should not happen in them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { screenshots } from './places.mjs';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const sizes = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  },
};

/** A browser with a profile of its own, which Playwright removes when it is closed. `args`: more of its options. */
export async function openBrowser({ args = [] } = {}) {
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    chromiumSandbox: false,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
  process.on('exit', () => browser.process?.()?.kill('SIGKILL'));
  return browser;
}

/** A profile of its own: pages of one context are tabs of one browser. `more` = Playwright's options. */
export async function openContext(browser, { size = 'desktop', theme = 'light', more = {} } = {}) {
  const context = await browser.newContext({
    ...sizes[size],
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...more,
  });
  context.setDefaultTimeout(40_000); // a busy machine is no failure
  return context;
}

/**
 * A page of `server` that is ready to be used, in a context of its own or in `options.context`.
 * `.faults` lists console errors, exceptions, violations of the content security policy and requests
 * to anywhere else.
 */
export async function openPage(browser, server, options = {}) {
  const context = options.context ?? (await openContext(browser, options));
  const page = await context.newPage();
  page.isTab = options.context !== undefined;
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') page.faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    const isOurs = url === server.url || url.startsWith(`${server.url}/`) || /^(data|blob):/.test(url);
    if (!isOurs) page.faults.push(`request to ${url}`);
  });
  await page.exposeFunction('parlanceTestViolation', (text) => page.faults.push(`CSP: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.parlanceTestViolation(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`,
      );
    });
  });
  await options.prepare?.(page);
  await page.goto(server.url + (options.at ?? '/'), { waitUntil: 'load' });
  return page;
}

/**
 * Opens a page, runs `steps` with it, and closes it. Fails on everything that should not happen in it,
 * unless `isDisturbed`: a server that is killed is seen in the console. A failure leaves a picture.
 * Options: as of `openContext` and `openPage`; `prepare(page)` runs before the page is loaded.
 */
export async function inPage(browser, server, options, steps) {
  const page = await openPage(browser, server, options);
  try {
    await steps(page);
    if (!options.isDisturbed) assert.deepEqual(page.faults, []);
  } catch (error) {
    failures += 1;
    const name = `failure-${process.pid}-${failures}`;
    await picture(page, name).catch(() => {});
    const noted = `(see ${name}.png; the page noted ${JSON.stringify(page.faults)})`;
    throw new Error(`${error.message}\n${noted}`, { cause: error });
  } finally {
    // An answer that a test changes on its way may still be under way.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await (page.isTab ? page.close() : page.context().close());
  }
}
let failures = 0;

/** Saves what the page shows as build/e2e/screenshots/NAME.png. */
export async function picture(page, name, folder = screenshots) {
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({
    path: path.join(folder, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
}

const axeSource = fs.readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const axeTags = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22a',
  'wcag22aa',
  'best-practice',
];

/** Fails on any accessibility violation of what the page shows now. */
export async function assertAccessible(page, what) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (values) => {
    const { violations: found } = await window.axe.run(document, {
      runOnly: { type: 'tag', values },
    });
    return found.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n${nodes.map((node) => `    ${node.target} ${node.failureSummary}`).join('\n')}`,
    );
  }, axeTags);
  assert.ok(violations.length === 0, `${what}:\n${violations.join('\n')}`);
}
