import { useCallback, useEffect, useMemo, useState } from 'react';
import { RequestFailed, send, type Page } from '../../api/client';
import type { DocumentItem } from '../../api/types';
import { hideToast, showToast } from '../../design/toasts';
import { documentStrings } from '../../text/documents';
import { deleteDocument, getDocument, restoreDocument, retryDocument } from './documentsApi';
import { onDocumentsChanged, tellDocumentsChanged } from './documentsChanged';
import { isInWork, mergeDocuments, replaced } from './mergeDocuments';

export type StateFilter = DocumentItem['state'] | 'any';
export type Documents = {
  items: DocumentItem[];
  status: 'loading' | 'ready' | 'failed';
  hasMore: boolean;
  problems: ReadonlyMap<string, string>;
  loadMore: () => void;
  reload: () => void;
  remove: (one: DocumentItem) => void;
  retry: (one: DocumentItem) => void;
};

const pageSize = 200;
const againMs = 1_000;
const othersMax = 10;

async function listPage(state: StateFilter, cursor?: string): Promise<Page<DocumentItem>> {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (state !== 'any') query.set('state', state);
  if (cursor !== undefined) query.set('cursor', cursor);
  return (await (await send(`/api/documents?${query}`)).json()) as Page<DocumentItem>;
}

/** The documents page by page, the newest first; read again while one of them is in work. */
export function useDocuments(state: StateFilter): Documents {
  const [items, setItems] = useState<DocumentItem[]>([]);
  const [of, setOf] = useState<StateFilter>();
  const [status, setStatus] = useState<Documents['status']>('loading');
  const [cursor, setCursor] = useState<string>();
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());

  const reload = useCallback(() => {
    listPage(state).then(
      (page) => {
        const isWhole = page.next_cursor === undefined;
        setItems((known) => mergeDocuments(known, page.items, isWhole));
        setCursor((known) => known ?? page.next_cursor);
        setOf(state);
        setStatus('ready');
      },
      () => setStatus((known) => (known === 'ready' ? known : 'failed')),
    );
  }, [state]);
  useEffect(() => {
    reload();
    return () => {
      setItems([]);
      setCursor(undefined);
      setStatus('loading');
    };
  }, [reload]);
  useEffect(() => onDocumentsChanged(reload), [reload]);
  useWatching(items, reload, setItems);

  const loadMore = useCallback(() => {
    if (cursor === undefined || cursor === '') return;
    listPage(state, cursor).then(
      (page) => {
        setItems((known) => mergeDocuments(page.items, known, false));
        setCursor(page.next_cursor ?? '');
      },
      () => setStatus('failed'),
    );
  }, [cursor, state]);

  const changes = useMemo(() => makeChanges(setItems, setProblems), []);
  const isCurrent = of === state;
  return {
    items: isCurrent ? items : [],
    status: isCurrent || status === 'failed' ? status : 'loading',
    hasMore: Boolean(cursor),
    problems,
    loadMore,
    reload,
    ...changes,
  };
}

type SetItems = React.Dispatch<React.SetStateAction<DocumentItem[]>>;
type SetProblems = React.Dispatch<React.SetStateAction<ReadonlyMap<string, string>>>;

/** Asks again for what is in work: the newest by their page, a few others one by one. */
function useWatching(items: DocumentItem[], reload: () => void, setItems: SetItems) {
  const isSomeInWork = items.some(isInWork);
  useEffect(() => {
    if (!isSomeInWork) return undefined;
    const timer = setTimeout(() => {
      reload();
      for (const one of items.slice(pageSize).filter(isInWork).slice(0, othersMax)) {
        getDocument(one.document_id).then(
          (now) => setItems((known) => replaced(known, now)),
          () => undefined,
        );
      }
    }, againMs);
    return () => {
      clearTimeout(timer);
    };
  }, [isSomeInWork, items, reload, setItems]);
  // What became ready or failed counts elsewhere in the page, too.
  useEffect(() => {
    if (!isSomeInWork) return undefined;
    return tellDocumentsChanged;
  }, [isSomeInWork]);
}

const reasonOf = (cause: unknown) => (cause instanceof RequestFailed ? cause.message : '');

/** Deleting shows at once; what the server refuses is taken back, with the reason at its row. */
function makeChanges(setItems: SetItems, setProblems: SetProblems) {
  const tell = (id: string, problem?: string) =>
    setProblems((known) => {
      const next = new Map(known);
      if (problem === undefined) next.delete(id);
      else next.set(id, problem);
      return next;
    });
  const restore = async (one: DocumentItem) => {
    try {
      await restoreDocument(one.document_id);
      showToast({ text: documentStrings.restored(one.title) });
      tellDocumentsChanged();
    } catch (cause) {
      setItems((known) => [one, ...known]);
      tell(one.document_id, documentStrings.notRestored(reasonOf(cause)));
    }
  };
  const remove = (one: DocumentItem) => {
    const id = one.document_id;
    tell(id);
    setItems((known) => known.filter((other) => other.document_id !== id));
    const sent = deleteDocument(id);
    const toast = showToast({
      text: documentStrings.deleted(one.title),
      said: documentStrings.deletedSaid(one.title),
      action: {
        text: documentStrings.undo,
        onPress: () => void sent.then(() => restore(one), () => undefined),
      },
    });
    sent
      .catch((cause: unknown) => {
        hideToast(toast);
        tell(id, documentStrings.notDeleted(reasonOf(cause)));
      })
      .finally(tellDocumentsChanged);
  };
  const retry = (one: DocumentItem) => {
    tell(one.document_id);
    retryDocument(one.document_id).then(
      (now) => setItems((known) => replaced(known, now)),
      (cause: unknown) =>
        tell(one.document_id, documentStrings.notRetried(reasonOf(cause))),
    );
  };
  return { remove, retry };
}
