import { expect, it } from 'vitest';
import { newTurnId } from './turnId';

it('makes version 7 ids that sort by time', () => {
  const early = newTurnId(1_700_000_000_000);
  const late = newTurnId(1_700_000_000_001);

  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < late).toBe(true);
  expect(newTurnId(5)).not.toBe(newTurnId(5));
});
