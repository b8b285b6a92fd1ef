import { vi } from 'vitest';
import type { DocumentItem } from '../api/types';

type Fields = {
  upload: { onprogress?: (event: Partial<ProgressEvent>) => void };
  onload?: () => void;
  onabort?: () => void;
  status: number;
  responseText: string;
};
type Sent = { name: string; request: Fields; isAborted: boolean };

/** Stands for XMLHttpRequest in a test: what is sent waits until the test answers it. */
export class FakeUploads {
  readonly sent: Sent[] = [];

  constructor() {
    const sent = this.sent;
    vi.stubGlobal(
      'XMLHttpRequest',
      class implements Fields {
        upload = {};
        onload?: () => void;
        onabort?: () => void;
        status = 0;
        responseText = '';
        open() {
          /* there is one place to send to */
        }
        setRequestHeader() {
          /* of no interest */
        }
        send(form: FormData) {
          sent.push({ name: (form.get('file') as File).name, request: this, isAborted: false });
        }
        abort() {
          const one = sent.find((candidate) => candidate.request === this);
          if (one) one.isAborted = true;
          this.onabort?.();
        }
      },
    );
  }

  names(): string[] {
    return this.sent.map((one) => one.name);
  }

  aborted(): string[] {
    return this.sent.filter((one) => one.isAborted).map((one) => one.name);
  }

  progress(name: string, share: number): void {
    this.last(name)?.upload.onprogress?.({ lengthComputable: true, loaded: share, total: 1 });
  }

  /** The server accepts the newest file of this name. */
  take(name: string, as: DocumentItem): void {
    this.answer(name, JSON.stringify(as), 202);
  }

  refuse(name: string, body: string, status: number): void {
    this.answer(name, body, status);
  }

  private answer(name: string, body: string, status: number): void {
    const request = this.last(name);
    if (!request) return;
    request.status = status;
    request.responseText = body;
    request.onload?.();
  }

  private last(name: string): Fields | undefined {
    return this.sent.findLast((one) => one.name === name)?.request;
  }
}
