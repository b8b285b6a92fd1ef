// Files from a person's machine to a marked place in a source: by button, drop and paste; and what a
// hostile one can do, which is nothing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { inPage, openBrowser } from './harness/browser.mjs';
import { until } from './harness/conditions.mjs';
import { docx, pptx, xlsx } from './harness/office_files.mjs';
import * as see from './harness/page.mjs';
import { pdf } from './harness/pdf_files.mjs';
import { startServer } from './harness/server.mjs';

let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
});
after(() => Promise.all([browser?.close(), server?.kill()]));

const file = (name, mimeType, content) => ({ name, mimeType, buffer: Buffer.from(content) });
const isReady = (page, name) =>
  see.documents(page).filter({ hasText: name }).filter({ hasText: 'Ready' }).waitFor();

/** As a drop or a paste brings it. */
const give = (page, kind, name, text) =>
  page.evaluate(
    ([type, fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], fileName, { type: 'text/markdown' }));
      const event =
        type === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
      document.querySelector('main').dispatchEvent(event);
    },
    [kind, name, text],
  );

test('files come by button, by drop and by paste, several at once', async () => {
  await inPage(browser, server, { at: '/documents' }, async (page) => {
    await see
      .filePicker(page)
      .setInputFiles(
        [1, 2, 3, 4].map((i) => file(`kite-${i}.md`, 'text/markdown', `# Kite ${i}\n\nIt flies.\n`)),
      );
    await give(page, 'dragenter', 'dropped.md', '');
    await page.getByText('Drop to add to My uploads').waitFor();
    await give(page, 'drop', 'dropped.md', '# Dropped\n\nIt fell.\n');
    await page.getByText('Drop to add to My uploads').waitFor({ state: 'detached' });
    await give(page, 'paste', 'pasted.md', '# Pasted\n\nIt stuck.\n');
    for (const name of ['kite-1', 'kite-2', 'kite-3', 'kite-4', 'dropped', 'pasted'])
      await isReady(page, name);
  });
});

const sources = [
  {
    name: 'ferry.pdf',
    type: 'application/pdf',
    make: () =>
      pdf([['Ferries of the lake.'], [[18, 'Timetable'], 'The ferry Albatross leaves at 06:45.']]),
    question: 'When does the ferry Albatross leave?',
    marked: /Albatross leaves at 06:45/,
    place: /page 2/,
  },
  {
    name: 'harbour.docx',
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    make: () =>
      docx([
        ['Heading1', 'Harbour fees'],
        ['', 'A berth in the harbour costs 31 EUR a night.'],
      ]),
    question: 'What does a berth in the harbour cost?',
    marked: /31 EUR a night/,
    place: /Harbour fees|part 1/,
  },
  {
    name: 'anchors.xlsx',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    make: () =>
      xlsx([
        {
          name: 'Anchors',
          rows: [
            ['Anchor', 'Weight kg'],
            ['Grapnel', 4],
            ['Plough', 17],
          ],
        },
      ]),
    question: 'What is the weight of the plough anchor?',
    marked: /17/,
    place: /anchors\.xlsx/,
  },
  {
    name: 'regatta.pptx',
    type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    make: () =>
      pptx([
        { title: 'Regatta', text: 'Welcome' },
        { title: 'Start', text: 'The regatta starts at the red buoy.' },
      ]),
    question: 'Where does the regatta start?',
    marked: /red buoy/,
    place: /slide 2|page 2/,
  },
];

for (const { name, type, make, question, marked, place } of sources) {
  test(`${name}: its place is shown with the words marked, and the original is downloaded`, async () => {
    const bytes = make();
    const document = await api(server).addDocument(name, bytes, type);
    assert.equal(document.state, 'ready', document.reason);
    await inPage(browser, server, {}, async (page) => {
      await see.ready(page);
      await see.askInPage(page, question);
      const turn = await see.answered(page);
      await see.chips(turn).first().click();
      await see.quoted(page).first().waitFor();
      const panel = see.evidence(page);
      assert.match(`${await panel.getAttribute('aria-label')} ${await panel.innerText()}`, place);
      if (name.endsWith('.pdf')) {
        await isDrawn(page);
        await page.getByRole('tab', { name: 'Text' }).click();
      }
      await until('the marked words', async () =>
        marked.test((await see.quoted(page).allInnerTexts()).join(' ')),
      );
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        panel.getByRole('link', { name: `Download ${name}` }).click(),
      ]);
      assert.deepEqual(fs.readFileSync(await download.path()), Buffer.from(bytes));
      assert.equal(download.suggestedFilename(), name);
    });
  });
}

/** The page of a PDF is painted, and the mark lies on it. */
async function isDrawn(page) {
  const dark = await see
    .evidence(page)
    .locator('canvas')
    .evaluate((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i] < 100 && data[i + 3] > 200) count += 1;
      return count;
    });
  assert.ok(dark > 50, `${dark} dark pixels: the page is blank`);
  const mark = await see.quoted(page).first().boundingBox();
  const panel = await see.evidence(page).boundingBox();
  assert.ok(mark.width > 20 && mark.height > 5, JSON.stringify(mark));
  assert.ok(mark.y > panel.y && mark.y + mark.height < panel.y + panel.height, 'out of sight');
}

test('an uploaded page or picture never runs: not in the source, not under its own address', async () => {
  const attack =
    '<h1>Pirates</h1><p>The pirates sail at dawn.</p><script>window.hit=1</script>' +
    '<img src="http://evil.example/a.png" onerror="window.hit=1"><iframe src="http://evil.example">' +
    '</iframe><a href="javascript:window.hit=1">press</a><style>@import "http://evil.example/a.css"</style>';
  const page_ = await api(server).addDocument('pirates.html', attack, 'text/html');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.hit=1"><script>window.hit=1</script></svg>`;
  const picture = await api(server).upload('pirates.svg', svg, 'image/svg+xml');
  assert.equal(page_.state, 'ready');
  const ids = [page_.document_id, picture.json?.document_id].filter(Boolean);
  await inPage(browser, server, {}, async (page) => {
    await see.ready(page);
    await see.askInPage(page, 'When do the pirates sail?');
    const turn = await see.answered(page);
    await see.chips(turn).first().click();
    await see.quoted(page).first().waitFor();
    assert.equal(await see.evidence(page).locator('script, img, iframe, style').count(), 0);
    assert.equal(await page.evaluate(() => window.hit), undefined);
  });
  for (const id of ids) {
    const { headers } = await api(server).get(`/api/documents/${id}/content`);
    assert.match(headers['content-disposition'], /^attachment/);
    assert.match(headers['content-security-policy'], /sandbox/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    await inPage(browser, server, {}, async (page) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.goto(`${server.url}/api/documents/${id}/content`).catch(() => undefined),
      ]);
      await download.path();
      assert.equal(await page.evaluate(() => window.hit), undefined);
    });
  }
});
