// Everything that a wrong or hostile client can send gets the right problem, and the server goes on.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { api, assertProblem } from './harness/api.mjs';
import { checkProblem } from './harness/contract.mjs';
import { ask } from './harness/event_stream.mjs';
import { raw } from './harness/http.mjs';
import { startServer } from './harness/server.mjs';

const unknown = '0190f0f0-0000-7000-8000-000000000000';
const type = { 'content-type': 'application/json' };
let server;
let turn;

before(async () => {
  server = await startServer();
  await api(server).addDocument(
    'greeting.md',
    '# Greeting\n\nThe greeting of the house is good morning.\n',
  );
  turn = await api(server).start('What is the greeting of the house?');
  await api(server).turnIs(turn.turn_id, 'completed');
});
after(() => server?.kill());
afterEach(async () => {
  assert.equal(server.end, undefined, `the server ended: ${server.output}`);
  await api(server).read('/healthz');
});

const post = (path, body, headers = type) =>
  api(server).send({ method: 'POST', path, headers, body });

const bodies = [
  ['an empty body', '', /JSON/i],
  ['a cut body', '{"message_text": "hel', /JSON/i],
  ['text after the end', '{"message_text": "hello"} {}', /JSON/i],
  ['an array', '[]', /object/i],
  ['a number', '17', /object/i],
  ['no message_text', '{}', /message_text/],
  ['a message_text that is no text', '{"message_text": 5}', /message_text/],
  ['null as message_text', '{"message_text": null}', /message_text/],
  ['an empty message_text', '{"message_text": ""}', /message_text/],
  ['only white space', '{"message_text": " \\t\\n\\u00a0"}', /message_text/],
  ['an unknown field', '{"message_text": "hello", "temperature": 1}', /temperature/],
  ['a field twice', '{"message_text": "hello", "message_text": "hello"}', /message_text/],
  [
    'a field twice, once escaped',
    '{"message_text": "hello", "message\\u005ftext": "bye"}',
    /message_text/,
  ],
  ['an id that is none', '{"message_text": "hello", "turn_id": "17"}', /turn_id/],
  [
    'a turn_id of version 4',
    '{"message_text": "hello", "turn_id": "0190f0f0-0000-4000-8000-000000000000"}',
    /turn_id/,
  ],
  ['a model that is not there', '{"message_text": "hello", "model": "gpt-99"}', /model/],
  ['a lone surrogate', '{"message_text": "\\ud800"}', undefined],
  ['a control character in a string', '{"message_text": "a\u0001b"}', undefined],
  ['nesting without end', `${'['.repeat(10_000)}`, undefined],
  ['bytes that are not UTF-8', Buffer.from('{"message_text": "\xff\xfe"}', 'latin1'), undefined],
  ['a byte order mark', '\ufeff{"message_text": "hello"}', undefined],
  ['NaN', '{"message_text": NaN}', undefined],
];
for (const [name, body, says] of bodies) {
  test(`POST /api/turns with ${name} is 400`, async () => {
    const { items: before_ } = await api(server).read('/api/conversations');

    const response = await post('/api/turns', body);

    assertProblem(response, { status: 400, fault: 'invalid_request', says });
    const { items } = await api(server).read('/api/conversations');
    assert.equal(items.length, before_.length, 'something was kept of it');
  });
}

test('a message of 32,000 characters is taken, of 32,001 refused with both numbers', async () => {
  const longest = '😀'.repeat(32_000); // characters, not bytes and not UTF-16 units
  const taken = await api(server).start(longest);
  assert.equal((await api(server).turn(taken.turn_id)).message_text, longest);

  const response = await api(server).post('/api/turns', { message_text: `${longest}a` });

  const problem = assertProblem(response, {
    status: 400,
    fault: 'invalid_request',
    says: /32,?000/,
  });
  assert.match(JSON.stringify(problem), /32,?001/);
  assert.equal(problem.errors?.[0].field, 'message_text');
});

test('a body past 1 MiB is 413, announced or not', async () => {
  const body = JSON.stringify({ message_text: 'a'.repeat(1024 * 1024) });
  assertProblem(await post('/api/turns', body), { status: 413, fault: 'invalid_request' });

  const chunks = `${'10000'}\r\n${'a'.repeat(0x10000)}\r\n`.repeat(17);
  const { status, text } = await raw(
    server,
    `POST /api/turns HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n` +
      `Transfer-Encoding: chunked\r\n\r\n${chunks}`,
  );
  assert.equal(status, 413, text.slice(0, 300));
});

test('another content type is 415, on every route that takes a body', async () => {
  const body = '{"message_text": "hello"}';
  for (const headers of [
    {},
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': 'application/jsonp' },
    { 'content-type': 'application/json; charset=iso-8859-1' },
  ]) {
    for (const path of ['/api/turns', '/api/search']) {
      const response = await post(path, body, headers);
      assertProblem(response, { status: 415, fault: 'invalid_request' });
    }
  }
  assertProblem(await post('/api/documents', body), { status: 415, fault: 'invalid_request' });
  const charset = await post('/api/search', body, {
    'content-type': 'application/json; charset=UTF-8',
  });
  assert.equal(charset.status, 200);
});

test('a foreign Host is 421 on every route but those of health, also on events and pages', async () => {
  const paths = [
    '/',
    '/api/me',
    '/api/conversations',
    `/api/turns/${turn.turn_id}/events`,
    '/openapi.json',
  ];
  for (const host of [
    'evil.example',
    `evil.example:${server.port}`,
    '127.0.0.1:65536',
    `127.0.0.1.evil.example:${server.port}`,
    `127.0.0.1@evil.example:${server.port}`,
    '',
  ]) {
    for (const path of paths) {
      const { status, text } = await raw(
        server,
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      const wanted = host === '' ? [400, 421] : [421];
      assert.ok(wanted.includes(status), `Host ${host} on ${path}: ${text.slice(0, 200)}`);
    }
  }
  for (const host of [
    `localhost:${server.port}`,
    `127.0.0.1:${server.port}`,
    `[::1]:${server.port}`,
    `LOCALHOST:${server.port}`,
    'localhost:9000', // another port that leads here: a tunnel, a container
  ]) {
    const { status, text } = await raw(
      server,
      `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    assert.equal(status, 200, `Host ${host}: ${text.slice(0, 200)}`);
  }
});

test('a foreign Origin or Sec-Fetch-Site is 403 on unsafe requests', async () => {
  const body = '{"message_text": "hello"}';
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://127.0.0.1:${server.port + 1}` },
    { origin: `https://127.0.0.1:${server.port}` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of foreign) {
    for (const path of ['/api/turns', '/api/search', `/api/turns/${turn.turn_id}/stop`]) {
      const response = await post(path, body, { ...type, ...headers });
      assertProblem(response, { status: 403, fault: 'forbidden' });
    }
  }
  const own = [
    { origin: `http://127.0.0.1:${server.port}`, 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ];
  for (const headers of own) {
    const response = await post('/api/search', body, { ...type, ...headers });
    assert.equal(response.status, 200, `${JSON.stringify(headers)}: ${response.body}`);
  }
});

test('another method is 405 with Allow, and no method is understood that is not one', async () => {
  for (const [method, path, allow] of [
    ['DELETE', `/api/conversations/${turn.conversation_id}`, /GET/],
    ['PUT', '/api/turns', /POST/],
    ['GET', '/api/turns', /POST/],
    ['PATCH', '/api/search', /POST/],
    ['POST', '/api/me', /GET/],
    ['GET', `/api/turns/${turn.turn_id}/stop`, /POST/],
    ['DELETE', '/', /GET/],
    ['OPTIONS', '/api/turns', /POST/],
  ]) {
    const response = await api(server).send({ method, path });
    assertProblem(response, { status: 405, fault: 'invalid_request' });
    assert.match(response.headers.allow ?? '', allow, `${method} ${path}`);
  }
});

test('an unknown id, a malformed id and an unknown path are 404', async () => {
  for (const path of [
    `/api/turns/${unknown}`,
    `/api/turns/${unknown}/events`,
    `/api/conversations/${unknown}`,
    `/api/documents/${unknown}`,
    '/api/turns/17',
    '/api/nothing',
    '/api/',
    '/assets/nothing.js',
  ]) {
    assertProblem(await api(server).get(path), { status: 404, fault: 'not_found' });
  }
  assertProblem(await api(server).post(`/api/turns/${unknown}/stop`, {}), {
    status: 404,
    fault: 'not_found',
  });
  for (const field of ['conversation_id', 'parent_turn_id']) {
    const response = await api(server).post('/api/turns', {
      message_text: 'hello',
      [field]: unknown,
    });
    assertProblem(response, { status: 404, fault: 'not_found' });
  }
});

test('a malformed position, cursor or limit and an unknown query parameter are 400', async () => {
  for (const path of [
    `/api/turns/${turn.turn_id}/events?after=17`,
    `/api/turns/${turn.turn_id}/events?after=1.-1`,
    `/api/turns/${turn.turn_id}/events?after=1.99999999999999999999`,
    `/api/turns/${turn.turn_id}/events?befor=1.0`,
    '/api/conversations?limit=0',
    '/api/conversations?limit=201',
    '/api/conversations?limit=x',
    '/api/conversations?limit=1&limit=2',
    '/api/conversations?cursor=%00%ff',
    '/api/conversations?cursor=nonsense',
    '/api/conversations?sort=title',
    '/api/me?x=1',
    '/api/documents?limit=1000',
    '/api/search?limit=3',
    '/api/search?q=',
    '/api/search?q=a&limit=51',
    '/api/search?q=%zz',
  ]) {
    assertProblem(await api(server).get(path), { status: 400, fault: 'invalid_request' });
  }
  const response = await api(server).get(`/api/turns/${turn.turn_id}/events`, {
    'last-event-id': 'x',
  });
  assertProblem(response, { status: 400, fault: 'invalid_request' });
});

test('a position past the end of the answer is answered from the end, not with an error', async () => {
  const response = await api(server).get(`/api/turns/${turn.turn_id}/events?after=90.90000`);
  assert.equal(response.status, 200);
  assert.match(String(response.body), /event: end/);
});

test('stop takes an empty body, {} and nothing else', async () => {
  const path = `/api/turns/${turn.turn_id}/stop`;
  assert.equal((await api(server).send({ method: 'POST', path })).status, 202);
  assert.equal((await post(path, '{}')).status, 202);
  assertProblem(await post(path, '{"now": true}'), { status: 400, fault: 'invalid_request' });
});

test('headers and targets past their limits are 431 and 414, smuggling is refused', async () => {
  const host = `Host: 127.0.0.1:${server.port}\r\n`;
  const cases = [
    [`GET /${'a'.repeat(5_000)} HTTP/1.1\r\n${host}\r\n`, [414]],
    [`GET / HTTP/1.1\r\n${host}X-Long: ${'a'.repeat(17_000)}\r\n\r\n`, [431]],
    [
      `GET / HTTP/1.1\r\n${host}${Array.from({ length: 1_500 }, (_, i) => `X-${i}: some value\r\n`).join('')}\r\n`,
      [431],
    ],
    [
      `POST /api/search HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      [400],
    ],
    [
      `POST /api/search HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      [400],
    ],
    [`GET / HTTP/1.1\r\n${host}${host}\r\n`, [400, 421]],
    [`GET / HTTP/1.1\r\n\r\n`, [400, 421]],
    [`GET / HTTP/3.0\r\n${host}\r\n`, [400, 505]],
    [`nonsense\r\n\r\n`, [400]],
    [`\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello\r\n\r\n`, [400]],
    [`GET http://evil.example/api/me HTTP/1.1\r\n${host}\r\n`, [400, 404, 421]],
    [`GET /assets/../../etc/passwd HTTP/1.1\r\n${host}\r\n`, [400, 404]],
    [`GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n${host}\r\n`, [400, 404]],
  ];
  for (const [bytes, statuses] of cases) {
    const { status, text } = await raw(server, bytes);
    assert.ok(
      statuses.includes(status),
      `${JSON.stringify(bytes.slice(0, 90))}: ${text.slice(0, 300)}`,
    );
    assert.ok(!/root:/.test(text));
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    if (/^\{/.test(body)) checkProblem(JSON.parse(body), bytes.slice(0, 40));
  }
});

test('upload: without a file, with two, with an empty one, past 32 MiB', async () => {
  const part = (name, text, file = '; filename="a.txt"') =>
    `--x\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  for (const body of [
    '--x--\r\n',
    `${part('other', 'a')}--x--\r\n`,
    `${part('file', 'a')}${part('file', 'b')}--x--\r\n`,
    part('file', 'cut'),
    'no multipart at all',
    `${part('file', 'a', '')}--x--\r\n`,
  ]) {
    assertProblem(await post('/api/documents', body, headers), {
      status: 400,
      fault: 'invalid_request',
    });
  }
  const tooLarge = await api(server).upload('large.txt', Buffer.alloc(32 * 1024 * 1024 + 1, 'a'));
  assertProblem(tooLarge, { status: 413, fault: 'invalid_request', says: /32/ });
  const before_ = await api(server).read('/api/documents');
  assert.deepEqual(
    before_.items.map(({ file_name }) => file_name),
    ['greeting.md'],
    'something was kept of it',
  );
});

test('after all of this the server still answers', async () => {
  const reader = await (await ask(server, 'What is the greeting of the house?')).ends('completed');
  assert.match(reader.text, /good morning/);
});
