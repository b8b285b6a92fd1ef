import { addressOf } from './address';
import { postJson, send } from './client';
import type {
  Conversation,
  ConversationMatch,
  ConversationSummary,
  Feedback,
  FeedbackRequest,
} from './types';

const pathOf = (id: string) => `/api/conversations/${encodeURIComponent(id)}`;

async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await send(path, postJson(body));
  return (await response.json()) as T;
}

async function read(path: string, signal?: AbortSignal): Promise<Conversation> {
  const response = await send(path, signal ? { signal } : {});
  return (await response.json()) as Conversation;
}

/** Of the turns that lead to a path, as many as the server gives at once. */
const earlierAtOnce = 200;

function joined(earlier: Conversation, opened: Conversation): Conversation {
  const { earlier_cursor: cursor } = earlier;
  const whole = { ...opened, turns: [...earlier.turns, ...opened.turns] };
  delete whole.earlier_cursor;
  return cursor === undefined ? whole : { ...whole, earlier_cursor: cursor };
}

/** A path begins with a question: what only goes on with an answer is no beginning. */
function beginsInside(opened: Conversation): boolean {
  return opened.turns[0]?.continues_turn_id !== undefined;
}

async function withEarlier(
  opened: Conversation,
  isLacking: (opened: Conversation) => boolean,
  signal?: AbortSignal,
): Promise<Conversation> {
  let whole = opened;
  while (whole.earlier_cursor !== undefined && (isLacking(whole) || beginsInside(whole))) {
    const before = encodeURIComponent(whole.earlier_cursor);
    const path = pathOf(opened.conversation_id);
    const earlier = await read(`${path}?before=${before}&limit=${earlierAtOnce}`, signal);
    whole = joined(earlier, whole);
  }
  return whole;
}

/**
 * The end of a path, and what leads to it as far as the turn is above it.
 * @param turnId  a turn that must be among those shown; absent = the path to the newest turn.
 */
export async function openConversation(
  id: string,
  turnId?: string,
  signal?: AbortSignal,
): Promise<Conversation> {
  const query = turnId === undefined ? '' : `?turn_id=${encodeURIComponent(turnId)}`;
  const opened = await read(pathOf(id) + query, signal);
  const isLacking = ({ turns }: Conversation) =>
    turnId !== undefined && !turns.some((turn) => turn.turn_id === turnId);
  return withEarlier(opened, isLacking, signal);
}

/** @param cursor  `earlier_cursor` of what is shown: the turns that lead to it. */
export async function openEarlier(id: string, cursor: string): Promise<Conversation> {
  const opened = await read(`${pathOf(id)}?before=${encodeURIComponent(cursor)}`);
  return withEarlier(opened, () => false);
}

/** @param title  1 to 80 characters on one line. */
export function renameConversation(id: string, title: string): Promise<ConversationSummary> {
  return post(`${pathOf(id)}/rename`, { message_text: title });
}

export async function deleteConversation(id: string): Promise<void> {
  await send(`${pathOf(id)}/delete`, { ...postJson({}), keepalive: true });
}

export function restoreConversation(id: string): Promise<ConversationSummary> {
  return post(`${pathOf(id)}/restore`, {});
}

/** One's questions, answers and titles with these words, the best first. */
export async function searchConversations(words: string): Promise<ConversationMatch[]> {
  const found = await post<{ items: ConversationMatch[] }>('/api/conversations/search', {
    message_text: words,
  });
  return found.items;
}

/** Where a browser downloads a conversation from. */
export function exportAddress(id: string, format: 'markdown' | 'json'): string {
  return addressOf(`${pathOf(id)}/export?format=${format}`);
}

export function rateTurn(turnId: string, rating: FeedbackRequest): Promise<Feedback> {
  return post(`/api/turns/${encodeURIComponent(turnId)}/feedback`, rating);
}
