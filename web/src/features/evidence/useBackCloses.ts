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
    // Later than the opening itself, which may still write the address.
    const timer = setTimeout(() => {
      window.history.pushState({ ...window.history.state, parlanceSheet: true }, '');
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
