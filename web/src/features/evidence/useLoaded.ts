import { useCallback, useEffect, useState } from 'react';
import { forgetSources, isNotThere } from './evidenceApi';

export type Loaded<T> =
  | { status: 'loading' }
  | { status: 'ready'; value: T }
  | { status: 'gone' }
  | { status: 'failed' };

/** What `load` brings, and a way to try once more. `load` changes when another thing is wanted. */
export function useLoaded<T>(load: () => Promise<T>): [Loaded<T>, () => void] {
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<{ of: () => Promise<T>; loaded: Loaded<T> }>();
  useEffect(() => {
    let isWanted = true;
    const show = (loaded: Loaded<T>) => {
      if (isWanted) setResult({ of: load, loaded });
    };
    load().then(
      (value) => show({ status: 'ready', value }),
      (cause: unknown) => show({ status: isNotThere(cause) ? 'gone' : 'failed' }),
    );
    return () => {
      isWanted = false;
    };
  }, [load, attempt]);
  const again = useCallback(() => {
    forgetSources();
    setResult(undefined);
    setAttempt((count) => count + 1);
  }, []);
  return [result?.of === load ? result.loaded : { status: 'loading' }, again];
}
