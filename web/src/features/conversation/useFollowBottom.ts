import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

const nearBottomPx = 48;

/**
 * Keeps the end of a growing answer in view for as long as the reader is there, and never moves a
 * reader who has scrolled away.
 * @param grown  changes whenever the content has grown.
 */
export function useFollowBottom(scroller: RefObject<HTMLElement | null>, grown: unknown) {
  const isFollowing = useRef(true);
  const [isAway, setAway] = useState(false);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () => {
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      isFollowing.current = left <= nearBottomPx;
      setAway(left > element.clientHeight / 2);
    };
    const leave = (event: WheelEvent) => {
      if (event.deltaY < 0) isFollowing.current = false;
    };
    element.addEventListener('scroll', look, { passive: true });
    element.addEventListener('wheel', leave, { passive: true });
    return () => {
      element.removeEventListener('scroll', look);
      element.removeEventListener('wheel', leave);
    };
  }, [scroller]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && isFollowing.current) element.scrollTop = element.scrollHeight;
  }, [scroller, grown]);

  const jump = useCallback(() => {
    isFollowing.current = true;
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [scroller]);
  return { isAway, jump };
}
