// parlance ask, add, search, --version: with a running server and without one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { api } from './harness/api.mjs';
import { until } from './harness/conditions.mjs';
import { binary, temporaryFolder } from './harness/places.mjs';
import { Program } from './harness/program.mjs';
import { commandLine, environment, startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

const answer = 'Ropes are retired after ten years at the latest.';

function documents() {
  const folder = temporaryFolder('documents');
  fs.mkdirSync(path.join(folder, 'notes', 'deep'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'ropes.md'), `# Ropes\n\n${answer}\n`);
  fs.writeFileSync(
    path.join(folder, 'notes', 'stoves.txt'),
    'Stoves are cleaned with a needle every spring.\n',
  );
  fs.writeFileSync(
    path.join(folder, 'notes', 'deep', 'tents.html'),
    '<h1>Tents</h1><p>Tents are dried in the attic.</p>',
  );
  fs.writeFileSync(path.join(folder, 'notes', 'hours.csv'), 'shop,opens\nHarbour,08:30\n');
  return folder;
}

const works = (title, given) =>
  describe(title, { concurrency: 1 }, () => {
    let data;
    let server;
    let folder;
    before(async () => {
      folder = documents();
      data = temporaryFolder();
      if (given.server) server = await startServer({ data });
    });
    after(() => server?.kill());
    const run = (...args) => commandLine(args, { data });

    test(`add takes a file and a folder with all that is in it (${title})`, async () => {
      const { code, output } = await run(
        'add',
        path.join(folder, 'ropes.md'),
        path.join(folder, 'notes'),
      );

      assert.equal(code, 0, output);
      for (const name of ['ropes.md', 'stoves.txt', 'tents.html', 'hours.csv']) {
        assert.ok(output.includes(name), output);
      }
      if (!server) return;
      const { items } = await api(server).read('/api/documents');
      assert.deepEqual(items.map((item) => [item.file_name, item.state]).sort(), [
        ['hours.csv', 'ready'],
        ['ropes.md', 'ready'],
        ['stoves.txt', 'ready'],
        ['tents.html', 'ready'],
      ]);
    });

    test(`ask answers with citations below (${title})`, async () => {
      const { code, stdout, output } = await run('ask', 'When are ropes retired?');

      assert.equal(code, 0, output);
      assert.ok(stdout.includes(answer), output);
      assert.match(stdout, /\[1\]/);
      assert.match(stdout.slice(stdout.indexOf(answer)), /\[?1\]?.*ropes\.md/s);
    });

    test(`search shows the passages and their files (${title})`, async () => {
      const { code, stdout, output } = await run('search', 'stoves needle');

      assert.equal(code, 0, output);
      assert.match(stdout, /stoves\.txt/);
      assert.match(stdout, /cleaned with a needle/);
    });

    test(`a question that the documents do not answer ends well and says so (${title})`, async () => {
      const { code, stdout } = await run('ask', 'Who won the 1974 chess olympiad in Nice?');

      assert.equal(code, 0);
      assert.match(stdout, /do not answer|found nothing|nothing/i);
    });

    test(`a file that is not there or cannot be read is named, the others are added (${title})`, async () => {
      const broken = path.join(folder, 'broken.bin');
      fs.writeFileSync(broken, Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0]));
      const extra = path.join(folder, 'extra.md');
      fs.writeFileSync(extra, '# Extra\n\nKites fly on Sundays.\n');

      const { code, output } = await run('add', path.join(folder, 'missing.md'), broken, extra);

      assert.ok(code > 0, output);
      assert.match(output, /missing\.md/);
      assert.match(output, /broken\.bin/);
      const { stdout } = await run('search', 'kites');
      assert.match(stdout, /Kites fly on Sundays/);
    });
  });

works('without a server', { server: false });
works('with a running server', { server: true });

test('--version says one line with a number', async () => {
  const { code, stdout } = await commandLine(['--version'], { data: temporaryFolder() });

  assert.equal(code, 0);
  assert.match(stdout, /^parlance \d+\.\d+\.\d+\S*\n$/);
});

test('what is no command ends with a sentence and how to use it', async () => {
  for (const args of [
    ['serv'],
    ['ask'],
    ['search'],
    ['add'],
    ['--nothing'],
    ['ask', ''],
    ['ask', 'a'.repeat(32_001)],
  ]) {
    const { code, stderr, stdout } = await commandLine(args, { data: temporaryFolder() });
    assert.ok(code > 0, `${args}: ${code}`);
    assert.match(stderr || stdout, /\S/, `${args} says nothing`);
  }
});

test('ask streams: the first words are there before the last are known; stopping the server is not needed', async () => {
  const sim = await startSim();
  await sim.script({ words: 20, delay_ms: 0, hold: 10 });
  const program = new Program(binary, ['ask', 'Count to twenty.'], {
    env: environment(temporaryFolder(), sim.env),
  });
  await sim.holding();

  await until('the first words', () => program.stdout.includes('word10'));
  assert.ok(!program.stdout.includes('word11'));
  await sim.release();
  const { code } = await program.endsWithin(10_000);

  assert.equal(code, 0);
  assert.ok(program.stdout.includes(numberedWords(20)), program.stdout);
  await sim.kill();
});

test('add stays in the folder: links out of it, pipes and circles are left out and told', async () => {
  const data = temporaryFolder();
  const place = temporaryFolder('place');
  const folder = path.join(place, 'folder');
  fs.mkdirSync(path.join(folder, 'deep'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'a.md'), '# A\n\nHerons wade.\n');
  fs.writeFileSync(path.join(place, 'secret.md'), '# S\n\nThe vault opens at noon.\n');
  fs.symlinkSync('../secret.md', path.join(folder, 'out.md'));
  fs.symlinkSync(place, path.join(folder, 'deep', 'up'));
  fs.symlinkSync('a.md', path.join(folder, 'again.md'));
  fs.symlinkSync('nowhere', path.join(folder, 'broken.md'));
  execFileSync('mkfifo', [path.join(folder, 'pipe')]);

  const { code, stdout, stderr, output } = await commandLine(['add', folder], { data });

  assert.equal(code, 0, output);
  assert.match(stdout, /^\[1\/1\] a\.md: ready\n$/);
  assert.match(stderr, /left out: 2 links that lead out of the folder\n/);
  assert.match(stderr, /left out: 1 link that leads nowhere\n/);
  assert.match(stderr, /left out: 1 device, pipe or socket\n/);
  const found = await commandLine(['search', 'vault noon'], { data });
  assert.equal(found.code, 1, found.output);
});
