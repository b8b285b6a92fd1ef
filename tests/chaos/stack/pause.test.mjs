// SIGSTOP of the replica that runs a turn, for longer than its lease, and back.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Stack } from './harness/stack.mjs';

const pausedMs = 30_000;
let stack;

before(async () => {
  stack = await Stack.start();
});

test('a replica that was paused for 30 s overwrites nothing and sends nothing before it knows', async () => {
  const [a, b] = stack.replicas;
  const here = Array.from({ length: 5 }, () => stack.client({ count: 4_000, places: [a.place] }));
  const asking = here.map((client) => client.ask());
  await Promise.all(here.map((client) => stack.displays(client, 500)));
  const elsewhere = here.map((client) => stack.follower(client, [b.place]));
  const following = elsewhere.map((follower, i) => follower.follow(here[i].turn));
  await Promise.all(elsewhere.map((follower) => stack.displays(follower, 500)));

  a.signal('SIGSTOP');
  const stopped = performance.now();
  await Promise.all(following);
  const judgedBy = await Promise.all(here.map((client) => b.api.turn(client.turn)));
  await pause(Math.max(0, pausedMs - (performance.now() - stopped))); // the fault itself takes so long
  const shown = here.map((client) => client.changes.length);
  a.signal('SIGCONT');
  const continued = performance.now();
  await Promise.all(asking);

  for (const [i, client] of here.entries()) {
    const stored = await b.api.turn(client.turn);
    assert.equal(stored.state, 'interrupted');
    assert.equal(stored.answer_text, judgedBy[i].answer_text, 'it was not overwritten');
    const allowed = { through: b, question: client.question, wasOwnerLost: true };
    assert.deepEqual(await stack.problems(client, allowed), []);
    assert.deepEqual(await stack.problems(elsewhere[i], allowed), []);
    const kept = Buffer.byteLength(stored.answer_text);
    const beyond = client.changes
      .slice(shown[i])
      .filter(({ ms, at, delta }) => ms >= continued && at + Buffer.byteLength(delta) > kept);
    // What the kernel had taken before the pause may still arrive; nothing of the model's since.
    const lastBefore = client.changes[shown[i] - 1];
    const most = lastBefore.at + Buffer.byteLength(lastBefore.delta) + 1_024;
    for (const { at } of beyond) assert.ok(at < most, `text from byte ${at} came after the pause`);
  }
  const next = await stack.client({ count: 10, places: [a.place] }).ask();
  assert.deepEqual(await stack.problems(next, { through: b }), [], 'it works again');
});
