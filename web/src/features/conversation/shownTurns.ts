import type { Citation } from '../../api/types';
import type { TurnView } from './turnReducer';

/**
 * One question and its whole answer: a turn, or a turn and those that go on with its answer, as one.
 * `id`, question, parent and siblings are the first one's, how it ended is the last one's.
 */
export type ShownTurn = TurnView & {
  /** The turn that writes or has ended last: what is stopped, rated, continued. */
  lastId: string;
  /** Versions of how the answer goes on: the last part's siblings when there are parts. */
  continuations: string[];
};

/** The path as it is read: what continues an answer belongs to it. */
export function shownTurns(turns: TurnView[]): ShownTurn[] {
  const shown: ShownTurn[] = [];
  for (const turn of turns) {
    const last = shown.at(-1);
    if (last && turn.continuesId !== undefined && turn.continuesId === last.lastId)
      shown[shown.length - 1] = joined(last, turn);
    else shown.push(single(turn));
  }
  return shown;
}

const singles = new WeakMap<TurnView, ShownTurn>();
const joins = new WeakMap<ShownTurn, WeakMap<TurnView, ShownTurn>>();

/** The same object for the same turn, so that what did not change is not painted again. */
function single(turn: TurnView): ShownTurn {
  const known = singles.get(turn);
  if (known) return known;
  const made = { ...turn, lastId: turn.id, continuations: [] };
  singles.set(turn, made);
  return made;
}

function joined(first: ShownTurn, rest: TurnView): ShownTurn {
  const known = joins.get(first)?.get(rest);
  if (known) return known;
  const made = join(first, rest);
  const ofFirst = joins.get(first) ?? new WeakMap<TurnView, ShownTurn>();
  joins.set(first, ofFirst.set(rest, made));
  return made;
}

function join(first: ShownTurn, rest: TurnView): ShownTurn {
  const numbers = numbersFor(first.citations, rest.citations);
  const known = new Set(first.citations.map((one) => one.number));
  const citations = rest.citations
    .map((one) => ({ ...one, number: numbers.get(one.number) ?? one.number }))
    .filter((one) => !known.has(one.number));
  return {
    ...first,
    lastId: rest.id,
    continuations: rest.siblings.length > 1 ? rest.siblings : [],
    model: rest.model,
    phase: rest.phase.is === 'waiting' && first.text !== '' ? { is: 'streaming' } : rest.phase,
    text: first.text + renumbered(rest.text, numbers),
    unsaved: rest.unsaved,
    tools: [
      ...first.tools,
      ...rest.tools.map((one) => ({ ...one, call_id: `${rest.id}:${one.call_id}` })),
    ],
    citations: [...first.citations, ...citations],
    finishedAt: rest.finishedAt,
    feedback: rest.feedback,
    traceId: rest.traceId,
    isAskedHere: first.isAskedHere || rest.isAskedHere,
  };
}

/** Two parts may have used one number for two passages: the later part's goes to a free one. */
function numbersFor(first: Citation[], rest: Citation[]): Map<number, number> {
  const byPassage = new Map(first.map((one) => [one.passage_id, one.number]));
  const taken = new Set(first.map((one) => one.number));
  const numbers = new Map<number, number>();
  for (const { number, passage_id } of rest) {
    let shown = byPassage.get(passage_id) ?? number;
    if (!byPassage.has(passage_id)) while (taken.has(shown)) shown += 1;
    taken.add(shown);
    numbers.set(number, shown);
  }
  return numbers;
}

function renumbered(text: string, numbers: Map<number, number>): string {
  if ([...numbers].every(([from, to]) => from === to)) return text;
  return text.replace(/\[(\d{1,4})\]/g, (mark, digits: string) => {
    const number = numbers.get(Number(digits));
    return number === undefined ? mark : `[${number}]`;
  });
}
