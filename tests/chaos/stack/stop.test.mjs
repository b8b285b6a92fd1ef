// Stop and repeated questions, from whichever replica.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { exchange, json } from '../../e2e/harness/http.mjs';
import { Stack } from './harness/stack.mjs';
import { turnId } from './harness/turn_id.mjs';

const stopsWithinMs = 1_000;
let stack;

before(async () => {
  stack = await Stack.start();
});

test('a stop through the other replica is there within 1 s', async () => {
  const [a, b] = stack.replicas;
  for (let i = 0; i < 5; i += 1) {
    const client = stack.client({ count: 2_000, places: [a.place] });
    const asking = client.ask();
    await stack.displays(client, 100 + 100 * i);

    const asked = performance.now();
    await b.api.stop(client.turn);
    await asking;

    assert.equal(client.end.state, 'stopped');
    assert.ok(client.endedMs - asked <= stopsWithinMs, `it took ${client.endedMs - asked} ms`);
    assert.deepEqual(await stack.problems(client, { wasStopped: true }), []);
  }
});

test('the same question sent to both replicas at once, and again, is one turn', async () => {
  const word = stack.word();
  const body = {
    message_text: `count to 60 as ${word} every 10 ms`,
    turn_id: turnId(stack.random),
  };
  const send = (replica) => {
    const asked = { path: '/api/turns', method: 'POST', ...json(body) };
    asked.headers.accept = 'application/json';
    return exchange(replica.program, asked);
  };

  const answers = await Promise.all(
    [...stack.replicas, ...stack.replicas, ...stack.replicas].map(send),
  );

  const [first] = answers;
  for (const { status, body: text } of answers) {
    assert.equal(status, 202, String(text));
    assert.deepEqual(JSON.parse(text), JSON.parse(first.body));
  }
  const { conversation_id: conversation } = JSON.parse(first.body);
  for (const { api } of stack.replicas) {
    await api.turnIs(body.turn_id, 'completed');
    const { turns } = await api.conversation(conversation);
    assert.deepEqual(
      turns.map(({ turn_id: id }) => id),
      [body.turn_id],
    );
  }
  const other = { ...body, message_text: 'count to 2 as other' };
  const refused = await stack.replicas[1].api.post('/api/turns', other);
  assert.equal(refused.status, 409);
});

test('a question whose answer was cut off before its head is asked again and is one turn', async () => {
  const [a, b] = stack.replicas;
  await a.clients.set({ delay_ms: 300 });
  const client = stack.client({ count: 60, places: [a.place, b.place] });
  const asking = client.ask();
  await a.api.turnIs(client.turn, 'running');
  await a.clients.shut();
  await asking;
  await a.clients.clear();

  assert.ok(client.responses.length > 1, 'it asked again');
  assert.deepEqual(await stack.problems(client), []);
});
