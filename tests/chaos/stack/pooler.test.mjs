// A transaction pooler between the replicas and their database, with a way past it and without.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { until } from '../../e2e/harness/conditions.mjs';
import { delays, percentile } from './harness/delays.mjs';
import { assertNothingLost, followed } from './harness/followed.mjs';
import { Stack } from './harness/stack.mjs';

const stopsWithinMs = 1_000;
const interruptedWithinMs = 15_000;

const ways = [
  { name: 'without a direct connection', hasDirect: false, addedMsMax: 1_000 },
  { name: 'with a direct connection', hasDirect: true, addedMsMax: 300 },
];

for (const { name, hasDirect, addedMsMax } of ways) {
  describe(`through a transaction pooler, ${name}`, () => {
    let stack;
    before(async () => {
      stack = await Stack.start({ database: 'pooled', hasDirect });
    });

    test('each replica listens past it, or not at all and says so', async () => {
      for (const { program, notifications } of stack.replicas) {
        const isTold = () => /notifications_not_possible/.test(program.output);
        const isListening = async () => (await notifications[0].state()).open === 1;
        await until('a listening replica, or its reason', hasDirect ? isListening : isTold);
        assert.equal(isTold(), !hasDirect, program.output);
        assert.equal(await isListening(), hasDirect);
      }
    });

    test('an answer is followed on the other replica, to the last byte', async () => {
      const { pairs, ended } = await followed(stack, 10, 150);
      await ended;

      await assertNothingLost(stack, pairs);
      const added = pairs.flatMap(({ here, there }) => delays(here, there));
      const p95 = percentile(added, 95);
      process.stdout.write(`# follow delay ${name}: p50 ${percentile(added, 50)} p95 ${p95} ms\n`);
      assert.ok(p95 <= addedMsMax, `p95 ${p95} ms`);
    });

    test('it restarts in mid-answer, then the database crashes: nothing is lost', async () => {
      const { pairs, ended } = await followed(stack, 5, 250);
      await stack.pooler.restart();
      const late = stack.client({ count: 20 });
      const asking = late.ask();
      await until('an answer after the restart', () => late.isAccepted);
      await stack.primary.restart('immediate');
      await Promise.all([ended, asking]);

      await assertNothingLost(stack, pairs);
      assert.deepEqual(await stack.problems(late), []);
    });

    test('a stop through the other replica is there within 1 s', async () => {
      const { pairs, ended } = await followed(stack, 1, 2_000);
      const [{ here }] = pairs;
      const asked = performance.now();
      await stack.replicas[1].api.stop(here.turn);
      await ended;

      assert.equal(here.end.state, 'stopped');
      const took = here.endedMs - asked;
      assert.ok(took <= stopsWithinMs, `it took ${took} ms`);
      await assertNothingLost(stack, pairs, { wasStopped: true });
    });

    test('after kill -9 of its owner a turn is interrupted within 15 s', async () => {
      const [a, b] = stack.replicas;
      const { pairs, ended } = await followed(stack, 5, 3_000);
      for (const { here } of pairs) here.leave();
      await a.kill();
      const killed = performance.now();
      await ended;

      for (const { here, there } of pairs) {
        const allowed = { through: b, question: here.question, wasOwnerLost: true };
        assert.deepEqual(await stack.problems(there, allowed), []);
        assert.equal(there.end.state, 'interrupted');
        const took = there.endedMs - killed;
        assert.ok(took <= interruptedWithinMs, `it took ${took} ms`);
      }
      await stack.stop();
    });
  });
}
