import { expect } from 'vitest';
import { RequestFailed } from '../api/client';
import { dataOf, type ServerEvent } from '../api/eventStream';
import { SharedStreams, type StreamServer } from '../api/sharedStreams';
import type { StreamKey, StreamMessage } from '../api/streamMessages';
import type { TextEvent } from '../api/types';

const encoder = new TextEncoder();
const encode = (text: string) => encoder.encode(text);

/** Turns that grow when the test says so; each reading begins where it is asked to. */
export class FakeTurns {
  private readonly deltas = new Map<string, string[]>();
  private readonly ended = new Set<string>();
  private readonly readings = new Map<StreamKey, Set<() => void>>();
  readonly opened: string[] = [];

  grow(id: string, delta: string): void {
    this.deltas.set(id, [...(this.deltas.get(id) ?? []), delta]);
    this.tell(`turn:${id}`);
  }

  end(id: string): void {
    this.ended.add(id);
    this.tell(`turn:${id}`);
  }

  open(key: StreamKey): number {
    return this.readings.get(key)?.size ?? 0;
  }

  openCount(): number {
    return [...this.readings.values()].reduce((sum, one) => sum + one.size, 0);
  }

  private tell(key: StreamKey): void {
    for (const wake of this.readings.get(key) ?? []) wake();
  }

  readonly sourceOf: StreamServer['sourceOf'] = (key) => (position, following) => {
    this.opened.push(`${key} ${position}`);
    return new Promise((resolve, reject) => {
      const id = key.slice(key.indexOf(':') + 1);
      if (id === 'missing') {
        const problem = { type: '', title: '', status: 404, fault: 'not_found' as const };
        reject(new RequestFailed({ ...problem, detail: 'Gone.', trace_id: '' }, undefined));
        return;
      }
      let at = Number(position.split('.')[1] ?? 0);
      const wake = () => {
        const events: ServerEvent[] = [];
        let from = 0;
        // As it was written, delta by delta, from inside of one when that is where a reader is.
        for (const delta of this.deltas.get(id) ?? []) {
          const bytes = encode(delta);
          const start = Math.max(from, at);
          from += bytes.length;
          if (from <= at) continue;
          const rest = new TextDecoder().decode(bytes.subarray(bytes.length - (from - start)));
          events.push(event('text', `1.${from}`, { at: start, delta: rest }));
        }
        at = Math.max(at, from);
        if (this.ended.has(id)) events.push(event('end', `2.${at}`, { state: 'completed' }));
        if (events.length > 0) following.onEvents(events);
        if (this.ended.has(id)) close();
      };
      const set = this.readings.get(key) ?? new Set();
      this.readings.set(key, set);
      const close = () => {
        set.delete(wake);
        resolve();
      };
      set.add(wake);
      following.signal.addEventListener('abort', close);
      queueMicrotask(wake);
    });
  };
}

function event(name: string, id: string, data: unknown): ServerEvent {
  return { name, id, data: JSON.stringify(data) };
}

/** A browser with tabs: one lock, one channel. */
export class FakeBrowser {
  readonly turns = new FakeTurns();
  private readonly tabs: FakeTab[] = [];
  private readonly waiting: { tab: FakeTab; begin: () => void }[] = [];
  private holder: FakeTab | undefined;

  tab(): FakeTab {
    const tab = new FakeTab(this, `tab${this.tabs.length}`);
    this.tabs.push(tab);
    return tab;
  }

  request(tab: FakeTab, begin: () => void): void {
    this.waiting.push({ tab, begin });
    queueMicrotask(() => this.grant());
  }

  release(tab: FakeTab): void {
    if (this.holder === tab) this.holder = undefined;
    queueMicrotask(() => this.grant());
  }

  private grant(): void {
    if (this.holder) return;
    const next = this.waiting.shift();
    if (!next) return;
    if (next.tab.isGone) return this.grant();
    this.holder = next.tab;
    next.begin();
  }

  deliver(from: FakeTab, message: StreamMessage): void {
    const copy = structuredClone(message);
    for (const tab of this.tabs) if (tab !== from) queueMicrotask(() => tab.receive(copy));
  }
}

export class FakeTab {
  isGone = false;
  isAsleep = false;
  private readonly channel = {
    onmessage: null as BroadcastChannel['onmessage'],
    postMessage: (message: StreamMessage) => {
      if (!this.isGone && !this.isAsleep) this.browser.deliver(this, message);
    },
  };
  readonly streams: SharedStreams;

  constructor(
    private readonly browser: FakeBrowser,
    name: string,
  ) {
    const { sourceOf } = browser.turns;
    const server: StreamServer = {
      sourceOf,
      askAndFollow: (asked, onAccepted) => (position, following) => {
        onAccepted();
        return sourceOf(`turn:${asked.turn_id}`)(position, following);
      },
      askOnly: () => Promise.resolve(),
      tryNow: () => undefined,
    };
    this.streams = new SharedStreams(name, server, {
      channel: this.channel,
      hold: (begin) => browser.request(this, begin),
    });
  }

  receive(message: StreamMessage): void {
    if (this.isGone || this.isAsleep) return;
    this.channel.onmessage?.call(
      this.channel as BroadcastChannel,
      { data: message } as MessageEvent,
    );
  }

  /** Closed or crashed: it says nothing any more. */
  die(): void {
    this.isGone = true;
    this.streams.close();
    this.browser.release(this);
  }
}

/** A reader with the page's rule: cut to `at`, then append. Strict: no byte twice, none left out. */
export class StrictReader {
  text = '';
  isEnded = false;
  refused = 0;
  readonly listener = {
    onEvents: (events: ServerEvent[]) => {
      for (const one of events) {
        if (one.name === 'end') this.isEnded = true;
        const data = one.name === 'text' ? dataOf<TextEvent>(one) : undefined;
        if (!data) continue;
        const bytes = encode(this.text);
        expect(data.at, 'no byte is left out').toBeLessThanOrEqual(bytes.length);
        const kept = new TextDecoder().decode(bytes.subarray(0, data.at));
        const next = kept + data.delta;
        expect(next.startsWith(this.text), 'the text never shrinks').toBe(true);
        this.text = next;
      }
    },
    onConnection: () => undefined,
    onRefused: () => (this.refused += 1),
  };
}
