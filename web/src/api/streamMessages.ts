import type { ServerEvent } from './eventStream';
import type { Problem } from './types';

/** What can be followed: a turn, or what is new in a conversation. */
export type StreamKey = `turn:${string}` | `conversation:${string}`;

export function isTurn(key: StreamKey): boolean {
  return key.startsWith('turn:');
}

export function idOf(key: StreamKey): string {
  return key.slice(key.indexOf(':') + 1);
}

/** What a tab says to the one that holds the streams. `next` is the number of the event it waits for. */
export type Want = {
  is: 'want';
  from: string;
  key: StreamKey;
  position: string;
  run: string;
  next: number;
};
export type Leave = { is: 'leave'; from: string; keys: StreamKey[] };
export type TryNow = { is: 'tryNow'; from: string };

/** All that the holder has of a stream: `events` lead from `start` to the event before `next`. */
export type Replay = {
  is: 'replay';
  to: string;
  key: StreamKey;
  run: string;
  start: string;
  events: ServerEvent[];
  next: number;
  isLost: boolean;
};
/** Events as they come; the first of them has the number `number`. */
export type News = {
  is: 'news';
  key: StreamKey;
  run: string;
  number: number;
  events: ServerEvent[];
};
export type Connection = { is: 'connection'; key: StreamKey; run: string; isLost: boolean };
export type Refused = { is: 'refused'; key: StreamKey; run: string; problem: Problem | undefined };
/** Somebody holds the streams: said when it begins, and to who asks. */
export type Holding = { is: 'holding'; holder: string };

export type ToHolder = Want | Leave | TryNow;
export type FromHolder = Replay | News | Connection | Refused | Holding;
export type StreamMessage = ToHolder | FromHolder;
