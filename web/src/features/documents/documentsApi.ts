import { postJson, send } from '../../api/client';
import type { DocumentItem } from '../../api/types';

const pathOf = (id: string) => `/api/documents/${encodeURIComponent(id)}`;

export async function getDocument(id: string, signal?: AbortSignal): Promise<DocumentItem> {
  return (await (await send(pathOf(id), signal ? { signal } : {})).json()) as DocumentItem;
}

export async function deleteDocument(id: string): Promise<void> {
  await send(`${pathOf(id)}/delete`, postJson({}));
}

export async function restoreDocument(id: string): Promise<DocumentItem> {
  return (await (await send(`${pathOf(id)}/restore`, postJson({}))).json()) as DocumentItem;
}

export async function retryDocument(id: string): Promise<DocumentItem> {
  return (await (await send(`${pathOf(id)}/retry`, postJson({}))).json()) as DocumentItem;
}
