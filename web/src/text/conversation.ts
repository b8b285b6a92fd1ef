const locale = 'en-GB';
const numbers = new Intl.NumberFormat(locale);

/** The words of conversations: questions, answers and what can be done with them. */
export const conversationText = {
  question: {
    edit: 'Edit the question',
    editLabel: 'Edit your question',
    editHint: 'The earlier version stays; you can switch back.',
    cancel: 'Cancel',
    askAgain: 'Ask again',
    copy: 'Copy the question',
    showAll: 'Show all',
    showLess: 'Show less',
  },
  earlier: {
    more: 'Show earlier questions',
    loading: 'Loading earlier questions',
    failed: 'The earlier questions could not be loaded.',
    tryAgain: 'Try again',
  },
  branch: {
    question: (at: number, count: number) => `Version ${at} of ${count} of this question`,
    answer: (at: number, count: number) => `Version ${at} of ${count} of what follows`,
    place: (at: number, count: number) => `${at} of ${count}`,
    previous: 'Previous version',
    next: 'Next version',
  },
  answer: {
    toolbar: 'Answer',
    copy: 'Copy the answer with its sources',
    copyMarkdown: 'Copy as Markdown',
    copied: 'Copied',
    notCopied: 'The browser did not allow copying.',
    tryAgain: 'Try again',
    continue: 'Continue',
    good: 'Good answer',
    bad: 'Bad answer',
    tokens: (prompt: number, completion: number, isEstimated: boolean) =>
      `${numbers.format(prompt)} tokens read, ${numbers.format(completion)} written${isEstimated ? ' (estimated)' : ''}`,
  },
  feedback: {
    thanks: 'Your rating is saved.',
    label: { up: 'What was good? (optional)', down: 'What was wrong? (optional)' },
    send: 'Save the comment',
    saved: 'Your comment is saved.',
    close: 'Close',
    failed: 'Your rating was not saved. Try again.',
  },
  stepSummary: (first: string, count: number) =>
    `${first}, and ${numbers.format(count - 1)} more ${count === 2 ? 'step' : 'steps'}`,
  link: {
    label: 'Where this link leads',
    open: 'Open in a new tab',
    copy: 'Copy the address',
    cancel: 'Cancel',
  },
  picture: (words: string, address: string) =>
    words === '' ? `Picture: ${address}` : `Picture: ${words} (${address})`,
  task: { done: 'Done:', open: 'To do:' },
  code: {
    copy: 'Copy the code',
    copied: 'Copied',
    label: (language: string) => (language === '' ? 'Code' : `Code, ${language}`),
  },
  table: { label: 'Table', copy: 'Copy the table', copied: 'Copied' },
  reference: {
    words: (id: string) => `Reference ${id.slice(0, 8)}`,
    copy: (id: string) => `Copy the whole reference, ${id}`,
    copied: 'Reference copied',
  },
  menu: {
    export: 'Export this conversation',
    markdown: 'Export as Markdown',
    json: 'Export as JSON',
    more: 'More: rename, delete',
    moreOnPhone: 'More: export, rename, delete',
    rename: 'Rename',
    delete: 'Delete',
    title: 'Title of the conversation',
    renameFailed: 'The title was not saved. Try again.',
  },
  deleted: {
    words: 'This conversation was deleted.',
    restore: 'Restore it',
    failed: 'It could not be restored. Try again.',
  },
  composer: {
    attach: 'Add files to your documents',
    files: 'Files you added',
    dismiss: (name: string) => `Take ${name} from this list`,
    cancel: (name: string) => `Do not add ${name}`,
    states: { sending: 'Sending', queued: 'Waiting', reading: 'Being read', ready: 'Ready' },
    unavailable: (model: string, instead: string) =>
      `${model} is not available any more. Used instead: ${instead}.`,
    offline: 'The browser is offline. Your text is kept.',
    send: { enter: 'Send (Enter)', 'ctrl-enter': 'Send (Ctrl+Enter)' },
  },
  connection: {
    writing: 'Reconnecting. Your answer goes on without you.',
    idle: 'Reconnecting.',
    still: 'Still trying.',
    now: 'Try now',
  },
};
