import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeServer, json, problem, sample } from '../../testing/fakeServer';
import { FakeUploads } from '../../testing/fakeUploads';
import { UploadQueue } from './uploadQueue';

let server: FakeServer;
let sent: FakeUploads;
let queue: UploadQueue;
beforeEach(() => {
  server = new FakeServer();
  sent = new FakeUploads();
  queue = new UploadQueue();
});
afterEach(() => {
  queue.clear();
  vi.unstubAllGlobals();
});

const file = (name: string, content = 'words') => new File([content], name);
const states = () => queue.uploads.map((one) => `${one.fileName}: ${one.state}`);

describe('the queue of uploads', () => {
  it('sends three at a time, and the next one when one has arrived', async () => {
    queue.addFiles([file('a.txt'), file('b.txt'), file('c.txt'), file('d.txt')]);
    expect(sent.names()).toEqual(['a.txt', 'b.txt', 'c.txt']);
    sent.take('b.txt', { ...sample('b.txt'), state: 'ready' });
    await vi.waitFor(() => expect(sent.names()).toContain('d.txt'));
    expect(states()).toContain('b.txt: ready');
  });

  it('says how far a file is', () => {
    queue.addFiles([file('a.txt')]);
    sent.progress('a.txt', 0.5);
    expect(queue.uploads[0]).toMatchObject({ state: 'sending', progress: 0.5 });
  });

  it('asks for the document until it is read', async () => {
    const answers = [
      { ...sample('a.txt'), state: 'reading' },
      { ...sample('a.txt'), state: 'failed', reason: 'Protected with a password.' },
    ];
    server.on('GET /api/documents/a.txt', () => json(answers.shift()));
    queue.addFiles([file('a.txt')]);
    sent.take('a.txt', { ...sample('a.txt'), state: 'queued' });
    await vi.waitFor(() => expect(states()).toEqual(['a.txt: failed']), { timeout: 10_000 });
    expect(queue.uploads[0]?.reason).toBe('Protected with a password.');
  });

  it('keeps the reason of a refusal and sends the file again on retry', async () => {
    queue.addFiles([file('a.txt')]);
    sent.refuse('a.txt', await problem(503, 'overloaded', 'Too many at once.').text(), 503);
    await vi.waitFor(() => expect(queue.uploads[0]?.reason).toBe('Too many at once.'));
    queue.retry(queue.uploads[0]?.id ?? '');
    expect(sent.names()).toEqual(['a.txt', 'a.txt']);
  });

  it('does not send what is empty or one byte too large, and says so', () => {
    queue.bytesMax = 4;
    queue.addFiles([file('empty.txt', ''), file('fits.txt', '1234'), file('large.txt', '12345')]);
    expect(states()).toEqual(['empty.txt: failed', 'fits.txt: sending', 'large.txt: failed']);
    expect(sent.names()).toEqual(['fits.txt']);
  });

  it('stops sending what is cancelled', () => {
    queue.addFiles([file('a.txt')]);
    queue.cancel(queue.uploads[0]?.id ?? '');
    expect(queue.uploads).toEqual([]);
    expect(sent.aborted()).toEqual(['a.txt']);
  });

  it('deletes again what had arrived when it is cancelled', async () => {
    server.on('POST /api/documents/a.txt/delete', () => json({}));
    queue.addFiles([file('a.txt')]);
    sent.take('a.txt', { ...sample('a.txt'), state: 'queued' });
    await vi.waitFor(() => expect(states()).toEqual(['a.txt: queued']));
    queue.cancel(queue.uploads[0]?.id ?? '');
    await vi.waitFor(() =>
      expect(server.bodies('POST /api/documents/a.txt/delete')).toHaveLength(1),
    );
  });
});
