// The server: OpenAI's routes for clients, /control for tests. Shares no code with parlance.
import http from 'node:http';
import { errorBody } from './chunks.mjs';
import { complete } from './completion.mjs';
import { Journal, Script } from './script.mjs';

const bodyBytesMax = 20 * 1024 * 1024;

function reply(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

async function bodyOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > bodyBytesMax) throw new Error('the body is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A sentence when `request` is not a chat completion request, otherwise undefined. */
function mistakeIn(request) {
  if (request === null || typeof request !== 'object') return 'the body is not a JSON object';
  if (typeof request.model !== 'string') return 'you must provide a model parameter';
  if (!Array.isArray(request.messages) || request.messages.length === 0) {
    return 'messages must be a non-empty array';
  }
  for (const message of request.messages) {
    if (!['system', 'developer', 'user', 'assistant', 'tool'].includes(message?.role)) {
      return `'${message?.role}' is not one of the roles a message may have`;
    }
  }
  if (request.stream_options && request.stream !== true) {
    return "the 'stream_options' parameter is only allowed when 'stream' is enabled";
  }
  return undefined;
}

class Simulator {
  script = new Script();
  journal = new Journal();

  constructor(options) {
    this.options = options;
  }

  #isAuthorised(request) {
    const { key } = this.options;
    if (!key) return true;
    return request.headers.authorization === `Bearer ${key}` || request.headers['api-key'] === key;
  }

  async #chat(request, response) {
    const text = await bodyOf(request);
    let asked;
    try {
      asked = JSON.parse(text);
    } catch {
      return reply(response, 400, errorBody(400, 'we could not parse the JSON body of your request'));
    }
    const mistake = mistakeIn(asked);
    if (mistake) return reply(response, 400, errorBody(400, mistake));

    const entry = this.journal.open(request, asked);
    const gone = new AbortController();
    response.on('close', () => {
      entry.aborted = !response.writableFinished;
      entry.state = entry.aborted ? 'aborted' : 'finished';
      gone.abort();
    });
    const step = this.script.take(asked.model);
    return complete(asked, {
      response, step, entry, journal: this.journal, signal: gone.signal,
      delayMs: this.options.delayMs ?? 10,
    });
  }

  async #control(request, response, path) {
    if (request.method === 'GET' && path === '/control/requests') {
      return reply(response, 200, { holding: this.journal.holding, requests: this.journal.list() });
    }
    if (request.method !== 'POST') return reply(response, 405, { error: 'POST only' });
    if (path === '/control/release') return reply(response, 200, { released: this.journal.release() });
    if (path === '/control/reset') {
      this.script.reset();
      this.journal.reset();
      return reply(response, 200, {});
    }
    if (path !== '/control') return reply(response, 404, { error: `no such control: ${path}` });
    try {
      const said = JSON.parse(await bodyOf(request));
      this.script.set(Array.isArray(said.steps) ? said.steps : [said]);
      return reply(response, 200, {});
    } catch (error) {
      return reply(response, 400, { error: error.message });
    }
  }

  async handle(request, response) {
    const path = new URL(request.url, 'http://sim').pathname;
    if (path === '/control' || path.startsWith('/control/')) {
      return this.#control(request, response, path);
    }
    if (!this.#isAuthorised(request)) {
      return reply(response, 401, errorBody(401, 'Incorrect API key provided.'));
    }
    if (request.method === 'POST' && path === '/v1/chat/completions') {
      return this.#chat(request, response);
    }
    if (request.method === 'GET' && path === '/v1/models') {
      const id = this.options.model ?? 'sim-model';
      const data = [{ id, object: 'model', created: 0, owned_by: 'simulator' }];
      return reply(response, 200, { object: 'list', data });
    }
    return reply(response, 404, errorBody(404, `Unknown request URL: ${request.method} ${path}`, 'unknown_url'));
  }
}

/** @returns {http.Server} not yet listening. Options: key, model, delayMs. */
export function createSimulator(options = {}) {
  const simulator = new Simulator(options);
  let connections = 0;
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    simulator.handle(request, response).catch((error) => {
      if (!response.headersSent) reply(response, 500, errorBody(500, error.message));
      else response.destroy();
    });
  });
  server.on('connection', (socket) => {
    socket.setNoDelay(true);
    connections += 1;
    socket.parlanceConnection = connections;  // lets a test see that a connection was reused
  });
  return server;
}
