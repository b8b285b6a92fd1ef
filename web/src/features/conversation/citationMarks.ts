type Node = { type: string; value?: string; url?: string; children?: Node[] };

const marks = /\[(\d{1,4})\]/g;
const markPrefix = '#source-';

/** The number of the mark that an address stands for. */
export function numberOf(address: string | undefined): number | undefined {
  const digits = /^#source-(\d{1,4})$/.exec(address ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function split(text: string, known: ReadonlySet<number>): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(marks)) {
    if (!known.has(Number(match[1]))) continue;
    if (match.index > from) nodes.push({ type: 'text', value: text.slice(from, match.index) });
    nodes.push({
      type: 'link',
      url: `${markPrefix}${match[1]}`,
      children: [{ type: 'text', value: match[1] ?? '' }],
    });
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push({ type: 'text', value: text.slice(from) });
  return nodes;
}

/** A remark plugin: `[1]` in text becomes a mark where the answer has that citation. */
export function citationMarks({ known }: { known: ReadonlySet<number> }) {
  const walk = (node: Node) => {
    if (!node.children || node.type === 'link') return;
    node.children = node.children.flatMap((child) =>
      child.type === 'text' && child.value !== undefined ? split(child.value, known) : [child],
    );
    node.children.forEach(walk);
  };
  return walk;
}

/** A growing text without an end that would flicker: half a mark, a table that has only a head. */
export function settled(text: string): string {
  const whole = text.replace(/\[\d{0,4}$/, '');
  const blockAt = whole.lastIndexOf('\n\n') + 1;
  const block = whole.slice(blockAt).trimStart();
  return block.startsWith('|') && block.split('\n').length < 3 ? whole.slice(0, blockAt) : whole;
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
