import { RequestFailed, send } from './client';
import { EventReader, type ServerEvent } from './eventStream';
import { pause, pauseBefore } from './pauses';
import { postQuestion, type Asked } from './postQuestion';

export type Following = {
  /** Called with all events of one read, in order. */
  onEvents: (events: ServerEvent[]) => void;
  /** True while the connection is being made again. */
  onConnection: (isLost: boolean) => void;
  signal: AbortSignal;
};

/** The server is heard every 15 s, if only by a comment; longer silence is a broken connection. */
const silenceMaxMs = 45_000;

/** How far a turn was followed, over all its responses. */
type Progress = {
  position: string;
  isEnded: boolean;
  eventCount?: number;
  /** When the server asked to come back: it goes away, and another one takes over. */
  retryMs?: number | undefined;
};

async function readSoon(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), silenceMaxMs);
  try {
    return await reader.read();
  } finally {
    clearTimeout(timer);
  }
}

/** Reads one response until it breaks, ends, or the turn does. */
async function readEvents(
  response: Response,
  following: Following,
  progress: Progress,
): Promise<void> {
  const reader = response.body?.getReader();
  const events = new EventReader();
  while (reader && !progress.isEnded) {
    const { done, value } = await readSoon(reader);
    if (done) return;
    following.onConnection(false);
    const read = events.feed(value);
    progress.retryMs = events.retryMs ?? progress.retryMs;
    progress.position = read.at(-1)?.id || progress.position;
    progress.eventCount = (progress.eventCount ?? 0) + read.length;
    progress.isEnded = read.some((event) => event.name === 'end');
    if (read.length > 0) following.onEvents(read);
  }
  await reader?.cancel().catch(() => undefined);
}

/** A status that coming again will not change. */
function isFinal(cause: unknown): boolean {
  return (
    cause instanceof RequestFailed && cause.problem !== undefined && cause.problem.status < 500
  );
}

/**
 * Follows a turn from a position until its end, coming back as often as it takes. A response that
 * ends without `end` means: resume.
 * @throws RequestFailed when the server refuses for good.
 */
export async function followTurn(
  turnId: string,
  position: string,
  following: Following,
): Promise<void> {
  await resumeTurn(turnId, { position, isEnded: false }, following);
}

function resumeTurn(turnId: string, progress: Progress, following: Following): Promise<void> {
  const path = `/api/turns/${encodeURIComponent(turnId)}/events?after=`;
  return comeBack((position) => path + position, progress, following);
}

/**
 * Follows what is new in a conversation until nobody looks any more. There is nothing to resume:
 * each response starts with how the conversation is.
 * @throws RequestFailed when the server refuses for good.
 */
export async function followConversation(id: string, following: Following): Promise<void> {
  const path = `/api/conversations/${encodeURIComponent(id)}/events`;
  await comeBack(() => path, { position: '', isEnded: false }, following);
}

async function comeBack(
  pathAt: (position: string) => string,
  progress: Progress,
  following: Following,
): Promise<void> {
  for (let attempt = 0; !following.signal.aborted; attempt += 1) {
    const before = progress.eventCount ?? 0;
    try {
      const response = await send(pathAt(progress.position), {
        headers: { Accept: 'text/event-stream' },
        signal: following.signal,
      });
      await readEvents(response, following, progress);
      if (progress.isEnded) return;
    } catch (cause) {
      if (following.signal.aborted) return;
      if (isFinal(cause)) throw cause;
    }
    if ((progress.eventCount ?? 0) !== before) attempt = 0;
    if (following.signal.aborted) return;
    following.onConnection(true);
    await pause(progress.retryMs ?? pauseBefore(attempt), following.signal);
    progress.retryMs = undefined;
  }
}

/**
 * Asks and follows. Resolves when the turn has ended; `onAccepted` comes before the first event.
 * @throws RequestFailed when the question was refused or the server not reached before it was taken.
 */
export async function askAndFollow(
  asked: Asked,
  following: Following,
  onAccepted: () => void,
): Promise<void> {
  const response = await postQuestion(asked, 'text/event-stream', following.signal, () =>
    following.onConnection(true),
  );
  onAccepted();
  const progress: Progress = { position: '0.0', isEnded: false };
  try {
    await readEvents(response, following, progress);
  } catch (cause) {
    if (!following.signal.aborted && isFinal(cause)) throw cause;
  }
  if (progress.isEnded || following.signal.aborted) return;
  following.onConnection(true);
  await resumeTurn(asked.turn_id, progress, following);
}

/**
 * Asks without following. Resolves when the server has the question.
 * @throws RequestFailed when it was refused or the server not reached.
 */
export async function askOnly(asked: Asked, signal: AbortSignal): Promise<void> {
  await postQuestion(asked, 'application/json', signal);
}
