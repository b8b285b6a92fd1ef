// A program in a terminal of its own: what it writes is what a terminal would be given.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { binary, temporaryFolder } from './places.mjs';
import { Program } from './program.mjs';
import { environment } from './server.mjs';

const quoted = (word) => `'${String(word).replaceAll("'", `'\\''`)}'`;

/**
 * `parlance ARGS…` whose standard input, output and error are a pseudo-terminal: that of script(1),
 * which every Debian has. `stdout` is all that it showed, with a terminal's line ends.
 */
export class InTerminal extends Program {
  constructor(args, { data, env = {} }) {
    const record = path.join(temporaryFolder('terminal'), 'record');
    const line = `exec ${[binary, ...args].map(quoted).join(' ')}`;
    super('script', ['--quiet', '--return', '--command', line, '--log-out', record], {
      env: environment(data, { TERM: 'xterm', SHELL: '/bin/sh', ...env }),
      lastSignal: 'SIGTERM', // script hands it on
    });
    this.record = record;
  }

  /** The bytes it showed, after its end: without the lines that script puts around them. */
  get bytes() {
    const all = fs.readFileSync(this.record);
    const end = all.lastIndexOf('\nScript done');
    return all.subarray(all.indexOf('\n') + 1, end < 0 ? all.length : end);
  }
}

/** Runs it to its end: {code, bytes, text}. */
export async function inTerminal(args, { withinMs = 20_000, ...how }) {
  const program = new InTerminal(args, how);
  const { code } = await program.endsWithin(withinMs);
  return { code, bytes: program.bytes, text: program.bytes.toString('utf8') };
}

/**
 * Fails when a terminal would do anything with these bytes but show them. `allowed`: sequences of the
 * program's own.
 */
export function assertOnlyShown(bytes, allowed = []) {
  // A terminal's own line ends; then the program's own sequences.
  let text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  for (const own of allowed) text = text.replaceAll(own, '');
  // eslint-disable-next-line no-control-regex
  const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u206f]/u.exec(text);
  const around = obeyed && JSON.stringify(text.slice(Math.max(0, obeyed.index - 40), obeyed.index + 40));
  assert.equal(obeyed, null, `a terminal would obey this: ${around}`);
}
