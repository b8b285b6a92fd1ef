import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Citation } from '../../api/types';
import { strings } from '../../text/strings';
import { isGone, titleOf } from '../evidence/citationPlace';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(280px, 100%), 1fr))',
    gap: '8px',
    listStyleType: 'none',
    margin: '12px 0 0',
    padding: 0,
  },
  source: {
    display: 'grid',
    gridTemplateColumns: '28px 1fr',
    alignItems: 'center',
    width: '100%',
    height: '100%',
    minHeight: '48px',
    padding: '6px 12px 6px 10px',
    textAlign: 'start',
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  open: {
    border: `1px solid ${tokens.colorBrandStroke1}`,
    boxShadow: `0 0 0 1px ${tokens.colorBrandStroke1}`,
  },
  number: {
    width: '20px',
    height: '20px',
    borderRadius: tokens.borderRadiusMedium,
    textAlign: 'center',
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '20px',
    fontWeight: tokens.fontWeightSemibold,
  },
  numberOpen: {
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  words: { minWidth: 0 },
  title: {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  quote: {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
});

const shownAtFirst = 6;

type SourceListProps = {
  citations: Citation[];
  open: number | undefined;
  onOpen: (number: number) => void;
};

/** The sources of one answer, as buttons. */
export function SourceList({ citations, open, onOpen }: SourceListProps) {
  const styles = useStyles();
  const [showsAll, setShowsAll] = useState(false);
  if (citations.length === 0) return null;
  if (citations.length > shownAtFirst && !showsAll) {
    return (
      <Button size="small" onClick={() => setShowsAll(true)}>
        {strings.sources.show(citations.length)}
      </Button>
    );
  }
  const sorted = [...citations].sort((a, b) => a.number - b.number);
  return (
    <ul className={styles.list} aria-label={strings.sources.list}>
      {sorted.map((citation) => {
        const isOpen = open === citation.number;
        return (
          <li key={citation.number}>
            <button
              type="button"
              className={mergeClasses(styles.source, isOpen && styles.open)}
              aria-expanded={isOpen}
              disabled={isGone(citation)}
              onClick={() => onOpen(citation.number)}
            >
              <span className={mergeClasses(styles.number, isOpen && styles.numberOpen)}>
                {citation.number}
              </span>
              <span className={styles.words}>
                <span className={styles.title}>{titleOf(citation)}</span>
                <span className={styles.quote}>{citation.quote}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
