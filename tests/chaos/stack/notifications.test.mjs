// Readers on the other replica, with notifications, and when those break off.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../e2e/harness/conditions.mjs';
import { delays, percentile } from './harness/delays.mjs';
import { assertNothingLost, followed } from './harness/followed.mjs';
import { Stack } from './harness/stack.mjs';

const addedMsMax = 300;

test('the other replica adds at most 300 ms', async () => {
  const stack = await Stack.start();
  const { pairs, ended } = await followed(stack, 10, 400);
  await ended;

  await assertNothingLost(stack, pairs);
  const added = pairs.flatMap(({ here, there }) => delays(here, there));
  const p95 = percentile(added, 95);
  process.stdout.write(
    `# follow delay: p50 ${percentile(added, 50)} p95 ${p95} max ${Math.max(...added)} ms\n`,
  );
  assert.ok(p95 <= addedMsMax, `p95 ${p95} ms`);
  await stack.stop();
});

test('a cut notification connection is made up for by polling, and comes back', async () => {
  const stack = await Stack.start();
  const [notifications] = stack.replicas[1].notifications;
  const { pairs, ended } = await followed(stack, 10, 800);
  const { accepted } = await notifications.state();

  await notifications.shut();
  const from = pairs.map(({ there }) => there.displayed.length);
  await until('text without notifications', () =>
    pairs.every(({ there }, i) => there.displayed.length > from[i] + 500),
  );
  await notifications.clear();
  await until('a new connection for notifications', async () => {
    const now = await notifications.state();
    return now.accepted > accepted && now.open > 0;
  });
  await ended;

  await assertNothingLost(stack, pairs);
  await stack.stop();
});
