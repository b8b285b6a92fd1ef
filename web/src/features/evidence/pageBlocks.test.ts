import { describe, expect, it } from 'vitest';
import { blocksOf, type DocumentPageText } from './pageBlocks';
import { cellsOf, type TableRow } from './tableRows';

const page = (...passages: { section?: string; text: string }[]): DocumentPageText => ({
  document_id: 'd',
  file_name: 'a.csv',
  title: 'A',
  media_type: 'text/csv',
  page: 1,
  page_count: 1,
  kind: 'part',
  passages: passages.map(({ section = '', text }, index) => ({
    passage_id: `p${index}`,
    section,
    text,
  })),
});
const valuesOf = (columns: string[]) => (row: TableRow) =>
  columns.map((column) => row.cells.find((cell) => cell.column === column)?.value);
const kinds = (of: DocumentPageText) => blocksOf(of, '', '').map((block) => block.kind);

describe('the text of a page', () => {
  it('has paragraphs between empty lines, and lists', () => {
    expect(kinds(page({ text: 'One\nstill one\n\nTwo\n\n- a\n- b\n\n1. c\n2) d' }))).toEqual([
      'paragraph',
      'paragraph',
      'list',
      'list',
    ]);
  });

  it('shows a heading once, and only where it is new', () => {
    const blocks = blocksOf(
      page(
        { section: 'Handbook › Leave', text: 'a' },
        { section: 'Handbook › Leave', text: 'b' },
        { section: 'Handbook › Pay › Bonus', text: 'c' },
      ),
      '',
      '',
    );
    const headings = blocks.filter((block) => block.kind === 'heading');
    expect(headings.map((one) => [one.text, one.level])).toEqual([
      ['Leave', 3],
      ['Pay', 3],
      ['Bonus', 4],
    ]);
  });

  it('puts rows with the same headers into one table, with gaps where a cell is empty', () => {
    const [block, ...others] = blocksOf(
      page(
        { text: 'store: Old Mill; sunday: closed; phone: 1' },
        { text: 'store: Summit Row; phone: 2\nstore: Bay; sunday: 12:00; phone: 3' },
      ),
      '',
      '',
    );
    expect(others).toHaveLength(0);
    expect(block).toMatchObject({ kind: 'table', columns: ['store', 'sunday', 'phone'] });
    expect(block?.kind === 'table' && block.rows.map(valuesOf(block.columns))).toEqual([
      ['Old Mill', 'closed', '1'],
      ['Summit Row', undefined, '2'],
      ['Bay', '12:00', '3'],
    ]);
  });

  it('marks the row that is quoted, and no other', () => {
    const of = page({ text: 'store: Old Mill; sunday: closed\nstore: Bay; sunday: 12:00' });
    const [block] = blocksOf(of, 'store: Bay; sunday: 12:00', 'p0');
    expect(block?.kind === 'table' && block.rows.map((row) => row.isMarked)).toEqual([false, true]);
  });

  it('leaves a sentence with a colon a sentence', () => {
    expect(kinds(page({ text: 'Note: dry it on low.' }))).toEqual(['paragraph']);
  });

  it('keeps a semicolon inside of a value', () => {
    expect(cellsOf('name: tent; note: light; small; price: 3')).toEqual([
      { column: 'name', value: 'tent' },
      { column: 'note', value: 'light; small' },
      { column: 'price', value: '3' },
    ]);
  });

  it('marks the passage that is cited when the words are there twice', () => {
    const of = page({ text: 'Dry it on low.' }, { text: 'Again: Dry it on low.' });
    const marked = blocksOf(of, 'Dry it on low.', 'p1').map(
      (block) => block.kind === 'paragraph' && block.marks.length,
    );
    expect(marked).toEqual([0, 1]);
  });
});
