// Waiting for what a test needs, never for an amount of time.
import { setTimeout as pause } from 'node:timers/promises';

const looksEveryMs = 15;

/** Thrown by a look that can never succeed any more: the waiting ends at once. */
export class Hopeless extends Error {}

/**
 * The first truthy value of `look`, asked again and again. A look that throws counts as "not yet"; its
 * message is part of the failure.
 */
export async function until(what, look, { withinMs = 20_000 } = {}) {
  const end = Date.now() + withinMs;
  let last = '';
  for (;;) {
    try {
      const value = await look();
      if (value) return value;
      last = `last look: ${JSON.stringify(value)}`;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      last = `last look: ${error.message}`;
    }
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms for ${what}; ${last}`);
    await pause(looksEveryMs);
  }
}

/** `promise`, or a failure that says what was waited for (a text, or a function that makes it). */
export async function within(withinMs, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Error(`waited ${withinMs} ms for ${typeof what === 'function' ? what() : what}`),
        ),
      withinMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
