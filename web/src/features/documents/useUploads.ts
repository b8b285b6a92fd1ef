import { useMemo, useSyncExternalStore } from 'react';
import { UploadQueue, type Upload } from './uploadQueue';

export type { Upload, UploadState } from './uploadQueue';
/** Where files were given: each place shows its own. */
export type UploadPlace = 'composer' | 'documents';

// Outside of components: going to another page does not stop what is being sent.
const queues: Record<UploadPlace, UploadQueue> = {
  composer: new UploadQueue(),
  documents: new UploadQueue(),
};

export type Uploads = {
  uploads: readonly Upload[];
  addFiles: (files: Iterable<File>) => void;
  cancel: (id: string) => void;
  retry: (id: string) => void;
  dismiss: (id: string) => void;
};

/** The files that are on their way from one place of the page, and what can be done with them. */
export function useUploads(place: UploadPlace = 'composer'): Uploads {
  const queue = queues[place];
  const uploads = useSyncExternalStore(queue.subscribe, () => queue.uploads);
  const actions = useMemo(
    () => ({
      addFiles: (files: Iterable<File>) => queue.addFiles(files),
      cancel: (id: string) => queue.cancel(id),
      retry: (id: string) => queue.retry(id),
      dismiss: (id: string) => queue.dismiss(id),
    }),
    [queue],
  );
  return useMemo(() => ({ uploads, ...actions }), [uploads, actions]);
}

/** What the server says it takes, once it is known. */
export function limitUploads(bytesMax: number): void {
  for (const queue of Object.values(queues)) queue.bytesMax = bytesMax;
}

/** Between tests: nothing is on its way. */
export function forgetUploads(): void {
  for (const queue of Object.values(queues)) queue.clear();
}
