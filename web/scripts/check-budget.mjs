// What a browser transfers before one can type: the entry and what it imports statically, brotli.
import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';

const most = 180 * 1024;
const dist = new URL('../../build/web/dist/', import.meta.url);
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'));

const seen = new Set();
function collect(key) {
  if (seen.has(key)) return;
  seen.add(key);
  for (const imported of manifest[key].imports ?? []) collect(imported);
}
collect('index.html');

let bytes = 0;
for (const key of seen) {
  bytes += brotliCompressSync(await readFile(new URL(manifest[key].file, dist))).length;
}
const said = `first load: ${(bytes / 1024).toFixed(1)} KB of compressed JavaScript, at most 180`;
if (bytes > most) {
  console.error(said);
  process.exit(1);
}
console.log(said);
