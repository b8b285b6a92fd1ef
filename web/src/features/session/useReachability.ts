import { useEffect, useState, useSyncExternalStore } from 'react';
import { send } from '../../api/client';
import { isServerReached, onReachability } from '../../api/reachability';

export type Reachability = 'reached' | 'lost' | 'long-lost';

const silentMs = 2_000;
const longMs = 30_000;
const againMs = 3_000;

const ask = () => void send('/healthz').catch(() => undefined);

/** Whether the server answers. A short silence is not worth a word. */
export function useReachability(onBack: () => void): [Reachability, () => void] {
  const isReached = useSyncExternalStore(onReachability, isServerReached);
  const [lost, setLost] = useState<Reachability>('reached');
  useEffect(() => {
    if (isReached) return undefined;
    const timers = [
      setTimeout(() => setLost('lost'), silentMs),
      setTimeout(() => setLost('long-lost'), longMs),
    ];
    const asking = setInterval(ask, againMs);
    window.addEventListener('online', ask);
    return () => {
      timers.forEach(clearTimeout);
      clearInterval(asking);
      window.removeEventListener('online', ask);
      setLost('reached');
      onBack();
    };
  }, [isReached, onBack]);
  return [isReached ? 'reached' : lost, ask];
}
