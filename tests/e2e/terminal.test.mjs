// What models and documents say cannot do anything with a terminal, in every command.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { api } from './harness/api.mjs';
import { temporaryFolder } from './harness/places.mjs';
import { commandLine, startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';
import { assertOnlyShown, inTerminal, InTerminal } from './harness/terminal.mjs';

const ownProgressBar = ['\r\u001b[2K'];

// Writes "stolen" into the clipboard; clears the screen; turns what follows around.
const clipboard = '\u001b]52;c;c3RvbGVu\u0007';
const others = '\u009b2J \u009d52;c;eA==\u009c \u202etxt.exe\u202c\u2066 \b\b\u007f';
const rightToLeft = 'שלום עולם \u200f! مرحبا';

describe('outside text in a terminal', { concurrency: 1 }, () => {
  let sim;
  let data;
  let server;
  let id;
  before(async () => {
    sim = await startSim();
    data = temporaryFolder();
    server = await startServer({ data, env: sim.env });
  });
  after(async () => {
    await server?.kill();
    await sim?.kill();
  });

  test('ask shows an answer whose sequences are split over two deltas as text', async () => {
    const pieces = ['a ', '\u001b', ']52', ';c;c3Rv', 'bGVu', '\u0007 ', 'safe', '\r', 'gone '];
    await sim.script({ pieces: [...pieces, others, rightToLeft, ' b\r', '\nend'] });

    const { code, bytes, text } = await inTerminal(['ask', 'Say it.'], { data });

    assert.equal(code, 0, text);
    assertOnlyShown(bytes);
    assert.ok(text.includes('a \ufffd]52;c;c3RvbGVu\ufffd safe\ufffdgone \ufffd2J'), text);
    assert.ok(text.includes(`${rightToLeft} b\r\nend`), text);
    id = (await api(server).read('/api/conversations')).items[0].conversation_id;
  });

  test('ask holds nothing back that can be shown', async () => {
    await sim.script({ pieces: ['first\r', '\u001b', 'second'], hold: 2 });
    const program = new InTerminal(['ask', 'Slowly.'], { data });

    await program.says(/first\ufffd\ufffd/);
    await sim.holding(); // what is shown may be quicker than the model's next step
    await sim.release();
    const { code } = await program.endsWithin(10_000);

    assert.equal(code, 0);
    assertOnlyShown(program.bytes);
  });

  test('in a pipe it is the same: behind it is a terminal again', async () => {
    await sim.script({ pieces: [clipboard, others] });
    const { code, stdout } = await commandLine(['ask', 'Say it.'], { data });
    assert.equal(code, 0);
    assertOnlyShown(Buffer.from(stdout));
  });

  test('--json gives what was said, escaped', async () => {
    await sim.script({ pieces: [clipboard, others] });
    const { code, stdout } = await commandLine(['ask', 'Say it.', '--json'], { data });
    assert.equal(code, 0);
    assertOnlyShown(Buffer.from(stdout));
    assert.ok(JSON.parse(stdout).answer_text.startsWith(clipboard + others.slice(0, 3)), stdout);
  });

  test('conversations: list, show, search, rename', async () => {
    const words = 'kestrel \u202etxt \u2066';
    for (const args of [
      ['conversations', 'rename', id, words],
      ['conversations'],
      ['conversations', '--json'],
      ['conversations', 'show', id],
      ['conversations', 'show', id, '--json'],
      ['conversations', 'search', 'kestrel'],
      ['conversations', 'search', 'kestrel', '--json'],
    ]) {
      const { code, bytes, text } = await inTerminal(args, { data });
      assert.equal(code, 0, text);
      assertOnlyShown(bytes);
      assert.match(text, /kestrel/, args.join(' '));
    }
    const { stdout } = await commandLine(['conversations', 'show', id, '--json'], { data });
    assert.match(JSON.stringify(JSON.parse(stdout)), /kestrel/);
  });

  test('add, documents and search show file names and text of documents', async () => {
    const folder = temporaryFolder('documents');
    const name = `gull ${others}\n[9/9] forged: ready ${clipboard}.html`.replaceAll('/', '-');
    fs.writeFileSync(path.join(folder, name), `<h1>Gulls &#27;[31m</h1><p>Gulls \u009b2J \u202etxt\u202c &#27;]52;c;eA==&#7; rest.</p>`);
    fs.writeFileSync(path.join(folder, 'broken \u009b2J.pdf'), `%PDF-1.7 ${others}`);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/latin `), Buffer.from([0x9b, 0x32, 0x4a])]), 'x');

    const added = await inTerminal(['add', folder], { data });
    assertOnlyShown(added.bytes, ownProgressBar);
    assert.doesNotMatch(added.text, /^\[9-9\] forged/m);
    assert.match(added.text, /\] gull .*: ready/);
    for (const args of [
      ['documents'],
      ['documents', '--json'],
      ['documents', '--state', 'failed'],
      ['search', 'gulls'],
    ]) {
      const { code, bytes, text } = await inTerminal(args, { data });
      assert.equal(code, 0, text);
      assertOnlyShown(bytes);
      assert.match(text, /gull|broken/, args.join(' '));
    }
  });

  test('mistakes quote nothing that a terminal obeys', async () => {
    const questions = path.join(temporaryFolder('questions'), 'q.jsonl');
    fs.writeFileSync(questions, `{"id":"${others}`);
    for (const args of [
      ['ask', `${clipboard}`.repeat(10), '--model', others],
      ['add', `nowhere${clipboard}`],
      ['evaluate', questions],
      ['evaluate', `nowhere${clipboard}`],
      ['documents', 'delete', clipboard],
      ['documents', '--state', clipboard],
      [clipboard],
      ['conversations', 'show', others],
    ]) {
      const { code, bytes, text } = await inTerminal(args, { data });
      assert.ok(code > 0, text);
      assert.match(text, /\w/);
      assertOnlyShown(bytes);
    }
    const wrong = await inTerminal(['check-config'], { data, env: { PARLANCE_MODE: clipboard, PARLANCE_LOG: others } });
    assert.equal(wrong.code, 2);
    assertOnlyShown(wrong.bytes);
  });
});
