// Conversations over HTTP: rename, delete, restore, export and rating of answers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

const unknown = '0190f0f0-0000-7000-8000-000000000000';
const day = 24 * 60 * 60 * 1000;
let sim;
let server;

before(async () => {
  sim = await startSim();
  server = await startServer({ env: sim.env });
  await api(server).addDocument(
    'ferries.md',
    '# Ferries\n\n## Winter\n\nThe winter ferry leaves at seven in the morning.\n',
  );
});
after(() => Promise.all([server?.kill(), sim?.kill()]));

const at = (id, action) => `/api/conversations/${id}/${action}`;
const post = (path, body) => api(server).post(path, body);
const listed = async () =>
  (await api(server).read('/api/conversations?limit=200')).items.map((one) => one.conversation_id);

async function answered(question, text = 'An answer.') {
  await sim.script({ text, delay_ms: 0 });
  return api(server).answered(question);
}

/** The file name that a browser would save it as. @source RFC 8187 */
function fileNameOf(response) {
  const header = response.headers['content-disposition'] ?? '';
  assert.match(header, /^attachment;/);
  return decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(header)[1]);
}

test('a title of 1 to 80 characters on one line is kept; others are refused and change nothing', async () => {
  const { conversation_id: id } = await answered('A question to be renamed');
  const longest = '😀'.repeat(80); // characters, not bytes and not UTF-16 units
  for (const title of ['x', longest, 'Größe – <b>"fett"</b> & 日本語']) {
    const response = await post(at(id, 'rename'), { message_text: title });
    assert.equal(response.status, 200, String(response.body));
    assert.equal(response.json.title, title);
    assert.equal((await api(server).conversation(id)).title, title);
  }
  await post(at(id, 'rename'), { message_text: 'kept' });
  for (const body of [
    { message_text: `${longest}x` },
    { message_text: '' },
    { message_text: ' \u00a0\t' },
    { message_text: 'two\nlines' },
    { message_text: 'two\u2028lines' },
    { message_text: 'a\u0000b' },
    { message_text: 5 },
    { title: 'x' },
    { message_text: 'x', more: 1 },
    {},
  ]) {
    const response = await post(at(id, 'rename'), body);
    assertProblem(response, { status: 400, fault: 'invalid_request', says: /message_text|title/ });
  }
  const { items } = await api(server).read('/api/conversations?limit=1');
  assert.deepEqual([items[0].conversation_id, items[0].title], [id, 'kept']);
  assertProblem(await post(at(unknown, 'rename'), { message_text: 'x' }), {
    status: 404,
    fault: 'not_found',
  });
});

test('a title that was given stays when the conversation goes on', async () => {
  const { conversation_id: id } = await answered('The first question names it');
  await post(at(id, 'rename'), { message_text: 'My own name' });

  await api(server).answered({ message_text: 'A second question', conversation_id: id });

  assert.equal((await api(server).conversation(id)).title, 'My own name');
});

test('a deleted conversation is gone everywhere, and restored it is as it was', async () => {
  const turn = await answered('Which heliotrope is deleted?');
  const { conversation_id: id, turn_id } = turn;
  await post(`/api/turns/${turn_id}/feedback`, { verdict: 'up' });
  await until('it to be found', async () => (await api(server).searchHistory('heliotrope')).length);
  const was = await api(server).conversation(id);

  const deleted = await post(at(id, 'delete'), {});

  assert.equal(deleted.status, 200, String(deleted.body));
  const until_ = Date.parse(deleted.json.restorable_until) - Date.parse(deleted.json.deleted_at);
  assert.equal(until_, 30 * day);
  assert.ok(!(await listed()).includes(id), 'it is listed');
  assert.deepEqual(await api(server).searchHistory('heliotrope'), [], 'it is found');
  const gone = { status: 404, fault: 'not_found' };
  for (const path of [
    `/api/conversations/${id}`,
    `/api/conversations/${id}?turn_id=${turn_id}`,
    at(id, 'events'),
    at(id, 'export?format=markdown'),
    at(id, 'export?format=json'),
    `/api/turns/${turn_id}`,
    `/api/turns/${turn_id}/events`,
  ]) {
    assertProblem(await api(server).get(path), gone);
  }
  for (const [path, body] of [
    [at(id, 'rename'), { message_text: 'x' }],
    [`/api/turns/${turn_id}/feedback`, { verdict: 'down' }],
    [`/api/turns/${turn_id}/stop`, {}],
    ['/api/turns', { message_text: 'Go on?', conversation_id: id }],
  ]) {
    assertProblem(await post(path, body), gone);
  }

  const again = await post(at(id, 'delete'), {});
  assert.deepEqual(again.json, deleted.json, 'deleting it again changes something');
  const restored = await post(at(id, 'restore'), {});
  assert.equal(restored.status, 200, String(restored.body));
  assert.equal(restored.json.conversation_id, id);
  assert.deepEqual(await api(server).conversation(id), was);
  assert.ok((await listed()).includes(id));
  assert.equal((await api(server).searchHistory('heliotrope')).length > 0, true);
  assert.equal((await post(at(id, 'restore'), {})).status, 200, 'restoring what is there');
});

test('deleting stops what runs; restored, the turn is there with what it had said', async () => {
  await sim.script({ words: 60, delay_ms: 0, hold: 20 });
  const reader = await ask(server, 'Will you be deleted while you talk?');
  await reader.untilText(numberedWords(20).length);
  const { conversation_id: id, turn_id } = reader.named('turn')[0];

  await post(at(id, 'delete'), {});

  await reader.rest();
  await until('the model to be left alone', async () => (await sim.requests())[0].aborted);
  await post(at(id, 'restore'), {});
  const turn = await api(server).turnIs(turn_id, 'stopped');
  assert.equal(turn.answer_text.trim(), numberedWords(20));
  assert.equal((await api(server).conversation(id)).is_running, false);
});

test('delete and restore of what is not there, or with fields, is refused', async () => {
  const { conversation_id: id } = await answered('Is it still here?');
  for (const action of ['delete', 'restore']) {
    for (const which of [unknown, '17']) {
      assertProblem(await post(at(which, action), {}), { status: 404, fault: 'not_found' });
    }
    assertProblem(await post(at(id, action), { now: true }), {
      status: 400,
      fault: 'invalid_request',
      says: /now/,
    });
    const empty = await api(server).send({ method: 'POST', path: at(id, action) });
    assert.equal(empty.status, 200, String(empty.body));
  }
  assert.ok((await listed()).includes(id));
});

test('deletion, title and rating outlive kill -9', async () => {
  let mine = await startServer({ env: sim.env });
  await sim.script({ text: 'An answer.', delay_ms: 0 });
  const kept = await api(mine).answered('Is it kept?');
  const deleted = await api(mine).answered('Is it deleted?');
  await api(mine).post(at(kept.conversation_id, 'rename'), { message_text: 'Renamed' });
  await api(mine).post(`/api/turns/${kept.turn_id}/feedback`, {
    verdict: 'down',
    message_text: 'Too short.',
  });
  await api(mine).post(at(deleted.conversation_id, 'delete'), {});
  await mine.kill('SIGKILL');
  mine = await startServer({ env: sim.env, data: mine.data });

  const { items } = await api(mine).read('/api/conversations');

  assert.deepEqual(
    items.map(({ conversation_id: id, title }) => [id, title]),
    [[kept.conversation_id, 'Renamed']],
  );
  const turn = await api(mine).turn(kept.turn_id);
  assert.deepEqual(turn.feedback, { verdict: 'down', message_text: 'Too short.' });
  await api(mine).post(at(deleted.conversation_id, 'restore'), {});
  assert.equal((await api(mine).read('/api/conversations')).items.length, 2);
  await mine.kill();
});

test('as Markdown: the path to the newest turn with its sources, in a file with the title as its name', async () => {
  await sim.script({ delay_ms: 0 });
  const first = await api(server).answered('When does the winter ferry leave?');
  const { conversation_id: id } = first;
  assert.equal(first.citations.length, 1);
  await sim.script({ text: 'It is *not* the same.', delay_ms: 0 });
  await api(server).answered({
    message_text: 'Another version?',
    conversation_id: id,
    parent_turn_id: null,
  });
  await api(server).answered({
    message_text: 'A line\nand another line',
    conversation_id: id,
    parent_turn_id: first.turn_id,
  });
  await post(at(id, 'rename'), { message_text: 'Fähre „Möwe“ / 渡し船 *1*' });

  const response = await api(server).get(at(id, 'export?format=markdown'));

  assert.equal(response.status, 200, String(response.body));
  assert.match(response.headers['content-type'], /^text\/markdown(; charset=utf-8)?$/i);
  assert.equal(fileNameOf(response), 'Fähre „Möwe“ _ 渡し船 *1*.md');
  const text = response.body.toString('utf8');
  assert.match(text, /^# Fähre „Möwe“ \/ 渡し船 \\\*1\\\*\n/);
  assert.match(text, /## When does the winter ferry leave\?\n\n[\s\S]*seven in the morning[^\n]*\[1\]/);
  assert.match(text, /\[1\] .*ferries\.md.*Winter/);
  assert.match(text, /> A line\n> and another line\n/);
  assert.match(text, /It is \*not\* the same\./, 'an answer is Markdown already');
  assert.doesNotMatch(text, /Another version/, 'it is of another branch');
});

test('as JSON: every turn of every branch, as in the contract', async () => {
  const first = await answered('Version one?');
  const { conversation_id: id } = first;
  const second = await api(server).answered({
    message_text: 'Version two?',
    conversation_id: id,
    parent_turn_id: null,
  });
  const third = await api(server).answered({ message_text: 'And then?', conversation_id: id });

  const response = await api(server).get(at(id, 'export?format=json'));

  assert.equal(response.status, 200, String(response.body));
  assert.equal(fileNameOf(response), 'Version one?.json');
  assert.deepEqual(
    response.json.turns.map(({ turn_id: turn, parent_turn_id: parent }) => [turn, parent]),
    [
      [first.turn_id, null],
      [second.turn_id, null],
      [third.turn_id, second.turn_id],
    ],
  );
  assert.equal(response.json.turns[0].answer_text, first.answer_text);
});

test('an export in no format or an unknown one, or of nothing, is refused', async () => {
  const { conversation_id: id } = await answered('Shall it be exported?');
  for (const [query, says] of [
    ['export', /format/],
    ['export?format=pdf', /format/],
    ['export?format=json&format=markdown', /twice/],
    ['export?format=json&turn_id=x', /turn_id/],
  ]) {
    const response = await api(server).get(at(id, query));
    assertProblem(response, { status: 400, fault: 'invalid_request', says });
  }
  assertProblem(await api(server).get(at(unknown, 'export?format=json')), {
    status: 404,
    fault: 'not_found',
  });
});

test('the newest rating of an answer counts; none takes it back', async () => {
  const { turn_id, conversation_id: id } = await answered('Is this a good answer?');
  const path = `/api/turns/${turn_id}/feedback`;
  const shown = async () => (await api(server).conversation(id)).turns[0].feedback;
  assert.equal(await shown(), undefined);
  for (const rating of [
    { verdict: 'up' },
    { verdict: 'down', message_text: 'It says nothing. 😕\nNothing at all.' },
    { verdict: 'up', message_text: 'ö'.repeat(4_000) },
  ]) {
    const response = await post(path, rating);
    assert.equal(response.status, 200, String(response.body));
    assert.deepEqual(response.json, rating);
    assert.deepEqual(await shown(), rating);
    assert.deepEqual((await api(server).turn(turn_id)).feedback, rating);
  }

  const none = await post(path, { verdict: 'none' });

  assert.deepEqual(none.json, { verdict: 'none' });
  assert.ok([undefined, 'none'].includes((await shown())?.verdict));
});

test('a rating that is none, is too long, or of what is not there is refused', async () => {
  const { turn_id } = await answered('Is this rated?');
  const path = `/api/turns/${turn_id}/feedback`;
  await post(path, { verdict: 'up' });
  for (const body of [
    {},
    { verdict: 'fine' },
    { verdict: null },
    { verdict: 'up', message_text: 'x'.repeat(4_001) },
    { verdict: 'up', message_text: 1 },
    { verdict: 'up', stars: 5 },
  ]) {
    assertProblem(await post(path, body), { status: 400, fault: 'invalid_request' });
  }
  assert.deepEqual((await api(server).turn(turn_id)).feedback, { verdict: 'up' });
  assertProblem(await post(`/api/turns/${unknown}/feedback`, { verdict: 'up' }), {
    status: 404,
    fault: 'not_found',
  });
});

test('an answer that is still written is not rated', async () => {
  await sim.script({ words: 20, delay_ms: 0, hold: 10 });
  const reader = await ask(server, 'Are you done?');
  await reader.untilText(1);
  const { turn_id } = reader.named('turn')[0];

  const response = await post(`/api/turns/${turn_id}/feedback`, { verdict: 'up' });

  await sim.release();
  await reader.ends('completed');
  assertProblem(response, { status: 409, fault: 'conflict' });
  assert.equal((await post(`/api/turns/${turn_id}/feedback`, { verdict: 'up' })).status, 200);
});

test('the trace of a turn that failed or broke off is in its end, in the turn and in the log', async () => {
  for (const [state, step] of [
    ['failed', { fault: { kind: 'status', status: 401 } }],
    ['interrupted', { words: 30, delay_ms: 0, fault: { kind: 'cut_after', tokens: 10 } }],
  ]) {
    await sim.script(step);
    const reader = await (await ask(server, `Will it be ${state}?`)).ends(state);
    const { turn_id } = reader.named('turn')[0];

    const turn = await api(server).turn(turn_id);

    assert.match(turn.trace_id ?? '', /^[0-9a-f]{32}$/, state);
    assert.equal(reader.end.trace_id, turn.trace_id);
    const line = await until('the line of the log', () =>
      server.output
        .split('\n')
        .find((one) => one.includes('turn_ended') && one.includes(turn.trace_id)),
    );
    assert.match(line, new RegExp(state));
    assert.doesNotMatch(line, /Will it be/, 'the question is in the log');
  }
  const { trace_id } = await answered('Does it end well?');
  assert.equal(trace_id, undefined);
});
