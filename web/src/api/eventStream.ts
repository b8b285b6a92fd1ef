/** One server-sent event. `id` is the position after it. */
export type ServerEvent = { name: string; id: string; data: string };

/** What an event carries; undefined when it is no JSON object. */
export function dataOf<T extends object>(event: ServerEvent): T | undefined {
  try {
    const data: unknown = JSON.parse(event.data);
    return typeof data === 'object' && data !== null ? (data as T) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads server-sent events from bytes, however they are sliced. Comments are skipped, a byte order
 * mark at the start too; an event is given as soon as the byte that ends it is there.
 * @source HTML Living Standard, section 9.2.6
 */
export class EventReader {
  // Drops the byte order mark by itself.
  private readonly decoder = new TextDecoder();
  /** The line that has begun. */
  private line = '';
  /** A CR was the last character: an LF after it is the same line's end. */
  private endedByReturn = false;
  private name = '';
  private id = '';
  private data: string[] = [];
  /** What the stream last said about when to come back, in milliseconds. */
  retryMs: number | undefined;

  /** The events that these bytes complete. */
  feed(bytes: Uint8Array): ServerEvent[] {
    const text = this.decoder.decode(bytes, { stream: true });
    const events: ServerEvent[] = [];
    let from = this.endedByReturn && text.startsWith('\n') ? 1 : 0;
    if (text !== '') this.endedByReturn = text.endsWith('\r');
    const ends = /\r\n|\r|\n/g;
    ends.lastIndex = from;
    for (let end = ends.exec(text); end; end = ends.exec(text)) {
      const event = this.take(this.line + text.slice(from, end.index));
      this.line = '';
      from = ends.lastIndex;
      if (event) events.push(event);
    }
    this.line += text.slice(from);
    return events;
  }

  private take(line: string): ServerEvent | undefined {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const raw = colon < 0 ? '' : line.slice(colon + 1);
    const value = raw.startsWith(' ') ? raw.slice(1) : raw;
    if (field === 'event') this.name = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'retry' && /^[0-9]+$/.test(value)) this.retryMs = Number(value);
    return undefined;
  }

  private dispatch(): ServerEvent | undefined {
    const event = { name: this.name || 'message', id: this.id, data: this.data.join('\n') };
    const isEmpty = this.data.length === 0;
    this.name = '';
    this.data = [];
    return isEmpty ? undefined : event;
  }
}
