import { formatBytes } from './format';

/** What the page says about uploads. */
export const uploadStrings = {
  unreachable: 'The server cannot be reached. Try again when it is there.',
  refused: 'The server did not take the file.',
  tooLarge: (bytes: number) => `Larger than ${formatBytes(bytes)}. Split it, or add a smaller version.`,
  empty: 'Empty: there is nothing to read.',
  gone: 'It was deleted in the meantime.',
  unread: 'It could not be read.',
};
