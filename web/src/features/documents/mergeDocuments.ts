import type { DocumentItem } from '../../api/types';

/**
 * What is known with a page of newer facts: rows that are there stay where they are, new ones come
 * first. `isWhole` says that the page is all there is, so that what it misses is gone.
 */
export function mergeDocuments(
  known: DocumentItem[],
  page: DocumentItem[],
  isWhole: boolean,
): DocumentItem[] {
  if (isWhole) return page;
  const ids = new Set(page.map((one) => one.document_id));
  // Between the first and the last of the page, what the page does not have was deleted.
  const last = page.at(-1);
  const lastAt = known.findIndex((one) => one.document_id === last?.document_id);
  const below = known.slice(lastAt + 1).filter((one) => !ids.has(one.document_id));
  return [...page, ...below];
}

export function isInWork(one: DocumentItem): boolean {
  return one.state === 'queued' || one.state === 'reading';
}

export function replaced(known: DocumentItem[], now: DocumentItem): DocumentItem[] {
  return known.map((one) => (one.document_id === now.document_id ? now : one));
}

/** Whether a document has these words in its name or title. */
export function hasWords(one: DocumentItem, words: string): boolean {
  const inside = `${one.file_name} ${one.title}`.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/u)
    .every((word) => inside.includes(word));
}
