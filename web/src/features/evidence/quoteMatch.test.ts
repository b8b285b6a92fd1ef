import { describe, expect, it } from 'vitest';
import { locateQuote } from './quoteMatch';

const found = (text: string, quote: string) =>
  locateQuote(text, quote).map(({ start, end }) => text.slice(start, end));

describe('finding quoted words on a page', () => {
  it.each([
    ['white space', 'Paid\n  leave of\t16 weeks.', 'leave of 16 weeks'],
    ['a hyphen at the end of a line', 'paid paren-\ntal leave', 'parental leave'],
    ['a soft hyphen', 'paren\u00adtal leave', 'parental leave'],
    ['ligatures', 'the o\ufb03ce of \ufb01nance', 'office of finance'],
    ['accents as marks of their own', 'the Cafe\u0301 opens', 'Café opens'],
    ['quotation marks', 'the “best” tent’s pole', 'the "best" tent\'s pole'],
    ['full-width letters', 'ＡＢＣ shop', 'abc shop'],
  ])('does not mind %s', (_, text, quote) => {
    expect(found(text, quote)).toHaveLength(1);
  });

  it('marks exactly the words, not what stands around them', () => {
    expect(found('Before. Dry it on low. After.', 'Dry it on low.')).toEqual(['Dry it on low']);
  });

  it('counts characters outside of the basic plane as they are stored', () => {
    expect(found('😀 tent 😀 pole', 'tent')).toEqual(['tent']);
  });

  it('finds sentences that stand apart on the page', () => {
    const page = 'Parents have 16 weeks. [Figure 2: a tent] One day of moving leave is granted.';
    const quote = 'Parents have 16 weeks. One day of moving leave is granted.';
    expect(found(page, quote)).toEqual([
      'Parents have 16 weeks',
      'One day of moving leave is granted',
    ]);
  });

  it('finds the cells of a row, whose headers stand elsewhere', () => {
    const page = 'Region Hotel limit North America 230 USD per night Europe 180 EUR per night';
    const quote = 'Region: North America; Hotel limit: 230 USD per night';
    expect(found(page, quote)).toEqual(['North America', '230 USD per night']);
  });

  it('says nothing rather than something wrong', () => {
    expect(found('A page about tents.', 'Sleeping bags are dried on low.')).toEqual([]);
    expect(found('A page about tents.', '')).toEqual([]);
    expect(found('', 'Sleeping bags')).toEqual([]);
  });
});
