// @vitest-environment jsdom
import '../../testing/page';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConversationBench, fakeClipboard, turnOf } from '../../testing/conversation';
import { FakeStream } from '../../testing/fakeServer';
import { Markdown } from './Markdown';

beforeAll(() => Promise.all([import('./Markdown'), import('./Highlighted')]));

const none = new Set<number>();
const shown = (source: string, unsaved: string) => {
  render(
    <div data-testid="root">
      <Markdown source={source} isGrowing={false} unsaved={unsaved} cited={none} chip={String} />
    </div>,
  );
  return screen.getByTestId('root');
};

describe('words that are not saved', () => {
  it.each([
    ['One tw', 'o three', 'P', 'One two three'],
    ['One', '\n\n**Two** [1]', 'P', 'One Two'],
    ['- One\n- Tw', 'o', 'LI', 'Two'],
    ['> One', ' two', 'P', 'One two'],
    ['### One', ' two', 'H3', 'One two'],
    ['```\ncode', ' more', 'P', 'more'],
    ['| a |\n| --- |\n| b |', ' c', 'P', 'c'],
    ['', 'All', 'P', 'All'],
  ])('stand behind %j where it was being written', (source, unsaved, tag, words) => {
    const mark = within(shown(source, unsaved)).getByTestId('unsaved');
    const line = mark.closest('p, li, h3');
    expect(line?.tagName).toBe(tag);
    expect(line?.textContent.replace(/\s+/g, ' ').trim()).toBe(`${words}not saved`);
  });

  it('are nothing where there are none', () => {
    expect(within(shown('One', '')).queryByTestId('unsaved')).toBeNull();
  });
});

describe('an answer that a crash cut off', () => {
  const words = 'A major finding must be ';
  const lost = 'corrected within 60';

  it('keeps its last words, copies only what is saved, and goes on without them', async () => {
    const turn = turnOf('a', { state: 'running', answer_text: '', position: '1.0' });
    const bench = new ConversationBench([turn]);
    const stream = new FakeStream();
    bench.server.on('GET /api/turns/a/events', () => stream.response);
    bench.open();
    await waitFor(() => expect(bench.asked().some((one) => one.includes('/events'))).toBe(true));
    act(() => {
      stream.send('text', `1.${words.length}`, { at: 0, delta: words });
      stream.send('text', '1.43', { at: words.length, delta: lost });
    });
    await screen.findByText(/corrected within/);
    act(() => {
      stream.send('text', `1.${words.length}`, { at: words.length, delta: '' });
      stream.send('end', `2.${words.length}`, { state: 'interrupted' });
    });

    const mark = await screen.findByTestId('unsaved');
    expect(mark.textContent).toBe(`${lost}not saved`);
    expect(
      screen.getByText(/The server restarted\. The last words were shown but not saved\./),
    ).toBeTruthy();
    const user = userEvent.setup();
    const put = fakeClipboard();
    await user.click(screen.getByRole('button', { name: 'Copy the answer with its sources' }));
    await waitFor(() => expect(put.html).not.toBe(''));
    expect(put.text + put.html).not.toMatch(/corrected|not saved/);
    await user.click(screen.getByRole('button', { name: 'Copy as Markdown' }));
    await waitFor(() => expect(put.text).toBe(words));

    const more = new FakeStream();
    bench.server.on('POST /api/turns', () => more.response);
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    await waitFor(() => expect(screen.queryByTestId('unsaved')).toBeNull());
  });
});
