import { makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Citation } from '../../api/types';
import { evidenceStrings } from '../../text/evidence';
import { EvidenceBar } from './EvidenceBar';
import { EvidenceBody, type PageFacts } from './EvidenceBody';
import { EvidenceFoot } from './EvidenceFoot';
import { EvidenceHead } from './EvidenceHead';
import { Note } from './EvidenceNotes';
import { isGone, placeOf, titleOf } from './citationPlace';
import { sourceDocument } from './evidenceApi';
import { useLoaded } from './useLoaded';
import { useSourceView } from './useSourceView';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    height: '100%',
    minHeight: 0,
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  alone: { padding: '16px', flexGrow: 1 },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

type EvidencePanelProps = {
  label: string;
  citations: Citation[];
  number: number;
  onNumber: (number: number) => void;
  onClose: () => void;
  /** What changes the panel's width, where it can be changed. */
  edge?: ReactNode;
};

/** The sources of an answer, one at a time. */
export function EvidencePanel(props: EvidencePanelProps) {
  const { label, citations, number, onNumber, onClose, edge } = props;
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  const steppedTo = useRef<number>(undefined);
  const sorted = [...citations].sort((a, b) => a.number - b.number);
  const at = sorted.findIndex((one) => one.number === number);
  const citation = sorted[at];
  const step = (by: number) => {
    const next = sorted[at + by];
    if (!next) return;
    steppedTo.current = next.number;
    onNumber(next.number);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '[') step(-1);
    else if (event.key === ']') step(1);
    else return;
    event.stopPropagation();
  };
  useEscape(onClose);
  useEffect(() => {
    // Steps inside keep the focus where it is; a chip brings it here.
    if (steppedTo.current !== number) heading.current?.focus({ preventScroll: true });
    steppedTo.current = undefined;
  }, [number]);
  if (!citation) return null;
  return (
    <aside className={styles.root} aria-label={label} onKeyDown={onKeyDown}>
      {edge}
      <div className={styles.hidden} role="status">
        {evidenceStrings.sourceOf(at + 1, sorted.length, titleOf(citation))}
      </div>
      <Source
        citation={citation}
        heading={heading}
        at={at}
        count={sorted.length}
        onStep={step}
        onClose={onClose}
      />
    </aside>
  );
}

/** Wherever the focus is, unless something above takes the key: a dialog closes after it. */
function useEscape(onClose: () => void) {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isBelow = document.querySelector('dialog[open]:not(:has(aside))') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !isBelow) onClose();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onClose]);
}

type SourceProps = {
  citation: Citation;
  heading: React.Ref<HTMLHeadingElement>;
  at: number;
  count: number;
  onStep: (by: number) => void;
  onClose: () => void;
};

function Source({ citation, heading, at, count, onStep, onClose }: SourceProps) {
  const styles = useStyles();
  const id = citation.document_id ?? '';
  const load = useCallback(() => sourceDocument(id), [id]);
  const [loaded, again] = useLoaded(load);
  const document = loaded.status === 'ready' ? loaded.value : undefined;
  const source = useSourceView(citation, document);
  const [zoom, setZoom] = useState(1);
  const [facts, setFacts] = useState<PageFacts & { of: string }>();
  const onFacts = useCallback((found: PageFacts) => setFacts({ ...found, of: id }), [id]);
  const known = facts?.of === id ? facts : undefined;
  const isLost = isGone(citation) || id === '' || loaded.status === 'gone';
  const place =
    known && citation.file_name !== undefined
      ? evidenceStrings.place(citation.file_name, known.kind, source.page, known.pageCount)
      : placeOf(citation);
  return (
    <>
      <EvidenceHead citation={citation} place={place} heading={heading} onClose={onClose} />
      <EvidenceBar
        source={isLost ? { ...source, hasPages: false, view: 'text' } : source}
        zoom={zoom}
        onZoom={setZoom}
        at={at}
        count={count}
        onStep={onStep}
      />
      {isLost || loaded.status === 'failed' ? (
        <div className={styles.alone}>
          <Note
            isWarning
            text={isLost ? evidenceStrings.gone : evidenceStrings.failed}
            {...(isLost ? {} : { onRetry: again })}
            {...(citation.quote === undefined ? {} : { quote: citation.quote })}
          />
        </div>
      ) : (
        <EvidenceBody
          citation={citation}
          documentId={id}
          source={source}
          zoom={zoom}
          onFacts={onFacts}
        />
      )}
      <EvidenceFoot
        document={document}
        source={source}
        kind={known?.kind ?? 'page'}
        pageCount={isLost ? undefined : known?.pageCount}
      />
    </>
  );
}
