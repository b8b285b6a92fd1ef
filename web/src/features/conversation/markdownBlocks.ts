/**
 * A growing text without an end that would flicker: half a mark, half a link, a table that has only
 * a head, half a fence.
 */
export function settled(text: string): string {
  // Only the last block is unsettled; the rest of a long answer is not looked at again.
  const blockAt = text.lastIndexOf('\n\n') + 1;
  const block = text
    .slice(blockAt)
    .replace(/\[\d{0,4}$/, '')
    .replace(/!?\[([^[\]\n]{1,200})\](\([^()\s]*)?$/, (mark, words: string) =>
      mark.endsWith(']') && /^\d+$/.test(words) ? mark : words,
    )
    .replace(/(^|\n) {0,3}(`{1,2}|~{1,2})$/, '$1');
  const isHead = block.trimStart().startsWith('|') && block.trimStart().split('\n').length < 3;
  return text.slice(0, blockAt) + (isHead ? '' : withClosedEmphasis(block));
}

/** The `**` of words that are still being written shows as what it will be. */
function withClosedEmphasis(text: string): string {
  const lineAt = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineAt).replace(/`[^`]*`/g, '');
  if (line.includes('`')) return text;
  const marks = line.match(/\*\*/g)?.length ?? 0;
  if (marks % 2 === 0) return text;
  return /\*\*\s*$/.test(text) ? text.replace(/\*\*\s*$/, '') : `${text.trimEnd()}**`;
}

/** Blocks that can be painted on their own: only the last one of a growing answer changes. */
export function splitBlocks(text: string): string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  let fence = '';
  for (const line of text.split('\n')) {
    const opened = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === '' && opened !== undefined) fence = opened;
    else if (fence !== '' && opened?.startsWith(fence)) fence = '';
    if (line.trim() === '' && fence === '') {
      if (current.length > 0) blocks.push(current.join('\n'));
      current = [];
    } else {
      current.push(line);
    }
  }
  if (current.length > 0) blocks.push(current.join('\n'));
  return mergeLists(blocks);
}

const isListItem = (block: string) =>
  /^ {0,3}([-*+]|\d{1,9}[.)]) /.test(block) || /^ {2,}\S/.test(block);

/** A loose list is one block, so that its numbers go on. */
function mergeLists(blocks: string[]): string[] {
  const merged: string[] = [];
  for (const block of blocks) {
    const last = merged.at(-1);
    if (last !== undefined && isListItem(last) && isListItem(block))
      merged[merged.length - 1] = `${last}\n\n${block}`;
    else merged.push(block);
  }
  return merged;
}

const formula =
  /\\\[[^]+?\\\]|\\\([^\n]+?\\\)|\$\$[^]+?\$\$|(?<![\\$\w])\$(?=\S)[^$\n]*[\\^_{][^$\n]*(?<=\S)\$(?!\d)/g;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/** Formulas stay the text that they are: nothing in them is taken for Markdown. */
export function plainMath(block: string): string {
  if (fence.test(block) || !/[\\$]/.test(block)) return block;
  // Every second piece is code between backticks.
  return block
    .split(/((?<!`)(`+)(?!`)[^]*?(?<!`)\2(?!`))/)
    .filter((_piece, at) => at % 3 !== 2)
    .map((piece, at) => (at % 2 === 1 ? piece : piece.replace(formula, literal)))
    .join('');
}

function literal(math: string): string {
  return math.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
