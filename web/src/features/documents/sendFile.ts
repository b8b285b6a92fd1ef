import { addressOf } from '../../api/address';
import type { DocumentItem, Problem } from '../../api/types';
import { uploadStrings } from '../../text/documents';

export type Sending = { done: Promise<DocumentItem>; abort: () => void };

/** A file that the server did not take; the message is for people. */
export class FileRefused extends Error {}

function refusal(body: string): FileRefused {
  try {
    return new FileRefused((JSON.parse(body) as Problem).detail || uploadStrings.refused);
  } catch {
    return new FileRefused(uploadStrings.refused);
  }
}

/** Sends one file and says how far it is, from 0 to 1: fetch does not tell that. */
export function sendFile(file: File, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<DocumentItem>((resolve, reject) => {
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const isTaken = request.status >= 200 && request.status < 300;
      if (isTaken) resolve(JSON.parse(request.responseText) as DocumentItem);
      else reject(refusal(request.responseText));
    };
    request.onerror = () => reject(new FileRefused(uploadStrings.unreachable));
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'));
    request.open('POST', addressOf('/api/documents'));
    request.setRequestHeader('Accept', 'application/json');
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
  return { done, abort: () => request.abort() };
}
