import { describe, expect, it } from 'vitest';
import {
  conversationReducer,
  emptyConversation,
  runningTurn,
  type ConversationView,
} from './conversationReducer';
import type { Conversation, Turn } from '../../api/types';
import { storedTurn } from '../../testing/fakeServer';
import { askedTurn, type TurnView } from './turnReducer';

const turn = (
  id: string,
  parentId?: string,
  is: 'completed' | 'waiting' = 'completed',
): TurnView => ({
  ...askedTurn({ id, question: `question ${id}`, model: 'offline', conversationId: 'c', parentId }),
  phase: { is },
});
const withTurns = (...turns: TurnView[]): ConversationView => ({
  ...emptyConversation('c'),
  status: 'ready',
  turns,
});

describe('conversationReducer', () => {
  it('gives the text back and forgets the turn when a question is refused', () => {
    const asked = conversationReducer(withTurns(turn('a')), {
      did: 'ask',
      turn: turn('b', 'a', 'waiting'),
    });
    const refused = conversationReducer(asked, { did: 'refuse', turnId: 'b', problem: undefined });
    expect(refused.turns.map((one) => one.id)).toEqual(['a']);
    expect(refused.refused?.text).toBe('question b');
  });

  it('puts a sibling in place of the turn that is tried again, and back when it is refused', () => {
    const before = withTurns(turn('a'), turn('b', 'a'), turn('c', 'b'));
    const asked = conversationReducer(before, {
      did: 'ask',
      turn: turn('d', 'a', 'waiting'),
    });
    expect(asked.turns.map((one) => one.id)).toEqual(['a', 'd']);
    const refused = conversationReducer(asked, { did: 'refuse', turnId: 'd', problem: undefined });
    expect(refused.turns.map((one) => one.id)).toEqual(['a', 'b', 'c']);
  });

  it('replaces a first question by its sibling', () => {
    const asked = conversationReducer(withTurns(turn('a')), {
      did: 'ask',
      turn: turn('b', undefined, 'waiting'),
    });
    expect(asked.turns.map((one) => one.id)).toEqual(['b']);
  });

  it('takes the conversation id from the turn event and ends stopping at the end', () => {
    const asked = conversationReducer(emptyConversation(undefined), {
      did: 'ask',
      turn: turn('a', undefined, 'waiting'),
    });
    const stopping = conversationReducer(asked, { did: 'stop' });
    expect(runningTurn(stopping)?.id).toBe('a');
    const ended = conversationReducer(stopping, {
      did: 'receive',
      turnId: 'a',
      events: [
        {
          name: 'turn',
          id: '1.0',
          data: JSON.stringify({
            turn_id: 'a',
            conversation_id: 'new',
            model: 'm',
            created_at: '',
          }),
        },
        { name: 'end', id: '2.0', data: JSON.stringify({ state: 'stopped' }) },
      ],
    });
    expect(ended.id).toBe('new');
    expect(ended.isStopping).toBe(false);
    expect(runningTurn(ended)).toBeUndefined();
  });

  const stored = (...ids: string[]) =>
    ids.map((id, at) => ({
      ...storedTurn({ turn_id: id, answer_text: 'stored', sibling_turn_ids: [id, 'x'] }),
      parent_turn_id: ids[at - 1] ?? null,
    }));
  const opened = (...ids: string[]) => ({
    conversation_id: 'c',
    title: 'New',
    created_at: '',
    updated_at: '',
    is_running: false,
    turns: stored(...ids),
  });

  it('keeps what it hears of a running turn when it is read again, and learns of versions', () => {
    const running: TurnView = { ...turn('b', 'a', 'waiting'), text: 'heard so far' };
    const view = conversationReducer(withTurns(turn('a'), running), {
      did: 'refresh',
      opened: opened('a', 'b', 'd'),
    });
    expect(view.turns.map((one) => one.text)).toEqual(['stored', 'heard so far', 'stored']);
    expect(view.turns[1]?.siblings).toEqual(['b', 'x']);
    expect(view.title).toBe('New');
  });

  it('does not lose a question that is on its way when it is read again', () => {
    const asking = conversationReducer(withTurns(turn('a')), {
      did: 'ask',
      turn: turn('b', 'a', 'waiting'),
    });
    const view = conversationReducer(asking, { did: 'refresh', opened: opened('a') });
    expect(view.turns.map((one) => one.id)).toEqual(['a', 'b']);
  });

  it('adds a version to those of the question that it replaces', () => {
    const before = { ...turn('b', 'a'), siblings: ['z', 'b'] };
    const view = conversationReducer(withTurns(turn('a'), before), {
      did: 'ask',
      turn: turn('d', 'a', 'waiting'),
    });
    expect(view.turns.at(-1)?.siblings).toEqual(['z', 'b', 'd']);
  });

  it('is gone when it was deleted elsewhere, and back when it was restored', () => {
    const gone = conversationReducer(withTurns(turn('a')), {
      did: 'hear',
      title: 'T',
      isDeleted: true,
    });
    expect(gone.status).toBe('deleted');
    const back = conversationReducer(gone, { did: 'hear', title: 'T', isDeleted: false });
    expect(back.status).toBe('ready');
  });

  it('keeps the words that were shown and not saved when the same turn is read again', () => {
    const crashed: TurnView = {
      ...turn('a'),
      phase: { is: 'interrupted', fault: undefined },
      text: 'stored',
      unsaved: ' and more',
      finishedAt: '2026-01-01T00:00:03Z',
    };
    const again = (state: 'interrupted' | 'completed', answer_text = 'stored') =>
      conversationReducer(withTurns(crashed), {
        did: 'refresh',
        opened: {
          ...opened('a'),
          turns: [{ ...storedTurn({ turn_id: 'a', answer_text, state }), parent_turn_id: null }],
        },
      }).turns[0];
    expect(again('interrupted')).toMatchObject({
      unsaved: ' and more',
      finishedAt: '2026-01-01T00:00:03Z',
    });
    expect(again('interrupted', 'stored and')?.unsaved).toBe('');
    expect(again('completed')?.unsaved).toBe('');
  });

  const part = (turns: Turn[], earlier?: string): Conversation => ({
    conversation_id: 'c',
    title: 'Kept',
    created_at: 'x',
    updated_at: 'x',
    is_running: false,
    turns,
    ...(earlier !== undefined && { earlier_cursor: earlier }),
  });
  const under = (id: string, parent: string | null) =>
    storedTurn({ turn_id: id, parent_turn_id: parent });
  const ids = (view: ConversationView) => view.turns.map((one) => one.id);

  it('puts what leads to the shown turns above them', () => {
    const end = conversationReducer(emptyConversation('c'), {
      did: 'open',
      opened: part([under('c', 'b')], 'c'),
    });
    const loading = conversationReducer(end, { did: 'reachBack' });
    expect(loading.reachingBack).toBe('loading');
    const more = conversationReducer(loading, {
      did: 'prepend',
      before: 'c',
      opened: part([under('b', 'a')], 'b'),
    });
    expect(ids(more)).toEqual(['b', 'c']);
    expect([more.earlier, more.reachingBack]).toEqual(['b', 'idle']);
    const late = conversationReducer(more, {
      did: 'prepend',
      before: 'c',
      opened: part([under('b', 'a')], 'b'),
    });
    expect(ids(late)).toEqual(['b', 'c']);
  });

  it('keeps what is shown above the turns that are read again', () => {
    const shown = conversationReducer(emptyConversation('c'), {
      did: 'open',
      opened: part([under('b', 'a'), under('c', 'b'), under('d', 'c')], 'b'),
    });
    const again = conversationReducer(shown, {
      did: 'refresh',
      opened: part([under('d', 'c'), under('e', 'd')], 'd'),
    });
    expect(ids(again)).toEqual(['b', 'c', 'd', 'e']);
    expect(again.earlier).toBe('b');
    const whole = conversationReducer(again, {
      did: 'refresh',
      opened: part([under('x', null), under('y', 'x')]),
    });
    expect(ids(whole)).toEqual(['x', 'y']);
    expect(whole.earlier).toBeUndefined();
  });
});
