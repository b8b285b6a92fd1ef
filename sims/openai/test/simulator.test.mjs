import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { answerTo, sourcesOf } from '../answer.mjs';
import { createSimulator } from '../simulator.mjs';

const server = createSimulator({ delayMs: 0 });
let base;

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => post('/control/reset', {}));

function post(path, body, options = {}) {
  return fetch(base + path, { method: 'POST', body: JSON.stringify(body), ...options });
}

const asked = {
  model: 'm', stream: true, stream_options: { include_usage: true },
  messages: [{ role: 'user', content: 'Hello?' }],
};

function eventsOf(text) {
  return text.split(/\r?\n\r?\n/).filter((frame) => frame.startsWith('data: '))
    .map((frame) => frame.slice(6)).map((data) => (data === '[DONE]' ? data : JSON.parse(data)));
}

function textOf(events) {
  return events.map((event) => event.choices?.[0]?.delta?.content ?? '').join('');
}

async function until(condition) {
  for (;;) {
    const value = await condition();
    if (value) return value;
    await new Promise(setImmediate);
  }
}

async function requests() {
  return (await fetch(`${base}/control/requests`)).json();
}

test('given a streamed request then role, text, finish, usage and DONE come in this order', async () => {
  await post('/control', { text: 'one two', prompt_filter: true });

  const events = eventsOf(await (await post('/v1/chat/completions', asked)).text());

  assert.deepEqual(events[0].choices, []);
  assert.equal(events[1].choices[0].delta.role, 'assistant');
  assert.equal(textOf(events), 'one two');
  assert.equal(events.at(-3).choices[0].finish_reason, 'stop');
  assert.equal(events.at(-2).usage.completion_tokens, 2);
  assert.equal(events.at(-1), '[DONE]');
  assert.equal(events[2].usage, null);
});

test('given a question that counts then its own words come, unless a script says otherwise', async () => {
  const messages = [{ role: 'user', content: '(No document.)\n\nQuestion: count to 3 as é every 1 ms' }];
  const ask = async () =>
    textOf(eventsOf(await (await post('/v1/chat/completions', { ...asked, messages })).text()));

  const counted = await ask();
  await post('/control', { text: 'scripted' });
  const scripted = await ask();

  assert.equal(counted, 'é1 é2 é3');
  assert.equal(scripted, 'scripted');
});

test('given no stream flag then one whole answer comes', async () => {
  await post('/control', { text: 'whole' });

  const answer = await (await post('/v1/chat/completions', {
    model: 'm', messages: asked.messages,
  })).json();

  assert.equal(answer.choices[0].message.content, 'whole');
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + 1);
});

test('given sliced bytes with CR LF then the text is unchanged', async () => {
  await post('/control', { text: 'Grüße aus Köln 🙂 end', chunk_bytes: 1, crlf: true, comments: true });

  const text = await (await post('/v1/chat/completions', asked)).text();

  assert.match(text, /\r\n/);
  assert.equal(textOf(eventsOf(text)), 'Grüße aus Köln 🙂 end');
});

test('given sources in the prompt then the default answer quotes and cites them', () => {
  const messages = [
    { role: 'system', content: 'Cite as [n].' },
    { role: 'user', content:
      '<source number="1" title="Travel">\nHotels cost at most 150 euros a night. More.\n</source>\n' +
      '<source number="2" title="Leave">\nAsk early. Everybody has thirty days of leave.\n</source>\nHow much leave?' },
  ];

  assert.equal(sourcesOf(messages).length, 2);
  const answer = answerTo(messages);
  assert.match(answer, /Hotels cost at most 150 euros a night\. \[1\]/);
  assert.match(answer, /thirty days of leave\. \[2\]/);
  assert.equal(answer, answerTo(messages));
});

test('given a status fault for one request then the next one succeeds', async () => {
  await post('/control', { steps: [
    { fault: { kind: 'status', status: 429, retry_after_ms: 40 }, repeat: 1 }, { text: 'fine' },
  ] });

  const refused = await post('/v1/chat/completions', asked);
  const fine = await post('/v1/chat/completions', asked);

  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get('retry-after-ms'), '40');
  assert.equal((await refused.json()).error.code, 'rate_limit_exceeded');
  assert.equal(textOf(eventsOf(await fine.text())), 'fine');
});

test('given a cut after two tokens then both arrive and the stream breaks without DONE', async () => {
  await post('/control', { words: 5, fault: { kind: 'cut_after', tokens: 2 } });

  const reply = await post('/v1/chat/completions', asked);

  let text = '';
  await assert.rejects(async () => {
    for await (const piece of reply.body) text += Buffer.from(piece).toString();
  });
  assert.equal(textOf(eventsOf(text)), 'word1 word2');
});

test('given a hold then the stream waits for the release', async () => {
  await post('/control', { words: 3, hold: 1 });
  const reading = post('/v1/chat/completions', asked).then((reply) => reply.text());
  await until(async () => (await requests()).holding === 1);

  assert.equal((await requests()).requests[0].tokens_sent, 1);
  await post('/control/release', {});

  assert.equal(textOf(eventsOf(await reading)), 'word1 word2 word3');
});

test('given a client that leaves then the request is seen as aborted', async () => {
  await post('/control', { words: 3, fault: { kind: 'stall_after', tokens: 1 } });
  const leaving = new AbortController();
  const reply = await post('/v1/chat/completions', asked, { signal: leaving.signal });
  await reply.body.getReader().read();

  leaving.abort();

  const seen = await until(async () => (await requests()).requests.find((one) => one.aborted));
  assert.equal(seen.state, 'aborted');
});

test('given a model of its own then its script does not touch others', async () => {
  await post('/control', { steps: [{ model: 'a', text: 'from a' }, { text: 'from any' }] });

  const a = await post('/v1/chat/completions', { ...asked, model: 'a' });
  const b = await post('/v1/chat/completions', { ...asked, model: 'b' });

  assert.equal(textOf(eventsOf(await a.text())), 'from a');
  assert.equal(textOf(eventsOf(await b.text())), 'from any');
});

test('given an unknown key in a step then it is refused', async () => {
  const refused = await post('/control', { txet: 'typo' });

  assert.equal(refused.status, 400);
});

test('given an invalid request then 400 says why', async () => {
  const refused = await post('/v1/chat/completions', { model: 'm', messages: [] });

  assert.equal(refused.status, 400);
  assert.match((await refused.json()).error.message, /non-empty/);
});

test('given the program with port 0 and a key then it prints its address and checks the key', async () => {
  const main = fileURLToPath(new URL('../main.mjs', import.meta.url));
  const flags = [main, '--port', '0', '--key', 'k1', '--until-stdin-ends'];
  const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const address = /^openai simulator on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(String(line))[1];

  const refused = await fetch(`${address}/v1/models`);
  const allowed = await fetch(`${address}/v1/models`, { headers: { authorization: 'Bearer k1' } });

  assert.equal(refused.status, 401);
  assert.equal((await allowed.json()).data[0].id, 'sim-model');
  child.stdin.end();
  await once(child, 'exit');
});
