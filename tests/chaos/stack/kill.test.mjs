// kill -9 of the replica that runs a turn.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { until } from '../../e2e/harness/conditions.mjs';
import { Stack } from './harness/stack.mjs';

const interruptedWithinMs = 15_000;
let stack;

before(async () => {
  stack = await Stack.start();
});

test('after kill -9 of its owner a turn is interrupted once within 15 s, for all its readers', async () => {
  const [a, b] = stack.replicas;
  const clients = Array.from({ length: 10 }, () =>
    stack.client({ count: 3_000, places: [a.place, b.place] }),
  );
  const asking = clients.map((client) => client.ask());
  await Promise.all(clients.map((client) => stack.displays(client, 300)));
  const elsewhere = clients.map((client) => stack.follower(client, [b.place]));
  const following = elsewhere.map((follower, i) => follower.follow(clients[i].turn));
  await Promise.all(elsewhere.map((follower) => stack.displays(follower, 300)));
  const early = clients.map((client) => client.displayed);
  await until('a second of more text', () =>
    clients.every(({ displayed }, i) => displayed.length > early[i].length + 300),
  );

  await a.kill();
  const killedMs = performance.now();
  await Promise.all([...asking, ...following]);

  for (const [i, client] of [...clients, ...elsewhere].entries()) {
    const of = clients[i % clients.length];
    const found = await stack.problems(client, {
      through: b,
      question: of.question,
      wasOwnerLost: true,
    });
    assert.deepEqual(found, []);
    assert.equal(client.end.state, 'interrupted');
    const took = client.endedMs - killedMs;
    assert.ok(took <= interruptedWithinMs, `it took ${took} ms`);
  }
  for (const [i, client] of clients.entries()) {
    const { answer_text: kept } = await b.api.turn(client.turn);
    assert.ok(Buffer.byteLength(kept) >= early[i].length, 'text older than a second is kept');
  }

  await a.start();
  for (const client of clients) {
    const again = stack.follower(client, [a.place]);
    await again.follow(client.turn);
    const allowed = { question: client.question, wasOwnerLost: true };
    assert.deepEqual(await stack.problems(again, allowed), []);
    assert.ok(
      again.displayed.equals(client.displayed),
      'the killed replica, started again, tells the same',
    );
  }
});
