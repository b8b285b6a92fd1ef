import { makeStyles, tokens } from '@fluentui/react-components';
import { Suspense, isValidElement, lazy, type ReactNode } from 'react';
import { conversationText } from '../../text/conversation';
import { CopyButton } from './CopyButton';

const Highlighted = lazy(async () => ({ default: (await import('./Highlighted')).Highlighted }));

/** Longer code is shown without colours: they would take longer than reading it. */
const highlightedMax = 50_000;

const useStyles = makeStyles({
  root: {
    margin: '0 0 12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'normal',
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: '32px',
    padding: '0 6px 0 16px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground3,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase200,
  },
  code: {
    margin: 0,
    padding: '12px 16px',
    maxHeight: '70vh',
    overflow: 'auto',
    fontFamily: 'inherit',
    tabSize: 4,
    borderRadius: tokens.borderRadiusXLarge,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '& code': { fontFamily: 'inherit' },
  },
});

type CodeProps = { className?: string; children?: ReactNode };

/** The text and the language of what Markdown makes of a fence. */
function readCode(children: ReactNode): { text: string; language: string } {
  const code = isValidElement<CodeProps>(children) ? children.props : { children };
  const text = typeof code.children === 'string' ? code.children : '';
  const language = /(?:^|\s)language-(\S+)/.exec(code.className ?? '')?.[1] ?? '';
  return { text: text.replace(/\n$/, ''), language: language.slice(0, 30) };
}

type CodeBlockProps = { children?: ReactNode; isPlain?: boolean };

/** Code as it is, with a button that copies it, in colours where its language is known. */
export function CodeBlock({ children, isPlain }: CodeBlockProps) {
  const styles = useStyles();
  const { text, language } = readCode(children);
  const plain = <code>{text}</code>;
  const isColoured = !isPlain && language !== '' && text.length <= highlightedMax;
  return (
    <div className={styles.root}>
      <div className={styles.head} data-aside>
        <span>{language}</span>
        <CopyButton
          label={conversationText.code.copy}
          copied={conversationText.code.copied}
          copy={() => navigator.clipboard.writeText(text)}
        />
      </div>
      <pre
        className={styles.code}
        tabIndex={0}
        role="group"
        aria-label={conversationText.code.label(language)}
      >
        {isColoured ? (
          <Suspense fallback={plain}>
            <Highlighted text={text} language={language} />
          </Suspense>
        ) : (
          plain
        )}
      </pre>
    </div>
  );
}
