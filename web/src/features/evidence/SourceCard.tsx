import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import type { Citation } from '../../api/types';
import { strings } from '../../text/strings';
import { isGone, placeOf } from './citationPlace';
import { prefetchSource } from './prefetch';

const useStyles = makeStyles({
  card: {
    position: 'fixed',
    zIndex: 30,
    boxSizing: 'border-box',
    padding: '12px 16px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow16,
    color: tokens.colorNeutralForeground2,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  title: {
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    overflowWrap: 'anywhere',
  },
  place: {
    marginBottom: '6px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    overflowWrap: 'anywhere',
  },
  quote: {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 6,
    overflow: 'hidden',
    overflowWrap: 'anywhere',
  },
});

const widthMax = 320;
const margin = 16;

type SourceCardProps = { id: string; citation: Citation; beside: DOMRect; onHide: () => void };

/** The words of a source beside its chip: stays while the pointer is over it, goes on scrolling. */
export function SourceCard({ id, citation, beside, onHide }: SourceCardProps) {
  const styles = useStyles();
  useEffect(() => {
    window.addEventListener('scroll', onHide, { capture: true, passive: true });
    return () => window.removeEventListener('scroll', onHide, { capture: true });
  }, [onHide]);
  useEffect(() => prefetchSource(citation), [citation]);
  const width = Math.min(widthMax, window.innerWidth - 2 * margin);
  const left = Math.max(margin, Math.min(beside.left - 24, window.innerWidth - width - margin));
  const isLow = beside.bottom > window.innerHeight / 2;
  const place = isLow
    ? { left, width, bottom: window.innerHeight - beside.top + 6 }
    : { left, width, top: beside.bottom + 6 };
  // Outside of its turn, which clips what leaves it; still inside the landmark.
  return createPortal(
    <div id={id} role="tooltip" className={styles.card} style={place}>
      {isGone(citation) ? (
        strings.sources.gone
      ) : (
        <>
          <div className={styles.title}>{citation.title}</div>
          <div className={styles.place}>{placeOf(citation)}</div>
          <div className={styles.quote}>{citation.quote}</div>
        </>
      )}
    </div>,
    document.getElementById('main') ?? document.body,
  );
}
