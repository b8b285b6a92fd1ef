import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useId, useState, type KeyboardEvent } from 'react';
import { conversationText } from '../../text/conversation';

const commentMax = 4_000;

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    marginTop: '8px',
    padding: '12px 16px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  thanks: { margin: 0, color: tokens.colorNeutralForeground2 },
  label: { fontWeight: tokens.fontWeightSemibold },
  text: {
    boxSizing: 'border-box',
    width: '100%',
    minHeight: '60px',
    padding: '8px 12px',
    resize: 'vertical',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    ':focus-visible': {
      outline: `2px solid ${tokens.colorCompoundBrandStroke}`,
      outlineOffset: '-1px',
    },
  },
  row: { display: 'flex', justifyContent: 'flex-end', gap: '8px' },
});

type FeedbackFormProps = {
  verdict: 'up' | 'down';
  comment: string;
  onSave: (comment: string) => Promise<void>;
  onClose: () => void;
};

/** Why an answer was good or bad: nobody has to say. */
export function FeedbackForm({ verdict, comment, onSave, onClose }: FeedbackFormProps) {
  const styles = useStyles();
  const [text, setText] = useState(comment);
  const [isSaved, setSaved] = useState(false);
  const id = useId();
  const save = () => {
    onSave(text.trim()).then(
      () => setSaved(true),
      () => undefined,
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  const words = conversationText.feedback;
  return (
    <form
      className={styles.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <p className={styles.thanks} role="status">
        {isSaved ? words.saved : words.thanks}
      </p>
      {!isSaved && (
        <>
          <label className={styles.label} htmlFor={id}>
            {words.label[verdict]}
          </label>
          <textarea
            id={id}
            className={styles.text}
            value={text}
            maxLength={commentMax}
            onChange={(event) => setText(event.target.value)}
          />
        </>
      )}
      <div className={styles.row}>
        <Button onClick={onClose}>{words.close}</Button>
        {!isSaved && (
          <Button appearance="primary" type="submit" disabled={text.trim() === ''}>
            {words.send}
          </Button>
        )}
      </div>
    </form>
  );
}
