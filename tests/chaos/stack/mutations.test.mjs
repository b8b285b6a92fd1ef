// What the oracle must notice: a client that breaks the rule, a gate that damages bytes, a record
// that does not fit the store. Each would be a loss; each makes the judgement fail.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { until } from '../../e2e/harness/conditions.mjs';
import { judged, wholeAnswer } from './harness/oracle.mjs';
import { Stack } from './harness/stack.mjs';

let stack;
let replica;

before(async () => {
  stack = await Stack.start({ database: 'sqlite', replicas: 1 });
  [replica] = stack.replicas;
});

async function problemsOf(client, { cutAt } = {}) {
  const asking = client.ask();
  if (cutAt) {
    await stack.displays(client, cutAt);
    await replica.clients.cut();
  }
  await asking;
  await replica.api.turnIs(client.ids[0], 'completed');
  return stack.problems(client);
}

function assertNoticed(problems, pattern) {
  assert.match(problems.join('\n'), pattern);
}

test('a client that keeps the rule has no problem, cut or not', async () => {
  assert.deepEqual(await problemsOf(stack.client({ count: 60, everyMs: 5 })), []);
  const cut = stack.client({ count: 100, everyMs: 10 });
  assert.deepEqual(await problemsOf(cut, { cutAt: 300 }), []);
  assert.ok(cut.responses.length > 1, 'it was cut');
});

test('a client that forgets its position and ignores `at` is noticed', async () => {
  const client = stack.client({ mistakes: { ignoresAt: true, forgetsPosition: true } });
  assertNoticed(await problemsOf(client, { cutAt: 300 }), /doubled/);
});

test('a client that takes a cut for the end is noticed', async () => {
  const client = stack.client({ mistakes: { takesCutForEnd: true } });
  assertNoticed(await problemsOf(client, { cutAt: 300 }), /no end was shown/);
});

test('a client that asks again under another id is noticed', async () => {
  const client = stack.client({ count: 20, everyMs: 5, mistakes: { renamesTurn: true } });
  await replica.clients.set({ refusing: true });
  const asking = client.ask();
  await until('a first attempt', () => client.responses.length > 0);
  await replica.clients.clear();
  await asking;
  assertNoticed(await stack.problems(client), /asked under \d ids/);
});

test('a gate that swallows an event is noticed', async () => {
  await replica.clients.set({ damage: { drop_every: 10 } });
  const problems = await problemsOf(stack.client());
  await replica.clients.clear();
  assertNoticed(problems, /bytes are missing/);
});

test('a gate that sends an event twice is noticed', async () => {
  await replica.clients.set({ damage: { double: true } });
  const problems = await problemsOf(stack.client());
  await replica.clients.clear();
  assertNoticed(problems, /taken back|are displayed/);
});

test('a gate that alters a letter is noticed', async () => {
  const client = stack.client();
  const digit = { from: `${client.whole.split(' ')[0].slice(0, -1)}77`, to: '' };
  digit.to = digit.from.replace('77', '78');
  await replica.clients.set({ damage: { alter: digit } });
  const problems = await problemsOf(client);
  await replica.clients.clear();
  assertNoticed(problems, /displayed from byte \d+/);
});

test('a stored answer that was written over is noticed', async () => {
  const client = stack.client({ count: 30, everyMs: 2 });
  await client.ask();
  const stored = await replica.api.turn(client.turn);
  const judge = (changed, allowed) =>
    judged(client, { ...stored, ...changed }, { whole: client.whole, ...allowed });

  assert.deepEqual(judge({}), []);
  const shorter = stored.answer_text.slice(0, -5);
  assertNoticed(judge({ answer_text: shorter }), /stored from byte/);
  assertNoticed(judge({ answer_text: `${stored.answer_text} x` }), /stored from byte/);
  assertNoticed(judge({ state: 'interrupted' }), /shown as completed, stored as interrupted/);
  assertNoticed(judge({ state: 'interrupted', answer_text: shorter }), /the answer is interrupted/);
  assertNoticed(
    judge({ state: 'interrupted', answer_text: shorter }, { wasOwnerLost: true }),
    /at the end from byte/,
  );
});

test('text that nobody lost is not taken back', async () => {
  const client = stack.client({ count: 30, everyMs: 2 });
  await client.ask();
  const stored = await replica.api.turn(client.turn);
  client.changes.push({ at: 0, delta: wholeAnswer('x', 1) }, { at: 0, delta: client.whole });

  const problems = judged(client, stored, { whole: client.whole });

  assertNoticed(problems, /taken back/);
});
