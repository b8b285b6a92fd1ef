// Every kind of file: read, found at the right page, slide, sheet or section, and without what its
// author has hidden or deleted.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { api } from './harness/api.mjs';
import { ask } from './harness/event_stream.mjs';
import { docx, pptx, run, xlsx } from './harness/office_files.mjs';
import { pdf } from './harness/pdf_files.mjs';
import { samples } from './harness/places.mjs';
import { startServer } from './harness/server.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(() => server?.kill());

const search = async (q) =>
  (await api(server).read(`/api/search?q=${encodeURIComponent(q)}&limit=8`)).passages;

/** Adds a file, which must be ready; its document. */
async function added(name, bytes) {
  const document = await api(server).addDocument(name, bytes);
  assert.equal(document.state, 'ready', `${name}: ${document.reason}`);
  assert.ok(document.page_count >= 1, name);
  return document;
}

/** The first passage that is found, which must be of `document`. */
async function first(document, words) {
  const [passage] = await search(words);
  assert.equal(passage?.document_id, document.document_id, `${words}: ${passage?.file_name}`);
  return passage;
}

/** All the text of a document, page by page, and the headings. */
async function wholeText(document) {
  let text = '';
  for (let page = 1; page <= document.page_count; page += 1) {
    const shown = await api(server).read(`/api/documents/${document.document_id}/pages/${page}`);
    for (const { section, text: said } of shown.passages) text += `${section}\n${said}\n`;
  }
  return text;
}

test('a PDF is found at its page, under its heading', async () => {
  const document = await added(
    'lighthouse.pdf',
    pdf([
      [[22, 'Keeping the light'], 'The lamp is lit an hour before dusk by the younger keeper.'],
      [[22, 'Fog'], 'The siren sounds twice a minute while the fog is thick.'],
      [[22, 'Stores'], 'Paraffin is kept in the cellar \\(dry\\) and counted on Fridays.'],
    ]),
  );

  assert.equal(document.media_type, 'application/pdf');
  assert.equal(document.page_count, 3);
  for (const [words, page, section] of [
    ['when is the lamp lit', 1, /Keeping the light/],
    ['how often does the siren sound', 2, /Fog/],
    ['where is paraffin kept', 3, /Stores/],
  ]) {
    const passage = await first(document, words);
    assert.deepEqual([passage.page, passage.text_page], [page, page], words);
    assert.match(`${passage.section ?? ''} ${passage.title}`, section);
  }
});

test('a Word document is found under its headings; its tables are rows; what is deleted, hidden or a comment is not read', async () => {
  const document = await added(
    'bakery.docx',
    docx([
      ['Title', 'Handbook of the bakery'],
      ['Heading1', 'Ovens'],
      ['', 'The stone oven is heated with beech wood.'],
      ['Heading2', 'Cleaning'],
      ['', 'Ash is taken out every second morning.'],
      [
        '',
        run('Sourdough rests ') +
          run('for nine', 'deleted') +
          run('for eleven', 'inserted') +
          run(' hours.') +
          run(' Secretly it rests less.', 'hidden'),
      ],
      ['Heading1', 'Prices'],
      {
        rows: [
          ['Loaf', 'Weight', 'Price'],
          ['Rye & seeds', '750 g', '4.20 EUR'],
          ['Spelt', '500 g', '3.90 EUR'],
        ],
      },
    ]),
  );

  assert.equal(document.title, 'Handbook of the bakery');
  const ash = await first(document, 'when is ash taken out');
  assert.match(ash.section, /Ovens.*Cleaning/);
  const price = await first(document, 'price of the rye loaf with seeds');
  assert.match(price.section, /Prices/);
  assert.match(price.text, /Loaf: Rye & seeds; Weight: 750 g; Price: 4\.20 EUR/);
  const text = await wholeText(document);
  assert.match(text, /rests for eleven hours\./);
  for (const gone of [/for nine/, /Secretly/, /vermilion/]) assert.doesNotMatch(text, gone);
});

test('a presentation is found at its slide; hidden slides are not read, but counted', async () => {
  const document = await added(
    'season.pptx',
    pptx([
      { title: 'The season ahead', text: 'Regattas begin in May.' },
      { title: 'Not for the public', text: 'The commodore resigns.', isHidden: true },
      { title: 'Moorings', text: 'Berth twelve is dredged.\nBerth thirteen is let.' },
    ]),
  );

  const berth = await first(document, 'which berth is dredged');
  assert.deepEqual([berth.page, berth.text_page], [3, 3]);
  assert.match(`${berth.section} ${berth.title}`, /Moorings/);
  assert.equal((await first(document, 'when do regattas begin')).page, 1);
  assert.doesNotMatch(await wholeText(document), /commodore|public/);
  const slide = await api(server).read(`/api/documents/${document.document_id}/pages/3`);
  assert.equal(slide.kind, 'slide');
});

test('a workbook is found at its sheet, a row as a line with its headers; hidden sheets are not read', async () => {
  const document = await added(
    'orchard.xlsx',
    xlsx([
      {
        name: 'Apples',
        rows: [
          ['Variety', 'Trees', 'Picked in'],
          ['Boskoop', 41, 'October'],
          ['Gravenstein', 17, 'August'],
        ],
      },
      { name: 'Salaries', rows: [['Name', 'Amount'], ['Foreman', 5400]], state: 'hidden' },
      { name: 'Ledger', rows: [['Entry', 'Amount'], ['Bribes', 1]], state: 'veryHidden' },
      { name: 'Pears & plums', rows: [['Variety', 'Trees'], ['Conference', 8], ['Mirabelle', 5]] },
    ]),
  );

  const apple = await first(document, 'when is Gravenstein picked');
  assert.match(apple.section, /Apples/);
  assert.match(apple.text, /Variety: Gravenstein; Trees: 17; Picked in: August/);
  assert.match((await first(document, 'Mirabelle trees')).section, /Pears & plums/);
  assert.doesNotMatch(await wholeText(document), /Foreman|Salaries|Bribes|Ledger/);
});

test('text formats are found under their headings', async () => {
  const files = {
    'canoes.md': [
      '# Canoes\n\n## Paddles\n\nPaddles are varnished in March.\n\n```\n# not a heading\n```\n',
      'when are paddles varnished',
      /Paddles/,
      /varnished in March/,
    ],
    'kayaks.rst': [
      'Kayaks\n======\n\nSkirts\n------\n\nSpray skirts are patched with neoprene.\n',
      'what are spray skirts patched with',
      /Skirts/,
      /neoprene/,
    ],
    'rafts.html': [
      '<!doctype html><title>Rafts</title><h1>Rafts</h1><h2>Barrels</h2><p>Barrels are sealed ' +
        'with pitch.</p><style>p{color:red}</style><p hidden>Nobody sees this parrot.</p>',
      'what are barrels sealed with',
      /Barrels/,
      /sealed with pitch/,
    ],
    'ships.xml': [
      '<?xml version="1.0"?><ships><ship name="Alca"><cargo>Juniper berries</cargo></ship></ships>',
      'juniper berries cargo',
      undefined,
      /Juniper berries/,
    ],
    'crew.json': [
      JSON.stringify({ crew: [{ name: 'Ilse', task: 'splices the mainbrace' }] }),
      'who splices the mainbrace',
      undefined,
      /Ilse/,
    ],
    'harbours.csv': [
      'Harbour,Depth\nWyk,"3,5 m"\nAmrum,2 m\n',
      'depth of the harbour Wyk',
      undefined,
      /Harbour: Wyk; Depth: 3,5 m/,
    ],
    'winds.tsv': [
      'Wind\tForce\nMistral\t9\nBora\t11\n',
      'force of the Bora',
      undefined,
      /Wind: Bora; Force: 11/,
    ],
    'notes.txt': [
      'Notes\n\nThe anemometer is oiled on Mondays.\n',
      'when is the anemometer oiled',
      undefined,
      /oiled on Mondays/,
    ],
    'capstan.py': [
      'def turn_capstan(bars):\n    """Turns the capstan clockwise."""\n    return bars * 3\n',
      'turn_capstan clockwise',
      undefined,
      /def turn_capstan\(bars\)/,
    ],
  };
  for (const [name, [bytes, words, section, says]] of Object.entries(files)) {
    const document = await added(name, bytes);
    const passage = await first(document, words);
    assert.match(passage.text, says, name);
    if (section) assert.match(passage.section, section, name);
    assert.equal(passage.text_page, 1, name);
  }
});

test('what a web page hides or runs is not read', async () => {
  const document = await added(
    'hidden.html',
    '<h1>Open words</h1><p>The toucan is seen.</p><script>let quokka = 1;</script>' +
      '<style>.axolotl { color: red }</style><template><p>ocelot</p></template>' +
      '<!-- pangolin --><p hidden>tapir</p><p style="display:none">okapi</p><noscript>lemur</noscript>',
  );

  const text = await wholeText(document);

  assert.match(text, /toucan is seen/);
  for (const gone of ['quokka', 'axolotl', 'ocelot', 'pangolin', 'tapir', 'okapi'])
    assert.ok(!text.includes(gone), gone);
});

test('old 8-bit encodings and UTF-16 are read in tables and pages of code, too', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `Käse ${i};Größe ${i};süß`).join('\n');
  const table = await added('käse.csv', Buffer.from(`Sorte;Maß;Geschmack\n${rows}\n`, 'latin1'));
  assert.match((await first(table, 'Käse 17')).text, /Sorte: Käse 17; Maß: Größe 17/);
  const page = Buffer.from('\ufeff<h1>Bücher</h1><p>Der Zettelkasten steht im Flur.</p>', 'utf16le');
  const wide = await added('bücher.html', page);
  assert.match((await first(wide, 'Wo steht der Zettelkasten')).text, /Zettelkasten steht im Flur/);
});

test('the sample files of all formats are cited at their page or section', async () => {
  const mine = await startServer();
  const expected = [
    [
      'travel-policy.docx',
      'What is the hotel limit per night in North America?',
      { section: /Hotel limits/ },
    ],
    [
      'employee-handbook.pdf',
      'How many days of paid leave do full-time employees get?',
      { page: 2 },
    ],
    ['q3-review.pptx', 'When does the Kestrel Bay store open?', {}],
    ['price-list.xlsx', 'How heavy are the Tarn boots?', {}],
  ];
  for (const [name] of expected) {
    const document = await api(mine).addDocument(name, fs.readFileSync(path.join(samples, name)));
    assert.equal(document.state, 'ready', `${name}: ${document.reason}`);
  }
  for (const [name, question, place] of expected) {
    const reader = await (await ask(mine, question)).ends('completed');
    const [citation] = reader.named('citation');
    assert.equal(citation?.file_name, name, `${question}: ${reader.text}`);
    if (place.page) assert.equal(citation.page, place.page, question);
    if (place.section) assert.match(citation.section, place.section);
    const page = await api(mine).read(
      `/api/documents/${citation.document_id}/pages/${citation.text_page}`,
    );
    const cited = page.passages.find(({ passage_id: id }) => id === citation.passage_id);
    assert.ok(cited, `${name}: the page shows the passage`);
    assert.ok(cited.text.includes(citation.quote), `${name}: the quote is in the passage`);
  }
  await mine.kill();
});
