// parlance backup and restore with SQLite: beside a server that works, after a crash, elsewhere.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import {
  addAll,
  allReady,
  backup,
  contentOf,
  filesOf,
  restore,
  tree,
  wholeDocuments,
} from './harness/backups.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { binary, temporaryFolder } from './harness/places.mjs';
import { Program } from './harness/program.mjs';
import { commandLine, environment, startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

const names = (what, count) => Array.from({ length: count }, (_, i) => `${what}-${i}.md`);
const fresh = (name = 'copy') => path.join(temporaryFolder(), name);

let sim;
before(async () => {
  sim = await startSim();
});
after(() => sim?.kill());

/** A folder of data with documents, its server gone as `signal` has it. */
async function dataOf(documents, signal = 'SIGINT') {
  const server = await startServer();
  await addAll(server, documents);
  await allReady(server);
  await server.kill(signal);
  return server.data;
}

async function servedFrom(data, check) {
  const server = await startServer({ data });
  try {
    return await check(server);
  } finally {
    await server.kill();
  }
}

test('a backup made while 40 documents are added and answers stream holds all that was there, whole', async () => {
  await sim.script({ words: 400, delay_ms: 10 });
  const server = await startServer({ env: sim.env });
  const early = await addAll(server, names('early', 20));
  await sim.script({ words: 400, delay_ms: 10 });
  const readers = await Promise.all([1, 2, 3].map((i) => ask(server, `Question ${i}?`)));
  await Promise.all(readers.map((reader) => reader.untilText(100)));
  const late = new Map();
  const adding = addAll(server, names('late', 40), { into: late });
  await until('some to be added', () => late.size >= 10);
  const known = new Map([...early, ...late]);
  const shown = readers.map(({ text }) => text);
  const copy = fresh();

  const { code, output } = await backup(server.data, copy);

  assert.equal(code, 0, output);
  assert.match(output, /Backed up to .* originals? \(/);
  await adding;
  const whole = numberedWords(400);
  await Promise.all(readers.map((reader) => reader.ends('completed', 30_000)));
  await server.kill();
  const elsewhere = path.join(temporaryFolder(), 'another', 'path');
  const back = await restore(elsewhere, copy);
  assert.equal(back.code, 0, back.output);
  await servedFrom(elsewhere, async (restored) => {
    const documents = await wholeDocuments(restored);
    for (const [name, id] of known) assert.equal(documents.get(name), id, `${name} is lost`);
    await allReady(restored);
    const { items } = await api(restored).read('/api/conversations');
    assert.equal(items.length, readers.length);
    for (const [i, reader] of readers.entries()) {
      const turn = await api(restored).turn(reader.named('turn')[0].turn_id);
      assert.equal(turn.message_text, `Question ${i + 1}?`);
      assert.ok(['interrupted', 'completed'].includes(turn.state), turn.state);
      assert.ok(whole.startsWith(turn.answer_text.trim()), turn.answer_text);
      // What was shown more than a tick before the backup is in it.
      assert.ok(turn.answer_text.length > shown[i].length - 100, 'an answer lost its text');
    }
    await (await ask(restored, 'Is it alive?')).ends('completed');
  });
});

test('after kill -9 a backup holds what is only in the log', async () => {
  const all = names('crashed', 12);
  const data = await dataOf(all, 'SIGKILL');
  assert.ok(fs.statSync(path.join(data, 'parlance.db-wal')).size > 0);
  const copy = fresh();
  const kept = tree(path.join(data, 'blobs'));

  const { code, output } = await backup(data, copy, { more: ['--json'] });

  assert.equal(code, 0, output);
  assert.equal(JSON.parse(output).originals, 12);
  assert.deepEqual(tree(path.join(data, 'blobs')), kept);
  const elsewhere = fresh('data');
  assert.equal((await restore(elsewhere, copy)).code, 0);
  await servedFrom(elsewhere, async (server) => {
    assert.deepEqual([...(await wholeDocuments(server)).keys()].sort(), [...all].sort());
  });
  // The folder of the crash goes on as if nobody had looked.
  await servedFrom(data, async (server) => {
    assert.equal((await wholeDocuments(server)).size, 12);
  });
});

test('a backup is for its owner only, whatever the umask, and needs nothing beside it', async () => {
  const data = await dataOf(names('private', 3));
  const copy = fresh();
  const masked = new Program('sh', ['-c', 'umask 000; exec "$0" backup "$1"', binary, copy], {
    env: environment(data),
  });
  assert.equal((await masked.endsWithin(20_000)).code, 0, masked.output);

  const modes = new Set(
    fs.readdirSync(copy, { recursive: true }).map((name) => {
      const { mode } = fs.statSync(path.join(copy, name));
      return mode.toString(8);
    }),
  );

  assert.deepEqual([...modes].sort(), ['100600', '40700']);
  assert.equal(fs.statSync(copy).mode.toString(8), '40700');
  assert.ok(!filesOf(copy).some((name) => /-(wal|shm|journal)$/.test(name)));
});

test('the samples are not added again after a restore', async () => {
  const env = { PARLANCE_DEMO: '1' };
  const data = temporaryFolder();
  assert.equal((await commandLine(['documents'], { data, env })).code, 0);
  const copy = fresh();
  assert.equal((await backup(data, copy)).code, 0);
  const elsewhere = fresh('data');
  assert.equal((await restore(elsewhere, copy)).code, 0);
  const { stdout } = await commandLine(['documents', '--json'], { data: elsewhere, env });
  const [first, ...rest] = JSON.parse(stdout).items;
  await commandLine(['documents', 'delete', first.document_id], { data: elsewhere, env });

  const again = await commandLine(['documents', '--json'], { data: elsewhere, env });

  assert.equal(JSON.parse(again.stdout).items.length, rest.length);
});

test('what is missing or rotten among the originals is named, and everything else is kept', async () => {
  const data = await dataOf(names('part', 4));
  const blobs = filesOf(path.join(data, 'blobs'))
    .filter((name) => /[0-9a-f]{64}$/.test(name))
    .map((name) => path.join(data, 'blobs', name));
  const nameIn = (file) => /^# (\S+)/.exec(fs.readFileSync(file, 'utf8'))[1];
  const [lost, rotten] = [nameIn(blobs[0]), nameIn(blobs[1])];
  fs.rmSync(blobs[0]);
  const bytes = fs.readFileSync(blobs[1]);
  bytes[bytes.length >> 1] ^= 1;
  fs.writeFileSync(blobs[1], bytes);
  const copy = fresh();

  const { code, stdout, stderr } = await backup(data, copy);

  assert.equal(code, 3, stderr);
  assert.match(stderr, new RegExp(`${lost} \\([0-9a-f-]{36}\\): its original is missing`));
  assert.match(stderr, new RegExp(`${rotten} \\([0-9a-f-]{36}\\): its original is damaged`));
  assert.match(stdout, /2 originals \(1 KiB\); 2 originals not in it/);
  const elsewhere = fresh('data');
  const back = await restore(elsewhere, copy);
  assert.equal(back.code, 0, back.output);
  assert.match(back.stdout, /2 originals had been missing already/);
  await servedFrom(elsewhere, async (server) => {
    const { items } = await api(server).read('/api/documents');
    assert.equal(items.length, 4);
    for (const { document_id: id, file_name: name } of items) {
      if ([lost, rotten].includes(name)) continue;
      const { body } = await api(server).get(`/api/documents/${id}/content`);
      assert.equal(String(body), contentOf(name));
    }
  });
});

test('--replace keeps what was there, and names where', async () => {
  const data = await dataOf(names('old', 5));
  const copy = fresh();
  assert.equal((await backup(data, copy)).code, 0);
  await servedFrom(data, (server) => addAll(server, names('newer', 3)));
  const kept = tree(data);
  const refused = await restore(data, copy);
  assert.equal(refused.code, 1, refused.output);
  assert.match(refused.output, /holds data already .*--replace/);
  assert.deepEqual(tree(data), kept);

  const { code, stdout, output } = await restore(data, copy, { more: ['--replace'] });

  assert.equal(code, 0, output);
  const [, aside] = /What was there before is in (\S+)\.\n/.exec(stdout);
  await servedFrom(data, async (server) => {
    assert.deepEqual([...(await wholeDocuments(server)).keys()].sort(), names('old', 5));
  });
  await servedFrom(aside, async (server) => {
    assert.equal((await wholeDocuments(server)).size, 8);
  });
});

test('whenever a restore is killed, nothing is lost, and the next one goes through', async () => {
  const old = await dataOf(names('kept', 6));
  const source = await dataOf(names('coming', 60));
  const copy = fresh();
  assert.equal((await backup(source, copy)).code, 0);
  const staging = path.join(old, 'restoring');
  const moments = [
    () => fs.existsSync(staging),
    () => fs.existsSync(path.join(staging, 'blobs')),
    () => fs.readdirSync(path.join(staging, 'blobs')).length > 30,
    () => fs.existsSync(path.join(old, 'restore-unfinished')),
    () => fs.readdirSync(old).some((name) => name.startsWith('before-restore-')),
  ];
  for (const isNow of moments) {
    const program = new Program(binary, ['restore', copy, '--replace'], {
      env: environment(old),
    });
    while (!program.end) {
      let now = false;
      try {
        now = isNow();
      } catch {
        // not there yet
      }
      if (now) program.child.kill('SIGKILL');
      await new Promise((resolve) => setImmediate(resolve));
    }
    const isUnfinished = fs.existsSync(path.join(old, 'restore-unfinished'));
    const served = await commandLine(['documents', '--json'], { data: old });
    assert.equal(served.code, isUnfinished ? 2 : 0, served.output);
    if (isUnfinished) {
      assert.match(served.output, /was ended in the middle: run `parlance restore` again/);
      // Anything that restore is given brings the old data back first.
      const undone = await restore(old, fresh('nothing'));
      assert.match(undone.output, /what was there before it is back/);
    }
    // The old data, or, when it was killed too late, the new data; all of it.
    await servedFrom(old, async (server) => {
      assert.ok([6, 60].includes((await wholeDocuments(server)).size));
    });
  }

  const { code, output } = await restore(old, copy, { more: ['--replace'] });

  assert.equal(code, 0, output);
  assert.ok(!fs.existsSync(staging));
  await servedFrom(old, async (server) => assert.equal((await wholeDocuments(server)).size, 60));
});

test('Ctrl-C ends a backup with nothing left of it', async () => {
  const data = await dataOf(names('many', 60));
  for (const moment of ['parlance.db', 'blobs']) {
    const copy = fresh();
    const program = new Program(binary, ['backup', copy], { env: environment(data) });
    while (!program.end) {
      if (fs.existsSync(path.join(copy, moment))) program.child.kill('SIGINT');
      await new Promise((resolve) => setImmediate(resolve));
    }

    const { code, signal } = program.end;

    assert.equal(signal, null);
    if (code === 0) assert.ok(fs.existsSync(path.join(copy, 'manifest.json')));
    else assert.ok(!fs.existsSync(copy), program.output);
  }
});
