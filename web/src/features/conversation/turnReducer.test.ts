import { describe, expect, it, vi } from 'vitest';
import { afterEvent, askedTurn, cutToBytes, isRunning, type TurnView } from './turnReducer';

const asked = askedTurn({
  id: 'a',
  question: 'Why?',
  model: 'offline',
  conversationId: undefined,
  parentId: undefined,
});
const event = (name: string, id: string, data: unknown) => ({
  name,
  id,
  data: JSON.stringify(data),
});
const fold = (events: ReturnType<typeof event>[], from: TurnView = asked) =>
  events.reduce(afterEvent, from);

describe('afterEvent', () => {
  it('appends text that starts where the text ends', () => {
    const turn = fold([
      event('text', '1.6', { at: 0, delta: 'Grüß' }),
      event('text', '1.11', { at: 6, delta: 'e 🥾'.slice(0, 2) }),
    ]);
    expect(turn.text).toBe('Grüße ');
    expect(turn.position).toBe('1.11');
  });

  it('cuts to bytes, not characters, before it appends', () => {
    const turn = fold([
      event('text', '1.8', { at: 0, delta: 'für 🥾' }),
      event('text', '1.7', { at: 3, delta: 'nfzig' }),
    ]);
    expect(turn.text).toBe('fünfzig');
  });

  it('is set back by an empty delta after a crash kept less', () => {
    const turn = fold([
      event('text', '1.10', { at: 0, delta: '0123456789' }),
      event('text', '1.4', { at: 4, delta: '' }),
      event('end', '2.4', { state: 'interrupted' }),
    ]);
    expect(turn.text).toBe('0123');
    expect(turn.phase).toEqual({ is: 'interrupted', fault: undefined });
  });

  it('keeps what a crash cut off as words that are not saved', () => {
    const turn = fold([
      event('text', '1.10', { at: 0, delta: 'Grüße alle' }),
      event('text', '1.11', { at: 12, delta: '!' }),
      event('text', '1.5', { at: 4, delta: '' }),
      event('end', '2.4', { state: 'interrupted' }),
    ]);
    expect(turn.text).toBe('Grü');
    expect(turn.unsaved).toBe('ße alle!');
  });

  it('forgets them as the text grows over them again', () => {
    const cut = [
      event('text', '1.10', { at: 0, delta: '0123456789' }),
      event('text', '1.4', { at: 4, delta: '' }),
    ];
    const grown = fold([...cut, event('text', '1.6', { at: 4, delta: '45' })]);
    expect(grown.tail).toBe('6789');
    const other = fold([...cut, event('text', '1.6', { at: 4, delta: 'xy' })]);
    expect(other.tail).toBe('');
    for (const end of [{ state: 'completed' }, { state: 'stopped' }, { state: 'failed' }])
      expect(fold([event('end', '2.6', end)], grown).unsaved).toBe('');
    const lost = { state: 'interrupted', fault: 'upstream_unavailable' };
    expect(fold([event('end', '2.6', lost)], grown).unsaved).toBe('');
    expect(fold([event('end', '2.6', { state: 'interrupted' })], grown).unsaved).toBe('6789');
  });

  it('after a crash took as long as its last words, not as the outage', () => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
    const written = fold([event('text', '1.2', { at: 0, delta: 'ab' })]);
    vi.setSystemTime(Date.parse('2026-01-01T00:00:40Z'));
    const ended = fold(
      [event('text', '1.1', { at: 1, delta: '' }), event('end', '2.1', { state: 'interrupted' })],
      written,
    );
    expect(ended.finishedAt).toBe('2026-01-01T00:00:00.000Z');
    const whole = fold([event('end', '2.2', { state: 'completed' })], written);
    expect(whole.finishedAt).toBe('2026-01-01T00:00:40.000Z');
    vi.useRealTimers();
  });

  it('shows one step for a call that starts and finishes', () => {
    const step = { call_id: '1', name: 'search_documents', summary: '' };
    const turn = fold([
      event('tool', '2.0', { ...step, phase: 'started' }),
      event('tool', '3.0', { ...step, phase: 'finished', summary: 'Searched' }),
    ]);
    expect(turn.tools).toEqual([{ ...step, phase: 'finished', summary: 'Searched' }]);
  });

  it('keeps one citation per number when events are replayed', () => {
    const cited = { number: 1, passage_id: 'p', quote: 'q' };
    expect(
      fold([event('citation', '2.0', cited), event('citation', '2.0', cited)]).citations,
    ).toHaveLength(1);
  });

  it('ignores and counts events it does not know', () => {
    const turn = fold([event('weather', '2.0', {})]);
    expect(turn.ignoredEvents).toBe(1);
    expect(turn.position).toBe('2.0');
  });

  it.each(['completed', 'stopped', 'failed'] as const)('ends as %s', (state) => {
    const turn = fold([event('end', '2.0', { state })]);
    expect(turn.phase.is).toBe(state);
    expect(isRunning(turn)).toBe(false);
  });
});

describe('cutToBytes', () => {
  it('never leaves half a character', () => {
    for (let bytes = 0; bytes <= 9; bytes += 1) {
      const cut = cutToBytes('aé🥾z', bytes);
      expect('aé🥾z'.startsWith(cut)).toBe(true);
      expect(new TextEncoder().encode(cut).length).toBeLessThanOrEqual(bytes);
    }
  });
});
