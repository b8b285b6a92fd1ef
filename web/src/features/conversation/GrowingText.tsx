import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { strings } from '../../text/strings';

const useStyles = makeStyles({
  text: {
    width: '100%',
    boxSizing: 'border-box',
    minHeight: '26px',
    maxHeight: '40vh',
    padding: '0 8px 0 4px',
    resize: 'none',
    border: 'none',
    outlineStyle: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase400,
    lineHeight: '26px',
    '::placeholder': { color: tokens.colorNeutralForeground4, opacity: 1 },
  },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** Where the skip link leads. */
export const questionId = 'question';

type GrowingTextProps = {
  value: string;
  onValue: (value: string) => void;
  placeholder: string;
  /** Takes the focus when it appears. */
  autoFocus: boolean;
  describedBy: string;
  isInvalid: boolean;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
};

/** A text area as high as its text. */
export function GrowingText(props: GrowingTextProps) {
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
      <label className={styles.hidden} htmlFor={questionId}>
        {strings.composer.label}
      </label>
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
