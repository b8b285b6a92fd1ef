import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useId, useRef, useState } from 'react';
import type { Citation } from '../../api/types';
import { strings } from '../../text/strings';

const useStyles = makeStyles({
  chip: {
    position: 'relative', minWidth: '20px', height: '20px', margin: '0 2px', padding: '0 5px', verticalAlign: '1px', cursor: 'pointer',
    border: 'none', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2, fontFamily: tokens.fontFamilyBase, fontSize: tokens.fontSizeBase200,
    lineHeight: '20px', fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums',
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    // Targets are at least 24 by 24.
    '::after': { content: '""', position: 'absolute', inset: '-3px -2px' },
  },
  open: {
    backgroundColor: tokens.colorBrandBackground, color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorBrandBackgroundHover },
  },
  gone: {
    backgroundColor: 'transparent', textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
  },
  card: {
    position: 'fixed', zIndex: 30, width: '320px', maxWidth: 'calc(100vw - 32px)', boxSizing: 'border-box', padding: '12px 16px',
    backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge, boxShadow: tokens.shadow16, color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, fontWeight: tokens.fontWeightRegular,
    whiteSpace: 'normal', textAlign: 'start',
  },
  title: { display: 'block', fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  place: { display: 'block', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3, marginBottom: '6px' },
});

const showAfterMs = 300;

export function isGone(citation: Citation): boolean {
  return citation.file_name === undefined;
}

/** "returns-and-warranty.html, page 2, Warranty" */
export function placeOf(citation: Citation): string {
  const parts = [citation.file_name];
  if (citation.page !== undefined) parts.push(strings.sources.page(citation.page));
  if (citation.section) parts.push(citation.section);
  return parts.filter(Boolean).join(', ');
}

type CitationChipProps = { citation: Citation; isOpen: boolean; onOpen: () => void };

/** A numbered source. Hovering or focusing shows its words, pressing opens it. */
export function CitationChip({ citation, isOpen, onOpen }: CitationChipProps) {
  const styles = useStyles();
  const chip = useRef<HTMLButtonElement>(null);
  const [isShown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const cardId = useId();
  useEffect(() => () => clearTimeout(timer.current), []);

  const later = (value: boolean) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(value), value ? showAfterMs : 150);
  };
  const title = isGone(citation) ? strings.sources.gone : (citation.title ?? '');
  return (
    <span
      onMouseEnter={() => later(true)}
      onMouseLeave={() => later(false)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isShown) {
          event.stopPropagation();
          setShown(false);
        }
      }}
    >
      <button
        ref={chip}
        type="button"
        data-source={citation.number}
        className={mergeClasses(styles.chip, isOpen && styles.open, isGone(citation) && styles.gone)}
        aria-label={strings.sources.chip(citation.number, title)}
        aria-expanded={isOpen}
        aria-describedby={isShown ? cardId : undefined}
        onFocus={() => later(true)}
        onBlur={() => later(false)}
        onClick={() => {
          later(false);
          if (!isGone(citation)) onOpen();
        }}
      >
        {citation.number}
      </button>
      {isShown && <Card id={cardId} citation={citation} beside={chip.current} />}
    </span>
  );
}

function Card({ id, citation, beside }: { id: string; citation: Citation; beside: HTMLElement | null }) {
  const styles = useStyles();
  const at = beside?.getBoundingClientRect();
  const width = Math.min(320, window.innerWidth - 32);
  const left = Math.max(16, Math.min((at?.left ?? 0) - 24, window.innerWidth - width - 16));
  const isLow = (at?.bottom ?? 0) > window.innerHeight - 220;
  const place = isLow
    ? { left, bottom: window.innerHeight - (at?.top ?? 0) + 6 }
    : { left, top: (at?.bottom ?? 0) + 6 };
  return (
    <span id={id} role="tooltip" className={styles.card} style={place}>
      {isGone(citation) ? (
        strings.sources.gone
      ) : (
        <>
          <span className={styles.title}>{citation.title}</span>
          <span className={styles.place}>{placeOf(citation)}</span>
          {citation.quote}
        </>
      )}
    </span>
  );
}
