import { makeStyles, tokens } from '@fluentui/react-components';
import { Suspense, lazy, useCallback, useEffect, useRef, useState } from 'react';
import type { Citation } from '../../api/types';
import { evidenceStrings } from '../../text/evidence';
import { Note, PageSkeleton } from './EvidenceNotes';
import type { PageKind } from './EvidenceFoot';
import { PageText } from './PageText';
import { pageText } from './evidenceApi';
import type { DocumentPageText } from './pageBlocks';
import type { PdfOutcome } from './PdfPage';
import { useLoaded } from './useLoaded';
import { useRoom } from './useRoom';
import type { SourceView } from './useSourceView';

const PdfPage = lazy(async () => ({ default: (await import('./PdfPage')).PdfPage }));

const useStyles = makeStyles({
  body: {
    flexGrow: 1,
    minHeight: 0,
    overflow: 'auto',
    overscrollBehavior: 'contain',
    padding: '16px',
    outlineOffset: '-2px',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '@media (max-width: 639px)': { padding: '12px' },
  },
});

export type PageFacts = { kind: PageKind; pageCount: number };
type EvidenceBodyProps = {
  citation: Citation;
  documentId: string;
  source: SourceView;
  zoom: number;
  onFacts: (facts: PageFacts) => void;
};

/** The page of the source, scrolled to what is quoted. */
export function EvidenceBody(props: EvidenceBodyProps) {
  const styles = useStyles();
  const { citation, source } = props;
  const body = useRef<HTMLDivElement>(null);
  const showQuote = useCallback(() => scrollToQuote(body.current), []);
  const kind = source.view === 'page' ? 'page' : 'part';
  return (
    <div
      ref={body}
      className={styles.body}
      tabIndex={0}
      role="region"
      aria-label={evidenceStrings.pageLabel(kind, source.page)}
    >
      {source.view === 'page' ? (
        <PdfBody key={citation.document_id} {...props} body={body} onShown={showQuote} />
      ) : (
        <TextBody {...props} onShown={showQuote} />
      )}
    </div>
  );
}

/** To one third of the height; nothing but the body moves. */
function scrollToQuote(body: HTMLDivElement | null) {
  if (!body) return;
  const quoted = body.querySelector('[data-quoted]');
  if (!quoted) {
    body.scrollTop = 0;
    return;
  }
  const offset = quoted.getBoundingClientRect().top - body.getBoundingClientRect().top;
  body.scrollTop += offset - body.clientHeight / 3;
}

type TextBodyProps = EvidenceBodyProps & { onShown: () => void };

function TextBody({ citation, documentId, source, onFacts, onShown }: TextBodyProps) {
  const { page, isQuotedPage } = source;
  const load = useCallback(() => pageText(documentId, page), [documentId, page]);
  const [loaded, again] = useLoaded(load);
  const text = loaded.status === 'ready' ? loaded.value : undefined;
  useEffect(() => {
    if (!text) return;
    onFacts({ kind: text.kind, pageCount: text.page_count });
    onShown();
  }, [text, citation.passage_id, onFacts, onShown]);
  if (loaded.status === 'loading') return <PageSkeleton />;
  if (!text) return <Note isWarning text={evidenceStrings.pageFailed} onRetry={again} />;
  return <QuotedText citation={citation} text={text} isQuotedPage={isQuotedPage} />;
}

type QuotedTextProps = { citation: Citation; text: DocumentPageText; isQuotedPage: boolean };

function QuotedText({ citation, text, isQuotedPage }: QuotedTextProps) {
  const quote = isQuotedPage ? (citation.quote ?? '') : '';
  const paper = useRef<HTMLDivElement>(null);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    setLost(quote !== '' && paper.current?.querySelector('[data-quoted]') === null);
  }, [quote, text]);
  return (
    <>
      {isLost && <Note text={evidenceStrings.unknownPlace} quote={quote} />}
      <div ref={paper}>
        <PageText page={text} quote={quote} passageId={citation.passage_id} />
      </div>
    </>
  );
}

type PdfBodyProps = TextBodyProps & { body: React.RefObject<HTMLDivElement | null> };

function PdfBody(props: PdfBodyProps) {
  const { citation, documentId, source, zoom, body, onFacts, onShown } = props;
  const room = useRoom(body);
  const [outcome, setOutcome] = useState<{ page: number; of: string; is: PdfOutcome }>();
  const onOutcome = useCallback(
    (is: PdfOutcome) => {
      setOutcome({ page: source.page, of: citation.passage_id, is });
      if (is.kind === 'drawn') onFacts({ kind: 'page', pageCount: is.pageCount });
    },
    [source.page, citation.passage_id, onFacts],
  );
  const now =
    outcome?.page === source.page && outcome.of === citation.passage_id ? outcome.is : undefined;
  const isDrawn = now?.kind === 'drawn';
  useEffect(() => {
    if (isDrawn) onShown();
  }, [isDrawn, onShown, source.page, citation.passage_id]);
  const quote = source.isQuotedPage ? (citation.quote ?? '') : '';
  if (now?.kind === 'missing' || now?.kind === 'failed') {
    const isMissing = now.kind === 'missing';
    return (
      <>
        <Note
          isWarning
          text={isMissing ? evidenceStrings.missing : evidenceStrings.unreadable}
          {...(isMissing ? { hint: evidenceStrings.missingHint } : {})}
        />
        <TextBody {...props} />
      </>
    );
  }
  return (
    <>
      {now?.kind === 'drawn' && !now.isLocated && quote !== '' && (
        <Note text={evidenceStrings.unknownPlace} quote={quote} />
      )}
      {now === undefined && <PageSkeleton />}
      <Suspense fallback={null}>
        {room > 0 && (
          <PdfPage
            documentId={documentId}
            page={source.page}
            quote={quote}
            room={room}
            zoom={zoom}
            onOutcome={onOutcome}
          />
        )}
      </Suspense>
    </>
  );
}
