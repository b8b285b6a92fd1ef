// The primary is lost and its synchronous standby takes over.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Stack } from './harness/stack.mjs';

let stack;

before(async () => {
  stack = await Stack.start({ database: 'promotable' });
});

test('a promoted standby has all, and running turns end on it', async () => {
  const [primary, standby] = stack.clusters;
  const ended = stack.client({ count: 40, everyMs: 5 });
  await ended.ask();
  const clients = stack.replicas.flatMap(({ place }) =>
    Array.from({ length: 10 }, () => stack.client({ count: 400, places: [place] })),
  );
  const asking = clients.map((client) => client.ask());
  await Promise.all(clients.map((client) => stack.displays(client, 200)));

  await primary.stop('immediate');
  await standby.promote();
  const late = stack.client({ count: 50 });
  await Promise.all([...asking, late.ask()]);

  for (const client of [ended, ...clients, late])
    assert.deepEqual(await stack.problems(client), []);
});
