// @vitest-environment jsdom
import '../../testing/page';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Citation } from '../../api/types';
import { FakeServer, json, problem, sample } from '../../testing/fakeServer';
import { Evidence, type OpenSource } from './Evidence';

beforeAll(() => import('./EvidencePanel'));

const row = 'store: Old Mill; sunday: closed';
const citations: Citation[] = [
  {
    number: 1,
    passage_id: 'p1',
    document_id: 'guide.md',
    file_name: 'guide.md',
    title: 'Guide',
    text_page: 2,
    quote: 'Dry it on low.',
  },
  {
    number: 2,
    passage_id: 'p2',
    document_id: 'hours.csv',
    file_name: 'hours.csv',
    title: 'Hours',
    text_page: 1,
    quote: row,
  },
  { number: 3, passage_id: 'p3' },
];
const pageOf = (id: string, page: number, text: string) => ({
  document_id: id,
  file_name: id,
  title: id,
  media_type: 'text/plain',
  page,
  page_count: 3,
  kind: 'part',
  passages: [{ passage_id: id === 'guide.md' ? 'p1' : 'p2', section: 'Care', text }],
});

let server: FakeServer;
const onClose = vi.fn();
beforeEach(() => {
  onClose.mockClear();
  server = new FakeServer();
  server.on('GET /api/documents/guide.md', () => json(sample('guide.md')));
  server.on('GET /api/documents/hours.csv', () => json(sample('hours.csv')));
  server.on('GET /api/documents/guide.md/pages/2', () =>
    json(pageOf('guide.md', 2, 'Wash it <b>cold</b>.\n\nDry it on low. Then rest.')),
  );
  server.on('GET /api/documents/guide.md/pages/3', () =>
    json(pageOf('guide.md', 3, 'The third part.')),
  );
  server.on('GET /api/documents/hours.csv/pages/1', () =>
    json(pageOf('hours.csv', 1, `store: Bay; sunday: 12:00\n${row}`)),
  );
});

function Bench() {
  const [open, setOpen] = useState<OpenSource>({ turnId: 't', number: 1 });
  return (
    <Evidence turns={[{ id: 't', citations }]} open={open} onOpen={setOpen} onClose={onClose} />
  );
}
const show = async () => {
  render(<Bench />);
  await screen.findByRole('complementary', { name: /^Source 1: guide\.md/ });
  return userEvent.setup();
};

describe('an opened source', () => {
  it('shows the page with the quoted words marked, and nothing of its markup as markup', async () => {
    await show();
    const marked = await screen.findByText('Dry it on low', { selector: 'mark' });
    expect(screen.getByText('Wash it <b>cold</b>.')).toBeTruthy();
    expect(marked.closest('aside')?.querySelector('b')).toBeNull();
    expect(screen.getByRole('heading', { level: 3, name: 'Care' })).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 2, name: 'Guide' }));
    expect(await screen.findByText('guide.md, part 2 of 3')).toBeTruthy();
    const download = screen.getByRole('link', { name: 'Download guide.md' });
    expect(download.getAttribute('href')).toBe('/api/documents/guide.md/content');
  });

  it('goes to the next page and has the words of that one', async () => {
    const user = await show();
    await user.click(await screen.findByRole('button', { name: 'Next part' }));
    expect(await screen.findByText('The third part.')).toBeTruthy();
    expect(screen.queryByText(/place on the page unknown/)).toBeNull();
  });

  it('goes through the sources with the bracket keys; a table shows the quoted row', async () => {
    const user = await show();
    await user.keyboard(']');
    const table = await screen.findByRole('table');
    expect(within(table).getAllByRole('columnheader').map((one) => one.textContent)).toEqual([
      'store',
      'sunday',
    ]);
    const marked = [...table.querySelectorAll('mark')].map((one) => one.textContent);
    expect(marked).toEqual(['Old Mill', 'closed']);
    await user.keyboard('[[');
    expect(await screen.findByText(/it on low/)).toBeTruthy();
  });

  it('says that a source is gone', async () => {
    const user = await show();
    await user.click(screen.getByRole('button', { name: 'Next source' }));
    await user.click(screen.getByRole('button', { name: 'Next source' }));
    expect(await screen.findByText(/no longer available to you/)).toBeTruthy();
    expect(screen.getByText('3 of 3')).toBeTruthy();
  });

  it('keeps the quote when its place is unknown', async () => {
    server.on('GET /api/documents/guide.md/pages/2', () =>
      json(pageOf('guide.md', 2, 'Something else altogether.')),
    );
    await show();
    expect(await screen.findByText(/Quoted text, place on the page unknown/)).toBeTruthy();
    expect(screen.getByText('Dry it on low.').tagName).toBe('MARK');
  });

  it('says that a page could not be loaded, and tries again', async () => {
    server.on('GET /api/documents/guide.md/pages/2', () => problem(500, 'internal', 'It broke.'));
    const user = await show();
    await screen.findByText(/This page could not be loaded/);
    server.on('GET /api/documents/guide.md/pages/2', () =>
      json(pageOf('guide.md', 2, 'Dry it on low.')),
    );
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Dry it on low', { selector: 'mark' })).toBeTruthy();
  });

  it('shows what was quoted from a document that was deleted', async () => {
    server.on('GET /api/documents/guide.md', () => problem(404, 'not_found', 'It is not there.'));
    await show();
    expect(await screen.findByText(/no longer available to you/)).toBeTruthy();
    expect(screen.getByText('Dry it on low.')).toBeTruthy();
  });

  it('closes on Escape, wherever the focus is', async () => {
    const user = await show();
    document.body.focus();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  });

  it('changes its width by keys, from 400 to 700, and keeps it', async () => {
    const user = await show();
    const edge = screen.getByRole('separator', { name: 'Width of the source' });
    edge.focus();
    await user.keyboard('{ArrowLeft}');
    expect(edge.getAttribute('aria-valuenow')).toBe('544');
    fireEvent.keyDown(edge, { key: 'Home' });
    fireEvent.keyDown(edge, { key: 'ArrowLeft' });
    expect(edge.getAttribute('aria-valuenow')).toBe('700');
    fireEvent.keyDown(edge, { key: 'End' });
    fireEvent.keyDown(edge, { key: 'ArrowRight' });
    expect(edge.getAttribute('aria-valuenow')).toBe('400');
    expect(localStorage.getItem('parlance.evidence-width')).toBe('400');
  });
});
