import { dataOf, type ServerEvent } from '../../api/eventStream';
import { bytesAt } from '../../api/position';
import type {
  Citation,
  EndEvent,
  Fault,
  Feedback,
  TextEvent,
  ToolStep,
  Turn,
  TurnEvent,
  Usage,
} from '../../api/types';

/** What the page knows of one turn. `position` is where following it goes on. */
export type TurnView = {
  id: string;
  conversationId: string | undefined;
  parentId: string | undefined;
  question: string;
  model: string;
  phase: Phase;
  text: string;
  /** Words that were shown after `text` and are not there any more, until it has grown over them. */
  tail: string;
  /** `tail` at the end of a turn that a crash cut off: shown but not saved. Never copied or sent. */
  unsaved: string;
  /** When words last came, while it is followed. */
  wordsAt: string | undefined;
  tools: ToolStep[];
  citations: Citation[];
  usage: Usage | undefined;
  createdAt: string;
  /** When it ended; after a crash when its last words came, if that was seen. */
  finishedAt: string | undefined;
  position: string;
  ignoredEvents: number;
  /** Asked in this page, not opened from history. */
  isAskedHere: boolean;
  /** The turn whose answer this one goes on with. */
  continuesId: string | undefined;
  /** Versions of the same question, itself included, the oldest first. */
  siblings: string[];
  feedback: Feedback | undefined;
  /** Names it in the log of the server; when it failed or was interrupted. */
  traceId: string | undefined;
};

export type Phase =
  | { is: 'waiting' } // the question is on its way or accepted, no text yet
  | { is: 'streaming' }
  | { is: 'completed' }
  | { is: 'stopped' }
  | { is: 'interrupted'; fault: Fault | undefined }
  | { is: 'failed'; fault: Fault | undefined };

export function isRunning(turn: TurnView): boolean {
  return turn.phase.is === 'waiting' || turn.phase.is === 'streaming';
}

/** A turn that was just asked, before the server has said anything. */
export function askedTurn(asked: {
  id: string;
  question: string;
  model: string;
  conversationId: string | undefined;
  parentId: string | undefined;
  continuesId?: string | undefined;
  siblings?: string[];
}): TurnView {
  return {
    continuesId: undefined,
    siblings: [asked.id],
    feedback: undefined,
    traceId: undefined,
    ...asked,
    phase: { is: 'waiting' },
    text: '',
    tail: '',
    unsaved: '',
    wordsAt: undefined,
    tools: [],
    citations: [],
    usage: undefined,
    createdAt: new Date().toISOString(),
    finishedAt: undefined,
    position: '0.0',
    ignoredEvents: 0,
    isAskedHere: true,
  };
}

/** A turn as the server stored it. */
export function storedTurn(turn: Turn): TurnView {
  return {
    id: turn.turn_id,
    conversationId: turn.conversation_id,
    parentId: turn.parent_turn_id ?? undefined,
    question: turn.message_text,
    model: turn.model,
    phase: phaseOf(turn.state, turn.fault, turn.answer_text),
    text: turn.answer_text,
    tail: '',
    unsaved: '',
    wordsAt: undefined,
    tools: turn.tools.reduce(withTool, []),
    citations: turn.citations,
    usage: turn.usage,
    createdAt: turn.created_at,
    finishedAt: isOfCrash(turn) ? undefined : turn.finished_at,
    position: turn.position,
    ignoredEvents: 0,
    isAskedHere: false,
    continuesId: turn.continues_turn_id,
    siblings: turn.sibling_turn_ids ?? [turn.turn_id],
    feedback: turn.feedback,
    traceId: turn.trace_id,
  };
}

/** What a dead server left is ended when it is found: how long it was written nobody knows. */
function isOfCrash({ state, fault }: { state: Turn['state']; fault?: Fault | undefined }): boolean {
  return state === 'interrupted' && fault === undefined;
}

function phaseOf(state: Turn['state'], fault: Fault | undefined, text: string): Phase {
  switch (state) {
    case 'queued':
    case 'running':
      return text === '' ? { is: 'waiting' } : { is: 'streaming' };
    case 'completed':
    case 'stopped':
      return { is: state };
    case 'interrupted':
    case 'failed':
      return { is: state, fault };
  }
}

/** `text` cut to its first `bytes` of UTF-8; a character that would be cut in two goes. */
export function cutToBytes(text: string, bytes: number): string {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && ((encoded[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return new TextDecoder().decode(encoded.subarray(0, end));
}

function withTool(tools: ToolStep[], step: ToolStep): ToolStep[] {
  const at = tools.findIndex((known) => known.call_id === step.call_id);
  if (at < 0) return [...tools, step];
  return tools.map((known, index) => (index === at ? step : known));
}

function withCitation(citations: Citation[], cited: Citation): Citation[] {
  if (citations.some((known) => known.number === cited.number)) return citations;
  return [...citations, cited];
}

/** The turn after one event. What it does not understand is counted, never an error. */
export function afterEvent(turn: TurnView, event: ServerEvent): TurnView {
  const next = { ...turn, position: event.id || turn.position };
  return withEvent(turn, event, next) ?? { ...next, ignoredEvents: turn.ignoredEvents + 1 };
}

function withEvent(turn: TurnView, event: ServerEvent, next: TurnView): TurnView | undefined {
  switch (event.name) {
    case 'turn': {
      const data = dataOf<TurnEvent>(event);
      return (
        data && {
          ...next,
          conversationId: data.conversation_id,
          model: data.model,
          createdAt: data.created_at,
        }
      );
    }
    case 'text': {
      const data = dataOf<TextEvent>(event);
      return data && { ...next, ...withText(turn, data), phase: { is: 'streaming' } };
    }
    case 'tool': {
      const data = dataOf<ToolStep>(event);
      return data && { ...next, tools: withTool(turn.tools, data) };
    }
    case 'citation': {
      const data = dataOf<Citation>(event);
      return data && { ...next, citations: withCitation(turn.citations, data) };
    }
    case 'usage': {
      const usage = dataOf<Usage>(event);
      return usage && { ...next, usage };
    }
    case 'end': {
      const data = dataOf<EndEvent>(event);
      return (
        data && {
          ...next,
          phase: phaseOf(data.state, data.fault, turn.text),
          tail: '',
          unsaved: isOfCrash(data) && turn.tail.trim() !== '' ? turn.tail : '',
          finishedAt: isOfCrash(data) ? turn.wordsAt : new Date().toISOString(),
          traceId: data.trace_id,
        }
      );
    }
    default:
      return undefined;
  }
}

type Text = Pick<TurnView, 'text' | 'tail' | 'wordsAt'>;

/** The usual case costs no encoding: the delta starts where the text ends. */
function withText(turn: TurnView, { at, delta }: TextEvent): Text {
  const kept = bytesAt(turn.position) === at ? turn.text : cutToBytes(turn.text, at);
  const tail = turn.text.slice(kept.length) + turn.tail;
  return {
    text: kept + delta,
    tail: tail.startsWith(delta) ? tail.slice(delta.length) : '',
    wordsAt: delta === '' ? turn.wordsAt : new Date().toISOString(),
  };
}
