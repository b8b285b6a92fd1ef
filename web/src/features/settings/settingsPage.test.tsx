// @vitest-environment jsdom
import '../../testing/page';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { App } from '../../App';
import { FakeServer, json, offlineModel } from '../../testing/fakeServer';

beforeAll(() => import('./SettingsPage'));

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer();
  server.on('GET /api/me', () =>
    json({
      principal_id: 'p',
      display_name: 'Local user',
      mode: 'local',
      version: '9.8.7',
      data_location: 'parlance-data',
      limits: { message_characters_max: 32_000, upload_bytes_max: 33_554_432 },
      notices: [],
    }),
  );
});

async function open() {
  window.history.replaceState(null, '', '/settings');
  render(<App />);
  await screen.findByRole('heading', { level: 1, name: 'Settings' });
  return userEvent.setup();
}

it('keeps what is chosen in this browser', async () => {
  const user = await open();
  await user.click(screen.getByRole('radio', { name: 'Ctrl+Enter' }));
  await user.click(screen.getByRole('radio', { name: 'At the end' }));
  await user.click(screen.getByRole('radio', { name: 'Dark' }));
  expect(localStorage.getItem('parlance.send-with')).toBe('ctrl-enter');
  expect(localStorage.getItem('parlance.announcements')).toBe('end');
  expect(document.documentElement.dataset['theme']).toBe('dark');
  await user.click(screen.getByRole('radio', { name: 'System' }));
  expect(document.documentElement.dataset['theme']).toBeUndefined();
});

it('says where the data is and which version runs', async () => {
  await open();
  expect(await screen.findByText('parlance-data')).toBeTruthy();
  expect(screen.getByText('9.8.7')).toBeTruthy();
});

it('warns of a model that text leaves this machine for, and of no other', async () => {
  const remote = { ...offlineModel, model: 'm', title: 'Big', kind: 'openai_compatible' };
  server.on('GET /api/models', () =>
    json({ items: [offlineModel, { ...remote, destination: 'models.example' }] }),
  );
  await open();
  const models = screen.getByRole('region', { name: 'Models' });
  expect(await within(models).findByText(/goes to models\.example/)).toBeTruthy();
  expect(within(models).getAllByText(/Text leaves this machine/)).toHaveLength(1);
  expect(within(models).getByText(/Runs on this machine/)).toBeTruthy();
});
