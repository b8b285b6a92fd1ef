// What a person sees of an answer whose server is killed; and that words never wait for the disk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { assertAccessible, inPage, openBrowser, picture } from './harness/browser.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { holdDatabase } from './harness/held_database.mjs';
import * as see from './harness/page.mjs';
import { startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

let sim;
let browser;
before(async () => {
  [sim, browser] = await Promise.all([startSim(), openBrowser()]);
});
after(() => Promise.all([browser?.close(), sim?.kill()]));

test('words go on to the reader while nothing can be committed, and are kept afterwards', async () => {
  await sim.script({ words: 600, delay_ms: 0, hold: 100 });
  const server = await startServer({ env: sim.env });
  const reader = await ask(server, 'Count while the disk hangs.');
  await reader.untilText(numberedWords(100).length);
  const { turn_id: id } = reader.named('turn')[0];
  const held = await holdDatabase(server.data);

  await sim.release();
  await reader.untilText(numberedWords(600).length);

  assert.equal(reader.end, undefined, 'an end was shown that is not kept');
  await held.letGo();
  await reader.ends('completed');
  assert.equal((await api(server).turn(id)).answer_text, numberedWords(600));
  await server.kill();
});

/** Kills the server in mid-answer when more was shown than is stored, and starts it again. */
async function crash(page, server, held) {
  await see.shows(page, 'word300');
  await server.kill('SIGKILL');
  await held.letGo();
  return startServer({ env: sim.env, data: server.data, port: server.port });
}

for (const look of [
  { size: 'desktop', theme: 'light' },
  { size: 'phone', theme: 'dark' },
  { size: 'desktop', theme: 'dark' },
  { size: 'phone', theme: 'light' },
]) {
  test(`after kill -9 the last words stay, not saved, in no copy, and go with Continue (${look.size}, ${look.theme})`, async () => {
    await sim.script({ words: 300, delay_ms: 0, hold: 150 });
    let server = await startServer({ env: sim.env });
    const options = { ...look, isDisturbed: true };
    await inPage(browser, server, options, async (page) => {
      await see.ready(page);
      const askedAt = Date.now();
      await see.askInPage(page, 'Count until you are killed.');
      await see.shows(page, 'word150');
      const id = see.conversationIdOf(page);
      const stored = async () => (await api(server).conversation(id)).turns[0];
      await until('it to be kept', async () => (await stored()).answer_text.includes('word150'));
      const held = await holdDatabase(server.data);
      await sim.release();

      await see.shows(page, 'word300');
      const writtenMs = Date.now() - askedAt;

      server = await crash(page, server, held);

      const turn = see.lastTurn(page);
      const mark = turn.getByTestId('unsaved');
      await mark.waitFor();
      const kept = await stored();
      assert.equal(kept.state, 'interrupted');
      assert.match(await mark.innerText(), /word300\s*not saved$/);
      const shown = (await see.answerText(turn)).replace(/ ?not saved$/, '');
      assert.equal(shown, numberedWords(300), 'words that were shown are gone');
      assert.ok(!kept.answer_text.includes('word300'), 'nothing was lost: the test shows nothing');
      await turn
        .getByText('The server restarted. The last words were shown but not saved.')
        .waitFor();
      const heard = page.getByRole('status').filter({ hasText: 'shown but not saved' });
      assert.equal(await heard.count(), 1, 'it is not said once');
      await assertAccessible(page, 'an answer with words that are not saved');
      await picture(page, `crash-${look.size}-${look.theme}`);
      const [, seconds] = /sim-model, (\d+\.\d) s/.exec(await turn.innerText()) ?? [];
      assert.ok(Number(seconds) * 1000 <= writtenMs + 100, `${seconds} s: the outage counts, too`);

      await copiesOnlyWhatIsKept(page, turn, kept.answer_text);
      await sim.script({ text: ' and on.', delay_ms: 0 });
      await turn.getByRole('button', { name: 'Continue' }).click();
      await see.shows(page, 'and on.');
      assert.equal(await mark.count(), 0);
      const asked = (await sim.requests()).at(-1);
      assert.ok(!JSON.stringify(asked.body).includes('word300'), 'what is not kept was sent');
      assert.equal(
        await see.answerText(await see.answered(page)),
        `${kept.answer_text.trim()} and on.`,
      );
    });
    await server.kill();
  });
}

async function copiesOnlyWhatIsKept(page, turn, text) {
  const kept = () => page.evaluate(() => navigator.clipboard.readText());
  await turn.getByRole('button', { name: 'Copy as Markdown' }).click();
  await until('Markdown in the clipboard', async () => (await kept()).trim() === text.trim());
  await turn.getByRole('button', { name: 'Copy the answer with its sources' }).click();
  await until('the answer in the clipboard', async () => (await kept()).includes('word150'));
  assert.ok(!(await kept()).includes('word300'));
  // By hand, too.
  await page.evaluate(() => {
    const answers = document.querySelectorAll('[data-testid=answer]');
    window.getSelection().selectAllChildren(answers[answers.length - 1]);
    document.execCommand('copy');
  });
  const byHand = await until('the selection', async () => {
    const now = await kept();
    return now.includes('word150') && now;
  });
  assert.doesNotMatch(byHand, /word300|not saved/);
}

test('after a reload an answer shows what is kept, and that it is not complete', async () => {
  await sim.script({ words: 300, delay_ms: 0, hold: 150 });
  let server = await startServer({ env: sim.env });
  await inPage(browser, server, { isDisturbed: true }, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Count until you are killed.');
    await see.shows(page, 'word150');
    const held = await holdDatabase(server.data);
    await sim.release();
    server = await crash(page, server, held);
    await see.lastTurn(page).getByTestId('unsaved').waitFor();

    await page.reload();

    await see.lastTurn(page).getByText('This answer is not complete.').waitFor();
    assert.equal(await see.lastTurn(page).getByTestId('unsaved').count(), 0);
    assert.doesNotMatch(await see.answerText(see.lastTurn(page)), /word300/);
  });
  await server.kill();
});
