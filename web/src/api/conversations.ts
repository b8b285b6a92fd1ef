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

/** @param turnId  a turn that must be among those shown; absent = the path to the newest turn. */
export async function openConversation(
  id: string,
  turnId?: string,
  signal?: AbortSignal,
): Promise<Conversation> {
  const query = turnId === undefined ? '' : `?turn_id=${encodeURIComponent(turnId)}`;
  const response = await send(pathOf(id) + query, signal ? { signal } : {});
  return (await response.json()) as Conversation;
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
