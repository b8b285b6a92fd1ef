// What happens to an answer that is being written: reload, stop, a killed server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { inPage, openBrowser } from './harness/browser.mjs';
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

const shows = (page, word) =>
  until(`${word} in the page`, async () =>
    (await see.answerText(see.lastTurn(page))).includes(word),
  );

test('a reload in mid-answer continues it without a lost or doubled word', async () => {
  await sim.script({ words: 600, delay_ms: 4, hold: 450 });
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Count to six hundred.');

    for (const word of ['word40 ', 'word160 ', 'word300 ']) {
      await shows(page, word);
      assert.equal(await see.stopButton(page).count(), 1, 'the answer ended before the reload');
      await page.reload();
    }
    await sim.holding();
    await sim.release();
    const turn = await see.answered(page);

    assert.equal(await see.answerText(turn), numberedWords(600));
    assert.equal(await see.turns(page).count(), 1);
    assert.equal((await sim.requests()).length, 1, 'the model was asked again');
  });
});

test('a reload while the model stands still shows what there is and then the rest', async () => {
  await sim.script({ words: 50, delay_ms: 0, hold: 25 });
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Count to fifty.');
    await sim.holding();
    await shows(page, 'word25');

    await page.reload();
    await shows(page, 'word25');
    assert.equal(await see.answerText(see.lastTurn(page)), numberedWords(25));
    await sim.release();
    const turn = await see.answered(page);

    assert.equal(await see.answerText(turn), numberedWords(50));
  });
});

test('two pages of one conversation show the same answer while it is written', async () => {
  await sim.script({ words: 80, delay_ms: 0, hold: 30 });
  await inPage(browser, server, {}, async (first) => {
    await see.ready(first);
    await see.askInPage(first, 'Count to eighty.');
    await sim.holding();
    const id = await until('the address of the conversation', () => see.conversationIdOf(first));
    await inPage(browser, server, { at: `/c/${id}` }, async (second) => {
      await shows(second, 'word30');
      await sim.release();
      assert.equal(await see.answerText(await see.answered(second)), numberedWords(80));
    });
    assert.equal(await see.answerText(await see.answered(first)), numberedWords(80));
  });
});

test('Stop keeps the text, says so, and ends the request to the model', async () => {
  await sim.script({ words: 100, delay_ms: 0, hold: 20 });
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Count until I say stop.');
    await sim.holding();
    await shows(page, 'word20');

    await see.stopButton(page).click();
    await see
      .lastTurn(page)
      .getByText(/You stopped this answer/)
      .waitFor({ timeout: 1_000 });
    const turn = await see.answered(page);

    assert.equal(await see.answerText(turn), numberedWords(20));
    await until('the model to be left alone', async () => (await sim.requests())[0].aborted);
    const [record] = (await api(server).conversation(see.conversationIdOf(page))).turns;
    assert.equal(record.state, 'stopped');
    assert.equal(record.answer_text.trim(), numberedWords(20));
    await page.reload();
    await see
      .lastTurn(page)
      .getByText(/You stopped this answer/)
      .waitFor();
  });
});

test('after kill -9 in mid-answer the question and the partial answer are there, marked interrupted', async () => {
  await sim.script({ words: 2000, delay_ms: 10 });
  let mine = await startServer({ env: sim.env });
  await inPage(browser, mine, { isDisturbed: true }, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Count until you are killed.');
    await shows(page, 'word20 ');
    const id = await until('the address of the conversation', () => see.conversationIdOf(page));
    await shows(page, 'word120 '); // at least a second later: by then the first words are on disk

    await mine.kill('SIGKILL');
    mine = await startServer({ env: sim.env, data: mine.data, port: mine.port });
    await see
      .lastTurn(page)
      .getByText(/This answer is not complete/)
      .waitFor({ timeout: 40_000 });

    const [turn] = (await api(mine).conversation(id)).turns;
    assert.equal(turn.state, 'interrupted');
    assert.equal(turn.message_text, 'Count until you are killed.');
    const kept = turn.answer_text.trim();
    assert.ok(numberedWords(2000).startsWith(kept), kept);
    assert.match(kept, /word20 /, 'what was shown a second before the kill is lost');
    await page.reload();
    await see
      .lastTurn(page)
      .getByText(/This answer is not complete/)
      .waitFor();
    assert.equal(await see.answerText(see.lastTurn(page)), kept);
    await page.getByRole('heading', { level: 2, name: 'Count until you are killed.' }).waitFor();
  });
  await mine.kill();
});

test('a question that cannot be sent stays in the box with the reason, and can be sent later', async () => {
  await sim.script({ words: 5, delay_ms: 0 });
  let mine = await startServer({ env: sim.env });
  await inPage(browser, mine, { isDisturbed: true }, async (page) => {
    await see.ready(page);
    await page.getByRole('combobox', { name: /sim-model/ }).waitFor();
    await mine.kill('SIGINT');
    await see.composer(page).fill('Is anybody there?');
    await see.composer(page).press('Enter');
    await page
      .getByRole('alert')
      .filter({ hasText: /cannot be reached/ })
      .waitFor();
    assert.equal(await see.composer(page).inputValue(), 'Is anybody there?');

    mine = await startServer({ env: sim.env, data: mine.data, port: mine.port });
    await see.composer(page).press('Enter');
    const turn = await see.answered(page);
    assert.equal(await see.answerText(turn), numberedWords(5));
    assert.equal(await see.composer(page).inputValue(), '');
  });
  await mine.kill();
});

test('a question past 32,000 characters is not sent: the page says how long it is', async () => {
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await see.composer(page).fill('a'.repeat(32_001));
    await page
      .getByRole('alert')
      .filter({ hasText: /32,001.*32,000/ })
      .waitFor();
    assert.equal(await see.sendButton(page).isEnabled(), false);
  });
});
