import { useEffect } from 'react';

/** Regions in the order F6 goes through them. */
const regions = ['nav', '#main', '#question', 'aside'];

function focusables(selector: string): HTMLElement | null {
  const region = document.querySelector<HTMLElement>(selector);
  if (!region || region.matches('#main, textarea')) return region;
  return region.querySelector<HTMLElement>('a[href], button:not(:disabled), [tabindex]');
}

function goToRegion(by: 1 | -1) {
  const present = regions.filter((selector) => document.querySelector(selector) !== null);
  const inside = present.map(
    (selector) => document.querySelector(selector)?.contains(document.activeElement) ?? false,
  );
  // The composer is inside main: the innermost one counts.
  const at = inside.lastIndexOf(true);
  const next = present[(at + by + present.length) % present.length];
  if (next) focusables(next)?.focus();
}

function goToQuestion(by: 1 | -1) {
  const questions = [...document.querySelectorAll<HTMLElement>('article')];
  const barPx = 72;
  const tops = questions.map((question) => question.getBoundingClientRect().top - barPx);
  const at = by < 0 ? tops.findLastIndex((top) => top < -1) : tops.findIndex((top) => top > 1);
  questions[at]?.scrollIntoView({ block: 'start' });
}

/** Keys that work everywhere in the page. */
export function useShortcuts(onNew: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isCommand = event.ctrlKey || event.metaKey;
      if (isCommand && event.shiftKey && event.key.toLowerCase() === 'k') onNew();
      else if (event.key === 'F6') goToRegion(event.shiftKey ? -1 : 1);
      else if (event.altKey && event.key === 'ArrowUp') goToQuestion(-1);
      else if (event.altKey && event.key === 'ArrowDown') goToQuestion(1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onNew]);
}
