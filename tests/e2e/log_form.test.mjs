// The log: for people in a terminal, JSON everywhere else or when it is asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from './harness/api.mjs';
import { exchange } from './harness/http.mjs';
import { temporaryFolder } from './harness/places.mjs';
import { commandLine, startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';
import { assertOnlyShown, InTerminal } from './harness/terminal.mjs';

const colours = ['\u001b[0m', '\u001b[1m', '\u001b[2m', '\u001b[1;33m', '\u001b[1;31m'];

/** A server in a terminal that was asked for an asset, for nothing, and twice for an answer. */
async function watched(env) {
  const sim = await startSim();
  const server = new InTerminal(['serve'], {
    data: temporaryFolder(),
    env: { PARLANCE_HTTP_PORT: '0', TZ: 'IST-5:30', ...sim.env, ...env },
  });
  const [, url] = await server.says(/parlance is ready on (http:\/\/\S+)/);
  Object.assign(server, { url, port: Number(new URL(url).port) });
  await sim.script({ text: 'Well.' });
  await exchange(server, { path: '/' });
  await exchange(server, { path: '/no-such-thing' });
  await api(server).answered('How are you?');
  await sim.script({ fault: { kind: 'status', status: 401, message: '\u001b]52;c;eA==\u0007 \u009b2J' } });
  await api(server).answered('And now?', 'failed');
  await server.says(/turn.ended.*failed/);
  server.child.kill('SIGTERM');
  const { code } = await server.endsWithin(20_000);
  assert.equal(code, 0);
  await sim.kill();
  return server.bytes;
}

test('in a terminal it reads for people, and says little of what goes well', async () => {
  const bytes = await watched({ NO_COLOR: '1' });

  assertOnlyShown(bytes);
  const text = bytes.toString('utf8');
  assert.match(text, /^\d\d:\d\d:\d\d info {4}turn ended {2}state=completed /m);
  assert.match(text, /^\d\d:\d\d:\d\d warning turn ended {2}state=failed .*trace id=[0-9a-f]{32}\r$/m);
  assert.match(text, /^\d\d:\d\d:\d\d info {4}request finished {2}method=GET .*status=404/m);
  assert.doesNotMatch(text, /status=200|"event"|""/);
  const local = new Date(Date.now() + 5.5 * 3600e3).toISOString().slice(11, 13);
  const before = new Date(Date.now() + 5.4 * 3600e3).toISOString().slice(11, 13);
  assert.match(text, new RegExp(`^(${local}|${before}):`, 'm'), 'the local hour');
});

test('colours are used where the terminal has them and nobody refused them', async () => {
  const bytes = await watched({ TERM: 'xterm-256color' });
  assertOnlyShown(bytes, colours);
  assert.ok(bytes.toString('utf8').includes('\u001b[1;33mwarning\u001b[0m'));

  assertOnlyShown(await watched({ TERM: 'dumb' }));
});

test('PARLANCE_LOG=json is JSON in a terminal too', async () => {
  const lines = (await watched({ PARLANCE_LOG: 'json' })).toString('utf8').split('\r\n');

  const logged = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  assert.ok(logged.some(({ event, state }) => event === 'turn_ended' && state === 'completed'));
  assert.ok(logged.some(({ event, status }) => event === 'request_finished' && status === 200));
  assert.doesNotMatch(lines.join('\n'), /^\d\d:\d\d:\d\d /m);
});

test('into a pipe it is JSON, a line an event, its keys in the order they always had', async () => {
  const server = await startServer({ env: { TERM: 'xterm' } });
  await exchange(server, { path: '/healthz' });
  await exchange(server, { path: '/' });
  await server.kill('SIGTERM');

  const lines = server.stderr.trimEnd().split('\n');
  assert.ok(lines.length >= 2, server.stderr);
  for (const line of lines) {
    const [time, level, event] = Object.keys(JSON.parse(line));
    assert.deepEqual([time, level, event], ['time', 'level', 'event']);
    assert.match(line, /^\{"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","level":"[a-z]+","event":"/);
  }
});

test('another value of PARLANCE_LOG is a mistake at start, told with the others', async () => {
  const { code, stderr } = await commandLine(['serve'], {
    data: temporaryFolder(),
    env: { PARLANCE_LOG: 'yaml', PARLANCE_MODE: 'slow' },
  });

  assert.equal(code, 2);
  assert.match(stderr, /PARLANCE_LOG must be json or unset, not 'yaml'/);
  assert.match(stderr, /PARLANCE_MODE/);
});
