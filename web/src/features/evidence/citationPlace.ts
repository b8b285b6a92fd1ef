import type { Citation } from '../../api/types';
import { strings } from '../../text/strings';

/** The source is not there any more, or not for this reader. */
export function isGone(citation: Citation): boolean {
  return citation.file_name === undefined;
}

function isOfSlides(citation: Citation): boolean {
  return citation.media_type?.includes('presentation') ?? false;
}

function within(citation: Citation): string[] {
  const parts = [];
  const count = isOfSlides(citation) ? strings.sources.slide : strings.sources.page;
  if (citation.page !== undefined) parts.push(count(citation.page));
  if (citation.section) parts.push(citation.section);
  return parts;
}

/** "returns-and-warranty.html, page 2, Warranty" */
export function placeOf(citation: Citation): string {
  return [citation.file_name ?? strings.sources.gone, ...within(citation)].join(', ');
}

/** "Returns and warranty, page 2", as a source is listed. */
export function titleOf(citation: Citation): string {
  if (isGone(citation)) return strings.sources.gone;
  return [citation.title || citation.file_name, ...within(citation)].join(', ');
}

/** "Source 1: returns-and-warranty.html, Warranty" */
export function nameOf(citation: Citation): string {
  return strings.sources.chip(citation.number, placeOf(citation));
}
