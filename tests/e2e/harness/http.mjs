// HTTP as plain as a test needs it: every header, byte and connection can be chosen.
import http from 'node:http';
import net from 'node:net';
import { within } from './conditions.mjs';

const answersWithinMs = 20_000;

function requestOptions(server, { method, path, headers, body }) {
  const chosen = { ...headers };
  if (body !== undefined && !Object.keys(chosen).some((name) => /^content-length$/i.test(name))) {
    chosen['content-length'] = Buffer.byteLength(body);
  }
  return {
    host: '127.0.0.1',
    port: server.port,
    path,
    agent: false,
    setHost: true,
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: chosen,
  };
}

/** Sends a request and gives the response as soon as its head is here. */
export function open(server, asked) {
  const opened = new Promise((resolve, reject) => {
    const request = http.request(requestOptions(server, asked), resolve);
    request.on('error', reject);
    request.end(asked.body);
  });
  return within(answersWithinMs, `the answer to ${asked.method ?? ''} ${asked.path}`, opened);
}

export async function bodyOf(response) {
  const parts = [];
  for await (const part of response) parts.push(part);
  return Buffer.concat(parts);
}

/** A whole exchange: {status, headers, body: Buffer}. */
export async function exchange(server, asked) {
  const response = await open(server, asked);
  const body = await within(answersWithinMs, `the body of ${asked.path}`, bodyOf(response));
  return { status: response.statusCode, headers: response.headers, body };
}

export function json(value) {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** A connection that a test drives byte by byte. */
export class RawConnection {
  constructor(server) {
    this.received = Buffer.alloc(0);
    this.closed = false;
    this.socket = net.connect({ host: '127.0.0.1', port: server.port, noDelay: true });
    this.socket.on('data', (part) => {
      this.received = Buffer.concat([this.received, part]);
    });
    this.socket.on('error', () => {});
    this.ended = new Promise((resolve) =>
      this.socket.on('close', () => {
        this.closed = true;
        resolve();
      }),
    );
    this.connected = new Promise((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('error', reject);
    });
  }

  get text() {
    return this.received.toString('latin1');
  }

  async send(bytes) {
    await this.connected;
    if (this.socket.destroyed) return;
    await new Promise((resolve) => this.socket.write(bytes, () => resolve()));
  }
}

/** Sends exactly `bytes` and gives what comes back up to the end of the first response's head. */
export async function raw(server, bytes) {
  const connection = new RawConnection(server);
  await connection.send(bytes);
  await within(
    answersWithinMs,
    'a response',
    new Promise((resolve) => {
      const look = () => connection.text.includes('\r\n\r\n') && resolve();
      connection.socket.on('data', look);
      connection.ended.then(resolve);
    }),
  );
  const { text } = connection;
  connection.socket.destroy();
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  return { status, text };
}
