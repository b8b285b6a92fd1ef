import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { ConversationView } from './conversationReducer';

/** Once per conversation, at its last question; when one is asked, with the question at the top. */
export function useOpeningAtLastQuestion(
  view: ConversationView,
  main: RefObject<HTMLElement | null>,
  jump: () => void,
) {
  const last = view.turns.at(-1);
  const lastId = last?.id;
  const isAskedHere = last?.isAskedHere ?? false;
  useLayoutEffect(() => {
    if (lastId === undefined) return;
    if (isAskedHere) jump();
    else main.current?.querySelector(`[data-turn="${lastId}"]`)?.scrollIntoView({ block: 'start' });
  }, [lastId, isAskedHere, main, jump]);
}

/** Going to another conversation puts the focus on its title; starting one leaves it where it is. */
export function useHeadingFocus(
  id: string | undefined,
  isOwnStart: boolean,
  main: RefObject<HTMLElement | null>,
) {
  const shown = useRef(id);
  useEffect(() => {
    if (shown.current === id) return;
    shown.current = id;
    if (!isOwnStart) main.current?.querySelector('h1')?.focus();
  }, [id, isOwnStart, main]);
}
