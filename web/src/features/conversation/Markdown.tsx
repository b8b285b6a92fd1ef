import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckboxCheckedRegular, CheckboxUncheckedRegular } from '@fluentui/react-icons';
import { createContext, memo, useContext, useMemo, type ReactNode } from 'react';
import ReactMarkdown, { type Components, type Options } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { conversationText } from '../../text/conversation';
import { strings } from '../../text/strings';
import { citationMarks, numberOf } from './citationMarks';
import { CodeBlock } from './CodeBlock';
import { LinkOut } from './LinkOut';
import { plainMath, settled, splitBlocks } from './markdownBlocks';
import { TableBlock } from './TableBlock';
import { unsavedWords } from './unsavedWords';

const caret = {
  content: '""',
  display: 'inline-block',
  width: '8px',
  height: '18px',
  marginInlineStart: '3px',
  verticalAlign: '-3px',
  borderRadius: tokens.borderRadiusSmall,
  backgroundColor: tokens.colorCompoundBrandBackground,
  animationName: { to: { opacity: 0.25 } },
  animationDuration: '1s',
  animationIterationCount: 'infinite',
  animationTimingFunction: 'steps(2, jump-none)',
} as const;

const useStyles = makeStyles({
  root: {
    overflowWrap: 'anywhere',
    '& p': { margin: '0 0 12px' },
    '& ul, & ol': { margin: '0 0 12px', paddingInlineStart: '20px' },
    '& li': { marginBottom: '6px' },
    '& li > p': { margin: '0 0 6px' },
    '& h3, & h4': {
      margin: '20px 0 8px',
      fontSize: '18px',
      lineHeight: '26px',
      fontWeight: tokens.fontWeightSemibold,
    },
    '& h4': { fontSize: tokens.fontSizeBase400 },
    '& strong': { fontWeight: tokens.fontWeightSemibold },
    '& blockquote': {
      margin: '0 0 12px',
      padding: '0 0 0 12px',
      color: tokens.colorNeutralForeground2,
      borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    },
    '& hr': {
      border: 'none',
      borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
      margin: '16px 0',
    },
    '& :not(pre) > code': {
      padding: '1px 4px',
      borderRadius: tokens.borderRadiusMedium,
      backgroundColor: tokens.colorNeutralBackground3,
      fontFamily: tokens.fontFamilyMonospace,
      fontSize: '0.9em',
    },
    '& [data-glue]': { whiteSpace: 'nowrap' },
    '& li::marker': { color: tokens.colorNeutralForeground3 },
    '& li:has(> [data-task])': { listStyleType: 'none', marginInlineStart: '-20px' },
  },
  // Whatever is copied, by hand too, is what is saved.
  unsaved: { userSelect: 'none', color: tokens.colorNeutralForeground3 },
  unsavedWords: { textDecorationLine: 'underline', textDecorationStyle: 'dotted', textUnderlineOffset: '5px' },
  badge: {
    marginInlineStart: '8px',
    padding: '1px 6px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'nowrap',
  },
  task: { marginInlineEnd: '4px', fontSize: '20px', verticalAlign: '-4px' },
  // The caret stands behind the last word.
  growing: {
    '& > p:last-child::after, & > h3:last-child::after, & > h4:last-child::after': caret,
    '& > blockquote:last-child > p:last-child::after': caret,
    '& > ul:last-child > li:last-child:not(:has(> p))::after, & > ul:last-child > li:last-child > p:last-child::after':
      caret,
    '& > ol:last-child > li:last-child:not(:has(> p))::after, & > ol:last-child > li:last-child > p:last-child::after':
      caret,
  },
});

type MarkdownProps = {
  source: string;
  /** More text follows. */
  isGrowing: boolean;
  /** Words that were shown behind it and are not saved. */
  unsaved: string;
  /** Numbers that have a citation. */
  cited: ReadonlySet<number>;
  chip: (number: number) => ReactNode;
};

// By context, so that a chip that opens does not rebuild the blocks around it and lose the focus.
const ChipContext = createContext<MarkdownProps['chip']>((number) => `[${number}]`);

/** A model's Markdown: no raw HTML, no pictures, nothing loaded from an address it names. */
export function Markdown({ source, isGrowing, unsaved, cited, chip }: MarkdownProps) {
  const styles = useStyles();
  const plugins = useMemo<Options['remarkPlugins']>(
    () => [remarkGfm, [citationMarks, { known: cited }]],
    [cited],
  );
  const lastPlugins = useMemo<Options['remarkPlugins']>(
    () => (unsaved === '' ? plugins : [...(plugins ?? []), [unsavedWords, { tail: unsaved }]]),
    [plugins, unsaved],
  );
  const blocks = splitBlocks(isGrowing ? settled(source) : source);
  if (unsaved !== '' && blocks.length === 0) blocks.push('');
  return (
    <ChipContext value={chip}>
      <div className={mergeClasses(styles.root, isGrowing && styles.growing)}>
        {blocks.map((block, at) => (
          <Block
            key={at}
            source={block}
            plugins={at === blocks.length - 1 ? lastPlugins : plugins}
            isOpen={isGrowing && at === blocks.length - 1}
          />
        ))}
      </div>
    </ChipContext>
  );
}

type BlockProps = {
  source: string;
  plugins: Options['remarkPlugins'];
  /** More of it follows. */
  isOpen: boolean;
};

const Block = memo(function Block({ source, plugins, isOpen }: BlockProps) {
  const code = isOpen ? GrowingCode : CodeBlock;
  return (
    <ReactMarkdown remarkPlugins={plugins} components={{ ...components, pre: code }}>
      {plainMath(source)}
    </ReactMarkdown>
  );
});

type Inner = { children?: ReactNode };

// Colours come when it is whole: they would change with every word.
function GrowingCode({ children }: Inner) {
  return <CodeBlock isPlain>{children}</CodeBlock>;
}

// The question is the h2 of its turn, so an answer's headings begin below it.
function Heading({ children }: Inner) {
  return <h3>{children}</h3>;
}

function SmallHeading({ children }: Inner) {
  return <h4>{children}</h4>;
}

function Anchor({ href, children }: Inner & { href?: string | undefined }) {
  const chip = useContext(ChipContext);
  const number = numberOf(href);
  if (number !== undefined) return chip(number);
  if (!href || !/^(https?|mailto):/i.test(href)) return children;
  return <LinkOut href={href}>{children}</LinkOut>;
}

/** A picture is never loaded: what it shows and where it is are words. */
function Picture({ alt, src }: { alt?: string | undefined; src?: string | Blob | undefined }) {
  return conversationText.picture(alt ?? '', typeof src === 'string' ? src : '');
}

/** A point of a list of things to do. */
function Task({ checked }: { checked?: boolean | undefined }) {
  const styles = useStyles();
  const Icon = checked ? CheckboxCheckedRegular : CheckboxUncheckedRegular;
  const label = checked ? conversationText.task.done : conversationText.task.open;
  return (
    <span data-task className={styles.task} role="img" aria-label={label}>
      <Icon aria-hidden />
    </span>
  );
}

type SpanProps = Inner & { 'data-glue'?: unknown; 'data-unsaved'?: unknown };

/** Only plugins of the page make spans. */
function Span(props: SpanProps) {
  const styles = useStyles();
  if (props['data-unsaved'] === undefined)
    return <span data-glue={props['data-glue']}>{props.children}</span>;
  return (
    <span data-aside data-testid="unsaved" className={styles.unsaved}>
      <span className={styles.unsavedWords}>{props.children}</span>
      <span className={styles.badge}>{strings.notice.notSaved}</span>
    </span>
  );
}

const components: Components = {
  span: Span,
  input: Task,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: SmallHeading,
  h5: SmallHeading,
  h6: SmallHeading,
  table: TableBlock,
  a: Anchor,
  img: Picture,
};
