type Copying = typeof import('./copyAnswer');

let loaded: Copying | undefined;

async function load(): Promise<Copying> {
  loaded ??= await import('./copyAnswer');
  return loaded;
}

/** What copies is not needed to begin with; it comes with the first answer. */
export function prepareCopying(): void {
  load().catch(() => undefined);
}

/** At once when it is there: a browser may let a page copy only while a press lasts. */
export function copyBy(copy: (by: Copying) => Promise<unknown>): Promise<unknown> {
  return loaded ? copy(loaded) : load().then(copy);
}
