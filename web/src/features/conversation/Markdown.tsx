import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { createContext, memo, useContext, useMemo, type ReactNode } from 'react';
import ReactMarkdown, { type Components, type Options } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { strings } from '../../text/strings';
import { citationMarks, numberOf, settled, splitBlocks } from './citationMarks';
import { CodeBlock } from './CodeBlock';

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
    '& a': { color: tokens.colorBrandForegroundLink },
  },
  // The caret stands behind the last word.
  growing: {
    '& > p:last-child::after, & > h3:last-child::after, & > h4:last-child::after': caret,
    '& > ul:last-child > li:last-child:not(:has(> p))::after, & > ul:last-child > li:last-child > p:last-child::after':
      caret,
    '& > ol:last-child > li:last-child:not(:has(> p))::after, & > ol:last-child > li:last-child > p:last-child::after':
      caret,
  },
  scroll: {
    overflowX: 'auto',
    margin: '0 0 12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    '& table': {
      borderCollapse: 'collapse',
      width: '100%',
      fontSize: tokens.fontSizeBase300,
      lineHeight: tokens.lineHeightBase300,
    },
    '& th, & td': {
      padding: '8px 12px',
      textAlign: 'start',
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    },
    '& th': { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
    '& tr:last-child td': { borderBottom: 'none' },
  },
});

type MarkdownProps = {
  source: string;
  /** More text follows. */
  isGrowing: boolean;
  /** Numbers that have a citation. */
  cited: ReadonlySet<number>;
  chip: (number: number) => ReactNode;
};

// By context, so that a chip that opens does not rebuild the blocks around it and lose the focus.
const ChipContext = createContext<MarkdownProps['chip']>((number) => `[${number}]`);

/** A model's Markdown: no raw HTML, no pictures, nothing loaded from an address it names. */
export function Markdown({ source, isGrowing, cited, chip }: MarkdownProps) {
  const styles = useStyles();
  const plugins = useMemo<Options['remarkPlugins']>(
    () => [remarkGfm, [citationMarks, { known: cited }]],
    [cited],
  );
  return (
    <ChipContext value={chip}>
      <div className={mergeClasses(styles.root, isGrowing && styles.growing)}>
        {splitBlocks(isGrowing ? settled(source) : source).map((block, at) => (
          <Block key={at} source={block} plugins={plugins} />
        ))}
      </div>
    </ChipContext>
  );
}

type BlockProps = { source: string; plugins: Options['remarkPlugins'] };

const Block = memo(function Block({ source, plugins }: BlockProps) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components}>
      {source}
    </ReactMarkdown>
  );
});

type Inner = { children?: ReactNode };

// The question is the h2 of its turn, so an answer's headings begin below it.
function Heading({ children }: Inner) {
  return <h3>{children}</h3>;
}

function SmallHeading({ children }: Inner) {
  return <h4>{children}</h4>;
}

function Table({ children }: Inner) {
  const styles = useStyles();
  return (
    <div
      className={styles.scroll}
      tabIndex={0}
      role="region"
      aria-label={strings.conversation.table}
    >
      <table>{children}</table>
    </div>
  );
}

function Anchor({ href, children }: Inner & { href?: string | undefined }) {
  const chip = useContext(ChipContext);
  const number = numberOf(href);
  if (number !== undefined) return chip(number);
  if (!href || !/^(https?|mailto):/i.test(href)) return children;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener nofollow"
      title={strings.conversation.openElsewhere(href)}
    >
      {children}
    </a>
  );
}

function Picture({ alt }: { alt?: string | undefined }) {
  return alt;
}

const components: Components = {
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: SmallHeading,
  h5: SmallHeading,
  h6: SmallHeading,
  table: Table,
  pre: CodeBlock,
  a: Anchor,
  img: Picture,
};
