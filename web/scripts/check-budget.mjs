// What a browser transfers before one can type: the scripts that index.html names, as brotli.
import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';

const bytesMax = 180 * 1024;
const dist = new URL('../../build/web/dist/', import.meta.url);
const html = await readFile(new URL('index.html', dist), 'utf8');
const scripts = new Set(
  [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map(([, path]) => path),
);

let bytes = 0;
for (const path of scripts) bytes += brotliCompressSync(await readFile(new URL(path, dist))).length;
const kilobytes = (bytes / 1024).toFixed(1);
const said = `first load: ${kilobytes} KB of compressed JavaScript, at most ${bytesMax / 1024}`;
if (scripts.size === 0 || bytes > bytesMax) {
  console.error(said);
  process.exit(1);
}
console.log(said);
