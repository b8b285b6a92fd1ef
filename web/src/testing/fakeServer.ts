import { vi } from 'vitest';
import type { ConversationSummary, DocumentItem, ModelChoice, Problem, Turn } from '../api/types';

export type Asked = { method: string; path: string; body: unknown };
type Answer = (asked: Asked, signal: AbortSignal | undefined) => Response | Promise<Response>;

const encoder = new TextEncoder();

/** An open response of server-sent events that the test writes. */
export class FakeStream {
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly response = new Response(
    new ReadableStream<Uint8Array>({ start: (controller) => void (this.controller = controller) }),
    { headers: { 'Content-Type': 'text/event-stream' } },
  );

  send(name: string, id: string, data: unknown): void {
    this.sendRaw(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  sendRaw(text: string): void {
    this.controller?.enqueue(encoder.encode(text));
  }

  /** Ends the response; without an `end` event before, that is a broken connection. */
  close(): void {
    this.controller?.close();
  }
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

export const offlineModel: ModelChoice = {
  model: 'offline',
  title: 'Offline answers',
  kind: 'offline',
  destination: 'this machine',
  is_default: true,
};

export function problem(
  status: number,
  fault: Problem['fault'],
  detail: string,
  retryAfterMs?: number,
): Response {
  const body: Problem = {
    type: 'about:blank',
    title: fault,
    status,
    fault,
    detail,
    trace_id: 'ab'.repeat(16),
    ...(retryAfterMs !== undefined && { retry_after_ms: retryAfterMs }),
  };
  return json(body, status);
}

export function sample(fileName: string): DocumentItem {
  return {
    document_id: fileName,
    file_name: fileName,
    title: fileName,
    media_type: 'text/plain',
    size_bytes: 1,
    state: 'ready',
    passage_count: 1,
    is_sample: true,
    created_at: '2026-01-05T10:00:00.000Z',
  };
}

/** Answers fetch in a test. What is not set is 404; what was asked is in `asked`. */
export class FakeServer {
  readonly asked: Asked[] = [];
  private readonly answers = new Map<string, Answer>();

  constructor() {
    this.on('GET /api/me', () =>
      json({
        principal_id: 'p',
        display_name: 'Local user',
        mode: 'local',
        limits: { message_characters_max: 32_000, upload_bytes_max: 33_554_432 },
        notices: [],
      }),
    );
    this.on('GET /api/models', () => json({ items: [offlineModel] }));
    this.on('GET /api/documents', () => json({ items: [] }));
    this.has([]);
    vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => this.answer(url, init));
  }

  on(what: string, answer: Answer): void {
    this.answers.set(what, answer);
  }

  has(conversations: ConversationSummary[]): void {
    this.on('GET /api/conversations', () => json({ items: conversations }));
  }

  /** One conversation with its turns, as it is opened. */
  holds(id: string, turns: Turn[]): void {
    const at = '2026-01-05T10:00:00.000Z';
    const summary = {
      conversation_id: id,
      title: 'Kept',
      created_at: at,
      updated_at: at,
      is_running: false,
    };
    this.has([summary]);
    this.on(`GET /api/conversations/${id}`, () => json({ ...summary, turns }));
  }

  /** The same, of which at most so many turns are given at once. */
  holdsPart(id: string, turns: Turn[], atOnce: number): void {
    this.holds(id, turns);
    this.on(`GET /api/conversations/${id}`, ({ path }) => {
      const before = new URLSearchParams(path.split('?')[1]).get('before');
      const end = before === null ? turns.length : turns.findIndex((one) => one.turn_id === before);
      const from = Math.max(0, end - atOnce);
      const first = turns[from];
      const cursor = from > 0 && first ? { earlier_cursor: first.turn_id } : {};
      const at = '2026-01-05T10:00:00.000Z';
      const summary = { conversation_id: id, title: 'Kept', created_at: at, updated_at: at };
      return json({ ...summary, is_running: false, turns: turns.slice(from, end), ...cursor });
    });
  }

  bodies(what: string): unknown[] {
    return this.asked
      .filter((one) => `${one.method} ${one.path.split('?')[0] ?? ''}` === what)
      .map((one) => one.body);
  }

  private async answer(url: string, init: RequestInit): Promise<Response> {
    const method = init.method ?? 'GET';
    const asked = {
      method,
      path: url,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    };
    this.asked.push(asked);
    const answer = this.answers.get(`${method} ${url.split('?')[0] ?? ''}`);
    return answer
      ? answer(asked, init.signal ?? undefined)
      : problem(404, 'not_found', 'There is no such thing.');
  }
}

/** A stored turn; what is not given is that of a completed one. */
export function storedTurn(changes: Partial<Turn> & Pick<Turn, 'turn_id'>): Turn {
  return {
    conversation_id: 'c',
    parent_turn_id: null,
    state: 'completed',
    message_text: 'Why?',
    model: 'offline',
    answer_text: 'Because.',
    citations: [],
    tools: [],
    created_at: '2026-01-05T10:00:00.000Z',
    position: '2.8',
    ...changes,
  };
}
