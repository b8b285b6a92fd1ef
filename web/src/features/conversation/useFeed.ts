import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { dataOf, type ServerEvent } from '../../api/eventStream';
import { pageStreams } from '../../api/pageStreams';
import type { ConversationEvent, ConversationTurnEvent } from '../../api/types';

export type FeedListener = {
  onConversation: (heard: ConversationEvent) => void;
  onTurn: (heard: ConversationTurnEvent) => void;
  onConnection: (isLost: boolean) => void;
};

function useIsSeen(): boolean {
  const [isSeen, setSeen] = useState(() => document.visibilityState !== 'hidden');
  useEffect(() => {
    const look = () => setSeen(document.visibilityState !== 'hidden');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isSeen;
}

/**
 * What is new in a conversation, wherever it was done. A hidden tab does not listen: when it is seen
 * again it is told how the conversation is.
 */
export function useFeed(conversationId: string | undefined, listener: FeedListener): void {
  const latest = useRef(listener);
  useLayoutEffect(() => {
    latest.current = listener;
  });
  const isSeen = useIsSeen();
  useEffect(() => {
    if (conversationId === undefined || !isSeen) return undefined;
    const tell = (event: ServerEvent) => {
      if (event.name === 'conversation') {
        const heard = dataOf<ConversationEvent>(event);
        if (heard) latest.current.onConversation(heard);
      } else if (event.name === 'turn') {
        const heard = dataOf<ConversationTurnEvent>(event);
        if (heard) latest.current.onTurn(heard);
      }
    };
    const end = pageStreams().follow(`conversation:${conversationId}`, '', {
      onEvents: (events) => events.forEach(tell),
      onConnection: (isLost) => latest.current.onConnection(isLost),
      // Without a feed the page shows what is done in it.
      onRefused: () => latest.current.onConnection(false),
    });
    return () => {
      end();
      latest.current.onConnection(false);
    };
  }, [conversationId, isSeen]);
}
