import { useCallback, useEffect, useReducer, useRef } from 'react';
import { RequestFailed, openConversation, stopTurn } from '../../api/client';
import type { ServerEvent } from '../../api/eventStream';
import { newTurnId } from '../../api/turnId';
import type { TurnRequest } from '../../api/types';
import { conversationReducer, emptyConversation, runningTurn, type ConversationView } from './conversationReducer';
import { askAndFollow, followTurn, type Following } from './followTurn';
import { askedTurn } from './turnReducer';

export type ConversationActions = {
  ask: (text: string, model: string, parentId?: string | null) => void;
  stop: () => void;
  dismissRefusal: () => void;
};

type Props = {
  /** The conversation to show; undefined = a new one. */
  conversationId: string | undefined;
  /** A new conversation has got its id. */
  onStarted: (conversationId: string) => void;
  /** A turn was accepted or has ended: lists may have changed. */
  onChanged: () => void;
};

/** One conversation: opens it, asks in it, and follows the turn that runs in it. */
export function useConversation({ conversationId, onStarted, onChanged }: Props): [ConversationView, ConversationActions] {
  const [view, dispatch] = useReducer(conversationReducer, conversationId, emptyConversation);
  const abort = useRef<AbortController>(null);
  const latest = useRef({ view, onStarted, onChanged });
  useEffect(() => {
    latest.current = { view, onStarted, onChanged };
  });

  /** Events of one frame are painted together. */
  const following = useCallback((turnId: string, signal: AbortSignal): Following => {
    let waiting: ServerEvent[] = [];
    const flush = () => {
      const events = waiting;
      waiting = [];
      if (events.length === 0 || signal.aborted) return;
      dispatch({ did: 'receive', turnId, events });
      const begun = events.find((event) => event.name === 'turn');
      if (begun) latest.current.onStarted((JSON.parse(begun.data) as { conversation_id: string }).conversation_id);
      if (begun || events.some((event) => event.name === 'end')) latest.current.onChanged();
    };
    return {
      signal,
      onEvents: (events) => {
        if (waiting.length === 0) {
          // A hidden tab has no frames, but goes on receiving.
          if (document.hidden) setTimeout(flush);
          else requestAnimationFrame(flush);
        }
        waiting.push(...events);
      },
      onConnection: (isLost) => dispatch({ did: 'connection', isLost }),
    };
  }, []);

  const restart = useCallback(() => {
    abort.current?.abort();
    abort.current = new AbortController();
    return abort.current.signal;
  }, []);

  const follow = useCallback(
    (turnId: string, position: string) => {
      const signal = restart();
      followTurn(turnId, position, following(turnId, signal)).catch(() => dispatch({ did: 'lose', turnId }));
    },
    [following, restart],
  );

  useEffect(() => {
    if (conversationId === latest.current.view.id && conversationId !== undefined) {
      if (latest.current.view.status === 'ready') return undefined;
    }
    const signal = restart();
    dispatch({ did: 'choose', id: conversationId });
    if (conversationId === undefined) return undefined;
    openConversation(conversationId, signal).then(
      (opened) => {
        if (signal.aborted) return;
        dispatch({ did: 'open', opened });
        const running = opened.turns.find((turn) => turn.state === 'running' || turn.state === 'queued');
        if (running) follow(running.turn_id, running.position);
      },
      (cause: unknown) => {
        if (signal.aborted) return;
        const isMissing = cause instanceof RequestFailed && cause.problem?.status === 404;
        dispatch({ did: 'failToOpen', isMissing });
      },
    );
    return undefined;
  }, [conversationId, follow, restart]);

  useEffect(() => () => abort.current?.abort(), []);

  const ask = useCallback(
    (text: string, model: string, parentId?: string | null) => {
      const { view: now } = latest.current;
      if (runningTurn(now)) return;
      const turn = askedTurn({
        id: newTurnId(), question: text, model, conversationId: now.id, parentId: parentId ?? undefined,
      });
      const asked: TurnRequest & { turn_id: string } = { message_text: text, turn_id: turn.id };
      if (model !== '') asked.model = model;
      if (now.id !== undefined) asked.conversation_id = now.id;
      if (parentId !== undefined) asked.parent_turn_id = parentId;
      dispatch({ did: 'ask', turn, isSibling: parentId !== undefined });
      const signal = restart();
      askAndFollow(asked, following(turn.id, signal), () => dispatch({ did: 'accept', turnId: turn.id })).catch(
        (cause: unknown) => {
          if (signal.aborted) return;
          dispatch({ did: 'refuse', turnId: turn.id, problem: cause instanceof RequestFailed ? cause.problem : undefined });
        },
      );
    },
    [following, restart],
  );

  const stop = useCallback(() => {
    const running = runningTurn(latest.current.view);
    if (!running || latest.current.view.isStopping) return;
    dispatch({ did: 'stop' });
    stopTurn(running.id).catch(() => dispatch({ did: 'failToStop' }));
  }, []);

  const dismissRefusal = useCallback(() => dispatch({ did: 'dismissRefusal' }), []);
  return [view, { ask, stop, dismissRefusal }];
}
