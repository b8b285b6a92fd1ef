import { makeStyles, tokens } from '@fluentui/react-components';
import type { ModelChoice } from '../../api/types';
import { strings } from '../../text/strings';
import type { ConversationView } from './conversationReducer';
import type { OpenSource } from '../evidence/Evidence';
import { TurnArticle } from './TurnArticle';
import type { TurnView } from './turnReducer';
import { useSlowly } from './useSlowly';

const useStyles = makeStyles({
  quiet: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase300,
    padding: '24px 0',
  },
});

type TurnsProps = {
  view: ConversationView;
  models: ModelChoice[];
  source: OpenSource | undefined;
  onOpenSource: (turnId: string, number: number) => void;
  onTryAgain: ((turn: TurnView) => void) | undefined;
};

/** The questions and answers of a conversation, or why there are none to see. */
export function Turns({ view, models, source, onOpenSource, onTryAgain }: TurnsProps) {
  const styles = useStyles();
  const isSlow = useSlowly(view.status === 'loading', 200);
  switch (view.status) {
    case 'loading':
      return (
        isSlow && (
          <p className={styles.quiet} role="status">
            {strings.conversation.loading}
          </p>
        )
      );
    case 'missing':
      return (
        <p className={styles.quiet} role="alert">
          {strings.conversation.notFound}
        </p>
      );
    case 'failed':
      return (
        <p className={styles.quiet} role="alert">
          {strings.conversation.failed}
        </p>
      );
    case 'ready':
      return view.turns.map((turn, at) => (
        <TurnArticle
          key={turn.id}
          turn={turn}
          isSending={view.sending === turn.id}
          isLast={at === view.turns.length - 1}
          modelTitle={models.find((one) => one.model === turn.model)?.title ?? turn.model}
          openSource={source?.turnId === turn.id ? source.number : undefined}
          onOpenSource={onOpenSource}
          onTryAgain={onTryAgain}
        />
      ));
  }
}
