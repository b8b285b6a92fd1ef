import { makeStyles, tokens } from '@fluentui/react-components';
import { Suspense, lazy, useCallback, useMemo } from 'react';
import { CitationChip } from './CitationChip';
import type { ShownTurn } from './shownTurns';
import { isRunning } from './turnReducer';

const Markdown = lazy(async () => ({ default: (await import('./Markdown')).Markdown }));

const useStyles = makeStyles({
  plain: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: '0 0 12px' },
  caret: {
    display: 'inline-block',
    width: '8px',
    height: '18px',
    verticalAlign: '-3px',
    borderRadius: '2px',
    backgroundColor: tokens.colorCompoundBrandBackground,
    animationName: { to: { opacity: 0.25 } },
    animationDuration: '1s',
    animationIterationCount: 'infinite',
    animationTimingFunction: 'steps(2, jump-none)',
  },
});

type AnswerTextProps = {
  turn: ShownTurn;
  openSource: number | undefined;
  onOpen: (number: number) => void;
};

/** The words of an answer, as far as they are there. */
export function AnswerText({ turn, openSource, onOpen }: AnswerTextProps) {
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
  if (turn.text === '' && turn.unsaved === '') {
    return turn.phase.is === 'waiting' ? <span className={styles.caret} aria-hidden /> : null;
  }
  return (
    <Suspense fallback={<p className={styles.plain}>{turn.text}</p>}>
      <Markdown
        source={turn.text}
        isGrowing={isRunning(turn)}
        unsaved={turn.unsaved}
        cited={cited}
        chip={chip}
      />
    </Suspense>
  );
}
