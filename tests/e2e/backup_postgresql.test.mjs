// parlance backup and restore with a real PostgreSQL and its own programs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Cluster, databaseUrl, password } from '../chaos/stack/harness/postgres.mjs';
import { api } from './harness/api.mjs';
import { addAll, allReady, backup, restore, tree, wholeDocuments } from './harness/backups.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { temporaryFolder } from './harness/places.mjs';
import { commandLine, startServer } from './harness/server.mjs';

const names = (what, count) => Array.from({ length: count }, (_, i) => `${what}-${i}.md`);
const fresh = (name = 'copy') => path.join(temporaryFolder(), name);

let cluster;
let source;
let copy;
let made = 0;

/** The address of a database of its own, empty. */
async function emptyDatabase() {
  made += 1;
  const name = `restored_${made}`;
  await cluster.sql(`CREATE DATABASE ${name} OWNER parlance`);
  return { name, url: databaseUrl([{ port: cluster.port }]).replace(/\/parlance$/, `/${name}`) };
}

const using = (url, more = {}) => ({ PARLANCE_DATABASE: url, ...more });

/** A folder with a program that stands before the real one of that name; both get what comes. */
function programBefore(name, script) {
  const folder = temporaryFolder('programs');
  const real = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script.replaceAll('REAL', real)}\n`, {
    mode: 0o755,
  });
  return `${folder}:${process.env.PATH}`;
}

before(async () => {
  cluster = await Cluster.create();
  source = { data: temporaryFolder(), url: databaseUrl([{ port: cluster.port }]) };
  const server = await startServer({ data: source.data, env: using(source.url) });
  await addAll(server, names('shared', 8));
  await allReady(server);
  await (await ask(server, 'What is the code word of shared-3.md?')).ends('completed');
  await server.kill();
  copy = fresh();
  const { code, output } = await backup(source.data, copy, { env: using(source.url) });
  assert.equal(code, 0, output);
  assert.match(output, /and 8 originals/);
});
after(() => cluster?.stop());

test('there and back: into an empty database, under another path', async () => {
  const { url } = await emptyDatabase();
  const data = fresh('data');

  const { code, stdout, output } = await restore(data, copy, {
    env: using(url),
    more: ['--json'],
  });

  assert.equal(code, 0, output);
  assert.equal(JSON.parse(stdout).store, 'postgresql');
  const server = await startServer({ data, env: using(url) });
  assert.deepEqual([...(await wholeDocuments(server)).keys()].sort(), names('shared', 8));
  const { items } = await api(server).read('/api/conversations');
  assert.deepEqual(
    items.map(({ title }) => title),
    ['What is the code word of shared-3.md?'],
  );
  const answer = await (await ask(server, 'What is the code word of shared-5.md?')).ends();
  assert.ok(answer.named('citation').some(({ file_name: name }) => name === 'shared-5.md'));
  await addAll(server, names('later', 1));
  await allReady(server);
  await server.kill();
});

test('the files of the backup are for their owner only', () => {
  for (const line of tree(copy)) assert.match(line, / (100600|40700) /);
  assert.ok(fs.existsSync(path.join(copy, 'database.dump')));
});

test('the dump and the list of originals are of one moment, while documents are added', async () => {
  const gate = path.join(temporaryFolder(), 'go-on');
  const PATH = programBefore(
    'pg_dump',
    `case "$*" in *--version*) ;; *) touch ${gate}.here; until test -e ${gate}; do sleep 0.05; done;; esac\nexec REAL "$@"`,
  );
  const server = await startServer({ data: source.data, env: using(source.url) });
  const to = fresh();
  const copying = backup(source.data, to, { env: using(source.url, { PATH }) });
  await until('pg_dump to be started', () => fs.existsSync(`${gate}.here`));
  await addAll(server, names('meanwhile', 5));
  fs.writeFileSync(gate, '');

  const { code, output } = await copying;

  await server.kill();
  assert.equal(code, 0, output);
  assert.match(output, /and 8 originals/);
  const { url } = await emptyDatabase();
  const data = fresh('data');
  assert.equal((await restore(data, to, { env: using(url) })).code, 0);
  const restored = await startServer({ data, env: using(url) });
  assert.equal((await wholeDocuments(restored)).size, 8);
  await restored.kill();
});

test('the password is on no command line, and TLS settings are kept', async () => {
  const seen = path.join(temporaryFolder(), 'seen');
  const PATH = programBefore(
    'pg_dump',
    `echo "$@" >> ${seen}; test -n "$PGPASSWORD" && echo has-password >> ${seen}; exec REAL "$@"`,
  );
  const url = `${source.url}?sslmode=disable&options=-c%20work_mem%3D8MB`;

  const { code, output } = await backup(source.data, fresh(), { env: using(url, { PATH }) });

  assert.equal(code, 0, output);
  const text = fs.readFileSync(seen, 'utf8');
  assert.ok(!text.includes(password), text);
  assert.match(text, /has-password/);
  assert.match(text, /sslmode='disable'/);
  assert.match(text, /options='-c work_mem=8MB'/);
  assert.match(text, /--snapshot=/);
});

test('a database that holds something is never touched, also with --replace', async () => {
  const { name, url } = await emptyDatabase();
  await cluster.sql('CREATE TABLE mine (a int)', { database: name });
  const data = temporaryFolder('data');
  for (const more of [[], ['--replace']]) {
    const { code, stderr } = await restore(data, copy, { env: using(url), more });

    assert.equal(code, 1, stderr);
    assert.match(stderr, /is not empty \(it holds public\.mine\).*CREATE DATABASE/);
    assert.deepEqual(tree(data), []);
  }
  assert.deepEqual(await cluster.sql('\\dt', { database: name }), [
    'public|mine|table|postgres',
  ]);
});

test('originals that are there are put aside with --replace, and only with it', async () => {
  const { url } = await emptyDatabase();
  const data = temporaryFolder('data');
  fs.mkdirSync(path.join(data, 'blobs'));
  fs.writeFileSync(path.join(data, 'blobs', 'mine'), 'kept');
  const refused = await restore(data, copy, { env: using(url) });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /holds data already \(blobs\)/);

  const { code, stdout, output } = await restore(data, copy, {
    env: using(url),
    more: ['--replace'],
  });

  assert.equal(code, 0, output);
  const [, aside] = /What was there before is in (\S+)\.\n/.exec(stdout);
  assert.equal(fs.readFileSync(path.join(aside, 'blobs', 'mine'), 'utf8'), 'kept');
});

test('a program that is missing, older or fails ends with a sentence and changes nothing', async () => {
  const { name, url } = await emptyDatabase();
  const old = programBefore('pg_dump', 'echo "pg_dump (PostgreSQL) 9.6.24"');
  const failing = programBefore(
    'pg_restore',
    'case "$*" in *--list*|*--version*) exec REAL "$@";; esac\necho "pg_restore: error: nothing works" >&2; exit 1',
  );
  const killed = programBefore(
    'pg_restore',
    'case "$*" in *--list*|*--version*) exec REAL "$@";; esac\nkill -9 $$',
  );
  const nowhere = temporaryFolder('programs');
  for (const [PATH, says] of [
    [nowhere, /pg_dump is not installed: .*postgresql-client/],
    [old, /pg_dump is of PostgreSQL 9, the server is \d+: install/],
  ]) {
    const to = fresh();
    const { code, stderr } = await backup(source.data, to, { env: using(source.url, { PATH }) });
    assert.equal(code, 2, stderr);
    assert.match(stderr, says);
    assert.ok(!fs.existsSync(to));
  }
  for (const [PATH, says] of [
    [nowhere, /pg_restore is not installed/],
    [failing, /pg_restore refused: pg_restore: error: nothing works/],
    [killed, /pg_restore was killed/],
  ]) {
    const data = temporaryFolder('data');
    const { code, stderr } = await restore(data, copy, { env: using(url, { PATH }) });
    assert.ok(code > 0, stderr);
    assert.match(stderr, says);
    assert.deepEqual(
      tree(data).filter((line) => !line.startsWith('lock ')),
      [],
    );
    assert.deepEqual(await cluster.sql('\\dt', { database: name }), []);
  }
});

test('a dump that is damaged, or of a database that cannot be reached, is refused', async () => {
  const { url } = await emptyDatabase();
  const broken = path.join(temporaryFolder(), 'broken');
  fs.cpSync(copy, broken, { recursive: true });
  const dump = path.join(broken, 'database.dump');
  const bytes = fs.readFileSync(dump);
  bytes[bytes.length >> 1] ^= 1;
  fs.writeFileSync(dump, bytes);
  const data = temporaryFolder('data');

  const damaged = await restore(data, broken, { env: using(url) });
  const away = await backup(source.data, fresh(), {
    env: using('postgresql://parlance@127.0.0.1:1/parlance'),
  });
  const sqlite = await restore(data, copy);

  assert.equal(damaged.code, 2);
  assert.match(damaged.stderr, /database\.dump is damaged/);
  assert.equal(away.code, 1);
  assert.match(away.stderr, /127\.0\.0\.1/);
  assert.equal(sqlite.code, 2);
  assert.match(sqlite.stderr, /is one of PostgreSQL: set PARLANCE_DATABASE/);
  assert.deepEqual(tree(data), []);
});

test('a restore killed before its commit leaves the database empty and is brought back', async () => {
  const { name, url } = await emptyDatabase();
  const data = temporaryFolder('data');
  const seen = path.join(temporaryFolder(), 'seen');
  const PATH = programBefore(
    'pg_restore',
    `case "$*" in *--list*|*--version*) exec REAL "$@";; esac\necho $$ > ${seen}; kill -9 $PPID; exec sleep 600`,
  );

  const { signal } = await restore(data, copy, { env: using(url, { PATH }) });

  assert.equal(signal, 'SIGKILL');
  const child = Number(fs.readFileSync(seen, 'utf8'));
  await until('pg_restore to be gone with it', () => !fs.existsSync(`/proc/${child}/fd/0`));
  assert.deepEqual(await cluster.sql('\\dt', { database: name }), []);
  const served = await commandLine(['documents'], { data, env: using(url) });
  assert.equal(served.code, 2);
  assert.match(served.stderr, /a restore into .* was ended in the middle/);
  const { code, output } = await restore(data, copy, { env: using(url) });
  assert.equal(code, 0, output);
  assert.match(output, /what was there before it is back/);
  const server = await startServer({ data, env: using(url) });
  assert.equal((await wholeDocuments(server)).size, 8);
  await server.kill();
});
