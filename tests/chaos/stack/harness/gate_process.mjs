// The gates' own process: a busy test must not slow what passes through them. It takes its orders
// from the process that forked it, and ends with it.
import net from 'node:net';
import { damaged } from './damage.mjs';

const queuedBytesMax = 1024 * 1024;
const plain = { delay_ms: 0, slice: 0, stalled: false, refusing: false, damage: null };

/** Carries bytes one way, in order, no earlier than they are due. */
class Pump {
  #from;
  #to;
  #gate;
  #isDown;
  #queue = [];
  #queued = 0;
  #isRunning = false;
  #memory = {};

  constructor(from, to, gate, { isDown }) {
    this.#from = from;
    this.#to = to;
    this.#gate = gate;
    this.#isDown = isDown;
    from.on('data', (bytes) => this.#take(bytes));
    from.on('end', () => this.#take(null));
    from.on('close', () => this.#to.destroyed || this.#take(null));
    from.on('error', () => this.#to.destroy());
  }

  #take(bytes) {
    const { damage, delay_ms: delay } = this.#gate.settings;
    const passed = bytes && damage && this.#isDown ? damaged(bytes, damage, this.#memory) : bytes;
    this.#queue.push({ bytes: passed, due: performance.now() + delay });
    this.#queued += passed?.length ?? 0;
    if (this.#queued > queuedBytesMax) this.#from.pause();
    if (!this.#isRunning) this.#run();
  }

  async #run() {
    this.#isRunning = true;
    while (this.#queue.length > 0) {
      await this.#gate.whenFlowing();
      const { bytes, due } = this.#queue[0];
      const early = due - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      this.#queue.shift();
      if (bytes === null) this.#to.end();
      else await this.#write(bytes);
      this.#queued -= bytes?.length ?? 0;
      if (this.#from.isPaused() && this.#queued < queuedBytesMax / 2) this.#from.resume();
    }
    this.#isRunning = false;
  }

  async #write(bytes) {
    for (let at = 0; at < bytes.length && !this.#to.destroyed;) {
      const step = this.#gate.settings.slice || bytes.length;
      const isTaken = this.#to.write(bytes.subarray(at, at + step));
      at += step;
      if (!isTaken) await drained(this.#to);
      else if (at < bytes.length) await new Promise(setImmediate);
    }
  }
}

function drained(socket) {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}

class Gate {
  settings = { ...plain };
  #pairs = new Set();
  #waiting = [];
  #accepted = 0;

  constructor(to) {
    this.to = to;
  }

  open() {
    this.server = net.createServer({ noDelay: true }, (client) => this.#accept(client));
    return new Promise((resolve, reject) => {
      this.server.on('error', reject);
      this.server.listen(0, '127.0.0.1', 4_096, () => resolve(this.server.address().port));
    });
  }

  #accept(client) {
    this.#accepted += 1;
    client.on('error', () => {});
    if (this.settings.refusing) return client.resetAndDestroy();
    const upstream = net.connect({ ...this.to, noDelay: true });
    upstream.on('error', () => client.destroy());
    const pair = { client, upstream };
    this.#pairs.add(pair);
    client.on('close', () => this.#pairs.delete(pair));
    new Pump(client, upstream, this, { isDown: false });
    new Pump(upstream, client, this, { isDown: true });
    return undefined;
  }

  whenFlowing() {
    if (!this.settings.stalled) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  set(settings) {
    this.settings = { ...plain, ...settings };
    if (!this.settings.stalled) for (const go of this.#waiting.splice(0)) go();
  }

  /** Ends what is open. With `reset` both sides see a reset, otherwise an early end. */
  cut({ reset = true } = {}) {
    const count = this.#pairs.size;
    for (const { client, upstream } of this.#pairs) {
      for (const socket of [client, upstream]) {
        if (reset) socket.resetAndDestroy();
        else socket.destroy();
      }
    }
    return count;
  }

  state() {
    return { open: this.#pairs.size, accepted: this.#accepted };
  }

  close() {
    this.cut();
    this.server.close();
  }
}

const gates = new Map();

async function obey({ order, gate: name, ...rest }) {
  if (order === 'open') {
    const gate = new Gate(rest.to);
    gates.set(name, gate);
    return gate.open();
  }
  const gate = gates.get(name);
  if (!gate) throw new Error(`no gate is called ${name}`);
  switch (order) {
    case 'set':
      return gate.set(rest.settings);
    case 'to':
      gate.to = rest.to;
      return undefined;
    case 'cut':
      return gate.cut(rest);
    case 'state':
      return gate.state();
    case 'close':
      gates.delete(name);
      return gate.close();
    default:
      throw new Error(`no order is called ${order}`);
  }
}

process.on('message', async ({ number, ...said }) => {
  try {
    process.send({ number, answer: await obey(said) });
  } catch (error) {
    process.send({ number, error: error.message });
  }
});
process.on('disconnect', () => process.exit(0));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {}); // the parent decides
