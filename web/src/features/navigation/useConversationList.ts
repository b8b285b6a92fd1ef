import { useCallback, useEffect, useState } from 'react';
import { listConversations } from '../../api/client';
import type { ConversationSummary } from '../../api/types';

export type ConversationList = {
  items: ConversationSummary[];
  status: 'loading' | 'ready' | 'failed';
  hasMore: boolean;
  loadMore: () => void;
  reload: () => void;
};

const againMs = 5_000;

/** The person's conversations, page by page. `reload` reads the first page again. */
export function useConversationList(): ConversationList {
  const [items, setItems] = useState<ConversationSummary[]>([]);
  const [status, setStatus] = useState<ConversationList['status']>('loading');
  const [cursor, setCursor] = useState<string>();

  const reload = useCallback(() => {
    listConversations().then(
      (page) => {
        // What was loaded below the first page stays, so that nothing jumps.
        setItems((known) => {
          const first = new Set(page.items.map((item) => item.conversation_id));
          const rest = known
            .slice(page.items.length)
            .filter((item) => !first.has(item.conversation_id));
          return page.next_cursor ? [...page.items, ...rest] : page.items;
        });
        setCursor((known) => (known === undefined ? page.next_cursor : known));
        setStatus('ready');
      },
      () => setStatus((known) => (known === 'ready' ? known : 'failed')),
    );
  }, []);

  const loadMore = useCallback(() => {
    if (cursor === undefined) return;
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

  useEffect(reload, [reload]);

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
  return { items, status, hasMore: Boolean(cursor), loadMore, reload };
}
