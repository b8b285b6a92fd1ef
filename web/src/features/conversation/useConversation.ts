import { useCallback, useEffect, useLayoutEffect, useReducer, useRef } from 'react';
import { RequestFailed, stopTurn } from '../../api/client';
import { openConversation, openEarlier } from '../../api/conversations';
import type { Asked } from '../../api/postQuestion';
import type { Conversation } from '../../api/types';
import {
  conversationReducer,
  emptyConversation,
  runningTurn,
  type ConversationView,
} from './conversationReducer';
import { requestFor, turnFor, turnIdFor, type Question } from './question';
import { shownTurns } from './shownTurns';
import { isRunning } from './turnReducer';
import { useFeed } from './useFeed';
import { useRating, type Rating } from './useRating';
import { useTurnStream } from './useTurnStream';

export type ConversationActions = Rating & {
  ask: (question: Question, model: string) => void;
  stop: () => void;
  dismissRefusal: () => void;
  /** Shows the path with this version of a question. */
  show: (turnId: string) => void;
  /** Opens it again after it could not be loaded. */
  reopen: () => void;
  /** Brings the turns that lead to those shown. */
  reachBack: () => void;
};

type Props = {
  /** The conversation to show; undefined = a new one. */
  conversationId: string | undefined;
  /** A turn that is to be among those shown at first. */
  wantedTurn: string | undefined;
  /** A new conversation has got its id. */
  onStarted: (conversationId: string) => void;
  /** A turn was accepted or has ended, or a title changed: lists may have changed. */
  onChanged: () => void;
  /** The server has the question. */
  onAccepted: (question: string) => void;
  /** The server does not have the question. */
  onRefused: (question: string) => void;
  /** Shows turns above those that are read; calls `prepend` once. */
  onEarlier: (prepend: () => void) => void;
};

function isMissing(cause: unknown): boolean {
  return cause instanceof RequestFailed && cause.problem?.status === 404;
}

/** A turn that is not there any more is no reason not to open its conversation. */
async function openAt(id: string, turnId: string | undefined, signal: AbortSignal) {
  try {
    return await openConversation(id, turnId, signal);
  } catch (cause) {
    if (turnId === undefined || signal.aborted || !(cause instanceof RequestFailed)) throw cause;
    return openConversation(id, undefined, signal);
  }
}

/** One conversation: opens it, asks in it, follows the turn that runs in it and what is new in it. */
export function useConversation(props: Props): [ConversationView, ConversationActions] {
  const { conversationId } = props;
  const [view, dispatch] = useReducer(conversationReducer, conversationId, emptyConversation);
  const latest = useRef({ view, props });
  // Before anything that is heard next.
  useLayoutEffect(() => {
    latest.current = { view, props };
  });
  const opening = useRef<AbortController>(null);
  /** The turn that is to be shown by what is being read. */
  const going = useRef<string>(undefined);
  /** When the conversation was changed, as last known from the server. */
  const updatedAt = useRef<string>(undefined);
  /** Something else changed while an answer was written. */
  const missedNews = useRef(false);
  /** A question of which the page does not know whether the server has it. */
  const unsure = useRef<Asked>(undefined);

  const stream = useTurnStream(dispatch, {
    onBegun: (id) => {
      latest.current.props.onStarted(id);
      latest.current.props.onChanged();
    },
    onEnded: () => latest.current.props.onChanged(),
  });

  const restart = useCallback(() => {
    going.current = undefined;
    opening.current?.abort();
    opening.current = new AbortController();
    return opening.current.signal;
  }, []);
  useEffect(() => () => opening.current?.abort(), []);

  const took = useCallback(
    (did: 'open' | 'refresh', opened: Conversation) => {
      going.current = undefined;
      // What was heard while it was read may not be in it.
      if ((updatedAt.current ?? '') > opened.updated_at) missedNews.current = true;
      else updatedAt.current = opened.updated_at;
      dispatch({ did, opened });
      const running = opened.turns.find(
        (turn) => turn.state === 'running' || turn.state === 'queued',
      );
      if (running) stream.follow(running.turn_id, running.position);
    },
    [stream],
  );

  const open = useCallback(
    (id: string | undefined, turnId: string | undefined) => {
      const signal = restart();
      stream.end();
      updatedAt.current = undefined;
      missedNews.current = false;
      dispatch({ did: 'choose', id });
      if (id === undefined) return;
      openAt(id, turnId, signal).then(
        (opened) => signal.aborted || took('open', opened),
        (cause: unknown) =>
          signal.aborted || dispatch({ did: 'failToOpen', isMissing: isMissing(cause) }),
      );
    },
    [restart, stream, took],
  );

  useEffect(() => {
    const shown = latest.current.view;
    const isShown = conversationId === shown.id && shown.status === 'ready';
    if (isShown && conversationId !== undefined) return;
    open(conversationId, latest.current.props.wantedTurn);
  }, [conversationId, open]);

  /**
   * Reads the shown path again, or the one with another turn; what fails leaves all as it is. Being
   * told of more while it reads does not make it forget which turn it was to show.
   */
  const refresh = useCallback(
    (turnId?: string) => {
      const { id, turns } = latest.current.view;
      if (id === undefined) return;
      const wanted = turnId ?? going.current ?? turns.at(-1)?.id;
      const signal = restart();
      going.current = wanted;
      openAt(id, wanted, signal).then(
        (opened) => signal.aborted || took('refresh', opened),
        () => {
          if (!signal.aborted) going.current = undefined;
        },
      );
    },
    [restart, took],
  );

  // What changed while an answer was written is read when that has ended.
  const isIdle = view.status === 'ready' && !runningTurn(view);
  useEffect(() => {
    if (!isIdle || !missedNews.current) return;
    missedNews.current = false;
    refresh();
  }, [isIdle, refresh]);

  useFeed(view.status === 'missing' ? undefined : view.id, {
    onConnection: (isLost) => dispatch({ did: 'feedConnection', isLost }),
    onConversation: (heard) => {
      const now = latest.current;
      if (heard.title !== now.view.title) now.props.onChanged();
      dispatch({ did: 'hear', title: heard.title, isDeleted: heard.is_deleted });
      const isNews = heard.updated_at !== updatedAt.current && !heard.is_deleted;
      updatedAt.current = heard.updated_at;
      // While it is read, what is read is compared with this.
      if (!isNews || now.view.status !== 'ready') return;
      missedNews.current = runningTurn(now.view) !== undefined;
      if (!missedNews.current) refresh();
    },
    onTurn: (heard) => {
      const { turns, status } = latest.current.view;
      const known = turns.find((turn) => turn.id === heard.turn_id);
      if (status !== 'ready' || runningTurn(latest.current.view)) {
        if (!known) missedNews.current = true;
        return;
      }
      if (known && isRunning(known) === (heard.state === 'running' || heard.state === 'queued'))
        return;
      // Asked elsewhere where this tab stands: it goes along. A branch further up does not move it.
      const last = shownTurns(turns).at(-1);
      const parentId = heard.parent_turn_id ?? undefined;
      const isHere = parentId === last?.lastId || parentId === last?.parentId;
      refresh(isHere ? heard.turn_id : undefined);
    },
  });

  const ask = useCallback(
    (question: Question, model: string) => {
      const { view: now } = latest.current;
      if (runningTurn(now)) return;
      restart();
      const body = requestFor(question, model, now);
      const asked = { ...body, turn_id: turnIdFor(body, unsure.current) };
      const turn = turnFor(question, asked, now);
      dispatch({ did: 'ask', turn });
      const accept = () => {
        unsure.current = undefined;
        dispatch({ did: 'accept', turnId: turn.id });
        latest.current.props.onAccepted(turn.question);
      };
      stream.ask(asked, accept, (problem) => {
        unsure.current = problem ? undefined : asked;
        const isQuestion = latest.current.view.sending === turn.id && 'after' in question;
        dispatch({ did: 'refuse', turnId: turn.id, problem });
        if (isQuestion) latest.current.props.onRefused(turn.question);
      });
    },
    [restart, stream],
  );

  const reachBack = useCallback(() => {
    const { id, earlier, reachingBack } = latest.current.view;
    if (id === undefined || earlier === undefined || reachingBack === 'loading') return;
    dispatch({ did: 'reachBack' });
    const isShown = () => latest.current.view.id === id;
    openEarlier(id, earlier).then(
      (opened) => {
        const prepend = () => dispatch({ did: 'prepend', opened, before: earlier });
        if (isShown()) latest.current.props.onEarlier(prepend);
      },
      () => isShown() && dispatch({ did: 'failToReachBack' }),
    );
  }, []);

  const stop = useCallback(() => {
    const running = runningTurn(latest.current.view);
    if (!running || latest.current.view.isStopping) return;
    dispatch({ did: 'stop' });
    stopTurn(running.id).catch(() => dispatch({ did: 'failToStop' }));
  }, []);

  const dismissRefusal = useCallback(() => dispatch({ did: 'dismissRefusal' }), []);
  const reopen = useCallback(() => open(latest.current.view.id, undefined), [open]);
  const rating = useRating(dispatch);
  return [view, { ask, stop, dismissRefusal, show: refresh, reopen, reachBack, ...rating }];
}
