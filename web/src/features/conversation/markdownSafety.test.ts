// @vitest-environment jsdom
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { withoutControls, withoutMarkup } from './markdownSafety';

/** As a program that passes everything on shows it. */
function rendered(markdown: string): Document {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return new DOMParser().parseFromString(html, 'text/html');
}

/** 8,000 were tried once; these are for every day. */
const rounds = 400;

const own = new Set(
  'A P H1 H2 H3 H4 H5 H6 UL OL LI PRE CODE EM STRONG DEL BLOCKQUOTE HR BR TABLE THEAD TBODY TR TH TD INPUT SUP SECTION'.split(
    ' ',
  ),
);

/** What of it could load, run or lead somewhere. */
function harmIn(markdown: string): string[] {
  const found: string[] = [];
  for (const element of rendered(markdown).body.querySelectorAll('*')) {
    if (!own.has(element.tagName)) found.push(element.outerHTML);
    const href = element.getAttribute('href');
    if (href !== null && !/^(https?:|mailto:|#(user-content-)?fn)/i.test(href)) found.push(href);
    for (const name of element.getAttributeNames())
      if (name.startsWith('on') || name === 'src' || name === 'style') found.push(name);
  }
  return found;
}

describe('withoutMarkup', () => {
  it.each([
    '**Two** years [1][2], *at least*; ~~three~~ 5 < 6 and a <3.',
    '- one\n- two\n  - inner\n1. first\n2. second\n- [ ] to do\n- [x] done',
    '| a | b |\n| --- | ---: |\n| `x` | -5 |\n| `p || q` | 2 |',
    '```cpp\nif (a < b) std::vector<int> v; // ![x](y) <script>\n```\nafter',
    '- item\n  ```sh\n  cat <file>\n\n  echo `x`\n  ```\n- next',
    'see `<script>` and ``a ` <b>`` here',
    '[site](https://example.org/a_(b) "t") [mail](MAILTO:a@b.c)',
    'Grüße, 你好, שלום\u200f, مرحبا',
    '',
  ])('leaves %j as it is', (text) => {
    expect(withoutMarkup(text)).toBe(text);
  });

  it.each([
    ['<script>x</script> \\<b>', '&lt;script>x&lt;/script> &lt;b>'],
    ['![words](http://a/b.png) ![](//c)', 'Picture: [words](http://a/b.png) Picture: [picture]\\(//c)'],
    ['Wow![1]', 'Wow\\![1]'],
    ['[x](\n JavaScript:y) [z]: data:x', '[x]\\(\n JavaScript:y) [z]\\: data:x'],
    ['| ` | <b> | ` |', '| \\` | &lt;b> | \\` |'],
    ['- ```\n  <b>\n  ```', '- \\`\\`\\`\n  &lt;b>\n  ```\n  ```'],
    ['```html\n<script>', '```html\n<script>\n```'],
    ['x\u202ey\u2066z\u001b[2J\rq', 'xyz[2J\nq'],
  ])('makes %j safe', (text, safe) => {
    expect(withoutMarkup(text)).toBe(safe);
  });

  it('leaves nothing that loads, runs or leads elsewhere, whatever stands around it', () => {
    const pieces =
      '<img src=x onerror=y>|<script>z</script>|![p](http://e/x)|[l](javascript:a)|[l]: javascript:a|[l]|![l]|' +
      '<!--|-->|<a href="javascript:b">|</a>|`|``|```|~~~|````|\\|> |- |  - |1. |   |    |\t|\n|\n\n|\n```\n|\n  ```\n|' +
      '\n|word |*|_|[|](|]:|!|(|)|PIPE|<div>|</div>|<https://x>|&lt;|&#60;|| --- PIPE|\u202e|\r|$$|[^1]: |[^1]'
        .replace(/\|\|/g, '|');
    const parts = pieces.split('|').map((piece) => (piece === 'PIPE' ? '|' : piece.replace('PIPE', '|')));
    let seed = 20_261_201;
    const next = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * most);
    };
    let harmless = 0;
    for (let round = 0; round < rounds; round += 1) {
      const text = Array.from({ length: 3 + next(14) }, () => parts[next(parts.length)]).join('');
      const safe = withoutMarkup(text);
      if (harmIn(text).length === 0) harmless += 1;
      expect(harmIn(safe), JSON.stringify({ text, safe })).toEqual([]);
      const behind = rendered(`${safe}\n\nbehind`).body.querySelectorAll(':scope > p');
      expect([...behind].at(-1)?.innerHTML, JSON.stringify(text)).toBe('behind');
    }
    expect(harmless, 'the pieces do no harm by themselves').toBeLessThan(0.7 * rounds);
  });
});

describe('withoutControls', () => {
  it('keeps tabs and line ends, and the marks of Arabic and Hebrew', () => {
    expect(withoutControls('a\tb\r\nc\rd\u200f\u061c\u202d\u0085')).toBe('a\tb\nc\nd\u200f\u061c');
  });
});
