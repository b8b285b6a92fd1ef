import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

const nearBottomPx = 48;
const atBottomPx = 2;

function leftBelow(element: HTMLElement): number {
  return element.scrollHeight - element.scrollTop - element.clientHeight;
}

function toBottom(element: HTMLElement) {
  element.scrollTo({ top: element.scrollHeight });
}

/**
 * Keeps the end of a growing answer in view for as long as the reader is there, and never moves a
 * reader who has left: by wheel, by selecting text, by scrolling away.
 * @param scrollerRef  scrolls what is in `contentRef`, whose height grows.
 */
export function useFollowBottom(
  scrollerRef: RefObject<HTMLElement | null>,
  contentRef: RefObject<HTMLElement | null>,
) {
  const isFollowing = useRef(false);
  const [isAway, setAway] = useState(false);

  useEffect(() => {
    const element = scrollerRef.current;
    const growing = contentRef.current;
    if (!element || !growing) return undefined;
    let lastTop = element.scrollTop;
    const look = () => {
      const left = leftBelow(element);
      // Text that came since the last frame moves the end away from a reader who has not moved.
      const isMovedUp = element.scrollTop < lastTop - 1;
      lastTop = element.scrollTop;
      if (left <= atBottomPx) isFollowing.current = true;
      else if (isMovedUp && left > nearBottomPx) isFollowing.current = false;
      setAway(!isFollowing.current && left > nearBottomPx);
    };
    const leave = () => {
      isFollowing.current = false;
    };
    const onWheel = (event: WheelEvent) => event.deltaY < 0 && leave();
    const onSelect = () => {
      const selection = document.getSelection();
      if (selection && !selection.isCollapsed && growing.contains(selection.anchorNode)) leave();
    };
    const onGrown = () => {
      if (isFollowing.current) toBottom(element);
      setAway(leftBelow(element) > nearBottomPx);
    };
    const observer = new ResizeObserver(onGrown);
    observer.observe(growing);
    element.addEventListener('scroll', look, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: true });
    document.addEventListener('selectionchange', onSelect);
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
      element.removeEventListener('wheel', onWheel);
      document.removeEventListener('selectionchange', onSelect);
    };
  }, [scrollerRef, contentRef]);

  const jump = useCallback(() => {
    isFollowing.current = true;
    const element = scrollerRef.current;
    if (element) toBottom(element);
  }, [scrollerRef]);
  const leave = useCallback(() => {
    isFollowing.current = false;
  }, []);
  return { isAway, jump, leave };
}
