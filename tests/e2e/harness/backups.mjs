// Backups as a test looks at them: folders compared as a whole, documents compared byte by byte.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { api } from './api.mjs';
import { until } from './conditions.mjs';
import { exchange } from './http.mjs';
import { commandLine } from './server.mjs';

const hashOf = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');

/** Everything below a folder, so that two looks can be compared: names, kinds, modes, contents. */
export function tree(folder) {
  if (!fs.existsSync(folder)) return 'missing';
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const file = path.join(entry.parentPath ?? entry.path, entry.name);
      const { mode } = fs.lstatSync(file);
      const content = entry.isFile() ? hashOf(fs.readFileSync(file)) : '';
      return `${path.relative(folder, file)} ${mode.toString(8)} ${content}`;
    })
    .sort();
}

export const backup = (data, folder, { env, more = [], withinMs } = {}) =>
  commandLine(['backup', folder, ...more], { data, env, withinMs });

export const restore = (data, folder, { env, more = [], withinMs } = {}) =>
  commandLine(['restore', folder, ...more], { data, env, withinMs });

/** Text of a document that nothing else has. */
export const contentOf = (name) => `# ${name}\n\nThe code word of ${name} is ${hashOf(name)}.\n`;

/** Adds documents one after the other, without waiting until they are read; their ids by name. */
export async function addAll(server, names, { into = new Map(), wanted = () => true } = {}) {
  for (const name of names) {
    if (!wanted()) break;
    const { status, json, body } = await api(server).upload(name, contentOf(name));
    assert.equal(status, 202, String(body));
    into.set(name, json.document_id);
  }
  return into;
}

/** Every document of the server, by name; each one's original must be what was added under it. */
export async function wholeDocuments(server) {
  const { items } = await api(server).read('/api/documents?limit=200');
  for (const { document_id: id, file_name: name } of items) {
    const { status, body } = await exchange(server, { path: `/api/documents/${id}/content` });
    assert.equal(status, 200, `${name}: ${body}`);
    assert.equal(String(body), contentOf(name), name);
  }
  return new Map(items.map(({ file_name: name, document_id: id }) => [name, id]));
}

/** Waits until every document has been read, and none failed. */
export async function allReady(server) {
  await until('all documents to be ready', async () => {
    const { items } = await api(server).read('/api/documents?limit=200');
    return items.every(({ state }) => state === 'ready');
  });
}

/** Files of a folder, relative to it. */
export const filesOf = (folder) =>
  fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => fs.statSync(path.join(folder, name)).isFile());
