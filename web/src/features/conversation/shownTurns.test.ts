import { describe, expect, it } from 'vitest';
import type { Citation } from '../../api/types';
import { shownTurns } from './shownTurns';
import { askedTurn, type TurnView } from './turnReducer';

const turn = (id: string, changes: Partial<TurnView> = {}): TurnView => ({
  ...askedTurn({ id, question: 'Why?', model: 'm', conversationId: 'c', parentId: undefined }),
  phase: { is: 'completed' },
  ...changes,
});
const cited = (number: number, passage: string): Citation => ({ number, passage_id: passage });

describe('shownTurns', () => {
  it('shows what continues an answer as one with it', () => {
    const stopped = turn('a', { phase: { is: 'stopped' }, text: 'One', siblings: ['a', 'x'] });
    const rest = turn('b', { parentId: 'a', continuesId: 'a', text: ' two', traceId: 't' });
    const more = turn('c', { parentId: 'b', continuesId: 'b', text: ' three' });
    const [shown, ...others] = shownTurns([stopped, rest, more]);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({
      id: 'a',
      lastId: 'c',
      text: 'One two three',
      phase: { is: 'completed' },
      siblings: ['a', 'x'],
    });
  });

  it('forgets the words that were not saved when the answer goes on without them', () => {
    const crashed = turn('a', {
      phase: { is: 'interrupted', fault: undefined },
      text: 'One',
      unsaved: ' tw',
    });
    expect(shownTurns([crashed])[0]?.unsaved).toBe(' tw');
    const rest = turn('b', { parentId: 'a', continuesId: 'a', phase: { is: 'waiting' } });
    expect(shownTurns([crashed, rest])[0]).toMatchObject({ text: 'One', unsaved: '' });
  });

  it('shows what was asked after a stopped answer by itself', () => {
    const shown = shownTurns([turn('a'), turn('b', { parentId: 'a' })]);
    expect(shown.map((one) => one.id)).toEqual(['a', 'b']);
  });

  it('gives a number to each passage when two parts have used one for two', () => {
    const first = turn('a', { text: 'A [1]', citations: [cited(1, 'p'), cited(2, 'q')] });
    const rest = turn('b', {
      continuesId: 'a',
      text: ' B [1] C [2] D [9]',
      citations: [cited(1, 'r'), cited(2, 'q')],
    });
    const shown = shownTurns([first, rest])[0];
    expect(shown?.text).toBe('A [1] B [3] C [2] D [9]');
    expect(shown?.citations).toEqual([cited(1, 'p'), cited(2, 'q'), cited(3, 'r')]);
  });

  it('is being written while its last part is', () => {
    const shown = shownTurns([
      turn('a', { text: 'One', phase: { is: 'stopped' } }),
      turn('b', { continuesId: 'a', phase: { is: 'waiting' } }),
    ]);
    expect(shown[0]?.phase.is).toBe('streaming');
  });

  it('is the same object for the same turns, so that nothing is painted twice', () => {
    const turns = [turn('a'), turn('b', { continuesId: 'a' }), turn('c')];
    const [first, again] = [shownTurns(turns), shownTurns([...turns])];
    expect(first.every((one, at) => one === again[at])).toBe(true);
  });
});
