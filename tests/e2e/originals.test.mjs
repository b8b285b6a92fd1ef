// The original files and the database that they belong to: what a lost, an empty and a wrong database
// do to them (nothing), the bin, and files that rotted.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import {
  agedOriginals,
  databaseOf,
  deletedLongAgo,
  moveDatabase,
  originalsIn,
  passOfErasure,
  texts,
  withThreeDocuments,
} from './harness/originals.mjs';
import { temporaryFolder } from './harness/places.mjs';
import { commandLine, startServer } from './harness/server.mjs';

const hours = 3_600_000;
const days = 24 * hours;
const withoutDocuments = 'originals_without_documents';
const ofAnother = 'originals_of_another_database';

const notices = async (server) => (await api(server).read('/api/me')).notices;
const kinds = async (server) => (await notices(server)).map(({ kind }) => kind);
const content = (server, id, headers) => api(server).get(`/api/documents/${id}/content`, headers);
const isErased = (server) => /"erased"/.test(server.stderr);

/** Opens them all: their bytes are what was added. */
async function open(server, documents) {
  for (const { document_id: id, file_name: name } of documents) {
    const { status, body } = await content(server, id);
    assert.equal(status, 200, `${name}: ${body}`);
    assert.equal(String(body), texts[name]);
  }
}

test('a lost database: all originals stay, and log, page and check-config say so', async () => {
  const { data, documents, server: first } = await withThreeDocuments();
  await first.kill('SIGTERM');
  agedOriginals(data, 3 * days);
  const before = originalsIn(data);
  const away = moveDatabase(data);

  const server = await startServer({ data });

  assert.deepEqual(await kinds(server), [withoutDocuments]);
  assert.match((await notices(server))[0].message_text, /parlance originals/);
  const said = server.stderr.split('\n').filter((line) => line.includes(withoutDocuments));
  assert.equal(said.length, 1, server.stderr);
  assert.equal(JSON.parse(said[0]).level, 'error');
  const added = await api(server).addDocument('meanwhile.txt', 'Added meanwhile.\n');
  assert.equal(added.state, 'ready', added.reason);
  assert.equal((await content(server, added.document_id)).status, 200);
  await until('the notice to follow', async () => (await kinds(server))[0] === ofAnother);
  const check = await commandLine(['check-config', '--json'], { data });
  assert.equal(check.code, 1, check.output);
  assert.equal(JSON.parse(check.stdout).originals.state, 'of_another_database');
  await server.kill('SIGTERM');
  agedOriginals(data, 3 * days);
  const again = await startServer({ data });
  const more = await api(again).addDocument('more.txt', 'More.\n');
  await api(again).post(`/api/documents/${more.document_id}/delete`, {});
  await again.kill('SIGTERM');

  for (const name of before) assert.ok(originalsIn(data).includes(name), `${name} is gone`);
  assert.ok(!isErased(server) && !isErased(again), server.stderr + again.stderr);

  // The database is put back: everything is as it was, and goes on by itself.
  moveDatabase(data, away);
  const back = await startServer({ data });
  assert.deepEqual(await notices(back), []);
  await open(back, documents);
  assert.equal((await commandLine(['check-config'], { data })).code, 0);
  await back.kill('SIGTERM');
  // What was added meanwhile is no document of this database, and stays for the other one.
  agedOriginals(data, 3 * days);
  const isOver = passOfErasure(data);
  const later = await startServer({ data });
  await isOver();
  await later.kill('SIGTERM');
  assert.ok(originalsIn(data).includes(hashOf('Added meanwhile.\n')));
  for (const name of before) assert.ok(originalsIn(data).includes(name), `${name} is gone`);
});

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('one-off commands with a lost database erase nothing and say what is wrong', async () => {
  const { data, documents, server } = await withThreeDocuments();
  await server.kill('SIGTERM');
  agedOriginals(data, 30 * days);
  const before = originalsIn(data);
  const away = moveDatabase(data);

  for (const args of [['documents'], ['search', 'rapeseed'], ['conversations'], ['ask', 'What?']]) {
    const end = await commandLine(args, { data });
    assert.equal(end.signal, null, end.output);
    assert.match(end.stderr, new RegExp(withoutDocuments), args.join(' '));
  }

  assert.deepEqual(originalsIn(data), before);
  moveDatabase(data, away);
  const back = await startServer({ data });
  await open(back, documents);
  await back.kill('SIGTERM');
});

test('one-off commands erase nothing of what is due in their own database', async () => {
  const { data, documents, server } = await withThreeDocuments();
  const [first] = documents;
  await api(server).post(`/api/documents/${first.document_id}/delete`, {});
  await server.kill('SIGTERM');
  deletedLongAgo(data);
  agedOriginals(data, 60 * days);
  const before = originalsIn(data);

  assert.equal((await commandLine(['documents'], { data })).code, 0);
  assert.equal((await commandLine(['documents'], { data })).code, 0);

  assert.deepEqual(originalsIn(data), before);
  assert.equal(databaseOf(data, 'SELECT count(*) FROM documents'), 3);
});

test('what a deleted document had is in the bin, comes back by upload, and goes after the days', async () => {
  const { data, documents, server: first } = await withThreeDocuments();
  const [gone] = documents;
  const hash = hashOf(texts[gone.file_name]);
  await api(first).post(`/api/documents/${gone.document_id}/delete`, {});
  await first.kill('SIGTERM');
  deletedLongAgo(data);
  agedOriginals(data, 3 * hours);
  const inBin = path.join(data, 'blobs', 'bin', hash);

  const second = await startServer({ data });
  await until('the bytes to be in the bin', () => fs.existsSync(inBin));
  assert.ok(!originalsIn(data).includes(hash));
  const again = await api(second).addDocument(gone.file_name, texts[gone.file_name]);
  assert.equal(again.state, 'ready', again.reason);
  assert.ok(!fs.existsSync(inBin));
  await open(second, [again]);
  await api(second).post(`/api/documents/${again.document_id}/delete`, {});
  await second.kill('SIGTERM');

  deletedLongAgo(data);
  agedOriginals(data, 3 * hours);
  const third = await startServer({ data });
  await until('the bytes to be in the bin again', () => fs.existsSync(inBin));
  await third.kill('SIGTERM');
  const set = (age) => fs.utimesSync(inBin, new Date(Date.now() - age), new Date(Date.now() - age));
  // A day too early, and from a clock that was ahead.
  for (const age of [13 * days, -400 * days]) {
    set(age);
    const isOver = passOfErasure(data);
    const early = await startServer({ data });
    await isOver();
    await early.kill('SIGTERM');
    assert.ok(fs.existsSync(inBin), `erased after ${age / days} days`);
  }
  set(15 * days);
  const last = await startServer({ data });
  await until('the bytes to be gone', () => !fs.existsSync(inBin));
  assert.deepEqual(originalsIn(data).includes(hash), false);
  await open(last, documents.slice(1));
  await last.kill('SIGTERM');
});

test('the folder of an older version, without a mark, is adopted and goes on erasing', async () => {
  const { data, documents, server } = await withThreeDocuments();
  await server.kill('SIGTERM');
  fs.rmSync(path.join(data, 'blobs', 'belongs-to'));
  databaseOf(data, 'DELETE FROM store_identity');
  const unused = hashOf('an upload that was cut off');
  const drawer = path.join(data, 'blobs', unused.slice(0, 2));
  fs.mkdirSync(drawer, { recursive: true });
  fs.writeFileSync(path.join(drawer, unused), 'an upload that was cut off');
  agedOriginals(data, 3 * hours);

  const later = await startServer({ data });

  await until('what nobody uses to be in the bin', () =>
    fs.existsSync(path.join(data, 'blobs', 'bin', unused)),
  );
  assert.deepEqual(await notices(later), []);
  await open(later, documents);
  await later.kill('SIGTERM');
});

test('the folder of an older version beside an empty database waits for the right one', async () => {
  const { data, documents, server } = await withThreeDocuments();
  await server.kill('SIGTERM');
  fs.rmSync(path.join(data, 'blobs', 'belongs-to'));
  agedOriginals(data, 3 * days);
  const before = originalsIn(data);
  const away = moveDatabase(data);

  const wrong = await startServer({ data });
  assert.deepEqual(await kinds(wrong), [withoutDocuments]);
  await api(wrong).addDocument('one more.txt', 'One more.\n');
  await wrong.kill('SIGTERM');
  agedOriginals(data, 3 * days);
  const stillWrong = await startServer({ data });
  assert.deepEqual(await kinds(stillWrong), [ofAnother], 'its own file made the rest its own');
  await stillWrong.kill('SIGTERM');
  moveDatabase(data, away);
  const right = await startServer({ data });

  assert.deepEqual(await notices(right), []);
  await open(right, documents);
  for (const name of before) assert.ok(originalsIn(data).includes(name), `${name} is gone`);
  await right.kill('SIGTERM');
});

test('`parlance originals` tells how it stands, and adopts only when it is told to', async () => {
  const { data, server: first } = await withThreeDocuments();
  const fine = await commandLine(['originals'], { data });
  assert.equal(fine.code, 0, fine.output);
  assert.match(fine.stdout, /3 files/);
  await first.kill('SIGTERM');
  agedOriginals(data, 3 * days);
  const before = originalsIn(data);
  moveDatabase(data);
  const server = await startServer({ data });
  const mark = () => fs.readFileSync(path.join(data, 'blobs', 'belongs-to'), 'utf8');
  const old = mark();

  const told = await commandLine(['originals'], { data });
  assert.equal(told.code, 1, told.output);
  assert.match(told.stdout, /no documents/);
  const asked = await commandLine(['originals', 'adopt'], { data });
  assert.equal(asked.code, 1, asked.output);
  assert.match(asked.stdout, /3 files,.*bin.*14 days/s);
  assert.match(asked.output, /--yes/);
  assert.equal(mark(), old);

  const done = await commandLine(['originals', 'adopt', '--yes'], { data });

  assert.equal(done.code, 0, done.output);
  assert.notEqual(mark(), old);
  await until('the running server to hear of it', async () => (await notices(server)).length === 0, {
    withinMs: 20_000,
  });
  const bin = path.join(data, 'blobs', 'bin');
  await until('what nobody has to be in the bin', () =>
    before.every((name) => fs.existsSync(path.join(bin, name))),
  );
  const json = JSON.parse((await commandLine(['originals', '--json'], { data })).stdout);
  assert.deepEqual([json.state, json.files, json.files_in_bin], ['ours', 0, 3]);
  await server.kill('SIGTERM');
});

test('an original that rotted is a problem, not wrong bytes, and an upload heals it', async () => {
  const { data, documents, server } = await withThreeDocuments();
  const [document] = documents;
  const { document_id: id, file_name: name } = document;
  const hash = hashOf(texts[name]);
  const file = path.join(data, 'blobs', hash.slice(0, 2), hash);
  const whole = await content(server, id);
  assert.equal(whole.status, 200);
  const { atime, mtime } = fs.statSync(file);
  const rotted = Buffer.from(texts[name]);
  rotted[rotted.length - 3] ^= 1;
  fs.writeFileSync(file, rotted);
  fs.utimesSync(file, atime, mtime);

  for (const headers of [{}, { range: 'bytes=0-3' }, { range: 'bytes=0-3', 'if-range': whole.headers.etag }]) {
    const response = await content(server, id, headers);
    assertProblem(response, { status: 404, fault: 'not_found' });
    assert.match(response.json.detail, /damaged.*[Aa]dding the same file again/);
    assert.equal(response.headers.etag, undefined);
  }
  assert.match(server.stderr, /"original_damaged"/);
  assert.ok(!server.stderr.includes(name), 'a file name is in the log');

  const healed = await api(server).addDocument(name, texts[name]);

  assert.equal(healed.document_id, id);
  await open(server, [document]);
  assert.equal((await content(server, id, { range: 'bytes=0-3' })).status, 206);
  await server.kill('SIGTERM');
});

test('a document whose bytes were lost before it was read is cured by the same file', async () => {
  const { data, documents, server } = await withThreeDocuments();
  const [{ document_id: id, file_name: name }] = documents;
  await server.kill('SIGTERM');
  const hash = hashOf(texts[name]);
  fs.writeFileSync(path.join(data, 'blobs', hash.slice(0, 2), hash), 'something else');
  databaseOf(data, "UPDATE documents SET state = 'queued', passage_count = 0");
  const later = await startServer({ data });
  const failed = await api(later).documentEnds(id);
  assert.equal(failed.state, 'failed');
  assert.equal(failed.reason, 'The stored file is damaged. Add it again.');

  const cured = await api(later).addDocument(name, texts[name]);

  assert.deepEqual([cured.document_id, cured.state], [id, 'ready']);
  await later.kill('SIGTERM');
});

test('check-config says what is wrong with a data folder, and makes nothing', async () => {
  const home = temporaryFolder();
  const file = path.join(home, 'file');
  fs.writeFileSync(file, 'mine');
  const wrong = {
    '/dev/null': /PARLANCE_DATA.*not a folder/,
    [file]: /PARLANCE_DATA.*not a folder/,
    [path.join(file, 'below')]: /PARLANCE_DATA.*not a folder/,
  };
  if (process.getuid() === 0) {
    const theirs = path.join(home, 'theirs');
    fs.mkdirSync(theirs, { mode: 0o755 });
    fs.chownSync(theirs, 65_534, 65_534);
    wrong[theirs] = /PARLANCE_DATA.*another user/;
  } else {
    const closed = path.join(home, 'closed');
    fs.mkdirSync(closed, { mode: 0o500 });
    wrong[closed] = /PARLANCE_DATA.*written/;
    wrong['/usr/parlance'] = /PARLANCE_DATA/;
  }
  for (const [data, says] of Object.entries(wrong)) {
    const text = await commandLine(['check-config'], { data });
    assert.equal(text.code, 2, `${data}: ${text.output}`);
    assert.match(text.stderr, says);
    assert.doesNotMatch(text.stdout, /settings are fine/);
    const { code, stdout } = await commandLine(['check-config', '--json'], { data });
    assert.equal(code, 2);
    const read = JSON.parse(stdout);
    assert.equal(read.is_valid, false);
    assert.match(read.mistakes, says);
  }
  const fresh = path.join(home, 'not', 'yet');
  assert.equal((await commandLine(['check-config'], { data: fresh })).code, 0);
  assert.ok(!fs.existsSync(path.join(home, 'not')), 'it made the folder');
  assert.equal(fs.readFileSync(file, 'utf8'), 'mine');
  const marked = await startServer();
  await marked.kill('SIGTERM');
  fs.writeFileSync(path.join(marked.data, 'blobs', 'belongs-to'), 'me\n');
  const unclear = await commandLine(['check-config'], { data: marked.data });
  assert.equal(unclear.code, 2, unclear.output);
  assert.match(unclear.stderr, /belongs-to does not say whose/);
  const used = await startServer();
  await used.kill('SIGTERM');
  const before = fs.readdirSync(used.data, { recursive: true }).sort();
  assert.equal((await commandLine(['check-config'], { data: used.data })).code, 0);
  assert.equal((await commandLine(['originals'], { data: used.data })).code, 0);
  assert.deepEqual(fs.readdirSync(used.data, { recursive: true }).sort(), before);
});
