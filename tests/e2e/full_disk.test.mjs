// A data folder that cannot be written: what is there can be read, nothing new is taken in, the server
// says so once, and it goes on by itself when that has changed.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { ask, followTurn } from './harness/event_stream.mjs';
import { exchange } from './harness/http.mjs';
import { fill, fillWithFiles, smallDisk } from './harness/mounts.mjs';
import { folderOfFirstVersion } from './harness/old_folder.mjs';
import { commandLine, Server, startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

const megabyte = 1 << 20;
const endsWithinMs = 2_000;
const note = '# Orrery\n\nThe orrery stands in the hall of mirrors.\n';

let sim;
before(async () => {
  sim = await startSim();
});
after(() => sim?.kill());

function mounted(t, bytes = 16 * megabyte, options) {
  const disk = smallDisk(bytes, options);
  if (!disk) t.skip('needs root, to mount a small file system');
  return disk;
}

/** A folder with one conversation and one document in it; what they are. */
async function folderWithHistory(data, signal = 'SIGINT') {
  const server = await startServer({ data });
  const document = await api(server).addDocument('orrery.md', note);
  const asked = await (await ask(server, 'Where does the orrery stand?')).ends('completed');
  await server.kill(signal);
  const [turn] = asked.named('turn');
  return { document: document.document_id, answer: asked.text, ...turn };
}

function loudLines(server, event) {
  return server.stderr.split('\n').filter((line) => line.includes(`"${event}"`));
}

async function readiness(server) {
  const { status, body } = await exchange(server, { path: '/readyz' });
  return { status, body: String(body) };
}

async function takesNothing(server, says) {
  const { status, body } = await readiness(server);
  assert.equal(status, 503, body);
  assert.match(body, says);
  await api(server).read('/healthz');
  const question = await api(server).post('/api/turns', { message_text: 'Is there room?' });
  assertProblem(question, { status: 503, fault: 'overloaded', says });
  assert.ok(Number(question.headers['retry-after']) >= 1, 'no Retry-After');
  const upload = await api(server).upload('new.md', note);
  assertProblem(upload, { status: 503, fault: 'overloaded', says });
  assert.ok(Number(upload.headers['retry-after']) >= 1, 'no Retry-After');
  const { notices } = await api(server).read('/api/me');
  assert.deepEqual(
    notices.map(({ kind }) => kind),
    ['storage_full'],
  );
  assert.match(notices[0].message_text, says);
}

/** Everything that was there is still given. */
async function historyIsRead(server, known) {
  const { items } = await api(server).read('/api/conversations');
  assert.ok(items.some((item) => item.conversation_id === known.conversation_id));
  const { turns } = await api(server).conversation(known.conversation_id);
  assert.equal(turns[0].answer_text, known.answer);
  const replayed = await (await followTurn(server, known.turn_id)).ends('completed');
  assert.equal(replayed.text, known.answer);
  const content = await api(server).get(`/api/documents/${known.document}/content`);
  assert.equal(String(content.body), note);
  const found = await api(server).post('/api/search', { message_text: 'orrery' });
  assert.equal(found.status, 200, String(found.body));
  assert.equal(found.json.passages.length, 1);
}

async function becomesReady(server) {
  await server.says(/parlance is ready on/);
  assert.equal((await readiness(server)).status, 200);
  assert.deepEqual((await api(server).read('/api/me')).notices, []);
  await (await ask(server, 'Is there room again?')).ends('completed');
}

/** The server looks again and again; what it has to say it says once. */
async function saysItOnce(server) {
  await until('several looks', async () => {
    await takesNothing(server, /\w/);
    return Date.now() - server.since > 3_000;
  });
  for (const event of ['storage_not_writable', 'not_settled_yet'])
    assert.ok(loudLines(server, event).length <= 1, server.stderr);
  assert.equal(loudLines(server, 'storage_not_writable').length, 1, server.stderr);
}

async function endsSoon(server) {
  const began = Date.now();
  const { code } = await server.kill('SIGTERM', 10_000);
  assert.equal(code, 0, server.output);
  assert.ok(Date.now() - began < endsWithinMs, `it took ${Date.now() - began} ms`);
}

for (const signal of ['SIGINT', 'SIGKILL']) {
  test(`started on a full disk after ${signal}: history is read, nothing is taken in, and it recovers`, async (t) => {
    const disk = mounted(t);
    if (!disk) return;
    const known = await folderWithHistory(disk.folder, signal);
    const empty = fill(disk.folder);

    const server = await new Server({ data: disk.folder }).listensOnly();
    server.since = Date.now();

    await takesNothing(server, /storage full/i);
    await historyIsRead(server, known);
    await saysItOnce(server);
    empty();
    await becomesReady(server);
    await historyIsRead(server, known);
    await endsSoon(server);
    disk.unmount();
  });
}

test('a server that was started on a full disk ends at once', async (t) => {
  const disk = mounted(t);
  if (!disk) return;
  await folderWithHistory(disk.folder);
  fill(disk.folder);
  const server = await new Server({ data: disk.folder }).listensOnly();

  await endsSoon(server);

  disk.unmount();
});

test('a turn that was cut off before the disk was full is read as it is, and is interrupted later', async (t) => {
  const disk = mounted(t);
  if (!disk) return;
  await sim.script({ words: 200, delay_ms: 0, hold: 100 });
  const first = await startServer({ data: disk.folder, env: sim.env });
  const reader = await ask(first, 'Count until you are killed.');
  const { turn_id: id } = (await reader.until(({ name }) => name === 'turn')).data;
  await reader.untilText(numberedWords(100).length);
  await until('it to be kept', async () =>
    fs.readFileSync(path.join(disk.folder, 'parlance.db-wal')).includes('word100'),
  );
  await first.kill('SIGKILL');
  const empty = fill(disk.folder);

  const server = await new Server({ data: disk.folder, env: sim.env }).listensOnly();

  const kept = await api(server).turn(id);
  assert.equal(kept.state, 'running');
  empty();
  await server.says(/parlance is ready on/);
  const turn = await api(server).turnIs(id, 'interrupted');
  assert.equal(turn.answer_text.trim(), numberedWords(100));
  await server.kill('SIGINT');
  disk.unmount();
});

test('a disk that fills while answers are written: they go on, nothing new begins, all is kept when there is room', async (t) => {
  const disk = mounted(t);
  if (!disk) return;
  const data = path.join(disk.folder, 'data');
  const known = await folderWithHistory(data);
  await sim.script({ words: 300, delay_ms: 0, hold: 50 });
  const server = await startServer({ data, env: sim.env });
  const reader = await ask(server, 'Count through a full disk.');
  const [{ turn_id: id }] = [(await reader.until(({ name }) => name === 'turn')).data];
  await reader.untilText(numberedWords(50).length);
  const empty = fill(disk.folder);
  await sim.release();

  await reader.untilText(numberedWords(300).length);
  await until('it to notice', async () => (await readiness(server)).status === 503);
  server.since = Date.now();

  await takesNothing(server, /storage full/i);
  await historyIsRead(server, known);
  await server.says(/parlance cannot keep anything new: storage full/);
  await saysItOnce(server);
  for (const event of ['progress_not_written', 'end_not_recorded', 'messages_not_indexed'])
    assert.ok(loudLines(server, event).length <= 1, server.stderr);
  assert.equal(reader.end, undefined, 'an end was shown that is not kept');
  const again = await exchange(server, {
    path: '/api/turns',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ turn_id: id, message_text: 'Count through a full disk.' }),
  });
  assert.equal(again.status, 202, 'the same question again is the same turn');
  empty();
  // Whoever asks now is not told no because of how it was a moment ago.
  await sim.script({ words: 2, delay_ms: 0 });
  await (await ask(server, 'Is there room again?')).ends('completed');
  await reader.ends('completed');
  assert.equal(reader.text, numberedWords(300));
  await server.says(/parlance can keep new things again/);
  await until('it to be ready', async () => (await readiness(server)).status === 200);
  assert.deepEqual((await api(server).read('/api/me')).notices, []);
  assert.equal((await api(server).turn(id)).answer_text, numberedWords(300));
  await server.kill('SIGINT');
  disk.unmount();
});

test('SIGTERM while the disk is full and an answer is written ends within two seconds', async (t) => {
  const disk = mounted(t);
  if (!disk) return;
  await sim.script({ words: 300, delay_ms: 0, hold: 50 });
  const server = await startServer({ data: path.join(disk.folder, 'data'), env: sim.env });
  const reader = await ask(server, 'Count until the end.');
  await reader.untilText(numberedWords(50).length);
  fill(disk.folder);
  await sim.release();
  await until('it to notice', async () => (await readiness(server)).status === 503);

  await endsSoon(server);

  await reader.rest();
  assert.equal(reader.end, undefined, 'an end was shown that is not kept');
  disk.unmount();
});

for (const signal of ['SIGINT', 'SIGKILL']) {
  test(`a read-only file system is served for reading after ${signal}, and goes on when it can be written`, async (t) => {
    const disk = mounted(t);
    if (!disk) return;
    const known = await folderWithHistory(disk.folder, signal);
    assert.ok(disk.makeReadOnly());

    const server = await new Server({ data: disk.folder }).listensOnly();

    await takesNothing(server, /read-only|cannot be written/i);
    await historyIsRead(server, known);
    assert.ok(disk.makeWritable());
    await becomesReady(server);
    await historyIsRead(server, known);
    await endsSoon(server);
    disk.unmount();
  });
}

test('a file system that has room but for no more files is a full one', async (t) => {
  const disk = mounted(t, 16 * megabyte, { files: 40 });
  if (!disk) return;
  const known = await folderWithHistory(disk.folder);
  const empty = fillWithFiles(disk.folder);

  const server = await new Server({ data: disk.folder }).listensOnly();

  await takesNothing(server, /storage full|cannot be written/i);
  await historyIsRead(server, known);
  empty();
  await becomesReady(server);
  await server.kill('SIGINT');
  disk.unmount();
});

test('a data folder whose rights were taken away is read, and goes on when they are back', async (t) => {
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  if (spawnSync(nobody[0], [...nobody.slice(1), 'true']).status !== 0)
    return t.skip('needs root, to become somebody without rights');
  const disk = mounted(t);
  if (!disk) return undefined;
  const data = path.join(disk.folder, 'data');
  const known = await folderWithHistory(data);
  execFileSync('chown', ['-R', '65534:65534', data]);
  fs.chmodSync(disk.folder, 0o755);
  fs.chmodSync(data, 0o500);

  const server = await new Server({ data, as: nobody }).listensOnly();

  await takesNothing(server, /cannot be written|permission denied/i);
  await historyIsRead(server, known);
  fs.chmodSync(data, 0o700);
  await becomesReady(server);
  await server.kill('SIGINT');
  disk.unmount();
  return undefined;
});

test('an older database on a full disk is said to wait for its schema, and is read when there is room', async (t) => {
  const disk = mounted(t);
  if (!disk) return;
  const old = folderOfFirstVersion();
  const data = path.join(disk.folder, 'data');
  fs.cpSync(old.data, data, { recursive: true });
  const empty = fill(disk.folder);

  const server = await new Server({ data }).listensOnly();

  await takesNothing(server, /storage full/i);
  const refused = await api(server).get('/api/conversations');
  assertProblem(refused, { status: 503, fault: 'overloaded', says: /older version/ });
  empty();
  await server.says(/parlance is ready on/);
  const { items } = await api(server).read('/api/conversations');
  assert.deepEqual(
    items.map((item) => item.conversation_id),
    [old.conversation],
  );
  await server.kill('SIGINT');
  disk.unmount();
});

test('commands on a full disk read what is there and say why nothing can be added', async (t) => {
  const disk = mounted(t);
  if (!disk) return;
  await folderWithHistory(disk.folder);
  fill(disk.folder);
  const data = disk.folder;

  const listed = await commandLine(['conversations'], { data });
  const found = await commandLine(['search', 'orrery'], { data });
  const added = await commandLine(['add', '-'], { data, input: note });
  const asked = await commandLine(['ask', 'Where is the orrery?'], { data });

  assert.equal(listed.code, 0, listed.output);
  assert.match(listed.stdout, /orrery/i);
  assert.equal(found.code, 0, found.output);
  assert.match(found.stdout, /hall of mirrors/);
  for (const refused of [added, asked]) {
    assert.equal(refused.code, 1, refused.output);
    assert.match(refused.stderr, /parlance: .*storage full/);
  }
  disk.unmount();
});

test('commands beside a server that was started on a full disk find it', async (t) => {
  const disk = mounted(t);
  if (!disk) return;
  await folderWithHistory(disk.folder);
  fill(disk.folder);
  const server = await new Server({ data: disk.folder }).listensOnly();

  const second = await commandLine(['serve'], { data: disk.folder });
  const listed = await commandLine(['conversations'], { data: disk.folder });

  assert.equal(second.code, 1, second.output);
  assert.ok(second.output.includes(server.url), second.output);
  assert.equal(listed.code, 0, listed.output);
  await endsSoon(server);
  disk.unmount();
});
