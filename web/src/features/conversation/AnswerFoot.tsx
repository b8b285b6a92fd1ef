import { makeStyles, tokens } from '@fluentui/react-components';
import {
  ArrowClockwiseRegular,
  MarkdownRegular,
  ThumbDislikeFilled,
  ThumbDislikeRegular,
  ThumbLikeFilled,
  ThumbLikeRegular,
} from '@fluentui/react-icons';
import { useEffect, useState, type RefObject } from 'react';
import type { Feedback } from '../../api/types';
import { conversationText } from '../../text/conversation';
import { strings } from '../../text/strings';
import { BranchSwitcher } from './BranchSwitcher';
import { CopyButton } from './CopyButton';
import { copyBy, prepareCopying } from './copying';
import { FeedbackForm } from './FeedbackForm';
import type { ShownTurn } from './shownTurns';
import { ToolButton } from './ToolButton';
import { Toolbar } from './Toolbar';

const useStyles = makeStyles({
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '2px',
    marginTop: '12px',
    marginInlineStart: '-6px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  meta: {
    marginInlineStart: 'auto',
    paddingInlineStart: '8px',
    fontVariantNumeric: 'tabular-nums',
    '@media (max-width: 639px)': { width: '100%' },
  },
  failed: {
    margin: '8px 0 0',
    color: tokens.colorStatusDangerForeground1,
    fontSize: tokens.fontSizeBase300,
  },
});

type AnswerFootProps = {
  turn: ShownTurn;
  modelTitle: string;
  /** The answer as it is painted. */
  shown: RefObject<HTMLElement | null>;
  isFree: boolean;
  onTryAgain: () => void;
  onShow: (turnId: string) => void;
  onRate: (rating: Feedback) => Promise<void>;
};

/** What can be done with an answer that has ended, and who wrote it. */
export function AnswerFoot(props: AnswerFootProps) {
  const { turn, shown } = props;
  const styles = useStyles();
  const [commenting, setCommenting] = useState<string>();
  const [isFailed, setFailed] = useState(false);
  const verdict = turn.feedback?.verdict ?? 'none';
  useEffect(prepareCopying, []);

  const rate = (rating: Feedback) => {
    setFailed(false);
    return props.onRate(rating).catch((cause: unknown) => {
      setFailed(true);
      setCommenting(undefined);
      throw cause;
    });
  };
  const press = (pressed: 'up' | 'down') => {
    const next = verdict === pressed ? 'none' : pressed;
    setCommenting(next === 'none' ? undefined : turn.lastId);
    rate({ verdict: next }).catch(() => undefined);
  };
  return (
    <>
      <Toolbar label={conversationText.answer.toolbar} className={styles.foot}>
        <BranchSwitcher
          label={conversationText.branch.answer}
          turnId={turn.lastId}
          siblings={turn.continuations}
          isDisabled={!props.isFree}
          onShow={props.onShow}
        />
        {turn.text !== '' && (
          <>
            <CopyButton
              label={conversationText.answer.copy}
              copied={conversationText.answer.copied}
              copy={() => copyBy((by) => by.copyAnswer(turn, shown.current))}
            />
            <CopyButton
              label={conversationText.answer.copyMarkdown}
              copied={conversationText.answer.copied}
              copy={() => copyBy((by) => by.copyMarkdown(turn))}
              icon={<MarkdownRegular />}
            />
          </>
        )}
        {!isNoticed(turn) && (
          <ToolButton
            label={conversationText.answer.tryAgain}
            icon={<ArrowClockwiseRegular />}
            isDisabled={!props.isFree}
            onClick={props.onTryAgain}
          />
        )}
        {turn.text !== '' && (
          <>
            <ToolButton
              label={conversationText.answer.good}
              icon={verdict === 'up' ? <ThumbLikeFilled /> : <ThumbLikeRegular />}
              isPressed={verdict === 'up'}
              onClick={() => press('up')}
            />
            <ToolButton
              label={conversationText.answer.bad}
              icon={verdict === 'down' ? <ThumbDislikeFilled /> : <ThumbDislikeRegular />}
              isPressed={verdict === 'down'}
              onClick={() => press('down')}
            />
          </>
        )}
        <Meta turn={turn} modelTitle={props.modelTitle} />
      </Toolbar>
      {isFailed && (
        <p role="alert" className={styles.failed}>
          {conversationText.feedback.failed}
        </p>
      )}
      {commenting === turn.lastId && verdict !== 'none' && (
        <FeedbackForm
          key={verdict}
          verdict={verdict}
          comment={turn.feedback?.message_text ?? ''}
          onSave={(comment) => rate({ verdict, message_text: comment })}
          onClose={() => setCommenting(undefined)}
        />
      )}
    </>
  );
}

/** Its notice has the buttons to go on. */
function isNoticed({ phase }: ShownTurn): boolean {
  return phase.is === 'stopped' || phase.is === 'interrupted' || phase.is === 'failed';
}

function Meta({ turn, modelTitle }: { turn: ShownTurn; modelTitle: string }) {
  const styles = useStyles();
  const ms = Date.parse(turn.finishedAt ?? '') - Date.parse(turn.createdAt);
  const { usage } = turn;
  const title =
    usage &&
    conversationText.answer.tokens(usage.prompt_tokens, usage.completion_tokens, usage.estimated);
  return (
    <span className={styles.meta} title={title}>
      {ms >= 0 ? strings.conversation.took(modelTitle, ms) : modelTitle}
    </span>
  );
}
