import { useEffect, useState, type RefObject } from 'react';

const settleMs = 80;
const paddingPx = 32;

/** How wide the inside of an element is, in CSS pixels; told when a change of it has settled. */
export function useRoom(element: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(0);
  useEffect(() => {
    const now = element.current;
    if (!now) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const measure = () => setRoom(Math.max(200, now.clientWidth - paddingPx));
    measure();
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(measure, settleMs);
    });
    observer.observe(now);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [element]);
  return room;
}
