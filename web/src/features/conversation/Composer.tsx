import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowUpFilled, StopFilled, TextQuoteOpeningRegular } from '@fluentui/react-icons';
import { useEffect, useId, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import type { ModelChoice, Problem } from '../../api/types';
import { strings } from '../../text/strings';

const useStyles = makeStyles({
  card: {
    display: 'flex', flexDirection: 'column', padding: '12px 8px 8px 16px', boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: '12px', boxShadow: tokens.shadow4,
    ':focus-within': {
      border: `1px solid ${tokens.colorCompoundBrandStroke}`,
      boxShadow: `0 0 0 1px ${tokens.colorCompoundBrandStroke}, ${tokens.shadow4}`,
    },
  },
  text: {
    width: '100%', boxSizing: 'border-box', minHeight: '26px', maxHeight: '40vh', padding: '0 8px 0 0', resize: 'none',
    border: 'none', outlineStyle: 'none', backgroundColor: 'transparent', color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase, fontSize: tokens.fontSizeBase400, lineHeight: '26px',
    '::placeholder': { color: tokens.colorNeutralForeground4, opacity: 1 },
  },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, marginTop: '8px' },
  space: { flexGrow: 1 },
  model: {
    display: 'inline-flex', alignItems: 'center', gap: '6px', minWidth: 0, height: '32px', maxWidth: '45%',
    color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase300,
  },
  select: {
    fieldSizing: 'content', maxWidth: '100%', height: '32px', border: 'none', borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent', color: tokens.colorNeutralForeground2, fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300, textOverflow: 'ellipsis',
    '& option': { backgroundColor: tokens.colorNeutralBackground1, color: tokens.colorNeutralForeground1 },
  },
  send: {
    minWidth: '36px', width: '36px', height: '36px', borderRadius: tokens.borderRadiusCircular,
    '@media (max-width: 639px)': { minWidth: '40px', width: '40px', height: '40px' },
  },
  stop: {
    backgroundColor: tokens.colorNeutralForeground1, color: tokens.colorNeutralBackground1, border: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralForeground2, color: tokens.colorNeutralBackground1 },
    ':hover:active': { backgroundColor: tokens.colorNeutralForeground2, color: tokens.colorNeutralBackground1 },
  },
  count: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, fontVariantNumeric: 'tabular-nums' },
  problem: {
    margin: '0 0 8px', padding: '8px 12px', borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`, backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorStatusDangerForeground1, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300,
  },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' },
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

/** Where the skip link leads. */
export const questionId = 'question';
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
      <ComposerProblem id={problemId} refused={props.refused} tooLong={isTooLong ? { used, most: props.charactersMax } : undefined} />
      <div className={styles.card}>
        <GrowingText
          value={props.value} onValue={props.onValue} placeholder={props.placeholder} autoFocus={props.autoFocus}
          describedBy={problemId} isInvalid={isTooLong} onKeyDown={onKeyDown}
        />
        <div className={styles.row}>
          <ModelPicker models={props.models} model={props.model} onModel={props.onModel} />
          <span className={styles.space} />
          {used > warnFrom && <span className={styles.count}>{strings.composer.left(used, props.charactersMax)}</span>}
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

type GrowingTextProps = Pick<ComposerProps, 'value' | 'onValue' | 'placeholder' | 'autoFocus'> & {
  describedBy: string;
  isInvalid: boolean;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
};

/** A text area as high as its text. */
function GrowingText(props: GrowingTextProps) {
  const styles = useStyles();
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [props.value]);
  const { autoFocus } = props;
  useEffect(() => {
    if (autoFocus) area.current?.focus();
  }, [autoFocus]);
  return (
    <>
      <label className={styles.hidden} htmlFor={questionId}>{strings.composer.label}</label>
      <textarea
        id={questionId}
        ref={area}
        className={styles.text}
        rows={1}
        value={props.value}
        placeholder={props.placeholder}
        aria-invalid={props.isInvalid}
        aria-describedby={props.describedBy}
        onChange={(event) => props.onValue(event.target.value)}
        onKeyDown={props.onKeyDown}
      />
    </>
  );
}

function ModelPicker({ models, model, onModel }: { models: ModelChoice[]; model: string; onModel: (model: string) => void }) {
  const styles = useStyles();
  const chosen = models.find((one) => one.model === model);
  if (!chosen) return null;
  if (models.length === 1) {
    return (
      <span className={styles.model} title={strings.composer.modelHint(chosen.destination)}>
        <TextQuoteOpeningRegular fontSize={16} aria-hidden />
        {chosen.title}
      </span>
    );
  }
  return (
    <span className={styles.model} title={strings.composer.modelHint(chosen.destination)}>
      <select
        className={styles.select}
        aria-label={strings.composer.model(chosen.title)}
        value={model}
        onChange={(event) => onModel(event.target.value)}
      >
        {models.map((one) => (
          <option key={one.model} value={one.model}>{one.title}</option>
        ))}
      </select>
    </span>
  );
}

type ComposerProblemProps = {
  id: string;
  refused: ComposerProps['refused'];
  tooLong: { used: number; most: number } | undefined;
};

function ComposerProblem({ id, refused, tooLong }: ComposerProblemProps) {
  const styles = useStyles();
  if (tooLong) {
    return <p id={id} role="alert" className={styles.problem}>{strings.composer.tooLong(tooLong.used, tooLong.most)}</p>;
  }
  if (!refused) return null;
  const { problem } = refused;
  return (
    <p id={id} role="alert" className={styles.problem}>
      {problem ? strings.composer.refused(problem.detail) : strings.composer.unreachable}
      {problem && <> <small>{strings.composer.reference(problem.trace_id)}</small></>}
    </p>
  );
}
