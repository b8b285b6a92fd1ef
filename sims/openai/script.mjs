// What tests tell the simulator to do, and what it remembers of the requests it has seen.
import { numberedWords } from './answer.mjs';

const known = new Set([
  'model', 'text', 'pieces', 'words', 'delay_ms', 'first_token_delay_ms', 'chunk_bytes', 'hold', 'fault',
  'repeat', 'prompt_filter', 'finish_reason', 'usage', 'crlf', 'comments',
]);
const faults = new Set([
  'status', 'close_before_first', 'cut_after', 'stall_after', 'malformed_after',
  'error_event_after', 'content_filter_after', 'prompt_content_filter', 'no_done',
  'oversized_line_after', 'html', 'redirect',
]);

/** Throws a sentence when `step` is not a step: a misspelt key would silently test nothing. */
export function checkStep(step) {
  if (step === null || typeof step !== 'object' || Array.isArray(step)) {
    throw new Error('a step is a JSON object');
  }
  for (const key of Object.keys(step)) {
    if (!known.has(key)) throw new Error(`unknown key "${key}" in a step`);
  }
  if (step.pieces && !step.pieces.every?.((piece) => typeof piece === 'string' && piece !== '')) {
    throw new Error('pieces are texts that are not empty');
  }
  if (step.fault && !faults.has(step.fault.kind)) {
    throw new Error(`unknown fault kind "${step.fault.kind}"`);
  }
  return step;
}

export class Script {
  #queues = new Map();  // model name, or '*' for any model -> steps, each with what is left of it

  set(steps) {
    for (const step of steps) checkStep(step);
    for (const step of steps) this.#queues.delete(step.model ?? '*');
    for (const step of steps) {
      const key = step.model ?? '*';
      const queue = this.#queues.get(key) ?? [];
      queue.push({ step, left: step.repeat ?? Infinity });
      this.#queues.set(key, queue);
    }
  }

  reset() {
    this.#queues.clear();
  }

  /** The step for the next request of `model`; {} when nothing is scripted. */
  take(model) {
    const queue = this.#queues.get(model) ?? this.#queues.get('*');
    if (!queue || queue.length === 0) return {};
    const head = queue[0];
    head.left -= 1;
    if (head.left <= 0) queue.shift();
    return head.step;
  }
}

/** The text a step asks for, or undefined for the default answer. */
export function textOf(step) {
  if (step.pieces) return step.pieces.join('');
  if (typeof step.text === 'string') return step.text;
  if (typeof step.words === 'number') return numberedWords(step.words);
  return undefined;
}

/** Requests seen so far, oldest first; bounded, because a bench sends many. */
export class Journal {
  #entries = [];
  #waiting = new Set();
  #next = 1;

  open(request, body) {
    const entry = {
      id: this.#next, method: request.method, path: request.url, headers: { ...request.headers },
      body, connection: request.socket.parlanceConnection, state: 'running', aborted: false,
      tokens_sent: 0,
    };
    this.#next += 1;
    this.#entries.push(entry);
    if (this.#entries.length > 1000) this.#entries.shift();
    return entry;
  }

  list() {
    return this.#entries;
  }

  reset() {
    this.#entries = [];
    this.release();
  }

  /** Resolves at the next release(), or when `signal` fires. */
  held(signal) {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  release() {
    const count = this.#waiting.size;
    for (const go of [...this.#waiting]) go();
    return count;
  }

  get holding() {
    return this.#waiting.size;
  }
}
