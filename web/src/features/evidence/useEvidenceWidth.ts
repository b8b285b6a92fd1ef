import { useCallback, useState } from 'react';

export const widthMin = 400;
export const widthMax = 700;
const widthAtFirst = 520;
const key = 'parlance.evidence-width';

export function clampWidth(width: number): number {
  return Math.min(widthMax, Math.max(widthMin, Math.round(width)));
}

function stored(): number {
  const width = Number(localStorage.getItem(key));
  return Number.isFinite(width) && width > 0 ? clampWidth(width) : widthAtFirst;
}

/** How wide the source beside the answer is, in CSS pixels; remembered on this machine. */
export function useEvidenceWidth(): [number, (width: number) => void] {
  const [width, setWidth] = useState(stored);
  const choose = useCallback((to: number) => {
    setWidth(clampWidth(to));
    localStorage.setItem(key, String(clampWidth(to)));
  }, []);
  return [width, choose];
}
