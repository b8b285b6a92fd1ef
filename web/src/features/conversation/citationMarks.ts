type Node = {
  type: string;
  value?: string;
  url?: string;
  data?: { hName: string; hProperties: Record<string, string> };
  children?: Node[];
};

const marks = /\[(\d{1,4})\]/g;
const markPrefix = '#source-';

/** The number of the mark that an address stands for. */
export function numberOf(address: string | undefined): number | undefined {
  const digits = /^#source-(\d{1,4})$/.exec(address ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function mark(number: string): Node {
  return {
    type: 'link',
    url: `${markPrefix}${number}`,
    children: [{ type: 'text', value: number }],
  };
}

/** A mark stays on the line of the word before it. */
function glued(word: string, first: Node): Node {
  return {
    type: 'glue',
    data: { hName: 'span', hProperties: { dataGlue: '' } },
    children: [{ type: 'text', value: word }, first],
  };
}

const lastWord = /[^\s]{1,30}$/;

function split(text: string, known: ReadonlySet<number>): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(marks)) {
    if (!known.has(Number(match[1]))) continue;
    const before = text.slice(from, match.index);
    const word = lastWord.exec(before)?.[0] ?? '';
    const rest = before.slice(0, before.length - word.length);
    if (rest !== '') nodes.push({ type: 'text', value: rest });
    const made = mark(match[1] ?? '');
    nodes.push(word === '' ? made : glued(word, made));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push({ type: 'text', value: text.slice(from) });
  return nodes;
}

/** A remark plugin: `[1]` in text becomes a mark where the answer has that citation. */
export function citationMarks({ known }: { known: ReadonlySet<number> }) {
  const walk = (node: Node) => {
    if (!node.children || node.type === 'link' || node.type === 'glue') return;
    node.children = node.children.flatMap((child) =>
      child.type === 'text' && child.value !== undefined ? split(child.value, known) : [child],
    );
    node.children.forEach(walk);
  };
  return walk;
}
