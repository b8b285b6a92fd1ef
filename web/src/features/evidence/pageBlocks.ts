import type { components } from '../../api/schema';
import { locateQuote, type TextRange } from './quoteMatch';
import { joined, tableOf, type TableBlock } from './tableRows';

export type DocumentPageText = components['schemas']['DocumentPageText'];
type Passage = DocumentPageText['passages'][number];

/** Words with their place in the passage, so that what is quoted can be marked in them. */
export type Words = { text: string; start: number };
export type Block =
  | { kind: 'heading'; text: string; level: number }
  | { kind: 'paragraph'; words: Words; marks: TextRange[] }
  | { kind: 'list'; isOrdered: boolean; items: Words[]; marks: TextRange[] }
  | ({ kind: 'table' } & TableBlock);

const bullet = /^\s*[-*•‣▪◦–]\s+/u;
const ordinal = /^\s*\d{1,3}[.)]\s+/u;
const between = ' › ';
const levelMax = 6;
const levelFirst = 3;

function linesOf(text: string, start: number): Words[] {
  const lines: Words[] = [];
  let at = start;
  for (const line of text.split('\n')) {
    if (line.trim() !== '') lines.push({ text: line, start: at });
    at += line.length + 1;
  }
  return lines;
}

function listOf(lines: Words[]): { isOrdered: boolean; items: Words[] } | undefined {
  for (const [marker, isOrdered] of [
    [bullet, false],
    [ordinal, true],
  ] as const) {
    if (!lines.every((line) => marker.test(line.text))) continue;
    const items = lines.map((line) => {
      const skipped = marker.exec(line.text)?.[0].length ?? 0;
      return { text: line.text.slice(skipped), start: line.start + skipped };
    });
    return { isOrdered, items };
  }
  return undefined;
}

function blockOf(words: Words, marks: TextRange[]): Block {
  const lines = linesOf(words.text, words.start);
  const list = listOf(lines);
  if (list) return { kind: 'list', ...list, marks };
  const table = tableOf(
    lines.map(({ text, start }) => {
      const at = { start, end: start + text.length };
      return { text, isMarked: marks.some((mark) => overlaps(mark, at)) };
    }),
  );
  if (table) return { kind: 'table', ...table };
  return { kind: 'paragraph', words, marks };
}

/** Paragraphs stand between empty lines. */
function paragraphsOf(text: string): Words[] {
  const paragraphs: Words[] = [];
  let start = 0;
  for (const gap of text.matchAll(/\n[^\S\n]*\n\s*/gu)) {
    paragraphs.push({ text: text.slice(start, gap.index), start });
    start = gap.index + gap[0].length;
  }
  paragraphs.push({ text: text.slice(start), start });
  return paragraphs.filter((one) => one.text.trim() !== '');
}

function headingsOf(section: string, before: string): Block[] {
  if (section === '' || section === before) return [];
  const path = section.split(between);
  const known = before.split(between);
  const shared = path.findIndex((name, level) => name !== known[level]);
  // At the top of a page only where one is; further down every heading that is new.
  const from = before === '' ? path.length - 1 : Math.max(shared, 0);
  return path.slice(from).map((text, index) => ({
    kind: 'heading',
    text,
    level: from + index,
  }));
}

/** The quoted words of each passage: where the citation says, else wherever they are. */
function marksOf(
  passages: Passage[],
  quote: string,
  passageId: string,
): Map<Passage, TextRange[]> {
  const marks = new Map<Passage, TextRange[]>();
  if (quote === '') return marks;
  const cited = passages.filter((one) => one.passage_id === passageId);
  for (const passage of [...cited, ...passages]) {
    const found = locateQuote(passage.text, quote);
    if (found.length === 0) continue;
    marks.set(passage, found);
    return marks;
  }
  return marks;
}

/** A table that goes on in the next passage is one table. */
function appended(blocks: Block[], block: Block): Block[] {
  const last = blocks.at(-1);
  const longer =
    block.kind === 'table' && last?.kind === 'table' ? joined(last, block.rows) : undefined;
  if (!longer) return [...blocks, block];
  return [...blocks.slice(0, -1), { kind: 'table', ...longer }];
}

/** The text of a page as headings, paragraphs, lists and tables, with what is quoted. */
export function blocksOf(page: DocumentPageText, quote: string, passageId: string): Block[] {
  const marks = marksOf(page.passages, quote, passageId);
  let blocks: Block[] = [];
  let section = '';
  for (const passage of page.passages) {
    blocks = [...blocks, ...headingsOf(passage.section, section)];
    section = passage.section;
    const marked = marks.get(passage) ?? noMarks;
    for (const words of paragraphsOf(passage.text)) {
      blocks = appended(blocks, blockOf(words, marked));
    }
  }
  return levelled(blocks);
}

/** The outermost heading of the page is the first below the title of the source. */
function levelled(blocks: Block[]): Block[] {
  const depths = blocks.flatMap((block) => (block.kind === 'heading' ? [block.level] : []));
  const outermost = Math.min(...depths);
  let last = levelFirst - 1;
  return blocks.map((block) => {
    if (block.kind !== 'heading') return block;
    last = Math.min(levelFirst + block.level - outermost, last + 1, levelMax);
    return { ...block, level: last };
  });
}

const noMarks: TextRange[] = [];

/** Whether the two overlap. */
export function overlaps(one: TextRange, other: TextRange): boolean {
  return one.start < other.end && other.start < one.end;
}
