import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ChevronLeftRegular, ChevronRightRegular, DismissRegular } from '@fluentui/react-icons';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { Citation } from '../../api/types';
import { extraTokens } from '../../design/theme';
import { strings } from '../../text/strings';
import { placeOf } from './citationPlace';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    minHeight: 0,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  head: {
    display: 'grid',
    gridTemplateColumns: '24px 1fr auto',
    gap: '0 12px',
    alignItems: 'center',
    padding: '12px 12px 12px 20px',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  number: {
    width: '24px',
    height: '24px',
    borderRadius: tokens.borderRadiusMedium,
    textAlign: 'center',
    lineHeight: '24px',
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: 'none',
    overflowWrap: 'anywhere',
  },
  place: {
    gridColumn: '2 / 3',
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    overflowWrap: 'anywhere',
  },
  steps: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: '4px',
    padding: '0 12px 8px',
    minHeight: '32px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase300,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
  },
  body: { flexGrow: 1, overflowY: 'auto', padding: '16px' },
  paper: {
    padding: '32px 28px',
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow4,
    backgroundColor: extraTokens.paper,
    color: extraTokens.paperInk,
    fontSize: '15px',
    lineHeight: '24px',
  },
  section: {
    margin: '0 0 12px',
    fontSize: '18px',
    lineHeight: '26px',
    fontWeight: tokens.fontWeightSemibold,
    color: extraTokens.paperInk,
  },
  quote: {
    margin: 0,
    paddingInlineStart: '14px',
    borderLeft: `4px solid ${extraTokens.passageEdge}`,
  },
  words: {
    padding: '2px 0',
    backgroundColor: extraTokens.passageHighlight,
    color: extraTokens.paperInk,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-line',
  },
});

type EvidencePanelProps = {
  label: string;
  citations: Citation[];
  number: number;
  onNumber: (number: number) => void;
  onClose: () => void;
};

/** One source of an answer: where it is and the quoted words. */
export function EvidencePanel({ label, citations, number, onNumber, onClose }: EvidencePanelProps) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  const sorted = [...citations]
    .filter((one) => one.file_name !== undefined)
    .sort((a, b) => a.number - b.number);
  const at = sorted.findIndex((one) => one.number === number);
  const citation = sorted[at];
  const step = (by: number) => {
    const next = sorted[at + by];
    if (next) onNumber(next.number);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === '[') step(-1);
    else if (event.key === ']') step(1);
  };
  useEffect(() => heading.current?.focus(), [number]);
  if (!citation) return null;
  return (
    <aside className={styles.root} aria-label={label} onKeyDown={onKeyDown}>
      <header className={styles.head}>
        <span className={styles.number} aria-hidden>
          {citation.number}
        </span>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          {citation.title}
        </h2>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={strings.sources.close}
          title={strings.sources.close}
          onClick={onClose}
        />
        <p className={styles.place}>{placeOf(citation)}</p>
      </header>
      <div className={styles.steps}>
        <Button
          size="small"
          appearance="subtle"
          icon={<ChevronLeftRegular />}
          aria-label={strings.sources.previous}
          title={strings.sources.previous}
          disabled={at === 0}
          onClick={() => step(-1)}
        />
        {strings.sources.of(at + 1, sorted.length)}
        <Button
          size="small"
          appearance="subtle"
          icon={<ChevronRightRegular />}
          aria-label={strings.sources.next}
          title={strings.sources.next}
          disabled={at === sorted.length - 1}
          onClick={() => step(1)}
        />
      </div>
      <div className={styles.body} tabIndex={0} role="region" aria-label={strings.sources.quote}>
        <div className={styles.paper}>
          {citation.section && <p className={styles.section}>{citation.section}</p>}
          <blockquote className={styles.quote}>
            <mark className={styles.words}>{citation.quote}</mark>
          </blockquote>
        </div>
      </div>
    </aside>
  );
}
