import { placeOf } from '../evidence/citationPlace';
import type { TurnView } from './turnReducer';

/** The answer as plain text: marks stay, the sources are listed below. */
export function answerAsText(turn: TurnView): string {
  const sources = [...turn.citations]
    .sort((a, b) => a.number - b.number)
    .map((one) => `[${one.number}] ${one.title ?? ''} (${placeOf(one)})`);
  return sources.length === 0 ? turn.text : `${turn.text.trimEnd()}\n\n${sources.join('\n')}\n`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Puts the answer on the clipboard: as it is shown, and as text. */
export async function copyAnswer(turn: TurnView, shown: HTMLElement | null): Promise<void> {
  const text = answerAsText(turn);
  const clone = shown?.cloneNode(true) as HTMLElement | undefined;
  clone?.querySelectorAll('button').forEach((button) => {
    const number = button.dataset['source'];
    button.replaceWith(number ? `[${number}]` : '');
  });
  const list = text.slice(turn.text.trimEnd().length).trim().split('\n').filter(Boolean);
  const html = `${clone?.innerHTML ?? escaped(turn.text)}${list.map((line) => `<p>${escaped(line)}</p>`).join('')}`;
  const item = new ClipboardItem({
    'text/plain': new Blob([text], { type: 'text/plain' }),
    'text/html': new Blob([html], { type: 'text/html' }),
  });
  await navigator.clipboard.write([item]);
}
