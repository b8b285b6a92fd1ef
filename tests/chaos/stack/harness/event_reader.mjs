// Server-sent events out of bytes, however they are sliced. Shares no code with the page's reader.
import { StringDecoder } from 'node:string_decoder';

export class EventReader {
  #decoder = new StringDecoder('utf8');
  #unread = '';

  /** The events that these bytes complete: [{id, name, data: text, retry}]. */
  take(bytes) {
    this.#unread += this.#decoder.write(bytes);
    const blocks = this.#unread.split('\n\n');
    this.#unread = blocks.pop();
    return blocks.map(eventOf).filter((event) => event !== undefined);
  }
}

function eventOf(block) {
  const event = {};
  for (const line of block.split('\n')) {
    const [, field, value] = /^(id|event|data|retry): ?(.*)$/s.exec(line) ?? [];
    if (field === 'id') event.id = value;
    else if (field === 'event') event.name = value;
    else if (field === 'data') event.data = (event.data ?? '') + value;
    else if (field === 'retry') event.retry = Number(value);
  }
  return event.data === undefined && event.retry === undefined ? undefined : event;
}
