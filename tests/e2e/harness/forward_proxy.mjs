// A real forward proxy (tinyproxy) and a way to the simulator that does not begin on loopback, which
// is never reached through a proxy.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { Hopeless, until } from './conditions.mjs';
import { temporaryFolder } from './places.mjs';
import { Program } from './program.mjs';

/** A name or address of this machine that is not loopback by what it says. */
export function outerHost() {
  const all = Object.values(os.networkInterfaces()).flat();
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? os.hostname();
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function accepts(port) {
  const socket = net.connect({ host: '127.0.0.1', port });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

class ForwardProxy extends Program {
  constructor({ port, folder, lines }) {
    const config = path.join(folder, 'tinyproxy.conf');
    const log = path.join(folder, 'access.log');
    fs.writeFileSync(
      config,
      [`Port ${port}`, 'Listen 127.0.0.1', 'Timeout 60', 'MaxClients 20', 'LogLevel Connect']
        .concat(`LogFile "${log}"`, 'Allow 127.0.0.1', 'DisableViaHeader Yes', lines, '')
        .join('\n'),
    );
    super('tinyproxy', ['-d', '-c', config], { env: { PATH: process.env.PATH } });
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.log = log;
  }

  /** The requests of its access log: "CONNECT host:443", "POST http://host/". */
  passed() {
    if (!fs.existsSync(this.log)) return [];
    const lines = fs.readFileSync(this.log, 'utf8').matchAll(/Request \(file descriptor \d+\): (\S+ \S+) HTTP/g);
    return [...lines].map(([, request]) => request);
  }
}

/** `lines`: more of tinyproxy's own settings. */
export async function startForwardProxy(...lines) {
  const port = await freePort();
  const proxy = new ForwardProxy({ port, folder: temporaryFolder('proxy'), lines });
  await until('the proxy to listen', () => {
    if (proxy.end) throw new Hopeless(`tinyproxy ended: ${proxy.output}`);
    return accepts(port);
  });
  return proxy;
}

/**
 * Passes connections on to `target` (a port of this machine), out of TLS when `identity` ({key, cert})
 * is given. Listens on every address; `.port`, `.close()`.
 */
export async function startFront(target, identity) {
  const open = new Set();
  const pass = (incoming) => {
    const outgoing = net.connect({ host: '127.0.0.1', port: target });
    for (const [socket, other] of [[incoming, outgoing], [outgoing, incoming]]) {
      open.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => open.delete(socket));
    }
    incoming.pipe(outgoing).pipe(incoming);
  };
  const server = identity ? tls.createServer(identity, pass) : net.createServer(pass);
  server.on('tlsClientError', () => {});
  await new Promise((resolve) => server.listen(0, '0.0.0.0', resolve));
  const close = () => {
    for (const socket of open) socket.destroy();
    server.close();
  };
  return { port: server.address().port, close };
}
