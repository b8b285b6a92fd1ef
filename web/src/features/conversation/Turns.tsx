import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ModelChoice } from '../../api/types';
import { conversationText } from '../../text/conversation';
import { strings } from '../../text/strings';
import type { OpenSource } from '../evidence/Evidence';
import type { ConversationView } from './conversationReducer';
import { EarlierTurns } from './EarlierTurns';
import { LoadingTurns } from './LoadingTurns';
import type { ShownTurn } from './shownTurns';
import { TurnArticle, type TurnActions } from './TurnArticle';

const useStyles = makeStyles({
  quiet: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '12px',
    padding: '24px 0',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    '& p': { margin: 0 },
  },
});

type TurnsProps = {
  view: ConversationView;
  turns: ShownTurn[];
  models: ModelChoice[];
  charactersMax: number;
  source: OpenSource | undefined;
  editing: string | undefined;
  isFree: boolean;
  actions: TurnActions;
  onReopen: () => void;
  onReachBack: () => void;
  onRestore: () => void;
};

/** The questions and answers of a conversation, or why there are none to see. */
export function Turns(props: TurnsProps) {
  const { view } = props;
  switch (view.status) {
    case 'loading':
      return <LoadingTurns />;
    case 'missing':
      return <Nothing words={strings.conversation.notFound} />;
    case 'failed':
      return (
        <Nothing
          words={strings.conversation.failed}
          action={strings.conversation.tryAgain}
          onAction={props.onReopen}
        />
      );
    case 'deleted':
      return (
        <Nothing
          words={conversationText.deleted.words}
          action={conversationText.deleted.restore}
          onAction={props.onRestore}
        />
      );
    case 'ready':
      return (
        <>
          {view.earlier !== undefined && (
            <EarlierTurns reaching={view.reachingBack} onMore={props.onReachBack} />
          )}
          <Path {...props} />
        </>
      );
  }
}

function Path({ view, turns, models, source, ...props }: TurnsProps) {
  return turns.map((turn, at) => (
    <TurnArticle
      // Versions of a question take each other's place, so that the focus stays where it is.
      key={turn.parentId ?? 'first'}
      turn={turn}
      isSending={view.sending === turn.lastId}
      isEditing={props.editing === turn.id}
      isLast={at === turns.length - 1}
      isFree={props.isFree}
      modelTitle={models.find((one) => one.model === turn.model)?.title ?? turn.model}
      charactersMax={props.charactersMax}
      openSource={source?.turnId === turn.id ? source.number : undefined}
      actions={props.actions}
    />
  ));
}

type NothingProps = { words: string; action?: string; onAction?: () => void };

function Nothing({ words, action, onAction }: NothingProps) {
  const styles = useStyles();
  return (
    <div className={styles.quiet}>
      <p role="alert">{words}</p>
      {action !== undefined && <Button onClick={onAction}>{action}</Button>}
    </div>
  );
}
