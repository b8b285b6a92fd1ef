// What a person does with the page, by role and name. The one file that knows how the page is labelled.
import assert from 'node:assert/strict';
import { until } from './conditions.mjs';

export const composer = (page) => page.getByRole('textbox', { name: 'Your question' });
export const sendButton = (page) => page.getByRole('button', { name: 'Send', exact: true });
export const stopButton = (page) => page.getByRole('button', { name: /^Stop/ });
export const turns = (page) => page.getByRole('article');
export const lastTurn = (page) => turns(page).last();
export const chips = (turn) => turn.getByRole('button', { name: /^Source \d+: / });
export const evidence = (page) => page.getByRole('complementary', { name: /^Source \d+/ });
/** The words of a source that are marked in it. */
export const quoted = (page) => evidence(page).locator('[data-quoted]');
/** The questions that the first screen offers. */
export const examples = (page) => page.getByRole('main').getByRole('listitem').getByRole('button');
export const navigation = (page) => page.getByRole('navigation', { name: /^Conversations/ });
export const answerOf = (turn) => turn.getByTestId('answer');
export const search = (page) => page.getByRole('searchbox', { name: 'Search conversations' });
export const results = (page) => page.getByRole('list', { name: 'Search results' });
export const toast = (page, text) =>
  page.getByRole('region', { name: 'Just happened' }).getByText(text).last();
export const undo = (page) => page.getByRole('button', { name: 'Undo' }).last();
export const menuItem = (page, name) => page.getByRole('menuitem', { name });
/** A conversation of the side bar, and its menu. */
export const row = (page, title) => navigation(page).getByRole('link', { name: title }).first();
export const rowMenu = (page, title) =>
  navigation(page)
    .getByRole('button', { name: `More for “${title}”` })
    .first();
/** Rows of the documents page: a table, on a phone cards. */
export const documents = (page) =>
  page.getByRole('main').locator('table[aria-label=Documents] tbody tr, ul[aria-label=Documents] > li');
export const filePicker = (page) => page.getByRole('main').locator('input[type=file]');

export async function ready(page) {
  await composer(page).waitFor();
}

/** Opens the side bar where it is a drawer. */
export async function showNavigation(page) {
  const opener = page.getByRole('button', { name: 'Open the menu' });
  if (await opener.isVisible()) await opener.click();
  await navigation(page).waitFor();
}

export async function askInPage(page, question) {
  await composer(page).fill(question);
  await composer(page).press('Enter');
  await page.getByRole('heading', { level: 2, name: question }).last().waitFor();
}

/** Waits until the last answer is being written no more; its article. */
export async function answered(page) {
  const turn = lastTurn(page);
  await until(
    'the answer to be complete',
    async () =>
      (await turn.getAttribute('aria-busy')) !== 'true' && (await stopButton(page).count()) === 0,
  );
  return turn;
}

/** The answer's text as it is read, white space evened out. */
export async function answerText(turn) {
  return (await answerOf(turn).innerText()).replace(/\s+/g, ' ').trim();
}

/** The answer without the words at its end that are marked as not saved. */
export async function keptText(turn) {
  const marks = await turn.getByTestId('unsaved').allInnerTexts();
  const [unsaved = ''] = marks.map((mark) => mark.replace(/\s+/g, ' ').trim());
  const shown = await answerText(turn);
  assert.ok(shown.endsWith(unsaved), 'something stands behind the words that are not saved');
  return shown.slice(0, shown.length - unsaved.length).trim();
}

export async function shows(page, word) {
  await until(`${word} in the page`, async () => (await answerText(lastTurn(page))).includes(word));
}

export function conversationIdOf(page) {
  return /\/c\/([0-9a-f-]{36})/.exec(page.url())?.[1];
}

/** What has the focus, by its name or its words. */
export function focused(page) {
  return page.evaluate(() => {
    const it = document.activeElement;
    const label = it?.getAttribute('aria-label') ?? it?.labels?.[0]?.textContent;
    return (label ?? it?.textContent ?? '').trim();
  });
}

/** Presses `key` until what has the focus is called as wanted. */
export async function pressUntil(page, key, wanted, presses = 60) {
  const seen = [];
  for (let i = 0; i <= presses; i += 1) {
    const name = await focused(page);
    if (wanted.test(name)) return name;
    seen.push(name.slice(0, 40));
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${wanted}: ${JSON.stringify(seen)}`);
}

/** Fails when a part of the page is wider than its room, so that it scrolls sideways or is cut. */
export async function assertFits(page, what) {
  const wide = await page.evaluate(() => {
    const parts = document.querySelectorAll('html, body, main, nav, aside, dialog, header, form');
    // A row of links may scroll inside itself.
    const isRow = (one) => one.tagName === 'NAV' && getComputedStyle(one).overflowX === 'auto';
    const isWide = (one) =>
      one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && !isRow(one);
    return [...parts]
      .filter(isWide)
      .map((one) => `${one.tagName} ${one.className}: ${one.scrollWidth} > ${one.clientWidth}`);
  });
  assert.ok(wide.length === 0, `${what} is too wide: ${wide.join('; ')}`);
}
