// @vitest-environment jsdom
import '../../testing/page';
import { act, render, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../App';
import type { Notice } from '../../api/types';
import { FakeServer } from '../../testing/fakeServer';

const me = {
  principal_id: 'p',
  display_name: 'Local user',
  mode: 'local',
  limits: { message_characters_max: 32_000, upload_bytes_max: 33_554_432 },
};
const lost: Notice = { kind: 'originals_without_documents', message_text: 'The database is empty.' };
const full: Notice = { kind: 'storage_full', message_text: 'Nothing new can be kept.' };

let server: FakeServer;
const serverSays = (notices: unknown) =>
  server.on('GET /api/me', () => Response.json({ ...me, notices }));
const asked = () => server.asked.filter(({ path }) => path.endsWith('/api/me')).length;
const name = { name: 'About this server' };
const bars = () => screen.queryByRole('region', name);
const shown = () =>
  within(screen.getByRole('region', name))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
const afterAMinute = () => act(() => vi.advanceTimersByTimeAsync(60_000));

describe('what is wrong with the server', () => {
  beforeEach(() => {
    server = new FakeServer();
    vi.useFakeTimers();
  });

  it('is nothing: there is no bar', async () => {
    render(<App />);
    await afterAMinute();

    expect(asked()).toBeGreaterThan(1);
    expect(bars()).toBeNull();
  });

  it('is a bar for each, which cannot be taken away, in a live region that was there before', async () => {
    serverSays([lost, full]);
    render(<App />);
    const regions = screen.getAllByRole('status');
    await afterAMinute();

    expect(shown()).toEqual([lost.message_text, full.message_text]);
    expect(within(screen.getByRole('region', name)).queryByRole('button')).toBeNull();
    expect(regions.some((region) => region.contains(bars()))).toBe(true);
  });

  it('is heard once: reading the same again changes nothing, and what is over goes', async () => {
    serverSays([lost]);
    render(<App />);
    await afterAMinute();
    const seen = vi.fn();
    const observer = new MutationObserver(seen);
    const [region] = screen.getAllByRole('status').filter((one) => one.contains(bars()));
    if (!region) throw new Error('the bar is in no live region');
    observer.observe(region, { childList: true, subtree: true, characterData: true });
    const before = asked();
    await afterAMinute();

    expect(asked()).toBeGreaterThan(before);
    expect(observer.takeRecords()).toEqual([]);
    expect(seen).not.toHaveBeenCalled();
    serverSays([]);
    await afterAMinute();
    expect(bars()).toBeNull();
  });

  it('is shown also when this page does not know the kind, and none by an older server', async () => {
    serverSays([{ kind: 'the_moon', message_text: 'The moon is full.' }]);
    render(<App />);
    await afterAMinute();
    expect(shown()).toEqual(['The moon is full.']);
    serverSays(undefined);
    await afterAMinute();
    expect(bars()).toBeNull();
  });

  it('is not asked for while nobody looks, and is when somebody comes back', async () => {
    render(<App />);
    await afterAMinute();
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    const before = asked();
    await afterAMinute();
    expect(asked()).toBe(before);

    visibility.mockReturnValue('visible');
    serverSays([lost]);
    await act(async () => {
      document.dispatchEvent(new Event('visibilitychange'));
      await vi.advanceTimersByTimeAsync(1);
    });
    expect(shown()).toEqual([lost.message_text]);
    visibility.mockRestore();
  });
});
