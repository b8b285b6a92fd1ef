// A real PostgreSQL of a test's own: a folder, a port, a process, all gone afterwards.
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../../e2e/harness/places.mjs';
import { Program } from '../../../e2e/harness/program.mjs';
import { freePort } from './free_port.mjs';

const run = promisify(execFile);
export const password = 'chaos';
const startsWithinMs = 60_000;
const stopSignals = { fast: 'SIGINT', immediate: 'SIGQUIT' };

function binaries() {
  const versions = '/usr/lib/postgresql';
  const found = fs.existsSync(versions)
    ? fs.readdirSync(versions).sort((a, b) => Number(b) - Number(a))
    : [];
  if (found.length === 0) throw new Error('PostgreSQL is not installed: run ./dev setup');
  return path.join(versions, found[0], 'bin');
}

/** PostgreSQL and its pooler refuse to run as root: then as the user that PostgreSQL's package made. */
export function asItsUser(command, args) {
  if (process.getuid() !== 0) return [command, args];
  const change = ['--reuid=postgres', '--regid=postgres', '--init-groups'];
  return ['setpriv', [...change, command, ...args]];
}

export function giveToItsUser(folder) {
  if (process.getuid() !== 0) return;
  const [user, group] = ['-u', '-g'].map((which) =>
    Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' })),
  );
  fs.chownSync(folder, user, group);
}

function environment(folder) {
  return { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: folder, PGPASSWORD: password };
}

async function tool(folder, name, args) {
  const [command, all] = asItsUser(path.join(binaries(), name), args);
  const { stdout } = await run(command, all, { env: environment(folder), cwd: folder });
  return stdout;
}

export class Cluster {
  /** `folder` holds `data` and the socket; `port` stays the same over restarts. */
  constructor(folder, port) {
    this.folder = folder;
    this.port = port;
    this.data = path.join(folder, 'data');
  }

  /** A new cluster with the role and database `parlance`, started. `fsync`: as in production. */
  static async create({ fsync = false, settings = {} } = {}) {
    const folder = temporaryFolder('postgres');
    giveToItsUser(folder);
    const cluster = new Cluster(folder, await freePort());
    const secret = path.join(folder, 'password');
    fs.writeFileSync(secret, password, { mode: 0o644 });
    const access = ['-A', 'scram-sha-256', `--pwfile=${secret}`, '-U', 'postgres'];
    const form = ['-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
    await tool(folder, 'initdb', ['-D', cluster.data, ...access, ...form]);
    cluster.configure({ fsync: fsync ? 'on' : 'off', ...settings });
    await cluster.start();
    await cluster.sql(`CREATE ROLE parlance LOGIN PASSWORD '${password}'`);
    await cluster.sql('CREATE DATABASE parlance OWNER parlance');
    return cluster;
  }

  configure(settings) {
    const all = {
      listen_addresses: '127.0.0.1',
      port: this.port,
      unix_socket_directories: this.folder,
      max_connections: 200,
      ...settings,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'\n`);
    fs.appendFileSync(path.join(this.data, 'postgresql.conf'), lines.join(''));
  }

  async start() {
    const [command, args] = asItsUser(path.join(binaries(), 'postgres'), ['-D', this.data]);
    const options = { env: environment(this.folder), cwd: this.folder, lastSignal: 'SIGQUIT' };
    this.program = new Program(command, args, options);
    await this.program.says(/database system is ready to accept/, startsWithinMs);
  }

  /** `mode`: fast (tells its clients) or immediate (as a crash). */
  async stop(mode = 'fast') {
    await this.program.kill(stopSignals[mode], startsWithinMs);
  }

  async restart(mode = 'fast') {
    await this.stop(mode);
    await this.start();
  }

  /** Rows as text, columns parted by `|`. */
  async sql(text, { database = 'postgres' } = {}) {
    const to = ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'postgres', '-d', database];
    const output = await tool(this.folder, 'psql', [
      '-XAtq',
      '-v',
      'ON_ERROR_STOP=1',
      ...to,
      '-c',
      text,
    ]);
    return output.trim().split('\n').filter(Boolean);
  }

  /** A standby that every commit waits for. */
  async standby() {
    const folder = temporaryFolder('standby');
    giveToItsUser(folder);
    const other = new Cluster(folder, await freePort());
    const from =
      `host=127.0.0.1 port=${this.port} user=postgres password=${password} ` +
      'application_name=standby';
    const how = ['-D', other.data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync', '-d', from];
    await tool(folder, 'pg_basebackup', how);
    other.configure({});
    await other.start();
    await this.sql("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
    await this.sql('SELECT pg_reload_conf()');
    return other;
  }

  /** Makes a standby the primary; it waits for no standby of its own. */
  async promote() {
    await this.sql('SELECT pg_promote(true, 30)');
    await this.sql('ALTER SYSTEM RESET synchronous_standby_names');
    await this.sql('SELECT pg_reload_conf()');
  }
}

/** The address of one or more places [{host, port}] of the same database. */
export function databaseUrl(places) {
  const hosts = places.map(({ host = '127.0.0.1', port }) => `${host}:${port}`).join(',');
  const which = places.length > 1 ? '?target_session_attrs=read-write&connect_timeout=2' : '';
  return `postgresql://parlance:${password}@${hosts}/parlance${which}`;
}
