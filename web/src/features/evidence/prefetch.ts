import type { Citation } from '../../api/types';

const ignore = () => undefined;

/** Someone looks at a source: what opening it needs is brought before it is asked for. */
export function prefetchSource(citation: Citation): void {
  if (citation.document_id === undefined) return;
  const id = citation.document_id;
  void import('./EvidencePanel').catch(ignore);
  void import('./evidenceApi').then(({ sourceDocument }) => sourceDocument(id)).catch(ignore);
  if (citation.media_type === 'application/pdf') {
    void import('./PdfPage').then(() => import('./pdf')).catch(ignore);
  }
}
