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
 * Reads server-sent events from bytes, however they are sliced. Comments are skipped.
 * @source HTML Living Standard, section 9.2.6
 */
export class EventReader {
  private readonly decoder = new TextDecoder();
  private rest = '';
  private name = '';
  private id = '';
  private data: string[] = [];

  /** The events that these bytes complete. */
  feed(bytes: Uint8Array): ServerEvent[] {
    this.rest += this.decoder.decode(bytes, { stream: true });
    const events: ServerEvent[] = [];
    for (;;) {
      const end = this.lineEnd();
      if (end === undefined) return events;
      const event = this.take(this.rest.slice(0, end.at));
      this.rest = this.rest.slice(end.at + end.length);
      if (event) events.push(event);
    }
  }

  /** Where the first line ends; a CR at the very end may have its LF still to come. */
  private lineEnd(): { at: number; length: number } | undefined {
    const at = this.rest.search(/[\r\n]/);
    if (at < 0) return undefined;
    if (this.rest[at] === '\n') return { at, length: 1 };
    if (at + 1 === this.rest.length) return undefined;
    return { at, length: this.rest[at + 1] === '\n' ? 2 : 1 };
  }

  private take(line: string): ServerEvent | undefined {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const raw = colon < 0 ? '' : line.slice(colon + 1);
    const value = raw.startsWith(' ') ? raw.slice(1) : raw;
    if (field === 'event') this.name = value;
    else if (field === 'id') this.id = value;
    else if (field === 'data') this.data.push(value);
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
