// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dataOf, type ServerEvent } from './eventStream';
import { SharedStreams, type StreamServer } from './sharedStreams';
import { streamsMax } from './streamHolder';
import type { StreamKey, StreamMessage } from './streamMessages';
import type { TextEvent } from './types';
import { RequestFailed } from './client';

const encoder = new TextEncoder();
const encode = (text: string) => encoder.encode(text);

/** Turns that grow when the test says so; each reading begins where it is asked to. */
class FakeTurns {
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
class FakeBrowser {
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

class FakeTab {
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
class Reader {
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

const settle = () => vi.advanceTimersByTimeAsync(10);
const asked = (id: string) => ({ turn_id: id, message_text: 'Why?' });

describe('SharedStreams', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reads a turn once for all tabs', async () => {
    const browser = new FakeBrowser();
    const readers = [new Reader(), new Reader(), new Reader()];
    for (const reader of readers) {
      browser.tab().streams.follow('turn:t', '0.0', reader.listener);
      await settle();
    }
    browser.turns.grow('t', 'Grüße');
    await settle();
    expect(browser.turns.open('turn:t')).toBe(1);
    browser.turns.end('t');
    await settle();
    expect(readers.map((one) => one.text)).toEqual(['Grüße', 'Grüße', 'Grüße']);
    expect(readers.every((one) => one.isEnded)).toBe(true);
    expect(browser.turns.openCount()).toBe(0);
  });

  it('gives a tab that joins late what it lacks, from where it is', async () => {
    const browser = new FakeBrowser();
    const first = new Reader();
    browser.tab().streams.follow('turn:t', '0.0', first.listener);
    browser.turns.grow('t', 'one ');
    await settle();
    browser.turns.grow('t', 'two ');
    await settle();
    const late = new Reader();
    late.text = 'one ';
    browser.tab().streams.follow('turn:t', '1.4', late.listener);
    await settle();
    expect(late.text).toBe('one two ');
    expect(browser.turns.opened).toHaveLength(1);
  });

  it('reads again from further back for a tab that knows less, without a flicker elsewhere', async () => {
    const browser = new FakeBrowser();
    browser.turns.grow('t', 'one ');
    const first = new Reader();
    first.text = 'one ';
    browser.tab().streams.follow('turn:t', '1.4', first.listener);
    await settle();
    browser.turns.grow('t', 'two ');
    await settle();
    const late = new Reader();
    browser.tab().streams.follow('turn:t', '0.0', late.listener);
    await settle();
    browser.turns.grow('t', 'three');
    await settle();
    expect([first.text, late.text]).toEqual(['one two three', 'one two three']);
    expect(browser.turns.open('turn:t')).toBe(1);
  });

  it('goes on in another tab when the holder dies in mid-stream', async () => {
    const browser = new FakeBrowser();
    const [holder, other] = [browser.tab(), browser.tab()];
    await settle();
    const reader = new Reader();
    other.streams.follow('turn:t', '0.0', reader.listener);
    await settle();
    browser.turns.grow('t', 'before ');
    await settle();
    holder.die();
    browser.turns.grow('t', 'meanwhile ');
    await settle();
    browser.turns.grow('t', 'after');
    browser.turns.end('t');
    await settle();
    expect(reader.text).toBe('before meanwhile after');
    expect(reader.isEnded).toBe(true);
    expect(browser.turns.opened).toEqual(['turn:t 0.0', 'turn:t 1.7']);
  });

  it('is taken over for the third tab at once', async () => {
    const browser = new FakeBrowser();
    const [holder, , third] = [browser.tab(), browser.tab(), browser.tab()];
    await settle();
    const reader = new Reader();
    third.streams.follow('turn:t', '0.0', reader.listener);
    browser.turns.grow('t', 'before ');
    await settle();
    holder.die();
    browser.turns.grow('t', 'after');
    await settle();
    expect(reader.text).toBe('before after');
    expect(browser.turns.open('turn:t')).toBe(1);
  });

  it('reads by itself while the holder is asleep', async () => {
    const browser = new FakeBrowser();
    const [holder, other] = [browser.tab(), browser.tab()];
    await settle();
    const reader = new Reader();
    other.streams.follow('turn:t', '0.0', reader.listener);
    browser.turns.grow('t', 'before ');
    await settle();
    holder.isAsleep = true;
    browser.turns.grow('t', 'after');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(reader.text).toBe('before after');

    const late = new Reader();
    other.streams.follow('turn:u', '0.0', late.listener);
    browser.turns.grow('u', 'alone');
    await vi.advanceTimersByTimeAsync(3_000);
    expect(late.text).toBe('alone');
  });

  it('catches up after it was asleep itself', async () => {
    const browser = new FakeBrowser();
    browser.tab();
    const sleeper = browser.tab();
    await settle();
    const reader = new Reader();
    sleeper.streams.follow('turn:t', '0.0', reader.listener);
    browser.turns.grow('t', 'a');
    await settle();
    sleeper.isAsleep = true;
    browser.turns.grow('t', 'b');
    await settle();
    sleeper.isAsleep = false;
    browser.turns.grow('t', 'c');
    await settle();
    expect(reader.text).toBe('abc');
  });

  it('asks in any tab, and shows it in the others', async () => {
    const browser = new FakeBrowser();
    const tabs = [browser.tab(), browser.tab()];
    await settle();
    for (const [at, tab] of tabs.entries()) {
      const [here, there] = [new Reader(), new Reader()];
      const id = `t${at}`;
      const accepted = vi.fn();
      tab.streams.ask(asked(id), { ...here.listener, onAccepted: accepted });
      await settle();
      tabs[1 - at]?.streams.follow(`turn:${id}`, '0.0', there.listener);
      browser.turns.grow(id, 'x'.repeat(3));
      await settle();
      expect(accepted).toHaveBeenCalledOnce();
      expect([here.text, there.text]).toEqual(['xxx', 'xxx']);
      expect(browser.turns.open(`turn:${id}`)).toBe(1);
    }
  });

  it('opens no more streams than a browser allows, turns before feeds', async () => {
    const browser = new FakeBrowser();
    browser.tab();
    await settle();
    const last = new Reader();
    for (let at = 0; at < streamsMax + 2; at += 1)
      browser.tab().streams.follow(`conversation:${at}`, '', new Reader().listener);
    await settle();
    expect(browser.turns.openCount()).toBe(streamsMax);
    const end = browser.tab().streams.follow('turn:t', '0.0', last.listener);
    browser.turns.grow('t', 'now');
    await settle();
    expect(browser.turns.openCount()).toBe(streamsMax);
    expect(last.text).toBe('now');
    end();
    await settle();
    expect(browser.turns.open('turn:t')).toBe(0);
    expect(browser.turns.openCount()).toBe(streamsMax);
  });

  it('closes what nobody wants any more, and what a dead tab wanted', async () => {
    const browser = new FakeBrowser();
    browser.tab();
    const [leaver, crasher] = [browser.tab(), browser.tab()];
    await settle();
    const end = leaver.streams.follow('turn:t', '0.0', new Reader().listener);
    crasher.streams.follow('turn:u', '0.0', new Reader().listener);
    await settle();
    end();
    await settle();
    expect(browser.turns.open('turn:t')).toBe(0);
    crasher.die();
    await vi.advanceTimersByTimeAsync(200_000);
    leaver.streams.follow('turn:v', '0.0', new Reader().listener);
    await settle();
    expect(browser.turns.open('turn:u')).toBe(0);
  });

  it('tells every tab that the server refuses for good', async () => {
    const browser = new FakeBrowser();
    const readers = [new Reader(), new Reader()];
    for (const reader of readers)
      browser.tab().streams.follow('turn:missing', '0.0', reader.listener);
    await settle();
    expect(readers.map((one) => one.refused)).toEqual([1, 1]);
  });

  it('loses and doubles nothing, whichever tabs come, sleep and die', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      let state = seed;
      const random = (below: number) => {
        state = (state * 48_271) % 2_147_483_647;
        return state % below;
      };
      const browser = new FakeBrowser();
      let tabs = [browser.tab(), browser.tab()];
      let readers: { tab: FakeTab; reader: Reader }[] = [];
      const join = (tab: FakeTab) => {
        const reader = new Reader();
        readers.push({ tab, reader });
        tab.streams.follow('turn:t', '0.0', reader.listener);
      };
      tabs.forEach(join);
      let text = '';
      for (let step = 0; step < 40; step += 1) {
        const tab = tabs[random(tabs.length)];
        const what = random(8);
        if (what < 4) {
          const delta = ['a', 'ü', '🥾', ' ok '][what] ?? '';
          text += delta;
          browser.turns.grow('t', delta);
        } else if (what === 4) {
          tabs.push(browser.tab());
          join(tabs.at(-1) as FakeTab);
        } else if (what === 5 && tabs.length > 1) {
          tab?.die();
          tabs = tabs.filter((one) => one !== tab);
          readers = readers.filter((one) => one.tab !== tab);
        } else if (what === 6) {
          await vi.advanceTimersByTimeAsync(random(4_000));
        } else {
          await settle();
        }
      }
      browser.turns.end('t');
      await vi.advanceTimersByTimeAsync(30_000);
      for (const { reader } of readers) {
        expect(reader.text, `seed ${seed}`).toBe(text);
        expect(reader.isEnded, `seed ${seed}`).toBe(true);
      }
      tabs.forEach((one) => one.die());
    }
  });
});
