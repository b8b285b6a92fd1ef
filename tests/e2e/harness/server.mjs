// The real server and its command line, each with a data folder and an environment of its own.
import fs from 'node:fs';
import { until } from './conditions.mjs';
import { exchange } from './http.mjs';
import { binary, samples, temporaryFolder } from './places.mjs';
import { Program } from './program.mjs';

const ready = /parlance is ready on (http:\/\/\S+)/;

/** Nothing of the caller's environment reaches the server, so that a test means the same anywhere. */
export function environment(data, extra = {}) {
  return {
    PATH: process.env.PATH,
    HOME: data,
    LANG: 'C.UTF-8',
    PARLANCE_DATA: data,
    PARLANCE_DEMO: '0',
    ...extra,
  };
}

export class Server extends Program {
  /** `as`: the command and its arguments that start the server, such as one that takes rights away. */
  constructor({ data, env, port = 0, as = [] }) {
    const [command, ...args] = [...as, binary, 'serve'];
    super(command, args, {
      env: environment(data, { PARLANCE_HTTP_PORT: String(port), ...env }),
    });
    this.data = data;
  }

  async #listens(pattern) {
    const [, url] = await this.says(pattern);
    this.url = url;
    this.port = Number(new URL(url).port);
    return this;
  }

  isReady() {
    return this.#listens(ready);
  }

  /** Waits until it listens without being able to keep anything. */
  listensOnly() {
    return this.#listens(/parlance listens on (http:\/\/[^\s,]+), but cannot keep anything new/);
  }

  /** Bytes of memory in use now. */
  async residentBytes() {
    const status = await fs.promises.readFile(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) * 1024;
  }

  /** Connections of clients that the server still holds. */
  async connections() {
    const local = `:${this.port.toString(16).toUpperCase().padStart(4, '0')}`;
    const held = new Set(['01', '08']); // established; left by the client, not yet by the server
    const rows = (await fs.promises.readFile('/proc/net/tcp', 'utf8'))
      .split('\n')
      .map((row) => row.trim().split(/\s+/));
    return rows.filter(([, address, , state]) => address?.endsWith(local) && held.has(state))
      .length;
  }
}

/**
 * A server that is ready. `port` 0 = any free one; `env` adds settings; `data` is its folder
 * (default: a new one); `as` as of Server. `.url`, `.port`, `.data`, `.pid`, `.kill(signal)`.
 */
export async function startServer({ env = {}, data = temporaryFolder(), port = 0, as = [] } = {}) {
  return new Server({ data, env, port, as }).isReady();
}

/** A server that knows the sample documents, all of them read. */
export async function startWithSamples(options = {}) {
  const server = await startServer({ ...options, env: { PARLANCE_DEMO: '1', ...options.env } });
  await documentsRead(server, sampleNames.length);
  return server;
}

/** Files of samples/ that a first start loads. */
export const sampleNames = fs
  .readdirSync(samples)
  .filter(
    (name) => /\.(md|txt|html|csv|pdf|docx|pptx|xlsx)$/.test(name) && !/^(README\.md|CMakeLists\.txt)$/.test(name),
  );

/** Waits until there are so many documents and none is still being read; their items. */
export async function documentsRead(server, count) {
  return until(
    'all documents to be read',
    async () => {
      const { body } = await exchange(server, { path: '/api/documents?limit=200' });
      const { items } = JSON.parse(body);
      return (
        items.length >= count &&
        items.every(({ state }) => ['ready', 'failed'].includes(state)) &&
        items
      );
    },
    { withinMs: 30_000 },
  );
}

/** Runs `parlance ARGS…` to its end, with `input` as its standard input: {code, signal, stdout, stderr}. */
export async function commandLine(args, { data, env = {}, input, withinMs = 20_000 }) {
  const stdin = input === undefined ? 'ignore' : 'pipe';
  const program = new Program(binary, args, { env: environment(data, env), stdin });
  program.child.stdin?.on('error', () => {}).end(input);
  const end = await program.endsWithin(withinMs);
  return { ...end, stdout: program.stdout, stderr: program.stderr, output: program.output };
}
