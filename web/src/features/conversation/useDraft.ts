import { useCallback, useState } from 'react';

const keyOf = (conversationId: string | undefined) => `parlance.draft.${conversationId ?? 'new'}`;

function keptDraft(conversationId: string | undefined): string {
  return localStorage.getItem(keyOf(conversationId)) ?? '';
}

function keep(conversationId: string | undefined, text: string): void {
  try {
    if (text === '') localStorage.removeItem(keyOf(conversationId));
    else localStorage.setItem(keyOf(conversationId), text);
  } catch {
    // A full store costs the draft after a reload, not the text in the box.
  }
}

type Draft = { of: string | undefined; text: string };

/**
 * What is written and not sent, for each conversation on its own, also after a reload.
 * @param isOwnStart  whether the conversation was started here: what is written goes along.
 */
export function useDraft(conversationId: string | undefined, isOwnStart: () => boolean) {
  const [draft, setState] = useState<Draft>(() => ({
    of: conversationId,
    text: keptDraft(conversationId),
  }));
  let shown = draft;
  if (draft.of !== conversationId) {
    const goesAlong = draft.of === undefined && isOwnStart();
    const text = goesAlong ? draft.text : keptDraft(conversationId);
    shown = { of: conversationId, text };
    setState(shown);
    if (goesAlong) {
      keep(draft.of, '');
      keep(conversationId, text);
    }
  }
  const setDraft = useCallback(
    (change: string | ((now: string) => string)) =>
      setState((now) => {
        const text = typeof change === 'string' ? change : change(now.text);
        if (text !== now.text) keep(now.of, text);
        return { ...now, text };
      }),
    [],
  );
  return [shown.text, setDraft] as const;
}
