import { useCallback, useState } from 'react';
import type { Citation, DocumentItem } from '../../api/types';

export type View = 'page' | 'text';
const key = 'parlance.evidence-view';

export type SourceView = {
  /** A PDF can be seen as it looks; everything has its text. */
  hasPages: boolean;
  view: View;
  onView: (to: View) => void;
  /** Counts from 1, in what `view` shows. */
  page: number;
  isQuotedPage: boolean;
  turnPages: (by: number) => void;
  backToQuote: () => void;
};

/** Which page of the source is shown, and how; the choice of page or text is kept. */
export function useSourceView(citation: Citation, document: DocumentItem | undefined): SourceView {
  const [chosen, setChosen] = useState<View>(() =>
    localStorage.getItem(key) === 'text' ? 'text' : 'page',
  );
  // Turned pages belong to one source: the next one opens at its own place.
  const [turned, setTurned] = useState({ of: '', by: 0 });
  const mediaType = document?.media_type ?? citation.media_type;
  const hasPages = mediaType === 'application/pdf';
  const view = hasPages ? chosen : 'text';
  const by = turned.of === citation.passage_id ? turned.by : 0;
  const text = citation.text_page ?? citation.page ?? 1;
  const base = view === 'page' ? (citation.page ?? text) : text;
  const onView = useCallback((to: View) => {
    setChosen(to);
    localStorage.setItem(key, to);
  }, []);
  return {
    hasPages,
    view,
    onView,
    page: Math.max(1, base + by),
    isQuotedPage: by === 0,
    turnPages: (step) => setTurned({ of: citation.passage_id, by: by + step }),
    backToQuote: () => setTurned({ of: citation.passage_id, by: 0 }),
  };
}
