// How the side bar, the documents, the settings and the frame around them look: pictures of every state
// at both sizes and themes, without an accessibility violation; and the odd screens.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { api } from './harness/api.mjs';
import { assertAccessible, inPage, openBrowser, picture } from './harness/browser.mjs';
import * as see from './harness/page.mjs';
import { lockedPdf, scannedPdf } from './harness/pdf_files.mjs';
import * as scenes from './harness/scenes.mjs';
import { startServer, startWithSamples } from './harness/server.mjs';

let server;
let empty;
let browser;
let sources;

before(async () => {
  [server, empty, browser] = await Promise.all([
    startWithSamples(),
    startServer(),
    openBrowser(),
  ]);
  sources = await scenes.askAboutSources(server);
  await scenes.askTwice(server);
  const http = api(server);
  await http.addDocument('locked.pdf', lockedPdf(), 'application/pdf');
  await http.addDocument('scanned.pdf', scannedPdf(), 'application/pdf');
  await http.addDocument(`${'a long name '.repeat(12)}.md`, '# Long\n\nIt has a long name.\n');
});
after(() => Promise.all([browser?.close(), server?.kill(), empty?.kill()]));

/** Notes what is wrong with a state, so that the others of its page are pictured all the same. */
async function check(page, name) {
  await picture(page, name);
  for (const judge of [see.assertFits, assertAccessible])
    await judge(page, name).catch(({ message }) => page.faults.push(message));
}

const kinds = ['desktop', 'phone'].flatMap((size) =>
  ['light', 'dark'].map((theme) => ({ size, theme, named: (what) => `${what}.${size}.${theme}` })),
);

/** Two documents in work, as the server tells of them. */
async function withDocumentsInWork(page) {
  await page.route(/\/api\/documents\?/, async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    const like = body.items.find(({ state }) => state === 'ready');
    const inWork = { ...like, page_count: undefined, passage_count: 0 };
    body.items.unshift(
      { ...inWork, document_id: crypto.randomUUID(), state: 'reading', title: 'audit.pdf' },
      {
        ...inWork,
        document_id: crypto.randomUUID(),
        state: 'queued',
        queue_place: 3,
        title: 'plan.docx',
      },
    );
    await route.fulfill({ response, json: body });
  });
}

async function pictureDocuments(page, { named }) {
  await see.documents(page).filter({ hasText: 'locked.pdf' }).waitFor();
  await see.documents(page).filter({ hasText: 'Waiting, 3rd in line' }).waitFor();
  await check(page, named('documents'));
  await page.getByRole('searchbox', { name: 'Filter by name' }).fill('no such name');
  await page.getByText('No document matches the filter.').waitFor();
  await check(page, named('documents-no-match'));
  await page.getByRole('searchbox', { name: 'Filter by name' }).fill('');
  await page.getByRole('button', { name: 'More for employee-handbook.pdf' }).click();
  await see.menuItem(page, 'Delete').waitFor();
  await check(page, named('documents-menu'));
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File(['x'], 'x.md'));
    window.dispatchEvent(new DragEvent('dragenter', { dataTransfer: files, bubbles: true }));
  });
  await page.getByText('Drop to add to My uploads').waitFor();
  await check(page, named('documents-drag'));
}

/** Stands still at the sending of one file, and refuses another one. */
async function pictureUploads(page, { named }) {
  await see.filePicker(page).waitFor({ state: 'attached' });
  let go;
  const held = new Promise((resolve) => {
    go = resolve;
  });
  await page.route('**/api/documents', async (route) => {
    await held;
    await route.abort();
  });
  await see.filePicker(page).setInputFiles([
    { name: 'kites.md', mimeType: 'text/markdown', buffer: Buffer.from('# Kites\n') },
    { name: 'empty.md', mimeType: 'text/markdown', buffer: Buffer.alloc(0) },
  ]);
  await page.getByRole('progressbar', { name: 'Sending kites.md' }).waitFor();
  await page.getByText('Not added').waitFor();
  await check(page, named('documents-sending'));
  go();
}

async function pictureSideBar(page, { size, named }) {
  await see.showNavigation(page);
  const title = scenes.sourceQuestions.pdf;
  await see.row(page, title).waitFor();
  if (size === 'phone') await check(page, named('navigation'));
  await see.rowMenu(page, title).click();
  await see.menuItem(page, 'Rename').waitFor();
  await check(page, named('row-menu'));
  await see.menuItem(page, 'Rename').click();
  await page.getByRole('textbox', { name: 'New title' }).waitFor();
  await check(page, named('rename'));
  await page.keyboard.press('Escape');
  await see.search(page).fill('leave');
  await see.results(page).locator('mark').first().waitFor();
  await check(page, named('search'));
  await see.search(page).fill('nothingwhatsoever');
  await page.getByText(/Nothing in your conversations matches/).waitFor();
  await check(page, named('search-no-match'));
  await see.search(page).fill('');
}

async function pictureDeletion(page, { named }) {
  const title = named('To be deleted');
  await see.showNavigation(page);
  await see.rowMenu(page, title).click();
  await see.menuItem(page, 'Delete').click();
  await see.undo(page).focus(); // what is looked at does not go
  await check(page, named('deleted'));
  await see.undo(page).click();
  await see.row(page, title).waitFor();
}

async function pictureSettings(page, { named }) {
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.getByText(server.data).waitFor();
  await check(page, named('settings'));
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link').nth(2).click();
  await check(page, named('settings-models'));
  await page.keyboard.press('Control+Slash');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await check(page, named('keys'));
}

describe('pictures of pages', { concurrency: 2 }, () => {
  for (const kind of kinds) {
    const { size, theme, named } = kind;
    const shown = (what, options, steps) =>
      test(named(what), () => {
        const { on = server, at = '/', ...rest } = options();
        return inPage(browser, on, { size, theme, at, ...rest }, (page) => steps(page, kind));
      });

    shown('documents', () => ({ at: '/documents', prepare: withDocumentsInWork }), pictureDocuments);
    shown('uploads', () => ({ at: '/documents', isDisturbed: true }), pictureUploads);
    shown('side bar', () => ({ at: '/settings' }), pictureSideBar);
    shown('settings', () => ({ at: '/settings' }), pictureSettings);
    test(named('deletion'), async () => {
      await api(server).answered({ message_text: named('To be deleted'), model: 'offline' });
      await inPage(browser, server, { size, theme }, (page) => pictureDeletion(page, kind));
    });
    shown('no documents', () => ({ on: empty, at: '/documents' }), async (page) => {
      await page.getByText('There are no documents yet').waitFor();
      await check(page, named('documents-empty'));
    });
    shown('no such page', () => ({ on: empty, at: '/c/nowhere' }), async (page) => {
      await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
      await check(page, named('not-found'));
    });
    shown('server away', () => ({ at: `/c/${sources.conversation}`, isDisturbed: true }), async (page) => {
      await see.chips(page).first().waitFor();
      await page.route('**/api/**', (route) => route.abort());
      await page.context().setOffline(true);
      await see.composer(page).fill('Is anybody there?');
      await page.getByText(/browser is offline|Reconnecting|cannot be reached/).first().waitFor();
      page.faults.length = 0;
      await check(page, named('offline'));
      assert.deepEqual(page.faults.filter((one) => !/^console|^request/.test(one)), []);
    });
  }
});

const odd = [
  ['320-wide', { viewport: { width: 320, height: 640 } }],
  ['zoom-200', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
  ['zoom-400', { viewport: { width: 360, height: 225 }, deviceScaleFactor: 4 }],
  ['tablet', { viewport: { width: 820, height: 1180 } }],
  ['narrow-laptop', { viewport: { width: 1100, height: 700 } }],
  ['wide', { viewport: { width: 2200, height: 1200 } }],
  ['forced-colors', { forcedColors: 'active' }],
  ['motion', { reducedMotion: 'no-preference' }],
];

describe('odd screens', { concurrency: 2 }, () => {
  for (const [name, more] of odd) {
    test(name, async () => {
      const { conversation, turns } = sources;
      const source = `?turn=${turns.text.id}&source=${turns.text.number}`;
      await inPage(browser, server, { more, at: `/c/${conversation}` }, async (page) => {
        await see.chips(page).first().waitFor();
        await check(page, `answer.${name}`);
      });
      await inPage(browser, server, { more, at: `/c/${conversation}${source}` }, async (page) => {
        await see.quoted(page).first().waitFor();
        await check(page, `source.${name}`);
      });
      await inPage(browser, server, { more, at: '/documents' }, async (page) => {
        await see.documents(page).first().waitFor();
        await check(page, `documents.${name}`);
      });
      await inPage(browser, server, { more, at: '/settings' }, async (page) => {
        await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
        await check(page, `settings.${name}`);
      });
    });
  }
});
