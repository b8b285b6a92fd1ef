import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { strings } from '../../text/strings';
import type { TurnView } from './turnReducer';

type TurnNoticeProps = { turn: TurnView; onTryAgain: (() => void) | undefined };

/** What happened to an answer that is not complete, and what to do. */
export function TurnNotice({ turn, onTryAgain }: TurnNoticeProps) {
  const words = wordsFor(turn);
  if (!words) return null;
  return (
    <MessageBar intent={words.intent} layout="multiline" politeness="polite">
      <MessageBarBody>
        <MessageBarTitle>{words.title}</MessageBarTitle>
        {words.why}
      </MessageBarBody>
      {onTryAgain && (
        <MessageBarActions>
          <Button onClick={onTryAgain}>{strings.conversation.tryAgain}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

type Words = { intent: 'info' | 'warning' | 'error'; title: string; why: string | undefined };

function wordsFor({ phase }: TurnView): Words | undefined {
  switch (phase.is) {
    case 'waiting':
    case 'streaming':
    case 'completed':
      return undefined;
    case 'stopped':
      return { intent: 'info', title: strings.notice.stopped, why: undefined };
    case 'interrupted': {
      const why = phase.fault === undefined ? strings.notice.serverRestarted : strings.notice.modelStopped;
      return { intent: 'warning', title: strings.notice.incomplete, why };
    }
    case 'failed': {
      const why = phase.fault && strings.notice.reasons[phase.fault];
      return { intent: 'error', title: strings.notice.failed, why: why ?? strings.notice.reasons.internal };
    }
  }
}
