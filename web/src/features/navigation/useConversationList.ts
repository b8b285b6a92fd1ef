import { useCallback, useEffect, useMemo, useState } from 'react';
import { RequestFailed, listConversations } from '../../api/client';
import {
  deleteConversation,
  renameConversation,
  restoreConversation,
} from '../../api/conversations';
import type { ConversationSummary } from '../../api/types';
import { hideToast, showToast } from '../../design/toasts';
import { navigationStrings } from '../../text/navigation';
import { onListChanged, tellListChanged } from './listChanges';

export type ConversationList = {
  items: ConversationSummary[];
  status: 'loading' | 'ready' | 'failed';
  hasMore: boolean;
  /** What went wrong with one of them, by its id. */
  problems: ReadonlyMap<string, string>;
  loadMore: () => void;
  reload: () => void;
  rename: (id: string, title: string) => void;
  remove: (item: ConversationSummary) => void;
  dismissProblem: (id: string) => void;
};

const againMs = 5_000;

const reasonOf = (cause: unknown) => (cause instanceof RequestFailed ? cause.message : '');

/** The person's conversations, page by page. `reload` reads the first page again. */
export function useConversationList(): ConversationList {
  const [items, setItems] = useState<ConversationSummary[]>([]);
  const [status, setStatus] = useState<ConversationList['status']>('loading');
  const [cursor, setCursor] = useState<string>();
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());

  const reload = useCallback(() => {
    listConversations().then(
      (page) => {
        // What was loaded below the first page stays, so that nothing jumps.
        setItems((known) => (page.next_cursor ? withRest(page.items, known) : page.items));
        setCursor((known) => (known === undefined ? page.next_cursor : known));
        setStatus('ready');
      },
      () => setStatus((known) => (known === 'ready' ? known : 'failed')),
    );
  }, []);

  const loadMore = useCallback(() => {
    if (!cursor) return;
    listConversations(cursor).then(
      (page) => {
        setItems((known) => {
          const ids = new Set(known.map((item) => item.conversation_id));
          return [...known, ...page.items.filter((item) => !ids.has(item.conversation_id))];
        });
        setCursor(page.next_cursor ?? '');
      },
      () => setStatus('failed'),
    );
  }, [cursor]);

  const changes = useMemo(() => makeChanges(setItems, setProblems), []);
  useEffect(reload, [reload]);
  useEffect(() => onListChanged(reload), [reload]);

  // An answer that is written elsewhere ends without telling this page.
  const isSomeRunning = items.some((item) => item.is_running);
  useEffect(() => {
    if (!isSomeRunning) return undefined;
    const timer = setTimeout(reload, againMs);
    return () => clearTimeout(timer);
  }, [isSomeRunning, items, reload]);
  useEffect(() => {
    const onShown = () => document.visibilityState === 'visible' && reload();
    document.addEventListener('visibilitychange', onShown);
    return () => document.removeEventListener('visibilitychange', onShown);
  }, [reload]);
  return { items, status, hasMore: Boolean(cursor), problems, loadMore, reload, ...changes };
}

function withRest(first: ConversationSummary[], known: ConversationSummary[]) {
  const ids = new Set(first.map((item) => item.conversation_id));
  const rest = known.slice(first.length).filter((item) => !ids.has(item.conversation_id));
  return [...first, ...rest];
}

type SetItems = React.Dispatch<React.SetStateAction<ConversationSummary[]>>;
type SetProblems = React.Dispatch<React.SetStateAction<ReadonlyMap<string, string>>>;

/** Renaming and deleting show at once; what the server refuses is taken back, with the reason. */
function makeChanges(setItems: SetItems, setProblems: SetProblems) {
  const dismissProblem = (id: string) =>
    setProblems((known) => new Map([...known].filter(([of]) => of !== id)));
  const tell = (id: string, problem: string) =>
    setProblems((known) => new Map(known).set(id, problem));
  const rename = (id: string, title: string) => {
    dismissProblem(id);
    setItems((known) =>
      known.map((item) => (item.conversation_id === id ? { ...item, title } : item)),
    );
    renameConversation(id, title)
      .catch((cause: unknown) => tell(id, navigationStrings.row.renameFailed(reasonOf(cause))))
      .finally(tellListChanged);
  };
  const restore = async (item: ConversationSummary) => {
    try {
      await restoreConversation(item.conversation_id);
      showToast({ text: navigationStrings.restored(item.title) });
    } catch (cause) {
      // There is no row any more where this could stand: it comes back with the reason.
      setItems((known) => [item, ...known]);
      tell(item.conversation_id, navigationStrings.row.restoreFailed(reasonOf(cause)));
      return;
    }
    tellListChanged();
  };
  const remove = (item: ConversationSummary) => {
    const id = item.conversation_id;
    dismissProblem(id);
    setItems((known) => known.filter((one) => one.conversation_id !== id));
    const sent = deleteConversation(id);
    const toast = showToast({
      text: navigationStrings.deleted(item.title),
      said: navigationStrings.deletedSaid(item.title),
      action: {
        text: navigationStrings.undo,
        onPress: () => void sent.then(() => restore(item), () => undefined),
      },
    });
    sent
      .catch((cause: unknown) => {
        hideToast(toast);
        tell(id, navigationStrings.row.deleteFailed(reasonOf(cause)));
      })
      .finally(tellListChanged);
  };
  return { rename, remove, dismissProblem };
}
