// Nothing that people ask, say, name or keep, and no key, is in what the server tells to others: its
// log and output, check-config, the interface's answers about itself and to somebody who asks for
// something else. Every input is given a mark, everything is made to succeed and to fail, and every
// output is searched for every mark.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { Authority } from './harness/certificates.mjs';
import { until } from './harness/conditions.mjs';
import { EchoingModel } from './harness/echoing_model.mjs';
import { outerHost, startForwardProxy } from './harness/forward_proxy.mjs';
import { exchange, json, raw } from './harness/http.mjs';
import { Marks } from './harness/marks.mjs';
import { docx, pptx, xlsx } from './harness/office_files.mjs';
import { lockedPdf, pdf } from './harness/pdf_files.mjs';
import { binary, temporaryFolder } from './harness/places.mjs';
import { Program } from './harness/program.mjs';
import { commandLine, environment, startServer } from './harness/server.mjs';

// Each form that the log can have: JSON into a pipe, and for people in a terminal, where it is not apart
// from standard output.
const inTerminal = 'exec script --quiet --return --log-out /dev/null --command "exec $0 $1"';
const logs = [
  { name: 'JSON', env: {}, as: [], log: ({ stderr }) => stderr, turn: /turn_ended/, request: /request_finished/, quiet: 0 },
  // A person is not told of what went well.
  { name: 'for people', env: { TERM: 'xterm', SHELL: '/bin/sh' }, as: ['sh', '-c', inTerminal], log: ({ stdout }) => stdout,
    turn: /turn ended/, request: /request finished/, quiet: 20 },
];

const marks = new Marks();
const key = `sk-${marks.for('api key')}`;
const user = marks.for('proxy user');
const password = marks.for('proxy password');
const host = outerHost();

let proxy;
let model;
let authority;

before(async () => {
  authority = new Authority();
  const name = /^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`;
  proxy = await startForwardProxy(`BasicAuth ${user} ${password}`);
  model = await new EchoingModel(authority.certify([name]), {
    answer: marks.for('model answer'), message: marks.for('model message'),
    code: marks.for('model code'), header: marks.for('model header'), reason: marks.for('model reason'),
  }).listen();
});
after(() => {
  model?.close();
  return proxy?.kill();
});

function settings(words = password) {
  return {
    OPENAI_BASE_URL: `https://${host}:${model.port}/v1`,
    OPENAI_MODEL: 'marked-model',
    OPENAI_API_KEY: key,
    PARLANCE_CA_FILE: authority.file,
    PARLANCE_HTTPS_PROXY: `http://${user}:${words}@127.0.0.1:${proxy.port}`,
  };
}

/** What was searched: {name, text}. */
const outputs = [];
function search(name, text) {
  const found = marks.in(text);
  assert.deepEqual(found, [], `${name} tells ${found}: ${excerpts(text, found)}`);
  outputs.push({ name, bytes: Buffer.byteLength(text) });
}
function excerpts(text, found) {
  return found.map((name) => {
    const at = text.toLowerCase().indexOf(marks.for(name));
    return JSON.stringify(text.slice(Math.max(0, at - 200), at + 200));
  }).join('\n');
}

/** A document of each kind with a mark in its text; broken ones too. */
function documents() {
  const line = (kind) => `The ${marks.for(`text of ${kind}`)} of the tent lasts two years.`;
  const broken = (bytes) => Buffer.concat([Buffer.from(bytes).subarray(0, bytes.length / 2), Buffer.from(line('broken end'))]);
  const word = docx([['', line('docx')]]);
  return [
    ['txt', line('txt')], ['md', `# ${marks.for('heading')}\n\n${line('md')}`],
    ['html', `<title>${marks.for('html title')}</title><p>${line('html')}`],
    ['csv', `part,${marks.for('column')}\ntent,${line('csv')}\n`], ['json', JSON.stringify({ note: line('json') })],
    ['xml', `<note>${line('xml')}</note>`], ['rst', `${line('rst')}\n`], ['py', `# ${line('source')}\n`],
    ['docx', word], ['xlsx', xlsx([{ name: 'One', rows: [['A'], [line('xlsx')]] }])],
    ['pptx', pptx([{ title: 'Tents', text: line('pptx') }])], ['pdf', pdf([[line('pdf')]])],
    ['docx', broken(word), 'broken docx'], ['pdf', broken(pdf([[line('broken pdf')]])), 'broken pdf'],
    ['pdf', Buffer.from(`%PDF-1.4\n${line('no pdf')}\n1 0 obj << /${marks.for('pdf key')} (\n`), 'no pdf'],
    ['pdf', lockedPdf(), 'locked'], ['xml', `<${marks.for('open element')}><note>${line('broken xml')}`, 'broken xml'],
    ['json', `{"${marks.for('json key')}": ${line('broken json')}`, 'broken json'],
    ['xlsx', Buffer.from(`PK\x03\x04${line('no zip')}`), 'no zip'], ['bin', Buffer.from(`\x00\x01\x02${line('binary')}`), 'binary'],
    ['txt', '', 'empty'],
  ];
}

async function keepDocuments(to) {
  const kept = [];
  for (const [extension, bytes, what] of documents()) {
    const name = `${marks.for(`name of ${what ?? extension}`)}.${extension}`;
    const { json: document, status, body } = await to.upload(name, bytes);
    assert.ok(status < 500, `${what ?? extension}: ${body}`);
    if (document.document_id) kept.push(await to.documentEnds(document.document_id));
  }
  return kept;
}

/** Asks in every way that the model can answer; the turns. */
async function askInEveryWay(to) {
  const turns = [];
  for (const way of model.ways) {
    model.way = way;
    const { turn_id: id } = await to.start(`What of the ${marks.for('question')} tent, when ${way}?`);
    turns.push(await until(`an end when ${way}`, async () => {
      const turn = await to.turn(id);
      return turn.state !== 'running' && { ...turn, way };
    }, { withinMs: 60_000 }));
  }
  return turns;
}

/** Requests that are refused, or found to be of no use, each with a mark somewhere. */
async function askWrongly(server, to, { turn, conversation }) {
  const word = (name) => marks.for(name);
  const requests = [
    { path: `/${word('path')}` }, { path: `/api/${word('route')}/x`, method: 'POST', body: '{}' },
    { path: `/api/turns/${word('turn id')}` }, { path: `/api/conversations/${word('conversation id')}` },
    { path: `/api/documents?state=${word('state')}` }, { path: `/api/conversations?cursor=${word('cursor')}` },
    { path: `/api/search?q=${word('search words')}&limit=${word('limit')}` }, { path: `/api/search?q=${word('query words')}` },
    { path: `/api/search?${word('parameter')}=1` }, { path: `/api/search?q=%FF${word('no utf')}` },
    { path: '/api/search', ...json({ message_text: `${word('searched')} "( AND * : NEAR/` }) },
    { path: '/api/conversations/search', ...json({ message_text: `"${word('history search')}: ( * -` }) },
    { path: '/api/turns', ...json({ message_text: 'x', model: word('model name') }) },
    { path: '/api/turns', ...json({ message_text: 'x', [word('field')]: word('value') }) },
    { path: '/api/turns', ...json({ message_text: 'x', turn_id: word('own turn id') }) },
    { path: '/api/turns', ...json({ message_text: word('long question').repeat(3_000) }) },
    { path: '/api/turns', headers: { 'content-type': 'application/json' }, body: `{"${word('broken body')}` },
    { path: '/api/turns', headers: { 'content-type': `text/${word('content type')}` }, body: word('other body') },
    { path: '/api/turns', ...json({ message_text: word('large body').repeat(60_000) }) },
    { path: `/api/turns/${turn}/feedback`, ...json({ verdict: word('verdict') }) },
    { path: `/api/turns/${turn}/feedback`, ...json({ verdict: 'down', message_text: word('feedback') }) },
    { path: `/api/conversations/${conversation}/rename`, ...json({ message_text: word('title') }) },
    { path: `/api/conversations/${conversation}/rename`, ...json({ message_text: word('long title').repeat(40) }) },
    { path: '/api/documents', method: 'POST', headers: { 'content-type': `multipart/form-data; boundary=${word('boundary')}` }, body: word('no part') },
    { path: '/api/documents', method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: `--b\r\nContent-Disposition: form-data; name="${word('part name')}"; filename="../${word('file path')}"\r\nContent-Type: ${word('part type')}\r\n\r\nx\r\n--b--\r\n` },
    ...['authorization', 'cookie', 'user-agent', 'referer', 'traceparent', 'tracestate', 'x-trace-id', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-request-id', 'forwarded', 'range', 'if-none-match', 'last-event-id', 'accept', 'accept-language', 'origin', 'sec-fetch-site', 'host', 'expect']
      .map((name) => ({ path: '/api/me', headers: { [name]: word(`header ${name}`) } })),
    { path: `/api/turns/${turn}/events`, headers: { 'last-event-id': word('position') } },
    { path: `/api/conversations/${conversation}/export?format=${word('format')}` },
    { path: `/api/conversations/${conversation}/export?format=markdown` },
  ];
  for (const request of requests) await exchange(server, request);
  for (const bytes of [
    `${word('method')} / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`, `GET /${word('raw path')} HTTP/9.${word('version')}\r\n\r\n`,
    `GET / HTTP/1.1\r\n${word('header name')}\r\n\r\n`, `${word('no http')}\r\n\r\n`,
    `GET /api/me HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nX: ${word('long header').repeat(2_000)}\r\n\r\n`,
  ]) await raw(server, bytes);
  assert.equal((await to.turn(turn)).feedback.message_text, word('feedback'), 'the feedback was kept');
  assert.equal((await to.conversation(conversation)).title, word('title'), 'the title was kept');
  return requests.length + 5;
}

/** What anybody is told who asks for something else. */
async function searchAnswersToOthers(server) {
  const nobody = '0190f5f0-0000-7000-8000-000000000000';
  for (const path_ of [
    '/api/me', '/api/models', '/healthz', '/readyz', '/openapi.json', '/', `/api/turns/${nobody}`,
    `/api/turns/${nobody}/events`, `/api/conversations/${nobody}`, `/api/documents/${nobody}`,
    `/api/documents/${nobody}/content`, '/nothing', '/api/search?q=', '/api/conversations?limit=0',
  ]) {
    const { status, headers, body } = await exchange(server, { path: path_ });
    search(`GET ${path_}`, `${status} ${JSON.stringify(headers)} ${body}`);
  }
}

for (const form of logs) {
  test(`no mark of a server's work is in what it tells, its log ${form.name}`, async () => {
    const server = await startServer({ env: { ...settings(), ...form.env }, as: form.as });
    const to = api(server);
    const kept = await keepDocuments(to);
    const turns = await askInEveryWay(to);
    const { turn_id: turn, conversation_id: conversation } = turns.find(({ way }) => way === 'answers');
    const refused = await askWrongly(server, to, { turn, conversation });
    for (const document of kept) {
      const at = `/api/documents/${document.document_id}`;
      await exchange(server, { path: `${at}/content` });
      await exchange(server, { path: `${at}/pages/9` });
      await exchange(server, { path: `${at}/retry`, ...json({}) });
    }
    await exchange(server, { path: `/api/conversations/${conversation}/delete`, ...json({}) });
    await searchAnswersToOthers(server);
    const backup = await commandLine(['backup', path.join(temporaryFolder(), 'copy')], { data: server.data });
    assert.equal(backup.code, 0, backup.output);
    search('backup', backup.output);
    await server.kill('SIGTERM');

    // What was meant to succeed did, and what was meant to fail did: otherwise nothing was searched.
    const count = (of, state) => of.filter((one) => one.state === state).length;
    const documentStates = JSON.stringify(kept.map(({ file_name: name, state }) => [name, state]));
    assert.ok(count(kept, 'ready') >= 12 && count(kept, 'failed') >= 5, documentStates);
    const turnStates = JSON.stringify(turns.map(({ way, state }) => [way, state]));
    assert.equal(count(turns, 'completed'), 1, turnStates);
    assert.ok(count(turns, 'failed') >= 14 && count(turns, 'interrupted') >= 3, turnStates);
    assert.ok(turns.some(({ answer_text: text }) => text.includes(marks.for('model answer'))));
    assert.ok(model.requests.every(({ headers }) => headers.authorization === `Bearer ${key}`));
    assert.ok(model.requests.some(({ body }) => marks.in(body).includes('question') && marks.in(body).some((name) => /^text of/.test(name))));
    assert.ok(proxy.passed().length > 0, 'the proxy was not passed');
    const lines = form.log(server).split('\n').filter((line) => form.turn.test(line));
    assert.equal(lines.length, turns.length, 'every turn has its line');
    const requests = form.log(server).split(form.request).length;
    assert.ok(requests > refused - form.quiet, `every request has its line: ${requests} of ${refused}`);

    search(`the log ${form.name}`, server.stderr);
    search('standard output', server.stdout);
  });
}

test('no mark is in the log when the proxy refuses, the store is away or the folder is gone', async () => {
  const wrong = marks.for('wrong password');
  const refused = await startServer({ env: settings(wrong) });
  await api(refused).answered(`Does the ${marks.for('question')} tent pass?`, 'failed');
  await refused.kill('SIGTERM');
  assert.match(refused.stderr, /PARLANCE_HTTPS_PROXY.* status 40[17]/);
  search('the log of a refusing proxy', refused.output);

  const database = `postgresql://${marks.for('database user')}:${marks.for('database password')}@127.0.0.1:9/none`;
  const waiting = new Program(binary, ['serve'], {
    env: environment(temporaryFolder(), { PARLANCE_DATABASE: database, PARLANCE_HTTP_PORT: '0' }),
  });
  await waiting.says(/database_not_ready/);
  await waiting.kill('SIGTERM');
  search('the log of a database that is away', waiting.output);

  const data = temporaryFolder();
  const emptied = await startServer({ data, env: settings() });
  const to = api(emptied);
  const document = await to.addDocument(`${marks.for('lost name')}.txt`, `The ${marks.for('lost text')} tent.`);
  fs.rmSync(path.join(data, 'blobs'), { recursive: true });
  await exchange(emptied, { path: `/api/documents/${document.document_id}/content` });
  await to.upload(`${marks.for('unkept name')}.txt`, `An ${marks.for('unkept text')} tent.`);
  await emptied.kill('SIGTERM');
  search('the log of a folder that is gone', emptied.output);
});

test('no secret is in what check-config and a start that fails say', async () => {
  const data = temporaryFolder();
  const secrets = {
    ...settings(),
    PARLANCE_DATABASE: `postgresql://u:${marks.for('set password')}@127.0.0.1:9/none`,
    PARLANCE_DATABASE_DIRECT: `postgresql://u:${marks.for('direct password')}@127.0.0.1:9/none`,
  };
  const wrong = {
    OPENAI_MODEL: 'm', OPENAI_BASE_URL: `https://u:${marks.for('url password')}@host/v1`,
    PARLANCE_PUBLIC_URL: `https://u:${marks.for('public password')}@host/`,
    OPENAI_API_KEY: `${key}\r\n`, PARLANCE_HTTPS_PROXY: `socks5://u:${marks.for('socks password')}@host:1`,
    PARLANCE_DATABASE: `mysql://u:${marks.for('mysql password')}@host/none`,
    PARLANCE_DATABASE_DIRECT: `postgresql://u:${marks.for('other password')}@host:port/none?x=y`,
  };
  // A private key in place of certificates is named and never shown.
  const pem = path.join(temporaryFolder(), 'key.pem');
  fs.writeFileSync(pem, `-----BEGIN PRIVATE KEY-----\n${marks.for('private key')}\n-----END PRIVATE KEY-----\n`);
  for (const [name, env, code] of [['set', secrets, 0], ['wrong', { ...wrong, PARLANCE_CA_FILE: pem }, 2]]) {
    for (const args of [['check-config'], ['check-config', '--json'], ...(code ? [['serve'], ['documents'], ['ask', 'x']] : [])]) {
      const said = await commandLine(args, { data, env });
      search(`${args.join(' ')} with ${name} secrets`, said.output);
      if (args[0] !== 'documents' && args[0] !== 'ask') assert.equal(said.code, code, said.output);
    }
  }
});

after(() => {
  const bytes = outputs.reduce((sum, each) => sum + each.bytes, 0);
  console.log(`planted ${marks.all.size} marks, searched ${outputs.length} outputs (${bytes} bytes): ` +
    `${marks.all.size * outputs.length} looks`);
});
