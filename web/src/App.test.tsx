// @vitest-environment jsdom
import './testing/page';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { App } from './App';
import type { Turn, TurnRequest } from './api/types';
import { FakeServer, FakeStream, problem, sample, storedTurn } from './testing/fakeServer';

const conversationId = '0190f0f0-0000-7000-8000-000000000001';
const citation = {
  number: 1,
  passage_id: 'p',
  document_id: 'd',
  file_name: 'care.md',
  title: 'Care guide',
  section: 'Bags',
  quote: 'Dry it on low.',
};

// Loaded late in the page; here before the first test.
beforeAll(async () => {
  await import('./features/conversation/Markdown');
  await import('./features/evidence/EvidencePanel');
});

let server: FakeServer;
let stream: FakeStream;
beforeEach(() => {
  server = new FakeServer();
  stream = new FakeStream();
  server.on('POST /api/turns', () => stream.response);
});

const box = () => screen.getByRole('textbox', { name: 'Your question' });
const asks = () => server.bodies('POST /api/turns') as (TurnRequest & { turn_id: string })[];

function accept(position = '1.0') {
  const turnId = asks().at(-1)?.turn_id;
  stream.send('turn', position, {
    turn_id: turnId,
    conversation_id: conversationId,
    model: 'offline',
    created_at: '2026-01-05T10:00:00.000Z',
  });
}

async function askInPage(question: string) {
  const user = userEvent.setup();
  render(<App />);
  await user.type(box(), `${question}{Enter}`);
  await screen.findByRole('heading', { level: 2, name: question });
  return user;
}

function openAt(turns: Turn[]) {
  server.holds(conversationId, turns);
  window.history.replaceState(null, '', `/c/${conversationId}`);
  render(<App />);
}

describe('the first screen', () => {
  it('says that answers are offline and offers questions about the samples that are there', async () => {
    server.on('GET /api/documents', () =>
      Response.json({ items: [sample('product-care-guide.md')] }),
    );
    render(<App />);
    expect(await screen.findByText('Offline answers are on.')).toBeTruthy();
    const examples = await screen.findByRole('list', { name: /Try one of these/ });
    expect(within(examples).getAllByRole('button')).toHaveLength(1);
    expect(await screen.findByText('1 sample document')).toBeTruthy();
  });

  it('names the host that text goes to', async () => {
    server.on('GET /api/models', () =>
      Response.json({
        items: [
          {
            model: 'm',
            title: 'Some model',
            kind: 'openai_compatible',
            destination: 'models.example',
            is_default: true,
          },
        ],
      }),
    );
    render(<App />);
    expect(await screen.findByText(/models\.example/)).toBeTruthy();
    expect(screen.queryByRole('list', { name: /Try/ })).toBeNull();
  });
});

describe('asking', () => {
  it('sends one turn for a double press, and clears the composer only when it is accepted', async () => {
    const user = await askInPage('Why?');
    await user.keyboard('{Enter}');
    accept();
    await waitFor(() => expect(box()).toHaveProperty('value', ''));
    expect(asks()).toHaveLength(1);
    expect(asks()[0]?.turn_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    await waitFor(() => expect(window.location.pathname).toBe(`/c/${conversationId}`));
  });

  it('keeps the question and says why, with a reference, when it is refused', async () => {
    server.on('POST /api/turns', () => problem(503, 'overloaded', 'There are too many turns.'));
    const user = userEvent.setup();
    render(<App />);
    await user.type(box(), 'Why?{Enter}');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/There are too many turns\..*Reference abab/);
    expect(box()).toHaveProperty('value', 'Why?');
    expect(screen.queryByRole('article')).toBeNull();
  });

  it('uses the same turn again after the connection broke before an answer', async () => {
    server.on('POST /api/turns', () => {
      throw new TypeError('Failed to fetch');
    });
    const user = userEvent.setup();
    render(<App />);
    await user.type(box(), 'Why?{Enter}');
    await screen.findByRole('alert', {}, { timeout: 15_000 });
    const before = asks().length;
    expect(before).toBeGreaterThan(1);
    await user.type(box(), '{Enter}');
    await waitFor(() => expect(asks().length).toBeGreaterThan(before));
    expect(new Set(asks().map((asked) => JSON.stringify(asked))).size).toBe(1);
  }, 30_000);

  it('refuses more characters than the server takes', async () => {
    const user = userEvent.setup();
    render(<App />);
    await user.click(box());
    await user.paste('x'.repeat(32_001));
    expect((await screen.findByRole('alert')).textContent).toContain('32,001');
    expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
  });

  it('streams the answer with its citation, and keeps Enter as a draft meanwhile', async () => {
    const user = await askInPage('Why?');
    accept();
    stream.send('tool', '2.0', {
      call_id: '1',
      name: 'search_documents',
      phase: 'finished',
      summary: 'Searched 6 documents',
    });
    stream.send('citation', '3.0', citation);
    stream.send('text', '3.19', { at: 0, delta: 'Dry it on low. [1]' });
    const chip = await screen.findByRole('button', { name: 'Source 1: care.md, Bags' });
    await waitFor(() => expect(box()).toHaveProperty('value', ''));
    await user.type(box(), 'Next?{Enter}');
    expect(asks()).toHaveLength(1);
    expect(box()).toHaveProperty('value', 'Next?');
    expect(screen.getByRole('article').getAttribute('aria-busy')).toBe('true');

    stream.send('end', '4.19', { state: 'completed' });
    await waitFor(() =>
      expect(screen.getByRole('article').getAttribute('aria-busy')).toBe('false'),
    );
    await user.click(chip);
    const panel = await screen.findByRole('complementary', { name: 'Source 1: care.md, Bags' });
    expect(await within(panel).findByText('Dry it on low.')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(chip));
  });

  it('stops by Escape in the composer and offers to try again', async () => {
    const user = await askInPage('Why?');
    accept();
    stream.send('text', '1.4', { at: 0, delta: 'Half' });
    await screen.findByText('Half');
    server.on(`POST /api/turns/${asks()[0]?.turn_id ?? ''}/stop`, () => {
      stream.send('end', '2.4', { state: 'stopped' });
      return Response.json({}, { status: 202 });
    });
    await user.click(box());
    await user.keyboard('{Escape}');
    expect(await screen.findByText('You stopped this answer.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('opening a conversation', () => {
  it('goes on with a running turn from the position it has', async () => {
    server.on('GET /api/turns/t/events', () => stream.response);
    openAt([storedTurn({ turn_id: 't', state: 'running', answer_text: 'First', position: '1.5' })]);
    await screen.findByText('First');
    stream.send('text', '1.12', { at: 5, delta: ' second' });
    stream.send('end', '2.12', { state: 'completed' });
    expect(await screen.findByText('First second')).toBeTruthy();
    const followed = server.asked.filter((one) => one.path.startsWith('/api/turns/'));
    expect(followed.map((one) => one.path)).toEqual(['/api/turns/t/events?after=1.5']);
  });

  it('says that an interrupted answer is not complete, and tries again as a sibling', async () => {
    openAt([
      storedTurn({ turn_id: 'a' }),
      storedTurn({
        turn_id: 'b',
        parent_turn_id: 'a',
        message_text: 'And?',
        state: 'interrupted',
        answer_text: 'Half',
      }),
    ]);
    expect(await screen.findByText('This answer is not complete.')).toBeTruthy();
    const last = screen.getAllByRole('article').at(-1);
    await userEvent
      .setup()
      .click(within(last ?? document.body).getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(asks()).toHaveLength(1));
    expect(asks()[0]).toMatchObject({
      message_text: 'And?',
      parent_turn_id: 'a',
      conversation_id: conversationId,
    });
  });

  it('says that a conversation is not there', async () => {
    window.history.replaceState(null, '', `/c/${conversationId}`);
    render(<App />);
    expect((await screen.findByRole('alert')).textContent).toContain('does not exist');
  });

  it('shows Markdown without anything that acts or loads', async () => {
    const attack =
      '<img src="https://evil.example/a.png" onerror="x()"> ![dot](https://evil.example/b.png) ' +
      '[press](javascript:alert(1)) [site](https://example.org/x) **bold**';
    openAt([storedTurn({ turn_id: 'a', answer_text: attack })]);
    expect((await screen.findByText('bold')).tagName).toBe('STRONG');
    const answer = screen.getByTestId('answer');
    expect(answer.querySelectorAll('img, script, [onerror]')).toHaveLength(0);
    expect(answer.textContent).toContain('<img src=');
    const links = within(answer).getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://example.org/x']);
    expect(links[0]?.getAttribute('rel')).toContain('noreferrer');
  });
});
