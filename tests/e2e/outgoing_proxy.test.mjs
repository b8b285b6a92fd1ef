// An organisation's forward proxy and certificate authority: what leaves passes the one and trusts the
// other, and nothing else does. The proxy is a real one; its access log says what it has seen.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Authority, expiredCertificate } from './harness/certificates.mjs';
import { until } from './harness/conditions.mjs';
import { ask } from './harness/event_stream.mjs';
import { outerHost, startForwardProxy, startFront } from './harness/forward_proxy.mjs';
import { temporaryFolder } from './harness/places.mjs';
import { commandLine, startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

const host = outerHost();
const key = 'sk-proxy-test-key';
const user = 'proxy-user';
const password = 'pr0xy-passw0rd';
const withCredentials = ({ port }, words = password) =>
  `http://${user}:${encodeURIComponent(words)}@127.0.0.1:${port}`;

let sim;
let authority;
let overTls;
let inClear;
let proxy;

before(async () => {
  authority = new Authority();
  const names = [`IP:127.0.0.1`, 'DNS:localhost', /^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`];
  sim = await startSim();
  overTls = await startFront(sim.port, authority.certify(names));
  inClear = await startFront(sim.port);
  proxy = await startForwardProxy(`BasicAuth ${user} ${password}`);
});
after(() => {
  overTls?.close();
  inClear?.close();
  return Promise.all([sim?.kill(), proxy?.kill()]);
});

/** A server with the model behind TLS on the outer address; `env` changes it. */
function startBehind(env) {
  return startServer({
    env: {
      OPENAI_MODEL: 'sim-model',
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: `https://${host}:${overTls.port}/v1`,
      PARLANCE_CA_FILE: authority.file,
      ...env,
    },
  });
}

/** Asks one question of such a server and gives what came of it. */
async function oneQuestion(env, state = 'completed') {
  await sim.script({ words: 3, delay_ms: 0 });
  const before = proxy.passed().length;
  const server = await startBehind(env);
  const reader = await (await ask(server, 'Which way does this go?')).ends(state, 30_000);
  const line = await until('the end in the log', () =>
    server.stderr.split('\n').find((each) => each.includes('turn_ended')));
  const asked = (await sim.requests()).map(({ headers }) => headers);
  await server.kill();
  for (const secret of [key, password, encodeURIComponent(password), user]) {
    assert.ok(!server.output.includes(secret), `${secret} in ${server.output}`);
  }
  return { reader, detail: JSON.parse(line).detail, asked, passed: proxy.passed().slice(before) };
}

test('https passes the proxy by CONNECT, with its credentials and none of the model\'s', async () => {
  const { reader, asked, passed } = await oneQuestion({ PARLANCE_HTTPS_PROXY: withCredentials(proxy) });

  assert.equal(reader.text, 'word1 word2 word3');
  assert.deepEqual(passed, [`CONNECT ${host}:${overTls.port}`]);
  assert.equal(asked.length, 1);
  assert.equal(asked[0].authorization, `Bearer ${key}`);
  assert.ok(!('proxy-authorization' in asked[0]), 'the server was given the proxy\'s credentials');
});

test('http passes the proxy with the whole request', async () => {
  const { reader, asked, passed } = await oneQuestion({
    PARLANCE_HTTPS_PROXY: withCredentials(proxy),
    OPENAI_API_KEY: '',
    OPENAI_BASE_URL: `http://${host}:${inClear.port}/v1`,
  });

  assert.equal(reader.text, 'word1 word2 word3');
  assert.deepEqual(passed, [`POST http://${host}:${inClear.port}/v1/chat/completions`]);
  assert.ok(!('proxy-authorization' in asked[0]));
});

for (const [name, base] of [
  ['127.0.0.1 over TLS', () => `https://127.0.0.1:${overTls.port}/v1`],
  ['localhost over TLS', () => `https://localhost:${overTls.port}/v1`],
  ['127.0.0.1 in clear', () => `http://127.0.0.1:${sim.port}/v1`],
  ['loopback in other digits', () => `http://127.1:${sim.port}/v1`],
]) {
  test(`${name} never passes the proxy`, async () => {
    const { reader, passed } = await oneQuestion({
      PARLANCE_HTTPS_PROXY: withCredentials(proxy),
      OPENAI_BASE_URL: base(),
      ...(name === 'loopback in other digits' && { OPENAI_API_KEY: '' }),
    });

    assert.equal(reader.text, 'word1 word2 word3');
    assert.deepEqual(passed, []);
  });
}

for (const metadata of ['169.254.169.254', '[fe80::1]', '[fd00:ec2::254]', '168.63.129.16']) {
  test(`a metadata or link-local address (${metadata}) never passes the proxy`, async () => {
    const { passed, detail } = await oneQuestion(
      {
        PARLANCE_HTTPS_PROXY: withCredentials(proxy),
        OPENAI_API_KEY: '',
        OPENAI_BASE_URL: `http://${metadata}:9/v1`,
      },
      'failed',
    );

    assert.deepEqual(passed, []);
    assert.ok(!detail.includes('PARLANCE_HTTPS_PROXY'), detail);
  });
}

test('what the environment says of proxies is ignored', async () => {
  const { reader, passed } = await oneQuestion({
    ...Object.fromEntries(
      ['http_proxy', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].map((name) => [name, withCredentials(proxy)]),
    ),
  });

  assert.equal(reader.text, 'word1 word2 word3');
  assert.deepEqual(passed, []);
});

test('no_proxy in the environment does not lead past the proxy', async () => {
  const { reader, passed } = await oneQuestion({
    PARLANCE_HTTPS_PROXY: withCredentials(proxy), no_proxy: '*', NO_PROXY: host,
  });

  assert.equal(reader.text, 'word1 word2 word3');
  assert.equal(passed.length, 1);
});

test('an authority that nobody named is not trusted, also behind the proxy', async () => {
  for (const way of [{}, { PARLANCE_HTTPS_PROXY: withCredentials(proxy) }]) {
    const other = new Authority('Parlance Test Authority');
    for (const file of ['', other.file]) {
      const { detail, asked } = await oneQuestion({ ...way, PARLANCE_CA_FILE: file }, 'failed');

      assert.equal(asked.length, 0);
      assert.match(detail, /certificate.*PARLANCE_CA_FILE/);
    }
  }
});

test('a proxy that refuses the credentials, the port, or is away: the setting is named', async () => {
  const strict = await startForwardProxy('ConnectPort 443');
  const cases = [
    [{ PARLANCE_HTTPS_PROXY: withCredentials(proxy, 'wr0ng-word') }, /proxy 127.* 40[17]: it does not take the user and password/],
    [{ PARLANCE_HTTPS_PROXY: proxy.url }, /proxy 127.* 40[17]: it wants a user and a password/],
    [{ PARLANCE_HTTPS_PROXY: proxy.url, OPENAI_API_KEY: '', OPENAI_BASE_URL: `http://${host}:${inClear.port}` }, /proxy before it .* 401|proxy 127.* 407/],
    [{ PARLANCE_HTTPS_PROXY: strict.url }, /proxy 127.* 403: it does not let this through/],
    [{ PARLANCE_HTTPS_PROXY: 'http://127.0.0.1:9' }, /proxy 127.0.0.1:9 .*cannot be reached/],
  ];
  for (const [env, says] of cases) {
    const { detail, asked } = await oneQuestion(env, 'failed');

    assert.match(detail, says);
    assert.match(detail, /PARLANCE_HTTPS_PROXY/);
    assert.doesNotMatch(detail, /OPENAI|wr0ng/);
    assert.equal(asked.length, 0);
  }
  await strict.kill();
});

test('check-config and the start name every mistake at once, without credentials', async () => {
  const folder = temporaryFolder('wrong');
  const text = path.join(folder, 'no.pem');
  fs.writeFileSync(text, 'no certificate here\n');
  const env = {
    PARLANCE_HTTPS_PROXY: `proxy.example/${password}`,
    PARLANCE_CA_FILE: text,
    PARLANCE_HTTP_PORT: 'many',
    OPENAI_MODEL: 'm',
    OPENAI_API_KEY: `${key}\r\nX-Injected: 1`,
  };
  for (const command of ['check-config', 'serve']) {
    const { code, stderr, output } = await commandLine([command], { data: folder, env });

    assert.equal(code, 2, output);
    for (const name of Object.keys(env).filter((each) => each !== 'OPENAI_MODEL')) {
      assert.ok(stderr.includes(`${name} must be `) || stderr.includes(`${name} must `), `${name}: ${stderr}`);
    }
    assert.ok(!output.includes(password) && !output.includes(key), output);
  }
});

test('check-config says through which proxy text goes, and warns of an expired authority', async () => {
  const env = {
    PARLANCE_HTTPS_PROXY: withCredentials(proxy),
    PARLANCE_CA_FILE: expiredCertificate(),
    OPENAI_MODEL: 'm',
    OPENAI_API_KEY: key,
  };
  const { code, stdout, output } = await commandLine(['check-config'], { data: temporaryFolder(), env });

  assert.equal(code, 0, output);
  assert.match(stdout, new RegExp(`Text goes to: api.openai.com through the proxy 127.0.0.1:${proxy.port}`));
  assert.match(stdout, /Warning: PARLANCE_CA_FILE holds 1 of 1 certificates that have expired/);
  assert.ok(!output.includes(user) && !output.includes(password) && !output.includes(key), output);
  const json = await commandLine(['check-config', '--json'], { data: temporaryFolder(), env });
  assert.equal(JSON.parse(json.stdout).warnings.length, 1);
  assert.equal(JSON.parse(json.stdout).proxy, `127.0.0.1:${proxy.port}`);
});
