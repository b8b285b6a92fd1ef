// Data folders whose database is taken away, changed or put back, and files that grow old at once.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { api } from './api.mjs';
import { until } from './conditions.mjs';
import { temporaryFolder } from './places.mjs';
import { startServer } from './server.mjs';

export const texts = {
  'lamps.txt': 'The harbour lamp burns rapeseed oil.\n',
  'bells.txt': 'The fog bell rings every ninety seconds.\n',
  'ropes.txt': 'The mooring rope is tarred hemp.\n',
};

/** A server with three documents that were read: {data, documents, server}. */
export async function withThreeDocuments(options = {}) {
  const server = await startServer(options);
  const documents = [];
  for (const [name, text] of Object.entries(texts)) {
    documents.push(await api(server).addDocument(name, text));
  }
  return { data: server.data, documents, server };
}

/** Takes the database away and gives the folder it is in then; with that folder: puts it back. */
export function moveDatabase(data, from) {
  const isDatabase = (name) => name.startsWith('parlance.db');
  for (const name of fs.readdirSync(data).filter(isDatabase)) {
    if (from !== undefined) fs.rmSync(path.join(data, name));
  }
  const [source, target] = from === undefined ? [data, temporaryFolder('away')] : [from, data];
  for (const name of fs.readdirSync(source).filter(isDatabase)) {
    fs.renameSync(path.join(source, name), path.join(target, name));
  }
  return target;
}

/** Hashes of the files that are kept and not in the bin. */
export function originalsIn(data) {
  const blobs = path.join(data, 'blobs');
  return fs
    .readdirSync(blobs)
    .filter((name) => name.length === 2)
    .flatMap((drawer) => fs.readdirSync(path.join(blobs, drawer)))
    .sort();
}

/** As if all of them had been put so many milliseconds before. */
export function agedOriginals(data, age) {
  const then = new Date(Date.now() - age);
  for (const hash of originalsIn(data)) {
    fs.utimesSync(path.join(data, 'blobs', hash.slice(0, 2), hash), then, then);
  }
}

// Python, because Node 20 has no SQLite; ./dev needs it anyway.
const script = `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
found = db.execute(sys.argv[2]).fetchone()
db.commit()
print(found[0] if found else "")
`;

/** Runs SQL on the database of a folder that no server uses; a number when it answers one. */
export function databaseOf(data, sql) {
  const file = path.join(data, 'parlance.db');
  return Number(execFileSync('python3', ['-c', script, file, sql], { encoding: 'utf8' }));
}

/** As if what is deleted had been deleted 31 days ago. */
export function deletedLongAgo(data) {
  const then = Date.now() - 31 * 24 * 3_600_000;
  databaseOf(data, `UPDATE documents SET deleted_at = ${then} WHERE deleted_at IS NOT NULL`);
}

/**
 * Adds old bytes that nobody has. The next pass of erasure puts them into the bin last of all: wait for
 * what this gives, and the pass is over.
 */
export function passOfErasure(data) {
  const name = 'f'.repeat(64);
  const proof = path.join(data, 'blobs', 'ff', name);
  fs.mkdirSync(path.dirname(proof), { recursive: true });
  fs.writeFileSync(proof, 'anything');
  const then = new Date(Date.now() - 24 * 3_600_000);
  fs.utimesSync(proof, then, then);
  return async () => {
    await until('a pass of erasure to be over', () => !fs.existsSync(proof));
    fs.rmSync(path.join(data, 'blobs', 'bin', name), { force: true });
  };
}
