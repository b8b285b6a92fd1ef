// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { addressOf, nameHere, pathAt, rootOf } from './address';

afterEach(() => {
  document.head.replaceChildren();
  window.history.replaceState(null, '', '/');
});

function withBase(href: string): string {
  document.head.innerHTML = `<base href="${href}">`;
  return rootOf(document);
}

test('the root is where the base of the document leads, and / without one', () => {
  expect(rootOf(document)).toBe('/');
  expect(rootOf(undefined)).toBe('/');
  expect(withBase('/chat/')).toBe('/chat/');
  window.history.replaceState(null, '', '/a/b/c/0190f4a0');
  expect(withBase('../')).toBe('/a/b/');
  expect(withBase('./')).toBe('/a/b/c/');
});

test('paths become addresses below the root, and back', () => {
  expect(addressOf('/api/me', '/')).toBe('/api/me');
  expect(addressOf('/', '/chat/')).toBe('/chat/');
  expect(addressOf('/api/me?x=1', '/chat/')).toBe('/chat/api/me?x=1');
  expect(pathAt('/documents', '/')).toBe('/documents');
  expect(pathAt('/chat/c/1', '/chat/')).toBe('/c/1');
  expect(pathAt('/chat/', '/chat/')).toBe('/');
  expect(pathAt('/chat', '/chat/')).toBe('/');
});

test('an address outside of the root is a path as it is: the proxy was gone round', () => {
  expect(pathAt('/c/1', '/chat/')).toBe('/c/1');
  expect(pathAt('/chatter/c/1', '/chat/')).toBe('/chatter/c/1');
});

test('what tabs share is named after the root, so that two servers of a host do not mix', () => {
  expect(nameHere('parlance.list', '/')).toBe('parlance.list');
  expect(nameHere('parlance.list', '/chat/')).not.toBe(nameHere('parlance.list', '/other/'));
});
