// What is wrong with the server, as people see it: a bar above the page for as long as it is so.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible, inPage, openBrowser, picture } from './harness/browser.mjs';
import { moveDatabase, withThreeDocuments } from './harness/originals.mjs';
import { startServer } from './harness/server.mjs';

const everyNotice = [
  {
    kind: 'originals_of_another_database',
    message_text:
      'The files of documents are kept in a folder that belongs to another database. Nothing in it ' +
      'is erased until whoever runs this server decides with “parlance originals”.',
  },
  {
    kind: 'open_to_anyone',
    message_text: 'Anyone who reaches this server can read and change everything in it.',
  },
  { kind: 'storage_full', message_text: 'The disk is full: nothing new can be kept.' },
];

let browser;
let data;
let away;
let server;
before(async () => {
  browser = await openBrowser();
  const made = await withThreeDocuments();
  data = made.data;
  await made.server.kill('SIGTERM');
  away = moveDatabase(data);
  server = await startServer({ data });
});
after(async () => {
  await browser?.close();
  await server?.kill();
});

const bar = (page) => page.getByRole('region', { name: 'About this server' });

/** As if the server had said these. */
const withNotices = (notices) => (page) =>
  page.route('**/api/me', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), notices } });
  });

/** Nothing is cut off at the side, and the bar leaves room for the page. */
async function fits(page) {
  const { wide, high } = await page.evaluate(() => {
    const found = document.querySelector('section[aria-label="About this server"]');
    return {
      wide: document.documentElement.scrollWidth <= window.innerWidth,
      high: found.getBoundingClientRect().height <= window.innerHeight * 0.41,
    };
  });
  assert.ok(wide, 'the page scrolls sideways');
  assert.ok(high, 'the bar takes more than two fifths of the page');
}

describe('a bar for each notice', { concurrency: 1 }, () => {
  for (const size of ['desktop', 'phone']) {
    for (const theme of ['light', 'dark']) {
      test(`looks well on ${size} in ${theme}`, async () => {
        for (const [name, at] of [['first', '/'], ['documents', '/documents']]) {
          await inPage(browser, server, { size, theme, at }, async (page) => {
            await bar(page).getByText(/has no documents, but its folder is full/).waitFor();
            await fits(page);
            await assertAccessible(page, `${name} ${size} ${theme}`);
            await picture(page, `notice-${name}.${size}.${theme}`);
          });
        }
        const prepare = withNotices(everyNotice);
        await inPage(browser, server, { size, theme, prepare }, async (page) => {
          await bar(page).getByText(/disk is full/).waitFor();
          assert.equal(await bar(page).getByRole('listitem').count(), everyNotice.length);
          await fits(page);
          await assertAccessible(page, `several ${size} ${theme}`);
          await picture(page, `notice-several.${size}.${theme}`);
        });
      });
    }
  }

  for (const [name, more] of [
    ['320-wide', { viewport: { width: 320, height: 640 } }],
    ['zoom-400', { viewport: { width: 360, height: 225 }, deviceScaleFactor: 4 }],
    ['forced-colors', { forcedColors: 'active' }],
  ]) {
    test(`holds at ${name}`, async () => {
      const prepare = withNotices(everyNotice);
      await inPage(browser, server, { more, prepare }, async (page) => {
        await bar(page).getByText(/disk is full/).waitFor();
        await fits(page);
        await assertAccessible(page, name);
        await picture(page, `notice-several.${name}`);
      });
    });
  }

  test('goes without a reload when the database is put back', async () => {
    await inPage(browser, server, { isDisturbed: true }, async (page) => {
      await bar(page).waitFor();
      const { port } = server;
      await server.kill('SIGTERM');
      moveDatabase(data, away);
      // As somebody does who comes back to the tab.
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await page.getByText(/cannot be reached/).waitFor();
      server = await startServer({ data, port });
      await bar(page).waitFor({ state: 'detached' });
      assert.equal(await page.getByText(/cannot be reached/).count(), 0);
    });
  });
});
