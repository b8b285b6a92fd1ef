// Answers one POST /v1/chat/completions the way its script says, faults included.
import { setTimeout as pause } from 'node:timers/promises';
import { answerTo, countingStep, piecesOf } from './answer.mjs';
import { Chunks, errorBody, promptRejected, usageOf, wholeAnswer } from './chunks.mjs';
import { textOf } from './script.mjs';

function send(response, status, body, headers = {}) {
  const bytes = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(bytes);
}

/** A fault that comes instead of an answer. True when it has been given. */
function refuse(response, fault) {
  switch (fault?.kind) {
    case 'status': {
      const headers = {};
      if (fault.retry_after_ms !== undefined) {
        headers['retry-after-ms'] = String(fault.retry_after_ms);
        headers['retry-after'] = String(Math.ceil(fault.retry_after_ms / 1000));
      }
      if (fault.retry_after !== undefined) headers['retry-after'] = String(fault.retry_after);
      send(response, fault.status, errorBody(fault.status, fault.message ?? 'scripted fault', fault.code), headers);
      return true;
    }
    case 'html':
      send(response, fault.status ?? 502, '<html><h1>Bad Gateway</h1></html>', { 'content-type': 'text/html' });
      return true;
    case 'redirect':
      send(response, 307, '', { location: fault.location });
      return true;
    case 'prompt_content_filter':
      send(response, 400, promptRejected());
      return true;
    case 'close_before_first':
      response.socket?.destroy();
      return true;
    default:
      return false;
  }
}

/** Writes bytes in slices of `size`, each flushed on its own, and waits while the reader is slow. */
async function write(response, text, size, signal) {
  const bytes = Buffer.from(text, 'utf8');
  const step = size > 0 ? size : bytes.length;
  for (let at = 0; at < bytes.length; at += step) {
    if (signal.aborted) return;
    const taken = response.write(bytes.subarray(at, at + step));
    if (!taken) {
      await new Promise((resolve) => {
        response.once('drain', resolve);
        signal.addEventListener('abort', resolve, { once: true });
      });
    } else if (size > 0) {
      await new Promise(setImmediate);
    }
  }
}

async function flushed(response, signal) {
  while (!signal.aborted && (response.writableLength > 0 || response.socket?.writableLength > 0)) {
    await new Promise(setImmediate);
  }
}

/** A fault that comes after n pieces. True when the stream must not go on. */
async function breakOff(fault, { say, response, signal, chunks }) {
  switch (fault.kind) {
    case 'cut_after':
      await flushed(response, signal);  // destroy() would take back what is not yet sent
      response.socket?.destroy();
      return true;
    case 'stall_after':
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      return true;
    case 'malformed_after':
      await say('data: {"choices":[{"delta":{"content":"brok\n\n');
      response.end();
      return true;
    case 'oversized_line_after':
      await say(`data: {"x":"${'a'.repeat(fault.bytes ?? 2_000_000)}"}\n\n`);
      return false;
    case 'error_event_after':
      await say(`data: ${JSON.stringify(errorBody(500, fault.message ?? 'scripted error in the stream'))}\n\n`);
      response.end();
      return true;
    case 'content_filter_after':
      await say(`data: ${JSON.stringify(chunks.finish('content_filter'))}\n\n`);
      await say('data: [DONE]\n\n');
      response.end();
      return true;
    default:
      return false;
  }
}

async function wait(ms, signal) {
  if (ms > 0) await pause(ms, undefined, { signal }).catch(() => {});
}

async function stream(answer, { request, response, step, entry, journal, delayMs, signal }) {
  const chunks = new Chunks({ ...answer, withUsage: request.stream_options?.include_usage === true });
  const newline = step.crlf ? '\r\n' : '\n';
  const say = (text) =>
    write(response, step.crlf ? text.replaceAll('\n', newline) : text, step.chunk_bytes ?? 0, signal);
  const event = (value) => say(`data: ${JSON.stringify(value)}\n\n`);

  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
  if (step.comments) await say(': simulated keep-alive\n\n');
  if (step.prompt_filter) await event(chunks.promptFilter());
  await wait(step.first_token_delay_ms ?? 0, signal);
  await event(chunks.role());

  const breaksAt = step.fault?.tokens ?? 0;
  for (let i = 0; i <= answer.pieces.length; i += 1) {
    if (step.hold === i) await journal.held(signal);
    if (step.fault && breaksAt === i) {
      if (await breakOff(step.fault, { say, response, signal, chunks })) return;
    }
    if (signal.aborted) return;
    if (i === answer.pieces.length) break;
    await event(chunks.text(answer.pieces[i]));
    entry.tokens_sent = i + 1;
    await wait(step.delay_ms ?? delayMs, signal);
  }
  await event(chunks.finish(step.finish_reason ?? 'stop'));
  if (request.stream_options?.include_usage) await event(chunks.cost(answer.usage));
  if (step.fault?.kind !== 'no_done') await say('data: [DONE]\n\n');
  response.end();
}

/** Answers `request` (parsed, valid enough) on `response`. */
export async function complete(request, context) {
  const { response, entry, journal, signal } = context;
  const counting = textOf(context.step) === undefined && countingStep(request.messages);
  const step = { ...counting, ...context.step };
  if (refuse(response, step.fault)) return;
  const text = textOf(step) ?? answerTo(request.messages);
  const pieces = step.pieces ?? piecesOf(text);
  const answer = {
    id: `chatcmpl-sim${entry.id}`, model: request.model, created: Math.floor(Date.now() / 1000),
    text, pieces, usage: step.usage ?? usageOf(request.messages, pieces.length),
  };
  if (request.stream === true) {
    await stream(answer, { request, ...context, step });
    return;
  }
  await wait(step.first_token_delay_ms ?? 0, signal);
  if (step.hold !== undefined) await journal.held(signal);
  if (signal.aborted) return;
  entry.tokens_sent = pieces.length;
  send(response, 200, wholeAnswer({ ...answer, finish: step.finish_reason ?? 'stop' }));
}
