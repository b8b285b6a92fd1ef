import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useId, useRef, useState } from 'react';
import type { Citation } from '../../api/types';
import { nameOf, isGone } from '../evidence/citationPlace';
import { SourceCard } from '../evidence/SourceCard';

const useStyles = makeStyles({
  chip: {
    position: 'relative',
    minWidth: '20px',
    height: '20px',
    margin: '0 1px 0 3px',
    padding: '0 5px',
    verticalAlign: '2px',
    cursor: 'pointer',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '20px',
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
    // Targets are at least 24 by 24.
    '::after': { content: '""', position: 'absolute', inset: '-4px -2px' },
  },
  open: {
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorBrandBackgroundHover },
    '@media (forced-colors: active)': {
      forcedColorAdjust: 'none',
      backgroundColor: 'Highlight',
      color: 'HighlightText',
    },
  },
  gone: {
    backgroundColor: 'transparent',
    textDecorationLine: 'line-through',
    color: tokens.colorNeutralForeground3,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
  },
});

const showAfterMs = 300;
const hideAfterMs = 150;

type CitationChipProps = { citation: Citation; isOpen: boolean; onOpen: () => void };

/** A numbered source. Hovering or focusing shows its words, pressing opens it. */
export function CitationChip({ citation, isOpen, onOpen }: CitationChipProps) {
  const styles = useStyles();
  const [beside, setBeside] = useState<DOMRect>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isComing = useRef(false);
  const cardId = useId();
  useEffect(() => () => clearTimeout(timer.current), []);

  const showAt = (element: HTMLElement) => {
    isComing.current = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setBeside(element.getBoundingClientRect()), showAfterMs);
  };
  const hide = (afterMs: number) => {
    isComing.current = false;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setBeside(undefined), afterMs);
  };
  return (
    <span
      onMouseLeave={() => hide(hideAfterMs)}
      onMouseEnter={() => {
        if (beside) clearTimeout(timer.current);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !beside) return;
        event.stopPropagation();
        hide(0);
      }}
    >
      <button
        type="button"
        data-source={citation.number}
        className={mergeClasses(
          styles.chip,
          isOpen && styles.open,
          isGone(citation) && styles.gone,
        )}
        aria-label={nameOf(citation)}
        aria-expanded={isOpen}
        aria-describedby={beside ? cardId : undefined}
        onPointerMove={(event) => {
          // A page that scrolls under a resting pointer is no hovering.
          const isMoving = event.movementX !== 0 || event.movementY !== 0;
          if (event.pointerType === 'mouse' && isMoving && !isComing.current)
            showAt(event.currentTarget);
        }}
        onFocus={(event) =>
          event.currentTarget.matches(':focus-visible') && showAt(event.currentTarget)
        }
        onBlur={() => hide(hideAfterMs)}
        onClick={() => {
          hide(0);
          if (!isGone(citation)) onOpen();
        }}
      >
        {citation.number}
      </button>
      {beside && (
        <SourceCard id={cardId} citation={citation} beside={beside} onHide={() => hide(0)} />
      )}
    </span>
  );
}
