import type { DocumentItem } from '../api/types';
import {
  formatBytes,
  formatDate,
  formatMoment,
  formatNumber,
  formatSince,
  ordinal,
  plural,
} from './format';

/** What the page says about uploads. */
export const uploadStrings = {
  unreachable: 'The server cannot be reached. Try again when it is there.',
  refused: 'The server did not take the file.',
  tooLarge: (bytes: number) =>
    `Larger than ${formatBytes(bytes)}. Split it, or add a smaller version.`,
  empty: 'Empty: there is nothing to read.',
  gone: 'It was deleted in the meantime.',
  unread: 'It could not be read.',
};

// Other formats have parts of the text, which are nothing that a reader counts.
const pagesOf: Record<string, [string, string]> = {
  'application/pdf': ['page', 'pages'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['slide', 'slides'],
};

function lengthOf(one: DocumentItem): string {
  const names = pagesOf[one.media_type];
  if (one.page_count === undefined || !names) return formatBytes(one.size_bytes);
  return plural(one.page_count, ...names);
}

/** What the documents page says. */
export const documentStrings = {
  title: 'Documents',
  lede: 'Answers use what is ready here. What you add stays on this machine.',
  dropTitle: 'Drop files or a folder here',
  dropTitlePhone: 'Add files',
  dropHint: (bytesMax: number) =>
    `PDF, Word, PowerPoint, Excel, HTML, Markdown, text, tables and source code, up to ${formatBytes(bytesMax)} each`,
  choose: 'Choose files',
  dropHere: 'Drop to add to My uploads',
  uploads: 'Being sent',
  sending: (name: string) => `Sending ${name}`,
  percent: (share: number) => `${formatNumber(Math.round(share * 100))} %`,
  notAdded: 'Not added',
  cancel: (name: string) => `Do not add ${name}`,
  retryUpload: 'Try again',
  dismiss: (name: string) => `Hide ${name}`,
  filter: 'Filter by name',
  clearFilter: 'Clear the filter',
  anyState: 'Any state',
  stateFilter: 'State',
  columns: { name: 'Name', state: 'State', added: 'Added', actions: 'Actions' },
  states: { queued: 'Waiting', reading: 'Reading', ready: 'Ready', failed: 'Failed' },
  waiting: (place: number) => `Waiting, ${ordinal(place)} in line`,
  summary: (reading: number, waiting: number, failed: number) =>
    [
      reading > 0 ? `${formatNumber(reading)} reading` : undefined,
      waiting > 0 ? `${formatNumber(waiting)} waiting` : undefined,
      failed > 0 ? `${formatNumber(failed)} failed` : undefined,
    ]
      .filter(Boolean)
      .join(', '),
  meta: (one: DocumentItem) =>
    [
      one.title === one.file_name ? undefined : one.file_name,
      lengthOf(one),
      one.is_sample ? 'sample' : undefined,
    ]
      .filter(Boolean)
      .join(', '),
  details: (one: DocumentItem) =>
    [
      one.file_name,
      `${formatBytes(one.size_bytes)}, ${one.media_type}`,
      one.state === 'ready' ? plural(one.passage_count, 'passage', 'passages') : undefined,
      `Added ${formatMoment(one.created_at)}`,
    ]
      .filter(Boolean)
      .join('\n'),
  since: (iso: string) => formatSince(iso),
  date: (iso: string) => formatDate(iso),
  more: (name: string) => `More for ${name}: details, download, delete`,
  download: 'Download the original',
  readAgain: 'Read again',
  delete: 'Delete',
  deleteFile: (name: string) => `Delete ${name}`,
  deleted: (name: string) => `Deleted “${name}”.`,
  deletedSaid: (name: string) => `Deleted “${name}”. Undo available.`,
  restored: (name: string) => `“${name}” is back.`,
  undo: 'Undo',
  notDeleted: (why: string) => `Not deleted. ${why}`,
  notRestored: (why: string) => `Not restored. ${why}`,
  notRetried: (why: string) => `Not read again. ${why}`,
  loading: 'Loading documents',
  stillLoading: 'The documents are still being loaded.',
  failed: 'The documents could not be loaded.',
  retry: 'Try again',
  none: 'There are no documents yet',
  noneHint: 'Add some, and answers will quote them.',
  noMatch: 'No document matches the filter.',
  showMore: 'Show more documents',
};
