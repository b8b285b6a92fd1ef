// What the server makes and holds is for its account only: files, core dumps, its memory.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { api } from './harness/api.mjs';
import { binary, temporaryFolder } from './harness/places.mjs';
import { Program } from './harness/program.mjs';
import { commandLine, environment, startServer } from './harness/server.mjs';

/** Every file and folder below, with its mode: {"blobs/ab": 0o700}. */
function modesIn(folder) {
  const all = fs.readdirSync(folder, { recursive: true });
  return Object.fromEntries(all.map((name) => [name, fs.statSync(path.join(folder, name)).mode & 0o777]));
}

function openToOthers(folder) {
  return Object.entries(modesIn(folder)).filter(([, mode]) => (mode & 0o077) !== 0);
}

test('whatever the umask was, a new data folder and all in it is closed to others', async () => {
  const data = path.join(temporaryFolder(), 'deep', 'data');
  const program = new Program('/bin/sh', ['-c', 'umask 0; exec "$0" serve', binary], {
    env: environment(data, { PARLANCE_HTTP_PORT: '0', PARLANCE_DEMO: '1' }),
  });
  const [, url] = await program.says(/parlance is ready on (http:\/\/\S+)/);
  const server = { url, port: Number(new URL(url).port) };
  await api(server).addDocument('a.md', '# A\n\nWords.\n');

  assert.equal(fs.statSync(data).mode & 0o777, 0o700);
  assert.equal(fs.statSync(path.dirname(data)).mode & 0o777, 0o700);
  const modes = modesIn(data);
  assert.ok('parlance.db-wal' in modes && 'parlance.db-shm' in modes, Object.keys(modes).join());
  assert.deepEqual(openToOthers(data), []);
  await program.kill('SIGTERM');
});

test('an open folder that is there is closed, with what is in it, and that is told once', async () => {
  const data = temporaryFolder();
  const first = await startServer({ data });
  await first.kill('SIGKILL'); // leaves -wal and -shm
  for (const name of fs.readdirSync(data)) {
    const isFolder = fs.statSync(path.join(data, name)).isDirectory();
    fs.chmodSync(path.join(data, name), isFolder ? 0o755 : 0o644);
  }
  fs.chmodSync(data, 0o755);

  const second = await startServer({ data });
  assert.match(second.stderr, /"event":"data_directory_closed_to_others",.*"mode_was":"0755"/);
  assert.equal(fs.statSync(data).mode & 0o777, 0o700);
  assert.deepEqual(openToOthers(data), []);
  await second.kill('SIGTERM');
  const third = await startServer({ data });
  assert.doesNotMatch(third.stderr, /data_directory_closed/);
  await third.kill('SIGTERM');
});

test('a folder of others is refused with a sentence that helps, and left as it is', async () => {
  // Only root can make a file of somebody else's; others have /tmp.
  const isRoot = process.getuid() === 0;
  const data = isRoot ? temporaryFolder() : '/tmp';
  if (isRoot) {
    fs.writeFileSync(path.join(data, 'homework.txt'), 'x');
    fs.chownSync(path.join(data, 'homework.txt'), 12345, 12345);
    fs.chmodSync(data, 0o755);
  }
  const mode = fs.statSync(data).mode;

  for (const args of [['serve'], ['documents']]) {
    const { code, stderr } = await commandLine(args, { data });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /every account of this machine can use the data directory/);
    assert.ok(stderr.includes(`PARLANCE_DATA=${data}/parlance`), stderr);
  }
  assert.equal(fs.statSync(data).mode, mode);
  if (!isRoot) return;
  assert.deepEqual(fs.readdirSync(data), ['homework.txt']);

  const { code, stderr } = await commandLine(['documents'], { data: path.join(data, 'parlance') });
  assert.equal(code, 0, stderr);
});

/** Whether a program that breaks leaves a core here. */
function coresAreMade(folder) {
  const script = 'ulimit -c unlimited && kill -SEGV $$';
  spawnSync('/bin/sh', ['-c', script], { cwd: folder });
  return coresIn(folder).length > 0;
}

function coresIn(folder) {
  return fs.readdirSync(folder).filter((name) => /core/.test(name));
}

test('no crash leaves a core, and nobody else reads its memory', async () => {
  const folder = temporaryFolder('cores');
  const makesCores = coresAreMade(folder);
  for (const name of coresIn(folder)) fs.rmSync(path.join(folder, name));
  for (const signal of ['SIGSEGV', 'SIGABRT']) {
    const program = new Program('/bin/sh', ['-c', 'ulimit -c unlimited; exec "$0" serve', binary], {
      env: environment(temporaryFolder(), { PARLANCE_HTTP_PORT: '0', OPENAI_API_KEY: 'planted-key' }),
      cwd: folder,
    });
    await program.says(/parlance is ready/);

    const limits = fs.readFileSync(`/proc/${program.pid}/limits`, 'utf8');
    assert.match(limits, /^Max core file size +0 +0 /m);
    // A process that may not be dumped belongs to root there, whoever runs it.
    assert.equal(fs.statSync(`/proc/${program.pid}/environ`).uid, 0);
    if (process.getuid() === 0) {
      const asOther = ['--reuid=12345', '--clear-groups', 'cat', `/proc/${program.pid}/environ`];
      assert.doesNotMatch(String(spawnSync('setpriv', asOther).stdout), /planted-key/);
    }
    const { signal: endedBy } = await program.kill(signal);

    assert.equal(endedBy, signal);
    assert.deepEqual(coresIn(folder), [], `cores can be made here: ${makesCores}`);
  }
});
