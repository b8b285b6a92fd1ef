// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeBrowser, StrictReader, type FakeTab } from '../testing/fakeTabs';
import { streamsMax } from './streamHolder';

const settle = () => vi.advanceTimersByTimeAsync(10);
const asked = (id: string) => ({ turn_id: id, message_text: 'Why?' });

describe('SharedStreams', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reads a turn once for all tabs', async () => {
    const browser = new FakeBrowser();
    const readers = [new StrictReader(), new StrictReader(), new StrictReader()];
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
    const first = new StrictReader();
    browser.tab().streams.follow('turn:t', '0.0', first.listener);
    browser.turns.grow('t', 'one ');
    await settle();
    browser.turns.grow('t', 'two ');
    await settle();
    const late = new StrictReader();
    late.text = 'one ';
    browser.tab().streams.follow('turn:t', '1.4', late.listener);
    await settle();
    expect(late.text).toBe('one two ');
    expect(browser.turns.opened).toHaveLength(1);
  });

  it('reads again from further back for a tab that knows less, without a flicker elsewhere', async () => {
    const browser = new FakeBrowser();
    browser.turns.grow('t', 'one ');
    const first = new StrictReader();
    first.text = 'one ';
    browser.tab().streams.follow('turn:t', '1.4', first.listener);
    await settle();
    browser.turns.grow('t', 'two ');
    await settle();
    const late = new StrictReader();
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
    const reader = new StrictReader();
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
    const reader = new StrictReader();
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
    const reader = new StrictReader();
    other.streams.follow('turn:t', '0.0', reader.listener);
    browser.turns.grow('t', 'before ');
    await settle();
    holder.isAsleep = true;
    browser.turns.grow('t', 'after');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(reader.text).toBe('before after');

    const late = new StrictReader();
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
    const reader = new StrictReader();
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
      const [here, there] = [new StrictReader(), new StrictReader()];
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
    const last = new StrictReader();
    for (let at = 0; at < streamsMax + 2; at += 1)
      browser.tab().streams.follow(`conversation:${at}`, '', new StrictReader().listener);
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
    const end = leaver.streams.follow('turn:t', '0.0', new StrictReader().listener);
    crasher.streams.follow('turn:u', '0.0', new StrictReader().listener);
    await settle();
    end();
    await settle();
    expect(browser.turns.open('turn:t')).toBe(0);
    crasher.die();
    await vi.advanceTimersByTimeAsync(200_000);
    leaver.streams.follow('turn:v', '0.0', new StrictReader().listener);
    await settle();
    expect(browser.turns.open('turn:u')).toBe(0);
  });

  it('tells every tab that the server refuses for good', async () => {
    const browser = new FakeBrowser();
    const readers = [new StrictReader(), new StrictReader()];
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
      let readers: { tab: FakeTab; reader: StrictReader }[] = [];
      const join = (tab: FakeTab) => {
        const reader = new StrictReader();
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
