// What a person does with the page, by role and name. The one file that knows how the page is labelled.
import { until } from './conditions.mjs';

export const composer = (page) => page.getByRole('textbox', { name: 'Your question' });
export const sendButton = (page) => page.getByRole('button', { name: 'Send', exact: true });
export const stopButton = (page) => page.getByRole('button', { name: /^Stop/ });
export const turns = (page) => page.getByRole('article');
export const lastTurn = (page) => turns(page).last();
export const chips = (turn) => turn.getByRole('button', { name: /^Source \d+: / });
export const evidence = (page) => page.getByRole('complementary', { name: /^Source \d+/ });
/** The questions that the first screen offers. */
export const examples = (page) => page.getByRole('main').getByRole('listitem').getByRole('button');
export const navigation = (page) => page.getByRole('navigation');
export const answerOf = (turn) => turn.getByTestId('answer');

export async function ready(page) {
  await composer(page).waitFor();
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

export function conversationIdOf(page) {
  return /\/c\/([0-9a-f-]{36})/.exec(page.url())?.[1];
}
