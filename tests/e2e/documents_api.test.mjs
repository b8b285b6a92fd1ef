// Documents over HTTP: pages, original bytes, deleting, restoring, reading again, lists.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { folderOfFirstVersion } from './harness/old_folder.mjs';
import { pdf } from './harness/pdf_files.mjs';
import { documentsRead, sampleNames, startServer, startWithSamples } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

const unknown = '0190f0f0-0000-7000-8000-000000000000';
const gone = { status: 404, fault: 'not_found' };
const day = 24 * 60 * 60 * 1000;
let sim;
let server;

before(async () => {
  sim = await startSim();
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([server?.kill(), sim?.kill()]));

const at = (id, action) => `/api/documents/${id}/${action}`;
const post = (id, action, body = {}) => api(server).post(at(id, action), body);
const search = async (q, on = server) =>
  (await api(on).read(`/api/search?q=${encodeURIComponent(q)}`)).passages;
const listed = async (query = '', on = server) =>
  (await api(on).read(`/api/documents?limit=200${query}`)).items;

/** Adds a file that must become ready; its document. */
async function added(name, bytes, on = server) {
  const document = await api(on).addDocument(name, bytes);
  assert.equal(document.state, 'ready', `${name}: ${document.reason}`);
  return document;
}

test('the pages of a PDF are shown one by one with what stands on them, and no others', async () => {
  const { document_id: id } = await added(
    'three.pdf',
    pdf([['The first page is about owls.'], ['The second is about bats.'], ['The last: moths.']]),
  );

  for (const [number, says] of [
    [1, /owls/],
    [2, /bats/],
    [3, /moths/],
  ]) {
    const page = await api(server).read(at(id, `pages/${number}`));
    assert.deepEqual(
      [page.document_id, page.page, page.page_count, page.kind, page.media_type],
      [id, number, 3, 'page', 'application/pdf'],
    );
    assert.match(page.passages.map(({ text }) => text).join('\n'), says);
    assert.equal(page.passages.length, 1);
  }
  for (const number of ['0', '4', '-1', '01', '1.0', 'x', '99999999999999999999', '1/2'])
    assertProblem(await api(server).get(at(id, `pages/${number}`)), gone);
});

test('a text without pages is shown in parts; each passage that is found names its part', async () => {
  const sections = Array.from(
    { length: 120 },
    (_, i) => `## Chapter ${i}\n\n${`Wombat number ${i} digs. `.repeat(20)}\n`,
  );
  const document = await added('long.md', `# Wombats\n\n${sections.join('\n')}`);
  assert.ok(document.page_count >= 2, `${document.page_count} parts`);
  let passages = 0;
  const order = [];
  for (let number = 1; number <= document.page_count; number += 1) {
    const part = await api(server).read(at(document.document_id, `pages/${number}`));
    assert.equal(part.kind, 'part');
    assert.ok(part.passages.length >= 1 && part.passages.length <= 50, part.passages.length);
    passages += part.passages.length;
    order.push(...part.passages.map(({ section }) => section));
  }
  assert.equal(passages, document.passage_count);
  assert.match(order[0], /Chapter 0/, 'the order of the document');
  assert.match(order.at(-1), /Chapter 119/);
  const [found] = await search('wombat number 117');
  const part = await api(server).read(at(document.document_id, `pages/${found.text_page}`));
  assert.ok(part.passages.some(({ passage_id: id }) => id === found.passage_id));
});

test('the original bytes come whole, as an attachment in a sandbox with the name it had', async () => {
  const bytes = Buffer.from('# Ä name\n\nSome bytes: ünd so weiter – 日本.\n');
  const { document_id: id } = await added('Prüf „Liste“ 1.md', bytes);

  const { status, headers, body } = await api(server).get(at(id, 'content'));

  assert.equal(status, 200);
  assert.deepEqual(body, bytes);
  assert.equal(headers['content-length'], String(bytes.length));
  assert.match(headers['content-disposition'], /^attachment; ?filename\*=UTF-8''/);
  assert.equal(
    decodeURIComponent(headers['content-disposition'].split("''")[1]),
    'Prüf „Liste“ 1.md',
  );
  assert.match(headers['content-security-policy'], /sandbox/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['accept-ranges'], 'bytes');
  assert.ok(headers.etag);
});

test('what a browser would run is never sent as such', async () => {
  const script = '<script>document.title = "run"</script>';
  const files = {
    'page.html': `<p>A page about geckos.</p>${script}`,
    'page.xhtml': `<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Newts.</p>${script}</body></html>`,
    'image.svg': `<svg xmlns="http://www.w3.org/2000/svg">${script}<text>Skinks</text></svg>`,
    'data.xml': `<?xml-stylesheet href="x.xsl"?><a>Salamanders.</a>`,
    'code.js': '// Axolotls.\nalert(1);\n',
    'style.css': '/* Tritons. */ body { color: red }\n',
  };
  for (const [name, bytes] of Object.entries(files)) {
    const response = await api(server).upload(name, bytes, 'text/html');
    assert.equal(response.status, 202, String(response.body));
    await api(server).documentEnds(response.json.document_id);

    const { headers, body } = await api(server).get(at(response.json.document_id, 'content'));

    assert.equal(String(body), bytes);
    assert.match(headers['content-disposition'], /^attachment;/, name);
    assert.match(headers['content-security-policy'], /(^|; )sandbox(;|$)/, name);
    assert.doesNotMatch(headers['content-security-policy'], /allow-scripts/);
    assert.equal(headers['x-content-type-options'], 'nosniff', name);
    assert.match(headers['content-type'], /^(text\/plain|application\/octet-stream)/, name);
  }
});

test('ranges of the bytes: from, to, last; outside of them 416; malformed or several the whole', async () => {
  const bytes = Buffer.from(
    Array.from({ length: 300 }, (_, i) => `line ${i} of the tape\n`).join(''),
  );
  const { document_id: id } = await added('tape.txt', bytes);
  const size = bytes.length;
  const get = (range, more) => api(server).get(at(id, 'content'), { range, ...more });
  for (const [range, from, to] of [
    ['bytes=0-0', 0, 1],
    ['bytes=0-99', 0, 100],
    ['bytes=100-', 100, size],
    ['bytes=-50', size - 50, size],
    [`bytes=${size - 1}-${size + 500}`, size - 1, size],
    [`bytes=-${size + 7}`, 0, size],
  ]) {
    const { status, headers, body } = await get(range);
    assert.equal(status, 206, range);
    assert.equal(headers['content-range'], `bytes ${from}-${to - 1}/${size}`);
    assert.equal(headers['content-length'], String(to - from));
    assert.deepEqual(body, bytes.subarray(from, to), range);
    assert.match(headers['content-disposition'], /^attachment;/);
  }
  for (const range of [`bytes=${size}-`, `bytes=${size + 5}-${size + 9}`, 'bytes=-0']) {
    const response = await get(range);
    assertProblem(response, { status: 416, fault: 'invalid_request' });
    assert.equal(response.headers['content-range'], `bytes */${size}`);
  }
  for (const range of ['bytes=5-2', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,5-6', 'bytes=', '0-5']) {
    const { status, body } = await get(range);
    assert.equal(status, 200, range);
    assert.equal(body.length, size);
  }
});

test('If-Range, If-None-Match and HEAD', async () => {
  const bytes = Buffer.from('An egret stands on one leg.\n');
  const { document_id: id } = await added('egret.txt', bytes);
  const path = at(id, 'content');
  const { etag } = (await api(server).get(path)).headers;
  const range = 'bytes=3-7';

  const same = await api(server).get(path, { range, 'if-range': etag });
  assert.deepEqual([same.status, String(same.body)], [206, 'egret']);
  for (const other of ['"another"', `W/${etag}`, 'Tue, 01 Jan 2030 00:00:00 GMT']) {
    const whole = await api(server).get(path, { range, 'if-range': other });
    assert.deepEqual([whole.status, whole.body.length], [200, bytes.length], other);
  }
  const known = await api(server).get(path, { 'if-none-match': `"x", ${etag}` });
  assert.deepEqual([known.status, known.body.length], [304, 0]);
  assert.equal(known.headers.etag, etag);
  const head = await api(server).send({ method: 'HEAD', path, headers: { range } });
  assert.deepEqual([head.status, head.body.length], [200, 0]);
  assert.equal(head.headers['content-length'], String(bytes.length));
  assert.equal(head.headers.etag, etag);
  assert.equal((await api(server).send({ method: 'HEAD', path: at(unknown, 'content') })).status, 404);
});

test('a large file comes back byte for byte, whole and in pieces, to several readers at once', async () => {
  const line = Buffer.from('A heron waits in the reeds and does not move at all today.\n');
  const bytes = Buffer.concat(Array.from({ length: 140_000 }, () => line)); // 8 MB
  const response = await api(server).upload('heron.log', bytes);
  assert.equal(response.status, 202, String(response.body));
  const path = at(response.json.document_id, 'content');
  const hash = (part) => createHash('sha256').update(part).digest('hex');

  const all = await Promise.all(Array.from({ length: 4 }, () => api(server).get(path)));
  for (const { body } of all) assert.equal(hash(body), hash(bytes));
  const half = bytes.length >> 1;
  const [left, right] = await Promise.all([
    api(server).get(path, { range: `bytes=0-${half - 1}` }),
    api(server).get(path, { range: `bytes=${half}-` }),
  ]);
  assert.equal(hash(Buffer.concat([left.body, right.body])), hash(bytes));
  await api(server).documentEnds(response.json.document_id, 60_000);
});

test('a deleted document is neither found, shown nor quoted any more; restored it is all of that', async () => {
  const { document_id: id } = await added('ibis.md', '# Ibis\n\nThe ibis wades at low tide only.\n');
  await sim.script({ delay_ms: 0 });
  const turn = await api(server).answered('When does the ibis wade?');
  assert.equal(turn.citations[0]?.document_id, id, turn.answer_text);
  const was = await api(server).read(`/api/documents/${id}`);

  const deleted = await post(id, 'delete');

  assert.equal(deleted.status, 200, String(deleted.body));
  const { deleted_at: from, restorable_until: to } = deleted.json;
  assert.equal(Date.parse(to) - Date.parse(from), 30 * day);
  assert.ok((await search('ibis low tide')).every((one) => one.document_id !== id));
  assert.ok((await listed()).every((one) => one.document_id !== id));
  for (const path of [`/api/documents/${id}`, at(id, 'content'), at(id, 'pages/1')])
    assertProblem(await api(server).get(path), gone);
  assertProblem(await post(id, 'retry'), gone);
  const shown = (await api(server).turn(turn.turn_id)).citations;
  assert.deepEqual(shown, [{ number: 1, passage_id: turn.citations[0].passage_id }]);
  const after_ = await api(server).answered('When does the ibis wade?');
  assert.deepEqual(after_.citations, []);
  const text = await api(server).get(
    `/api/conversations/${turn.conversation_id}/export?format=markdown`,
  );
  assert.match(String(text.body), /no longer available/);
  assert.doesNotMatch(String(text.body), /ibis\.md/);
  assert.deepEqual((await post(id, 'delete')).json, deleted.json, 'deleting it again');

  const restored = await post(id, 'restore');

  assert.deepEqual(restored.json, was);
  assert.equal((await search('ibis low tide'))[0].document_id, id);
  assert.deepEqual((await api(server).turn(turn.turn_id)).citations, turn.citations);
  assert.equal((await post(id, 'restore')).status, 200, 'restoring what is there');
});

test('a document deleted while it waits is not read; restored it is', async () => {
  const mine = await startServer();
  const large = `# Large\n\n${'Plenty of plovers here. '.repeat(60_000)}`;
  const ahead = await Promise.all(
    [1, 2, 3].map((i) => api(mine).upload(`large${i}.md`, `${large}${i}`)),
  );
  const { json } = await api(mine).upload('small.md', '# Small\n\nA lone dotterel runs.\n');
  const id = json.document_id;
  const deleted = await api(mine).post(at(id, 'delete'), {});
  assert.equal(deleted.status, 200, String(deleted.body));
  for (const one of ahead) await api(mine).documentEnds(one.json.document_id, 60_000);
  assert.deepEqual(
    (await search('dotterel', mine)).filter((one) => one.document_id === id),
    [],
  );

  await api(mine).post(at(id, 'restore'), {});

  const document = await api(mine).documentEnds(id);
  assert.equal(document.state, 'ready', document.reason);
  assert.equal((await search('dotterel', mine))[0].document_id, id);
  await mine.kill();
});

test('a failed document can be read again, others cannot', async () => {
  const { json } = await api(server).upload('not-a.pdf', 'plain words');
  const failed = await api(server).documentEnds(json.document_id);
  assert.equal(failed.state, 'failed');
  assert.ok(failed.reason);
  assertProblem(await api(server).get(at(failed.document_id, 'pages/1')), {
    status: 409,
    fault: 'conflict',
  });

  const again = await post(failed.document_id, 'retry');

  assert.equal(again.status, 200, String(again.body));
  assert.equal(again.json.state, 'queued');
  assert.equal(again.json.reason, undefined);
  assert.equal((await api(server).documentEnds(failed.document_id)).reason, failed.reason);
  const ready = await added('again.md', '# Again\n\nOnce is enough.\n');
  assertProblem(await post(ready.document_id, 'retry'), { status: 409, fault: 'conflict' });
});

test('delete, restore and retry of what is not there, or with fields, are refused', async () => {
  const { document_id: id } = await added('refused.md', '# Refused\n\nNothing changes.\n');
  for (const action of ['delete', 'restore', 'retry']) {
    assertProblem(await post(unknown, action), gone);
    assertProblem(await post('17', action), gone);
    const response = await post(id, action, { force: true });
    assertProblem(response, { status: 400, fault: 'invalid_request', says: /force/ });
  }
  assert.equal((await api(server).read(`/api/documents/${id}`)).state, 'ready');
  for (const action of ['delete', 'restore']) {
    const empty = await api(server).send({ method: 'POST', path: at(id, action) });
    assert.equal(empty.status, 200, String(empty.body));
  }
});

test('a list of one state; those that wait know their place', async () => {
  const mine = await startServer();
  const large = `# Large\n\n${'Very many redshanks. '.repeat(60_000)}`;
  const sent = [];
  for (let i = 0; i < 6; i += 1)
    sent.push((await api(mine).upload(`redshank${i}.md`, `${large}${i}`)).json);
  await api(mine).upload('broken.json', '{"a": ');

  const queued = (await listed('&state=queued', mine)).reverse();
  assert.ok(queued.length >= 2, `${queued.length} wait`);
  const places = queued.map(({ queue_place: place }) => place);
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
    'first come, first read',
  );
  assert.equal(places[0], 1);
  assert.ok(queued.every(({ state }) => state === 'queued'));
  await documentsRead(mine, 7);
  const names = async (state) =>
    (await listed(`&state=${state}`, mine)).map(({ file_name: name }) => name).sort();
  assert.deepEqual(await names('ready'), sent.map(({ file_name: name }) => name).sort());
  assert.deepEqual(await names('failed'), ['broken.json']);
  for (const state of ['queued', 'reading']) assert.deepEqual(await names(state), []);
  assert.ok((await listed('', mine)).every((one) => one.queue_place === undefined));
  for (const state of ['x', '', 'READY'])
    assertProblem(await api(mine).get(`/api/documents?state=${state}`), {
      status: 400,
      fault: 'invalid_request',
      says: /state/,
    });
  await mine.kill();
});

test('a list of one state is paged, each once', async () => {
  const seen = [];
  let cursor = '';
  do {
    const page = await api(server).read(`/api/documents?state=ready&limit=3${cursor}`);
    assert.ok(page.items.length <= 3);
    seen.push(...page.items.map(({ document_id: id }) => id));
    cursor = page.next_cursor && `&cursor=${encodeURIComponent(page.next_cursor)}`;
  } while (cursor);
  const all = (await listed('&state=ready')).map(({ document_id: id }) => id);
  assert.deepEqual(seen, all);
});

test('a small file is not kept waiting until many others are read', async () => {
  const mine = await startServer();
  const filler = (i) => `# Number ${i}\n\n${`Curlew ${i} calls. `.repeat(8_000)}`;
  const many = Array.from({ length: 8 }, (_, i) => api(mine).upload(`curlew${i}.md`, filler(i)));
  await Promise.all(many);

  const start = Date.now();
  await search('curlew', mine);
  await (await ask(mine, 'Which curlew calls?')).ends('completed');

  assert.ok(Date.now() - start < 3_000, `${Date.now() - start} ms to be answered meanwhile`);
  await documentsRead(mine, 8);
  await mine.kill();
});

test('samples that were deleted do not come back after a restart', async () => {
  let mine = await startWithSamples();
  const [first, second] = await listed('', mine);
  for (const { document_id: id } of [first, second])
    assert.equal((await api(mine).post(at(id, 'delete'), {})).status, 200);
  await mine.kill('SIGKILL');
  mine = await startServer({ data: mine.data, env: { PARLANCE_DEMO: '1' } });

  const left = await documentsRead(mine, sampleNames.length - 2);

  assert.equal(left.length, sampleNames.length - 2);
  await api(mine).post(at(first.document_id, 'restore'), {});
  assert.equal((await listed('', mine)).length, sampleNames.length - 1);
  assert.equal((await api(mine).read(`/api/documents/${first.document_id}`)).is_sample, true);
  await mine.kill();
});

test('documents that an older version kept are shown by page', async () => {
  const { data, document } = folderOfFirstVersion();
  const mine = await startServer({ data });

  const page = await api(mine).read(at(document, 'pages/1'));

  assert.deepEqual([page.page_count, page.passages.length], [1, 1]);
  assert.equal((await search('orreries in the hall', mine))[0]?.document_id, document);
  await until('it to be deleted', async () => {
    return (await api(mine).post(at(document, 'delete'), {})).status === 200;
  });
  await mine.kill();
});
