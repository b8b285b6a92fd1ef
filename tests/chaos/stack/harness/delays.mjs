// How much later one client displayed what another had displayed.

/** For each change of `first`, how many ms later `second` had as many bytes; of those both saw live. */
export function delays(first, second) {
  const found = [];
  const live = second.changes[0]?.ms ?? Infinity;
  let i = 0;
  for (const { ms, at, delta } of first.changes) {
    if (ms < live) continue;
    const bytes = at + Buffer.byteLength(delta);
    while (i < second.changes.length && reached(second.changes[i]) < bytes) i += 1;
    if (i < second.changes.length) found.push(Math.max(0, Math.round(second.changes[i].ms - ms)));
  }
  return found;
}

function reached({ at, delta }) {
  return at + Buffer.byteLength(delta);
}

/** Nearest rank. */
export function percentile(values, percent) {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.max(0, Math.ceil((ordered.length * percent) / 100) - 1)];
}
