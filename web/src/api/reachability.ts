const listeners = new Set<() => void>();
let isReached = true;

/** Whether the last request got any answer at all. */
export function isServerReached(): boolean {
  return isReached;
}

export function tellReached(now: boolean): void {
  if (now === isReached) return;
  isReached = now;
  for (const listener of listeners) listener();
}

export function onReachability(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
