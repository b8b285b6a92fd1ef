// Clients that are slow, silent or leave at the worst moment cost bounded time and memory.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { api } from './harness/api.mjs';
import { Hopeless, until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { RawConnection } from './harness/http.mjs';
import { startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

const headerSecondsMax = 10;
const stallSecondsMax = 30;
const slack = 5; // the machine may be busy
let sim;
let server;

before(async () => {
  sim = await startSim();
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([server?.kill(), sim?.kill()]));

const host = () => `Host: 127.0.0.1:${server.port}\r\n`;
const question = (text) => {
  const body = JSON.stringify({ message_text: text });
  return `POST /api/turns HTTP/1.1\r\n${host()}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

test('clients that leave in any state leave nothing behind', async () => {
  await sim.script({ words: 20, delay_ms: 1 });
  const whole = question('Will you stay?');
  const states = [
    0,
    1,
    10,
    whole.indexOf('\r\n\r\n'),
    whole.indexOf('\r\n\r\n') + 4,
    whole.length - 1,
    whole.length,
  ];

  for (let round = 0; round < 20; round += 1) {
    await Promise.all(
      states.map(async (bytes) => {
        const client = new RawConnection(server);
        await client.connected;
        await client.send(whole.slice(0, bytes));
        if (bytes === whole.length && round % 2)
          await until('a response', () => client.received.length > 0);
        if (round % 3) client.socket.resetAndDestroy();
        else client.socket.destroy();
      }),
    );
  }

  await until('all connections to be closed', async () => (await server.connections()) === 0);
  await until('all turns to end', async () => {
    const { items } = await api(server).read('/api/conversations?limit=200');
    return items.every((item) => !item.is_running);
  });
});

test('requests that follow each other on one connection, also before the answers, are answered in order', async () => {
  const client = new RawConnection(server);
  const get = (path) => `GET ${path} HTTP/1.1\r\n${host()}\r\n`;
  await client.send(get('/healthz') + get('/readyz') + get('/api/me'));
  await until('three answers', () => client.text.split('HTTP/1.1 200').length === 4);
  const order = ['"ok"', '"ready"', 'principal_id'].map((text) => client.text.indexOf(text));
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
  client.socket.destroy();
});

describe('slow ones, all at the same time', { concurrency: true }, () => {
  /** Seconds until the server closes a connection that gets one more byte every half second. */
  async function drip(bytes, secondsMax) {
    const client = new RawConnection(server);
    await client.connected;
    const begun = Date.now();
    for (let i = 0; !client.closed; i += 1) {
      assert.ok(Date.now() - begun < secondsMax * 1000, `still open after ${secondsMax} s`);
      await client.send(bytes[i % bytes.length]);
      await Promise.race([client.ended, pause(500)]);
    }
    return client;
  }

  test('a head that comes a byte at a time is ended in time', async () => {
    const client = await drip(`GET / HTTP/1.1\r\nX: ${'a'.repeat(500)}`, headerSecondsMax + slack);
    assert.match(client.text, /^(HTTP\/1\.1 408|$)/);
  });

  test('a thousand clients that say nothing are let go, and others are served meanwhile', async () => {
    const clients = Array.from({ length: 1_000 }, () => new RawConnection(server));
    await Promise.all(clients.map((client) => client.connected));
    const before_ = Date.now();
    await api(server).read('/healthz');
    assert.ok(Date.now() - before_ < 2_000);
    for (const client of clients) client.socket.destroy();
  });

  test('a client that asks for much and never reads is closed in time, and costs little memory', async () => {
    const mine = await startServer({ env: sim.env });
    await sim.script({ text: `${'x'.repeat(96)} end\n`.repeat(9_000).trim(), delay_ms: 0 });
    const first = await ask(mine, 'Write a very long answer.');
    const { turn_id: id } = (await first.next()).data;
    await first.ends('completed', 30_000);
    const memory = await mine.residentBytes();
    // More than all buffers on the way take: the server has to wait.
    const request = `GET /api/turns/${id} HTTP/1.1\r\nHost: 127.0.0.1:${mine.port}\r\n\r\n`.repeat(
      16,
    );
    const clients = Array.from({ length: 20 }, () => new RawConnection(mine));
    for (const client of clients) {
      client.socket.pause();
      await client.send(request);
    }
    assert.ok((await mine.connections()) >= clients.length);

    await until(
      'the clients to be closed',
      async () => {
        const grown = (await mine.residentBytes()) - memory;
        if (grown > 200 << 20)
          throw new Hopeless(
            `${grown >> 20} MiB more for ${clients.length} clients that never read`,
          );
        return (await mine.connections()) === 0;
      },
      { withinMs: (stallSecondsMax + 3 * slack) * 1000 },
    );

    for (const client of clients) client.socket.destroy();
    await api(mine).read('/healthz');
    await mine.kill();
  });

  test('a silent answer is kept alive by comments', async () => {
    const other = await startSim();
    const mine = await startServer({ env: other.env });
    await other.script({ words: 4, delay_ms: 0, hold: 0 });
    const reader = await ask(mine, 'Think for a while.');
    await other.holding();
    const end = reader.ends('completed', 60_000);
    await until('a comment', () => reader.comments.includes('alive'), { withinMs: 25_000 });
    await other.release();
    await end;
    assert.equal(reader.text, numberedWords(4));
    await Promise.all([mine.kill(), other.kill()]);
  });
});
