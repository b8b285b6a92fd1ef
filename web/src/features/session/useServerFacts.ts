import { useCallback, useEffect, useState } from 'react';
import { listAllDocuments, listModels, whoAmI } from '../../api/client';
import type { DocumentItem, Me, ModelChoice } from '../../api/types';

const againMs = 1_000;
const charactersMaxUntilKnown = 32_000;

/** What the server offers: models, limits, and the documents one may ask about. */
export function useServerFacts() {
  const [models, setModels] = useState<ModelChoice[]>([]);
  const [documents, setDocuments] = useState<DocumentItem[]>();
  const [me, setMe] = useState<Me>();

  const reload = useCallback(() => {
    listAllDocuments().then(setDocuments, () => undefined);
  }, []);

  useEffect(() => {
    listModels().then(setModels, () => undefined);
    whoAmI().then(setMe, () => undefined);
    reload();
  }, [reload]);

  const isReading =
    documents?.some((one) => one.state === 'queued' || one.state === 'reading') ?? false;
  useEffect(() => {
    if (!isReading) return undefined;
    const timer = setTimeout(reload, againMs);
    return () => clearTimeout(timer);
  }, [isReading, documents, reload]);

  return {
    models,
    documents,
    charactersMax: me?.limits.message_characters_max ?? charactersMaxUntilKnown,
    personName: me?.display_name,
    reload,
  };
}
