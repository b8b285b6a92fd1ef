// Two replicas are replaced one after the other under 200 people who ask all the time.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { until } from '../../e2e/harness/conditions.mjs';
import { Gateway } from './harness/gateway.mjs';
import { Stack } from './harness/stack.mjs';

const people = 200;
const drainsWithinMs = 125_000;
let stack;
let gateway;

before(async () => {
  stack = await Stack.start();
  gateway = await Gateway.start(stack.replicas);
});

/** Asks one question after the other until told to stop; all of its clients. */
async function person(isOver, clients) {
  while (!isOver()) {
    const client = stack.client({
      count: 100 + stack.random.between(0, 100),
      everyMs: 50,
      places: [gateway.place],
    });
    clients.push(client);
    await client.ask();
    if (client.errors.length > 0) return;
  }
}

test('an update of both replicas loses nothing, and no client sees an error', async () => {
  const clients = [];
  let isOver = false;
  const asking = Array.from({ length: people }, () => person(() => isOver, clients));
  await until(
    'everybody to read',
    () => clients.filter(({ displayed }) => displayed.length > 0).length >= people,
    { withinMs: 60_000 },
  );

  for (const replica of stack.replicas) {
    const before = clients.length;
    const { code } = await replica.kill('SIGTERM', drainsWithinMs);
    assert.equal(code, 0, `replica ${replica.name}: ${replica.program.output}`);
    await replica.start();
    await until('new questions', () => clients.length > before + people / 4, { withinMs: 60_000 });
  }
  isOver = true;
  await Promise.all(asking);

  const ended = clients.map(({ end }) => end?.state);
  assert.deepEqual([...new Set(ended)], ['completed']);
  for (const client of clients) assert.deepEqual(await stack.problems(client), []);
  const moved = clients.filter(({ responses }) => responses.length > 1);
  const refused = clients.flatMap(({ refusals }) => refusals);
  assert.ok(moved.length > 0, 'some were moved in mid-answer');
  assert.ok(
    refused.every(({ status }) => status === 503 || status === 502),
    JSON.stringify(refused[0]),
  );
  process.stdout.write(
    `# rolling update: ${clients.length} answers, ${moved.length} moved in mid-answer, ` +
      `${refused.length} requests told to come again\n`,
  );
  for (const replica of stack.replicas)
    assert.equal((await replica.kill('SIGTERM', drainsWithinMs)).code, 0);
});
