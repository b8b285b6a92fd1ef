import { useCallback, useEffect, useRef, useState } from 'react';
import type { OpenSource } from '../evidence/Evidence';
import type { TurnView } from './turnReducer';

/** The source that is open; closing gives the focus back to what opened it. */
export function useSource(turns: TurnView[], onEvidence: (isOpen: boolean) => void) {
  const [chosen, setSource] = useState<OpenSource>();
  // Of another conversation: not open here.
  const source = turns.some((turn) => turn.id === chosen?.turnId) ? chosen : undefined;
  const opener = useRef<HTMLElement>(null);
  const isOpen = source !== undefined;
  useEffect(() => {
    onEvidence(isOpen);
    return () => onEvidence(false);
  }, [isOpen, onEvidence]);
  const openSource = useCallback((open: OpenSource) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setSource(open);
  }, []);
  const closeSource = useCallback(() => {
    setSource(undefined);
    queueMicrotask(() => opener.current?.focus());
  }, []);
  return { source, openSource, moveSource: setSource, closeSource };
}
