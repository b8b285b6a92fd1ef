// A real PgBouncer of a test's own in front of a cluster: it gives a session away after every
// transaction.
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../e2e/harness/places.mjs';
import { Program } from '../../../e2e/harness/program.mjs';
import { freePort } from './free_port.mjs';
import { asItsUser, giveToItsUser, password } from './postgres.mjs';

const program = '/usr/sbin/pgbouncer';
const startsWithinMs = 20_000;

/** As its package leaves it, but for places and passwords: start-up options are refused. */
function configuration(folder, port, cluster) {
  return `
[databases]
* = host=127.0.0.1 port=${cluster.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${folder}/users
pool_mode = transaction
server_login_retry = 1
max_client_conn = 200
`;
}

export class Pooler {
  /** In front of `cluster`; `port` stays the same over restarts. */
  static async start(cluster) {
    if (!fs.existsSync(program)) throw new Error('PgBouncer is not installed: run ./dev setup');
    const pooler = new Pooler();
    pooler.folder = temporaryFolder('pooler');
    giveToItsUser(pooler.folder);
    pooler.port = await freePort();
    fs.writeFileSync(path.join(pooler.folder, 'users'), `"parlance" "${password}"\n`);
    fs.writeFileSync(pooler.#file, configuration(pooler.folder, pooler.port, cluster));
    await pooler.start();
    return pooler;
  }

  get #file() {
    return path.join(this.folder, 'pgbouncer.ini');
  }

  async start() {
    const [command, args] = asItsUser(program, [this.#file]);
    const env = { PATH: process.env.PATH, HOME: this.folder };
    this.program = new Program(command, args, { env, cwd: this.folder });
    await this.program.says(/process up: PgBouncer/, startsWithinMs);
  }

  /** At once: whoever is connected is cut off. */
  async stop() {
    await this.program.kill('SIGTERM');
  }

  async restart() {
    await this.stop();
    await this.start();
  }
}
