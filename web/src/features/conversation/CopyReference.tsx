import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { conversationText } from '../../text/conversation';

const useStyles = makeStyles({
  root: {
    display: 'inline-block',
    padding: '2px 0',
    minHeight: '24px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    cursor: 'pointer',
    textDecorationLine: 'underline',
    textDecorationStyle: 'dotted',
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

/** What finds a failure in the log of the server: pressing copies the whole of it. */
export function CopyReference({ id }: { id: string }) {
  const styles = useStyles();
  const [isCopied, setCopied] = useState(false);
  const words = conversationText.reference;
  const copy = () =>
    navigator.clipboard.writeText(id).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button
      type="button"
      className={styles.root}
      title={words.copy(id)}
      onBlur={() => setCopied(false)}
      onClick={() => void copy()}
    >
      {isCopied ? words.copied : words.words(id)}
    </button>
  );
}
