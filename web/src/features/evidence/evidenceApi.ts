import { RequestFailed, send } from '../../api/client';
import type { DocumentItem } from '../../api/types';
import type { DocumentPageText } from './pageBlocks';

const pathOf = (id: string) => `/api/documents/${encodeURIComponent(id)}`;

// Opening the next source of the same document asks nothing again; few are kept.
const keptMax = 40;
const kept = new Map<string, Promise<unknown>>();

function once<T>(path: string): Promise<T> {
  const known = kept.get(path) as Promise<T> | undefined;
  if (known) return known;
  const asked = send(path).then(async (response) => (await response.json()) as T);
  kept.set(path, asked);
  asked.catch(() => kept.delete(path));
  const oldest = kept.keys().next().value;
  if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
  return asked;
}

export function sourceDocument(id: string): Promise<DocumentItem> {
  return once(pathOf(id));
}

/** The text of a page; `page` counts from 1. */
export function pageText(id: string, page: number): Promise<DocumentPageText> {
  return once(`${pathOf(id)}/pages/${page}`);
}

/** What was read may have changed: after a deletion, or when it is tried again. */
export function forgetSources(): void {
  kept.clear();
}

export function isNotThere(cause: unknown): boolean {
  return cause instanceof RequestFailed && cause.problem?.status === 404;
}
