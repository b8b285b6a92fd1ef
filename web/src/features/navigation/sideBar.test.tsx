// @vitest-environment jsdom
import '../../testing/page';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { App } from '../../App';
import type { ConversationSummary } from '../../api/types';
import { FakeServer, json, problem } from '../../testing/fakeServer';

beforeAll(async () => {
  await import('./SearchResults');
  await import('../settings/KeysDialog');
});

const idOf = (n: number) => `0190f0f0-0000-7000-8000-00000000000${n}`;
const conversation = (n: number, title: string): ConversationSummary => ({
  conversation_id: idOf(n),
  title,
  created_at: new Date().toISOString(),
  updated_at: new Date().toISOString(),
  is_running: n === 2,
});

let server: FakeServer;
let held: ConversationSummary[];
beforeEach(() => {
  server = new FakeServer();
  held = [conversation(1, 'Holidays'), conversation(2, 'Hotels'), conversation(3, 'Tents')];
  server.on('GET /api/conversations', () => json({ items: held }));
});

async function open() {
  const user = userEvent.setup();
  render(<App />);
  await screen.findByRole('link', { name: 'Holidays' });
  return user;
}

async function choose(user: ReturnType<typeof userEvent.setup>, title: string, action: string) {
  await user.click(screen.getByRole('button', { name: new RegExp(`More for “${title}”`) }));
  await user.click(await screen.findByRole('menuitem', { name: action, hidden: true }));
}

describe('the list of conversations', () => {
  it('says where an answer is being written', async () => {
    await open();
    expect(screen.getByRole('link', { name: /Hotels.*An answer is being written/ })).toBeTruthy();
  });

  it('renames in place, and gives the focus back', async () => {
    server.on(`POST /api/conversations/${idOf(1)}/rename`, () => {
      held = [conversation(1, 'Days off'), ...held.slice(1)];
      return json(held[0]);
    });
    const user = await open();
    await choose(user, 'Holidays', 'Rename');
    const field = screen.getByRole('textbox', { name: 'New title' });
    await user.clear(field);
    await user.type(field, 'Days off{Enter}');
    const link = await screen.findByRole('link', { name: 'Days off' });
    await waitFor(() => expect(document.activeElement).toBe(link));
    expect(server.bodies(`POST /api/conversations/${idOf(1)}/rename`)).toEqual([
      { message_text: 'Days off' },
    ]);
  });

  it('does not take an empty title or one of 81 letters', async () => {
    const user = await open();
    await choose(user, 'Holidays', 'Rename');
    const field = screen.getByRole('textbox', { name: 'New title' });
    await user.clear(field);
    await user.type(field, '  {Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('at least one letter');
    await user.clear(field);
    await user.click(field);
    await user.paste('x'.repeat(81));
    await user.keyboard('{Enter}');
    expect(screen.getByRole('alert').textContent).toContain('at most 80');
    await user.keyboard('{Escape}');
    expect(screen.getByRole('link', { name: 'Holidays' })).toBeTruthy();
  });

  it('takes a refused title back and says why', async () => {
    server.on(`POST /api/conversations/${idOf(1)}/rename`, () =>
      problem(503, 'overloaded', 'Too much at once.'),
    );
    const user = await open();
    await choose(user, 'Holidays', 'Rename');
    await user.type(screen.getByRole('textbox', { name: 'New title' }), 'x{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('Not renamed. Too much');
    expect(await screen.findByRole('link', { name: 'Holidays' })).toBeTruthy();
  });

  it('deletes at once, moves the focus to the next row, and undo restores', async () => {
    server.on(`POST /api/conversations/${idOf(2)}/delete`, () => {
      held = held.filter((one) => one.conversation_id !== idOf(2));
      return json({});
    });
    server.on(`POST /api/conversations/${idOf(2)}/restore`, () => {
      held = [...held, conversation(2, 'Hotels')];
      return json(held.at(-1));
    });
    const user = await open();
    await choose(user, 'Hotels', 'Delete');
    await waitFor(() => expect(screen.queryByRole('link', { name: /Hotels/ })).toBeNull());
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('link', { name: 'Tents' })),
    );
    expect(screen.getByText('Deleted “Hotels”. Undo available.')).toBeTruthy();
    expect(server.bodies(`POST /api/conversations/${idOf(2)}/delete`)).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('link', { name: /Hotels/ })).toBeTruthy();
  });
});

describe('searching one’s messages', () => {
  const match = {
    conversation_id: idOf(2),
    title: 'Hotels',
    turn_id: idOf(9),
    place: 'answer',
    snippet: [
      { text: 'the ', is_match: false },
      { text: 'limit', is_match: true },
      { text: ' is 230', is_match: false },
    ],
    created_at: '2026-01-05T10:00:00.000Z',
  };
  const search = 'POST /api/conversations/search';

  it('replaces the list, marks the words and leads to the turn', async () => {
    server.on(search, () => json({ items: [match] }));
    const user = await open();
    await user.keyboard('{Control>}k{/Control}');
    const field = screen.getByRole('searchbox', { name: 'Search conversations' });
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.keyboard('limit');
    const found = await screen.findByRole('link', { name: /the limit is 230/ });
    expect(found.getAttribute('href')).toBe(`/c/${idOf(2)}?turn=${idOf(9)}`);
    expect(found.querySelector('mark')?.textContent).toBe('limit');
    expect(screen.queryByRole('link', { name: 'Tents' })).toBeNull();
    expect(server.bodies(search)).toEqual([{ message_text: 'limit' }]);
    await user.keyboard('{Escape}');
    expect(await screen.findByRole('link', { name: 'Tents' })).toBeTruthy();
  });

  it('says that nothing matches', async () => {
    server.on(search, () => json({ items: [] }));
    const user = await open();
    await user.type(screen.getByRole('searchbox'), 'zebra');
    expect(await screen.findByText(/Nothing in your conversations matches “zebra”/)).toBeTruthy();
  });

  it('says that it failed, and tries again', async () => {
    server.on(search, () => problem(500, 'internal', 'It broke.'));
    const user = await open();
    await user.type(screen.getByRole('searchbox'), 'limit');
    await screen.findByText('The search did not work.');
    server.on(search, () => json({ items: [match] }));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: /the limit is 230/ })).toBeTruthy();
  });
});

describe('keys of the page', () => {
  it('opens the list of keys, and closes it', async () => {
    const user = await open();
    await user.keyboard('{Control>}/{/Control}');
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard' });
    expect(dialog.textContent).toContain('Search conversations');
    await user.click(screen.getByRole('button', { name: 'Close the list of keys' }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('goes through the regions, both ways', async () => {
    const user = await open();
    const box = screen.getByRole('textbox', { name: 'Your question' });
    box.focus();
    await user.keyboard('{F6}');
    expect(screen.getByRole('navigation').contains(document.activeElement)).toBe(true);
    await user.keyboard('{F6}');
    expect(document.activeElement?.id).toBe('main');
    await user.keyboard('{F6}');
    expect(document.activeElement).toBe(box);
    await user.keyboard('{Shift>}{F6}{/Shift}');
    expect(document.activeElement?.id).toBe('main');
  });
});
