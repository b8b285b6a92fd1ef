import { placeOf } from '../evidence/citationPlace';
import { isHarmlessAddress, withoutControls, withoutMarkup } from './markdownSafety';
import type { ShownTurn } from './shownTurns';

type Answer = Pick<ShownTurn, 'text' | 'citations'>;

/** "[1] Employee handbook (handbook.pdf, page 2)", one line a source. */
function sourceLines({ citations }: Answer): string[] {
  return [...citations]
    .sort((a, b) => a.number - b.number)
    .map((one) => `[${one.number}] ${one.title ?? ''} (${placeOf(one)})`.replace('  ', ' '));
}

function withSources(text: string, sources: string[]): string {
  return sources.length === 0 ? text : `${text.trimEnd()}\n\n${sources.join('\n')}\n`;
}

/** The answer as it was written, in Markdown without markup; the sources are listed below. */
export function answerAsMarkdown(answer: Answer): string {
  return withSources(withoutMarkup(answer.text), sourceLines(answer).map(withoutMarkup));
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** What may be copied, and the attributes that stay; whatever else has words leaves them. */
const copied = new Map<string, string[]>(
  'P H3 H4 UL LI PRE CODE EM STRONG DEL BLOCKQUOTE HR BR TABLE THEAD TBODY TR TH TD'
    .split(' ')
    .map((tag) => [tag, []]),
)
  .set('A', ['href'])
  .set('OL', ['start']);

/** What has no words, or words that are none to read. */
const worded = 'script, style, template, iframe, object, embed, svg, math, img, video, audio, link';

function withoutMore(element: Element): void {
  const kept = copied.get(element.tagName);
  if (!kept) return element.replaceWith(...element.childNodes);
  for (const name of element.getAttributeNames())
    if (!kept.includes(name)) element.removeAttribute(name);
  const href = element.getAttribute('href');
  if (href !== null && !isHarmlessAddress(href)) element.removeAttribute('href');
}

/**
 * What is shown, without buttons, the page's own attributes and whatever could load or run where it is
 * pasted; chips become `[1]` again, cells are text.
 */
function cleaned(shown: HTMLElement): HTMLElement {
  const clone = shown.cloneNode(true) as HTMLElement;
  clone.querySelectorAll('button, [data-aside]').forEach((element) => {
    const number = (element as HTMLElement).dataset['source'];
    element.replaceWith(number ? `[${number}]` : '');
  });
  clone.querySelectorAll(worded).forEach((element) => element.remove());
  clone.querySelectorAll('*').forEach(withoutMore);
  withoutMore(clone);
  clone.querySelectorAll('th, td').forEach((cell) => {
    if (cellText(cell) !== wordsIn(cell)) cell.prepend("'");
  });
  const texts = document.createTreeWalker(clone, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    text.nodeValue = withoutControls(text.nodeValue ?? '');
  return clone;
}

const wordsIn = (cell: Element) =>
  withoutControls(cell.textContent ?? '')
    .replace(/\s+/g, ' ')
    .trim();

/** What a spreadsheet takes for the start of a formula, as it is typed in Europe or East Asia. */
const formulaStart = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/** A number, an amount, one with its unit or a telephone number: nothing is called by a name. */
const plainNumber =
  /^[+\-\uff0b\uff0d]\s?[$€£¥]?\s?(\d([\d\s.,:()/+-]*\d)?\)?\s?[\p{L}%$€£¥°µ]{0,3})?$/u;

/** The words of a cell; what would be computed becomes text by the apostrophe that says so there. */
export function cellText(cell: Element): string {
  const words = wordsIn(cell);
  return formulaStart.test(words) && !plainNumber.test(words) ? `'${words}` : words;
}

/** Cells between tabs, a row a line: what a spreadsheet takes. */
export function tableAsTsv(table: HTMLTableElement): string {
  return [...table.rows].map((row) => [...row.cells].map(cellText).join('\t')).join('\n');
}

const blocks = new Set(['P', 'UL', 'OL', 'LI', 'PRE', 'TABLE', 'BLOCKQUOTE', 'HR', 'H3', 'H4']);

/** The words of an element as lines of text: tables with tabs, list items with their marks. */
function linesOf(element: Element): string[] {
  if (element.tagName === 'TABLE') return tableAsTsv(element as HTMLTableElement).split('\n');
  if (element.tagName === 'PRE') return (element.textContent ?? '').trimEnd().split('\n');
  const lines: string[] = [];
  let inline = '';
  const flush = () => {
    if (inline.trim() !== '') lines.push(inline.replace(/\s+/g, ' ').trim());
    inline = '';
  };
  for (const child of element.childNodes) {
    const isBlock =
      child instanceof Element && (blocks.has(child.tagName) || child.tagName === 'DIV');
    if (!isBlock) {
      inline += child.textContent ?? '';
      continue;
    }
    flush();
    const inner = linesOf(child);
    if (child.tagName === 'LI') lines.push(...withMark(child, inner));
    else lines.push(...inner, ...(child.tagName === 'DIV' || child.closest('li') ? [] : ['']));
  }
  flush();
  return lines;
}

function withMark(item: Element, lines: string[]): string[] {
  const list = item.parentElement;
  const at = [...(list?.children ?? [])].indexOf(item);
  const first = Number(list?.getAttribute('start') ?? 1);
  const mark = list?.tagName === 'OL' ? `${first + at}. ` : '- ';
  const indent = ' '.repeat(mark.length);
  return lines.map((line, index) => (index === 0 ? mark : indent) + line);
}

export function answerAsText(answer: Answer, shown: HTMLElement): string {
  const text = linesOf(cleaned(shown))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return withSources(text, sourceLines(answer).map(withoutControls));
}

export function answerAsHtml(answer: Answer, shown: HTMLElement): string {
  const sources = sourceLines(answer).map((line) => `<p>${escaped(withoutControls(line))}</p>`);
  return cleaned(shown).innerHTML + sources.join('');
}

async function write(text: string, html: string): Promise<void> {
  if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(text);
  const item = new ClipboardItem({
    'text/plain': new Blob([text], { type: 'text/plain' }),
    'text/html': new Blob([html], { type: 'text/html' }),
  });
  return navigator.clipboard.write([item]);
}

export function copyMarkdown(answer: Answer): Promise<void> {
  return navigator.clipboard.writeText(answerAsMarkdown(answer));
}

/** Puts the answer on the clipboard: as it is shown, and as text. */
export function copyAnswer(answer: Answer, shown: HTMLElement | null): Promise<void> {
  if (!shown) return navigator.clipboard.writeText(answerAsMarkdown(answer));
  return write(answerAsText(answer, shown), answerAsHtml(answer, shown));
}

export function copyTable(table: HTMLTableElement): Promise<void> {
  return write(tableAsTsv(table), cleaned(table).outerHTML);
}
