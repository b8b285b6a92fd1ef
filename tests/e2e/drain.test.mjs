// The server is told to end while it writes an answer: SIGTERM lets the answer go on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { ask, followTurn } from './harness/event_stream.mjs';
import { exchange, json } from './harness/http.mjs';
import { startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

let sim;

before(async () => {
  sim = await startSim();
});
after(() => sim?.kill());

const words = 40;

/** A server that drains, and the reader of the answer that it still writes. */
async function drainInMidAnswer(env = {}) {
  await sim.script({ words, delay_ms: 0, hold: 20 });
  const mine = await startServer({ env: { ...sim.env, ...env } });
  const reader = await ask(mine, 'Count while the server is replaced.');
  await reader.untilText(numberedWords(20).length);
  mine.child.kill('SIGTERM');
  await until('the server not to be ready', async () => {
    const { status } = await exchange(mine, { path: '/readyz' });
    return status === 503;
  });
  return { mine, reader };
}

test('after SIGTERM the answer goes on, its readers stay, and nothing new is begun', async () => {
  const { mine, reader } = await drainInMidAnswer();
  const { turn_id: id } = reader.named('turn')[0];

  assert.equal((await exchange(mine, { path: '/healthz' })).status, 200);
  const refused = await exchange(mine, {
    method: 'POST',
    path: '/api/turns',
    ...json({ message_text: 'One more?' }),
  });
  assertProblem(refused, { status: 503, fault: 'overloaded' });
  assert.match(refused.headers['retry-after'], /^[1-9][0-9]*$/);
  const late = await followTurn(mine, id);
  await sim.release();
  await reader.ends('completed');
  await late.ends('completed');

  const { code } = await mine.endsWithin(10_000);
  assert.equal(code, 0, mine.output);
  for (const { text } of [reader, late]) assert.equal(text.trim(), numberedWords(words));
  const again = await startServer({ env: sim.env, data: mine.data });
  assert.equal((await api(again).turn(id)).state, 'completed');
  await again.kill();
});

test('what is not written by the deadline is interrupted with its text', async () => {
  const { mine, reader } = await drainInMidAnswer({ PARLANCE_DRAIN_SECONDS: '1' });

  await reader.ends('interrupted');
  const { code } = await mine.endsWithin(10_000);

  assert.equal(code, 0, mine.output);
  assert.equal(reader.text.trim(), numberedWords(20));
});

test('a second signal does not wait for the answer', async () => {
  const { mine, reader } = await drainInMidAnswer();

  const { code } = await mine.kill('SIGTERM');
  await reader.ends('interrupted');

  assert.equal(code, 0, mine.output);
});
