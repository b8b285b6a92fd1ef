// Networks that slice into single bytes and delay: between replicas and database, and to clients.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Stack } from './harness/stack.mjs';

let stack;

before(async () => {
  stack = await Stack.start();
});

async function assertNothingLost(gates, settings) {
  await Promise.all(gates.map((gate) => gate.set(settings)));
  const [a, b] = stack.replicas;
  const clients = Array.from({ length: 6 }, () =>
    stack.client({ count: 100, everyMs: 30, places: [a.place] }),
  );
  const asking = clients.map((client) => client.ask());
  await Promise.all(clients.map((client) => stack.displays(client, 50)));
  const elsewhere = clients.map((client) => stack.follower(client, [b.place]));
  await Promise.all([
    ...asking,
    ...elsewhere.map((follower, i) => follower.follow(clients[i].turn)),
  ]);
  await Promise.all(gates.map((gate) => gate.clear()));
  for (const [i, client] of [...clients, ...elsewhere].entries())
    assert.deepEqual(
      await stack.problems(client, { question: clients[i % clients.length].question }),
      [],
    );
}

test('single bytes between replicas and database change nothing', () =>
  assertNothingLost(
    stack.replicas.flatMap(({ databases, notifications }) => [...databases, ...notifications]),
    { slice: 1 },
  ));

test('single bytes between clients and replicas change nothing', () =>
  assertNothingLost(
    stack.replicas.map(({ clients }) => clients),
    { slice: 1 },
  ));

test('100 ms on each way between replicas and database change nothing', () =>
  assertNothingLost(
    stack.replicas.flatMap(({ databases, notifications }) => [...databases, ...notifications]),
    { delay_ms: 100 },
  ));

test('readers that are cut again and again miss nothing', async () => {
  const [a, b] = stack.replicas;
  const clients = Array.from({ length: 10 }, () =>
    stack.client({ count: 300, places: [a.place, b.place] }),
  );
  const asking = Promise.all(clients.map((client) => client.ask()));
  let isEnded = false;
  asking.then(() => (isEnded = true));
  for (let bytes = 100; !isEnded; bytes += 150) {
    await Promise.race([
      asking,
      Promise.all(clients.map((client) => stack.displays(client, bytes))),
    ]);
    await Promise.all(
      stack.replicas.map((replica, i) => replica.clients.cut({ reset: (i + bytes) % 4 > 0 })),
    );
  }
  await asking;
  for (const client of clients) assert.deepEqual(await stack.problems(client), []);
});
