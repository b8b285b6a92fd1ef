import { useCallback, useEffect, useState } from 'react';
import { RequestFailed, addDocument, listDocuments } from '../../api/client';
import type { DocumentItem } from '../../api/types';
import { strings } from '../../text/strings';

export type Refused = { name: string; why: string };

const againMs = 700;

/** The documents page by page, and adding to them. Read again while one is being read. */
export function useDocuments(onChanged: () => void) {
  const [items, setItems] = useState<DocumentItem[]>([]);
  const [status, setStatus] = useState<'loading' | 'ready' | 'failed'>('loading');
  const [cursor, setCursor] = useState<string>();
  const [adding, setAdding] = useState<string[]>([]);
  const [refused, setRefused] = useState<Refused[]>([]);

  const reload = useCallback(() => {
    listDocuments().then(
      (page) => {
        setItems(page.items);
        setCursor(page.next_cursor);
        setStatus('ready');
      },
      () => setStatus((known) => (known === 'ready' ? known : 'failed')),
    );
  }, []);
  useEffect(reload, [reload]);

  const isReading = items.some((one) => one.state === 'queued' || one.state === 'reading');
  useEffect(() => {
    if (!isReading) return undefined;
    const timer = setTimeout(reload, againMs);
    return () => {
      clearTimeout(timer);
      onChanged();
    };
  }, [isReading, items, reload, onChanged]);

  const loadMore = useCallback(() => {
    if (cursor === undefined) return;
    listDocuments(cursor).then(
      (page) => {
        setItems((known) => [...known, ...page.items]);
        setCursor(page.next_cursor);
      },
      () => setStatus('failed'),
    );
  }, [cursor]);

  const add = useCallback(
    async (files: File[]) => {
      setRefused([]);
      for (const file of files) {
        setAdding((names) => [...names, file.name]);
        try {
          await addDocument(file);
        } catch (cause) {
          const why = cause instanceof RequestFailed ? cause.message : strings.documents.failed;
          setRefused((known) => [...known, { name: file.name, why }]);
        }
        setAdding((names) => names.filter((name) => name !== file.name));
        reload();
      }
      onChanged();
    },
    [reload, onChanged],
  );
  return {
    items,
    status,
    hasMore: cursor !== undefined,
    loadMore,
    adding,
    refused,
    add: (files: File[]) => void add(files),
  };
}
