import { useMemo, type Dispatch } from 'react';
import { rateTurn } from '../../api/conversations';
import type { Feedback } from '../../api/types';
import type { ConversationAction } from './conversationReducer';

export type Rating = {
  /** Shown at once; comes back as it was when the server does not take it, and rejects. */
  rate: (turnId: string, before: Feedback | undefined, rating: Feedback) => Promise<void>;
};

/** What a person thinks of an answer. */
export function useRating(dispatch: Dispatch<ConversationAction>): Rating {
  return useMemo(
    () => ({
      rate: async (turnId, before, rating) => {
        dispatch({ did: 'rate', turnId, feedback: rating });
        try {
          dispatch({ did: 'rate', turnId, feedback: await rateTurn(turnId, rating) });
        } catch (cause) {
          dispatch({ did: 'rate', turnId, feedback: before });
          throw cause;
        }
      },
    }),
    [dispatch],
  );
}
