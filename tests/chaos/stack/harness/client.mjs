// A client that keeps the resume rule, and writes down what it displayed with every change.
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { EventReader } from './event_reader.mjs';
import { turnId } from './turn_id.mjs';

const firstPauseMs = 200;
const longestPauseMs = 5_000;
const comesAgainAfter = new Set([502, 503, 504]);
const position = /^(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/**
 * One question and its answer as one client sees it.
 *
 * `places`: [{name, port, host}] where the server can be reached, tried in turn; `host` is the Host
 * header. `mistakes` (only to show that the oracle notices them): ignoresAt, forgetsPosition,
 * takesCutForEnd, renamesTurn.
 */
export class Client {
  displayed = Buffer.alloc(0);
  position = '';
  ids = []; // turn ids it has asked under
  changes = []; // {ms, at, delta}: cut to `at`, then append
  events = []; // {ms, n, name, data} that are not text
  responses = []; // {ms, place, status, ended: end|clean|cut}
  refusals = []; // {ms, place, status, retryAfter}
  errors = []; // whatever the rule does not allow
  isAccepted = false; // the server has said the turn's id
  end = undefined;
  #retryMs;
  #place = 0;
  #attempt = 0;
  #isLeaving = false;

  constructor({
    places,
    random,
    question,
    conversation,
    silenceMs = 45_000,
    givesUpMs = 240_000,
    mistakes = {},
  }) {
    Object.assign(this, { places, random, question, conversation, silenceMs, givesUpMs, mistakes });
  }

  get turn() {
    return this.ids.at(-1);
  }

  /** Where the next request goes. */
  get place() {
    return this.places[this.#place % this.places.length];
  }

  /** Asks and follows to the end; itself. */
  ask() {
    this.ids.push(turnId(this.random));
    return this.#untilEnd();
  }

  /** Follows a turn that another client has asked for; itself. */
  follow(id) {
    this.ids.push(id);
    this.isAccepted = true;
    return this.#untilEnd();
  }

  /** Ends it in mid-answer: nothing more is displayed. */
  leave() {
    this.#isLeaving = true;
    this.request?.destroy();
  }

  async #untilEnd() {
    this.askedMs = performance.now();
    while (!this.end && this.errors.length === 0 && !this.#isLeaving) {
      await this.#once();
      if (this.end || this.#isLeaving) break;
      if (this.mistakes.takesCutForEnd && this.isAccepted) break;
      if (performance.now() - this.askedMs > this.givesUpMs) {
        this.errors.push(`gave up after ${this.givesUpMs} ms without an end`);
        break;
      }
      await pause(this.#pauseMs());
    }
    this.endedMs = performance.now();
    return this;
  }

  #pauseMs() {
    const grown = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#attempt);
    const told = this.#retryMs;
    this.#retryMs = undefined;
    this.#attempt += 1;
    this.#place += 1;
    return told ?? grown / 2 + (this.random.next() * grown) / 2;
  }

  #request() {
    if (this.isAccepted) {
      const after = this.mistakes.forgetsPosition ? '' : this.position;
      const headers = after ? { 'last-event-id': after } : {};
      return { method: 'GET', path: `/api/turns/${this.turn}/events`, headers };
    }
    if (this.mistakes.renamesTurn && this.#attempt > 0) this.ids.push(turnId(this.random));
    const body = JSON.stringify({
      message_text: this.question,
      turn_id: this.turn,
      ...(this.conversation && { conversation_id: this.conversation }),
    });
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    return { method: 'POST', path: '/api/turns', headers, body };
  }

  /** One request and what comes back, to whatever ends it. */
  #once() {
    const { method, path, headers, body } = this.#request();
    const { port, host, name } = this.place;
    const all = { accept: 'text/event-stream', host, ...headers };
    const options = { host: '127.0.0.1', port, method, path, headers: all, agent: false };
    const seen = { ms: performance.now(), place: name, method };
    return new Promise((resolve) => {
      const request = http.request(options, (response) => {
        seen.status = response.statusCode;
        seen.answeredMs = performance.now();
        const reading =
          seen.status === 200 ? this.#read(response, seen) : this.#refused(response, seen);
        reading.then(resolve);
      });
      this.request = request;
      request.setTimeout(this.silenceMs, () => request.destroy());
      request.on('error', () => {
        if (seen.status !== undefined) return; // the response tells
        this.responses.push({ ...seen, ended: 'cut' });
        resolve();
      });
      request.end(body);
    });
  }

  async #refused(response, seen) {
    let text = '';
    try {
      for await (const part of response) text += part;
    } catch {
      seen.status = 502; // broken off: as if it had not come
    }
    const retryAfter = Number(response.headers['retry-after']);
    this.refusals.push({ ...seen, retryAfter, text });
    if (!comesAgainAfter.has(seen.status))
      this.errors.push(`${seen.method}: ${seen.status} ${text}`);
    const isTold = Number.isFinite(retryAfter);
    if (isTold)
      this.#retryMs = Math.min(1000 * retryAfter, longestPauseMs) * (0.5 + this.random.next() / 2);
  }

  #read(response, seen) {
    const reader = new EventReader();
    return new Promise((resolve) => {
      response.on('data', (bytes) => {
        for (const event of reader.take(bytes)) this.#take(event);
        if (this.errors.length > 0) response.destroy();
      });
      response.on('error', () => {});
      response.on('close', () => {
        const cut = response.complete ? 'clean' : 'cut';
        this.responses.push({
          ...seen,
          ended: this.end ? 'end' : cut,
          closedMs: performance.now(),
        });
        resolve();
      });
    });
  }

  #take({ id, name, data, retry }) {
    if (retry !== undefined) this.#retryMs = retry;
    if (data === undefined || this.#isLeaving) return;
    const ms = performance.now();
    const found = position.exec(id ?? '');
    if (!found) return void this.errors.push(`${name}: not a position: ${id}`);
    if (this.end) return void this.errors.push(`${name} after the end`);
    this.#attempt = 0;
    const value = JSON.parse(data);
    this.isAccepted = true;
    if (name === 'text') this.#display(ms, value);
    else this.events.push({ ms, n: Number(found[1]), name, data: value });
    if (name === 'turn') this.conversation = value.conversation_id;
    if (name === 'end') this.end = value;
    this.position = id;
    const bytes = Number(found[2]);
    const isWrong = bytes !== this.displayed.length && !this.mistakes.ignoresAt;
    if (isWrong && name !== 'end')
      this.errors.push(`${name} ${id}: but ${this.displayed.length} bytes are displayed`);
  }

  #display(ms, { at, delta }) {
    if (at > this.displayed.length)
      return void this.errors.push(
        `text at ${at}: ${at - this.displayed.length} bytes are missing`,
      );
    const from = this.mistakes.ignoresAt ? this.displayed.length : at;
    this.changes.push({ ms, at: from, delta, before: this.displayed.length });
    this.displayed = Buffer.concat([this.displayed.subarray(0, from), Buffer.from(delta)]);
    return undefined;
  }
}
