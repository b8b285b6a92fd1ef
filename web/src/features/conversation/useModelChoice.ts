import { useCallback, useState } from 'react';
import type { ModelChoice } from '../../api/types';
import { conversationText } from '../../text/conversation';

/** Where the choice is kept on this machine: an id and the title it had. */
export const modelKey = 'parlance.model';

type Choice = { model: string; title: string };

function keptChoice(): Choice | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(modelKey) ?? 'null');
    return kept !== null && typeof kept === 'object' ? (kept as Choice) : undefined;
  } catch {
    return undefined;
  }
}

/** Which model answers: the one that was chosen last, while the server offers it. */
export function useModelChoice(models: ModelChoice[]) {
  const [chosen, setChosen] = useState(keptChoice);
  const choose = useCallback(
    (model: string) => {
      const title = models.find((one) => one.model === model)?.title ?? model;
      localStorage.setItem(modelKey, JSON.stringify({ model, title }));
      setChosen({ model, title });
    },
    [models],
  );
  const byDefault = models.find((one) => one.is_default);
  const isThere = models.some((one) => one.model === chosen?.model);
  const model = (isThere ? chosen?.model : byDefault?.model) ?? '';
  const isLost = chosen !== undefined && !isThere && byDefault !== undefined;
  return {
    model,
    choose,
    lost: isLost ? conversationText.composer.unavailable(chosen.title, byDefault.title) : undefined,
  };
}
