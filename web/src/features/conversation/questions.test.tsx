// @vitest-environment jsdom
import '../../testing/page';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TurnRequest } from '../../api/types';
import {
  box,
  ConversationBench,
  conversationId,
  fakeClipboard,
  turnOf,
} from '../../testing/conversation';
import { FakeStream, problem } from '../../testing/fakeServer';

beforeAll(() => import('./Markdown'));

const asks = (bench: ConversationBench) => bench.server.bodies('POST /api/turns') as TurnRequest[];
const articleOf = async (question: string) =>
  (await screen.findByRole('heading', { level: 2, name: question })).closest(
    'article',
  ) as HTMLElement;

describe('a question', () => {
  it('shows eight lines of a long one, and all of it when asked to', async () => {
    const lines = Array.from({ length: 9 }, (_none, at) => `line ${at}`).join('\n');
    new ConversationBench([turnOf('a', { message_text: lines })]).open();
    const button = await screen.findByRole('button', { name: 'Show all' });
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await userEvent.setup().click(button);
    expect(screen.getByRole('button', { name: 'Show less' })).toBeTruthy();
  });

  it('is edited in place; cancelling gives the focus back to the pencil', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.open();
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Edit the question' }));
    const editor = screen.getByRole('textbox', {
      name: 'Edit your question',
    }) as HTMLTextAreaElement;
    expect(document.activeElement).toBe(editor);
    expect([editor.value, editor.selectionStart]).toEqual(['Question a?', 11]);
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('textbox', { name: 'Edit your question' })).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Edit the question' }));
    expect(asks(bench)).toHaveLength(0);
  });

  it('is asked again in other words as a version under the same parent', async () => {
    const bench = new ConversationBench([turnOf('a'), turnOf('b', { parent_turn_id: 'a' })]);
    bench.server.on('POST /api/turns', () => new FakeStream().response);
    bench.open();
    const user = userEvent.setup();
    const article = await articleOf('Question b?');
    await user.click(within(article).getByRole('button', { name: 'Edit the question' }));
    await user.type(screen.getByRole('textbox', { name: 'Edit your question' }), ' Really?');
    await user.click(screen.getByRole('button', { name: 'Ask again' }));
    await screen.findByRole('heading', { level: 2, name: 'Question b? Really?' });
    expect(asks(bench)[0]).toMatchObject({
      message_text: 'Question b? Really?',
      parent_turn_id: 'a',
      conversation_id: conversationId,
    });
    expect(screen.getByText('2 of 2')).toBeTruthy();
    expect(screen.queryByText('Answer b.')).toBeNull();
  });

  it('is not stopped by the second click of a double one', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    const stream = new FakeStream();
    bench.server.on('POST /api/turns', () => stream.response);
    bench.open();
    await articleOf('Question a?');
    await userEvent.setup().type(box(), 'Once?');
    fireEvent.click(screen.getByRole('button', { name: 'Send' }), { detail: 1 });
    const stops = () => bench.asked().filter((one) => one.endsWith('/stop'));
    fireEvent.click(await screen.findByRole('button', { name: 'Stop' }), { detail: 2 });
    expect(screen.getByRole('button', { name: 'Stop' })).toHaveProperty('disabled', false);
    expect(stops()).toHaveLength(0);
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }), { detail: 1 });
    await waitFor(() => expect(stops()).toHaveLength(1));
  });

  it('comes back to be edited with the up key in an empty composer', async () => {
    new ConversationBench([turnOf('a'), turnOf('b', { parent_turn_id: 'a' })]).open();
    await articleOf('Question b?');
    await userEvent.setup().type(box(), '{ArrowUp}');
    expect(screen.getByRole('textbox', { name: 'Edit your question' })).toHaveProperty(
      'value',
      'Question b?',
    );
  });

  it('goes under the last turn that is shown, whatever was asked later elsewhere', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.server.on('POST /api/turns', () => new FakeStream().response);
    bench.open();
    await articleOf('Question a?');
    await userEvent.setup().type(box(), 'And?{Enter}');
    await waitFor(() => expect(asks(bench)[0]).toMatchObject({ parent_turn_id: 'a' }));
  });

  it('comes back with its versions when another one is refused', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.server.on('POST /api/turns', () => problem(503, 'overloaded', 'Too many turns.'));
    bench.open();
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Too many turns.');
    expect(await screen.findByText('Answer a.')).toBeTruthy();
    expect(box()).toHaveProperty('value', '');
  });
});

describe('versions of a question', () => {
  const versions = ['a', 'b', 'c'];
  const bench = () => {
    const made = new ConversationBench();
    made.server.on(`GET /api/conversations/${conversationId}`, ({ path }) => {
      const id = new URLSearchParams(path.split('?')[1]).get('turn_id') ?? 'b';
      const at = '2026-01-05T10:00:00.000Z';
      return Response.json({
        conversation_id: conversationId,
        title: 'Kept',
        created_at: at,
        updated_at: at,
        is_running: false,
        turns: [turnOf(id, { sibling_turn_ids: versions })],
      });
    });
    made.open();
    return made;
  };

  it('are gone through by button; the focus stays on it', async () => {
    const made = bench();
    const user = userEvent.setup();
    expect(
      await screen.findByRole('group', { name: 'Version 2 of 3 of this question' }),
    ).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Next version' }));
    expect(await screen.findByRole('group', { name: /^Version 3 of 3/ })).toBeTruthy();
    expect(await screen.findByText('Answer c.')).toBeTruthy();
    const next = screen.getByRole('button', { name: 'Next version' });
    expect(document.activeElement).toBe(next);
    expect(next.getAttribute('aria-disabled')).toBe('true');
    expect(made.asked()).toContain(`GET /api/conversations/${conversationId}?turn_id=c`);
  });

  it('are gone through by arrow key', async () => {
    bench();
    const user = userEvent.setup();
    await screen.findByText('2 of 3');
    screen.getByRole('button', { name: 'Previous version' }).focus();
    await user.keyboard('{ArrowLeft}');
    expect(await screen.findByText('Answer a.')).toBeTruthy();
    await user.keyboard('{ArrowLeft}{ArrowRight}');
    expect(await screen.findByText('Answer b.')).toBeTruthy();
  });

  it('have no switcher when there is one', async () => {
    new ConversationBench([turnOf('a', { sibling_turn_ids: ['a'] })]).open();
    await articleOf('Question a?');
    expect(screen.queryByRole('button', { name: 'Next version' })).toBeNull();
  });
});

describe('an answer that is not complete', () => {
  const stopped = turnOf('a', { state: 'stopped', answer_text: 'One half' });

  it('is continued as the same answer, without another question', async () => {
    const bench = new ConversationBench([stopped]);
    const stream = new FakeStream();
    bench.server.on('POST /api/turns', () => stream.response);
    bench.open();
    await userEvent.setup().click(await screen.findByRole('button', { name: 'Continue' }));
    await waitFor(() => expect(asks(bench)).toHaveLength(1));
    const asked = asks(bench)[0];
    expect(asked).toMatchObject({ continues_turn_id: 'a', conversation_id: conversationId });
    expect(asked).not.toHaveProperty('message_text');
    expect(asked).not.toHaveProperty('parent_turn_id');
    stream.send('text', '0.14', { at: 0, delta: ' and the other' });
    expect(await screen.findByText('One half and the other')).toBeTruthy();
    expect(screen.getAllByRole('article')).toHaveLength(1);
    stream.send('end', '1.14', { state: 'completed' });
    await waitFor(() => expect(screen.queryByText('You stopped this answer.')).toBeNull());
  });

  it.each(['stopped', 'interrupted', 'failed'] as const)(
    'offers to try again when %s',
    async (state) => {
      new ConversationBench([turnOf('a', { state, answer_text: 'Half' })]).open();
      const article = await articleOf('Question a?');
      expect(within(article).getByRole('button', { name: 'Continue' })).toBeTruthy();
      expect(within(article).getByRole('button', { name: 'Try again' })).toBeTruthy();
    },
  );

  it('has nothing to continue without text, and a reference to copy', async () => {
    const trace = 'cd'.repeat(16);
    new ConversationBench([
      turnOf('a', { state: 'failed', fault: 'overloaded', answer_text: '', trace_id: trace }),
    ]).open();
    const article = await articleOf('Question a?');
    expect(within(article).queryByRole('button', { name: 'Continue' })).toBeNull();
    expect(within(article).getByText(/The model is busy/)).toBeTruthy();
    const put = fakeClipboard();
    fireEvent.click(within(article).getByRole('button', { name: 'Reference cdcdcdcd' }));
    expect(await within(article).findByRole('button', { name: 'Reference copied' })).toBeTruthy();
    expect(put.text).toBe(trace);
  });
});
