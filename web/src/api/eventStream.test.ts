import { describe, expect, it } from 'vitest';
import { EventReader, type ServerEvent } from './eventStream';

const encode = (text: string) => new TextEncoder().encode(text);
const all = (reader: EventReader, ...parts: Uint8Array[]) =>
  parts.flatMap((part) => reader.feed(part));

const text =
  '\uFEFF: alive\n\nid: 1.0\nevent: turn\ndata: {"a":1}\n\n' +
  'id: 1.9\r\nevent: text\r\ndata: {"delta":"Grüße 🥾"}\r\n\r\n' +
  'event: unknown\rdata: x\rdata:y\rdata\r\rretry: 5\n\nid: 2.9\nevent: end\ndata: {}\n\n';
const stream = encode(text);
const wanted: ServerEvent[] = [
  { name: 'turn', id: '1.0', data: '{"a":1}' },
  { name: 'text', id: '1.9', data: '{"delta":"Grüße 🥾"}' },
  { name: 'unknown', id: '1.9', data: 'x\ny\n' },
  { name: 'end', id: '2.9', data: '{}' },
];

/** The same from whole text, said another way: what the reader is compared with. */
function whole(source: string): ServerEvent[] {
  const lines = source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .slice(0, -1);
  const events: ServerEvent[] = [];
  let id = '';
  let event: { name?: string; data?: string } = {};
  for (const line of lines) {
    if (line === '') {
      if (event.data !== undefined)
        events.push({ name: event.name || 'message', id, data: event.data.slice(0, -1) });
      event = {};
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (field === 'event') event.name = value;
    if (field === 'data') event.data = `${event.data ?? ''}${value}\n`;
    if (field === 'id' && !value.includes('\0')) id = value;
  }
  return events;
}

/** Numbers that are the same for the same seed. @source mulberry32 */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pieces = [
  'data', 'event', 'id', 'retry', 'other', ':', ': ', ' ', 'ä', '€', '🥾', '\uFEFF', '\0', 'x',
  '{"a":1}', '\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', 'data: 1\n\n', ': alive\n\n',
]; // prettier-ignore

function randomText(random: (below: number) => number): string {
  const length = 1 + random(40);
  return Array.from({ length }, () => pieces[random(pieces.length)] ?? '').join('');
}

function sliced(bytes: Uint8Array, random: (below: number) => number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = from + random(4);
    parts.push(bytes.slice(from, to));
    from = to;
  }
  return parts;
}

describe('EventReader', () => {
  it('reads the same events from every split into two and three', () => {
    expect(whole(text)).toEqual(wanted);
    for (let first = 0; first <= stream.length; first += 1) {
      for (let second = first; second <= stream.length; second += 1) {
        const reader = new EventReader();
        const [a, b, c] = [
          stream.slice(0, first),
          stream.slice(first, second),
          stream.slice(second),
        ];
        const events = all(reader, a, b, c);
        if (events.length !== wanted.length) expect(events, `${first}, ${second}`).toEqual(wanted);
        for (const [at, event] of events.entries()) {
          if (event.data !== wanted[at]?.data || event.id !== wanted[at].id)
            expect(events, `${first}, ${second}`).toEqual(wanted);
        }
      }
    }
  });

  it('reads the same events byte by byte, and with nothing in between', () => {
    const reader = new EventReader();
    const events = [...stream].flatMap((byte) =>
      all(reader, Uint8Array.of(byte), new Uint8Array()),
    );
    expect(events).toEqual(wanted);
  });

  it('reads any text as the whole of it says, however it is sliced', () => {
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const random = seeded(seed);
      const source = randomText(random);
      const parts = sliced(encode(source), random);
      expect(all(new EventReader(), ...parts), `seed ${seed}`).toEqual(whole(source));
    }
  });

  it('gives an event with the byte that ends it, a single CR too', () => {
    const reader = new EventReader();
    expect(reader.feed(encode('data: x\r'))).toEqual([]);
    expect(reader.feed(encode('\r'))).toHaveLength(1);
    expect(reader.feed(encode('\ndata: y\r\n\r'))).toEqual([
      { name: 'message', id: '', data: 'y' },
    ]);
  });

  it('gives no event for what was not ended by an empty line', () => {
    expect(new EventReader().feed(encode('data: x\n'))).toEqual([]);
  });

  it('puts a replacement for bytes that are no UTF-8 and goes on', () => {
    const bytes = Uint8Array.of(...encode('data: a'), 0xff, ...encode('b\n\ndata: c\n\n'));
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const events = all(new EventReader(), bytes.slice(0, cut), bytes.slice(cut));
      expect(events.map((event) => event.data)).toEqual(['a\uFFFDb', 'c']);
    }
  });
});
