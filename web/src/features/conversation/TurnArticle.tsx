import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowClockwiseRegular, CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { Suspense, lazy, memo, useCallback, useMemo, useRef, useState } from 'react';
import { strings } from '../../text/strings';
import { CitationChip } from './CitationChip';
import { copyAnswer } from './copyAnswer';
import { SourceList } from './SourceList';
import { ToolSteps } from './ToolSteps';
import { TurnNotice } from './TurnNotice';
import { isRunning, type TurnView } from './turnReducer';

const Markdown = lazy(async () => ({ default: (await import('./Markdown')).Markdown }));

const useStyles = makeStyles({
  root: {
    marginBottom: tokens.spacingVerticalXXL,
    scrollMarginTop: '64px',
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 400px',
  },
  current: { contentVisibility: 'visible' },
  // The answer is read from its first line: the question stands at the top, the room is kept below it.
  roomy: { minHeight: 'calc(100dvh - 232px)', boxSizing: 'border-box' },
  question: { display: 'flex', justifyContent: 'flex-end', marginBottom: '16px' },
  words: {
    maxWidth: '88%',
    margin: 0,
    padding: '10px 16px',
    borderRadius: '16px 16px 4px 16px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase400,
    lineHeight: '24px',
    fontWeight: tokens.fontWeightRegular,
  },
  sending: { opacity: 0.6 },
  clamped: {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 8,
    overflow: 'hidden',
  },
  showAll: { display: 'flex', justifyContent: 'flex-end', margin: '-12px 0 12px' },
  answer: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: '26px',
    color: tokens.colorNeutralForeground1,
  },
  plain: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: '0 0 12px' },
  caret: {
    display: 'inline-block',
    width: '8px',
    height: '18px',
    verticalAlign: '-3px',
    borderRadius: '1px',
    backgroundColor: tokens.colorCompoundBrandBackground,
    animationName: { '50%': { opacity: 0.15 } },
    animationDuration: '1s',
    animationIterationCount: 'infinite',
  },
  cut: { borderBottom: `1px dashed ${tokens.colorNeutralStroke1}`, marginBottom: '12px' },
  foot: {
    display: 'flex',
    alignItems: 'center',
    gap: '2px',
    marginTop: '8px',
    marginInlineStart: '-6px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  space: { flexGrow: 1 },
});

type TurnArticleProps = {
  turn: TurnView;
  isSending: boolean;
  isLast: boolean;
  modelTitle: string;
  openSource: number | undefined;
  onOpenSource: (turnId: string, number: number) => void;
  onTryAgain: ((turn: TurnView) => void) | undefined;
};

/** One question and its answer, while it streams and afterwards. */
export const TurnArticle = memo(function TurnArticle(props: TurnArticleProps) {
  const { turn } = props;
  const styles = useStyles();
  const answer = useRef<HTMLDivElement>(null);
  const isCut =
    turn.text !== '' &&
    (turn.phase.is === 'stopped' || turn.phase.is === 'interrupted' || turn.phase.is === 'failed');
  const { onOpenSource, onTryAgain } = props;
  const openHere = useCallback(
    (number: number) => onOpenSource(turn.id, number),
    [onOpenSource, turn.id],
  );
  const tryAgain = onTryAgain && (() => onTryAgain(turn));
  return (
    <article
      className={mergeClasses(
        styles.root,
        props.isLast && styles.current,
        props.isLast && turn.isAskedHere && styles.roomy,
      )}
      aria-busy={isRunning(turn)}
      aria-labelledby={`question-${turn.id}`}
      data-turn={turn.id}
      data-phase={turn.phase.is}
    >
      <Question turn={turn} isSending={props.isSending} />
      <ToolSteps steps={turn.tools} />
      <div
        ref={answer}
        className={mergeClasses(styles.answer, isCut && styles.cut)}
        data-testid="answer"
      >
        <AnswerText turn={turn} openSource={props.openSource} onOpen={openHere} />
        {turn.phase.is === 'waiting' && <span className={styles.caret} aria-hidden />}
      </div>
      <TurnNotice turn={turn} onTryAgain={tryAgain} />
      {!isRunning(turn) && (
        <SourceList citations={turn.citations} open={props.openSource} onOpen={openHere} />
      )}
      {!isRunning(turn) && (
        <AnswerFoot
          turn={turn}
          modelTitle={props.modelTitle}
          onCopy={() => copyAnswer(turn, answer.current)}
          onTryAgain={tryAgain}
        />
      )}
    </article>
  );
});

function Question({ turn, isSending }: { turn: TurnView; isSending: boolean }) {
  const styles = useStyles();
  const [showsAll, setShowsAll] = useState(false);
  const isLong = turn.question.length > 700 || turn.question.split('\n').length > 8;
  const isClamped = isLong && !showsAll;
  return (
    <>
      <div className={styles.question}>
        <h2
          id={`question-${turn.id}`}
          className={mergeClasses(
            styles.words,
            isSending && styles.sending,
            isClamped && styles.clamped,
          )}
        >
          {turn.question}
        </h2>
      </div>
      {isClamped && (
        <div className={styles.showAll}>
          <Button size="small" appearance="subtle" onClick={() => setShowsAll(true)}>
            {strings.conversation.showAll}
          </Button>
        </div>
      )}
    </>
  );
}

type AnswerTextProps = {
  turn: TurnView;
  openSource: number | undefined;
  onOpen: (number: number) => void;
};

function AnswerText({ turn, openSource, onOpen }: AnswerTextProps) {
  const styles = useStyles();
  const { citations } = turn;
  const numbers = citations.map((one) => one.number).join(',');
  const cited = useMemo(
    () => new Set(numbers === '' ? [] : numbers.split(',').map(Number)),
    [numbers],
  );
  const chip = useCallback(
    (number: number) => {
      const citation = citations.find((one) => one.number === number);
      if (!citation) return `[${number}]`;
      return (
        <CitationChip
          citation={citation}
          isOpen={openSource === number}
          onOpen={() => onOpen(number)}
        />
      );
    },
    [citations, openSource, onOpen],
  );
  if (turn.text === '') return null;
  return (
    <Suspense fallback={<p className={styles.plain}>{turn.text}</p>}>
      <Markdown source={turn.text} isGrowing={isRunning(turn)} cited={cited} chip={chip} />
    </Suspense>
  );
}

type AnswerFootProps = {
  turn: TurnView;
  modelTitle: string;
  onCopy: () => Promise<void>;
  onTryAgain: (() => void) | undefined;
};

function AnswerFoot({ turn, modelTitle, onCopy, onTryAgain }: AnswerFootProps) {
  const styles = useStyles();
  const [isCopied, setCopied] = useState(false);
  const copyLabel = isCopied ? strings.conversation.copied : strings.conversation.copy;
  const took =
    turn.finishedAt === undefined
      ? undefined
      : Date.parse(turn.finishedAt) - Date.parse(turn.createdAt);
  return (
    <div className={styles.foot}>
      {turn.text !== '' && (
        <Button
          size="small"
          appearance="subtle"
          aria-label={copyLabel}
          title={copyLabel}
          icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
          onClick={() => void onCopy().then(() => setCopied(true))}
          onBlur={() => setCopied(false)}
        />
      )}
      {onTryAgain && turn.phase.is === 'completed' && (
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowClockwiseRegular />}
          onClick={onTryAgain}
          aria-label={strings.conversation.tryAgain}
          title={strings.conversation.tryAgain}
        />
      )}
      <span className={styles.space} />
      {took !== undefined && took >= 0 && strings.conversation.took(modelTitle, took)}
    </div>
  );
}
