// The server ends in mid-answer: kill -9, and Ctrl-C.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { within } from './harness/conditions.mjs';
import { ask, followTurn } from './harness/event_stream.mjs';
import { startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

let sim;

before(async () => {
  sim = await startSim();
});
after(() => sim?.kill());

test('after kill -9 in mid-answer a reader that knew more than was kept gets the stored end', async () => {
  await sim.script({ words: 2_000, delay_ms: 5 });
  let mine = await startServer({ env: sim.env });
  const reader = await ask(mine, 'Count until you are killed.');
  await reader.untilText(200);
  const early = reader.text;
  await reader.untilText(2_000); // more than a second later
  const { turn_id: id, conversation_id } = reader.named('turn')[0];
  const events = reader.events.filter(({ name }) => name !== 'text').length;

  await mine.kill('SIGKILL');
  await within(5_000, 'the reader to see the end of the connection', reader.rest());
  assert.equal(reader.end, undefined);
  mine = await startServer({ env: sim.env, data: mine.data });

  const turn = await api(mine).turn(id);
  assert.equal(turn.state, 'interrupted');
  assert.ok(turn.answer_text.startsWith(early), 'text older than a second is lost');
  assert.ok(numberedWords(2_000).startsWith(turn.answer_text));
  const back = await followTurn(mine, id, {
    known: { events, text: reader.text },
    mayGoBack: true,
  });
  await back.ends('interrupted');
  assert.equal(back.text, turn.answer_text);
  const fresh = await (await followTurn(mine, id)).ends('interrupted');
  assert.equal(fresh.text, turn.answer_text);
  const { items } = await api(mine).read('/api/conversations');
  assert.deepEqual(
    items.map((item) => [item.conversation_id, item.is_running]),
    [[conversation_id, false]],
  );
  await sim.script({ words: 2, delay_ms: 0 });
  const next = await ask(mine, { message_text: 'And on.', conversation_id });
  await next.ends('completed');
  await mine.kill();
});

test('Ctrl-C in mid-answer ends in time, and the turn is interrupted with its text', async () => {
  await sim.script({ words: 50, delay_ms: 0, hold: 30 });
  let mine = await startServer({ env: sim.env });
  const reader = await ask(mine, 'Count until Ctrl-C.');
  await reader.untilText(numberedWords(30).length);

  const { code } = await mine.kill('SIGINT');
  await reader.rest();
  mine = await startServer({ env: sim.env, data: mine.data });

  assert.equal(code, 0);
  const turn = await api(mine).turn(reader.named('turn')[0].turn_id);
  assert.equal(turn.state, 'interrupted');
  assert.equal(turn.answer_text.trim(), numberedWords(30));
  await mine.kill();
});

test('whoever got the first byte finds the question after kill -9', async () => {
  await sim.script({ words: 50, delay_ms: 0, hold: 0 });
  let mine = await startServer({ env: sim.env });
  for (let i = 0; i < 5; i += 1) {
    const reader = await ask(mine, `Kept question ${i}`);
    await mine.kill('SIGKILL');
    await reader.rest();
    mine = await startServer({ env: sim.env, data: mine.data });

    const { items } = await api(mine).read('/api/conversations?limit=1');
    assert.equal(items[0].title, `Kept question ${i}`);
    const { turns } = await api(mine).conversation(items[0].conversation_id);
    assert.deepEqual(
      turns.map(({ state, message_text: asked }) => [state, asked]),
      [['interrupted', `Kept question ${i}`]],
    );
  }
  await mine.kill();
});
