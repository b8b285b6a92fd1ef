// Versions of a question and its answer, and going on with an answer that broke off.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { ask } from './harness/event_stream.mjs';
import { startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

const unknown = '0190f0f0-0000-7000-8000-000000000000';
let sim;
let server;

before(async () => {
  sim = await startSim();
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([server?.kill(), sim?.kill()]));

const says = (...texts) =>
  sim.script(
    ...texts.map((text, i) => ({
      text,
      delay_ms: 0,
      repeat: i + 1 < texts.length ? 1 : undefined,
    })),
  );
const open = (id, through) =>
  api(server).read(`/api/conversations/${id}${through ? `?turn_id=${through}` : ''}`);
const ids = (turns) => turns.map(({ turn_id: id }) => id);

/** A turn that was stopped after so many words. */
async function stoppedAfter(words, body) {
  await sim.script({ words: words + 50, delay_ms: 0, hold: words });
  const reader = await ask(server, body);
  await reader.untilText(numberedWords(words).length);
  const { turn_id: id } = reader.named('turn')[0];
  await api(server).stop(id);
  await reader.ends('stopped');
  return api(server).turn(id);
}

test('a question asked again under the same parent is another version; each is shown with its own answer', async () => {
  await says('Version one.', 'Version two.');
  const first = await api(server).answered('Which version is this?');
  const { conversation_id } = first;

  const second = await api(server).answered({
    message_text: first.message_text,
    conversation_id,
    parent_turn_id: null,
  });

  assert.equal(second.conversation_id, conversation_id);
  assert.equal(second.parent_turn_id, null);
  const versions = ids([first, second]);
  const newest = await open(conversation_id);
  assert.deepEqual(ids(newest.turns), [second.turn_id], 'the path to the newest turn');
  assert.deepEqual(newest.turns[0].sibling_turn_ids, versions, 'the oldest first, itself included');
  const older = await open(conversation_id, first.turn_id);
  assert.deepEqual(
    older.turns.map((turn) => [turn.turn_id, turn.answer_text, turn.sibling_turn_ids]),
    [[first.turn_id, 'Version one.', versions]],
  );
  const { items } = await api(server).read('/api/conversations?limit=1');
  assert.equal(items[0].conversation_id, conversation_id, 'it is one conversation');
});

test('an edited question starts a branch; a path goes from the first question through it to its newest turn', async () => {
  await says('One.', 'Two.', 'Three.', 'Other two.', 'Other three.');
  const one = await api(server).answered('First?');
  const { conversation_id } = one;
  const two = await api(server).answered({ message_text: 'Second?', conversation_id });
  const three = await api(server).answered({ message_text: 'Third?', conversation_id });
  const edited = await api(server).answered({
    message_text: 'Second, but otherwise?',
    conversation_id,
    parent_turn_id: one.turn_id,
  });
  const below = await api(server).answered({ message_text: 'Third, there?', conversation_id });

  assert.equal(below.parent_turn_id, edited.turn_id, 'a question follows the newest turn');
  assert.deepEqual(ids((await open(conversation_id)).turns), ids([one, edited, below]));
  for (const through of [two, three]) {
    const { turns } = await open(conversation_id, through.turn_id);
    assert.deepEqual(ids(turns), ids([one, two, three]));
    assert.deepEqual(turns[1].sibling_turn_ids, ids([two, edited]));
    assert.deepEqual(turns[0].sibling_turn_ids, [one.turn_id]);
  }
  const { turns } = await open(conversation_id, one.turn_id);
  assert.deepEqual(ids(turns), ids([one, edited, below]), 'the newest below a shared turn');
});

test('a model is told the path to the question, and nothing of other branches', async () => {
  await says('Red it is.', 'Blue it is.', 'As you say.');
  const red = await api(server).answered('Shall it be red?');
  const { conversation_id } = red;
  await api(server).answered({
    message_text: 'Shall it be blue?',
    conversation_id,
    parent_turn_id: null,
  });

  await api(server).answered({
    message_text: 'Are you sure?',
    conversation_id,
    parent_turn_id: red.turn_id,
  });

  const said = JSON.stringify((await sim.requests())[2].body.messages);
  assert.match(said, /Shall it be red\?/);
  assert.match(said, /Red it is\./);
  assert.doesNotMatch(said, /blue/i);
});

test('while one version runs, the others and itself are named', async () => {
  await says('Done at once.');
  const first = await api(server).answered('Is a version running?');
  const { conversation_id } = first;
  await sim.script({ words: 20, delay_ms: 0, hold: 5 });
  const running = await ask(server, {
    message_text: first.message_text,
    conversation_id,
    parent_turn_id: null,
  });
  await running.untilText(1);
  const { turn_id: second } = running.named('turn')[0];

  const now = await open(conversation_id);
  const before_ = await open(conversation_id, first.turn_id);

  assert.equal(now.is_running, true);
  assert.deepEqual(
    now.turns.map(({ turn_id: id, state }) => [id, state]),
    [[second, 'running']],
  );
  assert.deepEqual(now.turns[0].sibling_turn_ids, [first.turn_id, second]);
  assert.deepEqual(before_.turns[0].sibling_turn_ids, [first.turn_id, second]);
  await sim.release();
  await running.ends('completed');
  assert.equal((await open(conversation_id)).is_running, false);
});

test('what is no turn of the conversation is refused', async () => {
  await says('Here.', 'There.');
  const here = await api(server).answered('Is this here?');
  const there = await api(server).answered('Is that there?');
  for (const [through, status, fault] of [
    ['17', 400, 'invalid_request'],
    [unknown, 404, 'not_found'],
    [there.turn_id, 404, 'not_found'],
  ]) {
    const path = `/api/conversations/${here.conversation_id}?turn_id=${through}`;
    assertProblem(await api(server).get(path), { status, fault });
  }
  const foreign = await api(server).post('/api/turns', {
    message_text: 'And now?',
    conversation_id: here.conversation_id,
    parent_turn_id: there.turn_id,
  });
  assertProblem(foreign, { status: 404, fault: 'not_found' });
  assert.equal((await open(here.conversation_id)).turns.length, 1, 'something was kept of it');
});

test('a stopped answer is continued where it ends, as a turn of its own below it', async () => {
  const stopped = await stoppedAfter(20, 'Count, please.');
  await says('and so on.');

  const more = await api(server).answered({ continues_turn_id: stopped.turn_id });

  assert.equal(more.conversation_id, stopped.conversation_id);
  assert.equal(more.parent_turn_id, stopped.turn_id);
  assert.equal(more.continues_turn_id, stopped.turn_id);
  assert.equal(more.message_text, 'Count, please.');
  assert.equal(more.answer_text.trim(), 'and so on.');
  const { turns } = await open(stopped.conversation_id);
  assert.deepEqual(ids(turns), ids([stopped, more]));
  assert.equal(turns[0].answer_text, stopped.answer_text, 'what was there is as it was');
  const [request] = await sim.requests();
  const said = request.body.messages;
  assert.ok(
    said.some(({ role, content }) => role === 'assistant' && content.includes('word20')),
    JSON.stringify(said),
  );
  assert.equal(
    JSON.stringify(said).split('Count, please.').length,
    2,
    'the question is asked once, not again as a new one',
  );
});

test('a continuation can be stopped and continued, and the model is told all of it', async () => {
  const first = await stoppedAfter(10, 'Count and count.');
  const second = await stoppedAfter(12, { continues_turn_id: first.turn_id });
  await says('The end.');

  const third = await api(server).answered({ continues_turn_id: second.turn_id });

  assert.equal(third.message_text, 'Count and count.');
  const said = (await sim.requests())[0].body.messages
    .filter(({ role }) => role === 'assistant')
    .map(({ content }) => content)
    .join('');
  assert.match(said, /word10/);
  assert.match(said, /word12/);
  await says('Afterwards.');
  const next = await api(server).answered({
    message_text: 'And afterwards?',
    conversation_id: first.conversation_id,
  });
  assert.equal(next.parent_turn_id, third.turn_id);
  const history = JSON.stringify((await sim.requests())[0].body.messages);
  assert.match(history, /word12[\s\S]*The end\./, 'three turns are one answer of the history');
});

test('after kill -9 an interrupted answer is continued', async () => {
  await sim.script({ words: 2_000, delay_ms: 3 });
  let mine = await startServer({ env: sim.env });
  const reader = await ask(mine, 'Count until the end.');
  await reader.untilText(3_000);
  const { turn_id: id } = reader.named('turn')[0];
  await mine.kill('SIGKILL');
  await reader.rest();
  mine = await startServer({ env: sim.env, data: mine.data });
  const interrupted = await api(mine).turnIs(id, 'interrupted');
  assert.ok(interrupted.answer_text.length > 0);
  await says('and the rest.');

  const more = await (await ask(mine, { continues_turn_id: id })).ends('completed');

  const turn = await api(mine).turn(more.named('turn')[0].turn_id);
  assert.equal(turn.continues_turn_id, id);
  assert.equal(turn.answer_text.trim(), 'and the rest.');
  await mine.kill();
});

test('an answer that the model broke off with text is continued', async () => {
  await sim.script({ words: 40, delay_ms: 0, fault: { kind: 'cut_after', tokens: 15 } });
  const broken = await api(server).answered('Count until you break.', 'interrupted');
  assert.match(broken.answer_text, /word1\b/);
  await says('mended.');

  const more = await api(server).answered({
    continues_turn_id: broken.turn_id,
    conversation_id: broken.conversation_id,
  });

  assert.equal(more.answer_text.trim(), 'mended.');
});

test('what cannot be continued is refused, and with what', async () => {
  await says('All of it.');
  const whole = await api(server).answered('Is it whole?');
  const stopped = await stoppedAfter(5, 'Shall it go on?');
  await sim.script({ fault: { kind: 'status', status: 401 } });
  const empty = await api(server).answered('Will it say a word?', 'failed');
  const before_ = (await sim.requests()).length;
  const { turn_id: continues_turn_id } = stopped;
  const cases = [
    ['it has ended whole', { continues_turn_id: whole.turn_id }, 409, 'conflict'],
    ['it has no text', { continues_turn_id: empty.turn_id }, 409, 'conflict'],
    ['beside a question', { continues_turn_id, message_text: 'On?' }, 400, 'invalid_request'],
    [
      'beside a parent',
      { continues_turn_id, parent_turn_id: whole.turn_id },
      400,
      'invalid_request',
    ],
    ['beside no parent', { continues_turn_id, parent_turn_id: null }, 400, 'invalid_request'],
    ['it is no id', { continues_turn_id: 'x' }, 400, 'invalid_request'],
    ['there is no such turn', { continues_turn_id: unknown }, 404, 'not_found'],
    [
      'it is in another conversation',
      { continues_turn_id, conversation_id: whole.conversation_id },
      404,
      'not_found',
    ],
  ];
  for (const [why, body, status, fault] of cases) {
    const response = await api(server).post('/api/turns', body);
    assert.equal(response.status, status, `${why}: ${response.body}`);
    assertProblem(response, { status, fault });
  }
  assert.equal((await sim.requests()).length, before_, 'the model was asked');
  assert.equal((await open(stopped.conversation_id)).turns.length, 1);
});

test('a running answer is not continued', async () => {
  await sim.script({ words: 20, delay_ms: 0, hold: 10 });
  const reader = await ask(server, 'Is it still running?');
  await reader.untilText(1);
  const { turn_id: id } = reader.named('turn')[0];

  const response = await api(server).post('/api/turns', { continues_turn_id: id });

  await sim.release();
  await reader.ends('completed');
  assertProblem(response, { status: 409, fault: 'conflict' });
});
