// 1,000 readers come back at once while turns run.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { until } from '../../e2e/harness/conditions.mjs';
import { percentile } from './harness/delays.mjs';
import { Stack } from './harness/stack.mjs';

const readers = 1_000;
const turns = 20;
const gapMsMax = 2_000;
let stack;

before(async () => {
  stack = await Stack.start();
});

/** The longest time in which a client saw nothing new, from `since` on. */
function longestGap(client, since) {
  const times = client.changes.map(({ ms }) => ms).filter((ms) => ms >= since);
  return Math.max(0, ...times.slice(1).map((ms, i) => ms - times[i]));
}

test('1,000 readers that come back at once get all, and the running turns go on', async () => {
  const [a, b] = stack.replicas;
  const watchers = [{ name: 'direct', port: a.port, host: a.host }]; // not through the gate that is cut
  const asked = Array.from({ length: turns }, () =>
    stack.client({ count: 400, everyMs: 100, places: watchers }),
  );
  const asking = asked.map((client) => client.ask());
  await Promise.all(asked.map((client) => stack.displays(client, 20)));
  const followers = Array.from({ length: readers }, (_, i) =>
    stack.follower(asked[i % turns], [[a.place], [b.place]][i % 2]),
  );
  const following = followers.map((follower, i) => follower.follow(asked[i % turns].turn));
  await until(
    'all readers to read',
    () => followers.every(({ displayed }) => displayed.length > 0),
    { withinMs: 60_000 },
  );

  const cut = performance.now();
  await Promise.all([a.clients.cut(), b.clients.cut()]);
  await Promise.all([...asking, ...following]);

  for (const [i, client] of [...asked, ...followers].entries()) {
    const { turn, whole } = client;
    assert.deepEqual(client.errors, []);
    assert.equal(client.end?.state, 'completed', turn);
    assert.equal(client.displayed.toString(), whole);
    assert.ok(i < turns || client.responses.length > 1, 'it came back');
  }
  for (const client of asked) assert.deepEqual(await stack.problems(client), []);
  const gaps = asked.map((client) => longestGap(client, cut));
  process.stdout.write(
    `# longest gaps of running turns: p50 ${percentile(gaps, 50).toFixed(0)} max ${Math.max(...gaps).toFixed(0)} ms\n`,
  );
  assert.ok(
    Math.max(...gaps) <= gapMsMax,
    `a running turn stood still for ${Math.max(...gaps)} ms`,
  );
});
