// A model that refuses, breaks, cuts off, talks nonsense or falls silent: the turn ends in the right
// state, with what was said kept, and the server goes on.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { inPage, openBrowser } from './harness/browser.mjs';
import { ask } from './harness/event_stream.mjs';
import * as see from './harness/page.mjs';
import { temporaryFolder } from './harness/places.mjs';
import { commandLine, startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

const stepsOf = (fault, more = {}) => ({ words: 40, delay_ms: 0, ...more, fault });
let sim;
let server;
let browser;

before(async () => {
  [sim, browser] = await Promise.all([startSim(), openBrowser()]);
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([browser?.close(), server?.kill(), sim?.kill()]));

const faults = [
  {
    name: 'refuses for now (429 with a pause past the deadline)',
    state: 'failed',
    fault: ['overloaded'],
    step: stepsOf({ kind: 'status', status: 429, retry_after: 3600 }),
  },
  {
    name: 'is broken (500)',
    state: 'failed',
    fault: ['upstream_unavailable'],
    step: stepsOf({ kind: 'status', status: 500 }),
  },
  {
    name: 'is behind a broken gateway (HTML, 502)',
    state: 'failed',
    fault: ['upstream_unavailable'],
    step: stepsOf({ kind: 'html' }),
  },
  {
    name: 'closes before it says anything',
    state: 'failed',
    fault: ['upstream_unavailable'],
    step: stepsOf({ kind: 'close_before_first' }),
  },
  {
    name: 'does not know our key (401)',
    state: 'failed',
    fault: ['upstream_rejected', 'upstream_unavailable', 'internal', 'forbidden'],
    step: stepsOf({ kind: 'status', status: 401 }),
  },
  {
    name: 'refuses the question (content filter)',
    state: 'failed',
    fault: ['upstream_rejected'],
    step: stepsOf({ kind: 'prompt_content_filter' }),
  },
  {
    name: 'sends us elsewhere (redirect)',
    state: 'failed',
    fault: ['upstream_unavailable', 'upstream_rejected', 'internal'],
    step: stepsOf({ kind: 'redirect', location: 'http://127.0.0.1:9/v1/chat/completions' }),
  },
  {
    name: 'is cut off in mid-answer',
    state: 'interrupted',
    fault: ['upstream_unavailable'],
    words: 10,
    step: stepsOf({ kind: 'cut_after', tokens: 10 }),
  },
  {
    name: 'sends something that is no JSON',
    state: 'interrupted',
    fault: ['upstream_unavailable'],
    words: 10,
    step: stepsOf({ kind: 'malformed_after', tokens: 10 }),
  },
  {
    name: 'sends an error in the stream',
    state: 'interrupted',
    fault: ['upstream_unavailable'],
    words: 10,
    step: stepsOf({ kind: 'error_event_after', tokens: 10 }),
  },
  {
    name: 'filters its own answer',
    state: 'failed',
    fault: ['upstream_rejected'],
    words: 10,
    step: stepsOf({ kind: 'content_filter_after', tokens: 10 }),
  },
];

for (const { name, step, state, fault, words } of faults) {
  test(`a model that ${name}: ${state}`, async () => {
    await sim.script(step);

    const reader = await (await ask(server, `What if the model ${name}?`)).ends(state, 25_000);

    assert.ok(fault.includes(reader.end.fault), `fault ${reader.end.fault}`);
    assert.equal(reader.text.trim(), words ? numberedWords(words) : '');
    const turn = await api(server).turn(reader.named('turn')[0].turn_id);
    assert.equal(turn.state, state);
    assert.equal(turn.fault, reader.end.fault);
    assert.equal(turn.answer_text, reader.text);
    if (words)
      assert.equal(
        (await sim.requests()).length,
        1,
        'asked again after the first words were shown',
      );
  });
}

test('a model that has no time for a moment is asked again, and the answer comes', async () => {
  await sim.script(
    { fault: { kind: 'status', status: 429, retry_after_ms: 50 }, repeat: 1 },
    { words: 5, delay_ms: 0 },
  );

  const reader = await (await ask(server, 'Try again, please.')).ends('completed');

  assert.equal(reader.text, numberedWords(5));
  assert.equal((await sim.requests()).length, 2);
});

test('a model whose every byte comes alone, with CR LF and comments, is understood', async () => {
  const text = 'Größe 👩‍🔬 — naïve.';
  await sim.script({
    text,
    delay_ms: 0,
    chunk_bytes: 1,
    crlf: true,
    comments: true,
    prompt_filter: true,
  });

  const reader = await (await ask(server, 'Say it in many bytes.')).ends('completed');

  assert.equal(reader.text, text);
});

test('a stream that ends well but without [DONE] is a whole answer', async () => {
  await sim.script(stepsOf({ kind: 'no_done' }));

  const reader = await (await ask(server, 'Forget to say done.')).ends('completed');

  assert.equal(reader.text, numberedWords(40));
});

test('a line of two megabytes in the stream ends the turn, not the server', async () => {
  await sim.script(stepsOf({ kind: 'oversized_line_after', tokens: 10, bytes: 2_000_000 }));

  const reader = await (await ask(server, 'Send a very long line.')).rest();

  assert.ok(['interrupted', 'completed'].includes(reader.end?.state), JSON.stringify(reader.end));
  assert.ok(reader.text.startsWith(numberedWords(10)));
});

test('a model that falls silent can be stopped, and the page says what happened to a cut answer', async () => {
  await sim.script(stepsOf({ kind: 'stall_after', tokens: 10 }));
  const silent = await ask(server, 'Fall silent.');
  await silent.untilText(numberedWords(10).length);
  await api(server).stop(silent.named('turn')[0].turn_id);
  await silent.ends('stopped');

  await sim.script(stepsOf({ kind: 'cut_after', tokens: 12 }));
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Be cut off.');
    const turn = await see.answered(page);
    await turn.getByText(/This answer is not complete/).waitFor();
    assert.equal(await see.answerText(turn), numberedWords(12));

    await sim.script(stepsOf({ kind: 'status', status: 500 }));
    await see.askInPage(page, 'Be broken.');
    await see.answered(page);
    await see.lastTurn(page).getByRole('button', { name: 'Try again' }).first().waitFor();
  });
});

test('an address that nobody answers fails with a sentence, and the key is nowhere in what is said', async () => {
  const env = {
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_MODEL: 'nobody',
    OPENAI_API_KEY: 'sk-e2e-secret-7731',
  };
  const mine = await startServer({ env });

  const reader = await (await ask(mine, 'Is anybody there?')).ends('failed', 25_000);

  assert.equal(reader.end.fault, 'upstream_unavailable');
  const models = await api(mine).read('/api/models');
  assert.ok(!JSON.stringify([models, reader.events]).includes('sk-e2e-secret-7731'));
  await mine.kill('SIGINT');
  assert.ok(!mine.output.includes('sk-e2e-secret-7731'), 'the key is in the log');
});

test('the key goes to the model, and only in its header', async () => {
  await sim.script({ words: 2, delay_ms: 0 });
  const mine = await startServer({ env: { ...sim.env, OPENAI_API_KEY: 'sk-e2e-secret-7732' } });

  await (await ask(mine, 'Use the key.')).ends('completed');

  const [request] = await sim.requests();
  assert.equal(request.headers.authorization, 'Bearer sk-e2e-secret-7732');
  assert.ok(!JSON.stringify(request.body).includes('7732'));
  await mine.kill('SIGINT');
  assert.ok(!mine.output.includes('7732'), 'the key is in the log');
});

test('a wrong setting is refused at start with its name', async () => {
  for (const [env, says] of [
    [{ OPENAI_BASE_URL: 'ftp://example.invalid', OPENAI_MODEL: 'm' }, /OPENAI_BASE_URL/],
    [{ OPENAI_BASE_URL: 'http://user:secret@127.0.0.1/v1', OPENAI_MODEL: 'm' }, /OPENAI_BASE_URL/],
    [{ PARLANCE_HTTP_PORT: 'eighty' }, /PARLANCE_HTTP_PORT/],
    [{ PARLANCE_HTTP_PRT: '8080' }, /PARLANCE_HTTP_PRT/],
    [{ PARLANCE_LISTEN: '0.0.0.0' }, /PARLANCE_LISTEN/],
  ]) {
    const data = temporaryFolder();
    const { code, output } = await commandLine(['serve'], {
      data,
      env: { PARLANCE_HTTP_PORT: '0', ...env },
    });
    assert.ok(code > 0, `${JSON.stringify(env)}: ${code} ${output}`);
    assert.match(output, says);
  }
});
