import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { OpenSource } from '../evidence/Evidence';
import { replaceSearch, useSearch } from '../navigation/router';

type Cited = { id: string; citations: { number: number }[] };

/** What an address names: a turn, and a source of it; without a turn, of the last one. */
export function namedPlace(search: string): { turnId?: string; number?: number } {
  const named = new URLSearchParams(search);
  const turnId = named.get('turn');
  const number = Number(named.get('source'));
  return {
    ...(turnId !== null && { turnId }),
    ...(Number.isInteger(number) && number > 0 && { number }),
  };
}

function searchFor(source: OpenSource): string {
  return `?${new URLSearchParams({ turn: source.turnId, source: String(source.number) }).toString()}`;
}

function sourceIn(turns: Cited[], search: string): OpenSource | undefined {
  const { turnId, number } = namedPlace(search);
  if (number === undefined) return undefined;
  const turn = turnId === undefined ? turns.at(-1) : turns.find((one) => one.id === turnId);
  const isThere = turn?.citations.some((one) => one.number === number);
  return turn && isThere ? { turnId: turn.id, number } : undefined;
}

/**
 * The source that is open, kept in the address so that a reload shows it again; closing gives the
 * focus back to what opened it.
 */
export function useSource(turns: Cited[], onEvidence: (isOpen: boolean) => void) {
  const search = useSearch();
  const found = sourceIn(turns, search);
  const turnId = found?.turnId;
  const number = found?.number;
  const source = useMemo(
    () => (turnId !== undefined && number !== undefined ? { turnId, number } : undefined),
    [turnId, number],
  );
  const opener = useRef<HTMLElement>(null);
  const isOpen = source !== undefined;
  useEffect(() => {
    onEvidence(isOpen);
    return () => onEvidence(false);
  }, [isOpen, onEvidence]);
  const moveSource = useCallback((open: OpenSource) => replaceSearch(searchFor(open)), []);
  const openSource = useCallback((open: OpenSource) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    replaceSearch(searchFor(open));
  }, []);
  const closeSource = useCallback(() => {
    replaceSearch('');
    queueMicrotask(() => opener.current?.focus());
  }, []);
  return { source, openSource, moveSource, closeSource };
}
