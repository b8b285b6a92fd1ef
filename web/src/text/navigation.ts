import { formatSince, plural } from './format';

/** What the side bar says. */
export const navigationStrings = {
  search: {
    label: 'Search conversations',
    clear: 'Clear the search',
    keys: 'Ctrl K',
    found: (conversations: number, messages: number) =>
      `${plural(conversations, 'conversation', 'conversations')}, ${plural(messages, 'message', 'messages')}`,
    none: (words: string) => `Nothing in your conversations matches “${words}”.`,
    noneHint: 'Try fewer or other words.',
    failed: 'The search did not work.',
    loading: 'Searching',
    results: 'Search results',
    since: (iso: string) => formatSince(iso),
    places: { title: 'in the title', question: 'in a question', answer: 'in an answer' },
  },
  row: {
    more: (title: string) => `More for “${title}”: rename, export, delete`,
    rename: 'Rename',
    exportMarkdown: 'Export as Markdown',
    exportJson: 'Export as JSON',
    delete: 'Delete',
    newTitle: 'New title',
    titleNeeded: 'A title needs at least one letter.',
    titleTooLong: 'A title has at most 80 characters.',
    renameFailed: (why: string) => `Not renamed. ${why}`,
    deleteFailed: (why: string) => `Not deleted. ${why}`,
    restoreFailed: (why: string) => `Not restored. ${why}`,
    dismiss: 'Hide this message',
  },
  deleted: (title: string) => `Deleted “${title}”.`,
  deletedSaid: (title: string) => `Deleted “${title}”. Undo available.`,
  restored: (title: string) => `“${title}” is back.`,
  undo: 'Undo',
  settings: 'Settings',
  loading: 'Loading conversations',
  stillLoading: 'Your conversations are still being loaded.',
};
