// The HTTP interface as a client uses it; every response is judged by the contract.
import assert from 'node:assert/strict';
import { checkProblem, checkResponse } from './contract.mjs';
import { until } from './conditions.mjs';
import { exchange } from './http.mjs';

export class Api {
  constructor(server) {
    this.server = server;
  }

  /** Any request: {status, headers, body: Buffer, json}. */
  async send({ method, path, headers, body }) {
    const response = await exchange(this.server, { method, path, headers, body });
    const verb = method ?? (body === undefined ? 'GET' : 'POST');
    checkResponse({ method: verb, target: path, ...response });
    assert.ok(response.headers['x-trace-id'], `${verb} ${path}: no X-Trace-Id`);
    if (verb !== 'HEAD' && /json/.test(response.headers['content-type'] ?? ''))
      response.json = JSON.parse(response.body);
    return response;
  }

  get(path, headers) {
    return this.send({ path, headers });
  }

  post(path, value, headers) {
    return this.send({
      path,
      method: 'POST',
      body: JSON.stringify(value),
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    });
  }

  /** The body of a 200. */
  async read(path) {
    const { status, json, body } = await this.get(path);
    assert.equal(status, 200, `${path}: ${body}`);
    return json;
  }

  turn(id) {
    return this.read(`/api/turns/${id}`);
  }

  conversation(id) {
    return this.read(`/api/conversations/${id}`);
  }

  async stop(id) {
    const { status, json, body } = await this.post(`/api/turns/${id}/stop`, {});
    assert.equal(status, 202, String(body));
    return json;
  }

  /** Asks without following: {turn_id, conversation_id}. */
  async start(message) {
    const body = typeof message === 'string' ? { message_text: message } : message;
    const response = await this.post('/api/turns', body);
    assert.equal(response.status, 202, String(response.body));
    return response.json;
  }

  async turnIs(id, state, withinMs) {
    return until(
      `turn ${id} to be ${state}`,
      async () => {
        const turn = await this.turn(id);
        return turn.state === state && turn;
      },
      { withinMs },
    );
  }

  /** Asks and waits for the end; the turn as it is then. */
  async answered(message, state = 'completed') {
    const { turn_id: id } = await this.start(message);
    return this.turnIs(id, state);
  }

  /** What a search over one's messages finds. */
  async searchHistory(text, limit) {
    const response = await this.post('/api/conversations/search', { message_text: text, limit });
    assert.equal(response.status, 200, String(response.body));
    return response.json.items;
  }

  /** Waits until a document is read or failed. */
  async documentEnds(id, withinMs) {
    return until(
      `document ${id} to be read`,
      async () => {
        const document = await this.read(`/api/documents/${id}`);
        return ['ready', 'failed'].includes(document.state) && document;
      },
      { withinMs },
    );
  }

  async upload(name, bytes, type = 'text/plain') {
    const boundary = 'e2e-boundary-7b1f';
    const head =
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
      `Content-Type: ${type}\r\n\r\n`;
    return this.send({
      path: '/api/documents',
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: Buffer.concat([
        Buffer.from(head),
        Buffer.from(bytes),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
    });
  }

  /** Uploads and waits until the document has been read. */
  async addDocument(name, bytes, type) {
    const { status, json, body } = await this.upload(name, bytes, type);
    assert.equal(status, 202, String(body));
    return this.documentEnds(json.document_id);
  }
}

export function api(server) {
  return new Api(server);
}

/** Fails unless `response` is the problem that this mistake gets, with a sentence that helps. */
export function assertProblem(response, { status, fault, says }) {
  assert.equal(response.status, status, String(response.body));
  assert.match(response.headers['content-type'], /^application\/problem\+json/);
  const problem = JSON.parse(response.body);
  checkProblem(problem, `problem ${status}`);
  assert.equal(problem.status, status);
  assert.equal(problem.fault, fault, problem.detail);
  assert.equal(problem.trace_id, response.headers['x-trace-id']);
  assert.match(problem.detail, /^\S.*\S$/, 'a sentence');
  if (says) assert.match(JSON.stringify(problem), says);
  return problem;
}
