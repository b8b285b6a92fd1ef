import { useCallback, useRef, useState } from 'react';

const topPx = 56;
const halfShare = 0.56;
const closeBelowShare = 0.34;
const fling = 0.5; // pixels per millisecond

export type SheetStops = {
  /** A CSS length. */
  height: string;
  isFull: boolean;
  toggle: () => void;
  onDown: (y: number, at: number) => void;
  onMove: (y: number, at: number) => void;
  onUp: () => void;
};

type Drag = { fromY: number; fromHeight: number; lastY: number; lastAt: number; speed: number };

const fullHeight = () => window.innerHeight - topPx;
const heightOf = (isFull: boolean) => (isFull ? fullHeight() : window.innerHeight * halfShare);

/** A sheet with two stops, half and full; dragged below the half one it closes. */
export function useSheetStops(onClose: () => void): SheetStops {
  const [isFull, setFull] = useState(false);
  const [dragged, setDragged] = useState<number>();
  const drag = useRef<Drag>(undefined);

  const onDown = useCallback(
    (y: number, at: number) => {
      drag.current = { fromY: y, fromHeight: heightOf(isFull), lastY: y, lastAt: at, speed: 0 };
    },
    [isFull],
  );
  const onMove = useCallback((y: number, at: number) => {
    const now = drag.current;
    if (!now) return;
    now.speed = (y - now.lastY) / Math.max(1, at - now.lastAt);
    now.lastY = y;
    now.lastAt = at;
    setDragged(Math.min(fullHeight(), Math.max(0, now.fromHeight - (y - now.fromY))));
  }, []);
  const onUp = useCallback(() => {
    const now = drag.current;
    drag.current = undefined;
    setDragged(undefined);
    if (!now || dragged === undefined) return;
    const share = dragged / window.innerHeight;
    if (share < closeBelowShare || (now.speed > fling && share < halfShare)) onClose();
    else if (Math.abs(now.speed) > fling) setFull(now.speed < 0);
    else setFull(dragged > (heightOf(true) + heightOf(false)) / 2);
  }, [dragged, onClose]);

  const resting = isFull ? `calc(100dvh - ${topPx}px)` : `${halfShare * 100}dvh`;
  return {
    height: dragged === undefined ? resting : `${dragged}px`,
    isFull,
    toggle: useCallback(() => setFull((is) => !is), []),
    onDown,
    onMove,
    onUp,
  };
}
