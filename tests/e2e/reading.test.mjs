// Reading an answer: nobody is moved while it grows, and everything can be taken along.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { inPage, openBrowser } from './harness/browser.mjs';
import { until } from './harness/conditions.mjs';
import * as see from './harness/page.mjs';
import { askForMarkdown, richText } from './harness/scenes.mjs';
import { startServer, startWithSamples } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

const scriptBytesMax = 180 * 1024;
let sim;
let server;
let browser;

before(async () => {
  [sim, browser] = await Promise.all([startSim(), openBrowser()]);
  server = await startWithSamples({ env: sim.env });
});
after(() => Promise.all([browser?.close(), server?.kill(), sim?.kill()]));

test('a reader who scrolls up in mid-answer stays where they are, and can jump to the end', async () => {
  await sim.script({ words: 2600, delay_ms: 0, hold: 1500 });
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Count to two thousand six hundred.');
    await sim.holding();
    await see.shows(page, 'word1500');
    const main = page.getByRole('main');
    const top = () => main.evaluate((one) => one.scrollTop);
    await main.hover();
    await page.mouse.wheel(0, 4000);
    await until('the end of what is there', () =>
      main.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight < 3),
    );
    await page.mouse.wheel(0, -300);
    await page.getByRole('button', { name: /Jump to latest/ }).waitFor();
    const where = await top();
    await sim.release();
    await see.shows(page, 'word2600');
    assert.equal(await top(), where, 'the page moved under the reader');

    await page.getByRole('button', { name: /Jump to latest/ }).click();
    await until('the end', () =>
      main.evaluate((one) => one.scrollHeight - one.scrollTop - one.clientHeight < 3),
    );
    assert.equal(await see.answerText(await see.answered(page)), numberedWords(2600));
  });
});

test('the answer is copied as it is shown and as Markdown, code without its buttons', async () => {
  const id = await askForMarkdown(server, sim);
  await inPage(browser, server, { at: `/c/${id}` }, async (page) => {
    const turn = await see.answered(page);
    const kept = () => page.evaluate(() => navigator.clipboard.readText());
    await turn.getByRole('button', { name: 'Copy as Markdown' }).click();
    await until('Markdown in the clipboard', async () => (await kept()).startsWith(richText));
    const code = turn.locator('pre');
    await turn.getByRole('button', { name: 'Copy the code' }).click();
    await until('the code', async () => (await kept()).trim() === (await code.innerText()).trim());
    await turn.getByRole('button', { name: 'Copy the table' }).click();
    await until('the table', async () => /part\tweight\tprice\ntent\t2,140 g\t459 EUR/.test(await kept()));
    await turn.getByRole('button', { name: 'Copy the answer with its sources' }).click();
    const text = await until('the answer', async () => {
      const now = await kept();
      return /What to pack/.test(now) && now;
    });
    assert.doesNotMatch(text, /\*\*|Copy the/);
    assert.match(text, /weigh it first ?\[1\]/);
    assert.match(text, /\n\[1\] .+/);
  });
});

test('a conversation is exported as Markdown and as JSON', async () => {
  const id = await askForMarkdown(server, sim);
  await inPage(browser, server, { at: `/c/${id}` }, async (page) => {
    await see.answered(page);
    const files = {};
    for (const format of ['Markdown', 'JSON']) {
      await page.getByRole('button', { name: 'Export this conversation' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        see.menuItem(page, `As ${format}`).click(),
      ]);
      files[format] = fs.readFileSync(await download.path(), 'utf8');
    }
    assert.match(files.Markdown, /What do I pack for a night outside\?/);
    assert.match(files.Markdown, /\*\*less than you think\*\*/);
    const [turn] = JSON.parse(files.JSON).turns;
    assert.equal(turn.answer_text, (await api(server).conversation(id)).turns[0].answer_text);
  });
});

test('at most 180 KB of script are transferred until one can type, and nothing from elsewhere', async () => {
  const mine = await startServer();
  let bytes = 0;
  const measure = async (page) => {
    const session = await page.context().newCDPSession(page);
    const scripts = new Set();
    await session.send('Network.enable');
    session.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
  };
  await inPage(browser, mine, { prepare: measure }, async (page) => {
    await see.ready(page);
    await see.composer(page).fill('One can type.');
    const total = bytes;
    assert.ok(total > 50_000 && total <= scriptBytesMax, `${total} bytes`);
    console.log(`# ${total} bytes of script until the text box is usable`);
  });
  await mine.kill();
});
