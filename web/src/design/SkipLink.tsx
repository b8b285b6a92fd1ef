import type { MouseEvent, ReactNode } from 'react';

type SkipLinkProps = { to: string; className?: string; children: ReactNode };

/** Past the navigation. It moves the focus itself: in a page with a base, "#main" is another page. */
export function SkipLink({ to, className, children }: SkipLinkProps) {
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    document.getElementById(to)?.focus();
  };
  return (
    <a className={className} href={`#${to}`} onClick={skip}>
      {children}
    </a>
  );
}
