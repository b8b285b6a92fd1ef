import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import type { ShownTurn } from './shownTurns';

/** Where a question stands when one reads from it: below the bar. */
const topPx = 72;
const keptAfterMs = 300;
const flashMs = 1_000;

type Place = { turnId: string; offsetPx: number };
const keyOf = (conversationId: string) => `parlance.place.${conversationId}`;

function articles(main: HTMLElement): HTMLElement[] {
  return [...main.querySelectorAll<HTMLElement>('[data-turn]')];
}

function articleOf(main: HTMLElement | null, turnId: string | undefined) {
  if (!main || turnId === undefined) return undefined;
  return articles(main).find((one) => one.dataset['turn'] === turnId);
}

/** The first turn in view, and how far its top is from the top of the page. */
export function placeIn(main: HTMLElement): Place | undefined {
  const first = articles(main).find((one) => one.getBoundingClientRect().bottom > topPx);
  const turnId = first?.dataset['turn'];
  if (!first || turnId === undefined) return undefined;
  return { turnId, offsetPx: Math.round(first.getBoundingClientRect().top) };
}

function keptPlace(conversationId: string): Place | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(conversationId)) ?? 'null');
    return kept !== null && typeof kept === 'object' ? (kept as Place) : undefined;
  } catch {
    return undefined;
  }
}

/** The turn where one was reading in a conversation: its branch is opened again. */
export function keptTurn(conversationId: string | undefined): string | undefined {
  return conversationId === undefined ? undefined : keptPlace(conversationId)?.turnId;
}

function keepPlace(conversationId: string, place: Place): void {
  sessionStorage.setItem(keyOf(conversationId), JSON.stringify(place));
}

/** A version that was chosen is where one reads, without scrolling. */
export function keepTurn(conversationId: string, turnId: string): void {
  keepPlace(conversationId, { turnId, offsetPx: topPx });
}

/** Twice, because turns get their true height when they come into view. */
function bringTo(main: HTMLElement, turnId: string, offsetPx: number): void {
  const move = () => {
    const top = articleOf(main, turnId)?.getBoundingClientRect().top;
    if (top !== undefined) main.scrollTop += top - offsetPx;
  };
  move();
  requestAnimationFrame(move);
}

/** Makes a change above what one reads, which stays where it is on the screen. */
export function keepView(main: HTMLElement | null, change: () => void): void {
  const place = main ? placeIn(main) : undefined;
  flushSync(change);
  if (main && place) bringTo(main, place.turnId, place.offsetPx);
}

/** Remembers where one reads in a conversation, for when one comes back. */
function useKeptPlace(id: string | undefined, main: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = main.current;
    if (!element || id === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      const place = placeIn(element);
      if (place) keepPlace(id, place);
    };
    const onScroll = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, keptAfterMs);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener('scroll', onScroll);
    };
  }, [id, main]);
}

type Reading = {
  conversationId: string | undefined;
  turns: ShownTurn[];
  /** Named by the address. */
  wantedTurn: string | undefined;
  main: RefObject<HTMLElement | null>;
  jump: () => void;
};

/**
 * Where one reads: a turn that is looked for, which flashes once, else where one was, else the last question; a question
 * that is asked here goes to the top.
 */
export function useReadingPlace({ conversationId, turns, wantedTurn, main, jump }: Reading) {
  const opened = useRef<string>(undefined);
  const last = turns.at(-1);
  const lastId = last?.lastId;
  const isAskedHere = last?.isAskedHere ?? false;
  useKeptPlace(conversationId, main);

  useLayoutEffect(() => {
    const element = main.current;
    if (!element || lastId === undefined) return;
    const isOpening = conversationId !== opened.current && !isAskedHere;
    opened.current = conversationId;
    if (isAskedHere) {
      jump();
      return;
    }
    if (!isOpening || articleOf(element, wantedTurn)) return;
    const kept = conversationId === undefined ? undefined : keptPlace(conversationId);
    const lastTurn = articles(element).at(-1)?.dataset['turn'];
    if (kept && articleOf(element, kept.turnId)) bringTo(element, kept.turnId, kept.offsetPx);
    else if (lastTurn !== undefined) bringTo(element, lastTurn, topPx);
  }, [conversationId, lastId, isAskedHere, wantedTurn, main, jump]);

  const wanted = turns.find((turn) => turn.id === wantedTurn || turn.lastId === wantedTurn)?.id;
  useLayoutEffect(() => {
    const element = main.current;
    const article = articleOf(element, wanted);
    if (wanted === undefined || !element || !article) return undefined;
    bringTo(element, wanted, topPx);
    article.dataset['found'] = '';
    const timer = setTimeout(() => delete article.dataset['found'], flashMs);
    return () => clearTimeout(timer);
  }, [wanted, main]);
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
