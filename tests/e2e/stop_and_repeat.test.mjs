// Stopping a turn, asking for the same turn again, and the list of conversations.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

let sim;
let server;

before(async () => {
  sim = await startSim();
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([server?.kill(), sim?.kill()]));

/** A UUIDv7 as a client makes it. */
function newTurnId() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

test('stop keeps the text and ends the turn and the model within a second, before and after the first token', async () => {
  for (const hold of [0, 20]) {
    await sim.script({ words: 100, delay_ms: 0, hold });
    const reader = await ask(server, 'Count until you are stopped.');
    await sim.holding();
    await reader.untilText(hold ? numberedWords(hold).length : 0);
    const { turn_id: id } = reader.events.length
      ? reader.named('turn')[0]
      : (await reader.next()).data;
    const asked = Date.now();

    await api(server).stop(id);
    await reader.ends('stopped');

    assert.ok(Date.now() - asked < 1_000, `${Date.now() - asked} ms`);
    assert.equal(reader.text.trim(), hold ? numberedWords(hold) : '');
    const turn = await api(server).turn(id);
    assert.equal(turn.state, 'stopped');
    assert.equal(turn.answer_text, reader.text);
    assert.ok(turn.finished_at);
    await until('the model to be left alone', async () => (await sim.requests())[0].aborted);
    assert.deepEqual(await api(server).stop(id), { turn_id: id, state: 'stopped' });
  }
});

test('stop of a finished turn changes nothing', async () => {
  await sim.script({ words: 3, delay_ms: 0 });
  const reader = await (await ask(server, 'Count to three.')).ends('completed');
  const { turn_id: id } = reader.named('turn')[0];

  assert.deepEqual(await api(server).stop(id), { turn_id: id, state: 'completed' });
  assert.equal((await api(server).turn(id)).answer_text, numberedWords(3));
});

test('the same turn_id and body is one turn, while it runs and afterwards; another body is a conflict', async () => {
  await sim.script({ words: 40, delay_ms: 0, hold: 20 });
  const body = { message_text: 'Count to forty, once.', turn_id: newTurnId() };
  const first = await ask(server, body);
  await sim.holding();
  const again = await ask(server, body);
  const other = await api(server).post('/api/turns', { ...body, message_text: 'Count to fifty.' });
  await sim.release();
  await Promise.all([first.ends('completed'), again.ends('completed')]);
  const later = await (await ask(server, body)).ends('completed');
  const accepted = await api(server).start(body);

  assertProblem(other, { status: 409, fault: 'conflict' });
  for (const reader of [first, again, later]) {
    assert.equal(reader.text, numberedWords(40));
    assert.equal(reader.named('turn')[0].turn_id, body.turn_id);
  }
  assert.equal(accepted.turn_id, body.turn_id);
  assert.equal((await sim.requests()).length, 1, 'the model was asked more than once');
  const { turns } = await api(server).conversation(accepted.conversation_id);
  assert.equal(turns.length, 1);
});

test('an id in upper case is the same turn; it is answered in lower case', async () => {
  await sim.script({ words: 3, delay_ms: 0 });
  const body = { message_text: 'Count to three, in any case.', turn_id: newTurnId() };
  await (await ask(server, body)).ends('completed');

  const again = await api(server).start({ ...body, turn_id: body.turn_id.toUpperCase() });

  assert.equal(again.turn_id, body.turn_id);
});

test('twenty presses at once are one turn', async () => {
  await sim.script({ words: 5, delay_ms: 0 });
  const body = { message_text: 'Press me twenty times.', turn_id: newTurnId() };

  const all = await Promise.all(Array.from({ length: 20 }, () => api(server).start(body)));

  assert.equal(new Set(all.map(({ conversation_id: id }) => id)).size, 1);
  await api(server).turnIs(body.turn_id, 'completed');
  assert.equal((await sim.requests()).length, 1);
});

test('conversations are listed newest first, page by page, each once', async () => {
  await sim.script({ words: 1, delay_ms: 0 });
  for (let i = 1; i <= 7; i += 1)
    await (await ask(server, `Listed question ${i}`)).ends('completed');

  const seen = [];
  let cursor;
  do {
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = await api(server).read(`/api/conversations?limit=3${more}`);
    assert.ok(page.items.length <= 3);
    seen.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);

  const ids = seen.map((item) => item.conversation_id);
  assert.equal(new Set(ids).size, ids.length);
  const times = seen.map((item) => item.updated_at);
  assert.deepEqual(times, [...times].sort().reverse());
  assert.deepEqual(
    seen.slice(0, 7).map(({ title }) => title),
    [7, 6, 5, 4, 3, 2, 1].map((i) => `Listed question ${i}`),
  );
});
