// Documents over HTTP: upload, what becomes of good and bad files, search.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { sampleNames, startServer, startWithSamples } from './harness/server.mjs';

let server;

before(async () => {
  server = await startServer();
});
after(() => server?.kill());

const found = async (q, limit = 8) =>
  (await api(server).read(`/api/search?q=${encodeURIComponent(q)}&limit=${limit}`)).passages;

test('markdown, text, web page and table are read, found and quoted', async () => {
  const files = {
    'lamps.md': [
      '# Lamps\n\n## Oil\n\nThe harbour lamp burns rapeseed oil.\n',
      /harbour lamp burns rapeseed oil/,
    ],
    'bells.txt': [
      'Bells\n\nThe fog bell rings every ninety seconds.\n',
      /fog bell rings every ninety seconds/,
    ],
    'ropes.html': [
      '<!doctype html><title>Ropes</title><script>var x = "tarred hemp";</script><h1>Ropes</h1>' +
        '<p>The mooring rope is <b>tarred</b> hemp &amp; nylon.</p>',
      /mooring rope is tarred hemp & nylon/,
    ],
    'tides.csv': ['port,high water\nHusum,"06:12, spring tide"\n', /Husum/],
  };
  for (const [name, [bytes, says]] of Object.entries(files)) {
    const document = await api(server).addDocument(name, bytes);
    assert.equal(document.state, 'ready', `${name}: ${document.reason}`);
    assert.equal(document.file_name, name);
    assert.equal(document.size_bytes, Buffer.byteLength(bytes));
    assert.equal(document.is_sample, false);
    assert.ok(document.passage_count >= 1);
    const [passage] = await found(String(says.source));
    assert.equal(passage.file_name, name);
    assert.equal(passage.document_id, document.document_id);
    assert.equal(passage.rank, 1);
    assert.match(passage.text, says);
  }
  const [oil] = await found('rapeseed oil');
  assert.match(`${oil.title} ${oil.section}`, /Lamps.*Oil/);
  assert.ok(!(await found('tarred hemp'))[0].text.includes('var x'), 'a script was read as text');
});

test('texts in other encodings are read as what they say', async () => {
  const text = (port) =>
    `In ${port} überrascht die Größe der Schülerboote jedes Frühjahr die Gäste. `.repeat(8);
  for (const [port, bytes] of [
    ['Büsum', Buffer.from(text('Büsum'), 'latin1')],
    [
      'Tönning',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text('Tönning'), 'utf16le')]),
    ],
    ['Föhr', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text('Föhr'))])],
  ]) {
    const name = `${port}.txt`;
    const document = await api(server).addDocument(name, bytes);
    assert.equal(document.state, 'ready', `${name}: ${document.reason}`);
    const [passage] = await found(`Schülerboote in ${port}`);
    assert.equal(passage.file_name, name);
    assert.ok(passage.text.startsWith(`In ${port} überrascht die Größe`), passage.text);
  }
});

test('a file that cannot be read fails with a reason, and the server goes on', async () => {
  const files = {
    'program.exe': Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]),
    'empty.md': Buffer.alloc(0),
    'blank.txt': ' \n\t\n',
    'noise.txt': Buffer.from(
      Array.from({ length: 4096 }, (_, i) => (i * 73 + (i >> 3) * 31) % 256),
    ),
    'nothing.html': '<html><head><title></title></head><body><script>1</script></body></html>',
  };
  for (const [name, bytes] of Object.entries(files)) {
    const response = await api(server).upload(name, bytes);
    if (response.status !== 202) {
      // told at once is as good as told later
      assert.ok([400, 415].includes(response.status), `${name}: ${response.body}`);
      assertProblem(response, { status: response.status, fault: 'invalid_request' });
      continue;
    }
    const document = await until(
      `${name} to be tried`,
      async () => {
        const now = await api(server).read(`/api/documents/${response.json.document_id}`);
        return ['ready', 'failed'].includes(now.state) && now;
      },
      { withinMs: 40_000 },
    );
    assert.equal(document.state, 'failed', `${name} yields ${document.passage_count} passages`);
    assert.match(document.reason, /^[A-Z].{10,}[.]$/s, name);
  }
});

test('web pages made to hurt the reader are read or refused in bounded time', async () => {
  const pages = {
    'deep.html': `${'<div>'.repeat(200_000)}deep`,
    'entities.html':
      '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' +
      '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><p>&c;&c;&c; entities stay small</p>',
    'outside.html':
      '<!DOCTYPE html SYSTEM "file:///etc/passwd"><p>Nothing from outside is read.</p>' +
      '<object data="file:///etc/passwd"></object>',
    'long_word.html': `<p>${'x'.repeat(3_000_000)}</p>`,
  };
  for (const [name, bytes] of Object.entries(pages)) {
    const { json } = await api(server).upload(name, bytes, 'text/html');
    const document = await until(
      `${name} to be tried`,
      async () => {
        const now = await api(server).read(`/api/documents/${json.document_id}`);
        return ['ready', 'failed'].includes(now.state) && now;
      },
      { withinMs: 40_000 },
    );
    if (document.state === 'failed') assert.match(document.reason, /^[A-Z]/, name);
  }
  const texts = (await found('root nothing outside read', 50)).map(({ text }) => text).join('\n');
  assert.ok(!/root:.*:0:0:/.test(texts));
});

test('file names are names: no path leaves its folder', async () => {
  for (const [sent, wanted] of [
    ['../../../etc/passwd.md', 'passwd.md'],
    ['a/b\\c.md', 'c.md'],
    ['Ärger mit Ölfarbe.md', 'Ärger mit Ölfarbe.md'],
  ]) {
    const response = await api(server).upload(sent, '# Name\n\nA name is a name.\n');
    if (response.status === 400) continue; // refusing it is as safe
    assert.equal(response.status, 202, String(response.body));
    assert.equal(response.json.file_name, wanted);
  }
  for (const name of ['', '.', '..']) {
    const response = await api(server).upload(name, 'text');
    assertProblem(response, { status: 400, fault: 'invalid_request' });
  }
});

test('documents are listed page by page, each once', async () => {
  const all = (await api(server).read('/api/documents?limit=200')).items.map(
    ({ document_id: id }) => id,
  );
  const seen = [];
  let cursor;
  do {
    const page = await api(server).read(
      `/api/documents?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    );
    seen.push(...page.items.map(({ document_id: id }) => id));
    cursor = page.next_cursor;
  } while (cursor);
  assert.deepEqual(seen, all);
  assert.equal(new Set(seen).size, seen.length);
});

test('POST and GET /api/search find the same; limit is kept; nothing found is an empty list', async () => {
  const message_text = 'harbour lamp oil';
  const { json } = await api(server).post('/api/search', { message_text, limit: 3 });
  assert.ok(json.passages.length >= 1 && json.passages.length <= 3);
  assert.deepEqual(json.passages, await found(message_text, 3));
  assert.deepEqual(
    json.passages.map(({ rank }) => rank),
    json.passages.map((_, i) => i + 1),
  );
  assert.deepEqual(await found('xylophonist zzyzx'), []);
  for (const odd of [
    '"',
    '*',
    'NEAR(a b)',
    'a OR',
    'title:',
    '(',
    '🜁',
    'SELECT 1; --',
    '%',
    '\u0301',
  ])
    await found(odd);
});

test('documents that wait to be read when the server is killed are read after the next start', async () => {
  let mine = await startServer();
  const count = 8; // as many as may be uploaded at the same time
  const waiting = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      api(mine).upload(
        `buoy${i}.md`,
        `# Buoy ${i}\n\n${`Buoy number ${i} is painted green. `.repeat(2_000)}\n`,
      ),
    ),
  );
  await mine.kill('SIGKILL');
  mine = await startServer({ data: mine.data });

  for (const { status, json, body } of waiting) {
    assert.equal(status, 202, String(body));
    await until(
      'the document to be ready',
      async () => (await api(mine).read(`/api/documents/${json.document_id}`)).state === 'ready',
      { withinMs: 30_000 },
    );
  }
  assert.equal((await api(mine).read('/api/documents')).items.length, count);
  await (await ask(mine, 'Which colour is buoy number 7?')).ends('completed');
  await mine.kill();
});

test('sample documents are loaded once, on the first start only', async () => {
  let mine = await startWithSamples();
  const first = (await api(mine).read('/api/documents')).items;
  assert.deepEqual(first.map(({ file_name: name }) => name).sort(), [...sampleNames].sort());
  for (const { state, is_sample: isSample, reason } of first) {
    assert.equal(state, 'ready', reason);
    assert.equal(isSample, true);
  }
  await mine.kill('SIGINT');
  mine = await startWithSamples({ data: mine.data });
  const second = (await api(mine).read('/api/documents')).items;
  assert.deepEqual(
    second.map(({ document_id: id }) => id),
    first.map(({ document_id: id }) => id),
  );
  await mine.kill();
});
