// TCP gates between the parts of a stack: they accept, forward, and on command delay, cut, stall,
// refuse, or slice what passes.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { within } from '../../../e2e/harness/conditions.mjs';

const answersWithinMs = 10_000;

class Gate {
  #gates;

  constructor(gates, name, port) {
    this.#gates = gates;
    this.name = name;
    this.port = port;
  }

  /** {delay_ms, slice (bytes a write), stalled, refusing}; what is not named is switched off. */
  set(settings) {
    return this.#gates.order({ order: 'set', gate: this.name, settings });
  }

  clear() {
    return this.set({});
  }

  /** Ends all open connections; how many. */
  cut(options = {}) {
    return this.#gates.order({ order: 'cut', gate: this.name, ...options });
  }

  /** Cuts, and accepts nothing until clear(). */
  async shut() {
    await this.set({ refusing: true });
    return this.cut();
  }

  /** New connections go to another place. */
  leadTo(to) {
    return this.#gates.order({ order: 'to', gate: this.name, to });
  }

  /** {open, accepted}: connections now and in all. */
  state() {
    return this.#gates.order({ order: 'state', gate: this.name });
  }

  close() {
    return this.#gates.order({ order: 'close', gate: this.name });
  }
}

export class Gates {
  #child;
  #next = 1;
  #asked = new Map();

  constructor() {
    this.#child = fork(fileURLToPath(new URL('gate_process.mjs', import.meta.url)));
    this.#child.on('message', ({ number, answer, error }) => {
      const { resolve, reject } = this.#asked.get(number);
      this.#asked.delete(number);
      if (error) reject(new Error(`gate: ${error}`));
      else resolve(answer);
    });
    this.#child.on('exit', () => {
      for (const { reject } of this.#asked.values()) reject(new Error('the gates have ended'));
      this.#asked.clear();
    });
  }

  order(what) {
    const number = this.#next;
    this.#next += 1;
    const answer = new Promise((resolve, reject) => this.#asked.set(number, { resolve, reject }));
    this.#child.send({ number, ...what });
    return within(answersWithinMs, `the gates to ${what.order}`, answer);
  }

  async open(name, to) {
    return new Gate(this, name, await this.order({ order: 'open', gate: name, to }));
  }

  close() {
    if (this.#child.connected) this.#child.disconnect();
  }
}
