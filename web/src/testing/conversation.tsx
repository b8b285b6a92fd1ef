import { FluentProvider } from '@fluentui/react-components';
import { render, screen } from '@testing-library/react';
import { vi } from 'vitest';
import type { Turn } from '../api/types';
import { lightTheme } from '../design/theme';
import { ConversationPage } from '../features/conversation/ConversationPage';
import { replacePath, routeOf, usePath } from '../features/navigation/router';
import { FakeServer, FakeStream, offlineModel, storedTurn } from './fakeServer';

export const conversationId = '0190f0f0-0000-7000-8000-000000000001';

type Told = { onChanged: () => void; onDelete: (id: string, title: string) => void };

function Page({ told }: { told: Told }) {
  const route = routeOf(usePath());
  return (
    <FluentProvider theme={lightTheme}>
      <ConversationPage
        conversationId={route.page === 'conversation' ? route.id : undefined}
        title={undefined}
        models={[offlineModel]}
        documents={[]}
        charactersMax={32_000}
        hasSideBar
        onNew={() => undefined}
        onStarted={(id) => replacePath(`/c/${id}`)}
        onEvidence={() => undefined}
        {...told}
      />
    </FluentProvider>
  );
}

/** The conversation part of the page at an address, with a server that is told what to answer. */
export class ConversationBench {
  readonly server = new FakeServer();
  readonly told = { onChanged: vi.fn(), onDelete: vi.fn() };
  /** What is new in the conversation, once the page listens. */
  readonly feed = new FakeStream();

  constructor(turns: Turn[] = []) {
    if (turns.length > 0) this.server.holds(conversationId, turns);
    this.server.on(`GET /api/conversations/${conversationId}/events`, () => this.feed.response);
  }

  open(search = ''): void {
    window.history.replaceState(null, '', `/c/${conversationId}${search}`);
    render(<Page told={this.told} />);
  }

  openNew(): void {
    window.history.replaceState(null, '', '/');
    render(<Page told={this.told} />);
  }

  /** What the page asked the server for, as "GET path". */
  asked(): string[] {
    return this.server.asked.map((one) => `${one.method} ${one.path}`);
  }
}

/** A turn of the conversation, the first one unless it says after which. */
export function turnOf(id: string, changes: Partial<Turn> = {}): Turn {
  return storedTurn({
    turn_id: id,
    conversation_id: conversationId,
    message_text: `Question ${id}?`,
    answer_text: `Answer ${id}.`,
    ...changes,
  });
}

export const box = () => screen.getByRole('textbox', { name: 'Your question' });

// jsdom's Blob has no text().
function textOf(blob: Blob | undefined): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsText(blob ?? new Blob());
  });
}

/** Stands for the clipboard; what was put on it last. */
export function fakeClipboard() {
  const put = { text: '', html: '' };
  const clipboard = {
    writeText: (text: string) => {
      put.text = text;
      return Promise.resolve();
    },
    write: async (items: { parts: Record<string, Blob> }[]) => {
      put.text = await textOf(items[0]?.parts['text/plain']);
      put.html = await textOf(items[0]?.parts['text/html']);
    },
  };
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
  vi.stubGlobal(
    'ClipboardItem',
    class {
      constructor(readonly parts: Record<string, Blob>) {}
    },
  );
  return put;
}
