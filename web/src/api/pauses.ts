const firstPauseMs = 300;
const longestPauseMs = 10_000;

const tryNowEvent = 'parlance-try-now';

/** Ends every pause before coming back. */
export function tryNow(): void {
  window.dispatchEvent(new Event(tryNowEvent));
}

/** Waits, and ends early when the browser comes online again or a person asks for it. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      window.removeEventListener(tryNowEvent, done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
    window.addEventListener(tryNowEvent, done);
    signal.addEventListener('abort', done);
  });
}

/** Growing, with jitter, so that many pages do not come back at the same moment. */
export function pauseBefore(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(longestPauseMs, firstPauseMs * 2 ** attempt);
  return full / 2 + (random() * full) / 2;
}
