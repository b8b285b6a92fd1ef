import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowUpFilled, StopFilled } from '@fluentui/react-icons';
import { useId, type KeyboardEvent } from 'react';
import type { ModelChoice, Problem } from '../../api/types';
import { strings } from '../../text/strings';
import { ComposerProblem } from './ComposerProblem';
import { GrowingText } from './GrowingText';
import { ModelPicker } from './ModelPicker';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    padding: '12px 8px 8px 16px',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: '12px',
    boxShadow: tokens.shadow4,
    ':focus-within': {
      border: `1px solid ${tokens.colorCompoundBrandStroke}`,
      boxShadow: `0 0 0 1px ${tokens.colorCompoundBrandStroke}, ${tokens.shadow4}`,
    },
  },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, marginTop: '8px' },
  space: { flexGrow: 1 },
  send: {
    minWidth: '36px',
    width: '36px',
    height: '36px',
    borderRadius: tokens.borderRadiusCircular,
    '@media (max-width: 639px)': { minWidth: '40px', width: '40px', height: '40px' },
  },
  stop: {
    backgroundColor: tokens.colorNeutralForeground1,
    color: tokens.colorNeutralBackground1,
    border: 'none',
    ':hover': {
      backgroundColor: tokens.colorNeutralForeground2,
      color: tokens.colorNeutralBackground1,
    },
    ':hover:active': {
      backgroundColor: tokens.colorNeutralForeground2,
      color: tokens.colorNeutralBackground1,
    },
  },
  count: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
  },
});

type ComposerProps = {
  value: string;
  onValue: (value: string) => void;
  onSend: () => void;
  onStop: () => void;
  /** An answer is being written. */
  isRunning: boolean;
  isStopping: boolean;
  placeholder: string;
  charactersMax: number;
  models: ModelChoice[];
  model: string;
  onModel: (model: string) => void;
  refused: { problem: Problem | undefined } | undefined;
  /** Takes the focus when it appears. */
  autoFocus: boolean;
  className?: string;
};

const warnFrom = 28_000;

/** Where a question is written. Enter sends, Shift+Enter starts a line, Escape stops the answer. */
export function Composer(props: ComposerProps) {
  const styles = useStyles();
  const used = props.value.length > warnFrom ? Array.from(props.value).length : props.value.length;
  const isTooLong = used > props.charactersMax;
  const canSend = props.value.trim() !== '' && !isTooLong && !props.isRunning;
  const problemId = useId();

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape' && props.isRunning) {
      props.onStop();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (canSend) props.onSend();
    }
  };

  return (
    <form
      className={props.className}
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) props.onSend();
      }}
    >
      <ComposerProblem
        id={problemId}
        refused={props.refused}
        tooLong={isTooLong ? { used, most: props.charactersMax } : undefined}
      />
      <div className={styles.card}>
        <GrowingText
          value={props.value}
          onValue={props.onValue}
          placeholder={props.placeholder}
          autoFocus={props.autoFocus}
          describedBy={problemId}
          isInvalid={isTooLong}
          onKeyDown={onKeyDown}
        />
        <div className={styles.row}>
          <ModelPicker models={props.models} model={props.model} onModel={props.onModel} />
          <span className={styles.space} />
          {used > warnFrom && (
            <span className={styles.count}>{strings.composer.left(used, props.charactersMax)}</span>
          )}
          {props.isRunning ? (
            <Button
              className={mergeClasses(styles.send, styles.stop)}
              icon={<StopFilled />}
              aria-label={strings.composer.stop}
              title={`${strings.composer.stop} (Escape)`}
              disabled={props.isStopping}
              onClick={props.onStop}
            />
          ) : (
            <Button
              className={styles.send}
              appearance="primary"
              type="submit"
              icon={<ArrowUpFilled />}
              aria-label={strings.composer.send}
              title={`${strings.composer.send} (Enter)`}
              disabled={!canSend}
            />
          )}
        </div>
      </div>
    </form>
  );
}
