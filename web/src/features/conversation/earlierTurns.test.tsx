// @vitest-environment jsdom
import '../../testing/page';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Turn } from '../../api/types';
import { ConversationBench, conversationId, turnOf } from '../../testing/conversation';
import { problem } from '../../testing/fakeServer';

beforeAll(() => import('./Markdown'));

const path = `/api/conversations/${conversationId}`;
const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
const longPath = (changes: (id: string) => Partial<Turn> = () => ({})): Turn[] =>
  letters.map((id, at) =>
    turnOf(id, { parent_turn_id: letters[at - 1] ?? null, ...changes(id) }),
  );
const questions = () =>
  screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent?.at(-2));
const more = { name: 'Show earlier questions' };

describe('a conversation that is too long to come at once', () => {
  it('shows its end, and what leads to it when it is asked for', async () => {
    const bench = new ConversationBench();
    bench.server.holdsPart(conversationId, longPath(), 2);
    bench.open();
    await screen.findByText('Answer f.');
    expect(questions()).toEqual(['e', 'f']);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', more));
    await screen.findByText('Answer c.');
    expect(questions()).toEqual(['c', 'd', 'e', 'f']);
    expect(document.activeElement).toBe(screen.getByRole('button', more));
    await user.click(screen.getByRole('button', more));
    await screen.findByText('Answer a.');
    expect(questions()).toEqual(letters);
    expect(screen.queryByRole('button', more)).toBeNull();
  });

  it('goes back to a turn that an address names', async () => {
    const bench = new ConversationBench();
    bench.server.holdsPart(conversationId, longPath(), 2);
    bench.open('?turn=b');
    expect(await screen.findByText('Answer b.')).toBeTruthy();
    expect(questions()).toEqual(letters);
    expect(bench.asked()).toContain(`GET ${path}?before=c&limit=200`);
  });

  it('does not begin inside an answer', async () => {
    const bench = new ConversationBench();
    const continued = (id: string) =>
      id === 'e' ? { continues_turn_id: 'd', message_text: 'Question d?' } : {};
    bench.server.holdsPart(conversationId, longPath(continued), 2);
    bench.open();
    await screen.findByText(/Answer f/);
    expect(questions()).toEqual(['c', 'd', 'f']);
  });

  it('says when the earlier ones do not come, and tries again', async () => {
    const bench = new ConversationBench();
    bench.server.holdsPart(conversationId, longPath(), 2);
    bench.open();
    await screen.findByText('Answer f.');
    bench.server.on(`GET ${path}`, () => problem(503, 'overloaded', 'Too many.'));
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', more));
    const said = await screen.findByText('The earlier questions could not be loaded.');
    bench.server.holdsPart(conversationId, longPath(), 2);
    const above = within(said.parentElement ?? said);
    await user.click(above.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Answer c.');
    expect(screen.queryByText('The earlier questions could not be loaded.')).toBeNull();
  });

  it('keeps the earlier ones when something new is read', async () => {
    const bench = new ConversationBench();
    bench.server.holdsPart(conversationId, longPath(), 2);
    bench.open();
    await screen.findByText('Answer f.');
    await userEvent.setup().click(screen.getByRole('button', more));
    await screen.findByText('Answer c.');
    const grown = [...longPath(), turnOf('g', { parent_turn_id: 'f' })];
    bench.server.holdsPart(conversationId, grown, 2);
    bench.feed.send('turn', '', { turn_id: 'g', parent_turn_id: 'f', state: 'completed' });
    await screen.findByText('Answer g.');
    await waitFor(() => expect(questions()).toEqual(['c', 'd', 'e', 'f', 'g']));
  });
});
