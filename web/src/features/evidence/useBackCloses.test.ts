// @vitest-environment jsdom
import { renderHook, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { replaceSearch } from '../navigation/router';
import { useBackCloses } from './useBackCloses';

const source = '?turn=a&source=1';

beforeEach(() => window.history.replaceState(null, '', `/c/x${source}`));

async function opened(onClose: () => void) {
  const sheet = renderHook(() => useBackCloses(onClose));
  await waitFor(() => expect(window.history.state).toEqual({ parlanceSheet: true }));
  return sheet;
}

test('going back closes the sheet and leaves the page as it is below', async () => {
  const onClose = vi.fn();
  await opened(onClose);
  expect(window.location.search).toBe(source);

  window.history.back();

  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(window.location.pathname + window.location.search).toBe('/c/x');
});

test('closing it otherwise goes back to an address that does not open it again', async () => {
  const sheet = await opened(() => undefined);

  replaceSearch('');
  sheet.unmount();

  await waitFor(() => expect(window.history.state).toBeNull());
  expect(window.location.pathname + window.location.search).toBe('/c/x');
});
