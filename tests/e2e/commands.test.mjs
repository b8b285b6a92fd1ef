// parlance ask -, add -, documents, conversations, evaluate: with a running server and without one.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { api } from './harness/api.mjs';
import { contract } from './harness/contract.mjs';
import { samples, temporaryFolder } from './harness/places.mjs';
import { commandLine, startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

const unknown = '0190f0f0-0000-7000-8000-000000000000';
const kite = 'The kite shop repairs bamboo frames within two days.';

const works = (title, given) =>
  describe(title, { concurrency: 1 }, () => {
    let data;
    let server;
    before(async () => {
      data = temporaryFolder();
      if (given.server) server = await startServer({ data });
    });
    after(() => server?.kill());
    const run = (args, more) => commandLine(args, { data, ...more });
    /** Runs a command that must end well. */
    const well = async (args, more) => {
      const end = await run(args, more);
      assert.equal(end.code, 0, `${args.join(' ')}: ${end.output}`);
      return end;
    };
    const json = async (args) => JSON.parse((await well([...args, '--json'])).stdout);
    /** Runs a command that must end with a sentence on standard error. */
    const badly = async (args, code, says, more) => {
      const end = await run(args, more);
      assert.equal(end.code, code, `${args.join(' ')}: ${end.output}`);
      assert.match(end.stderr, says);
      assert.equal(end.signal, null);
    };

    test(`nothing is there at first, and that is said (${title})`, async () => {
      assert.match((await well(['documents'])).stdout, /no documents/);
      assert.match((await well(['conversations'])).stdout, /no conversations/);
      assert.deepEqual(await json(['documents']), { items: [] });
      assert.deepEqual(await json(['conversations']), { items: [] });
    });

    test(`add - takes standard input under a name (${title})`, async () => {
      const { stdout } = await well(['add', '-', '--name', 'kites.md'], {
        input: `# Kites\n\n${kite}\n`,
      });
      assert.match(stdout, /kites\.md: ready/);
      await well(['add', '-'], { input: 'Unnamed words about parachutes.\n' });

      const { items } = await json(['documents']);

      assert.deepEqual(
        items.map(({ file_name: name, state }) => [name, state]),
        [
          ['standard-input.txt', 'ready'],
          ['kites.md', 'ready'],
        ],
      );
      const known = Object.keys(contract.components.schemas.Document.properties);
      for (const key of Object.keys(items[0])) assert.ok(known.includes(key), key);
    });

    test(`add - past 32 MiB, of nothing, or under no name is refused (${title})`, async () => {
      await badly(['add', '-'], 1, /32 MiB|larger|more than/i, {
        input: Buffer.alloc(32 * 1024 * 1024 + 1, 'a'),
      });
      const { code, output } = await run(['add', '-', '--name', 'nothing.md'], { input: '' });
      assert.equal(code, 1, output);
      assert.match(output, /nothing\.md: failed\. Empty/);
      await badly(['add', '-', '--name', '..'], 1, /name/, { input: 'x' });
    });

    test(`documents: a table, one state, as JSON (${title})`, async () => {
      const { stdout } = await well(['documents']);
      assert.match(stdout, /^ID +FILE +BYTES +PASSAGES +STATE *\n/);
      assert.match(stdout, /kites\.md .* ready\n/);
      assert.match(stdout, /nothing\.md .* failed: Empty: there is nothing to read\./);
      const failed = await json(['documents', '--state', 'failed']);
      assert.deepEqual(
        failed.items.map(({ file_name: name }) => name),
        ['nothing.md'],
      );
      assert.doesNotMatch((await well(['documents', '--state', 'ready'])).stdout, /nothing\.md/);
      await badly(['documents', '--state', 'gone'], 2, /gone|queued/);
    });

    test(`documents delete, restore and retry (${title})`, async () => {
      const { items } = await json(['documents']);
      const idOf = (name) => items.find(({ file_name: one }) => one === name).document_id;
      const [kites, nothing] = [idOf('kites.md'), idOf('nothing.md')];

      assert.match((await well(['documents', 'delete', kites])).stdout, /restored until \d{4}-/);
      assert.doesNotMatch((await well(['documents'])).stdout, /kites\.md/);
      const gone = await run(['search', 'bamboo frames']);
      assert.doesNotMatch(gone.stdout, /bamboo/);
      assert.match((await well(['documents', 'restore', kites])).stdout, /kites\.md: ready/);
      assert.match((await well(['search', 'bamboo frames'])).stdout, /bamboo/);
      assert.match((await well(['documents', 'retry', nothing])).stdout, /nothing\.md: queued/);
      await badly(['documents', 'retry', kites], 1, /could not be read/);
      for (const action of ['delete', 'restore', 'retry']) {
        await badly(['documents', action, unknown], 1, /no .*document/i);
        await badly(['documents', action, '17?x=1#y'], 1, /document/i);
        await badly(['documents', action], 2, /id/);
      }
    });

    test(`ask - takes the question from standard input (${title})`, async () => {
      const { stdout } = await well(['ask', '-'], {
        input: 'How soon does the kite shop\nrepair bamboo frames?\n',
      });
      assert.match(stdout, /within two days/);
      assert.match(stdout, /\[1\] .*kites\.md/);
      const { items } = await json(['conversations']);
      assert.match(items[0].title, /^How soon does the kite shop repair/);
      await badly(['ask', '-'], 2, /message_text|empty/, { input: ' \n' });
      await badly(['ask', '-'], 2, /32,?000|more than/, { input: 'a'.repeat(32_001) });
      await badly(['ask', '-'], 2, /not UTF-8/, { input: Buffer.from('a\xff\xfe', 'latin1') });
    });

    test(`ask --json is the finished turn and nothing else (${title})`, async () => {
      const turn = await json(['ask', 'Who repairs bamboo frames?']);

      assert.equal(turn.state, 'completed');
      assert.equal(turn.message_text, 'Who repairs bamboo frames?');
      assert.match(turn.answer_text, /kite shop/);
      assert.equal(turn.citations[0].file_name, 'kites.md');
      assert.ok(kite.includes(turn.citations[0].quote));
    });

    test(`ask --model takes a model that there is (${title})`, async () => {
      const turn = await json(['ask', 'Who repairs bamboo?', '--model', 'offline']);
      assert.equal(turn.model, 'offline');
      await badly(['ask', 'Who?', '--model', 'gpt-99'], 2, /model/);
    });

    test(`conversations: list, show, search, rename, delete and restore (${title})`, async () => {
      const before_ = (await json(['conversations'])).items;
      assert.ok(before_.length >= 3);
      const [{ conversation_id: id }] = before_;
      const table = (await well(['conversations'])).stdout;
      assert.match(table, /^ID +UPDATED +TITLE *\n/);
      assert.ok(table.includes(id));

      assert.match(
        (await well(['conversations', 'rename', id, 'Über Drachen'])).stdout,
        /Renamed to: Über Drachen/,
      );
      const shown = (await well(['conversations', 'show', id])).stdout;
      assert.match(shown, /^# Über Drachen\n\n## Who repairs bamboo\?\n/);
      const whole = await json(['conversations', 'show', id]);
      assert.equal(whole.turns[0].message_text, 'Who repairs bamboo?');
      const found = await well(['conversations', 'search', 'drachen']);
      assert.match(found.stdout, new RegExp(`${id} +Über Drachen\\n +title: Über \\*Drachen\\*`));
      const matches = await json(['conversations', 'search', 'Bamboo']);
      assert.ok(matches.items.some((one) => one.conversation_id === id));

      assert.match(
        (await well(['conversations', 'delete', id])).stdout,
        /restored until \d{4}-/,
      );
      assert.equal((await json(['conversations'])).items.length, before_.length - 1);
      await badly(['conversations', 'search', 'drachen'], 1, /Nothing was found/);
      await badly(['conversations', 'show', id], 1, /conversation/);
      assert.match(
        (await well(['conversations', 'restore', id])).stdout,
        /Restored: Über Drachen/,
      );
      assert.equal((await json(['conversations'])).items.length, before_.length);
    });

    test(`conversations: what is not there or not possible (${title})`, async () => {
      const [{ conversation_id: id }] = (await json(['conversations'])).items;
      for (const action of ['show', 'delete', 'restore'])
        await badly(['conversations', action, unknown], 1, /conversation/);
      await badly(['conversations', 'rename', unknown, 'x'], 1, /conversation/);
      await badly(['conversations', 'rename', id, 'x'.repeat(81)], 2, /80/);
      await badly(['conversations', 'rename', id, ' '], 2, /empty/);
      await badly(['conversations', 'rename', id], 2, /title/);
      await badly(['conversations', 'search', ''], 2, /empty|message_text|words/);
      await badly(['conversations', 'burn', id], 2, /burn/);
    });

    test(`evaluate measures known questions, as a table and as JSON (${title})`, async () => {
      const questions = [
        { id: 'a', question: 'Who repairs bamboo frames?', relevant: [{ file: 'kites.md' }] },
        { id: 'b', question: 'What about parachutes?', relevant: ['standard-input.txt'] },
        { id: 'c', question: 'Who won the 1974 chess olympiad in Nice?', relevant: [] },
      ];
      const file = path.join(temporaryFolder(), 'questions.jsonl');
      fs.writeFileSync(file, questions.map((one) => JSON.stringify(one)).join('\n'));

      const { stdout } = await well(['evaluate', file]);
      assert.match(stdout, /^MEASURE +VALUE +QUESTIONS *\n/);
      for (const measure of [/recall/i, /MRR/i, /nDCG/i, /unanswerable/i])
        assert.match(stdout, measure);
      const got = await json(['evaluate', '-k', '5', file]);
      assert.equal(got.questions, 3);
      assert.deepEqual(got.failures, []);
      for (const [name, { value }] of Object.entries(got.measures))
        assert.equal(value, name === 'wrongly abstained' ? 0 : 1, name);
      const piped = await well(['evaluate', '-'], { input: fs.readFileSync(file) });
      assert.equal(piped.stdout, stdout);
    });

    test(`evaluate names every bad line, and what failed (${title})`, async () => {
      const input = [
        '{"id": "a", "question": "Who repairs bamboo?", "relevant": ["kites.md"]}',
        'nonsense',
        '{"question": " ", "relevant": []}',
        '{"question": "x"}',
        '{"id": "a", "question": "y", "relevant": []}',
        '{"question": "z", "relevant": [{"file": "kites.md", "page": 0}]}',
      ].join('\n');
      const { code, stderr } = await run(['evaluate', '-'], { input });
      assert.equal(code, 2, stderr);
      for (const line of [2, 3, 4, 5, 6]) assert.match(stderr, new RegExp(`line ${line}: `));
      assert.doesNotMatch(stderr, /line 1:/);
      await badly(['evaluate', '/no/such.jsonl'], 2, /no\/such\.jsonl/);
      await badly(['evaluate', '-'], 2, /no question/, { input: '\n' });
      await badly(['evaluate', '-k', '0', '-'], 2, /k/, { input });

      const missed = await well(['evaluate', '-', '--json'], {
        input: '{"id": "m", "question": "Who repairs bamboo frames?", "relevant": ["other.md"]}',
      });
      const { failures } = JSON.parse(missed.stdout);
      assert.deepEqual(
        failures.map(({ id }) => id),
        ['m'],
      );
    });
  });

works('without a server', { server: false });
works('with a running server', { server: true });

test('add --no-wait with a running server leaves the reading to it', async () => {
  const server = await startServer();
  const file = path.join(temporaryFolder(), 'later.md');
  fs.writeFileSync(file, '# Later\n\nTeasels are dried in autumn.\n');

  const { code, stdout, output } = await commandLine(['add', '--no-wait', file], server);

  assert.equal(code, 0, output);
  assert.match(stdout, /1 of 1 sent; reading goes on/);
  const [{ document_id: id }] = (await api(server).read('/api/documents')).items;
  assert.equal((await api(server).documentEnds(id)).state, 'ready');
  const both = await commandLine(['add', '--no-wait', '--wait', file], server);
  assert.equal(both.code, 2, both.output);
  await server.kill();
});

test('add --no-wait without a server reads the file all the same', async () => {
  const data = temporaryFolder();
  await commandLine(['add', '--no-wait', '-', '--name', 'a.md'], { data, input: 'Burdock roots.\n' });

  const { stdout } = await commandLine(['documents', '--state', 'ready'], { data });

  assert.match(stdout, /a\.md/);
});

test('commands ask the model of the server, not of their own settings', async () => {
  const sim = await startSim();
  await sim.script({ text: 'From the model of the server.', delay_ms: 0 });
  const server = await startServer({ env: sim.env });

  const { stdout, code, output } = await commandLine(['ask', 'Whose model is this?'], server);

  assert.equal(code, 0, output);
  assert.match(stdout, /From the model of the server\./);
  await Promise.all([server.kill(), sim.kill()]);
});

test('an answer that is not complete ends with 1, as text and as JSON', async () => {
  const sim = await startSim();
  const data = temporaryFolder();
  for (const more of [[], ['--json']]) {
    await sim.script({ words: 30, delay_ms: 0, fault: { kind: 'cut_after', tokens: 10 } });
    const { code, stdout, stderr } = await commandLine(['ask', 'Will it break?', ...more], {
      data,
      env: sim.env,
    });
    assert.equal(code, 1, stderr);
    assert.match(stdout, /word1 word2/);
    assert.match(stderr, /not complete: interrupted/);
    if (more.length) assert.equal(JSON.parse(stdout).state, 'interrupted');
  }
  await sim.kill();
});

test('evaluate on the samples and their questions finds the right file first', async () => {
  const data = temporaryFolder();
  const questions = path.join(samples, 'questions.jsonl');

  const { code, stdout, output } = await commandLine(['evaluate', questions, '--json'], {
    data,
    env: { PARLANCE_DEMO: '1' },
    withinMs: 60_000,
  });

  assert.equal(code, 0, output);
  const { questions: count, measures } = JSON.parse(stdout);
  assert.equal(count, fs.readFileSync(questions, 'utf8').trim().split('\n').length);
  for (const [name, { value }] of Object.entries(measures))
    assert.ok(name === 'wrongly abstained' ? value <= 0.1 : value >= 0.9, `${name}: ${value}`);
});

const check = (env, more = []) =>
  commandLine(['check-config', ...more], { data: temporaryFolder(), env });

test('check-config shows every setting, its origin, and where text goes; no secret', async () => {
  const env = {
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_MODEL: 'a-model',
    OPENAI_API_KEY: 'sk-very-secret',
  };
  const { code, stdout, output } = await check(env);

  assert.equal(code, 0, output);
  assert.doesNotMatch(output, /very-secret/);
  assert.match(stdout, /OPENAI_API_KEY +set +from the environment/);
  assert.match(stdout, /OPENAI_MODEL +a-model +from the environment/);
  assert.match(stdout, /PARLANCE_HTTP_PORT +8080 +default/);
  assert.match(stdout, /Data directory: \//);
  assert.match(stdout, /Text goes to: 127\.0\.0\.1/);
  const whole = JSON.parse((await check(env, ['--json'])).stdout);
  assert.equal(whole.is_valid, true);
  assert.match(whole.destination, /127\.0\.0\.1/);
  assert.deepEqual(
    whole.settings.find(({ name }) => name === 'OPENAI_API_KEY'),
    { name: 'OPENAI_API_KEY', value: 'set', is_default: false },
  );
  assert.doesNotMatch(JSON.stringify(whole), /very-secret/);
  assert.match((await check({})).stdout, /OPENAI_API_KEY +missing[\s\S]*Text goes to: this machine/);
});

test('check-config tells all mistakes together, also unknown names, and ends with 2', async () => {
  const env = {
    PARLANCE_HTTP_PORT: '99999',
    PARLANCE_LISTEN: '0.0.0.0',
    PARLANCE_MODE: 'party',
    PARLANCE_COLOUR: 'red',
    OPENAI_MODEL: 'm',
    OPENAI_BASE_URL: 'ftp://x',
    OPENAI_API_KEY: 'sk-very-secret',
  };
  const names = Object.keys(env).filter((name) => !/MODEL|KEY/.test(name));

  const { code, stderr, output } = await check(env);
  const asJson = await check(env, ['--json']);

  assert.equal(code, 2, output);
  for (const name of names) assert.ok(stderr.includes(name), `${name}: ${stderr}`);
  assert.doesNotMatch(output, /very-secret/);
  assert.equal(asJson.code, 2);
  const whole = JSON.parse(asJson.stdout);
  assert.equal(whole.is_valid, false);
  for (const name of names) assert.ok(whole.mistakes.includes(name), whole.mistakes);
  assert.doesNotMatch(asJson.output, /very-secret/);
});

test('check-config starts nothing and makes no data folder', async () => {
  const data = path.join(temporaryFolder(), 'not-there-yet');
  const { code, output } = await commandLine(['check-config'], { data });
  assert.equal(code, 0, output);
  assert.equal(fs.existsSync(data), false);
});
