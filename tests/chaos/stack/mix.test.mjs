// A random mix of all faults from one printed seed. PARLANCE_CHAOS_SECONDS and PARLANCE_CHAOS_SEED
// choose how long and which; ./dev test chaos --minutes N --seed N sets them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mix } from './harness/mix.mjs';
import { Stack } from './harness/stack.mjs';

const seconds = Number(process.env.PARLANCE_CHAOS_SECONDS ?? 60);
const seed = Number(process.env.PARLANCE_CHAOS_SEED ?? Date.now() % 1_000_000);

test('a random mix of faults loses nothing', async () => {
  process.stdout.write(`# a mix of at least ${seconds} s, again with --seed ${seed}\n`);
  const stack = await Stack.start({ database: 'promotable', seed });
  const mix = new Mix(stack, seed);
  await mix.run(seconds);

  process.stdout.write(`${mix.table()}\n`.replace(/^/gm, '# '));
  assert.deepEqual(mix.told(), [], `again with --seed ${seed}`);
});
