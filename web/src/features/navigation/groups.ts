import type { ConversationSummary } from '../../api/types';
import { strings } from '../../text/strings';

export type Group = { label: string; items: ConversationSummary[] };

const dayMs = 86_400_000;

function labelFor(when: Date, today: Date): string {
  const age = today.getTime() - when.getTime();
  if (age <= 0) return strings.nav.today;
  if (age <= dayMs) return strings.nav.yesterday;
  if (age <= 7 * dayMs) return strings.nav.week;
  return strings.nav.month(when);
}

/** Conversations, newest first, under Today, Yesterday, Previous 7 days and months. */
export function groupByTime(items: ConversationSummary[], now: Date = new Date()): Group[] {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const groups: Group[] = [];
  for (const item of items) {
    const label = labelFor(new Date(item.updated_at), today);
    const last = groups.at(-1);
    if (last?.label === label) last.items.push(item);
    else groups.push({ label, items: [item] });
  }
  return groups;
}
