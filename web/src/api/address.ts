/**
 * Where the page is served, as the server wrote it into the page: "/", or "/chat/" behind a prefix.
 * A document without a base is at the root, as in tests.
 */
export function rootOf(page: Document | undefined): string {
  return page?.querySelector('base') ? new URL(page.baseURI).pathname : '/';
}

// Once: what a relative base means must not change with the address bar.
const root = rootOf(globalThis.document);

/** The address of a path of the server or the page: "/api/me" is at "/chat/api/me". */
export function addressOf(path: string, from = root): string {
  return from + path.slice(1);
}

/** The path that an address has within the page: the other way round. */
export function pathAt(address: string, from = root): string {
  if (address.startsWith(from)) return `/${address.slice(from.length)}`;
  return `${address}/` === from ? '/' : address;
}

/** A name that pages of another server on the same host do not use. */
export function nameHere(name: string, from = root): string {
  return from === '/' ? name : `${name} ${from}`;
}
