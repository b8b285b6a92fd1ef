import { useEffect } from 'react';

/** Regions in the order F6 goes through them. */
const regions = ['nav', '#main', '#question', 'aside', '[data-toasts]'];

/** What takes the focus in a region; a region without such a thing is passed over. */
function targetIn(selector: string): HTMLElement | null {
  const region = document.querySelector<HTMLElement>(selector);
  // A region that takes the focus itself is read from its start.
  if (region?.matches('[tabindex], textarea')) return region;
  const inside =
    'h1[tabindex], h2[tabindex], a[href], button:not(:disabled), input, [tabindex="0"]';
  return region?.querySelector<HTMLElement>(inside) ?? null;
}

function goToRegion(by: 1 | -1): void {
  // What is modal is the only region there is.
  if (document.querySelector('dialog[open]')) return;
  const present = regions.filter((selector) => targetIn(selector) !== null);
  const inside = present.map(
    (selector) => document.querySelector(selector)?.contains(document.activeElement) ?? false,
  );
  // The composer is inside main: the innermost one counts.
  const at = inside.lastIndexOf(true);
  const from = at < 0 && by < 0 ? 0 : at;
  const next = present[(from + by + present.length) % present.length];
  if (next !== undefined) targetIn(next)?.focus();
}

function goToQuestion(by: 1 | -1): void {
  const questions = [...document.querySelectorAll<HTMLElement>('article')];
  const barPx = 72;
  const tops = questions.map((question) => question.getBoundingClientRect().top - barPx);
  const at = by < 0 ? tops.findLastIndex((top) => top < -1) : tops.findIndex((top) => top > 1);
  if (by < 0 && at < 0) document.querySelector<HTMLElement>('[data-earlier]')?.click();
  questions[at]?.scrollIntoView({ block: 'start' });
}

export type Shortcuts = { onNew: () => void; onSearch: () => void; onKeys: () => void };

function actionOf(event: KeyboardEvent, { onNew, onSearch, onKeys }: Shortcuts) {
  const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey;
  const key = event.key.toLowerCase();
  if (isCommand && key === 'k') return event.shiftKey ? onNew : onSearch;
  // On some keyboards the slash needs Shift.
  if (isCommand && (key === '/' || event.code === 'Slash')) return onKeys;
  if (event.key === 'F6') return () => goToRegion(event.shiftKey ? -1 : 1);
  if (event.altKey && event.key === 'ArrowUp') return () => goToQuestion(-1);
  if (event.altKey && event.key === 'ArrowDown') return () => goToQuestion(1);
  return undefined;
}

/** Keys that work everywhere in the page. */
export function useShortcuts(shortcuts: Shortcuts): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = event.defaultPrevented ? undefined : actionOf(event, shortcuts);
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [shortcuts]);
}
