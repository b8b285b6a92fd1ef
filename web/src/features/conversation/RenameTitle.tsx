import { Input, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { conversationText } from '../../text/conversation';

const titleMax = 80;

const useStyles = makeStyles({
  form: { flexGrow: 1, minWidth: 0, display: 'flex', alignItems: 'center', gap: '8px' },
  input: { flexGrow: 1, maxWidth: '560px', minWidth: 0 },
  failed: { color: tokens.colorStatusDangerForeground1, fontSize: tokens.fontSizeBase200 },
});

type RenameTitleProps = {
  title: string;
  /** Rejects when the server does not take it. */
  onRename: (title: string) => Promise<void>;
  onDone: () => void;
};

/** The title of a conversation while it is being changed. */
export function RenameTitle({ title, onRename, onDone }: RenameTitleProps) {
  const styles = useStyles();
  const [text, setText] = useState(title.slice(0, titleMax));
  const [isFailed, setFailed] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const save = () => {
    const next = text.trim();
    if (next === '' || next === title) return onDone();
    onRename(next).then(onDone, () => setFailed(true));
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Input
        className={styles.input}
        input={{ ref: input }}
        aria-label={conversationText.menu.title}
        value={text}
        maxLength={titleMax}
        onChange={(_event, data) => setText(data.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone();
        }}
      />
      {isFailed && (
        <span role="alert" className={styles.failed}>
          {conversationText.menu.renameFailed}
        </span>
      )}
    </form>
  );
}
