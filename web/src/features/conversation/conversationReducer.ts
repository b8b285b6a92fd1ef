import type { ServerEvent } from '../../api/eventStream';
import type { Conversation, Feedback, Problem } from '../../api/types';
import { afterEvent, isRunning, storedTurn, type TurnView } from './turnReducer';

/** What the page knows of the conversation it shows. */
export type ConversationView = {
  id: string | undefined;
  title: string | undefined;
  status: 'loading' | 'ready' | 'missing' | 'failed' | 'deleted';
  /** The end of the path that is shown, downwards. */
  turns: TurnView[];
  /** Where what leads to it is asked for; undefined when it begins with the first question. */
  earlier: string | undefined;
  reachingBack: 'idle' | 'loading' | 'failed';
  /** The turn whose question the server has not accepted yet. */
  sending: string | undefined;
  /** A question that was refused: its text goes back to the composer. */
  refused: { text: string; problem: Problem | undefined } | undefined;
  /** What a sibling replaced, until the server accepts it. */
  replaced: TurnView[];
  /** The connection of the running turn, or of the feed, is being made again. */
  isLost: boolean;
  isFeedLost: boolean;
  isStopping: boolean;
};

export type ConversationAction =
  | { did: 'choose'; id: string | undefined }
  | { did: 'open'; opened: Conversation }
  | { did: 'refresh'; opened: Conversation }
  | { did: 'failToOpen'; isMissing: boolean }
  | { did: 'reachBack' }
  | { did: 'prepend'; opened: Conversation; before: string }
  | { did: 'failToReachBack' }
  | { did: 'ask'; turn: TurnView }
  | { did: 'accept'; turnId: string }
  | { did: 'refuse'; turnId: string; problem: Problem | undefined }
  | { did: 'dismissRefusal' }
  | { did: 'receive'; turnId: string; events: ServerEvent[] }
  | { did: 'lose'; turnId: string }
  | { did: 'connection'; isLost: boolean }
  | { did: 'feedConnection'; isLost: boolean }
  | { did: 'hear'; title: string; isDeleted: boolean }
  | { did: 'rate'; turnId: string; feedback: Feedback | undefined }
  | { did: 'stop' }
  | { did: 'failToStop' };

export function emptyConversation(id: string | undefined): ConversationView {
  return {
    id,
    title: undefined,
    status: id === undefined ? 'ready' : 'loading',
    turns: [],
    earlier: undefined,
    reachingBack: 'idle',
    sending: undefined,
    refused: undefined,
    replaced: [],
    isLost: false,
    isFeedLost: false,
    isStopping: false,
  };
}

export function runningTurn(view: ConversationView): TurnView | undefined {
  return view.turns.find(isRunning);
}

function withTurn(
  view: ConversationView,
  turnId: string,
  change: (turn: TurnView) => TurnView,
): ConversationView {
  return { ...view, turns: view.turns.map((turn) => (turn.id === turnId ? change(turn) : turn)) };
}

/** The path ends where the asked turn's parent is; what came after is another branch. */
function withAsked(view: ConversationView, turn: TurnView): ConversationView {
  const parentAt = view.turns.findIndex((known) => known.id === turn.parentId);
  const kept = view.turns.slice(0, parentAt + 1);
  const replaced = view.turns.slice(kept.length);
  const siblings = [...(replaced[0]?.siblings ?? []), turn.id];
  return {
    ...view,
    sending: turn.id,
    refused: undefined,
    isStopping: false,
    turns: [...kept, { ...turn, siblings }],
    replaced,
  };
}

function withRefusal(
  view: ConversationView,
  turnId: string,
  problem: Problem | undefined,
): ConversationView {
  const turn = view.turns.find((known) => known.id === turnId);
  if (!turn) return view;
  if (view.sending !== turnId) return withTurn(view, turnId, lost);
  return {
    ...view,
    sending: undefined,
    isLost: false,
    replaced: [],
    turns: [...view.turns.filter((known) => known.id !== turnId), ...view.replaced],
    refused: { text: turn.question, problem },
  };
}

function lost(turn: TurnView): TurnView {
  return { ...turn, phase: { is: 'interrupted', fault: undefined } };
}

/** What only this page knows: where it was asked, what it showed, and when. */
function withWhatWasSeen(turn: TurnView, known: TurnView): TurnView {
  const seen = { ...turn, isAskedHere: known.isAskedHere };
  const isSame = known.phase.is === turn.phase.is && known.text === turn.text;
  if (!isSame) return seen;
  const { unsaved } = known;
  return { ...seen, unsaved, finishedAt: turn.finishedAt ?? known.finishedAt };
}

/** What is shown already of what leads to the turns that were read. */
function shownAbove(view: ConversationView, opened: Conversation): TurnView[] {
  const parentId = opened.turns[0]?.parent_turn_id;
  const parentAt = view.turns.findIndex((turn) => turn.id === parentId);
  return view.turns.slice(0, parentAt + 1);
}

/** What the server has, except for turns that this page hears more of. */
function withRefreshed(view: ConversationView, opened: Conversation): ConversationView {
  const above = shownAbove(view, opened);
  const read = opened.turns.map((stored) => {
    const turn = storedTurn(stored);
    const known = view.turns.find((one) => one.id === turn.id);
    if (!known) return turn;
    if (isRunning(known)) return { ...known, siblings: turn.siblings };
    return withWhatWasSeen(turn, known);
  });
  const turns = [...above, ...read];
  const sent = view.turns.find((one) => one.id === view.sending);
  const isSent = sent === undefined || turns.some((one) => one.id === sent.id);
  return {
    ...view,
    id: opened.conversation_id,
    status: 'ready',
    title: opened.title,
    turns: isSent ? turns : view.turns,
    earlier: isSent && above.length === 0 ? opened.earlier_cursor : view.earlier,
  };
}

function withEarlier(
  view: ConversationView,
  opened: Conversation,
  before: string,
): ConversationView {
  // Meanwhile another path may be shown.
  if (view.earlier !== before) return { ...view, reachingBack: 'idle' };
  return {
    ...view,
    turns: [...opened.turns.map(storedTurn), ...view.turns],
    earlier: opened.earlier_cursor,
    reachingBack: 'idle',
  };
}

function withEvents(
  view: ConversationView,
  turnId: string,
  events: ServerEvent[],
): ConversationView {
  const next = withTurn(view, turnId, (turn) => events.reduce(afterEvent, turn));
  const turn = next.turns.find((known) => known.id === turnId);
  const isEnded = turn !== undefined && !isRunning(turn);
  return {
    ...next,
    id: turn?.conversationId ?? next.id,
    isLost: false,
    isStopping: next.isStopping && !isEnded,
  };
}

function withHeard(view: ConversationView, title: string, isDeleted: boolean): ConversationView {
  if (isDeleted) return { ...view, title, status: 'deleted' };
  return { ...view, title, status: view.status === 'deleted' ? 'ready' : view.status };
}

export function conversationReducer(
  view: ConversationView,
  action: ConversationAction,
): ConversationView {
  switch (action.did) {
    case 'choose':
      return emptyConversation(action.id);
    case 'open':
      return withRefreshed(emptyConversation(view.id), action.opened);
    case 'refresh':
      return withRefreshed(view, action.opened);
    case 'failToOpen':
      return { ...view, status: action.isMissing ? 'missing' : 'failed' };
    case 'reachBack':
      return { ...view, reachingBack: 'loading' };
    case 'prepend':
      return withEarlier(view, action.opened, action.before);
    case 'failToReachBack':
      return { ...view, reachingBack: 'failed' };
    case 'ask':
      return withAsked(view, action.turn);
    case 'accept':
      return { ...view, sending: undefined, replaced: [] };
    case 'refuse':
      return withRefusal(view, action.turnId, action.problem);
    case 'dismissRefusal':
      return { ...view, refused: undefined };
    case 'receive':
      return withEvents(view, action.turnId, action.events);
    case 'lose':
      return withTurn({ ...view, isLost: false, isStopping: false }, action.turnId, lost);
    case 'connection':
      return view.isLost === action.isLost ? view : { ...view, isLost: action.isLost };
    case 'feedConnection':
      return view.isFeedLost === action.isLost ? view : { ...view, isFeedLost: action.isLost };
    case 'hear':
      return withHeard(view, action.title, action.isDeleted);
    case 'rate':
      return withTurn(view, action.turnId, (turn) => ({ ...turn, feedback: action.feedback }));
    case 'stop':
      return { ...view, isStopping: true };
    case 'failToStop':
      return { ...view, isStopping: false };
  }
}
