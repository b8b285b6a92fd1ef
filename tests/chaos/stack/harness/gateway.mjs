// A gateway as in front of replicas in production: nginx, which is told by a probe of /readyz where to
// send requests. A stream that has begun stays where it is.
import fs from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';
import { until } from '../../../e2e/harness/conditions.mjs';
import { exchange } from '../../../e2e/harness/http.mjs';
import { temporaryFolder } from '../../../e2e/harness/places.mjs';
import { Program } from '../../../e2e/harness/program.mjs';
import { freePort } from './free_port.mjs';

const probeEveryMs = 250;
const program = ['/usr/sbin/nginx', '/usr/bin/nginx'].find((file) => fs.existsSync(file));
const running = new Set();

after(async () => {
  await Promise.all([...running].map((gateway) => gateway.stop()));
});

/**
 * The server answers only to its own address as Host and Origin, and each replica has its own: one
 * inner server for each says them.
 */
function inner({ name, host }, folder) {
  return `
  server {
    listen unix:${folder}/${name}.sock;
    location / {
      proxy_pass http://${host};
      proxy_set_header Host ${host};
      proxy_set_header Origin $its_origin_${name};
    }
  }`;
}

function configuration(folder, port, { replicas, first }, ready) {
  const role = (name) => (ready.has(name) ? first && name !== first && ' backup' : ' down') || '';
  const upstreams = replicas.map(
    ({ name }) => `server unix:${folder}/${name}.sock max_fails=0${role(name)};`,
  );
  const origins = replicas.map(
    ({ name, host }) =>
      `map $http_origin $its_origin_${name} { "http://127.0.0.1:${port}" "http://${host}"; default $http_origin; }`,
  );
  return `
worker_processes 1;
worker_rlimit_nofile 16384;
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_buffering off;
  proxy_connect_timeout 1s;
  proxy_read_timeout 600s;
  proxy_send_timeout 600s;
  proxy_next_upstream error timeout http_502 http_503;
  proxy_next_upstream_tries 2;
  ${origins.join('\n  ')}
  upstream replicas {
    ${upstreams.join('\n    ')}
  }
  ${replicas.map((one) => inner(one, folder)).join('')}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / { proxy_pass http://replicas; }
  }
}
`;
}

export class Gateway {
  #ready = new Set();
  #timer;
  reloads = 0;

  /** `replicas`: of a stack; they may come and go. `first`: the name of the one that gets all while it is there. */
  static async start(replicas, { first } = {}) {
    if (!program) throw new Error('nginx is not installed: run ./dev setup');
    const gateway = new Gateway();
    running.add(gateway);
    Object.assign(gateway, { replicas, first });
    gateway.folder = temporaryFolder('gateway');
    fs.chmodSync(gateway.folder, 0o755); // its workers are another user
    gateway.port = await freePort();
    await gateway.#probe();
    gateway.#write();
    const arguments_ = [
      '-c',
      gateway.#file,
      '-e',
      path.join(gateway.folder, 'error.log'),
      '-p',
      gateway.folder,
    ];
    gateway.program = new Program(program, arguments_, {
      env: { PATH: process.env.PATH },
      lastSignal: 'SIGTERM',
    });
    await until('the gateway to answer', async () => (await gateway.#asks('/healthz')) === 200);
    gateway.#keepProbing();
    return gateway;
  }

  get #file() {
    return path.join(this.folder, 'nginx.conf');
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  get place() {
    return { name: 'gateway', port: this.port, host: `127.0.0.1:${this.port}` };
  }

  async #asks(target) {
    return (await exchange({ port: this.port }, { path: target })).status;
  }

  #write() {
    fs.writeFileSync(this.#file, configuration(this.folder, this.port, this, this.#ready));
  }

  /** True when another set of replicas is ready than before. */
  async #probe() {
    const answers = await Promise.all(
      this.replicas.map(async ({ name, port }) => {
        const asked = { path: '/readyz' };
        const { status } = await exchange({ port }, asked).catch(() => ({ status: 0 }));
        return status === 200 && name;
      }),
    );
    const ready = new Set(answers.filter(Boolean));
    const isNew =
      ready.size !== this.#ready.size || [...ready].some((name) => !this.#ready.has(name));
    this.#ready = ready;
    return isNew && ready.size > 0; // nginx refuses to start without any
  }

  #keepProbing() {
    this.#timer = setTimeout(async () => {
      if (await this.#probe()) {
        this.#write();
        this.program.child.kill('SIGHUP');
        this.reloads += 1;
      }
      if (this.#timer) this.#keepProbing();
    }, probeEveryMs);
  }

  async stop() {
    running.delete(this);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.program?.kill('SIGTERM');
  }
}
