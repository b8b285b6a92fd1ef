import { expect, it } from 'vitest';
import { groupByTime } from './groups';

const item = (id: string, updated: Date) => ({
  conversation_id: id,
  title: id,
  created_at: updated.toISOString(),
  updated_at: updated.toISOString(),
  is_running: false,
});

it('groups by today, yesterday, the week before and months', () => {
  const now = new Date(2024, 10, 7, 12);
  const ago = (days: number, hour = 12) => new Date(2024, 10, 7 - days, hour);
  const groups = groupByTime(
    [
      item('a', ago(0)),
      item('b', ago(0, 1)),
      item('c', ago(1, 23)),
      item('d', ago(6)),
      item('e', ago(40)),
    ],
    now,
  );
  expect(
    groups.map((group) => [group.label, group.items.map((one) => one.conversation_id)]),
  ).toEqual([
    ['Today', ['a', 'b']],
    ['Yesterday', ['c']],
    ['Previous 7 days', ['d']],
    ['September 2024', ['e']],
  ]);
});
