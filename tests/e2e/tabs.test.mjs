// Several tabs of one browser: one of them reads the streams for all.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inPage, openBrowser, openContext } from './harness/browser.mjs';
import { until } from './harness/conditions.mjs';
import * as see from './harness/page.mjs';
import { startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

let sim;
let server;
let browser;

before(async () => {
  [sim, browser] = await Promise.all([startSim(), openBrowser()]);
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([browser?.close(), server?.kill(), sim?.kill()]));

/** Two tabs with nothing open in them, and what they asked the server for. */
async function inTabs(steps) {
  const context = await openContext(browser);
  const asked = [];
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const isTurn = /^\/api\/turns(\/[^/]+\/events)?$/.test(pathname);
    if (isTurn && /event-stream/.test(request.headers().accept ?? ''))
      asked.push(`${request.method()} ${pathname}`);
  });
  try {
    await steps(context, asked);
  } finally {
    await context.close();
  }
}

test('a question asked in one tab streams in the other; there is one stream for both', async () => {
  await sim.script({ words: 300, delay_ms: 0, hold: 60 });
  await inTabs(async (context, asked) => {
    await inPage(browser, server, { context }, async (first) => {
      await see.ready(first);
      await see.askInPage(first, 'Count to three hundred.');
      await sim.holding();
      const id = await until('the address', () => see.conversationIdOf(first));
      await inPage(browser, server, { context, at: `/c/${id}` }, async (second) => {
        await see.shows(second, 'word60');
        await see.row(second, 'Count to three hundred.').waitFor();
        await sim.release();
        for (const page of [first, second])
          assert.equal(await see.answerText(await see.answered(page)), numberedWords(300));
        assert.equal(asked.length, 1, `streams of the turn: ${asked.join(', ')}`);
      });
    });
  });
});

test('the tab that reads is closed in mid-answer: the other one goes on to the exact end', async () => {
  await sim.script({ words: 400, delay_ms: 0, hold: 60 });
  await inTabs(async (context) => {
    let second;
    let id;
    await inPage(browser, server, { context }, async (first) => {
      await see.ready(first);
      await see.askInPage(first, 'Count to four hundred.');
      await sim.holding();
      id = await until('the address', () => see.conversationIdOf(first));
      second = await context.newPage();
      await second.goto(`${server.url}/c/${id}`);
      await see.shows(second, 'word60');
    });
    await sim.release();
    assert.equal(await see.answerText(await see.answered(second)), numberedWords(400));
    assert.equal((await sim.requests()).length, 1, 'the model was asked again');
  });
});

test('titles, deletions and questions of one tab show in the other', async () => {
  await sim.script({ words: 5, delay_ms: 0 });
  await inTabs(async (context) => {
    await inPage(browser, server, { context }, async (first) => {
      await see.ready(first);
      await see.askInPage(first, 'Count to five in a tab.');
      await see.answered(first);
      const id = await until('the address', () => see.conversationIdOf(first));
      await inPage(browser, server, { context, at: `/c/${id}` }, async (second) => {
        await see.answered(second);
        await see.askInPage(second, 'Count to five again.');
        await see.answered(second);
        await first.getByRole('heading', { level: 2, name: 'Count to five again.' }).waitFor();

        await see.row(first, 'Count to five in a tab.').press('F2');
        await first.getByRole('textbox', { name: 'New title' }).fill('Five in a tab');
        await first.getByRole('textbox', { name: 'New title' }).press('Enter');
        await see.row(second, 'Five in a tab').waitFor();
        await second.getByRole('heading', { level: 1, name: 'Five in a tab' }).waitFor();

        await see.rowMenu(first, 'Five in a tab').click();
        await see.menuItem(first, 'Delete').click();
        await second.getByText('This conversation was deleted.').waitFor();
        await see.row(second, 'Five in a tab').waitFor({ state: 'detached' });
        await see.undo(first).click();
        await see.row(second, 'Five in a tab').waitFor();
      });
    });
  });
});
