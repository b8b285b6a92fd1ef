// How the page and the contract are served: headers, compression, caching, and the budget of the first load.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import zlib from 'node:zlib';
import { api } from './harness/api.mjs';
import { contract } from './harness/contract.mjs';
import { exchange } from './harness/http.mjs';
import { startServer } from './harness/server.mjs';

const scriptBytesMax = 180 * 1024;
let server;

before(async () => {
  server = await startServer();
});
after(() => server?.kill());

const get = (path, headers) => exchange(server, { path, headers });

const baseOf = (html) => /<base href="([^"]*)" \/>/.exec(html)[1];

/** Where a browser finds what the page at `path` names: all of it is relative to its base. */
async function assetsOfPage(path = '/') {
  const html = String((await get(path)).body);
  const named = [...html.matchAll(/(?:src|href)="(\.\/assets\/[^"]+)"/g)].map(([, name]) => name);
  const base = new URL(baseOf(html), new URL(path, server.url));
  return [...new Set(named.map((name) => new URL(name, base).pathname))];
}

test('every address of the page serves the page; addresses of data and files do not', async () => {
  const page = await get('/');
  assert.equal(page.status, 200);
  assert.match(page.headers['content-type'], /^text\/html; ?charset=utf-8$/i);
  for (const path of [
    '/c/0190f0f0-0000-7000-8000-000000000000',
    '/documents',
    '/settings',
    '/?source=1',
  ]) {
    const html = String((await get(path)).body);
    const base = new URL(baseOf(html), new URL(path, server.url));
    assert.equal(base.pathname, '/', path);
    const otherwise = html.replace(`<base href="${baseOf(html)}" />`, '<base href="./" />');
    assert.equal(otherwise, String(page.body), path);
  }
  assert.doesNotMatch(String(page.body), /(?:src|href)="\/(?!\/)/, 'an address from the root');
  assert.equal((await get('/assets/index.js')).status, 404);
  assert.equal((await get('/api/unknown')).status, 404);
});

test('a page carries a strict content security policy and no inline script', async () => {
  const { headers, body } = await get('/');
  const policy = Object.fromEntries(
    headers['content-security-policy'].split(';').map((part) => {
      const [name, ...values] = part.trim().split(/\s+/);
      return [name, values];
    }),
  );
  assert.deepEqual(policy['script-src'] ?? policy['default-src'], ["'self'"]);
  assert.deepEqual(policy['style-src'], [
    "'self'",
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  ]);
  assert.deepEqual(policy['img-src'], ["'self'", 'blob:']);
  assert.deepEqual(policy['frame-ancestors'], ["'none'"]);
  assert.deepEqual(policy['base-uri'], ["'self'"]);
  assert.deepEqual(policy['object-src'] ?? policy['default-src'], ["'none'"]);
  assert.ok(!/unsafe-inline|unsafe-eval|\*/.test(headers['content-security-policy']));
  for (const [, attributes, text] of String(body).matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
    assert.match(attributes, /src=/);
    assert.equal(text.trim(), '');
  }
  assert.ok(!/ on\w+="|<style|style="/.test(String(body)), 'inline handlers or styles');
});

test('every response says nosniff, same-origin and a referrer policy', async () => {
  const asset = (await assetsOfPage())[0];
  for (const path of [
    '/',
    asset,
    '/api/me',
    '/healthz',
    '/openapi.json',
    '/api/unknown',
    '/api/me?x=1',
  ]) {
    const { headers } = await get(path);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin', path);
    assert.match(headers['referrer-policy'], /^(no-referrer|same-origin|strict-origin.*)$/, path);
    assert.ok(headers['x-trace-id'], path);
    assert.equal(
      headers.server ?? '',
      (headers.server ?? '').replace(/\d/g, ''),
      'a version in Server',
    );
  }
  const { headers } = await get('/api/me');
  assert.match(headers['cache-control'], /no-store/);
});

test('files come as brotli, gzip or plain, as asked, with one strong ETag each and 304', async () => {
  for (const path of await assetsOfPage()) {
    const plain = await get(path, { 'accept-encoding': 'identity' });
    const brotli = await get(path, { 'accept-encoding': 'gzip, deflate, br' });
    const gzip = await get(path, { 'accept-encoding': 'br;q=0, gzip' });
    assert.equal(plain.headers['content-encoding'], undefined, path);
    assert.equal(brotli.headers['content-encoding'], 'br', path);
    assert.equal(gzip.headers['content-encoding'], 'gzip', path);
    assert.deepEqual(zlib.brotliDecompressSync(brotli.body), plain.body);
    assert.deepEqual(zlib.gunzipSync(gzip.body), plain.body);
    const tags = [plain, brotli, gzip].map(({ headers }) => headers.etag);
    for (const response of [plain, brotli, gzip]) {
      assert.match(response.headers.etag, /^"[^"]+"$/, path);
      assert.match(response.headers.vary, /accept-encoding/i);
    }
    assert.equal(new Set(tags).size, 3, `${path}: one strong ETag for different bytes`);
    for (const condition of [
      brotli.headers.etag,
      `"other", ${brotli.headers.etag}`,
      `W/${brotli.headers.etag}`,
      '*',
    ]) {
      const again = await get(path, { 'accept-encoding': 'br', 'if-none-match': condition });
      assert.equal(again.status, 304, `${path} If-None-Match: ${condition}`);
      assert.equal(again.body.length, 0);
      assert.equal(again.headers.etag, brotli.headers.etag);
    }
    assert.equal(
      (await get(path, { 'accept-encoding': 'br', 'if-none-match': '"other"' })).status,
      200,
    );
  }
});

test('the page itself is small and plain, with a strong ETag for each place of it, and 304', async () => {
  const page = await get('/', { 'accept-encoding': 'br, gzip' });
  const deeper = await get('/c/0190f0f0-0000-7000-8000-000000000000');
  assert.equal(page.headers['content-encoding'], undefined);
  assert.ok(page.body.length < 1400, `${page.body.length} bytes: no longer one packet`);
  assert.match(page.headers.etag, /^"[^"]+"$/);
  assert.notEqual(page.headers.etag, deeper.headers.etag);
  for (const condition of [page.headers.etag, `"other", ${page.headers.etag}`, '*']) {
    const again = await get('/', { 'if-none-match': condition });
    assert.equal(again.status, 304, `If-None-Match: ${condition}`);
    assert.equal(again.body.length, 0);
    assert.equal(again.headers.etag, page.headers.etag);
  }
  assert.equal((await get('/', { 'if-none-match': deeper.headers.etag })).status, 200);
});

test('hashed files are kept for a year, the page is asked for again', async () => {
  assert.match((await get('/')).headers['cache-control'], /no-cache/);
  const assets = await assetsOfPage();
  assert.ok(assets.length >= 1);
  for (const path of assets) {
    assert.match(path, /[-.][\w-]{8,}\.(js|css|svg|woff2)$/, 'no hash in the name');
    const { headers } = await get(path);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable', path);
    assert.match(
      headers['content-type'],
      path.endsWith('.js') ? /^text\/javascript/ : /^(text\/css|image|font)/,
    );
  }
});

test('what the page loads before one can type is at most 180 KB of compressed script', async () => {
  let total = 0;
  for (const path of (await assetsOfPage()).filter((name) => name.endsWith('.js'))) {
    total += (await get(path, { 'accept-encoding': 'br' })).body.length;
  }
  assert.ok(total > 10_000 && total <= scriptBytesMax, `${total} bytes`);
});

test('/openapi.json is api/openapi.yaml', async () => {
  const { status, json, headers } = await api(server).get('/openapi.json');
  assert.equal(status, 200);
  assert.match(headers['content-type'], /^application\/json/);
  assert.deepEqual(json, contract);
});

test('who am I, which models, is it well: as the contract says', async () => {
  const me = await api(server).read('/api/me');
  assert.equal(me.mode, 'local');
  assert.equal(me.limits.message_characters_max, 32_000);
  assert.equal(me.limits.upload_bytes_max, 32 * 1024 * 1024);
  const { items } = await api(server).read('/api/models');
  assert.deepEqual(
    items.map(({ kind, destination, is_default: isDefault }) => ({ kind, destination, isDefault })),
    [{ kind: 'offline', destination: 'this machine', isDefault: true }],
  );
  assert.deepEqual(await api(server).read('/healthz'), { status: 'ok' });
  assert.deepEqual(await api(server).read('/readyz'), { status: 'ready' });
});

test('with a model configured it is the default, and its destination is the host that text goes to', async () => {
  const mine = await startServer({
    env: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_MODEL: 'some-model' },
  });
  const { items } = await api(mine).read('/api/models');
  const chosen = items.find(({ is_default: isDefault }) => isDefault);
  assert.equal(chosen.kind, 'openai_compatible');
  assert.match(chosen.destination, /^127\.0\.0\.1/);
  assert.match(`${chosen.model} ${chosen.title}`, /some-model/);
  await mine.kill();
});
