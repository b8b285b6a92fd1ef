import { describe, expect, it } from 'vitest';
import { citationMarks, numberOf } from './citationMarks';
import { plainMath, settled, splitBlocks } from './markdownBlocks';

const glue = (word: string, mark: object) => ({
  type: 'glue',
  data: { hName: 'span', hProperties: { dataGlue: '' } },
  children: [{ type: 'text', value: word }, mark],
});

describe('citationMarks', () => {
  it('marks only numbers that the answer cites', () => {
    const tree = {
      type: 'root',
      children: [{ type: 'paragraph', children: [{ type: 'text', value: 'A [1], b [7][2].' }] }],
    };
    citationMarks({ known: new Set([1, 2]) })(tree);
    const mark = (number: string) => ({
      type: 'link',
      url: `#source-${number}`,
      children: [{ type: 'text', value: number }],
    });
    expect(tree.children[0]?.children).toEqual([
      { type: 'text', value: 'A ' },
      mark('1'),
      { type: 'text', value: ', b ' },
      glue('[7]', mark('2')),
      { type: 'text', value: '.' },
    ]);
  });

  it('keeps a mark on the line of the word before it', () => {
    const tree = {
      type: 'root',
      children: [{ type: 'paragraph', children: [{ type: 'text', value: 'Dry it.[1]' }] }],
    };
    citationMarks({ known: new Set([1]) })(tree);
    expect(tree.children[0]?.children[1]).toMatchObject({
      type: 'glue',
      children: [{ value: 'it.' }, { url: '#source-1' }],
    });
  });

  it('leaves code alone', () => {
    const tree = { type: 'root', children: [{ type: 'inlineCode', value: 'a[1]' }] };
    citationMarks({ known: new Set([1]) })(tree);
    expect(tree.children).toEqual([{ type: 'inlineCode', value: 'a[1]' }]);
  });
});

describe('splitBlocks', () => {
  it('keeps a fence whole, open or closed', () => {
    expect(splitBlocks('a\n\n```js\nx\n\ny\n```\n\nb')).toEqual(['a', '```js\nx\n\ny\n```', 'b']);
    expect(splitBlocks('a\n\n```\nx\n\ny')).toEqual(['a', '```\nx\n\ny']);
  });

  it('keeps a loose list whole', () => {
    expect(splitBlocks('1. a\n\n2. b\n\nc')).toEqual(['1. a\n\n2. b', 'c']);
  });
});

describe('settled', () => {
  it('waits with half a mark and with the head of a table', () => {
    expect(settled('Dry it. [')).toBe('Dry it. ');
    expect(settled('Dry it. [12')).toBe('Dry it. ');
    expect(settled('Dry it. [1]')).toBe('Dry it. [1]');
    expect(settled('So:\n\n| a | b |\n| --')).toBe('So:\n');
    expect(settled('So:\n\n| a | b |\n| --- | --- |\n')).toBe('So:\n\n| a | b |\n| --- | --- |\n');
  });
});

it('knows the address of a mark from one that only looks like it', () => {
  expect(numberOf('#source-12')).toBe(12);
  for (const other of [undefined, '', '#source-', '#source-x', 'https://e.example/#source-1'])
    expect(numberOf(other)).toBeUndefined();
});

describe('settled words', () => {
  it('shows half a link as its words and half an emphasis as emphasis', () => {
    expect(settled('See [the page](https://exa')).toBe('See the page');
    expect(settled('See [the page]')).toBe('See the page');
    expect(settled('It is **very')).toBe('It is **very**');
    expect(settled('It is **')).toBe('It is ');
    expect(settled('It is **very** dry')).toBe('It is **very** dry');
    expect(settled('Type `a ** b')).toBe('Type `a ** b');
  });

  it('waits with the beginning of a fence', () => {
    expect(settled('So:\n\n``')).toBe('So:\n\n');
    expect(settled('So:\n\n```js\nx')).toBe('So:\n\n```js\nx');
  });
});

describe('plainMath', () => {
  it('keeps formulas as they are written', () => {
    expect(plainMath('\\(a_1\\)')).toBe('\\\\\\(a\\_1\\\\\\)');
    expect(plainMath('$x_1 * y_2$')).toBe('\\$x\\_1 \\* y\\_2\\$');
  });

  it('leaves prices, code and fences alone', () => {
    for (const text of ['$5 and $10 *more*', '`$a_b$` and', '```\n$a_b$\n```', 'plain *words*'])
      expect(plainMath(text)).toBe(text);
  });
});
