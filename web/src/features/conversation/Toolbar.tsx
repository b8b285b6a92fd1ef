import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

const usable = 'button:not(:disabled), a[href]';

function nextAt(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

type ToolbarProps = { label: string; className?: string; children: ReactNode };

/** Buttons that are one stop of the Tab key; arrows go from one to the next. */
export function Toolbar({ label, className, children }: ToolbarProps) {
  const root = useRef<HTMLDivElement>(null);
  const inside = () => [...(root.current?.querySelectorAll<HTMLElement>(usable) ?? [])];
  const keepOneStop = () => {
    const buttons = inside();
    const stop = buttons.find((one) => one === document.activeElement) ?? buttons[0];
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  };
  useLayoutEffect(keepOneStop);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = inside();
    const at = buttons.findIndex((one) => one === document.activeElement);
    const next = at < 0 ? undefined : nextAt(event.key, at, buttons.length);
    if (next === undefined) return;
    event.preventDefault();
    buttons[next]?.focus();
  };
  return (
    <div
      ref={root}
      role="toolbar"
      aria-label={label}
      className={className}
      onKeyDown={onKeyDown}
      onFocus={keepOneStop}
    >
      {children}
    </div>
  );
}
