import { useCallback, useState } from 'react';

/** A choice kept in this browser; the first of `values` is what holds until one is made. */
export function useStoredChoice<T extends string>(
  key: string,
  values: readonly [T, ...T[]],
): [T, (value: T) => void] {
  const [chosen, setChosen] = useState<T>(() => {
    const stored = localStorage.getItem(key);
    return values.find((value) => value === stored) ?? values[0];
  });
  const choose = useCallback(
    (value: T) => {
      setChosen(value);
      localStorage.setItem(key, value);
    },
    [key],
  );
  return [chosen, choose];
}
