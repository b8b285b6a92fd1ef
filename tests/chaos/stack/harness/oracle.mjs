// What each client displayed, byte by byte and change by change, against what is stored in the end.

/** The simulated model's whole answer to `questionFor(word, count)`. */
export function wholeAnswer(word, count) {
  return Array.from({ length: count }, (_, i) => `${word}${i + 1}`).join(' ');
}

export function questionFor(word, count, everyMs) {
  return `count to ${count} as ${word} every ${everyMs} ms`;
}

function commonLength(one, other) {
  const most = Math.min(one.length, other.length);
  for (let i = 0; i < most; i += 1) if (one[i] !== other[i]) return i;
  return most;
}

function isPrefix(short, long) {
  return short.length <= long.length && short.equals(long.subarray(0, short.length));
}

/** Numbers of the tokens of an answer; NaN for one that is not whole. */
function numbersOf(text) {
  return text.split(' ').map((token) => Number(/(\d+)$/.exec(token)?.[1] ?? NaN));
}

/** In words, what is wrong with `is`, which should be `wanted`. */
export function difference(is, wanted) {
  const at = commonLength(is, wanted);
  const text = is.toString('utf8');
  const numbers = numbersOf(text);
  const kinds = [];
  if (is.length < wanted.length && at === is.length)
    kinds.push(`${wanted.length - at} bytes lost at its end`);
  if (new Set(numbers).size < numbers.length) kinds.push('tokens doubled');
  if (numbers.some((number, i) => i > 0 && number < numbers[i - 1]))
    kinds.push('tokens out of order');
  if (numbers.some((number, i) => i > 0 && number > numbers[i - 1] + 1)) kinds.push('tokens lost');
  const near = (bytes) =>
    JSON.stringify(bytes.subarray(Math.max(0, at - 20), at + 20).toString('utf8'));
  return `from byte ${at} on (${kinds.join(', ') || 'bytes changed'}): ${near(is)}, not ${near(wanted)}`;
}

/** Replays the changes: every state that was displayed must have been right. */
function displayProblems(client, stored, whole, mayShrink) {
  const problems = [];
  let shown = Buffer.alloc(0);
  for (const { at, delta } of client.changes) {
    if (at < shown.length && !mayShrink)
      problems.push(`${shown.length - at} bytes were taken back`);
    shown = Buffer.concat([shown.subarray(0, at), Buffer.from(delta)]);
    if (!isPrefix(shown, whole)) problems.push(`displayed ${difference(shown, whole)}`);
    else if (!mayShrink && !isPrefix(shown, stored))
      problems.push(`displayed ${shown.length} bytes, but ${stored.length} are stored`);
    if (problems.length > 0) return problems;
  }
  if (!shown.equals(client.displayed)) problems.push('the changes do not give what is displayed');
  if (client.end && !shown.equals(stored)) problems.push(`at the end ${difference(shown, stored)}`);
  return problems;
}

/** Other events: numbered without a gap, each shown once; `mayShrink`: those of a crash come again. */
function eventProblems(client, mayShrink) {
  const problems = [];
  let last = 0;
  for (const { n, name } of client.events) {
    const isNext = n === last + 1 || (name === 'end' && n === last);
    if (!isNext && !(mayShrink && n <= last)) problems.push(`${name} is event ${n} after ${last}`);
    last = n;
  }
  return problems;
}

/**
 * What is wrong with what a client saw. `stored`: GET /api/turns/{id} through another replica.
 * `whole`: what the model would say in full. `wasOwnerLost`: its owner was killed or paused, so the
 * answer may be interrupted, and what was displayed may be longer than what is kept.
 */
export function judged(client, stored, { whole, wasOwnerLost = false, wasStopped = false }) {
  const storedText = Buffer.from(stored.answer_text);
  const wholeText = Buffer.from(whole);
  const problems = [...client.errors];
  if (!client.end) problems.push('no end was shown');
  else if (client.end.state !== stored.state)
    problems.push(`shown as ${client.end.state}, stored as ${stored.state}`);
  const allowed = [
    'completed',
    ...(wasOwnerLost ? ['interrupted'] : []),
    ...(wasStopped ? ['stopped'] : []),
  ];
  if (!allowed.includes(stored.state))
    problems.push(`the answer is ${stored.state} ${stored.fault ?? ''}`.trim());
  if (stored.state === 'completed' && !storedText.equals(wholeText))
    problems.push(`stored ${difference(storedText, wholeText)}`);
  if (!isPrefix(storedText, wholeText))
    problems.push(`stored ${difference(storedText, wholeText)}`);
  if (client.ids.length !== 1) problems.push(`asked under ${client.ids.length} ids`);
  if (client.events.filter(({ name }) => name === 'end').length > 1) problems.push('ended twice');
  problems.push(...displayProblems(client, storedText, wholeText, wasOwnerLost));
  problems.push(...eventProblems(client, wasOwnerLost));
  return [...new Set(problems)];
}

/** A conversation has each question once. `turns`: of GET /api/conversations/{id}. */
export function questionProblems(turns, question) {
  const count = turns.filter(({ message_text: asked }) => asked === question).length;
  return count === 1 ? [] : [`the question is stored ${count} times`];
}
