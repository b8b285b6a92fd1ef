// kill -9 while files are uploaded and read: what was acknowledged is read, and nothing twice.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { api } from './harness/api.mjs';
import { until, within } from './harness/conditions.mjs';
import { startServer } from './harness/server.mjs';

const filesOfARound = 4;
const sections = 300;

/** A text with a word of its own in each section; some 200 KB, so that a kill meets its reading. */
function textOf(name) {
  const stem = name.replace(/\W/g, '');
  const filler = 'The keeper writes down what the lamp has burnt and who has come ashore. '.repeat(8);
  return Array.from(
    { length: sections },
    (_, at) => `## Part ${at} of ${name}\n\nThe word here is ${stem}word${at}. ${filler}\n`,
  ).join('\n');
}

async function settled(server, ids) {
  return until(
    'every acknowledged document to be read',
    async () => {
      const all = await Promise.all(ids.map((id) => api(server).read(`/api/documents/${id}`)));
      return all.every(({ state }) => ['ready', 'failed'].includes(state)) && all;
    },
    { withinMs: 60_000 },
  );
}

/** Uploads the files of a round at once; ids of those that the server has acknowledged so far. */
function uploadAll(server, names) {
  const acknowledged = [];
  const ended = Promise.allSettled(
    names.map(async (name) => {
      const { status, json, body } = await api(server).upload(name, textOf(name), 'text/markdown');
      assert.equal(status, 202, String(body));
      acknowledged.push(json.document_id);
    }),
  );
  return { acknowledged, ended };
}

/** That some document is in this state, or that it is too late to see one. */
const stateSeen = (state) => async (server, { acknowledged }) => {
  const { items } = await api(server).read(`/api/documents?state=${state}&limit=1`);
  return items.length > 0 || acknowledged.length === filesOfARound;
};

// When each round is cut off.
const moments = [
  ['nothing is acknowledged yet', async () => true],
  ['one file is acknowledged', async (_, { acknowledged }) => acknowledged.length >= 1],
  ['a file is being read', stateSeen('reading')],
  ['half of the files are acknowledged', async (_, { acknowledged }) => acknowledged.length >= 2],
  ['a file waits', stateSeen('queued')],
  ['all are acknowledged', async (_, { acknowledged }) => acknowledged.length === filesOfARound],
];

async function passagesOf(server, document) {
  const ids = [];
  for (let page = 1; page <= document.page_count; page += 1) {
    const { passages } = await api(server).read(
      `/api/documents/${document.document_id}/pages/${page}`,
    );
    ids.push(...passages.map(({ passage_id: id }) => id));
  }
  return ids;
}

function unfinishedFiles(data) {
  const blobs = path.join(data, 'blobs');
  if (!fs.existsSync(blobs)) return []; // nothing was ever kept
  return fs
    .readdirSync(blobs, { recursive: true })
    .filter((name) => path.basename(String(name)).startsWith('new-'));
}

test('kill -9 during uploads and reading loses no acknowledged document and doubles none', async () => {
  const undisturbed = await startServer();
  const model = await api(undisturbed).addDocument('model.md', textOf('model.md'));
  assert.equal(model.state, 'ready', model.reason);
  await undisturbed.kill();

  let mine = await startServer();
  const acknowledged = [];
  const killAndRestart = async () => {
    await mine.kill('SIGKILL');
    mine = await startServer({ data: mine.data });
  };
  for (const [round, [what, isNow]] of moments.entries()) {
    const names = Array.from({ length: filesOfARound }, (_, at) => `r${round}f${at}.md`);
    const uploads = uploadAll(mine, names);
    await until(what, () => isNow(mine, uploads));
    await mine.kill('SIGKILL');
    await within(10_000, 'the uploads to end', uploads.ended);
    acknowledged.push(...uploads.acknowledged);
    mine = await startServer({ data: mine.data });
    assert.deepEqual(unfinishedFiles(mine.data), []);
    // Once more, with nothing new.
    if (round % 2 === 0) await killAndRestart();
    for (const document of await settled(mine, acknowledged)) {
      assert.equal(document.state, 'ready', `${what}: ${document.reason}`);
    }
  }

  const { items } = await api(mine).read('/api/documents?limit=200');
  const names = items.map(({ file_name: name }) => name);
  assert.equal(new Set(names).size, names.length, 'a file is there twice');
  const all = await settled(mine, items.map(({ document_id: id }) => id));
  for (const document of all) {
    const name = document.file_name;
    assert.equal(document.state, 'ready', `${name}: ${document.reason}`);
    assert.equal(document.passage_count, model.passage_count, name);
    const ids = await passagesOf(mine, document);
    assert.equal(new Set(ids).size, ids.length, name);
    assert.equal(ids.length, document.passage_count, name);
    const word = `${name.replace(/\W/g, '')}word${sections - 1}`;
    const { passages } = await api(mine).read(`/api/search?q=${word}&limit=5`);
    assert.equal(passages.length, 1, `${word} is in ${passages.length} passages`);
    assert.equal(passages[0].document_id, document.document_id);
  }
  for (const id of acknowledged) assert.ok(items.some(({ document_id: found }) => found === id));
  await mine.kill();
});

test('a document that is deleted before it is read stays away until it is restored', async () => {
  let mine = await startServer();
  const { json } = await api(mine).upload('gone.md', textOf('gone.md'), 'text/markdown');
  const { status } = await api(mine).post(`/api/documents/${json.document_id}/delete`, {});
  assert.equal(status, 200);
  assert.equal((await api(mine).get(`/api/documents/${json.document_id}`)).status, 404);

  await mine.kill('SIGKILL');
  mine = await startServer({ data: mine.data });

  assert.deepEqual((await api(mine).read('/api/documents')).items, []);
  assert.equal((await api(mine).get(`/api/documents/${json.document_id}/content`)).status, 404);
  const back = await api(mine).post(`/api/documents/${json.document_id}/restore`, {});
  assert.equal(back.status, 200);
  const [document] = await settled(mine, [json.document_id]);
  assert.equal(document.state, 'ready', document.reason);
  await mine.kill();
});
