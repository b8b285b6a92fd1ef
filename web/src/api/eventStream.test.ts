import { describe, expect, it } from 'vitest';
import { EventReader, type ServerEvent } from './eventStream';

const stream = new TextEncoder().encode(
  ': alive\n\nid: 1.0\nevent: turn\ndata: {"a":1}\n\n' +
    'id: 1.9\r\nevent: text\r\ndata: {"delta":"Grüße 🥾"}\r\n\r\n' +
    'event: unknown\rdata: x\rdata:y\r\rid: 2.9\nevent: end\ndata: {}\n\n',
);
const wanted: ServerEvent[] = [
  { name: 'turn', id: '1.0', data: '{"a":1}' },
  { name: 'text', id: '1.9', data: '{"delta":"Grüße 🥾"}' },
  { name: 'unknown', id: '1.9', data: 'x\ny' },
  { name: 'end', id: '2.9', data: '{}' },
];

describe('EventReader', () => {
  it('reads the same events from every split into two', () => {
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const reader = new EventReader();
      const events = [...reader.feed(stream.slice(0, cut)), ...reader.feed(stream.slice(cut))];
      expect(events, `cut at byte ${cut}`).toEqual(wanted);
    }
  });

  it('reads the same events byte by byte', () => {
    const reader = new EventReader();
    const events = [...stream].flatMap((byte) => reader.feed(Uint8Array.of(byte)));
    expect(events).toEqual(wanted);
  });

  it('gives no event for what was not ended by an empty line', () => {
    expect(new EventReader().feed(new TextEncoder().encode('data: x\n'))).toEqual([]);
  });
});
