// The database is away for 90 s.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { exchange } from '../../e2e/harness/http.mjs';
import { until } from '../../e2e/harness/conditions.mjs';
import { Stack } from './harness/stack.mjs';

const outageMs = Number(process.env.PARLANCE_CHAOS_OUTAGE_SECONDS ?? 90) * 1000;
const everyMs = 50;
let stack;

before(async () => {
  stack = await Stack.start();
});

test('answers go on through a long outage, new questions are told to wait, nothing is lost', async () => {
  const [a] = stack.replicas;
  const count = Math.ceil((outageMs + 15_000) / everyMs);
  const during = Math.ceil((outageMs / everyMs) * 0.5);
  const long = stack.replicas.flatMap(({ place }) =>
    Array.from({ length: 10 }, () => stack.client({ count, everyMs, places: [place] })),
  );
  const short = Array.from({ length: 10 }, () =>
    stack.client({ count: during, everyMs, places: [a.place] }),
  );
  const clients = [...long, ...short];
  const asking = clients.map((client) => client.ask());
  await Promise.all(clients.map((client) => stack.displays(client, 200)));

  const began = performance.now();
  await stack.primary.stop('immediate');
  await until('a new question to be refused', async () => {
    const refused = await a.api.post('/api/turns', { message_text: 'Is anybody there?' });
    if (refused.status !== 503) return false;
    assert.ok(Number(refused.headers['retry-after']) > 0, 'it says when to come again');
    return true;
  });
  const patient = stack.client({ count: 20 });
  const waiting = patient.ask();
  for (const [path, status] of [
    ['/healthz', 200],
    ['/readyz', 200],
  ])
    assert.equal((await exchange(a.program, { path })).status, status, path);
  await pause(Math.max(0, outageMs - (performance.now() - began))); // the fault itself takes so long
  const shown = long.map(({ displayed }) => displayed.length);
  const expected = Math.floor((outageMs / everyMs) * 0.8);
  for (const [i, { whole }] of long.entries())
    assert.ok(
      shown[i] >= Buffer.byteLength(whole.split(' ').slice(0, expected).join(' ')),
      'text went on',
    );
  assert.ok(
    short.every(({ end }) => !end),
    'an end is durable before it is shown',
  );
  await stack.primary.start();
  await Promise.all([...asking, waiting]);

  for (const client of [...clients, patient]) assert.deepEqual(await stack.problems(client), []);
  assert.ok(patient.refusals.length > 0, 'it had to wait');
});
