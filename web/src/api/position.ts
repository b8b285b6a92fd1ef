/** A position is `n.b`: n non-text events and b bytes of answer so far. */
function parts(position: string): [number, number] {
  const dot = position.indexOf('.');
  return [Number(position.slice(0, dot)) || 0, Number(position.slice(dot + 1)) || 0];
}

/** How many bytes of answer a position stands behind. */
export function bytesAt(position: string): number {
  return parts(position)[1];
}

/** Whether something came between the two. */
export function isAfter(position: string, earlier: string): boolean {
  const [events, bytes] = parts(position);
  const [earlierEvents, earlierBytes] = parts(earlier);
  return events > earlierEvents || bytes > earlierBytes;
}

/**
 * The first of `events` that a reader at `position` needs; events.length when it has them all. An
 * event that sets the text back is always needed: what came before it may be gone.
 * @param start  the position before the first of them.
 */
export function firstNeeded(
  events: readonly { id: string }[],
  position: string,
  start: string,
): number {
  let before = start;
  return events.reduce((needed, event, at) => {
    const isSetBack = bytesAt(event.id) < bytesAt(before);
    before = event.id || before;
    return needed === events.length && (isSetBack || isAfter(event.id, position)) ? at : needed;
  }, events.length);
}
