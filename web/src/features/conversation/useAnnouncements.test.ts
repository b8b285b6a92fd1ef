import { expect, it } from 'vitest';
import { askedTurn, type TurnView } from './turnReducer';
import { news } from './useAnnouncements';

const asked = askedTurn({
  id: 'a',
  question: 'Why?',
  model: 'm',
  conversationId: 'c',
  parentId: undefined,
});
const streaming = (text: string): TurnView => ({ ...asked, phase: { is: 'streaming' }, text });

it('tells the search, one start, whole sentences with a pause between, and one end with the rest', () => {
  const said: string[] = [];
  let known: Parameters<typeof news>[1];
  const hear = (turn: TurnView, now: number) => {
    const heard = news(turn, known, now);
    known = heard.known;
    if (heard.words) said.push(heard.words);
  };
  hear(asked, 0);
  hear(streaming('Dry'), 100);
  hear(streaming('Dry it. [1] Then'), 200);
  hear(streaming('Dry it. [1] Then **wash**'), 1_700);
  hear(streaming('Dry it. [1] Then **wash** it. And'), 1_800);
  hear(
    { ...streaming('Dry it. [1] Then **wash** it. And rest'), phase: { is: 'completed' } },
    1_900,
  );
  expect(said).toEqual([
    'Searching documents',
    'Answer started',
    'Dry it.',
    'Then wash it. And rest Answer finished, 0 sources',
  ]);
});

it('says nothing of an answer that was there before', () => {
  const done: TurnView = { ...streaming('Old.'), phase: { is: 'completed' } };
  expect(news(done, undefined, 0).words).toBe('');
});

it('says nothing of the words until the end when that is wanted', () => {
  const before = news(asked, undefined, 0, 'end').known;
  const started = news(streaming('Dry'), before, 100, 'end');
  expect(started.words).toBe('Answer started');
  expect(news(streaming('Dry it. Then'), started.known, 9_000, 'end').words).toBe('');
  const done: TurnView = { ...streaming('Dry it. Then wash.'), phase: { is: 'completed' } };
  expect(news(done, started.known, 9_100, 'end').words).toBe('Answer finished, 0 sources');
});

it('says once that the last words are not saved', () => {
  const crashed: TurnView = {
    ...streaming('Dry it.'),
    phase: { is: 'interrupted', fault: undefined },
    unsaved: ' Then',
  };
  const before = news(streaming('Dry it.'), undefined, 0).known;
  const told = news(crashed, before, 2_000);
  expect(told.words).toBe(
    'The answer is not complete. Its last words were shown but not saved',
  );
  expect(news(crashed, told.known, 9_000).words).toBe('');
});
