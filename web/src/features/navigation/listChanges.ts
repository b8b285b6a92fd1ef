import { nameHere } from '../../api/address';

// Other tabs of this browser show the same list.
const name = nameHere('parlance.list');
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : undefined;
// Node keeps a test running for an open channel.
(channel as { unref?: () => void } | undefined)?.unref?.();
const listeners = new Set<() => void>();
channel?.addEventListener('message', () => {
  for (const listener of listeners) listener();
});

/** Says, here and in other tabs, that the list of conversations is not what it was. */
export function tellListChanged(): void {
  for (const listener of listeners) listener();
  channel?.postMessage('changed');
}

export function onListChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
