import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { memo, useCallback, useRef } from 'react';
import type { Feedback } from '../../api/types';
import { AnswerFoot } from './AnswerFoot';
import { AnswerText } from './AnswerText';
import { Question } from './Question';
import type { ShownTurn } from './shownTurns';
import { SourceList } from './SourceList';
import { ToolSteps } from './ToolSteps';
import { TurnNotice } from './TurnNotice';
import { isRunning } from './turnReducer';

const useStyles = makeStyles({
  root: {
    // What is painted outside of a turn is cut off: room for rings of focus.
    margin: `0 -8px ${tokens.spacingVerticalXXL}`,
    padding: '0 8px',
    scrollMarginTop: '8px',
    outlineStyle: 'none',
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 400px',
    // Looked for and found.
    '&[data-found]': {
      animationName: {
        from: { backgroundColor: tokens.colorBrandBackground2 },
        to: { backgroundColor: 'transparent' },
      },
      animationDuration: '600ms',
      animationTimingFunction: tokens.curveDecelerateMid,
      borderRadius: tokens.borderRadiusXLarge,
    },
  },
  current: { contentVisibility: 'visible' },
  // The answer is read from its first line: the question stands at the top, the room is kept below it.
  roomy: { minHeight: 'calc(100dvh - 232px)', boxSizing: 'border-box' },
  answer: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: '26px',
    color: tokens.colorNeutralForeground1,
  },
  stale: { color: tokens.colorNeutralForeground3 },
  cut: { borderBottom: `1px dashed ${tokens.colorNeutralStroke1}`, marginBottom: '12px' },
});

/** What can be done with the turns of a conversation. */
export type TurnActions = {
  onOpenSource: (turnId: string, number: number) => void;
  onEdit: (turnId: string | undefined) => void;
  onAskInstead: (turn: ShownTurn, text: string) => void;
  onContinue: (turn: ShownTurn) => void;
  onShow: (turnId: string) => void;
  onRate: (turn: ShownTurn, rating: Feedback) => Promise<void>;
};

type TurnArticleProps = {
  turn: ShownTurn;
  isSending: boolean;
  isEditing: boolean;
  isLast: boolean;
  /** Nothing runs in the conversation. */
  isFree: boolean;
  modelTitle: string;
  charactersMax: number;
  openSource: number | undefined;
  actions: TurnActions;
};

function isCut({ text, unsaved, phase }: ShownTurn): boolean {
  const isPart = phase.is === 'stopped' || phase.is === 'interrupted' || phase.is === 'failed';
  return isPart && (text !== '' || unsaved !== '');
}

/** One question and its answer, while it streams and afterwards. */
export const TurnArticle = memo(function TurnArticle(props: TurnArticleProps) {
  const { turn, actions, isFree, isEditing } = props;
  const styles = useStyles();
  const answer = useRef<HTMLDivElement>(null);
  const openHere = useCallback(
    (number: number) => actions.onOpenSource(turn.id, number),
    [actions, turn.id],
  );
  const tryAgain = () => actions.onAskInstead(turn, turn.question);
  const isWriting = isRunning(turn);
  return (
    <article
      className={mergeClasses(
        styles.root,
        (props.isLast || isEditing) && styles.current,
        props.isLast && turn.isAskedHere && styles.roomy,
      )}
      aria-busy={isWriting}
      aria-labelledby={`question-${turn.id}`}
      data-turn={turn.id}
      data-phase={turn.phase.is}
    >
      <Question
        turn={turn}
        isSending={props.isSending}
        isEditing={isEditing}
        isFree={isFree}
        charactersMax={props.charactersMax}
        onEdit={() => actions.onEdit(turn.id)}
        onCancel={() => actions.onEdit(undefined)}
        onAsk={(text) => actions.onAskInstead(turn, text)}
        onShow={actions.onShow}
      />
      <ToolSteps steps={turn.tools} isRunning={isWriting} />
      <div
        ref={answer}
        className={mergeClasses(
          styles.answer,
          isEditing && styles.stale,
          isCut(turn) && styles.cut,
        )}
        data-testid="answer"
      >
        <AnswerText turn={turn} openSource={props.openSource} onOpen={openHere} />
      </div>
      <TurnNotice
        turn={turn}
        isFree={isFree}
        onContinue={() => actions.onContinue(turn)}
        onTryAgain={tryAgain}
      />
      {!isWriting && (
        <>
          <SourceList citations={turn.citations} open={props.openSource} onOpen={openHere} />
          <AnswerFoot
            turn={turn}
            modelTitle={props.modelTitle}
            shown={answer}
            isFree={isFree}
            onTryAgain={tryAgain}
            onShow={actions.onShow}
            onRate={(rating) => actions.onRate(turn, rating)}
          />
        </>
      )}
    </article>
  );
});
