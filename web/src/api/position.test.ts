import { describe, expect, it } from 'vitest';
import { bytesAt, firstNeeded, isAfter } from './position';

it('orders positions by events and by bytes', () => {
  expect(isAfter('1.5', '1.4')).toBe(true);
  expect(isAfter('2.4', '1.4')).toBe(true);
  expect(isAfter('1.4', '1.4')).toBe(false);
  expect(isAfter('1.3', '1.10')).toBe(false);
  expect(isAfter('10.0', '9.0')).toBe(true);
  expect(bytesAt('3.120')).toBe(120);
});

describe('firstNeeded', () => {
  const events = ['1.0', '1.4', '1.9', '2.9'].map((id) => ({ id }));

  it('leaves out what a reader has', () => {
    expect(firstNeeded(events, '0.0', '0.0')).toBe(0);
    expect(firstNeeded(events, '1.4', '0.0')).toBe(2);
    expect(firstNeeded(events, '1.6', '0.0')).toBe(2);
    expect(firstNeeded(events, '2.9', '0.0')).toBe(4);
  });

  it('never leaves out what sets the text back', () => {
    const setBack = ['1.4', '2.4'].map((id) => ({ id }));
    expect(firstNeeded(setBack, '1.10', '1.8')).toBe(0);
  });
});
