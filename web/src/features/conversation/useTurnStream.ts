import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, type Dispatch } from 'react';
import { dataOf, type ServerEvent } from '../../api/eventStream';
import type { Asked } from '../../api/postQuestion';
import { pageStreams } from '../../api/pageStreams';
import type { StreamListener } from '../../api/sharedStreams';
import type { Problem, TurnEvent } from '../../api/types';
import type { ConversationAction } from './conversationReducer';

type Heard = {
  /** The server says which conversation the turn belongs to. */
  onBegun: (conversationId: string) => void;
  onEnded: () => void;
};

/** Events of one frame are painted together; a hidden tab has no frames, but goes on receiving. */
function perFrame(paint: (events: ServerEvent[]) => void): (events: ServerEvent[]) => void {
  let waiting: ServerEvent[] = [];
  const flush = () => {
    const events = waiting;
    waiting = [];
    if (events.length > 0) paint(events);
  };
  return (events) => {
    if (waiting.length === 0) {
      if (document.hidden) setTimeout(flush);
      else requestAnimationFrame(flush);
    }
    waiting.push(...events);
  };
}

/** Follows one turn at a time and hands its events to the reducer. */
export function useTurnStream(dispatch: Dispatch<ConversationAction>, heard: Heard) {
  const latest = useRef(heard);
  useLayoutEffect(() => {
    latest.current = heard;
  });
  const current = useRef<{ turnId: string; end: () => void }>(undefined);

  const end = useCallback(() => {
    current.current?.end();
    current.current = undefined;
  }, []);
  useEffect(() => end, [end]);

  const listenerFor = useCallback(
    (turnId: string, onRefused: StreamListener['onRefused']): StreamListener => {
      const isCurrent = () => current.current?.turnId === turnId;
      const paint = (events: ServerEvent[]) => {
        if (!isCurrent()) return;
        dispatch({ did: 'receive', turnId, events });
        const begun = events.find((event) => event.name === 'turn');
        const conversationId = begun && dataOf<TurnEvent>(begun)?.conversation_id;
        if (conversationId) latest.current.onBegun(conversationId);
        if (events.some((event) => event.name === 'end')) latest.current.onEnded();
      };
      return {
        onEvents: perFrame(paint),
        onConnection: (isLost) => isCurrent() && dispatch({ did: 'connection', isLost }),
        onRefused: (problem) => isCurrent() && onRefused(problem),
      };
    },
    [dispatch],
  );

  const follow = useCallback(
    (turnId: string, position: string) => {
      if (current.current?.turnId === turnId) return;
      end();
      const listener = listenerFor(turnId, () => dispatch({ did: 'lose', turnId }));
      // Set before, because what is known already comes at once.
      current.current = { turnId, end: () => undefined };
      current.current.end = pageStreams().follow(`turn:${turnId}`, position, listener);
    },
    [dispatch, end, listenerFor],
  );

  const ask = useCallback(
    (asked: Asked, onAccepted: () => void, onRefused: (problem: Problem | undefined) => void) => {
      const turnId = asked.turn_id;
      end();
      const listener = { ...listenerFor(turnId, onRefused), onAccepted };
      current.current = { turnId, end: () => undefined };
      current.current.end = pageStreams().ask(asked, listener);
    },
    [end, listenerFor],
  );

  return useMemo(() => ({ follow, ask, end }), [follow, ask, end]);
}
