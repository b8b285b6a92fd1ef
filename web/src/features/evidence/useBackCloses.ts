import { useEffect, useRef } from 'react';

type Marked = { parlanceSheet?: boolean } | null;

/** Going back closes what is open over the page, instead of leaving the page. */
export function useBackCloses(onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  }, [onClose]);
  useEffect(() => {
    let isPushed = false;
    // Later than the opening itself, which may still write the address. What lies below is the page
    // without a source: going back there must not open it again.
    const timer = setTimeout(() => {
      const { pathname, search } = window.location;
      const state: unknown = window.history.state;
      window.history.replaceState(state, '', pathname);
      window.history.pushState({ ...(state as Marked), parlanceSheet: true }, '', pathname + search);
      isPushed = true;
    });
    const onBack = () => {
      if (!isPushed) return;
      isPushed = false;
      close.current();
    };
    window.addEventListener('popstate', onBack);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('popstate', onBack);
      const state = window.history.state as Marked;
      if (isPushed && state?.parlanceSheet) window.history.back();
    };
  }, []);
}
