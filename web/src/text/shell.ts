/** What the frame around the pages says. */
export const shellStrings = {
  toasts: { label: 'Just happened', close: 'Hide this notice' },
  unreachable: 'The server cannot be reached. Nothing is lost; trying again.',
  unreachableLong: 'Still trying to reach the server.',
  tryNow: 'Try now',
  reachable: 'The server is back.',
  notices: 'About this server',
  failed: 'Part of the page could not be loaded.',
  reload: 'Load the page again',
  notFound: {
    title: 'There is no such page',
    hint: 'The address may be mistyped, or what it led to was deleted.',
    home: 'Start a new conversation',
    documents: 'See the documents',
  },
  skipToMain: 'Skip to the page',
};

export type KeyRow = { keys: string[][]; does: string };

/** The keys of the page; each of `keys` is one way to press it. */
export const keyRows: KeyRow[] = [
  { keys: [['Ctrl', 'K']], does: 'Search conversations' },
  { keys: [['Ctrl', 'Shift', 'K']], does: 'New conversation' },
  { keys: [['Esc']], does: 'Close what is on top; in the question box, stop the answer' },
  { keys: [['F6'], ['Shift', 'F6']], does: 'Next or previous part of the page' },
  { keys: [['Alt', '↑'], ['Alt', '↓']], does: 'Previous or next question' },
  { keys: [['↑']], does: 'In an empty question box: edit the last question' },
  { keys: [['['], [']']], does: 'In an open source: previous or next source' },
  { keys: [['←'], ['→']], does: 'On versions and tabs: previous or next' },
  { keys: [['Ctrl', '/']], does: 'This list of keys' },
];

export const keySendRows = {
  enter: [
    { keys: [['Enter']], does: 'Send the question' },
    { keys: [['Shift', 'Enter']], does: 'New line' },
  ],
  'ctrl-enter': [
    { keys: [['Ctrl', 'Enter']], does: 'Send the question' },
    { keys: [['Enter']], does: 'New line' },
  ],
} satisfies Record<string, KeyRow[]>;

export const keyStrings = { title: 'Keyboard', close: 'Close the list of keys', or: 'or' };
