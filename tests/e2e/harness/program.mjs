// A child program of a test: its output is kept, and it never outlives the test.
import { spawn } from 'node:child_process';
import { after } from 'node:test';
import { Hopeless, until, within } from './conditions.mjs';
import { removeTemporaryFolders } from './places.mjs';

const running = new Set();

/** What a failed test left running must not keep its file from ending. */
after(async () => {
  await Promise.all([...running].map((program) => program.kill(program.lastSignal)));
});
process.on('exit', () => {
  for (const program of running) program.child.kill(program.lastSignal);
  removeTemporaryFolders();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

export class Program {
  #output = '';

  /** `lastSignal`: what ends it when a test has failed. */
  constructor(command, args, { env, cwd, stdin = 'ignore', lastSignal = 'SIGKILL' } = {}) {
    this.command = [command, ...args].join(' ');
    this.lastSignal = lastSignal;
    this.child = spawn(command, args, { env, cwd, stdio: [stdin, 'pipe', 'pipe'] });
    this.stdout = '';
    this.stderr = '';
    for (const name of ['stdout', 'stderr']) {
      this.child[name].setEncoding('utf8').on('data', (text) => {
        this[name] += text;
        this.#output += text;
      });
    }
    running.add(this);
    /** Resolves to {code, signal} when it has ended and all of its output is here. */
    this.ended = new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('close', (code, signal) => {
        running.delete(this);
        this.end = { code, signal };
        resolve(this.end);
      });
    });
    this.ended.catch(() => {});
  }

  get pid() {
    return this.child.pid;
  }

  get output() {
    return this.#output;
  }

  /** The match of `pattern` in what it has said; a failure with all of it when it ends before. */
  async says(pattern, withinMs = 20_000) {
    return until(
      `${this.command} to say ${pattern}`,
      () => {
        const found = pattern.exec(this.#output);
        if (found) return found;
        if (this.end)
          throw new Hopeless(`it ended with ${JSON.stringify(this.end)}: ${this.#output}`);
        return undefined;
      },
      { withinMs },
    );
  }

  async endsWithin(ms) {
    return within(ms, () => `${this.command} to end; it said: ${this.#output}`, this.ended);
  }

  async kill(signal = 'SIGKILL', withinMs = 15_000) {
    if (!this.end) this.child.kill(signal);
    return this.endsWithin(withinMs);
  }
}
