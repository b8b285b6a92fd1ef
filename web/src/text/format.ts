const locale = 'en-GB';
const numbers = new Intl.NumberFormat(locale);
const oneDecimal = new Intl.NumberFormat(locale, {
  maximumFractionDigits: 1,
  minimumFractionDigits: 1,
});
const dates = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const daysOfYears = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
const ordinals = new Intl.PluralRules(locale, { type: 'ordinal' });
const suffixes: Record<Intl.LDMLPluralRule, string> = {
  zero: 'th',
  one: 'st',
  two: 'nd',
  few: 'rd',
  many: 'th',
  other: 'th',
};

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** "1,284" */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** "1 document", "2 documents" */
export function plural(count: number, one: string, many: string): string {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}

/** "2nd" */
export function ordinal(place: number): string {
  return `${numbers.format(place)}${suffixes[ordinals.select(place)]}`;
}

/** "18.2 MB" */
export function formatBytes(value: number): string {
  if (value < 1024) return `${numbers.format(value)} B`;
  if (value < 1_048_576) return `${numbers.format(Math.round(value / 1024))} KB`;
  return `${oneDecimal.format(value / 1_048_576)} MB`;
}

/** "3 November 2026" */
export function formatDate(iso: string): string {
  return dates.format(new Date(iso));
}

/** "3 November 2026 at 10:04" */
export function formatMoment(iso: string): string {
  return moments.format(new Date(iso));
}

/** "Just now", "4 min", "Today", "3 Nov", "3 Nov 2025": as short as it can be understood. */
export function formatSince(iso: string, now: Date = new Date()): string {
  const when = new Date(iso);
  const age = now.getTime() - when.getTime();
  if (age < minuteMs) return 'Just now';
  if (age < 60 * minuteMs) return `${numbers.format(Math.floor(age / minuteMs))} min`;
  if (age < dayMs && when.getDate() === now.getDate()) return 'Today';
  return when.getFullYear() === now.getFullYear() ? days.format(when) : daysOfYears.format(when);
}
