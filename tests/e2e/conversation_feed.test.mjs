// The feed of a conversation: what readers in other tabs are told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { followConversation } from './harness/feed.mjs';
import { startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

let sim;
let server;

before(async () => {
  sim = await startSim();
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([server?.kill(), sim?.kill()]));

async function conversation(question) {
  await sim.script({ text: 'An answer.', delay_ms: 0 });
  return (await api(server).answered(question)).conversation_id;
}
const rename = async (id, title) => {
  const response = await api(server).post(`/api/conversations/${id}/rename`, {
    message_text: title,
  });
  assert.equal(response.status, 200, String(response.body));
  return response.json;
};

test('it begins with the conversation as it is', async () => {
  const id = await conversation('What comes first?');

  const feed = await followConversation(server, id);

  const now = await api(server).conversation(id);
  assert.deepEqual(feed.events[0].data, {
    conversation_id: id,
    title: 'What comes first?',
    updated_at: now.updated_at,
    is_running: false,
    is_deleted: false,
  });
  feed.leave();
});

test('two readers are told of a turn that begins and ends, of a new title, and of deletion and restoring', async () => {
  const id = await conversation('Who is told?');
  const feeds = await Promise.all([
    followConversation(server, id),
    followConversation(server, id),
  ]);
  await sim.script({ words: 10, delay_ms: 0, hold: 5 });
  const reader = await ask(server, { message_text: 'And now?', conversation_id: id });
  await reader.untilText(1);
  const { turn_id: turn } = reader.named('turn')[0];
  const { parent_turn_id: parent } = await api(server).turn(turn);

  for (const feed of feeds) {
    const begun = await feed.sees('its begin', 'turn', (event) => event.turn_id === turn);
    assert.ok(['queued', 'running'].includes(begun.state), begun.state);
    assert.equal(begun.parent_turn_id, parent);
    await feed.sees('activity', 'conversation', (event) => event.is_running);
  }
  await sim.release();
  await reader.ends('completed');
  for (const feed of feeds) {
    await feed.sees('its end', 'turn', (e) => e.turn_id === turn && e.state === 'completed');
    await until('rest', () => feed.named('conversation').at(-1).is_running === false);
  }
  const renamed = await rename(id, 'Told to both');
  for (const feed of feeds) {
    const told = await feed.sees('the title', 'conversation', (e) => e.title === 'Told to both');
    assert.equal(told.updated_at, renamed.updated_at);
  }
  await api(server).post(`/api/conversations/${id}/delete`, {});
  for (const feed of feeds) await feed.sees('deletion', 'conversation', (e) => e.is_deleted);
  await api(server).post(`/api/conversations/${id}/restore`, {});
  for (const feed of feeds) {
    await until('restoring', () => feed.named('conversation').at(-1).is_deleted === false);
    assert.equal(feed.fault, undefined);
    feed.leave();
  }
});

test('a reader is told only of its own conversation', async () => {
  const [mine, other] = [await conversation('Mine?'), await conversation('Another?')];
  const feed = await followConversation(server, mine);

  await rename(other, 'Another title');
  await rename(mine, 'My title');
  await feed.sees('my title', 'conversation', (e) => e.title === 'My title');

  assert.ok(feed.named('conversation').every((e) => e.conversation_id === mine));
  feed.leave();
});

test('a stop is told as one', async () => {
  const id = await conversation('Will it be stopped?');
  const feed = await followConversation(server, id);
  await sim.script({ words: 10, delay_ms: 0, hold: 5 });
  const { turn_id: turn } = await api(server).start({ message_text: 'On.', conversation_id: id });
  await sim.holding();

  await api(server).stop(turn);

  await feed.sees('the stop', 'turn', (e) => e.turn_id === turn && e.state === 'stopped');
  feed.leave();
});

test('a reader that does not read holds nobody up, and knows the newest title when it reads on', async () => {
  const id = await conversation('Who is slow?');
  const slow = await followConversation(server, id);
  const quick = await followConversation(server, id);
  slow.pause();
  const title = (i) => `${String(i).padStart(4, '0')} ${'ö'.repeat(75)}`;
  const count = 600; // more than twice what a reader may lag behind

  for (let i = 1; i <= count; i += 1) await rename(id, title(i));

  await quick.sees('the last title', 'conversation', (e) => e.title === title(count));
  slow.resume();
  const has = () => slow.named('conversation').at(-1).title === title(count);
  const how = await Promise.race([until('the last title', has), slow.closed]);
  if (how === 'ended') {
    // It had missed something: it comes back and starts with what is now.
    const again = await followConversation(server, id);
    assert.equal(again.events[0].data.title, title(count));
    again.leave();
  } else {
    assert.equal(how, true, `the feed was ${how}`);
  }
  slow.leave();
  quick.leave();
  await until('both connections to be gone', async () => (await server.connections()) === 0);
});

test('no feed of what is not there', async () => {
  const unknown = '0190f0f0-0000-7000-8000-000000000000';
  const deleted = await conversation('Is it gone?');
  await api(server).post(`/api/conversations/${deleted}/delete`, {});
  for (const id of [unknown, '17', deleted]) {
    const response = await api(server).get(`/api/conversations/${id}/events`);
    assertProblem(response, { status: 404, fault: 'not_found' });
  }
});

test('with feeds open the server ends in time, and each feed ends as a whole response', async () => {
  const mine = await startServer({ env: sim.env });
  await sim.script({ text: 'An answer.', delay_ms: 0 });
  const { conversation_id: id } = await api(mine).answered('When does it end?');
  const feeds = await Promise.all(Array.from({ length: 5 }, () => followConversation(mine, id)));
  const asked = Date.now();

  const { code } = await mine.kill('SIGINT');

  assert.equal(code, 0, mine.output);
  assert.ok(Date.now() - asked < 5_000, `${Date.now() - asked} ms`);
  for (const feed of feeds) assert.equal(await feed.ends(), 'ended');
});
