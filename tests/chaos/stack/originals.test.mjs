// One folder of original files and several databases: PostgreSQL or SQLite is configured for a moment,
// in both directions; replicas that start at once over a new folder.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { api } from '../../e2e/harness/api.mjs';
import {
  agedOriginals,
  originalsIn,
  passOfErasure,
  texts,
  withThreeDocuments,
} from '../../e2e/harness/originals.mjs';
import { temporaryFolder } from '../../e2e/harness/places.mjs';
import { commandLine, startServer } from '../../e2e/harness/server.mjs';
import { Cluster, password } from './harness/postgres.mjs';

const aMonth = 30 * 24 * 3_600_000;
let cluster;

before(async () => {
  cluster = await Cluster.create();
});
after(() => cluster?.stop('immediate'));

/** A new database of the cluster, as settings. */
async function database(name) {
  await cluster.sql(`CREATE DATABASE ${name} OWNER parlance`);
  const at = `postgresql://parlance:${password}@127.0.0.1:${cluster.port}/${name}`;
  return { PARLANCE_DATABASE: at };
}

const kinds = async (server) =>
  (await api(server).read('/api/me')).notices.map(({ kind }) => kind);

async function open(server, documents) {
  for (const { document_id: id, file_name: name } of documents) {
    const { status, body } = await api(server).get(`/api/documents/${id}/content`);
    assert.equal(status, 200, `${name}: ${body}`);
    assert.equal(String(body), texts[name]);
  }
}

/** Serves `data` with a wrong database, adds a file there, and serves it once more. */
async function aMomentOf(env, data) {
  agedOriginals(data, aMonth);
  const first = await startServer({ data, env });
  assert.deepEqual(await kinds(first), ['originals_without_documents']);
  const added = await api(first).addDocument('meanwhile.txt', `Added meanwhile ${data}.\n`);
  assert.equal(added.state, 'ready', added.reason);
  const check = await commandLine(['check-config', '--json'], { data, env });
  assert.equal(check.code, 1, check.output);
  assert.equal(JSON.parse(check.stdout).originals.state, 'of_another_database');
  await first.kill('SIGTERM');
  agedOriginals(data, aMonth);
  const second = await startServer({ data, env });
  assert.deepEqual(await kinds(second), ['originals_of_another_database']);
  assert.match(second.stderr, /"originals_of_another_database"/);
  assert.equal((await commandLine(['documents'], { data, env })).code, 0);
  await second.kill('SIGTERM');
  assert.doesNotMatch(first.stderr + second.stderr, /"erased"/);
  return added;
}

/** With the right database again: everything opens, and erasing goes on. */
async function isAsBefore({ data, documents, env, before: names }) {
  agedOriginals(data, aMonth);
  const isOver = passOfErasure(data);
  const server = await startServer({ data, env });
  await isOver();
  assert.deepEqual(await kinds(server), []);
  await open(server, documents);
  for (const name of names) assert.ok(originalsIn(data).includes(name), `${name} is gone`);
  assert.equal((await commandLine(['check-config'], { data, env })).code, 0);
  await server.kill('SIGTERM');
}

test('PostgreSQL for a moment over the folder of SQLite, and back', async () => {
  const wrong = await database('over_sqlite');
  const { data, documents, server } = await withThreeDocuments();
  await server.kill('SIGTERM');
  const before = originalsIn(data);

  const added = await aMomentOf(wrong, data);

  await isAsBefore({ data, documents, env: {}, before });
  // And the file that was added meanwhile is still there for the other one.
  const again = await startServer({ data, env: wrong });
  const { status } = await api(again).get(`/api/documents/${added.document_id}/content`);
  assert.equal(status, 200);
  await again.kill('SIGTERM');
});

test('SQLite for a moment over the folder of PostgreSQL, and back', async () => {
  const env = await database('under_sqlite');
  const { data, documents, server } = await withThreeDocuments({ env });
  await server.kill('SIGTERM');
  const before = originalsIn(data);

  await aMomentOf({}, data);

  await isAsBefore({ data, documents, env, before });
});

test('another database of the same PostgreSQL for a moment, and the decision to keep it', async () => {
  const env = await database('right_one');
  const wrong = await database('wrong_one');
  const { data, documents, server } = await withThreeDocuments({ env });
  await server.kill('SIGTERM');
  const before = originalsIn(data);

  const added = await aMomentOf(wrong, data);
  await isAsBefore({ data, documents, env, before });
  const adopted = await commandLine(['originals', 'adopt', '--yes'], { data, env: wrong });
  assert.equal(adopted.code, 0, adopted.output);

  agedOriginals(data, aMonth);
  const isOver = passOfErasure(data);
  const other = await startServer({ data, env: wrong });
  await isOver();
  assert.deepEqual(await kinds(other), []);
  const { status } = await api(other).get(`/api/documents/${added.document_id}/content`);
  assert.equal(status, 200);
  await other.kill('SIGTERM');
  const bin = fs.readdirSync(path.join(data, 'blobs', 'bin'));
  for (const name of before) assert.ok(bin.includes(name), `${name} is not in the bin`);
  // Within the days it can be taken back.
  const back = await commandLine(['originals', 'adopt', '--yes'], { data, env });
  assert.equal(back.code, 0, back.output);
  const right = await startServer({ data, env });
  await open(right, documents);
  await right.kill('SIGTERM');
});

test('replicas that start at once over a new folder are one owner', async () => {
  const env = await database('shared');
  const data = temporaryFolder();

  const replicas = await Promise.all([1, 2, 3].map(() => startServer({ data, env })));

  for (const replica of replicas) {
    assert.deepEqual(await kinds(replica), [], replica.stderr);
    assert.doesNotMatch(replica.stderr, /"level":"(warn|error)".*originals/);
  }
  const [mark] = /owner \S+/.exec(fs.readFileSync(path.join(data, 'blobs', 'belongs-to'), 'utf8'));
  assert.deepEqual(await cluster.sql("SELECT 'owner ' || id FROM store_identity", { database: 'shared' }), [
    mark,
  ]);
  await Promise.all(replicas.map((replica) => replica.kill('SIGTERM')));
});

test('a database that does not answer is said, and check-config does not wait for it long', async () => {
  const { data, server } = await withThreeDocuments();
  await server.kill('SIGTERM');
  const env = { PARLANCE_DATABASE: 'postgresql://parlance@127.0.0.1:1/nowhere' };

  const { code, stdout } = await commandLine(['check-config'], { data, env });

  assert.equal(code, 0);
  assert.match(stdout, /Original files: not looked at: .*database/);
  const told = await commandLine(['originals'], { data, env });
  assert.equal(told.code, 1);
  assert.match(told.stderr, /database/);
});
