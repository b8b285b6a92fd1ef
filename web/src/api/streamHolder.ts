import { RequestFailed } from './client';
import type { ServerEvent } from './eventStream';
import type { Following } from './followTurn';
import { isAfter } from './position';
import { isTurn, type FromHolder, type StreamKey, type Want } from './streamMessages';

/** Reads a stream of the server from a position until its end. Rejects when refused for good. */
export type StreamSource = (position: string, following: Following) => Promise<void>;

type Held = {
  key: StreamKey;
  /** Names this reading of the stream; another reading may have other events. */
  run: string;
  start: string;
  /** Of a turn all events, of a conversation the last that says how it is. */
  log: ServerEvent[];
  next: number;
  isLost: boolean;
  source: StreamSource;
  /** Missing while it waits for its turn. */
  reading: AbortController | undefined;
  /** Who wants it, and until when that is believed, in ms since the epoch. */
  tabs: Map<string, number>;
};

/** A browser opens six connections to one origin; one is left for questions and lists. */
export const streamsMax = 5;
/** A tab says every few seconds what it wants; a hidden one is let do so once a minute. */
const leaseMs = 150_000;

let runs = 0;

/**
 * Reads each stream that somebody wants once, keeps what was read of it, and tells every tab.
 * @param tell  called with everything that tabs should know, in order.
 */
export class StreamHolder {
  private readonly held = new Map<StreamKey, Held>();

  constructor(
    private readonly name: string,
    private readonly sourceOf: (key: StreamKey) => StreamSource,
    private readonly tell: (message: FromHolder) => void,
  ) {}

  /** @param source  how to read it for the first time, when that is not as usual. */
  want(wanted: Omit<Want, 'is'>, source?: StreamSource): void {
    const { key, position } = wanted;
    let held = this.held.get(key);
    if (held && isTurn(key) && isAfter(held.start, position)) {
      // It lacks what this tab needs: read again from further back.
      held.reading?.abort();
      held = this.renewed(held, position);
    }
    held ??= this.added(key, position, source);
    held.tabs.set(wanted.from, Date.now() + leaseMs);
    if (wanted.run === held.run && wanted.next === held.next)
      this.tell({ is: 'holding', holder: this.name });
    else this.replay(held, wanted.from);
    if (source) this.read(held);
    this.arrange();
  }

  leave(from: string, key: StreamKey): void {
    this.held.get(key)?.tabs.delete(from);
    this.arrange();
  }

  /** Nobody is told; what was read is forgotten. */
  close(): void {
    for (const held of this.held.values()) held.reading?.abort();
    this.held.clear();
  }

  private added(key: StreamKey, position: string, source?: StreamSource): Held {
    const held: Held = {
      ...this.begun(position),
      key,
      isLost: false,
      source: source ?? this.sourceOf(key),
      reading: undefined,
      tabs: new Map(),
    };
    this.held.set(key, held);
    return held;
  }

  private begun(position: string) {
    runs += 1;
    return { run: `${this.name}.${runs}`, start: position, log: [] as ServerEvent[], next: 0 };
  }

  private renewed(held: Held, position: string): Held {
    Object.assign(held, this.begun(position));
    held.source = this.sourceOf(held.key);
    held.reading = undefined;
    this.replay(held, '');
    return held;
  }

  /** @param to  a tab; empty = all. */
  private replay(held: Held, to: string): void {
    const { key, run, start, next, isLost } = held;
    this.tell({ is: 'replay', to, key, run, start, events: [...held.log], next, isLost });
  }

  /** Closes what nobody wants; opens what is wanted, turns first, as many as there may be. */
  private arrange(): void {
    const now = Date.now();
    for (const held of this.held.values()) {
      for (const [tab, until] of held.tabs) if (until < now) held.tabs.delete(tab);
      if (held.tabs.size > 0) continue;
      held.reading?.abort();
      this.held.delete(held.key);
    }
    const wanted = [...this.held.values()].sort(
      (a, b) => Number(isTurn(b.key)) - Number(isTurn(a.key)),
    );
    for (const held of wanted.slice(streamsMax)) {
      if (isTurn(held.key)) continue;
      held.reading?.abort();
      held.reading = undefined;
    }
    for (const held of wanted.slice(0, streamsMax)) if (!held.reading) this.read(held);
  }

  private read(held: Held): void {
    const reading = new AbortController();
    held.reading = reading;
    const isOver = () => reading.signal.aborted || this.held.get(held.key) !== held;
    const following: Following = {
      signal: reading.signal,
      onEvents: (events) => !isOver() && this.add(held, events),
      onConnection: (isLost) => !isOver() && this.connection(held, isLost),
    };
    const position = held.log.at(-1)?.id || held.start;
    held.source(position, following).then(
      () => !isOver() && this.forget(held),
      (cause: unknown) => {
        if (isOver()) return;
        const problem = cause instanceof RequestFailed ? cause.problem : undefined;
        this.forget(held);
        this.tell({ is: 'refused', key: held.key, run: held.run, problem });
      },
    );
  }

  private forget(held: Held): void {
    this.held.delete(held.key);
    this.arrange();
  }

  private add(held: Held, events: ServerEvent[]): void {
    const number = held.next;
    held.next += events.length;
    const state = events.findLast((event) => event.name === 'conversation');
    if (isTurn(held.key)) held.log.push(...events);
    else if (state) held.log = [state];
    this.tell({ is: 'news', key: held.key, run: held.run, number, events });
  }

  private connection(held: Held, isLost: boolean): void {
    if (held.isLost === isLost) return;
    held.isLost = isLost;
    this.tell({ is: 'connection', key: held.key, run: held.run, isLost });
  }
}
