import { addressOf } from './address';
import { tellReached } from './reachability';
import type { ConversationSummary, DocumentItem, Me, ModelChoice, Problem } from './types';

/** A request that did not succeed. `problem` is missing when the server was not reached. */
export class RequestFailed extends Error {
  constructor(
    readonly problem: Problem | undefined,
    readonly retryAfterMs: number | undefined,
  ) {
    super(problem?.detail ?? 'The server cannot be reached.');
  }
}

async function problemOf(response: Response): Promise<Problem | undefined> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return undefined;
  }
}

/**
 * The page's one way out. Throws RequestFailed; an abort passes as it is.
 * @param path  of the server's interface, such as /api/me.
 */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(addressOf(path), init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    tellReached(false);
    throw new RequestFailed(undefined, undefined);
  }
  tellReached(true);
  if (response.ok) return response;
  const problem = await problemOf(response);
  throw new RequestFailed(problem, problem?.retry_after_ms);
}

export function postJson(body: unknown, accept = 'application/json'): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept },
    body: JSON.stringify(body),
  };
}

async function get<T>(path: string): Promise<T> {
  const response = await send(path);
  return (await response.json()) as T;
}

export type Page<T> = { items: T[]; next_cursor?: string };

export function listConversations(cursor?: string): Promise<Page<ConversationSummary>> {
  const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
  return get(`/api/conversations${query}`);
}

export async function listModels(): Promise<ModelChoice[]> {
  return (await get<{ items: ModelChoice[] }>('/api/models')).items;
}

export function listDocuments(cursor?: string): Promise<Page<DocumentItem>> {
  const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
  return get(`/api/documents?limit=200${query}`);
}

/** Every document, page after page. */
export async function listAllDocuments(): Promise<DocumentItem[]> {
  const items: DocumentItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDocuments(cursor);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  return items;
}

export function whoAmI(): Promise<Me> {
  return get('/api/me');
}

export async function addDocument(file: File): Promise<DocumentItem> {
  const form = new FormData();
  form.append('file', file, file.name);
  const response = await send('/api/documents', { method: 'POST', body: form });
  return (await response.json()) as DocumentItem;
}

/** Where the original of a document is: always an attachment. */
export function contentUrl(documentId: string): string {
  return addressOf(`/api/documents/${encodeURIComponent(documentId)}/content`);
}

export async function stopTurn(turnId: string): Promise<void> {
  await send(`/api/turns/${encodeURIComponent(turnId)}/stop`, postJson({}));
}
