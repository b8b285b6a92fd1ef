import { useCallback, useEffect, useReducer, useRef } from 'react';
import { RequestFailed, openConversation, stopTurn } from '../../api/client';
import { dataOf, type ServerEvent } from '../../api/eventStream';
import { newTurnId } from '../../api/turnId';
import type { TurnEvent, TurnRequest } from '../../api/types';
import {
  conversationReducer,
  emptyConversation,
  runningTurn,
  type ConversationView,
} from './conversationReducer';
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
  /** The server has the question. */
  onAccepted: (question: string) => void;
  /** The server does not have the question. */
  onRefused: (question: string) => void;
};

type Asked = TurnRequest & { turn_id: string };

/** Asked again after the connection broke: the same id, so that it is one turn. */
function turnIdFor(body: TurnRequest, unsure: Asked | undefined): string {
  const isSame =
    unsure && JSON.stringify({ ...body, turn_id: unsure.turn_id }) === JSON.stringify(unsure);
  return isSame ? unsure.turn_id : newTurnId();
}

/** One conversation: opens it, asks in it, and follows the turn that runs in it. */
export function useConversation(props: Props): [ConversationView, ConversationActions] {
  const { conversationId } = props;
  const [view, dispatch] = useReducer(conversationReducer, conversationId, emptyConversation);
  const abort = useRef<AbortController>(null);
  const latest = useRef({ view, props });
  useEffect(() => {
    latest.current = { view, props };
  });
  /** A question of which the page does not know whether the server has it. */
  const unsure = useRef<Asked>(undefined);

  /** Events of one frame are painted together. */
  const following = useCallback((turnId: string, signal: AbortSignal): Following => {
    let waiting: ServerEvent[] = [];
    const flush = () => {
      const events = waiting;
      waiting = [];
      if (events.length === 0 || signal.aborted) return;
      dispatch({ did: 'receive', turnId, events });
      const begun = events.find((event) => event.name === 'turn');
      const { onStarted, onChanged } = latest.current.props;
      const id = begun && dataOf<TurnEvent>(begun)?.conversation_id;
      if (id) onStarted(id);
      if (begun || events.some((event) => event.name === 'end')) onChanged();
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
      followTurn(turnId, position, following(turnId, signal)).catch(() =>
        dispatch({ did: 'lose', turnId }),
      );
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
        const running = opened.turns.find(
          (turn) => turn.state === 'running' || turn.state === 'queued',
        );
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
      const body: TurnRequest = { message_text: text };
      if (model !== '') body.model = model;
      if (now.id !== undefined) body.conversation_id = now.id;
      if (parentId !== undefined) body.parent_turn_id = parentId;
      const asked = { ...body, turn_id: turnIdFor(body, unsure.current) };
      const turn = askedTurn({
        id: asked.turn_id,
        question: text,
        model,
        conversationId: now.id,
        parentId: parentId ?? undefined,
      });
      dispatch({ did: 'ask', turn, isSibling: parentId !== undefined });
      const signal = restart();
      const accept = () => {
        unsure.current = undefined;
        dispatch({ did: 'accept', turnId: turn.id });
        latest.current.props.onAccepted(text);
      };
      askAndFollow(asked, following(turn.id, signal), accept).catch((cause: unknown) => {
        if (signal.aborted) return;
        const problem = cause instanceof RequestFailed ? cause.problem : undefined;
        unsure.current = problem ? undefined : asked;
        dispatch({ did: 'refuse', turnId: turn.id, problem });
        latest.current.props.onRefused(text);
      });
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
