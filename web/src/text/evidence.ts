import { formatDate, formatNumber } from './format';

const kinds = { page: 'page', slide: 'slide', part: 'part' } as const;
type PageKind = keyof typeof kinds;

/** What the page says about an opened source. */
export const evidenceStrings = {
  loading: 'Loading the source',
  slow: 'The source is still being loaded.',
  view: 'View',
  page: 'Page',
  text: 'Text',
  resize: 'Width of the source',
  larger: 'Show more of the source',
  smaller: 'Show less of the source',
  place: (fileName: string, kind: PageKind, page: number, count: number) =>
    // The only part is the whole.
    kind === 'part' && count === 1
      ? fileName
      : `${fileName}, ${kinds[kind]} ${formatNumber(page)} of ${formatNumber(count)}`,
  pageOf: (page: number, count: number) => `${formatNumber(page)} / ${formatNumber(count)}`,
  pageLabel: (kind: PageKind, page: number) =>
    `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)} ${formatNumber(page)}`,
  pages: { page: 'Pages', slide: 'Slides', part: 'Parts' } as Record<PageKind, string>,
  previousPage: { page: 'Previous page', slide: 'Previous slide', part: 'Previous part' },
  nextPage: { page: 'Next page', slide: 'Next slide', part: 'Next part' },
  backToQuote: 'Back to the quoted words',
  zoom: 'Size',
  zoomIn: 'Larger',
  zoomOut: 'Smaller',
  fit: 'Fit',
  percent: (scale: number) => `${formatNumber(Math.round(scale * 100))} %`,
  download: 'Download',
  downloadFile: (fileName: string) => `Download ${fileName}`,
  added: (iso: string) => `Added ${formatDate(iso)}`,
  addedSample: (iso: string) => `Sample, added ${formatDate(iso)}`,
  unknownPlace: 'Quoted text, place on the page unknown',
  quoted: 'Quoted text',
  gone: 'This document is no longer available to you.',
  goneHint: 'It was deleted. What the answer quoted from it:',
  missing: 'The original file is missing.',
  missingHint: 'Its text is still here.',
  failed: 'The source could not be loaded.',
  pageFailed: 'This page could not be loaded.',
  unreadable: 'This page could not be drawn. Here is its text.',
  retry: 'Try again',
  empty: 'There is no text on this page.',
  table: 'Table',
  sourceOf: (at: number, count: number, title: string) =>
    `Source ${formatNumber(at)} of ${formatNumber(count)}: ${title}`,
};
