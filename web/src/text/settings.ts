/** What the settings page says. */
export const settingsStrings = {
  title: 'Settings',
  sections: 'Sections',
  general: {
    title: 'General',
    theme: 'Theme',
    themeHint: 'Follows your system unless you choose',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    send: 'Send with',
    sendHint: {
      enter: 'Shift+Enter starts a new line',
      'ctrl-enter': 'Enter starts a new line',
    },
    sends: { enter: 'Enter', 'ctrl-enter': 'Ctrl+Enter' },
    announce: 'Read answers aloud while they arrive',
    announceHint: 'For screen readers: sentence by sentence, or only when finished',
    announcements: { sentences: 'Sentences', end: 'At the end' },
    keptHere: 'These choices are kept in this browser.',
  },
  data: {
    title: 'Your data',
    where: 'Where it is kept',
    whereUnknown: 'On the machine that runs parlance',
    whereHint: '“parlance backup” copies it. A copy made by hand can lack what is newest.',
    what: 'What is kept',
    whatHint:
      'Your conversations, your ratings, and the documents you added with the text read from them. What you delete can be brought back for 30 days, then it is erased; files are gone two weeks later.',
    theme: 'In this browser',
    themeHint: 'The choices on this page, the width of the source beside an answer, and unsent text.',
    documents: 'Documents',
    documentsHint: 'Add, download and delete them on the documents page',
    documentsOpen: 'Open documents',
    version: 'Version',
    versionUnknown: 'Not known while the server cannot be reached',
  },
  models: {
    title: 'Models',
    lede: 'Which model answers, and where text goes.',
    isDefault: 'Used unless you choose another',
    here: 'Runs on this machine; nothing leaves it',
    offlineHint: 'No language model: answers are sentences quoted word for word.',
    leaves: (host: string) => `Text leaves this machine: it goes to ${host}`,
    leavesHint:
      'Your question, the conversation so far and the passages found for it are sent there. Whole documents are not.',
    connect: 'Connect a model',
    connectHint:
      'Set OPENAI_BASE_URL and OPENAI_MODEL (and OPENAI_API_KEY, if the server asks for one) and start parlance again.',
    loading: 'Asking the server which models there are',
    check: 'Answers can be wrong, whichever model wrote them. Check the numbered sources before you rely on one.',
  },
  keyboard: { title: 'Keyboard', lede: 'On a Mac, ⌘ in place of Ctrl.' },
};
