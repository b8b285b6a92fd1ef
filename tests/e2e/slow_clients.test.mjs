// Clients that read or send slowly, many at a time: the server stays small, quick, and open to others.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { exchange, RawConnection } from './harness/http.mjs';
import { startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

const mebibyte = 1024 * 1024;
const readers = 20;
// 64 MiB are counted at most; the rest is what a response takes while it is made.
const boundBytes = 100 * mebibyte;
const answers = 10;
const answerBytes = 899_999;
let sim;
let server;
let conversation;

before(async () => {
  sim = await startSim();
  server = await startServer({ env: sim.env });
  await sim.script({ text: Array(100).fill('x'.repeat(8_999)).join(' '), delay_ms: 0 });
  for (let at = 0; at < answers; at += 1) {
    const turn = await api(server).answered({
      message_text: `Question ${at}?`,
      ...(conversation && { conversation_id: conversation }),
    });
    conversation = turn.conversation_id;
  }
});
after(() => Promise.all([server?.kill(), sim?.kill()]));

function memory(name) {
  const status = fs.readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)[1]) * 1024;
}

/** How much more memory is needed at most while something is done. */
async function growthDuring(work) {
  fs.writeFileSync(`/proc/${server.pid}/clear_refs`, '5');
  const before = memory('VmRSS');
  await work();
  return memory('VmHWM') - before;
}

const head = (path) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`;

/** Clients that take the first bytes of a response and then nothing more for a while. */
async function withReadersOf(path, work) {
  const clients = [];
  for (let at = 0; at < readers; at += 1) {
    const client = new RawConnection(server);
    client.socket.write(head(path));
    clients.push(client);
  }
  await until('the first bytes', () => clients.every((one) => one.received.length > 0));
  for (const one of clients) one.socket.pause();
  try {
    await work(clients);
  } finally {
    for (const one of clients) one.socket.destroy();
  }
}

for (const [what, tail] of [
  ['opening', ''],
  ['exporting as JSON', '/export?format=json'],
  ['exporting as Markdown', '/export?format=markdown'],
]) {
  test(`many slow readers ${what} a long conversation cost a bounded sum`, async () => {
    const path = `/api/conversations/${conversation}${tail}`;
    const grown = await growthDuring(() =>
      withReadersOf(path, async () => {
        for (let at = 0; at < 20; at += 1) {
          const { status } = await exchange(server, { path: '/healthz' });
          assert.equal(status, 200);
        }
        await api(server).conversation(conversation);
      }),
    );
    // All of it for each would be 180 MB.
    assert.ok(grown < boundBytes, `${(grown / mebibyte).toFixed(0)} MiB`);
  });
}

test('an export that is read slowly arrives whole, as one that is read at once', async () => {
  const path = `/api/conversations/${conversation}/export?format=json`;
  const quick = await exchange(server, { path });
  const client = new RawConnection(server);
  client.socket.write(head(path));
  let taken = 0;
  client.socket.on('data', () => {
    taken += 1;
    client.socket.pause();
    setImmediate(() => client.socket.resume());
  });
  await until('the last chunk', () => client.received.subarray(-5).equals(Buffer.from('0\r\n\r\n')));
  client.socket.destroy();
  assert.ok(taken > 10);
  const { turns } = JSON.parse(quick.body);
  assert.equal(turns.length, answers);
  assert.ok(turns.every((turn) => turn.answer_text.length === answerBytes));
  assert.ok(client.received.length > quick.body.length);
});

test('bodies that are never finished share a bound; questions get through beside them', async () => {
  const length = mebibyte - 1;
  const piece = Buffer.alloc(length - 1, ' ');
  const clients = [];
  const grown = await growthDuring(async () => {
    for (let at = 0; at < 150; at += 1) {
      const client = new RawConnection(server);
      client.socket.write(
        `POST /api/turns HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
      );
      client.socket.write(piece);
      clients.push(client);
    }
    await until('some to be refused', () => clients.some((one) => one.received.length > 0));
    await sim.script({ text: 'Still here.', delay_ms: 0 });
    const turn = await api(server).answered('Is anybody there?');
    assert.equal(turn.answer_text, 'Still here.');
  });
  const refused = clients.map((one) => one.received.toString()).filter((text) => text !== '');
  for (const text of refused) {
    assert.match(text, /^HTTP\/1\.1 503 /);
    assert.match(text, /\r\nretry-after: 1\r\n/i);
  }
  for (const one of clients) one.socket.destroy();
  // All of them would be 150 MiB.
  assert.ok(grown < boundBytes, `${(grown / mebibyte).toFixed(0)} MiB`);
  await until('a long body to be read again', async () => {
    const body = JSON.stringify({ message_text: 'long' }).padEnd(length, ' ');
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    return (await exchange(server, { path: '/api/turns', headers, body })).status === 202;
  });
});
