export type Toast = {
  id: number;
  text: string;
  /** Read out in place of `text`, when that is too short to be understood alone. */
  said?: string;
  action?: { text: string; onPress: () => void };
};

const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let nextId = 1;
const shownMax = 3;

function set(to: readonly Toast[]): void {
  toasts = to;
  for (const listener of listeners) listener();
}

/** Says something that has happened, for a while. Never an error: those stand where they belong. */
export function showToast(toast: Omit<Toast, 'id'>): number {
  const id = nextId++;
  set([...toasts, { ...toast, id }].slice(-shownMax));
  return id;
}

export function hideToast(id: number): void {
  if (toasts.some((one) => one.id === id)) set(toasts.filter((one) => one.id !== id));
}

export function hideAllToasts(): void {
  set([]);
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function shownToasts(): readonly Toast[] {
  return toasts;
}
