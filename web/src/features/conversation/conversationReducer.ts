import type { ServerEvent } from '../../api/eventStream';
import type { Conversation, Problem } from '../../api/types';
import { afterEvent, isRunning, storedTurn, type TurnView } from './turnReducer';

/** What the page knows of the conversation it shows. */
export type ConversationView = {
  id: string | undefined;
  title: string | undefined;
  status: 'loading' | 'ready' | 'missing' | 'failed';
  turns: TurnView[];
  /** The turn whose question the server has not accepted yet. */
  sending: string | undefined;
  /** A question that was refused: its text goes back to the composer. */
  refused: { text: string; problem: Problem | undefined } | undefined;
  /** What a sibling replaced, until the server accepts it. */
  replaced: TurnView[];
  isLost: boolean;
  isStopping: boolean;
};

export type ConversationAction =
  | { did: 'choose'; id: string | undefined }
  | { did: 'open'; opened: Conversation }
  | { did: 'failToOpen'; isMissing: boolean }
  | { did: 'ask'; turn: TurnView; isSibling: boolean }
  | { did: 'accept'; turnId: string }
  | { did: 'refuse'; turnId: string; problem: Problem | undefined }
  | { did: 'dismissRefusal' }
  | { did: 'receive'; turnId: string; events: ServerEvent[] }
  | { did: 'lose'; turnId: string }
  | { did: 'connection'; isLost: boolean }
  | { did: 'stop' }
  | { did: 'failToStop' };

export function emptyConversation(id: string | undefined): ConversationView {
  return {
    id,
    title: undefined,
    status: id === undefined ? 'ready' : 'loading',
    turns: [],
    sending: undefined,
    refused: undefined,
    replaced: [],
    isLost: false,
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

/** The path ends where the sibling's parent is; what came after is another branch. */
function withAsked(view: ConversationView, turn: TurnView, isSibling: boolean): ConversationView {
  const parentAt = view.turns.findIndex((known) => known.id === turn.parentId);
  const kept = isSibling ? view.turns.slice(0, parentAt + 1) : view.turns;
  return {
    ...view,
    sending: turn.id,
    refused: undefined,
    isStopping: false,
    turns: [...kept, turn],
    replaced: view.turns.slice(kept.length),
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

export function conversationReducer(
  view: ConversationView,
  action: ConversationAction,
): ConversationView {
  switch (action.did) {
    case 'choose':
      return emptyConversation(action.id);
    case 'open':
      return {
        ...emptyConversation(action.opened.conversation_id),
        status: 'ready',
        title: action.opened.title,
        turns: action.opened.turns.map(storedTurn),
      };
    case 'failToOpen':
      return { ...view, status: action.isMissing ? 'missing' : 'failed' };
    case 'ask':
      return withAsked(view, action.turn, action.isSibling);
    case 'accept':
      return { ...view, sending: undefined, replaced: [] };
    case 'refuse':
      return withRefusal(view, action.turnId, action.problem);
    case 'dismissRefusal':
      return { ...view, refused: undefined };
    case 'receive': {
      const next = withTurn(view, action.turnId, (turn) => action.events.reduce(afterEvent, turn));
      const turn = next.turns.find((known) => known.id === action.turnId);
      const isEnded = turn !== undefined && !isRunning(turn);
      return {
        ...next,
        id: turn?.conversationId ?? next.id,
        isLost: false,
        isStopping: next.isStopping && !isEnded,
      };
    }
    case 'lose':
      return withTurn({ ...view, isLost: false, isStopping: false }, action.turnId, lost);
    case 'connection':
      return view.isLost === action.isLost ? view : { ...view, isLost: action.isLost };
    case 'stop':
      return { ...view, isStopping: true };
    case 'failToStop':
      return { ...view, isStopping: false };
  }
}
