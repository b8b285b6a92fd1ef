// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestFailed } from './client';
import type { ServerEvent } from './eventStream';
import { FakeServer, FakeStream, problem } from '../testing/fakeServer';
import { askAndFollow, followTurn } from './followTurn';
import { pauseBefore } from './pauses';

const turnEvent = { turn_id: 't', conversation_id: 'c', model: 'offline', created_at: '' };

function listener() {
  const events: ServerEvent[] = [];
  const connection: boolean[] = [];
  const controller = new AbortController();
  const following = {
    onEvents: (read: ServerEvent[]) => events.push(...read),
    onConnection: (isLost: boolean) => connection.push(isLost),
    signal: controller.signal,
  };
  return { events, connection, controller, following };
}

describe('followTurn', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('comes back where it was when a response ends without its end', async () => {
    const server = new FakeServer();
    const streams = [new FakeStream(), new FakeStream()];
    let opened = 0;
    server.on(
      'GET /api/turns/t/events',
      () => streams[opened++]?.response ?? problem(500, 'internal', 'too often'),
    );
    const heard = listener();
    const followed = followTurn('t', '1.3', heard.following);
    streams[0]?.send('text', '1.9', { at: 3, delta: 'second' });
    streams[0]?.close();
    await vi.advanceTimersByTimeAsync(1_000);
    streams[1]?.send('end', '2.9', { state: 'completed' });
    await followed;

    expect(server.asked.map((one) => one.path)).toEqual([
      '/api/turns/t/events?after=1.3',
      '/api/turns/t/events?after=1.9',
    ]);
    expect(heard.events.map((one) => one.name)).toEqual(['text', 'end']);
    expect(heard.connection).toContain(true);
    expect(heard.connection.at(-1)).toBe(false);
  });

  it('goes on trying while the server is away', async () => {
    const server = new FakeServer();
    const stream = new FakeStream();
    let tries = 0;
    server.on('GET /api/turns/t/events', () => {
      tries += 1;
      if (tries < 5) throw new TypeError('Failed to fetch');
      return stream.response;
    });
    stream.send('end', '2.0', { state: 'completed' });
    const followed = followTurn('t', '1.0', listener().following);
    await vi.advanceTimersByTimeAsync(60_000);
    await followed;
    expect(tries).toBe(5);
  });

  it('gives a connection up that has been silent for longer than the heartbeat allows', async () => {
    const server = new FakeServer();
    const ending = new FakeStream();
    ending.send('end', '2.0', { state: 'completed' });
    const responses = [new FakeStream().response, ending.response];
    server.on(
      'GET /api/turns/t/events',
      () => responses.shift() ?? problem(500, 'internal', 'too often'),
    );
    const followed = followTurn('t', '1.0', listener().following);
    await vi.advanceTimersByTimeAsync(50_000);
    await followed;
    expect(server.asked).toHaveLength(2);
  });

  it('fails for good when the turn does not exist', async () => {
    new FakeServer();
    await expect(followTurn('t', '0.0', listener().following)).rejects.toBeInstanceOf(
      RequestFailed,
    );
  });

  it('asks once, then follows the same turn by its id', async () => {
    const server = new FakeServer();
    const [asked, resumed] = [new FakeStream(), new FakeStream()];
    server.on('POST /api/turns', () => asked.response);
    server.on('GET /api/turns/t/events', () => resumed.response);
    const accepted = vi.fn();
    const followed = askAndFollow(
      { message_text: 'Why?', turn_id: 't' },
      listener().following,
      accepted,
    );
    asked.send('turn', '1.0', turnEvent);
    asked.close();
    await vi.advanceTimersByTimeAsync(1_000);
    resumed.send('end', '2.0', { state: 'completed' });
    await followed;

    expect(accepted).toHaveBeenCalledOnce();
    expect(server.bodies('POST /api/turns')).toHaveLength(1);
    expect(server.asked.at(-1)?.path).toBe('/api/turns/t/events?after=1.0');
  });

  it('says why a question was refused', async () => {
    const server = new FakeServer();
    server.on('POST /api/turns', () => problem(503, 'overloaded', 'Too many turns.'));
    const accepted = vi.fn();
    const asked = askAndFollow(
      { message_text: 'Why?', turn_id: 't' },
      listener().following,
      accepted,
    );
    await expect(asked).rejects.toMatchObject({ problem: { detail: 'Too many turns.' } });
    expect(accepted).not.toHaveBeenCalled();
  });

  it('comes back when the server said, once', async () => {
    const server = new FakeServer();
    const streams = [new FakeStream(), new FakeStream()];
    let opened = 0;
    server.on(
      'GET /api/turns/t/events',
      () => streams[opened++]?.response ?? problem(500, 'internal', 'too often'),
    );
    const followed = followTurn('t', '1.0', listener().following);
    streams[0]?.sendRaw('retry: 2500\n\n');
    streams[0]?.close();
    await vi.advanceTimersByTimeAsync(2_400);
    expect(opened).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(opened).toBe(2);
    streams[1]?.send('end', '2.0', { state: 'completed' });
    await followed;
  });

  it('asks again under the same id while the server is replaced', async () => {
    const server = new FakeServer();
    const stream = new FakeStream();
    const answers = [
      () => problem(503, 'overloaded', 'The server is going down.', 400),
      () => {
        throw new TypeError('Failed to fetch');
      },
      () => stream.response,
    ];
    server.on('POST /api/turns', () => answers.shift()?.() ?? problem(500, 'internal', 'often'));
    stream.send('end', '2.0', { state: 'completed' });
    const accepted = vi.fn();
    const heard = listener();
    const asked = askAndFollow({ message_text: 'Why?', turn_id: 't' }, heard.following, accepted);
    await vi.advanceTimersByTimeAsync(3_000);
    await asked;

    expect(accepted).toHaveBeenCalledOnce();
    expect(server.bodies('POST /api/turns')).toEqual(
      Array.from({ length: 3 }, () => ({ message_text: 'Why?', turn_id: 't' })),
    );
    expect(heard.connection).toEqual([true, true, false]);
  });

  it('gives a question back that nobody takes', async () => {
    const server = new FakeServer();
    server.on('POST /api/turns', () => {
      throw new TypeError('Failed to fetch');
    });
    const asked = askAndFollow(
      { message_text: 'Why?', turn_id: 't' },
      listener().following,
      vi.fn(),
    );
    const refused = expect(asked).rejects.toBeInstanceOf(RequestFailed);
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
    expect(server.bodies('POST /api/turns').length).toBeGreaterThan(2);
  });

  it('ends quietly when nobody looks any more', async () => {
    const server = new FakeServer();
    const heard = listener();
    server.on(
      'GET /api/turns/t/events',
      (_asked, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')));
        }),
    );
    const followed = followTurn('t', '0.0', heard.following);
    heard.controller.abort();
    await expect(followed).resolves.toBeUndefined();
  });
});

it('waits longer each time, never longer than ten seconds, and not always the same', () => {
  const pauses = Array.from({ length: 8 }, (_none, attempt) => pauseBefore(attempt, () => 1));
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  expect(Math.max(...pauses)).toBe(10_000);
  expect(pauseBefore(3, () => 0)).toBeLessThan(pauseBefore(3, () => 1));
});
