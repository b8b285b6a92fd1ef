// @vitest-environment jsdom
import '../../testing/page';
import { createEvent, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { App } from '../../App';
import type { DocumentItem } from '../../api/types';
import { FakeServer, json, problem, sample } from '../../testing/fakeServer';
import { FakeUploads } from '../../testing/fakeUploads';

beforeAll(() => import('./DocumentsPage'));

let server: FakeServer;
let sent: FakeUploads;
let held: DocumentItem[];
beforeEach(() => {
  server = new FakeServer();
  sent = new FakeUploads();
  held = [
    { ...sample('new.pptx'), state: 'queued', queue_place: 2 },
    { ...sample('pay.xlsx'), state: 'failed', reason: 'Protected with a password.' },
    sample('guide.md'),
  ];
  server.on('GET /api/documents', () => json({ items: held }));
});

async function open() {
  const user = userEvent.setup();
  window.history.replaceState(null, '', '/documents');
  render(<App />);
  await screen.findByRole('heading', { level: 1, name: 'Documents' });
  await screen.findByRole('table', { name: 'Documents' });
  return user;
}
const row = (name: RegExp) => screen.getByRole('row', { name });

describe('the documents page', () => {
  it('says what became of each document, and why', async () => {
    await open();
    expect(row(/new\.pptx/).textContent).toContain('Waiting, 2nd in line');
    expect(row(/pay\.xlsx/).textContent).toContain('Protected with a password.');
    expect(row(/guide\.md/).textContent).toContain('Ready');
    expect(screen.getByText('1 waiting, 1 failed')).toBeTruthy();
  });

  it('asks again while something is in work', async () => {
    await open();
    held = [sample('new.pptx')];
    await waitFor(() => expect(row(/new\.pptx/).textContent).toContain('Ready'));
  });

  it('shows those whose name has the words', async () => {
    const user = await open();
    await user.type(screen.getByRole('searchbox', { name: 'Filter by name' }), 'GUIDE');
    expect(screen.getAllByRole('row')).toHaveLength(2);
    await user.type(screen.getByRole('searchbox', { name: 'Filter by name' }), 'xyz');
    expect(await screen.findByText('No document matches the filter.')).toBeTruthy();
  });

  it('asks the server for one state', async () => {
    const user = await open();
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'failed');
    await waitFor(() =>
      expect(server.asked.some((one) => one.path.includes('state=failed'))).toBe(true),
    );
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2));
  });

  it('deletes at once, and undo brings it back', async () => {
    server.on('POST /api/documents/guide.md/delete', () => {
      held = held.filter((one) => one.document_id !== 'guide.md');
      return json({});
    });
    server.on('POST /api/documents/guide.md/restore', () => {
      held = [...held, sample('guide.md')];
      return json(sample('guide.md'));
    });
    const user = await open();
    await user.click(screen.getByRole('button', { name: /More for guide\.md/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Delete', hidden: true }));
    await waitFor(() => expect(screen.queryByRole('row', { name: /guide\.md/ })).toBeNull());
    expect(server.bodies('POST /api/documents/guide.md/delete')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('row', { name: /guide\.md/ })).toBeTruthy();
  });

  it('says at the row when it could not be deleted', async () => {
    server.on('POST /api/documents/pay.xlsx/delete', () =>
      problem(503, 'overloaded', 'Too much at once.'),
    );
    const user = await open();
    await user.click(screen.getByRole('button', { name: 'Delete pay.xlsx' }));
    await waitFor(() =>
      expect(row(/pay\.xlsx/).textContent).toContain('Not deleted. Too much at once.'),
    );
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('has a failed one read again', async () => {
    server.on('POST /api/documents/pay.xlsx/retry', () => {
      held = held.map((one) =>
        one.document_id === 'pay.xlsx' ? { ...sample('pay.xlsx'), state: 'reading' } : one,
      );
      return json(held[1]);
    });
    const user = await open();
    await user.click(screen.getByRole('button', { name: 'Read again: pay.xlsx' }));
    await waitFor(() => expect(row(/pay\.xlsx/).textContent).toContain('Reading'));
  });

  it('sends chosen files with their progress', async () => {
    const user = await open();
    await user.upload(screen.getByLabelText('Choose files', { selector: 'input' }), [
      new File(['a'], 'a.txt'),
      new File(['b'], 'b.txt'),
    ]);
    expect(sent.names()).toEqual(['a.txt', 'b.txt']);
    sent.progress('a.txt', 0.5);
    const bar = await screen.findByRole('progressbar', { name: 'Sending a.txt' });
    await waitFor(() => expect(bar.getAttribute('aria-valuenow')).toBe('50'));
    held = [sample('a.txt'), ...held];
    sent.take('a.txt', sample('a.txt'));
    expect(await screen.findByRole('row', { name: /a\.txt/ })).toBeTruthy();
    expect(screen.queryByRole('progressbar', { name: 'Sending a.txt' })).toBeNull();
  });

  it('takes files that are pasted, but not into a text field', async () => {
    await open();
    const paste = (target: Element, name: string) => {
      const event = createEvent.paste(target, {
        clipboardData: { files: [new File(['x'], name)] },
      });
      fireEvent(target, event);
    };
    paste(screen.getByRole('searchbox', { name: 'Filter by name' }), 'in-field.txt');
    paste(document.body, 'on-page.txt');
    await waitFor(() => expect(sent.names()).toEqual(['on-page.txt']));
  });

  it('takes files that are dropped anywhere, and says so while they are dragged', async () => {
    await open();
    const dataTransfer = { types: ['Files'], files: [new File(['x'], 'dropped.txt')], items: [] };
    fireEvent.dragEnter(document.body, { dataTransfer });
    expect(await screen.findByText('Drop to add to My uploads')).toBeTruthy();
    fireEvent.drop(document.body, { dataTransfer });
    await waitFor(() => expect(sent.names()).toEqual(['dropped.txt']));
    expect(screen.queryByText('Drop to add to My uploads')).toBeNull();
  });
});

describe('a documents page without documents', () => {
  const openEmpty = () => {
    window.history.replaceState(null, '', '/documents');
    render(<App />);
  };

  it('says that there are none', async () => {
    held = [];
    openEmpty();
    expect(await screen.findByText('There are no documents yet')).toBeTruthy();
  });

  it('says that they could not be loaded, and tries again', async () => {
    server.on('GET /api/documents', () => problem(500, 'internal', 'It broke.'));
    openEmpty();
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('could not be loaded');
    server.on('GET /api/documents', () => json({ items: held }));
    await userEvent.setup().click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: /guide\.md/ })).toBeTruthy();
  });
});
