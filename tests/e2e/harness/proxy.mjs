// A real nginx with the examples of the documentation, a certificate of the test's own, and a port that
// leads to another one as a tunnel does.
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { until } from './conditions.mjs';
import { root, temporaryFolder } from './places.mjs';
import { Program } from './program.mjs';

const nginx = ['/usr/sbin/nginx', '/usr/bin/nginx'].find((file) => fs.existsSync(file));

/** The blocks of code below a heading of a page of docs/reference: [{language, text}]. */
export function examplesIn(file, heading) {
  const page = fs.readFileSync(path.join(root, 'docs', 'reference', file), 'utf8');
  const part = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (!part) throw new Error(`${file} has no part called ${heading}`);
  return [...part.matchAll(/^```(\w+)\n([^]*?)^```/gm)].map(([, language, text]) => ({
    language,
    text,
  }));
}

/** `text` with each of the words changed; a failure when one is not there. */
export function changed(text, changes) {
  return Object.entries(changes).reduce((left, [from, to]) => {
    if (!left.includes(from)) throw new Error(`the example no longer says ${from}:\n${left}`);
    return left.replaceAll(from, to);
  }, text);
}

/** NAME=value lines as an environment. */
export function environmentIn(text) {
  return Object.fromEntries([...text.matchAll(/^(PARLANCE_\w+)=(.*)$/gm)].map(([, ...pair]) => pair));
}

/** A port of 127.0.0.1 that is free now. */
export async function freePort() {
  const probe = net.createServer();
  await new Promise((resolve, reject) => probe.on('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A certificate for `name` of an authority that nobody knows: {authority, certificate, key, pin}. */
export function certificateFor(name) {
  const folder = temporaryFolder('certificate');
  const at = (file) => path.join(folder, file);
  const openssl = (...args) => execFileSync('openssl', args, { stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...curve, '-days', '2', '-subj', '/CN=Authority of a test',
    '-keyout', at('authority.key'), '-out', at('authority.pem')); // prettier-ignore
  openssl('req', ...curve, '-subj', `/CN=${name}`, '-keyout', at('leaf.key'), '-out', at('leaf.csr'));
  fs.writeFileSync(at('names'), `subjectAltName=DNS:${name}\n`);
  openssl('x509', '-req', '-in', at('leaf.csr'), '-CA', at('authority.pem'), '-CAkey',
    at('authority.key'), '-CAcreateserial', '-days', '2', '-extfile', at('names'),
    '-out', at('leaf.pem')); // prettier-ignore
  const leaf = new crypto.X509Certificate(fs.readFileSync(at('leaf.pem')));
  const info = leaf.publicKey.export({ type: 'spki', format: 'der' });
  return {
    authority: fs.readFileSync(at('authority.pem')),
    certificate: at('leaf.pem'),
    key: at('leaf.key'),
    pin: crypto.createHash('sha256').update(info).digest('base64'),
  };
}

/** Runs nginx with one `server { … }`, which listens on `port`, until it is ended by the test. */
export async function startNginx(serverBlock, port) {
  if (!nginx) throw new Error('nginx is not installed: run ./dev setup');
  const folder = temporaryFolder('nginx');
  fs.chmodSync(folder, 0o755); // its workers are another user
  const file = path.join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join('\n  ');
  fs.writeFileSync(
    file,
    `daemon off;\npid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\nevents {}\n` +
      `http {\n  access_log off;\n  ${temporary}\n${serverBlock}\n}\n`,
  );
  const log = path.join(folder, 'error.log');
  const program = new Program(nginx, ['-c', file, '-e', log, '-p', folder], {
    env: { PATH: process.env.PATH },
    lastSignal: 'SIGTERM',
  });
  await until(`nginx to listen on ${port}`, () => {
    if (program.end) throw new Error(`it ended: ${program.output} ${fs.readFileSync(log, 'utf8')}`);
    return accepts(port);
  });
  return program;
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    socket.on('connect', () => socket.destroy() && resolve(true));
    socket.on('error', () => resolve(false));
  });
}

/** Another port that leads to `port`, byte by byte, as `ssh -L` and a container's do. */
export async function startTunnel(port) {
  const open = new Set();
  const tunnel = net.createServer((near) => {
    const far = net.connect({ host: '127.0.0.1', port });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ]) {
      open.add(socket);
      socket.on('error', () => {}).on('close', () => open.delete(socket) && other.destroy());
      socket.pipe(other);
    }
  });
  await new Promise((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
  return {
    port: tunnel.address().port,
    url: `http://localhost:${tunnel.address().port}`,
    stop: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => tunnel.close(resolve));
    },
  };
}
