// A reader of a conversation's feed: GET /api/conversations/{id}/events.
import assert from 'node:assert/strict';
import { StringDecoder } from 'node:string_decoder';
import { until, within } from './conditions.mjs';
import { checkFeedEvent, checkResponse } from './contract.mjs';
import { parse } from './event_stream.mjs';
import { open } from './http.mjs';

export class Feed {
  #response;
  #unread = '';
  #decoder = new StringDecoder('utf8');

  constructor(response) {
    this.#response = response;
    this.events = []; // {name, data}
    this.fault = undefined; // what was wrong with an event
    /** Resolves to 'ended' when the response ended as it should, to 'cut' when it broke off. */
    this.closed = new Promise((resolve) => {
      response.on('data', (part) => this.#take(part));
      response.on('end', () => resolve(response.complete ? 'ended' : 'cut'));
      response.on('error', () => resolve('cut'));
      response.on('close', () => resolve(response.complete ? 'ended' : 'cut'));
    });
  }

  #take(part) {
    this.#unread += this.#decoder.write(part);
    for (let cut = this.#unread.indexOf('\n\n'); cut >= 0; cut = this.#unread.indexOf('\n\n')) {
      const block = this.#unread.slice(0, cut);
      this.#unread = this.#unread.slice(cut + 2);
      try {
        const { name, data } = parse(block);
        if (data.length === 0) continue;
        const event = { name, data: JSON.parse(data.join('\n')) };
        this.events.push(event);
        checkFeedEvent(event);
      } catch (fault) {
        this.fault ??= fault;
      }
    }
  }

  /** The data of the events of that name so far. */
  named(name) {
    return this.events.filter((event) => event.name === name).map(({ data }) => data);
  }

  /** Waits for an event, also among those before; its data. */
  async sees(what, name, isIt, withinMs) {
    return until(
      `${what} in ${JSON.stringify(this.events.map((event) => event.name))}`,
      () => {
        if (this.fault) throw this.fault;
        return this.named(name).find(isIt);
      },
      { withinMs },
    );
  }

  ends(withinMs = 10_000) {
    return within(withinMs, 'the end of the feed', this.closed);
  }

  pause() {
    this.#response.pause();
    this.#response.socket.pause();
  }

  resume() {
    this.#response.socket.resume();
    this.#response.resume();
  }

  leave() {
    this.#response.destroy();
  }
}

/** Opens the feed of a conversation and waits for its first event. */
export async function followConversation(server, id) {
  const path = `/api/conversations/${id}/events`;
  const response = await open(server, { path });
  assert.equal(response.statusCode, 200, path);
  checkResponse({ method: 'GET', target: path, status: 200, headers: response.headers });
  assert.match(response.headers['content-type'], /^text\/event-stream/);
  const feed = new Feed(response);
  await until('the first event of the feed', () => feed.events.length > 0);
  assert.equal(feed.events[0].name, 'conversation', 'the first event');
  return feed;
}
