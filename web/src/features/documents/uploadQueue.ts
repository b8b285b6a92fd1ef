import { RequestFailed } from '../../api/client';
import type { DocumentItem } from '../../api/types';
import { uploadStrings } from '../../text/documents';
import { deleteDocument, getDocument, retryDocument } from './documentsApi';
import { tellDocumentsChanged } from './documentsChanged';
import { sendFile, type Sending } from './sendFile';

export type UploadState = 'sending' | 'queued' | 'reading' | 'ready' | 'failed';
export type Upload = {
  id: string;
  fileName: string;
  state: UploadState;
  /** How much is sent, from 0 to 1. */
  progress: number;
  /** Why it failed, for people. */
  reason?: string;
  documentId?: string;
};

const atOnceMax = 3;
const pollMs = 700;
const pollSlowlyMs = 3_000;
const pollsBeforeSlow = 40;

let nextId = 1;

/**
 * Files on their way into the documents: sent, at most three at a time, then watched until they
 * are read. Lives longer than the part of the page that shows it.
 */
export class UploadQueue {
  uploads: readonly Upload[] = [];
  bytesMax = 33_554_432;
  private readonly files = new Map<string, File>();
  private readonly sending = new Map<string, Sending>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  addFiles(files: Iterable<File>): void {
    const added = [...files].map((file) => this.admit(file));
    this.set([...this.uploads, ...added]);
    this.fill();
  }

  /** Takes back what is under way; a file that has arrived already is deleted again. */
  cancel(id: string): void {
    const upload = this.find(id);
    const sending = this.sending.get(id);
    this.dismiss(id);
    sending?.abort();
    if (upload?.documentId !== undefined && upload.state !== 'failed') {
      deleteDocument(upload.documentId).then(tellDocumentsChanged, () => undefined);
    }
  }

  /** Sends, or has the server read, once more what failed. */
  retry(id: string): void {
    const upload = this.find(id);
    if (upload?.state !== 'failed') return;
    const file = this.files.get(id);
    if (file) {
      this.replace(this.admitted(id, file));
      this.fill();
    }
    if (upload.documentId === undefined) return;
    const { fileName, documentId } = upload;
    this.replace({ id, fileName, documentId, state: 'queued', progress: 1 });
    retryDocument(documentId).then(
      (found) => this.follow(id, found, 0),
      (cause: unknown) => this.fail(id, cause),
    );
  }

  /** Leaves the list; the document, if there is one, stays. */
  dismiss(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
    this.files.delete(id);
    this.set(this.uploads.filter((one) => one.id !== id));
  }

  /** Forgets everything, as a page that is closed does. */
  clear(): void {
    for (const sending of this.sending.values()) sending.abort();
    for (const one of this.uploads) this.dismiss(one.id);
    this.sending.clear();
  }

  private admit(file: File): Upload {
    const id = `upload-${nextId++}`;
    this.files.set(id, file);
    return this.admitted(id, file);
  }

  private admitted(id: string, file: File): Upload {
    const upload = { id, fileName: file.name, progress: 0 };
    if (file.size > this.bytesMax)
      return { ...upload, state: 'failed', reason: uploadStrings.tooLarge(this.bytesMax) };
    if (file.size === 0) return { ...upload, state: 'failed', reason: uploadStrings.empty };
    return { ...upload, state: 'sending' };
  }

  private fill(): void {
    for (const one of this.uploads) {
      if (this.sending.size >= atOnceMax) return;
      if (one.state === 'sending' && !this.sending.has(one.id)) this.start(one.id);
    }
  }

  private start(id: string): void {
    const file = this.files.get(id);
    if (!file) return;
    const sending = sendFile(file, (progress) => this.change(id, { progress }));
    this.sending.set(id, sending);
    sending.done
      .then(
        (found) => {
          this.files.delete(id);
          if (this.find(id)) this.follow(id, found, 0);
          else void deleteDocument(found.document_id).catch(() => undefined);
          tellDocumentsChanged();
        },
        (cause: unknown) => this.fail(id, cause),
      )
      .finally(() => {
        this.sending.delete(id);
        this.fill();
      });
  }

  private follow(id: string, found: DocumentItem, polls: number): void {
    const upload = this.find(id);
    if (!upload) return;
    const changes = { state: found.state, progress: 1, documentId: found.document_id };
    if (found.state === 'failed') {
      this.change(id, { ...changes, reason: found.reason ?? uploadStrings.unread });
    } else this.change(id, changes);
    if (found.state === 'ready' || found.state === 'failed') {
      tellDocumentsChanged();
      return;
    }
    const after = polls < pollsBeforeSlow ? pollMs : pollSlowlyMs;
    this.timers.set(
      id,
      setTimeout(() => void this.poll(id, found, polls + 1), after),
    );
  }

  private async poll(id: string, known: DocumentItem, polls: number): Promise<void> {
    try {
      this.follow(id, await getDocument(known.document_id), polls);
    } catch (cause) {
      const isGone = cause instanceof RequestFailed && cause.problem?.status === 404;
      if (isGone) this.change(id, { state: 'failed', reason: uploadStrings.gone });
      // The server is away for a moment: the document is kept, so it is asked again.
      else this.follow(id, known, pollsBeforeSlow);
    }
  }

  private fail(id: string, cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : uploadStrings.refused;
    this.change(id, { state: 'failed', reason });
  }

  private find(id: string): Upload | undefined {
    return this.uploads.find((one) => one.id === id);
  }

  private change(id: string, changes: Partial<Upload>): void {
    const upload = this.find(id);
    if (upload) this.replace({ ...upload, ...changes });
  }

  private replace(upload: Upload): void {
    this.set(this.uploads.map((one) => (one.id === upload.id ? upload : one)));
  }

  private set(uploads: readonly Upload[]): void {
    this.uploads = uploads;
    for (const listener of this.listeners) listener();
  }
}
