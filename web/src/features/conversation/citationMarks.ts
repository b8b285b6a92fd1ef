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
