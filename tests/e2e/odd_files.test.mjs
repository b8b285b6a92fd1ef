// Files that are broken, locked, empty, lie about themselves or are made to hurt: each ends with a
// reason of its own or the right status, and everybody else is answered all the while.
import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { RawConnection } from './harness/http.mjs';
import { docx, docxParts, documentXml, pptx, xlsx, xlsxParts } from './harness/office_files.mjs';
import { lockedPdf, pdf, scannedPdf } from './harness/pdf_files.mjs';
import { startServer } from './harness/server.mjs';
import { zip } from './harness/zip.mjs';

const mebibyte = 1024 * 1024;
const memoryMax = 512 * mebibyte; // of the server; readers have a limit of their own
let server;

before(async () => {
  server = await startServer();
  await api(server).addDocument('gulls.md', '# Gulls\n\nThe gull steals the sandwich at noon.\n');
});
after(() => server?.kill());

const word = docx([['', 'A short letter.']]);
const sheet = xlsx([{ name: 'One', rows: [['A', 'B'], ['c', 1]] }]);
const show = pptx([{ title: 'One', text: 'Two' }]);
const paper = pdf([['One page.'], ['Another page.']]);
const withBody = (xml) => zip({ ...docxParts([]), 'word/document.xml': xml });
const [bodyStart, bodyEnd] = documentXml([['', '…']]).split('…');
const bomb = Buffer.concat([
  Buffer.from(bodyStart),
  Buffer.alloc(64 * mebibyte, 'a'),
  Buffer.from(bodyEnd),
]);
/** An OLE file as Office makes it when a password is set: it names the stream in UTF-16. */
const ole = (name) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1024),
    Buffer.from(name, 'utf16le'),
    Buffer.alloc(1024),
  ]);
const sheetBomb = Buffer.concat([
  Buffer.from('<worksheet><sheetData><row><c t="inlineStr"><is><t>'),
  Buffer.alloc(64 * mebibyte, 'b'),
]);
const emptyParts = Array.from({ length: 20_001 }, (_, i) => [
  `x/${i}`,
  { data: '', isStored: true },
]);
/** A document's text, after a declaration of entities that grow. */
const growing = (xml) =>
  `<!DOCTYPE a [<!ENTITY x "${'y'.repeat(1_000)}"><!ENTITY z "${'&x;'.repeat(1_000)}">]>${xml}`;
const cut = (bytes, share = 0.5) => bytes.subarray(0, Math.floor(bytes.length * share));

const locked = /^Protected with a password\./;
const damaged = /^The file is damaged/;
const empty = /^Empty: there is nothing to read\./;
const unpacks = /^The file (unpacks to more|has more parts) than can be read\./;
const deep = /nested deeper|damaged|broken/;
const notText = /^The file is not text\.|although its name says so/;
const lies = /^This is not .*, although its name says so\./;
const unknownKind = /^This file type cannot be read yet\./;

const files = [
  ['locked.pdf', lockedPdf(), locked],
  ['locked.docx', ole('EncryptedPackage'), locked],
  ['locked.xlsx', ole('EncryptedPackage'), locked],
  ['locked.pptx', ole('EncryptedPackage'), locked],
  [
    'locked-parts.docx',
    zip({ ...docxParts([]), 'word/document.xml': { data: 'x', isEncrypted: true } }),
    locked,
  ],
  ['old.doc', ole('WordDocument'), /^This is an Office document of the old kind\. Save it as/],
  ['old-inside.docx', ole('WordDocument'), /old kind\. Save it as \.docx/],
  ['cut.pdf', cut(paper, 0.3), damaged],
  ['cut.docx', cut(word), damaged],
  ['cut.xlsx', cut(sheet), damaged],
  ['cut.pptx', cut(show), damaged],
  ['cut-end.docx', word.subarray(0, word.length - 10), damaged],
  ['head-only.pdf', Buffer.from('%PDF-1.7\n'), damaged],
  ['head-only.docx', Buffer.from('PK\x03\x04', 'latin1'), damaged],
  ['scanned.pdf', scannedPdf(), /^The pages are pictures without text\./],
  ['bomb.docx', withBody(bomb), unpacks],
  ['lying-bomb.docx', withBody({ data: bomb, sizeClaimed: 100 }), /unpacks to more|damaged/],
  [
    'bomb.xlsx',
    zip({
      ...xlsxParts([{ name: 'S', rows: [['a']] }]),
      'xl/worksheets/sheet1.xml': sheetBomb,
    }),
    unpacks,
  ],
  ['many-parts.docx', zip([...Object.entries(docxParts([])), ...emptyParts]), unpacks],
  ['wrong-sum.docx', withBody({ data: documentXml([['', 'Changed.']]), crc: 1 }), damaged],
  ['garbage-inside.docx', withBody({ data: 'x', packed: Buffer.alloc(500, 0xff) }), damaged],
  ['no-document.docx', zip({ 'readme.txt': 'Hello.' }), /damaged|not a Word document/],
  ['no-text.docx', docx([['', '']]), /Empty|no text/],
  ['deep.docx', withBody(bodyStart + '<w:tbl><w:tr><w:tc>'.repeat(30_000)), deep],
  ['broken.xml', '<a><b>never closed', /^The XML is broken at line 1\./],
  ['deep.xml', '<a>'.repeat(50_000), deep],
  ['broken.json', '{"a": 1,\n"b": ', /^The JSON is broken at line 2\./],
  ['letters.csv', `a,b\n${'x,y\n'.repeat(500_000)}`, /repeats the same text too often/],
  ['letters.txt', 'x\n'.repeat(1_000_000), /repeats the same text too often/],
  ['deep.json', '['.repeat(500_000), deep],
  ['word.pdf', word, lies],
  ['pdf.docx', paper, lies],
  ['pdf.txt', paper, lies],
  ['picture.docx', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), lies],
  [
    'program.md',
    Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(4096, 7)]),
    notText,
  ],
  ['sheet.docx', sheet, lies],
  ['archive.zip', zip({ 'a.txt': 'A.' }), unknownKind],
  ['picture.png', Buffer.from('89504e470d0a1a0a', 'hex'), unknownKind],
  ['packed.txt', zlib.gzipSync('some text'), lies],
  ['empty.txt', '', empty],
  ['empty.pdf', '', empty],
  ['empty.docx', '', empty],
  ['spaces.md', ' \n\t\n \n', empty],
  ['zeros.txt', Buffer.alloc(100_000), /^The file is not text\.|^Empty/],
];

// What is odd, but says something.
const readable = [
  ['entities.docx', withBody(growing(`${bodyStart.replace(/^<\?xml.*\?>\n/, '')}x${bodyEnd}`)), /x/],
  ['entities.xml', growing(`<a>${'&z;'.repeat(1_000)}</a>`), /^/],
  [
    'tail.pdf',
    Buffer.concat([Buffer.from('some bytes before\n'), paper, Buffer.alloc(64)]),
    /One page/,
  ],
  [
    'many-columns.csv',
    `${Array.from({ length: 900 }, (_, i) => `c${i}`).join(',')}\n${'1,'.repeat(900)}`,
    /c899: 1/,
  ],
  ['one-line.txt', Array.from({ length: 600_000 }, (_, i) => `word${i}`).join(' '), /word/],
  ['no-space.txt', Array.from({ length: 150_000 }, (_, i) => `ü${i}`).join(''), /ü/],
  ['tags.html', `${'<b>'.repeat(100_000)}A bold word.`, /A bold word/],
  ['image.html', '<p>See <img src="http://192.0.2.1/x.png" onerror="alert(1)"> this.</p>', /this\./],
  ['crlf.md', '# Title\r\n\r\nA line.\r\n', /A line/],
  ['UPPER.MD', '# Upper\n\nLoud words.\n', /Loud/],
  ['no-ending', 'A note without an ending.\n', /without an ending/],
];

async function sent(name, bytes) {
  const response = await api(server).upload(name, bytes);
  assert.equal(response.status, 202, `${name}: ${response.body}`);
  return response.json.document_id;
}

/** Asks for health and an answer again and again until `ended`; the longest waits. */
async function answeredUntil(ended) {
  const longest = { health: 0, question: 0, rounds: 0 };
  let isOver = false;
  ended.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    let from = Date.now();
    await api(server).read('/healthz');
    longest.health = Math.max(longest.health, Date.now() - from);
    from = Date.now();
    const reader = await (await ask(server, 'What does the gull steal?')).ends('completed');
    longest.question = Math.max(longest.question, Date.now() - from);
    longest.rounds += 1;
    assert.match(reader.text, /sandwich/);
  }
  return longest;
}

test('every odd file ends with its own reason, and the server answers within a second meanwhile', async (t) => {
  const all = (async () => {
    const ids = [];
    for (const [name, bytes] of files) ids.push(await sent(name, bytes));
    const ends = [];
    for (const id of ids) ends.push(await api(server).documentEnds(id, 60_000));
    return ends;
  })();
  const [ends, longest] = await Promise.all([all, answeredUntil(all)]);

  const wrong = [];
  for (const [i, [name, , says]] of files.entries()) {
    const { state, reason, passage_count: count } = ends[i];
    const isRight = state === 'failed' && says.test(reason) && /^[A-Z].{8,}\.$/s.test(reason);
    if (!isRight) wrong.push(`${name}: ${state}, ${reason ?? `${count} passages`}; not ${says}`);
    t.diagnostic(`${name}: ${reason}`);
  }
  assert.deepEqual(wrong, []);
  assert.ok(longest.rounds > 0);
  assert.ok(longest.health < 1_000, `health took up to ${longest.health} ms`);
  assert.ok(longest.question < 1_000, `a question took up to ${longest.question} ms`);
  assert.ok((await server.residentBytes()) < memoryMax, `${await server.residentBytes()} bytes`);
  const found = await api(server).read('/api/search?q=letter%20page%20changed&limit=50');
  assert.ok(found.passages.every(({ file_name: name }) => name === 'gulls.md'));
});

test('what is odd but can be read is read', async () => {
  for (const [name, bytes, says] of readable) {
    const document = await api(server).documentEnds(await sent(name, bytes), 60_000);
    assert.equal(document.state, 'ready', `${name}: ${document.reason}`);
    const last = document.page_count;
    const texts = [];
    for (const number of new Set([1, last])) {
      const page = await api(server).read(
        `/api/documents/${document.document_id}/pages/${number}`,
      );
      texts.push(...page.passages.map(({ text }) => text));
    }
    assert.match(texts.join('\n'), says, name);
    if (/^entities/.test(name)) assert.ok(texts.join('').length < 10_000, 'entities were expanded');
  }
});

test('a file that takes all the time and memory it may does not keep others waiting', async () => {
  const large = [
    ['slow.html', Buffer.concat([Buffer.from('<body>'), Buffer.alloc(31 * mebibyte, '<i>a')])],
    ['huge.json', Buffer.concat([Buffer.from('['), Buffer.alloc(31 * mebibyte, '{"a":1},')])],
    ['huge.csv', Buffer.alloc(31 * mebibyte, 'a,b\n')],
  ];
  const ids = [];
  for (const [name, bytes] of large) ids.push(await sent(name, bytes));
  const all = Promise.all(ids.map((id) => api(server).documentEnds(id, 120_000)));

  const [ends, longest] = await Promise.all([all, answeredUntil(all)]);

  for (const { file_name: name, state, reason } of ends)
    assert.ok(state === 'ready' || /^[A-Z].*\.$/.test(reason), `${name}: ${state} ${reason}`);
  assert.ok(longest.health < 1_000, `health took up to ${longest.health} ms`);
  assert.ok((await server.residentBytes()) < memoryMax, `${await server.residentBytes()} bytes`);
});

test('an upload of 4 GB is refused before its bytes, announced or not', async () => {
  const head = (more) =>
    `POST /api/documents HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
    `Content-Type: multipart/form-data; boundary=x\r\n${more}\r\n\r\n`;
  const announced = new RawConnection(server);
  const from = Date.now();
  await announced.send(head(`Content-Length: ${4 * 1024 * mebibyte}`));
  await until('the refusal', () => announced.text.includes('\r\n\r\n{'));
  assert.match(announced.text, /^HTTP\/1\.1 413 /);
  assert.ok(Date.now() - from < 1_000, `${Date.now() - from} ms`);
  announced.socket.destroy();

  const endless = new RawConnection(server);
  await endless.send(head('Transfer-Encoding: chunked'));
  const start = '--x\r\nContent-Disposition: form-data; name="file"; filename="big.txt"\r\n\r\n';
  await endless.send(`${start.length.toString(16)}\r\n${start}\r\n`);
  const chunk = Buffer.concat([
    Buffer.from(`${mebibyte.toString(16)}\r\n`),
    Buffer.alloc(mebibyte, 'a'),
    Buffer.from('\r\n'),
  ]);
  for (let i = 0; i < 64 && !endless.received.length && !endless.closed; i += 1)
    await endless.send(chunk);
  await until('the refusal', () => endless.received.length > 0 || endless.closed);
  assert.match(endless.text, /^HTTP\/1\.1 413 /);
  endless.socket.destroy();
  assert.ok((await server.residentBytes()) < memoryMax, `${await server.residentBytes()} bytes`);
  const { items } = await api(server).read('/api/documents?limit=200');
  assert.ok(items.every(({ file_name: name }) => name !== 'big.txt'));
});

test('names with path parts, control characters, turned letters or 300 letters stay names', async () => {
  for (const [offered, kept] of [
    ['../../../../etc/cron.d/evil.md', 'evil.md'],
    ['D:/letters/evil.md', 'evil.md'],
    ['/absolute.md', 'absolute.md'],
    ['a\u0001b\u001f\u007fc.md', 'abc.md'],
    ['annual\u202efdp.md', 'annualfdp.md'],
    ['two\u2028lines.md', 'twolines.md'],
    ['  spaces.md  ', 'spaces.md'],
    ['%2e%2e%2fpercent.md', '%2e%2e%2fpercent.md'],
    ['<img src=x>.md', '<img src=x>.md'],
    [`${'a'.repeat(300)}.md`, `${'a'.repeat(252)}.md`],
    [`${'ü'.repeat(300)}.md`, `${'ü'.repeat(126)}.md`],
  ]) {
    const { status, json, body } = await api(server).upload(offered, `# Name\n\n${kept}\n`);
    assert.equal(status, 202, `${JSON.stringify(offered)}: ${body}`);
    assert.equal(json.file_name, kept);
    assert.ok(Buffer.byteLength(json.file_name) <= 255);
    const document = await api(server).documentEnds(json.document_id);
    assert.equal(document.state, 'ready', `${kept}: ${document.reason}`);
    const content = await api(server).get(`/api/documents/${json.document_id}/content`);
    const disposition = content.headers['content-disposition'];
    assert.doesNotMatch(disposition, /[\r\n\u0000-\u001f]/);
    assert.equal(decodeURIComponent(disposition.split("''")[1]), kept);
  }
  for (const offered of ['', '.', '..', 'a/..', '\u0001', '   ', '/'])
    assertProblem(await api(server).upload(offered, 'x'), {
      status: 400,
      fault: 'invalid_request',
      says: /name/,
    });
});

test('after all of this the server answers, finds and reads', async () => {
  const reader = await (await ask(server, 'What does the gull steal?')).ends('completed');
  assert.match(reader.text, /sandwich/);
  assert.equal((await api(server).addDocument('last.md', 'The last word.\n')).state, 'ready');
  assert.equal((await server.kill('SIGINT')).code, 0, server.output);
});
