import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { contentUrl } from '../../api/client';

GlobalWorkerOptions.workerSrc = workerUrl;

type Opened = { id: string; document: Promise<PDFDocumentProxy>; close: () => void };
const openMax = 2;
const opened: Opened[] = [];

/**
 * A document, opened once and kept while it is one of the two looked at last. Pieces are asked for
 * as they are needed. Nothing in the file is run: no script, no code made from text.
 */
export function openPdf(id: string): Promise<PDFDocumentProxy> {
  const known = opened.find((one) => one.id === id);
  if (known) return known.document;
  const task = getDocument({
    url: contentUrl(id),
    isEvalSupported: false,
    enableXfa: false,
    disableAutoFetch: true,
    stopAtErrors: false,
  });
  const one = { id, document: task.promise, close: () => void task.destroy() };
  opened.unshift(one);
  task.promise.catch(() => forgetPdf(id));
  for (const old of opened.splice(openMax)) old.close();
  return task.promise;
}

/** The next opening reads the file again. */
export function forgetPdf(id: string): void {
  const at = opened.findIndex((one) => one.id === id);
  if (at >= 0) opened.splice(at, 1);
}

/** The file itself is not there, although its text is. */
export function isFileMissing(cause: unknown): boolean {
  const status = (cause as { status?: number } | undefined)?.status;
  return status === 404 || status === 410;
}
