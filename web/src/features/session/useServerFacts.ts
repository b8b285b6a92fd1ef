import { useCallback, useEffect, useState } from 'react';
import { listAllDocuments, listModels } from '../../api/client';
import type { DocumentItem, Me, ModelChoice } from '../../api/types';
import { onDocumentsChanged } from '../documents/documentsChanged';
import { limitUploads } from '../documents/useUploads';
import { useMe } from './useMe';

const againMs = 1_000;
const perDocumentMs = 5; // many documents are many requests
const charactersMaxUntilKnown = 32_000;
const uploadBytesMaxUntilKnown = 33_554_432;

export type ServerFacts = {
  models: ModelChoice[];
  documents: DocumentItem[] | undefined;
  me: Me | undefined;
  charactersMax: number;
  uploadBytesMax: number;
  reload: () => void;
};

/** What the server offers: models, limits, and the documents one may ask about. */
export function useServerFacts(): ServerFacts {
  const [models, setModels] = useState<ModelChoice[]>([]);
  const [documents, setDocuments] = useState<DocumentItem[]>();
  const { me, reload: readMe } = useMe();

  const readDocuments = useCallback(() => {
    listAllDocuments().then(setDocuments, () => undefined);
  }, []);
  const reload = useCallback(() => {
    listModels().then(setModels, () => undefined);
    readMe();
    readDocuments();
  }, [readMe, readDocuments]);
  useEffect(reload, [reload]);
  useEffect(() => onDocumentsChanged(readDocuments), [readDocuments]);

  const uploadBytesMax = me?.limits.upload_bytes_max;
  useEffect(() => {
    if (uploadBytesMax !== undefined) limitUploads(uploadBytesMax);
  }, [uploadBytesMax]);

  const isReading =
    documents?.some((one) => one.state === 'queued' || one.state === 'reading') ?? false;
  useEffect(() => {
    if (!isReading) return undefined;
    const timer = setTimeout(readDocuments, againMs + (documents?.length ?? 0) * perDocumentMs);
    return () => clearTimeout(timer);
  }, [isReading, documents, readDocuments]);

  return {
    models,
    documents,
    me,
    charactersMax: me?.limits.message_characters_max ?? charactersMaxUntilKnown,
    uploadBytesMax: uploadBytesMax ?? uploadBytesMaxUntilKnown,
    reload,
  };
}
