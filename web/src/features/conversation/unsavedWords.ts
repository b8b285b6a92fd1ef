import { plain } from './useAnnouncements';

type Node = {
  type: string;
  value?: string;
  data?: { hName: string; hProperties: Record<string, string> };
  children?: Node[];
};

/** What words can stand in, and what only holds such. */
const lines = new Set(['paragraph', 'heading']);
const holders = new Set(['root', 'list', 'listItem', 'blockquote']);

/** The line that was being written when the text broke off; a new one behind code or a table. */
function lastLine(root: Node): Node[] {
  let node: Node | undefined = root;
  while (node && holders.has(node.type)) node = node.children?.at(-1);
  if (node?.children && lines.has(node.type)) return node.children;
  const line: Node = { type: 'paragraph', children: [] };
  root.children?.push(line);
  return line.children ?? [];
}

/**
 * A remark plugin: behind the text stand words that were shown and are not part of it. They are plain:
 * a mark among them is no citation, and nothing of what they begin is ever finished.
 */
export function unsavedWords({ tail }: { tail: string }) {
  return (root: Node) => {
    const words = plain(tail);
    if (words === '') return;
    const line = lastLine(root);
    if (/^\s/.test(tail) && line.length > 0) line.push({ type: 'text', value: ' ' });
    line.push({
      type: 'unsaved',
      data: { hName: 'span', hProperties: { dataUnsaved: '' } },
      children: [{ type: 'text', value: words }],
    });
  };
}
