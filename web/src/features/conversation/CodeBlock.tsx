import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useRef, useState, type ReactNode } from 'react';
import { strings } from '../../text/strings';

const useStyles = makeStyles({
  root: { position: 'relative', margin: '0 0 12px' },
  code: {
    margin: 0,
    padding: '12px 48px 12px 16px',
    overflowX: 'auto',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  copy: { position: 'absolute', top: '6px', right: '6px' },
});

/** Code as it is, with a button that copies it. */
export function CodeBlock({ children }: { children?: ReactNode }) {
  const styles = useStyles();
  const code = useRef<HTMLPreElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code.current?.textContent ?? '');
    setCopied(true);
  };
  const label = isCopied ? strings.conversation.copied : strings.conversation.copyCode;
  return (
    <div className={styles.root} onMouseLeave={() => setCopied(false)}>
      <pre ref={code} className={styles.code} tabIndex={0}>
        {children}
      </pre>
      <Button
        className={styles.copy}
        size="small"
        appearance="subtle"
        aria-label={label}
        title={label}
        icon={isCopied ? <CheckmarkRegular /> : <CopyRegular />}
        onClick={() => void copy()}
      />
    </div>
  );
}
