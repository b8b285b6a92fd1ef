// A ZIP archive made byte by byte, so that a test can also make one that lies. @source APPNOTE.TXT
import zlib from 'node:zlib';

const stored = 0;
const deflated = 8;

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = crcTable[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** The fields that the local header and the directory have in common. */
function fields({ name, packed, crc, size, method, flags }) {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0); // version that can read it
  head.writeUInt16LE(flags, 2);
  head.writeUInt16LE(method, 4);
  head.writeUInt16LE(0, 6); // time
  head.writeUInt16LE(0x21, 8); // date
  head.writeUInt32LE(crc, 10);
  head.writeUInt32LE(packed.length, 14);
  head.writeUInt32LE(size, 18);
  head.writeUInt16LE(Buffer.byteLength(name), 22);
  return head;
}

/**
 * An archive of {path: text or bytes}. A value may also be an object: {data, isStored, sizeClaimed,
 * packed, crc, isEncrypted}; what it does not say is as it should be.
 */
export function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, value] of Array.isArray(entries) ? entries : Object.entries(entries)) {
    const isPlain = typeof value === 'string' || Buffer.isBuffer(value);
    const asked = isPlain ? { data: value } : value;
    const data = Buffer.from(asked.data ?? '');
    const entry = {
      name,
      packed: asked.packed ?? (asked.isStored ? data : zlib.deflateRawSync(data)),
      crc: asked.crc ?? crc32(data),
      size: asked.sizeClaimed ?? data.length,
      method: asked.isStored ? stored : deflated,
      flags: asked.isEncrypted ? 1 : 0,
    };
    const common = fields(entry);
    const bytes = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      common,
      Buffer.from(name),
      entry.packed,
    ]);
    const place = Buffer.alloc(14); // comment, disk and attributes: none
    place.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
      common,
      place,
      Buffer.from(name),
    );
    parts.push(bytes);
    offset += bytes.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length & 0xffff, 8);
  end.writeUInt16LE(parts.length & 0xffff, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}
