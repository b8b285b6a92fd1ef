import { RequestFailed } from './client';
import type { ServerEvent } from './eventStream';
import type { Asked } from './postQuestion';
import { firstNeeded } from './position';
import { StreamHolder, type StreamSource } from './streamHolder';
import { isTurn, type FromHolder, type StreamKey, type StreamMessage } from './streamMessages';
import type { Problem } from './types';

/** What a reader of a stream is told. */
export type StreamListener = {
  /** In order, none twice, none left out. */
  onEvents: (events: ServerEvent[]) => void;
  /** True while the connection is being made again. */
  onConnection: (isLost: boolean) => void;
  /** The server refuses for good; without a problem it was not reached. */
  onRefused: (problem: Problem | undefined) => void;
};

/** What a browser gives so that tabs can share; without it each tab is on its own. */
export type TabTools = {
  /** Calls `begin` when no other tab holds the streams; they are held until the tab is gone. */
  hold: (begin: () => void) => void;
  channel: Pick<BroadcastChannel, 'postMessage' | 'onmessage'>;
};

/** The server, as streams are read from it. */
export type StreamServer = {
  sourceOf: (key: StreamKey) => StreamSource;
  askAndFollow: (asked: Asked, onAccepted: () => void) => StreamSource;
  askOnly: (asked: Asked, signal: AbortSignal) => Promise<void>;
  tryNow: () => void;
};

type Reader = {
  listener: StreamListener;
  position: string;
  /** Which reading of the stream it hears, the number of the next event, and the last id heard. */
  run: string;
  next: number;
  heard: string;
  /** This tab reads it from the server itself, although another one holds the streams. */
  isAlone: boolean;
};

/** How often a tab says what it wants. */
const sayMs = 5_000;
/** A holder answers at once; a browser may have put it to sleep. */
const firstAnswerMs = 2_000;
const silenceMaxMs = 12_000;

/**
 * The streams of one tab. One tab holds a lock and reads the streams for all; the others get the
 * events from it. When it is gone another one goes on from where the readers are.
 */
export class SharedStreams {
  private readonly readers = new Map<StreamKey, Reader>();
  private readonly holder: StreamHolder;
  private isHolder = false;
  /** When the holder was heard, in ms since the epoch. */
  private heardAt = 0;
  private holderName = '';
  private readonly saying: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly tab: string,
    private readonly server: StreamServer,
    private readonly tools: TabTools | undefined,
  ) {
    this.holder = new StreamHolder(tab, server.sourceOf, (message) => this.tell(message));
    if (!tools) {
      this.isHolder = true;
      return;
    }
    tools.channel.onmessage = (event) => this.hear(event.data as StreamMessage);
    tools.hold(() => this.begin());
    this.saying = setInterval(() => this.say(), sayMs);
  }

  /** Follows a stream from a position; the result ends it. The newest reader of a key counts. */
  follow(key: StreamKey, position: string, listener: StreamListener, source?: StreamSource) {
    const reader = { listener, position, run: '', next: 0, heard: position, isAlone: false };
    this.readers.set(key, reader);
    if (this.isHolder) this.wantHere(key, reader, source);
    else this.wantThere(key, reader);
    return () => {
      if (this.readers.get(key) === reader) this.leave(key);
    };
  }

  /** Asks a question and follows its turn; the result ends the following, not the turn. */
  ask(asked: Asked, listener: StreamListener & { onAccepted: () => void }): () => void {
    const key: StreamKey = `turn:${asked.turn_id}`;
    if (this.isHolder) {
      const source = this.server.askAndFollow(asked, listener.onAccepted);
      return this.follow(key, '0.0', listener, source);
    }
    const asking = new AbortController();
    let end = () => asking.abort();
    this.server.askOnly(asked, asking.signal).then(
      () => {
        if (asking.signal.aborted) return;
        listener.onAccepted();
        end = this.follow(key, '0.0', listener);
      },
      (cause: unknown) => {
        if (asking.signal.aborted) return;
        listener.onRefused(cause instanceof RequestFailed ? cause.problem : undefined);
      },
    );
    return () => end();
  }

  /** The connection is made again now, not after the pause. */
  tryNow(): void {
    this.server.tryNow();
    this.tools?.channel.postMessage({ is: 'tryNow', from: this.tab });
  }

  /** The tab goes away: others need not wait until they notice. It may come back. */
  sayGoodbye(): void {
    if (!this.isHolder) this.post({ is: 'leave', from: this.tab, keys: [...this.readers.keys()] });
  }

  /** Nothing is read any more. */
  close(): void {
    clearInterval(this.saying);
    this.readers.clear();
    this.holder.close();
  }

  private leave(key: StreamKey): void {
    this.readers.delete(key);
    this.holder.leave(this.tab, key);
    if (!this.isHolder) this.post({ is: 'leave', from: this.tab, keys: [key] });
  }

  private begin(): void {
    this.isHolder = true;
    this.post({ is: 'holding', holder: this.tab });
    for (const [key, reader] of this.readers) if (!reader.isAlone) this.wantHere(key, reader);
  }

  private wantHere(key: StreamKey, reader: Reader, source?: StreamSource): void {
    const { position, run, next } = reader;
    this.holder.want({ from: this.tab, key, position, run, next }, source);
  }

  private wantThere(key: StreamKey, reader: Reader): void {
    this.sayWanted(key, reader);
    setTimeout(() => {
      if (reader.run === '' && this.readers.get(key) === reader) this.goAlone(key, reader);
    }, firstAnswerMs);
  }

  private sayWanted(key: StreamKey, { position, run, next }: Reader): void {
    this.post({ is: 'want', from: this.tab, key, position, run, next });
  }

  private goAlone(key: StreamKey, reader: Reader): void {
    if (this.isHolder || reader.isAlone) return;
    reader.isAlone = true;
    this.wantHere(key, reader);
  }

  private say(): void {
    if (this.isHolder) return;
    const isSilent = Date.now() - this.heardAt > silenceMaxMs;
    for (const [key, reader] of this.readers) {
      if (reader.isAlone) continue;
      if (isSilent && reader.run !== '') this.goAlone(key, reader);
      else this.sayWanted(key, reader);
    }
  }

  private post(message: StreamMessage): void {
    this.tools?.channel.postMessage(message);
  }

  /** What this tab's own holder says: to all when it holds for all, else to this tab only. */
  private tell(message: FromHolder): void {
    if (this.isHolder) this.post(message);
    this.take(message, this.tab);
  }

  private hear(message: StreamMessage): void {
    switch (message.is) {
      case 'want':
        if (this.isHolder) this.holder.want(message);
        return;
      case 'leave':
        if (this.isHolder) for (const key of message.keys) this.holder.leave(message.from, key);
        return;
      case 'tryNow':
        this.server.tryNow();
        return;
      case 'holding':
        this.heardAt = Date.now();
        if (this.holderName !== message.holder) this.wantAll();
        this.holderName = message.holder;
        return;
      default:
        this.heardAt = Date.now();
        this.take(message, '');
    }
  }

  private wantAll(): void {
    for (const [key, reader] of this.readers) if (!reader.isAlone) this.sayWanted(key, reader);
  }

  /** @param from  this tab's name for its own holder; empty for another one's. */
  private take(message: FromHolder, from: string): void {
    if (message.is === 'holding') return;
    const reader = this.readers.get(message.key);
    if (!reader) return;
    const isOwn = from === this.tab;
    if (isOwn !== (this.isHolder || reader.isAlone)) return;
    if (message.is === 'replay') this.takeReplay(reader, message);
    else if (message.run === reader.run) this.takeNews(reader, message);
    else if (!isOwn && message.is === 'news') this.sayWanted(message.key, reader);
  }

  private takeReplay(reader: Reader, replay: FromHolder & { is: 'replay' }): void {
    if (replay.to !== this.tab && (replay.to !== '' || reader.run === '')) return;
    if (replay.run === reader.run && replay.next <= reader.next) return;
    reader.run = replay.run;
    reader.next = replay.next;
    reader.heard = replay.start;
    reader.listener.onConnection(replay.isLost);
    this.give(replay.key, reader, replay.events);
  }

  private takeNews(reader: Reader, message: Exclude<FromHolder, { is: 'replay' | 'holding' }>) {
    switch (message.is) {
      case 'connection':
        reader.listener.onConnection(message.isLost);
        return;
      case 'refused':
        this.readers.delete(message.key);
        reader.listener.onRefused(message.problem);
        return;
      case 'news': {
        const known = reader.next - message.number;
        // One that was asleep has missed some.
        if (known < 0) return this.sayWanted(message.key, reader);
        reader.next = Math.max(reader.next, message.number + message.events.length);
        this.give(message.key, reader, message.events.slice(known));
      }
    }
  }

  /** Leaves out what the reader has: another reading of a turn may begin further back. */
  private give(key: StreamKey, reader: Reader, heard: ServerEvent[]): void {
    const from = isTurn(key) ? firstNeeded(heard, reader.position, reader.heard) : 0;
    const events = heard.slice(from);
    reader.heard = heard.at(-1)?.id || reader.heard;
    if (events.length === 0) return;
    reader.position = reader.heard;
    if (isTurn(key) && events.some((event) => event.name === 'end')) this.readers.delete(key);
    reader.listener.onConnection(false);
    reader.listener.onEvents(events);
  }
}
