import { RequestFailed, postJson, send } from './client';
import { pause, pauseBefore } from './pauses';
import type { TurnRequest } from './types';

/** A question with the id that makes asking it again the same turn. */
export type Asked = TurnRequest & { turn_id: string };

/** A server that is replaced is missed for a few seconds; after that a person wants to know. */
const triedForMs = 8_000;

/** How long to wait before asking again; undefined when that will not help. */
function waitAfter(cause: unknown, attempt: number): number | undefined {
  if (!(cause instanceof RequestFailed)) return undefined;
  if (cause.problem === undefined) return pauseBefore(attempt);
  return cause.problem.status === 503 ? cause.retryAfterMs : undefined;
}

/**
 * Posts a question, again and again for a while when the server is not reached or asks to wait. It
 * is one turn however often it arrives, since it carries its id.
 * @param onWaiting  called before each wait.
 * @throws RequestFailed when it was refused, or not taken in that time.
 */
export async function postQuestion(
  asked: Asked,
  accept: string,
  signal: AbortSignal,
  onWaiting: () => void = () => undefined,
): Promise<Response> {
  const until = Date.now() + triedForMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send('/api/turns', { ...postJson(asked, accept), signal });
    } catch (cause) {
      const waitMs = waitAfter(cause, attempt);
      if (signal.aborted || waitMs === undefined || Date.now() + waitMs > until) throw cause;
      onWaiting();
      await pause(waitMs, signal);
      if (signal.aborted) throw cause;
    }
  }
}
