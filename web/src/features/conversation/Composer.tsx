import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowUpFilled, StopFilled } from '@fluentui/react-icons';
import { useId, type ClipboardEvent, type KeyboardEvent } from 'react';
import type { ModelChoice, Problem } from '../../api/types';
import { conversationText } from '../../text/conversation';
import { strings } from '../../text/strings';
import { useUploads } from '../documents/useUploads';
import { ComposerProblem } from './ComposerProblem';
import { GrowingText } from './GrowingText';
import { ModelPicker } from './ModelPicker';
import { isSending, sendWith } from './sendKeys';
import { AttachButton, UploadChips } from './UploadChips';
import { useOnline } from './useOnline';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    padding: '12px 8px 8px 12px',
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
  /** ↑ in an empty composer. */
  onEditLast: () => void;
  /** An answer is being written. */
  isRunning: boolean;
  isStopping: boolean;
  placeholder: string;
  charactersMax: number;
  models: ModelChoice[];
  model: string;
  onModel: (model: string) => void;
  /** The title of a chosen model that the server does not offer any more. */
  lostModel: string | undefined;
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
  const isOnline = useOnline();
  const { addFiles } = useUploads('composer');

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape' && props.isRunning) {
      event.preventDefault();
      props.onStop();
    } else if (event.key === 'ArrowUp' && props.value === '' && !event.altKey) {
      event.preventDefault();
      props.onEditLast();
    } else if (isSending(event)) {
      event.preventDefault();
      if (canSend) props.onSend();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    addFiles(files);
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
        isOnline={isOnline}
        lostModel={props.lostModel}
      />
      <div className={styles.card} onPaste={onPaste}>
        <UploadChips />
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
          <AttachButton />
          <span className={styles.space} />
          {used > warnFrom && (
            <span className={styles.count}>{strings.composer.left(used, props.charactersMax)}</span>
          )}
          <ModelPicker models={props.models} model={props.model} onModel={props.onModel} />
          {props.isRunning ? (
            <Button
              className={mergeClasses(styles.send, styles.stop)}
              icon={<StopFilled />}
              aria-label={strings.composer.stop}
              title={`${strings.composer.stop} (Escape)`}
              disabled={props.isStopping}
              onClick={(event) => {
                // The second click of a double one was for Send, whose place this button took.
                if (event.detail !== 2) props.onStop();
              }}
            />
          ) : (
            <Button
              className={styles.send}
              appearance="primary"
              type="submit"
              icon={<ArrowUpFilled />}
              aria-label={strings.composer.send}
              title={conversationText.composer.send[sendWith()]}
              disabled={!canSend}
            />
          )}
        </div>
      </div>
    </form>
  );
}
