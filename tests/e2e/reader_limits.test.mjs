// The process that reads files: the limits it puts on itself, and what becomes of it past them.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { until } from './harness/conditions.mjs';
import { binary } from './harness/places.mjs';

const worker = path.join(path.dirname(binary), 'parlance-extract');
const mebibyte = 1024 * 1024;
const smallFile = Buffer.from('a.txt\nA line.\n');
// Some seconds of processor time and some hundred megabytes: as large as a file may be.
const largeFile = Buffer.concat([
  Buffer.from('a.html\n<body>'),
  Buffer.alloc(31 * mebibyte, '<i>a'),
]);

/** The limits of a process as the kernel holds them: name → [soft, hard]. */
function limitsOf(pid) {
  const lines = fs.readFileSync(`/proc/${pid}/limits`, 'utf8').split('\n').slice(1);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, 26).trim(), line.slice(26).trim().split(/\s+/, 2)]),
  );
}

/** Starts the reader, looks at it while it waits for its file, then gives it one. */
async function read(file, look) {
  const child = spawn(worker, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  child.stdin.on('error', () => {});
  child.stdout.resume();
  try {
    await until('the reader is in its jail', () => {
      return limitsOf(child.pid)['Max address space'][0] !== 'unlimited';
    });
    look(child.pid);
    child.stdin.end(file);
    return await ended;
  } finally {
    child.kill('SIGKILL');
  }
}

test('it has extraction_cpu_max of processor time and extraction_memory_bytes_max of memory', async () => {
  const end = await read(smallFile, (pid) => {
    const limits = limitsOf(pid);
    assert.deepEqual(limits['Max cpu time'], ['29', '30']);
    assert.deepEqual(limits['Max address space'], Array(2).fill(String(512 * mebibyte)));
    assert.deepEqual(limits['Max file size'], ['0', '0']);
    assert.deepEqual(limits['Max core file size'], ['0', '0']);
  });
  assert.deepEqual(end, { code: 0, signal: null });
});

test('past its processor time it is killed', async () => {
  const end = await read(largeFile, (pid) => {
    execFileSync('prlimit', ['--pid', String(pid), '--cpu=1:1']);
  });
  assert.deepEqual(end, { code: null, signal: 'SIGKILL' });
});

test('past its memory it ends with a refusal, and writes nothing that could be taken for text', async () => {
  const end = await read(largeFile, (pid) => {
    execFileSync('prlimit', ['--pid', String(pid), `--as=${48 * mebibyte}`]);
  });
  assert.deepEqual(end, { code: 2, signal: null });
});
