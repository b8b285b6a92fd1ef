// Starting where something is in the way, and ending.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { ask } from './harness/event_stream.mjs';
import { exchange, json } from './harness/http.mjs';
import { fill, smallDisk } from './harness/mounts.mjs';
import { temporaryFolder } from './harness/places.mjs';
import { commandLine, startServer } from './harness/server.mjs';

const serve = (data, env = {}) =>
  commandLine(['serve'], { data, env: { PARLANCE_HTTP_PORT: '0', ...env } });

test('a busy port is said with its number and PARLANCE_HTTP_PORT', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address();

  const { code, output } = await serve(temporaryFolder(), { PARLANCE_HTTP_PORT: String(port) });

  other.close();
  assert.ok(code > 0, `exit code ${code}`);
  assert.match(output, new RegExp(`${port}`));
  assert.match(output, /PARLANCE_HTTP_PORT/);
});

test('a second server on the same data folder ends naming the address of the first', async () => {
  const first = await startServer();

  const { code, output } = await serve(first.data);

  assert.ok(code > 0, `exit code ${code}`);
  assert.ok(output.includes(first.url), output);
  await api(first).read('/healthz');
  await first.kill();
});

test('after kill -9 the data folder is free for the next server', async () => {
  const first = await startServer();
  await first.kill('SIGKILL');

  const second = await startServer({ data: first.data });

  await api(second).read('/readyz');
  await second.kill();
});

test('it listens on this machine only', async () => {
  const server = await startServer();
  const port = server.port.toString(16).toUpperCase().padStart(4, '0');
  const sockets = ['tcp', 'tcp6'].flatMap((name) =>
    fs
      .readFileSync(`/proc/net/${name}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/)),
  );

  const ours = sockets.filter(
    ([, local, , state]) => state === '0A' && local?.endsWith(`:${port}`),
  );

  assert.deepEqual(
    ours.map(([, local]) => local),
    [`0100007F:${port}`],
  );
  await server.kill();
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`${signal} ends it with exit code 0 and the database closed`, async () => {
    const server = await startServer();
    await (await ask(server, 'Is anything here?')).ends('completed');

    const { code } = await server.kill(signal);

    assert.equal(code, 0, server.output);
    const left = fs
      .readdirSync(server.data, { recursive: true })
      .filter((name) => /-(wal|shm|journal)$/.test(name));
    assert.deepEqual(left, [], 'the database was not closed');
  });
}

test('a data folder that cannot be made or written is said at start, with its path', async (t) => {
  const file = path.join(temporaryFolder(), 'file');
  fs.writeFileSync(file, '');
  const below = path.join(file, 'data');
  const notMade = await serve(below);
  assert.ok(notMade.code > 0);
  assert.ok(notMade.output.includes(below), notMade.output);

  const disk = smallDisk(4 << 20);
  if (!disk?.makeReadOnly()) return t.diagnostic('no read-only file system can be mounted here');
  const readOnly = await serve(disk.folder);
  disk.unmount();
  assert.ok(readOnly.code > 0);
  assert.ok(readOnly.output.includes(disk.folder), readOnly.output);
  assert.match(readOnly.output, /read-only|PARLANCE_DATA/i);
  return undefined;
});

test('a disk that is full at start is said at start', async (t) => {
  const disk = smallDisk(4 << 20);
  if (!disk) return t.skip('needs root, to mount a small file system');
  fill(disk.folder);

  const { code, output } = await serve(disk.folder);

  disk.unmount();
  assert.ok(code > 0, output);
  assert.ok(output.includes(disk.folder) || /full|space/i.test(output), output);
  return undefined;
});

test('a disk that fills up: questions are refused with 507 or 503, none is half kept, and it recovers', async (t) => {
  const disk = smallDisk(12 << 20);
  if (!disk) return t.skip('needs root, to mount a small file system');
  let server = await startServer({ data: path.join(disk.folder, 'data') });
  await (await ask(server, 'Is there room?')).ends('completed');
  const empty = fill(disk.folder);

  const accepted = [];
  let refused;
  for (let i = 0; i < 200 && !refused; i += 1) {
    const message_text = `Question ${i} ${'with many words '.repeat(1_500)}`;
    const response = await exchange(server, {
      path: '/api/turns',
      ...json({ message_text }),
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    });
    if (response.status === 202) accepted.push(JSON.parse(response.body).turn_id);
    else refused = response;
  }

  assert.ok(refused, 'two hundred questions fit on a full disk');
  assert.ok([503, 507].includes(refused.status), String(refused.body));
  assertProblem(refused, { status: refused.status, fault: 'overloaded' });
  const upload = await api(server).upload(
    'note.md',
    '# Note\n\nThis does not fit.\n'.repeat(10_000),
  );
  assert.ok([503, 507].includes(upload.status), String(upload.body));
  await api(server).read('/healthz');
  await api(server).read('/api/conversations?limit=200');

  empty();
  for (const id of accepted) await api(server).turnIs(id, 'completed', 20_000);
  await (await ask(server, 'Is there room again?')).ends('completed');
  assert.equal((await server.kill('SIGINT')).code, 0);
  server = await startServer({ data: server.data });
  const { items } = await api(server).read('/api/conversations?limit=200');
  assert.equal(
    items.length,
    accepted.length + 2,
    'a refused question was kept, or an accepted one lost',
  );
  assert.deepEqual((await api(server).read('/api/documents')).items, []);
  await server.kill();
  disk.unmount();
  return undefined;
});
