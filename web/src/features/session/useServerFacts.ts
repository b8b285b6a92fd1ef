import { useCallback, useEffect, useState } from 'react';
import { listDocuments, listModels, whoAmI } from '../../api/client';
import type { DocumentItem, ModelChoice } from '../../api/types';

const againMs = 1_000;
const charactersMaxUntilKnown = 32_000;

/** What the server offers: models, limits, and the documents one may ask about. */
export function useServerFacts() {
  const [models, setModels] = useState<ModelChoice[]>([]);
  const [documents, setDocuments] = useState<DocumentItem[]>();
  const [charactersMax, setCharactersMax] = useState(charactersMaxUntilKnown);

  const reload = useCallback(() => {
    listDocuments().then((page) => setDocuments(page.items), () => undefined);
  }, []);

  useEffect(() => {
    listModels().then(setModels, () => undefined);
    whoAmI().then((me) => setCharactersMax(me.limits.message_characters_max), () => undefined);
    reload();
  }, [reload]);

  const isReading = documents?.some((one) => one.state === 'queued' || one.state === 'reading') ?? false;
  useEffect(() => {
    if (!isReading) return undefined;
    const timer = setTimeout(reload, againMs);
    return () => clearTimeout(timer);
  }, [isReading, documents, reload]);

  return { models, documents, charactersMax, reload };
}
