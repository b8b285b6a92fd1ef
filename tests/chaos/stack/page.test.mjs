// The page on two devices, each served by another replica, in the same conversation.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inPage, openBrowser } from '../../e2e/harness/browser.mjs';
import { until } from '../../e2e/harness/conditions.mjs';
import * as see from '../../e2e/harness/page.mjs';
import { numberedWords } from '../../e2e/harness/simulator.mjs';
import { Gateway } from './harness/gateway.mjs';
import { Stack } from './harness/stack.mjs';

const liveWithinMs = 2_000; // far above 300 ms: two pages are painted by one busy machine
const interruptedWithinMs = 25_000; // 15 s, and what a page waits before it asks again

let stack;
let browser;
let gateways;

before(async () => {
  [stack, browser] = await Promise.all([Stack.start(), openBrowser()]);
  gateways = await Promise.all(
    stack.replicas.map(({ name }) => Gateway.start(stack.replicas, { first: name })),
  );
});
after(async () => {
  await browser?.close();
  await Promise.all((gateways ?? []).map((gateway) => gateway.stop()));
  await stack?.stop();
});

/** Runs `steps` with a conversation that has one answer and is open on both devices. */
async function onTwoDevices(options, steps) {
  await stack.sim.script({ words: 3, delay_ms: 0 });
  await inPage(browser, gateways[0], options, async (one) => {
    await see.ready(one);
    await see.askInPage(one, 'Count to three.');
    await see.answered(one);
    const id = await until('the address', () => see.conversationIdOf(one));
    await inPage(browser, gateways[1], { ...options, at: `/c/${id}` }, async (other) => {
      await see.answered(other);
      await steps(one, other, id);
    });
  });
}

const heading = (page, question) => page.getByRole('heading', { level: 2, name: question }).last();
const storedTurns = async (at, id) => (await stack.replicas[at].api.conversation(id)).turns;

test('what is asked, stopped, renamed and deleted on one device shows on the other, live', async () => {
  await onTwoDevices({}, async (one, other, id) => {
    await stack.sim.script({ words: 2_000, delay_ms: 20 });
    await see.askInPage(one, 'Count until you are stopped.');
    await heading(other, 'Count until you are stopped.').waitFor();
    for (const word of ['word20 ', 'word60 ']) {
      await see.shows(one, word);
      const seen = performance.now();
      await see.shows(other, word);
      const late = performance.now() - seen;
      assert.ok(late <= liveWithinMs, `${word}came ${late} ms later`);
    }

    await see.stopButton(other).click();
    for (const page of [one, other])
      await see
        .lastTurn(page)
        .getByText(/You stopped this answer/)
        .waitFor();
    const [, stopped] = await storedTurns(0, id);
    assert.equal(stopped.state, 'stopped');
    for (const page of [one, other])
      assert.equal(await see.answerText(await see.answered(page)), stopped.answer_text.trim());

    await see.row(one, 'Count to three.').press('F2');
    await one.getByRole('textbox', { name: 'New title' }).fill('Three on two devices');
    await one.getByRole('textbox', { name: 'New title' }).press('Enter');
    await other.getByRole('heading', { level: 1, name: 'Three on two devices' }).waitFor();
    await see.row(other, 'Three on two devices').waitFor();
    await see.rowMenu(other, 'Three on two devices').click();
    await see.menuItem(other, 'Delete').click();
    await one.getByText('This conversation was deleted.').waitFor();
    await see.undo(other).click();
    await see.row(one, 'Three on two devices').waitFor();
  });
});

test('a double click, and a question whose answer was lost on its way, are one turn', async () => {
  await onTwoDevices({ isDisturbed: true }, async (one, other, id) => {
    await see.composer(other).fill('Count to three again.');
    await see.sendButton(other).dblclick();
    await see.answered(other);
    await heading(one, 'Count to three again.').waitFor();
    await see.answered(one);

    // It reached the other replica, and what that said did not come back.
    let lost = 0;
    await one.context().route('**/api/turns', async (route) => {
      if (lost > 0) return route.fallback();
      lost += 1;
      const { pathname } = new URL(route.request().url());
      await route.fetch({ url: gateways[1].url + pathname, headers: await headersAt(route, 1) });
      return route.abort();
    });
    await see.askInPage(one, 'Count to three once more.');
    await see.answered(one);
    await heading(other, 'Count to three once more.').waitFor();
    await see.answered(other);

    assert.equal(lost, 1);
    const turns = await storedTurns(1, id);
    const each = ['Count to three.', 'Count to three again.', 'Count to three once more.'];
    assert.deepEqual(
      turns.map(({ message_text: asked, state }) => [asked, state]),
      each.map((question) => [question, 'completed']),
    );
    for (const page of [one, other]) {
      assert.equal(await see.turns(page).count(), each.length);
      assert.equal(await see.answerText(await see.answered(page)), numberedWords(3));
    }
    assert.equal((await stack.sim.requests()).length, each.length, 'the model was asked again');
  });
});

/** The headers of a request as if it had been made to another gateway. */
async function headersAt(route, at) {
  const headers = await route.request().allHeaders();
  return { ...headers, host: new URL(gateways[at].url).host, origin: gateways[at].url };
}

test('the replica that answers is killed: both devices show what is kept, and it is continued', async () => {
  await onTwoDevices({ isDisturbed: true }, async (one, other, id) => {
    await stack.sim.script({ words: 5_000, delay_ms: 10 });
    await see.askInPage(one, 'Count until you are killed.');
    for (const page of [one, other]) await see.shows(page, 'word150 ');

    await stack.replicas[0].kill();
    const killed = performance.now();
    for (const page of [one, other])
      await see
        .lastTurn(page)
        .getByText(/This answer is not complete/)
        .waitFor();
    assert.ok(performance.now() - killed <= interruptedWithinMs);

    const [, interrupted] = await storedTurns(1, id);
    assert.equal(interrupted.state, 'interrupted');
    assert.match(interrupted.answer_text, /word50 /, 'what is older than a second is lost');
    for (const page of [one, other]) {
      assert.equal(await see.keptText(see.lastTurn(page)), interrupted.answer_text.trim());
      const offers = see.lastTurn(page).getByRole('button', { name: /^(Continue|Try again)$/ });
      assert.equal(await offers.count(), 2);
    }

    await stack.sim.script({ text: 'and so on, to the end.', delay_ms: 0 });
    await see.lastTurn(other).getByRole('button', { name: 'Continue' }).click();
    for (const page of [one, other]) {
      await see.shows(page, 'and so on, to the end.');
      await see.answered(page);
    }
    const [, , more] = await storedTurns(1, id);
    assert.equal(more.continues_turn_id, interrupted.turn_id);
    assert.equal(more.state, 'completed');
  });
});
