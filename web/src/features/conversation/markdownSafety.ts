// As src/chat/markdown_safety.cpp, for what is copied: where one changes, the other does.

/** Control characters but line ends and tabs, and those that turn the direction of what follows. */
const dropped = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Line ends are "\n". */
export function withoutControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(dropped, '');
}

/** An address that may stay one: to http, https or mail. */
export function isHarmlessAddress(address: string): boolean {
  return /^[ \t\n]*(https?:\/\/|mailto:)/i.test(address);
}

type Fence = { mark: string; length: number; indent: number };

/** Columns of white space before the first character; a tab is beyond every fence. */
function indentOf(line: string): number {
  const space = /^[ \t]*/.exec(line)?.[0] ?? '';
  return space.length + (space.includes('\t') ? 4 : 0);
}

/** A line that opens a block of code, whatever stands around it. */
function fenceIn(line: string): Fence | undefined {
  const [, space, run] = /^( {0,3})(`{3,}|~{3,})[^`~<>&\\![\]{}]*$/.exec(line) ?? [];
  if (space === undefined || run === undefined) return undefined;
  return { mark: run.charAt(0), length: run.length, indent: space.length };
}

/** What a line is to code that may stand in a list item: sure only when it is the same both ways. */
function lineIn({ mark, length, indent }: Fence, line: string): 'content' | 'end' | 'unsure' {
  if (line.trim() === '') return 'content';
  const at = indentOf(line);
  const run = /^[ \t]*(`+|~+)[ \t]*$/.exec(line)?.[1] ?? '';
  if (run.startsWith(mark) && run.length >= length)
    return at >= indent && at <= 3 ? 'end' : 'unsure';
  return at < indent ? 'unsure' : 'content';
}

const harm = /<[a-z/!?]|!\[|\][(:]/i;

/** Where code between backticks that begins at `at` ends on this line. */
function codeEnd(line: string, at: number): number | undefined {
  const runs = /`+/g;
  runs.lastIndex = at;
  const length = runs.exec(line)?.[0].length;
  for (let next = runs.exec(line); next; next = runs.exec(line))
    if (next[0].length === length) return runs.lastIndex;
  return undefined;
}

/** What stands for the start of `rest`, and how much of it: text outside of code. */
function plainPiece(rest: string, following: string): [string, number] {
  const [first = ''] = rest;
  const next = rest.charAt(1);
  switch (first) {
    case '\\':
      if (!/[!-/:-@[-`{-~]/.test(next)) return ['\\', 1];
      // Not every reader knows this one as an escape.
      return next === '<' ? ['&lt;', 2] : [first + next, 2];
    case '~': {
      const run = /^~+/.exec(rest)?.[0] ?? '';
      return [run.length < 3 ? run : '\\~'.repeat(run.length), run.length];
    }
    case '<':
      return [/[a-z/!?]/i.test(next) ? '&lt;' : '<', 1];
    case '!': {
      if (next !== '[') return ['!', 1];
      const words = /^!\[([^[\]\\`]*)\]\(/.exec(rest)?.[1];
      if (words === undefined) return ['\\!', 1];
      // One without words of its own gets some.
      return words === '' ? ['Picture: [picture', 2] : ['Picture: ', 1];
    }
    case ']':
      if (next !== '(' && next !== ':') return [']', 1];
      return [`]${isHarmlessAddress(rest.slice(2) + following) ? '' : '\\'}${next}`, 2];
    default:
      return [first, first.length];
  }
}

/** A line outside of blocks of code. @param following  what comes behind it. */
function plainLine(line: string, following: string): string {
  let out = '';
  for (let at = 0; at < line.length;) {
    if (line.charAt(at) === '`') {
      const end = codeEnd(line, at);
      const code = line.slice(at, end);
      const run = /^`+/.exec(code)?.[0] ?? '';
      // The cells of a table are cut before code is looked for.
      const isSure = end !== undefined && !(harm.test(line) && code.includes('|'));
      out += isSure ? code : '\\`'.repeat(run.length);
      at += isSure ? code.length : run.length;
      continue;
    }
    const [written, length] = plainPiece(line.slice(at), following);
    out += written;
    at += length;
  }
  return out;
}

/** The line that ends the code that is opened before `from`; undefined when that is not sure. */
function endOf(opened: Fence, lines: string[], from: number, looks: { left: number }) {
  for (let at = from; at < lines.length; at += 1) {
    looks.left -= 1;
    if (looks.left < 0) return undefined;
    const kind = lineIn(opened, lines[at] ?? '');
    if (kind === 'end') return at;
    if (kind === 'unsure') return undefined;
  }
  return lines.length;
}

/**
 * Markdown for a program that the page does not know: also one that passes raw HTML on, loads pictures
 * or follows any scheme. Tables, lists, emphasis, code and links to http, https and mail stay.
 */
export function withoutMarkup(markdown: string): string {
  const lines = withoutControls(markdown).split('\n');
  const looks = { left: 8 * lines.length };
  const out: string[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    const opened = fenceIn(line);
    const end = opened && endOf(opened, lines, at + 1, looks);
    if (!opened || end === undefined) {
      // An address is on this line or at the start of the next.
      const following = `\n${lines.slice(at + 1, at + 3).join('\n')}`;
      out.push(plainLine(line, following));
      at += 1;
      continue;
    }
    out.push(...lines.slice(at, end + 1));
    if (end === lines.length) out.push(' '.repeat(opened.indent) + opened.mark.repeat(opened.length));
    at = end + 1;
  }
  return out.join('\n');
}
