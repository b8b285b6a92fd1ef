import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { conversationText } from '../../text/conversation';
import { strings } from '../../text/strings';
import { isSending } from './sendKeys';

const useStyles = makeStyles({
  form: {
    boxSizing: 'border-box',
    width: '100%',
    padding: '12px 12px 12px 16px',
    borderRadius: '12px',
    border: `1px solid ${tokens.colorCompoundBrandStroke}`,
    boxShadow: `0 0 0 1px ${tokens.colorCompoundBrandStroke}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  text: {
    display: 'block',
    boxSizing: 'border-box',
    width: '100%',
    minHeight: '52px',
    maxHeight: '50vh',
    padding: 0,
    border: 'none',
    outlineStyle: 'none',
    resize: 'none',
    fieldSizing: 'content',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase400,
    lineHeight: '24px',
  },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    marginTop: '8px',
    '@media (max-width: 639px)': { flexWrap: 'wrap', justifyContent: 'flex-end' },
  },
  hint: {
    flexGrow: 1,
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    '@media (max-width: 639px)': { flexBasis: '100%' },
  },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

type EditQuestionProps = {
  question: string;
  charactersMax: number;
  onCancel: () => void;
  onAsk: (text: string) => void;
};

/** A question as it can be asked again in other words. */
export function EditQuestion({ question, charactersMax, onCancel, onAsk }: EditQuestionProps) {
  const styles = useStyles();
  const [text, setText] = useState(question);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(question.length, question.length);
  }, [question]);
  const used = Array.from(text).length;
  const isTooLong = used > charactersMax;
  const ask = () => {
    if (text.trim() !== '' && !isTooLong) onAsk(text);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    } else if (isSending(event)) {
      event.preventDefault();
      ask();
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <textarea
        ref={area}
        className={styles.text}
        aria-label={conversationText.question.editLabel}
        aria-invalid={isTooLong}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.row}>
        {isTooLong ? (
          <p role="alert" className={`${styles.hint} ${styles.bad}`}>
            {strings.composer.tooLong(used, charactersMax)}
          </p>
        ) : (
          <p className={styles.hint}>{conversationText.question.editHint}</p>
        )}
        <Button onClick={onCancel}>{conversationText.question.cancel}</Button>
        <Button appearance="primary" type="submit" disabled={text.trim() === '' || isTooLong}>
          {conversationText.question.askAgain}
        </Button>
      </div>
    </form>
  );
}
