import { useEffect, useState } from 'react';

/** True once `value` has been true for `afterMs`; false at once. */
export function useSlowly(value: boolean, afterMs: number): boolean {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!value) return undefined;
    const timer = setTimeout(() => setShown(true), afterMs);
    return () => {
      clearTimeout(timer);
      setShown(false);
    };
  }, [value, afterMs]);
  return isShown;
}
