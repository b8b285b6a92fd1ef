import type { KeyboardEvent } from 'react';

export type SendWith = 'enter' | 'ctrl-enter';

/** Where the settings keep it. */
export const sendWithKey = 'parlance.send-with';

export function sendWith(): SendWith {
  return localStorage.getItem(sendWithKey) === 'ctrl-enter' ? 'ctrl-enter' : 'enter';
}

/** Whether a key press sends what is written, as the person has chosen. */
export function isSending(event: KeyboardEvent): boolean {
  // The Enter that ends the choice of a character is no Enter.
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return false;
  const isCommand = event.ctrlKey || event.metaKey;
  return sendWith() === 'ctrl-enter' ? isCommand : !event.shiftKey;
}
