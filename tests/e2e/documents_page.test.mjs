// The documents page: what is there, adding files, and what becomes of a file that cannot be read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, inPage, openBrowser, picture } from './harness/browser.mjs';
import * as see from './harness/page.mjs';
import { sampleNames, startWithSamples } from './harness/server.mjs';

let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([startWithSamples(), openBrowser()]);
});
after(() => Promise.all([browser?.close(), server?.kill()]));

// A table, on a phone a list.
const rows = (page) => page.locator('[data-row]');
const files = [
  {
    name: 'kites.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from('# Kites\n\nKites fly on Sundays only.\n'),
  },
  {
    name: 'noise.exe',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from([0x4d, 0x5a, 0, 1, 2, 0xff]),
  },
];

test('documents are listed with what became of them; added ones can be asked about at once', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see
      .navigation(page)
      .getByRole('link', { name: /Documents/ })
      .click();
    await page.getByRole('heading', { level: 1, name: 'Documents' }).waitFor();
    for (const name of sampleNames)
      await rows(page).filter({ hasText: name }).filter({ hasText: 'Ready' }).waitFor();

    await page.locator('input[type=file]').setInputFiles(files);
    await rows(page).filter({ hasText: 'kites.md' }).filter({ hasText: 'Ready' }).waitFor();
    const failed = page.getByRole('main').getByText('noise.exe').locator('..');
    await failed.filter({ hasText: /[a-z].*\./ }).waitFor();
    await picture(page, 'documents.desktop.light');
    await assertAccessible(page, 'documents');

    await page.goto(server.url);
    await see.askInPage(page, 'When do kites fly?');
    const turn = await see.answered(page);
    assert.match(await see.answerText(turn), /Kites fly on Sundays only/);
  });
});

for (const [size, theme] of [
  ['phone', 'dark'],
  ['phone', 'light'],
  ['desktop', 'dark'],
]) {
  test(`documents, ${size}, ${theme}`, async () => {
    await inPage(browser, server, { size, theme, at: '/documents' }, async (page) => {
      await rows(page).first().waitFor();
      await picture(page, `documents.${size}.${theme}`);
      await assertAccessible(page, 'documents');
    });
  });
}

test('an address that is no page says so and leads back', async () => {
  await inPage(
    browser,
    server,
    { at: '/c/0190f0f0-0000-7000-8000-000000000000', isDisturbed: true },
    async (page) => {
      await page.getByText('This conversation does not exist, or it is not yours.').waitFor();
      await page.getByRole('button', { name: 'New conversation' }).first().click();
      await see.ready(page);
    },
  );
});
