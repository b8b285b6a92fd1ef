import type { Fault } from '../api/types';

const locale = 'en-GB';
const numbers = new Intl.NumberFormat(locale);
const seconds = new Intl.NumberFormat(locale, {
  maximumFractionDigits: 1,
  minimumFractionDigits: 1,
});
const dates = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' });
const plural = (count: number, one: string, many: string) =>
  `${numbers.format(count)} ${count === 1 ? one : many}`;

/** Every visible string of the page, in whole sentences. */
export const strings = {
  product: 'parlance',
  skip: 'Skip to the question box',
  nav: {
    label: 'Conversations and pages',
    hide: 'Hide the side bar',
    show: 'Show the side bar',
    menu: 'Menu',
    open: 'Open the menu',
    close: 'Close the menu',
    newConversation: 'New conversation',
    empty: 'Conversations you start appear here.',
    loading: 'Loading conversations',
    failed: 'The conversations could not be loaded.',
    retry: 'Try again',
    more: 'Show earlier conversations',
    running: 'An answer is being written',
    documents: 'Documents',
    onlyHere: 'Only this machine can connect',
    openToAnyone: 'Open to anyone, no sign-in',
    today: 'Today',
    yesterday: 'Yesterday',
    week: 'Previous 7 days',
    month: (when: Date) => months.format(when),
    theme: { label: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },
  },
  first: {
    title: 'Ask your documents',
    lede: 'parlance answers from what your organisation has written down, and every sentence shows where it comes from.',
    offlineBold: 'Offline answers are on.',
    offline:
      'No language model is connected: answers are sentences quoted word for word. Nothing leaves this machine.',
    modelBold: (model: string) => `${model} answers.`,
    model: (destination: string) =>
      `Your question and the passages found for it go to ${destination}. Documents stay on this machine.`,
    modelHere: 'It runs on this machine; nothing leaves it.',
    connect: 'How to connect a model',
    connectHow:
      'Set OPENAI_BASE_URL and OPENAI_MODEL (and OPENAI_API_KEY, if the server asks for one) and start parlance again.',
    try: 'Try one of these',
    tryFrom: 'Larkspur Trail Supply, a made-up company',
    examples: [
      { question: 'How long is the warranty on a tent?', file: 'returns-and-warranty.html' },
      { question: 'How should I wash a down sleeping bag?', file: 'product-care-guide.md' },
      { question: 'Is the Summit Row store open on Sundays?', file: 'store-hours.csv' },
      {
        question: 'Whom do I call after clicking on a phishing link?',
        file: 'it-security-faq.txt',
      },
    ],
    ready: 'Ready to answer',
    seeAll: 'See all documents',
    documents: (count: number, samples: number) =>
      samples === count
        ? plural(count, 'sample document', 'sample documents')
        : plural(count, 'document', 'documents'),
    reading: (count: number) => `${plural(count, 'document', 'documents')} being read`,
    unread: (count: number) => `${plural(count, 'document', 'documents')} could not be read`,
    none: 'There are no documents yet. Add some on the documents page.',
  },
  composer: {
    label: 'Your question',
    placeholder: 'Ask about your documents',
    followUp: 'Ask a follow-up question',
    meanwhile: 'You can write your next question meanwhile',
    send: 'Send',
    stop: 'Stop',
    model: (title: string) => `Model: ${title}`,
    modelHint: (destination: string) => `Text goes to ${destination}`,
    check: 'Check the numbered sources before you rely on an answer.',
    left: (used: number, most: number) =>
      `${numbers.format(used)} of ${numbers.format(most)} characters`,
    tooLong: (used: number, most: number) =>
      `This question has ${numbers.format(used)} characters; ${numbers.format(most)} are allowed. Shorten it, or add the long part as a document.`,
    refused: (why: string) => `Not sent. ${why}`,
    unreachable: 'The server cannot be reached. Your text is kept.',
    reference: (id: string) => `Reference ${id}`,
  },
  conversation: {
    untitled: 'Conversation',
    loading: 'Loading the conversation',
    notFound: 'This conversation does not exist, or it is not yours.',
    failed: 'The conversation could not be loaded.',
    latest: 'Jump to latest',
    latestWriting: 'Jump to latest, still writing',
    question: 'You asked',
    showAll: 'Show all',
    copyQuestion: 'Copy the question',
    copy: 'Copy the answer',
    copied: 'Copied',
    tryAgain: 'Try again',
    openElsewhere: (url: string) => `Open ${url} in a new tab`,
    took: (model: string, ms: number) => `${model}, ${seconds.format(ms / 1000)} s`,
    reconnecting: 'Reconnecting. Your answer goes on without you.',
    stillTrying: 'Still trying to reach the server.',
    copyCode: 'Copy the code',
    table: 'Table',
  },
  notice: {
    stopped: 'You stopped this answer.',
    incomplete: 'This answer is not complete.',
    serverRestarted: 'The server restarted.',
    unsaved: 'The last words were shown but not saved.',
    notSaved: 'not saved',
    modelStopped: 'The model stopped responding.',
    noSource: 'This answer has no source.',
    failed: 'This question was not answered.',
    reasons: {
      overloaded: 'The model is busy. Try again in a moment.',
      upstream_unavailable:
        'The model cannot be reached. Check that it runs and that OPENAI_BASE_URL is right.',
      upstream_rejected:
        'The model refused this request. Check the key and the model’s name, or reword the question.',
      deadline_exceeded: 'The model took too long.',
    } as Partial<Record<Fault, string>>,
    otherReason: 'Something went wrong in the server. Its log has the details.',
  },
  sources: {
    list: 'Sources',
    show: (count: number) => `Show ${plural(count, 'source', 'sources')}`,
    chip: (number: number, place: string) => `Source ${number}: ${place}`,
    gone: 'No longer available to you.',
    page: (page: number) => `page ${page}`,
    slide: (slide: number) => `slide ${slide}`,
    close: 'Close the source',
    previous: 'Previous source',
    next: 'Next source',
    of: (at: number, count: number) => `${at} of ${count}`,
    quote: 'Quoted words',
  },
  announce: {
    searching: 'Searching documents',
    started: 'Answer started',
    finished: (count: number) => `Answer finished, ${plural(count, 'source', 'sources')}`,
    stopped: 'Answer stopped',
    failed: 'The answer failed',
    interrupted: 'The answer is not complete',
    unsaved: 'The answer is not complete. Its last words were shown but not saved',
    reconnecting: 'Reconnecting',
    connected: 'Connected again',
  },
  documents: {
    title: 'Documents',
    lede: 'Answers use what is ready here. Text, Markdown, HTML and CSV files, up to 32 MB each.',
    add: 'Add files',
    adding: (name: string) => `Adding ${name}`,
    loading: 'Loading documents',
    failed: 'The documents could not be loaded.',
    none: 'There are no documents yet.',
    sample: 'Sample',
    name: 'Name',
    state: 'State',
    passages: 'Passages',
    added: 'Added',
    states: { queued: 'Waiting', reading: 'Reading', ready: 'Ready', failed: 'Failed' },
    drop: 'Drop to add',
    more: 'Show more documents',
  },
  notFound: { title: 'There is no such page', home: 'Go to a new conversation' },
  number: (value: number) => numbers.format(value),
  bytes: (value: number) =>
    value < 1024
      ? `${value} B`
      : value < 1_048_576
        ? `${numbers.format(Math.round(value / 1024))} KB`
        : `${seconds.format(value / 1_048_576)} MB`,
  date: (iso: string) => dates.format(new Date(iso)),
};
