// A reader of a turn's server-sent events that checks every position: an id that jumps, a delta that
// leaves a gap, a character cut in two or an event after the end fails the test at once.
import assert from 'node:assert/strict';
import { StringDecoder } from 'node:string_decoder';
import { within } from './conditions.mjs';
import { checkEvent, checkResponse } from './contract.mjs';
import { open } from './http.mjs';

const nextWithinMs = 15_000;

/** An event's text as {id, name, data, comments}. */
export function parse(block) {
  const event = { id: undefined, name: 'message', data: [], comments: [] };
  for (const line of block.split('\n')) {
    if (line.startsWith(':')) {
      event.comments.push(line.slice(1).trim());
      continue;
    }
    const [, field, value] = /^([a-z]+): ?(.*)$/s.exec(line) ?? [];
    assert.ok(field, `not a line of an event stream: ${JSON.stringify(line)}`);
    if (field === 'id') event.id = value;
    else if (field === 'event') event.name = value;
    else if (field === 'data') event.data.push(value);
    else assert.equal(field, 'retry', `unknown field ${field}`);
  }
  return event;
}

export function positionOf(id) {
  const found = /^(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(id ?? '');
  assert.ok(found, `not a position: ${JSON.stringify(id)}`);
  return { events: Number(found[1]), bytes: Number(found[2]) };
}

export class EventStream {
  #response;
  #parts;
  #decoder = new StringDecoder('utf8');
  #unread = '';
  #position;
  #mayGoBack;

  /** `known`: {events, text} that the reader already has; `mayGoBack`: after a crash. */
  constructor(response, { known = { events: 0, text: '' }, mayGoBack = false } = {}) {
    this.#response = response;
    this.#parts = response[Symbol.asyncIterator]();
    this.#position = { events: known.events, bytes: Buffer.byteLength(known.text) };
    this.#mayGoBack = mayGoBack;
    this.status = response.statusCode;
    this.headers = response.headers;
    this.answer = Buffer.from(known.text); // what a page would show
    this.events = [];
    this.comments = [];
    this.end = undefined; // data of the end event
    this.closed = false;
  }

  get text() {
    return this.answer.toString('utf8');
  }

  /** The SSE id that a client would send to go on. */
  get lastId() {
    return this.events.at(-1)?.id;
  }

  named(name) {
    return this.events.filter((event) => event.name === name).map((event) => event.data);
  }

  #take(event) {
    assert.equal(this.end, undefined, `an event after the end: ${JSON.stringify(event)}`);
    const at = positionOf(event.id);
    checkEvent(event);
    if (event.name === 'text') {
      const goesBack = event.data.at < this.answer.length;
      assert.ok(
        event.data.at === this.answer.length || (goesBack && this.#mayGoBack),
        `text at ${event.data.at}, but ${this.answer.length} bytes are known`,
      );
      assert.ok(event.data.delta.length > 0 || goesBack, 'an empty delta');
      this.answer = Buffer.concat([
        this.answer.subarray(0, event.data.at),
        Buffer.from(event.data.delta),
      ]);
      assert.ok(!this.text.includes('\uFFFD'), 'a character was cut in two');
      if (!this.#mayGoBack)
        assert.equal(at.events, this.#position.events, 'text counts as an event');
    } else if (event.name === 'end' && this.events.length === 0) {
      // Whoever knows everything is told the end again, and so that there is no more.
      assert.ok(
        at.events - this.#position.events <= 1,
        `end ${event.id} after ${this.#position.events}`,
      );
    } else if (!this.#mayGoBack) {
      assert.equal(
        at.events,
        this.#position.events + 1,
        `${event.name} ${event.id} after ${this.#position.events}`,
      );
    }
    if (!this.#mayGoBack)
      assert.equal(at.bytes, this.answer.length, `${event.name} ${event.id}: wrong byte`);
    this.#position = at;
    if (event.name === 'end') this.end = event.data;
    this.events.push(event);
  }

  /** The next event, or undefined when the response has ended. */
  async next(withinMs = nextWithinMs) {
    for (;;) {
      const cut = this.#unread.indexOf('\n\n');
      if (cut >= 0) {
        const raw = parse(this.#unread.slice(0, cut));
        this.#unread = this.#unread.slice(cut + 2);
        this.comments.push(...raw.comments);
        if (raw.data.length === 0) continue;
        const event = { id: raw.id, name: raw.name, data: JSON.parse(raw.data.join('\n')) };
        this.#take(event);
        return event;
      }
      if (this.closed) return undefined;
      const part = await within(
        withinMs,
        `an event after ${JSON.stringify(this.events.at(-1))}`,
        this.#part(),
      );
      if (part === undefined) this.closed = true;
      else this.#unread += this.#decoder.write(part);
    }
  }

  async #part() {
    try {
      const { done, value } = await this.#parts.next();
      return done ? undefined : value;
    } catch (error) {
      this.cut = error; // the server went away in mid-response
      return undefined;
    }
  }

  /** Reads until `isEnough(event, this)`; that event. */
  async until(isEnough, withinMs = nextWithinMs) {
    for (;;) {
      const event = await this.next(withinMs);
      assert.ok(event, `the response ended early, after ${JSON.stringify(this.events.at(-1))}`);
      if (isEnough(event, this)) return event;
    }
  }

  untilText(bytes = 1) {
    if (this.answer.length >= bytes) return Promise.resolve();
    return this.until(() => this.answer.length >= bytes);
  }

  /** Reads to the end of the response. */
  async rest(withinMs = nextWithinMs) {
    while (await this.next(withinMs));
    return this;
  }

  /** Reads to the end of the response, which must have an end event in `state`. */
  async ends(state, withinMs = nextWithinMs) {
    await this.rest(withinMs);
    assert.ok(this.end, `no end event; the last was ${JSON.stringify(this.events.at(-1))}`);
    if (state) assert.equal(this.end.state, state, JSON.stringify(this.end));
    return this;
  }

  leave() {
    this.#response.destroy();
    this.closed = true;
  }
}

async function follow(server, asked, options) {
  const response = await open(server, asked);
  if (response.statusCode !== 200) {
    const parts = [];
    for await (const part of response) parts.push(part);
    assert.fail(`${asked.path}: ${response.statusCode} ${Buffer.concat(parts)}`);
  }
  const method = asked.body === undefined ? 'GET' : 'POST';
  checkResponse({ method, target: asked.path, status: 200, headers: response.headers });
  assert.match(response.headers['content-type'], /^text\/event-stream/);
  return new EventStream(response, options);
}

/** Asks and follows the answer. `question` is a text or the whole body. */
export function ask(server, question, options) {
  const body = typeof question === 'string' ? { message_text: question } : question;
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  return follow(server, { path: '/api/turns', headers, body: JSON.stringify(body) }, options);
}

/** Follows a turn, from the beginning or after what `known` {events, text} says. */
export function followTurn(server, turnId, { known, mayGoBack, by = 'header' } = {}) {
  const path = `/api/turns/${turnId}/events`;
  if (!known) return follow(server, { path }, { mayGoBack });
  const id = `${known.events}.${Buffer.byteLength(known.text)}`;
  const asked =
    by === 'query' ? { path: `${path}?after=${id}` } : { path, headers: { 'last-event-id': id } };
  return follow(server, asked, { known, mayGoBack });
}
