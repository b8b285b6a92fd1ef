import { useCallback, useEffect, useState } from 'react';
import { whoAmI } from '../../api/client';
import type { Me } from '../../api/types';

const againMs = 60_000; // how late a notice of the server may come

const isSame = (one: Me | undefined, other: Me) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Who asks, what the limits are, and what is wrong with the server. Read again by `reload`, now and then
 * while the page is looked at, and when somebody comes back to it; a failure keeps what is known.
 */
export function useMe(): { me: Me | undefined; reload: () => void } {
  const [me, setMe] = useState<Me>();
  const reload = useCallback(() => {
    whoAmI().then(
      (found) => setMe((known) => (isSame(known, found) ? known : found)),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    const lookedAt = () => {
      if (document.visibilityState === 'visible') reload();
    };
    const timer = setInterval(lookedAt, againMs);
    document.addEventListener('visibilitychange', lookedAt);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookedAt);
    };
  }, [reload]);
  return { me, reload };
}
