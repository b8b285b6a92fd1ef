const listeners = new Set<() => void>();

/** Calls `listener` when documents were added, read, deleted or restored in this tab. */
export function onDocumentsChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellDocumentsChanged(): void {
  for (const listener of listeners) listener();
}
