import { useCallback, useEffect, useState } from 'react';
import { searchConversations } from '../../api/conversations';
import type { ConversationMatch } from '../../api/types';

export type Found =
  | { status: 'searching' }
  | { status: 'found'; matches: ConversationMatch[] }
  | { status: 'failed' };

const pauseMs = 250;

/** What matches `words`, asked for when typing pauses. The last result stays until the next. */
export function useMessageSearch(words: string): [Found, () => void] {
  const [found, setFound] = useState<Found>({ status: 'searching' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    const show = (now: Found) => {
      if (isWanted) setFound(now);
    };
    const timer = setTimeout(() => {
      searchConversations(words).then(
        (matches) => show({ status: 'found', matches }),
        () => show({ status: 'failed' }),
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      isWanted = false;
    };
  }, [words, attempt]);
  const again = useCallback(() => {
    setFound({ status: 'searching' });
    setAttempt((count) => count + 1);
  }, []);
  return [found, again];
}
