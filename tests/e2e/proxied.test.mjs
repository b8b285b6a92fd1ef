// The server behind what stands in front of it: a real nginx with the examples of the documentation, a
// tunnel, a container's port, the probes of a cluster; and what is forged on the way.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { api } from './harness/api.mjs';
import { inPage, openBrowser } from './harness/browser.mjs';
import { raw } from './harness/http.mjs';
import * as see from './harness/page.mjs';
import { pdf } from './harness/pdf_files.mjs';
import { temporaryFolder } from './harness/places.mjs';
import * as proxy from './harness/proxy.mjs';
import { securely } from './harness/secure_http.mjs';
import { commandLine, startServer } from './harness/server.mjs';
import { numberedWords, startSim } from './harness/simulator.mjs';

const page_ = 'behind-a-proxy.md';
const host = 'chat.example.org';
const sentence = 'The lighthouse ferry leaves at seven on every Tuesday.';
const ferry = {
  name: 'ferry.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from(pdf([['Ferries of the lake.'], [[18, 'Timetable'], sentence]])),
};

let sim;
let certificate;
let browser;

before(async () => {
  certificate = proxy.certificateFor(host);
  [sim, browser] = await Promise.all([
    startSim(),
    openBrowser({
      args: [
        `--host-resolver-rules=MAP ${host} 127.0.0.1`,
        `--ignore-certificate-errors-spki-list=${certificate.pin}`,
      ],
    }),
  ]);
});
after(() => Promise.all([browser?.close(), sim?.kill()]));

/** A server and nginx in front of it, as the part `heading` of the documentation has them. */
async function documented(heading, { stripped = false, env = {} } = {}) {
  const examples = proxy.examplesIn(page_, heading);
  const settings = proxy.environmentIn(examples.find(({ language }) => language === 'sh').text);
  const port = await proxy.freePort();
  const outer = `https://${host}:${port}/chat`;
  const url = changedUrl(settings.PARLANCE_PUBLIC_URL, outer);
  const server = await startServer({ env: { ...settings, PARLANCE_PUBLIC_URL: url, ...env } });
  const slash = stripped ? '/;' : ';';
  const block = proxy.changed(examples.find(({ language }) => language === 'nginx').text, {
    'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
    '/etc/ssl/chat.example.org.pem': certificate.certificate,
    '/etc/ssl/chat.example.org.key': certificate.key,
    'proxy_pass http://127.0.0.1:8080': `proxy_pass http://127.0.0.1:${server.port}`,
    ...(stripped && { [`${server.port};`]: `${server.port}${slash}` }),
  });
  const nginx = await proxy.startNginx(block, port);
  return {
    server,
    port,
    outer: { url: outer, port },
    ask: (path, options) => securely({ host, port, ca: certificate.authority }, path, options),
    end: () => Promise.all([nginx.kill('SIGTERM'), server.kill()]),
  };
}

function changedUrl(documentedUrl, outer) {
  assert.equal(documentedUrl, `https://${host}/chat`, 'the example names another address');
  return outer;
}

/** All that a person does, at `outer.url`; the browser notes every request that goes astray. */
async function usePage(outer, server) {
  await inPage(browser, outer, {}, async (page) => {
    await see.ready(page);
    await see
      .navigation(page)
      .getByRole('link', { name: /Documents/ })
      .click();
    await see.filePicker(page).setInputFiles([ferry]);
    await see.documents(page).filter({ hasText: ferry.name }).filter({ hasText: 'Ready' }).waitFor();
    assert.equal(page.url(), `${outer.url}/documents`);
    await page.reload();
    await see.documents(page).filter({ hasText: ferry.name }).waitFor();

    await page.goto(`${outer.url}/`);
    await see.askInPage(page, 'When does the lighthouse ferry leave?');
    const turn = await see.answered(page);
    assert.match(await see.answerText(turn), /at seven on every Tuesday/);
    const id = see.conversationIdOf(page);
    assert.equal(page.url(), `${outer.url}/c/${id}`);

    await page.reload();
    await see.chips(await see.answered(page)).first().click();
    await see.evidence(page).locator('canvas').waitFor();
    await see.quoted(page).first().waitFor(); // the words were found on the drawn page
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      see.evidence(page).getByRole('link', { name: /^Download/ }).click(),
    ]);
    assert.equal(download.suggestedFilename(), ferry.name);
    await page.keyboard.press('Escape');
    await page.goto(`${outer.url}/settings`);
    await page.getByRole('navigation', { name: /./ }).getByRole('link', { name: 'Models' }).click();
    assert.equal(page.url(), `${outer.url}/settings#models`);
    const me = await api(server).read('/api/me');
    assert.equal(me.mode, 'local');
  });
}

for (const [heading, how] of [
  ['nginx, with TLS and a path', { stripped: false }],
  ['nginx, with TLS and a path', { stripped: true }],
  ['nginx that has another name for the server', { stripped: false }],
]) {
  const words = how.stripped ? 'with a slash, the path taken off' : 'as it stands';
  test(`${heading}, ${words}: the whole page works over TLS on another port`, async () => {
    const { server, outer, end } = await documented(heading, how);

    await usePage(outer, server);

    await end();
  });
}

test('a path on this machine: the whole page works with nothing set', async () => {
  const [{ text }] = proxy.examplesIn(page_, 'A path on this machine');
  const port = await proxy.freePort();
  const server = await startServer();
  const block = proxy.changed(text, {
    'listen 127.0.0.1:9080': `listen 127.0.0.1:${port}`,
    'http://127.0.0.1:8080/': `http://127.0.0.1:${server.port}/`,
  });
  const nginx = await proxy.startNginx(block, port);

  for (const name of ['127.0.0.1', 'localhost'])
    await usePage({ url: `http://${name}:${port}/chat` }, server);

  const evil = await raw(
    { port },
    `POST /chat/api/search HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://evil.example\r\n` +
      'Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: 20\r\n' +
      'Connection: close\r\n\r\n{"message_text":"x"}',
  );
  assert.equal(evil.status, 403);
  await Promise.all([nginx.kill('SIGTERM'), server.kill()]);
});

test('a path that the proxy leaves on, on this machine: the setting is enough', async () => {
  const port = await proxy.freePort();
  const outer = { url: `http://localhost:${port}/a/chat` };
  const server = await startServer({ env: { PARLANCE_PUBLIC_URL: `${outer.url}/` } });
  // A client's Host loses its port here, as in many examples of the web.
  const nginx = await proxy.startNginx(
    `server { listen 127.0.0.1:${port}; client_max_body_size 33m; location /a/chat {
       proxy_pass http://127.0.0.1:${server.port}; proxy_set_header Host $host; } }`,
    port,
  );

  await usePage(outer, server);
  await inPage(browser, outer, { at: '' }, (page) => see.ready(page)); // no slash at its end
  const past = `http://localhost:${server.port}`;
  await usePage({ url: `${past}/a/chat` }, server); // past the proxy
  await inPage(browser, { url: past }, {}, (page) => see.ready(page));

  await Promise.all([nginx.kill('SIGTERM'), server.kill()]);
});

test('through nginx an answer comes as it is written, and a reload in mid-answer goes on', async () => {
  const { outer, end } = await documented('nginx, with TLS and a path', { env: sim.env });
  await sim.script({ words: 60, delay_ms: 0, hold: 30 });

  await inPage(browser, outer, {}, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'Count to sixty.');
    await sim.holding();
    await see.shows(page, 'word30');
    await page.reload();
    await see.shows(page, 'word30');
    await sim.release();
    assert.equal(await see.answerText(await see.answered(page)), numberedWords(60));
  });

  await end();
});

test('what a client forges does not pass nginx, whether it is trusted or not', async () => {
  for (const heading of [
    'nginx, with TLS and a path',
    'nginx that has another name for the server',
  ]) {
    const { port, ask, end } = await documented(heading);
    const origin = `https://${host}:${port}`;
    const search = (headers) =>
      ask('/chat/api/search', { body: '{"message_text":"x"}', headers: { origin, ...headers } });

    assert.equal((await search({})).status, 200, heading);
    for (const forged of [
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-proto': 'http' },
      { 'x-forwarded-for': '127.0.0.1, 10.0.0.1:80, [::1]:1' },
      { forwarded: 'host=evil.example;proto=http' },
      { 'x-original-host': 'evil.example' },
    ]) {
      const { status } = await search(forged);
      assert.equal(status, 200, `${heading}: ${JSON.stringify(forged)} spoilt it`);
    }
    for (const foreign of [
      { host: 'evil.example', origin: 'https://evil.example' },
      { host: 'evil.example', 'x-forwarded-host': host },
      { host: `evil.example:${port}`, 'x-forwarded-host': `${host}:${port}` },
    ]) {
      assert.equal((await search(foreign)).status, 421, `${heading}: ${JSON.stringify(foreign)}`);
    }
    for (const foreign of [
      { origin: 'https://evil.example' },
      { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
      { origin: `http://${host}:${port}`, 'x-forwarded-proto': 'http' },
      { origin: `https://${host}` },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      assert.equal((await search(foreign)).status, 403, `${heading}: ${JSON.stringify(foreign)}`);
    }
    await end();
  }
});

test('past the proxy, what a client forges is ignored: only the listed networks are believed', async () => {
  const env = { PARLANCE_PUBLIC_URL: `https://${host}/chat`, PARLANCE_ALLOW_ANYONE: '1' };
  const forged = (server) =>
    raw(
      server,
      `GET /api/me HTTP/1.1\r\nHost: 10.0.0.5\r\nX-Forwarded-Host: ${host}\r\n` +
        'X-Forwarded-For: 127.0.0.1\r\nConnection: close\r\n\r\n',
    );
  for (const [trusted, status] of [
    [undefined, 421],
    ['10.0.0.0/8, ::1', 421],
    ['10.0.0.0/8, 127.0.0.0/8', 200],
  ]) {
    const listed = trusted && { PARLANCE_TRUSTED_PROXIES: trusted };
    const server = await startServer({ env: { ...env, ...listed } });
    assert.equal((await forged(server)).status, status, trusted);
    await server.kill();
  }
});

test('a tunnel: the whole page works on another port; a name that was bent to it is refused', async () => {
  const server = await startServer();
  const tunnel = await proxy.startTunnel(server.port);

  await usePage(tunnel, server);
  const rebound = `GET /api/me HTTP/1.1\r\nHost: evil.example:${tunnel.port}\r\nConnection: close\r\n\r\n`;
  assert.equal((await raw(tunnel, rebound)).status, 421);

  await tunnel.stop();
  await server.kill();
});

test('a container: it listens everywhere, says that anyone may come, and commands reach it', async () => {
  const [{ text }] = proxy.examplesIn(page_, 'A container');
  const settings = proxy.environmentIn(text);
  assert.equal(settings.PARLANCE_PUBLIC_URL, 'http://localhost:9000');
  const server = await startServer({ env: settings });
  const tunnel = await proxy.startTunnel(server.port);

  await usePage(tunnel, server);
  await inPage(browser, tunnel, {}, async (page) => {
    await see.ready(page);
    await page.getByText('Open to anyone, no sign-in').waitFor();
  });
  const { notices } = await api(server).read('/api/me');
  assert.deepEqual(
    notices.map(({ kind }) => kind),
    ['open_to_anyone'],
  );
  assert.match(notices[0].message_text, /whoever can reach http:\/\/localhost:9000 is the same user/);
  assert.match(server.stderr, /"level":"warn","event":"open_to_anyone","listen":"0\.0\.0\.0"/);
  assert.match(server.stdout, /^People reach it at http:\/\/localhost:9000$/m);
  const found = await commandLine(['search', 'lighthouse ferry'], {
    data: server.data,
    env: settings,
  });
  assert.equal(found.code, 0, found.output);
  assert.match(found.stdout, /every Tuesday/);

  await tunnel.stop();
  await server.kill();
});

test('Kubernetes: its settings are understood, its probes answer whatever Host they name', async () => {
  const [{ text }] = proxy.examplesIn(page_, 'Kubernetes, with an ingress or Application Gateway');
  const [deployment, ingress] = parseAllDocuments(text).map((part) => part.toJS());
  const [container] = deployment.spec.template.spec.containers;
  const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
  const server = await startServer({ env });
  const [rule] = ingress.spec.rules;
  const [{ path: prefix }] = rule.http.paths;
  assert.equal(env.PARLANCE_PUBLIC_URL, `https://${rule.host}${prefix}`);

  const probes = [container.livenessProbe, container.readinessProbe].map(
    ({ httpGet }) => httpGet.path,
  );
  for (const path of [...probes, ...probes.map((one) => prefix + one)]) {
    for (const head of [
      'HTTP/1.1\r\nHost: 10.244.1.17:8080\r\nConnection: close',
      'HTTP/1.1\r\nHost: \r\nConnection: close',
      'HTTP/1.0',
    ]) {
      const { status } = await raw(server, `GET ${path} ${head}\r\n\r\n`);
      assert.equal(status, 200, `${path} ${head}`);
    }
  }
  const other = await raw(
    server,
    'GET /api/me HTTP/1.1\r\nHost: 10.244.1.17:8080\r\nConnection: close\r\n\r\n',
  );
  assert.equal(other.status, 421);
  await server.kill();
});

test('wrong settings are all named at once, before anything listens', async () => {
  const data = temporaryFolder();
  const env = {
    PARLANCE_PUBLIC_URL: 'https://me:secret@chat.example.org/a/../b',
    PARLANCE_TRUSTED_PROXIES: '10.0.0.0/33',
    PARLANCE_LISTEN: '0.0.0.0:80',
    PARLANCE_ALLOW_ANYONE: 'yes',
  };
  for (const command of ['serve', 'check-config']) {
    const { code, stderr } = await commandLine([command], { data, env });
    assert.equal(code, 2, stderr);
    for (const name of Object.keys(env)) assert.match(stderr, new RegExp(`${name} must `), command);
    assert.doesNotMatch(stderr, /secret/);
  }
});

test('without a sign-in nobody else is let in unless that is said; check-config shows the address', async () => {
  const data = temporaryFolder();
  const outer = { PARLANCE_PUBLIC_URL: `https://${host}/chat` };
  const refused = await commandLine(['serve'], { data, env: outer });
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /PARLANCE_PUBLIC_URL must be .*PARLANCE_ALLOW_ANYONE=1/);
  const listening = await commandLine(['serve'], { data, env: { PARLANCE_LISTEN: '0.0.0.0' } });
  assert.equal(listening.code, 2);
  assert.match(listening.stderr, /PARLANCE_LISTEN must be .*PARLANCE_ALLOW_ANYONE=1/);

  const env = { ...outer, PARLANCE_ALLOW_ANYONE: '1' };
  const text = await commandLine(['check-config'], { data, env });
  assert.equal(text.code, 0, text.output);
  assert.match(text.stdout, /^People use: https:\/\/chat\.example\.org\/chat$/m);
  assert.match(text.stdout, /^Open to anyone: There is no sign-in/m);
  const plain = JSON.parse((await commandLine(['check-config', '--json'], { data })).stdout);
  assert.equal(plain.address, 'http://127.0.0.1:8080');
  assert.equal(plain.is_open_to_anyone, false);
});
