/** From the character at `start` to before the one at `end`, in UTF-16 units. */
export type TextRange = { start: number; end: number };

type Folded = { text: string; starts: number[]; ends: number[] };

// What differs between a page and its extracted text: white space, hyphens at line ends, quotation
// marks, accents as marks of their own, bullets. Letters, numbers and symbols are what is compared.
const ignored = /[\s\p{M}\p{P}\p{C}]/u;

function fold(text: string): Folded {
  const folded: Folded = { text: '', starts: [], ends: [] };
  let at = 0;
  for (const character of text) {
    // NFKD takes ligatures and full-width forms apart as well.
    for (const part of character.normalize('NFKD').toLowerCase()) {
      if (ignored.test(part)) continue;
      folded.text += part;
      for (let unit = 0; unit < part.length; unit++) {
        folded.starts.push(at);
        folded.ends.push(at + character.length);
      }
    }
    at += character.length;
  }
  return folded;
}

function find(within: Folded, words: string, from: number): [number, number] | undefined {
  if (words === '') return undefined;
  let at = within.text.indexOf(words, from);
  if (at < 0) at = within.text.indexOf(words);
  return at < 0 ? undefined : [at, at + words.length];
}

const leastOfPart = 6;
const leastShare = 0.6;

function partsOf(quote: string): string[][] {
  const lines = quote.split(/\n+/u);
  const sentences = lines.flatMap((line) => line.split(/(?<=[.!?。！？;])\s*/u));
  // A row is "Header: value; Header: value": on the page there are only the values.
  const values = lines.flatMap((line) => line.split(/;\s/u).map((cell) => cell.replace(/^.*?:\s/u, '')));
  return [lines, sentences, values];
}

function locateParts(within: Folded, parts: string[]): { found: [number, number][]; share: number } {
  const found: [number, number][] = [];
  let whole = 0;
  let located = 0;
  let from = 0;
  for (const part of parts) {
    const words = fold(part).text;
    whole += words.length;
    const place = words.length < leastOfPart ? undefined : find(within, words, from);
    if (!place) continue;
    found.push(place);
    located += words.length;
    from = place[1];
  }
  return { found, share: whole === 0 ? 0 : located / whole };
}

/**
 * Where `quote` stands in `text`: as a whole, else by its lines, its sentences or the cells of its
 * rows when most of it is there. Empty when its place cannot be told.
 */
export function locateQuote(text: string, quote: string): TextRange[] {
  const within = fold(text);
  const toRange = ([start, end]: [number, number]): TextRange => ({
    start: within.starts[start] ?? 0,
    end: within.ends[end - 1] ?? 0,
  });
  const whole = find(within, fold(quote).text, 0);
  if (whole) return [toRange(whole)];
  for (const parts of partsOf(quote)) {
    const { found, share } = locateParts(within, parts);
    if (share >= leastShare) return found.map(toRange).sort((a, b) => a.start - b.start);
  }
  return [];
}
