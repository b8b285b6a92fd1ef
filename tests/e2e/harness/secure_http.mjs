// A request over TLS to a name that no name server knows, verified against the authority of a test.
import https from 'node:https';
import { within } from './conditions.mjs';
import { bodyOf } from './http.mjs';

/** `to`: {host, port, ca}. With a body it is a POST of JSON. {status, headers, body}. */
export async function securely({ host, port, ca }, path, { body, headers } = {}) {
  const opened = new Promise((resolve, reject) => {
    const request = https.request(
      {
        host: '127.0.0.1',
        port,
        path,
        ca,
        servername: host,
        agent: false,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          host: `${host}:${port}`,
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          }),
          ...headers,
        },
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body);
  });
  const response = await within(20_000, `the answer to ${path}`, opened);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: await bodyOf(response),
  };
}
