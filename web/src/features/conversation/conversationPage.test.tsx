// @vitest-environment jsdom
import '../../testing/page';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Turn } from '../../api/types';
import { box, ConversationBench, conversationId, turnOf } from '../../testing/conversation';
import { FakeStream, json, problem } from '../../testing/fakeServer';

beforeAll(() => import('./Markdown'));
afterEach(() => vi.restoreAllMocks());

const at = '2026-01-05T10:00:00.000Z';
const path = `/api/conversations/${conversationId}`;
const citation = {
  number: 2,
  passage_id: 'p',
  document_id: 'd',
  file_name: 'care.md',
  title: 'Care guide',
  quote: 'Dry it on low.',
};

describe('what is done in another tab', () => {
  const heard = (changes: object) => ({
    conversation_id: conversationId,
    title: 'Kept',
    updated_at: at,
    is_running: false,
    is_deleted: false,
    ...changes,
  });

  it('shows a turn that was asked there, live', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    const stream = new FakeStream();
    bench.server.on('GET /api/turns/b/events', () => stream.response);
    bench.open();
    await screen.findByText('Answer a.');
    bench.server.holds(conversationId, [
      turnOf('a'),
      turnOf('b', { parent_turn_id: 'a', state: 'running', answer_text: 'One', position: '1.3' }),
    ]);
    bench.feed.send('conversation', '', heard({}));
    bench.feed.send('turn', '', { turn_id: 'b', parent_turn_id: 'a', state: 'running' });
    await screen.findByRole('heading', { level: 2, name: 'Question b?' });
    stream.send('text', '1.7', { at: 3, delta: ' two' });
    expect(await screen.findByText('One two')).toBeTruthy();
    stream.send('end', '2.7', { state: 'completed' });
    await waitFor(() => expect(screen.getAllByRole('article')[1]?.ariaBusy).not.toBe('true'));
    expect(bench.asked()).toContain('GET /api/turns/b/events?after=1.3');
  });

  it('shows a turn that began while the conversation was being read', async () => {
    const bench = new ConversationBench();
    let opened = 0;
    let answer: (response: Response) => void = () => undefined;
    const summary = { conversation_id: conversationId, title: 'Kept', updated_at: at };
    bench.server.on(`GET ${path}`, () => {
      opened += 1;
      if (opened > 1)
        return json({ ...summary, turns: [turnOf('a'), turnOf('b', { parent_turn_id: 'a' })] });
      return new Promise<Response>((resolve) => (answer = resolve));
    });
    bench.open();
    await waitFor(() => expect(bench.asked()).toContain(`GET ${path}/events`));
    bench.feed.send('turn', '', { turn_id: 'b', parent_turn_id: 'a', state: 'running' });
    await new Promise((resolve) => setTimeout(resolve));
    answer(json({ ...summary, turns: [turnOf('a')] }));
    expect(await screen.findByText('Answer b.')).toBeTruthy();
  });

  it('stays on its own branch when another one grows', async () => {
    const bench = new ConversationBench([
      turnOf('a'),
      turnOf('b', { parent_turn_id: 'a' }),
      turnOf('c', { parent_turn_id: 'b' }),
    ]);
    bench.open();
    await screen.findByText('Answer c.');
    bench.feed.send('turn', '', { turn_id: 'z', parent_turn_id: 'a', state: 'running' });
    await waitFor(() => expect(bench.asked()).toContain(`GET ${path}?turn_id=c`));
    expect(bench.asked()).not.toContain(`GET ${path}?turn_id=z`);
  });

  it('has a new title at once, and the list is told', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.open();
    await screen.findByRole('heading', { level: 1, name: 'Kept' });
    bench.feed.send('conversation', '', heard({ title: 'Renamed' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Renamed' })).toBeTruthy();
    expect(bench.told.onChanged).toHaveBeenCalled();
  });

  it('says that it was deleted, and brings it back', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.server.on(`POST ${path}/restore`, () => json({}));
    bench.open();
    await screen.findByText('Answer a.');
    bench.feed.send('conversation', '', heard({ is_deleted: true }));
    expect(await screen.findByText('This conversation was deleted.')).toBeTruthy();
    await userEvent.setup().click(screen.getByRole('button', { name: 'Restore it' }));
    expect(await screen.findByText('Answer a.')).toBeTruthy();
  });
});

describe('the bar of a conversation', () => {
  it('exports as Markdown and as JSON', async () => {
    new ConversationBench([turnOf('a')]).open();
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Export this conversation' }));
    const links = await screen.findAllByRole('menuitem');
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      `${path}/export?format=markdown`,
      `${path}/export?format=json`,
    ]);
  });

  const pressRename = async () => {
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'More: rename, delete' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Rename' }));
    return user;
  };

  it('changes the title at once', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.server.on(`POST ${path}/rename`, () => json({}));
    bench.open();
    const user = await pressRename();
    const field = screen.getByRole('textbox', { name: 'Title of the conversation' });
    await user.clear(field);
    await user.type(field, 'Mine{Enter}');
    expect(await screen.findByRole('heading', { level: 1, name: 'Mine' })).toBeTruthy();
    expect(bench.server.bodies(`POST ${path}/rename`)).toEqual([{ message_text: 'Mine' }]);
  });

  it('says beside the field when a title is not saved', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.server.on(`POST ${path}/rename`, () => problem(500, 'internal', 'No.'));
    bench.open();
    const user = await pressRename();
    await user.type(screen.getByRole('textbox', { name: /^Title/ }), '!{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('not saved');
  });

  it('deletes through who asked for it', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.open();
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'More: rename, delete' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
    expect(bench.told.onDelete).toHaveBeenCalledWith(conversationId, 'Kept');
  });
});

describe('the composer', () => {
  it('keeps a draft over a reload, for each conversation on its own', async () => {
    localStorage.setItem(`parlance.draft.${conversationId}`, 'Half a thou');
    localStorage.setItem('parlance.draft.new', 'Other');
    new ConversationBench([turnOf('a')]).open();
    await screen.findByText('Answer a.');
    expect(box()).toHaveProperty('value', 'Half a thou');
    await userEvent.setup().type(box(), 'ght');
    expect(localStorage.getItem(`parlance.draft.${conversationId}`)).toBe('Half a thought');
  });

  it('forgets the draft when the question was accepted', async () => {
    const bench = new ConversationBench([turnOf('a')]);
    bench.server.on('POST /api/turns', () => new FakeStream().response);
    bench.open();
    await screen.findByText('Answer a.');
    await userEvent.setup().type(box(), 'Next?{Enter}');
    await waitFor(() => expect(box()).toHaveProperty('value', ''));
    expect(localStorage.getItem(`parlance.draft.${conversationId}`)).toBeNull();
  });

  it('sends with Ctrl+Enter when that is chosen', async () => {
    localStorage.setItem('parlance.send-with', 'ctrl-enter');
    const bench = new ConversationBench([turnOf('a')]);
    bench.server.on('POST /api/turns', () => new FakeStream().response);
    bench.open();
    await screen.findByText('Answer a.');
    const user = userEvent.setup();
    await user.type(box(), 'One{Enter}two');
    expect(box()).toHaveProperty('value', 'One\ntwo');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(bench.server.bodies('POST /api/turns')).toHaveLength(1));
  });

  it('counts near the limit', async () => {
    new ConversationBench([turnOf('a')]).open();
    await screen.findByText('Answer a.');
    const user = userEvent.setup();
    await user.click(box());
    await user.paste('x'.repeat(28_001));
    expect(await screen.findByText('28,001 of 32,000 characters')).toBeTruthy();
  });

  it('says that the browser is offline, and lets one write', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    new ConversationBench([turnOf('a')]).open();
    expect(await screen.findByText('The browser is offline. Your text is kept.')).toBeTruthy();
    await userEvent.setup().type(box(), 'Later');
    expect(box()).toHaveProperty('value', 'Later');
  });

  it('says that a chosen model is gone, and which one answers', async () => {
    localStorage.setItem('parlance.model', JSON.stringify({ model: 'x', title: 'Old model' }));
    new ConversationBench([turnOf('a')]).open();
    expect(
      await screen.findByText(
        'Old model is not available any more. Used instead: Offline answers.',
      ),
    ).toBeTruthy();
  });

  it('reminds of the sources below it', async () => {
    new ConversationBench([turnOf('a')]).open();
    expect(
      await screen.findByText('Check the numbered sources before you rely on an answer.'),
    ).toBeTruthy();
  });
});

describe('an address that names a place', () => {
  const turns: Turn[] = [
    turnOf('a', { citations: [{ ...citation, number: 1 }] }),
    turnOf('b', { parent_turn_id: 'a', answer_text: 'See [2].', citations: [citation] }),
  ];

  it('opens the path with its turn and flashes it once', async () => {
    const bench = new ConversationBench(turns);
    bench.open('?turn=a');
    await screen.findByText('Answer a.');
    expect(bench.asked()).toContain(`GET ${path}?turn_id=a`);
    const article = screen.getAllByRole('article')[0];
    expect(article?.dataset['found']).toBe('');
    await waitFor(() => expect(article?.dataset['found']).toBeUndefined(), { timeout: 5_000 });
  });

  it('opens the conversation when that turn is not there any more', async () => {
    const bench = new ConversationBench();
    bench.server.on(`GET ${path}`, ({ path: asked }) =>
      asked.includes('turn_id')
        ? problem(404, 'not_found', 'No such turn.')
        : json({ conversation_id: conversationId, title: 'Kept', updated_at: at, turns }),
    );
    bench.open('?turn=gone');
    expect(await screen.findByText('Answer a.')).toBeTruthy();
  });

  it('opens a source of the last turn; closing it leaves the plain address', async () => {
    new ConversationBench(turns).open('?source=2');
    const panel = await screen.findByRole('complementary', { name: /^Source 2: care\.md/ });
    const chip = await screen.findByRole('button', { name: /^Source 2: / });
    expect(chip.getAttribute('aria-expanded')).toBe('true');
    await userEvent.setup().click(within(panel).getByRole('button', { name: 'Close the source' }));
    await waitFor(() => expect(window.location.search).toBe(''));
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('names the source that is opened, so that a reload shows it again', async () => {
    new ConversationBench(turns).open();
    await userEvent.setup().click(await screen.findByRole('button', { name: /^Source 2: / }));
    expect(window.location.search).toBe('?turn=b&source=2');
  });
});

describe('a conversation that does not come', () => {
  it('shows its shape after a moment, words after five seconds', async () => {
    const bench = new ConversationBench();
    bench.server.on(`GET ${path}`, () => new Promise<Response>(() => undefined));
    vi.useFakeTimers();
    try {
      bench.open();
      expect(screen.queryByRole('status', { name: 'Loading the conversation' })).toBeNull();
      await act(() => vi.advanceTimersByTimeAsync(300));
      expect(screen.getByRole('status', { name: 'Loading the conversation' })).toBeTruthy();
      expect(screen.queryByText('Loading the conversation')).toBeNull();
      await act(() => vi.advanceTimersByTimeAsync(5_000));
      expect(screen.getByText('Loading the conversation')).toBeTruthy();
    } finally {
      vi.useRealTimers();
    }
  });

  it('can be asked for again', async () => {
    const bench = new ConversationBench();
    bench.server.on(`GET ${path}`, () => problem(500, 'internal', 'No.'));
    bench.open();
    const again = await screen.findByRole('button', { name: 'Try again' });
    bench.server.holds(conversationId, [turnOf('a')]);
    await userEvent.setup().click(again);
    expect(await screen.findByText('Answer a.')).toBeTruthy();
  });
});
