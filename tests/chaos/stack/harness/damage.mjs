// What a gate does to bytes only to show that the oracle notices: never part of a real run.

const textChunk = /^[0-9a-f]+\r\n[\s\S]*event: text\n[\s\S]*\r\n$/i;

/** Forgets every n-th text event whole, so that HTTP itself is still sound. */
function dropped(bytes, every, memory) {
  if (!textChunk.test(bytes.toString('latin1'))) return bytes;
  memory.seen = (memory.seen ?? 0) + 1;
  return memory.seen % every === 0 ? Buffer.alloc(0) : bytes;
}

/** Turns one letter of the first text event that has it into another. */
function altered(bytes, { from, to }, memory) {
  const at = bytes.indexOf(Buffer.from(from));
  if (memory.isDone || at < 0) return bytes;
  memory.isDone = true;
  const changed = Buffer.from(bytes);
  changed.write(to, at);
  return changed;
}

/** Sends the first text event that comes alone a second time. */
function doubled(bytes, memory) {
  if (memory.isDone || !textChunk.test(bytes.toString('latin1'))) return bytes;
  memory.isDone = true;
  return Buffer.concat([bytes, bytes]);
}

/**
 * `bytes` after `damage`: {drop_every}, {alter: {from, to}} of the same length, or {double}.
 * `memory` is the connection's.
 */
export function damaged(bytes, damage, memory) {
  if (damage.drop_every) return dropped(bytes, damage.drop_every, memory);
  if (damage.alter) return altered(bytes, damage.alter, memory);
  if (damage.double) return doubled(bytes, memory);
  throw new Error(`unknown damage ${JSON.stringify(damage)}`);
}
