import { useSyncExternalStore } from 'react';
import { addressOf, pathAt } from '../../api/address';

export type Route =
  | { page: 'new' }
  | { page: 'conversation'; id: string }
  | { page: 'documents' }
  | { page: 'settings' }
  | { page: 'missing' };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function routeOf(path: string): Route {
  if (path === '/') return { page: 'new' };
  if (path === '/documents') return { page: 'documents' };
  if (path === '/settings') return { page: 'settings' };
  const id = path.startsWith('/c/') ? path.slice(3) : '';
  return uuid.test(id) ? { page: 'conversation', id } : { page: 'missing' };
}

const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/** The path within the page, as it changes: without the prefix it is served under. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => pathAt(window.location.pathname));
}

/** What follows the path: the turn and the source that an address names. */
export function useSearch(): string {
  return useSyncExternalStore(subscribe, () => window.location.search);
}

function goTo(address: string): void {
  const { pathname, search, hash } = window.location;
  if (address === pathname + search + hash) return;
  window.history.pushState(null, '', address);
  tell();
}

/** Goes to a path within the page, with its query and anchor. */
export function navigate(path: string): void {
  goTo(addressOf(path));
}

/** The same place in the page, named more closely or less. */
export function replaceSearch(search: string): void {
  if (search === window.location.search) return;
  window.history.replaceState(window.history.state, '', window.location.pathname + search);
  tell();
}

/** The same page under another path: a new conversation has got its id. */
export function replacePath(path: string): void {
  window.history.replaceState(null, '', addressOf(path));
  tell();
}

/** What a link to a path within the page has as its address; with followLink. */
export function linkTo(path: string): string {
  return addressOf(path);
}

/** Lets the browser have clicks that ask for a new tab; takes the others. */
export function followLink(event: React.MouseEvent<HTMLAnchorElement>): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { pathname, search, hash } = event.currentTarget;
  goTo(pathname + search + hash);
}
