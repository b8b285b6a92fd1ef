import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { tellReached } from '../api/reachability';
import { hideAllToasts } from '../design/toasts';
import { forgetSources } from '../features/evidence/evidenceApi';
import { forgetUploads } from '../features/documents/useUploads';

// A busy machine is no failure.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  forgetUploads();
  forgetSources();
  hideAllToasts();
  tellReached(true);
  vi.unstubAllGlobals();
  window.history.replaceState(null, '', '/');
  localStorage.clear();
  sessionStorage.clear();
});

// jsdom has no layout.
window.matchMedia ??= (query: string) =>
  ({
    matches: query.includes('min-width'),
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
globalThis.ResizeObserver ??= class {
  observe() {
    /* nothing grows */
  }
  unobserve() {
    /* nothing grows */
  }
  disconnect() {
    /* nothing grows */
  }
};
Element.prototype.scrollTo ??= () => undefined;
Element.prototype.scrollIntoView ??= () => undefined;
HTMLElement.prototype.showPopover ??= () => undefined;
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
