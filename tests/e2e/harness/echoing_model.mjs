// A model's server that repeats what it was asked, and marks of its own, wherever an answer has room
// for them: in messages, codes, headers, reason phrases and broken bytes.
import https from 'node:https';

const chunk = (value) => `data: ${JSON.stringify(value)}\n\n`;
const delta = (content) => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const stop = chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });

export class EchoingModel {
  requests = [];
  #server;

  /** `identity`: {key, cert}. `marks`: what it says of its own. */
  constructor(identity, marks) {
    this.marks = marks;
    this.#server = https.createServer(identity, (request, response) => this.#receive(request, response));
    this.#server.on('tlsClientError', () => {});
  }

  async listen() {
    await new Promise((resolve) => this.#server.listen(0, '0.0.0.0', resolve));
    this.port = this.#server.address().port;
    return this;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #receive(request, response) {
    let body = '';
    for await (const part of request) body += part;
    this.requests.push({ headers: request.headers, body });
    const asked = JSON.parse(body).messages.map(({ content }) => content).join('\n');
    this.#ways[this.way](response, asked);
  }

  /** Every way of answering; each name is a value of `way`. */
  get ways() {
    return Object.keys(this.#ways);
  }

  #error(asked) {
    const { message, code } = this.marks;
    return { message: `${message}: ${asked}`, code: `${code} ${asked}`, type: `${code}-7 ${asked}`, param: asked };
  }

  #refuse(response, status, asked) {
    const { header, reason } = this.marks;
    response.writeHead(status, `${reason} no`, {
      'content-type': 'application/json', 'retry-after': header, 'x-request-id': header,
      'www-authenticate': `Basic realm="${header}"`, location: `https://${header}.example/${header}`,
    });
    response.end(JSON.stringify({ error: this.#error(asked) }));
  }

  #stream(response, ...parts) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': this.marks.header });
    for (const part of parts) response.write(part);
  }

  #raw(response, bytes) {
    response.socket.end(bytes);
  }

  #ways = {
    answers: (response) => {
      this.#stream(response, delta(`${this.marks.answer} says it [1].`), stop, 'data: [DONE]\n\n');
      response.end();
    },
    ...Object.fromEntries([302, 400, 401, 403, 404, 407, 418, 422, 429, 500, 502, 503].map((status) => [
      `status ${status}`, (response, asked) => this.#refuse(response, status, asked),
    ])),
    'html instead of JSON': (response, asked) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end(`<html>${this.marks.message} ${asked}</html>`);
    },
    'an error as a bare string': (response, asked) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: `${this.marks.message} ${asked}` }));
    },
    'an error in the stream': (response, asked) => {
      this.#stream(response, delta(this.marks.answer), chunk({ error: this.#error(asked) }));
      response.end();
    },
    'broken JSON in the stream': (response, asked) => {
      this.#stream(response, delta(this.marks.answer), `data: {${asked.replaceAll('\n', ' ')}\n\n`);
      response.end();
    },
    'a filter in the stream': (response) => {
      const filtered = { delta: { content: this.marks.answer }, finish_reason: 'content_filter' };
      this.#stream(response, chunk({ choices: [filtered] }));
      response.end();
    },
    'a cut stream': (response) => {
      this.#stream(response, delta(this.marks.answer));
      setImmediate(() => response.socket?.destroy());
    },
    'no HTTP': (response, asked) => this.#raw(response, `${this.marks.message} ${asked}\r\n\r\n`),
    'a broken chunk': (response, asked) =>
      this.#raw(response, `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${this.marks.message}${asked}\r\n`),
    'a broken length': (response) =>
      this.#raw(response, `HTTP/1.1 200 OK\r\nContent-Length: ${this.marks.header}\r\n\r\n${this.marks.message}`),
    'a broken header': (response) =>
      this.#raw(response, `HTTP/1.1 200 OK\r\n${this.marks.header} no colon\r\n\x00${this.marks.header}: \x01\r\n\r\n`),
    'headers without end': (response) =>
      this.#raw(response, `HTTP/1.1 200 OK\r\nX: ${this.marks.header.repeat(4_000)}\r\n\r\n`),
    'an unknown encoding': (response) => {
      response.writeHead(200, { 'content-encoding': this.marks.header, 'transfer-encoding': this.marks.header });
      response.end(this.marks.message);
    },
  };
}

