import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { memo, useMemo, type ReactNode } from 'react';
import ReactMarkdown, { type Components, type Options } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { strings } from '../../text/strings';
import { citationMarks, markPrefix, settled, splitBlocks } from './citationMarks';
import { CodeBlock } from './CodeBlock';

const caret = {
  content: '""', display: 'inline-block', width: '8px', height: '18px', marginInlineStart: '3px', verticalAlign: '-3px',
  borderRadius: tokens.borderRadiusSmall, backgroundColor: tokens.colorCompoundBrandBackground,
  animationName: { to: { opacity: 0.25 } }, animationDuration: '1s', animationIterationCount: 'infinite',
  animationTimingFunction: 'steps(2, jump-none)',
} as const;

const useStyles = makeStyles({
  root: {
    overflowWrap: 'anywhere',
    '& p': { margin: '0 0 12px' },
    '& ul, & ol': { margin: '0 0 12px', paddingInlineStart: '20px' },
    '& li': { marginBottom: '6px' },
    '& li > p': { margin: '0 0 6px' },
    '& h3, & h4': { margin: '20px 0 8px', fontSize: '18px', lineHeight: '26px', fontWeight: tokens.fontWeightSemibold },
    '& h4': { fontSize: tokens.fontSizeBase400 },
    '& strong': { fontWeight: tokens.fontWeightSemibold },
    '& blockquote': {
      margin: '0 0 12px', padding: '0 0 0 12px', color: tokens.colorNeutralForeground2,
      borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    },
    '& hr': { border: 'none', borderTop: `1px solid ${tokens.colorNeutralStroke2}`, margin: '16px 0' },
    '& :not(pre) > code': {
      padding: '1px 4px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3,
      fontFamily: tokens.fontFamilyMonospace, fontSize: '0.9em',
    },
    '& a': { color: tokens.colorBrandForegroundLink },
  },
  // The caret stands behind the last word.
  growing: {
    '& > p:last-child::after, & > h3:last-child::after, & > h4:last-child::after': caret,
    '& > ul:last-child > li:last-child:not(:has(> p))::after, & > ul:last-child > li:last-child > p:last-child::after': caret,
    '& > ol:last-child > li:last-child:not(:has(> p))::after, & > ol:last-child > li:last-child > p:last-child::after': caret,
  },
  scroll: {
    overflowX: 'auto', margin: '0 0 12px', border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusXLarge,
    '& table': { borderCollapse: 'collapse', width: '100%', fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
    '& th, & td': { padding: '8px 12px', textAlign: 'start', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
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

/** A model's Markdown: no raw HTML, no pictures, nothing loaded from an address it names. */
export function Markdown({ source, isGrowing, cited, chip }: MarkdownProps) {
  const styles = useStyles();
  const components = useMemo(() => shown(styles.scroll, chip), [styles.scroll, chip]);
  const plugins = useMemo<Options['remarkPlugins']>(() => [remarkGfm, [citationMarks, { known: cited }]], [cited]);
  return (
    <div className={mergeClasses(styles.root, isGrowing && styles.growing)}>
      {splitBlocks(isGrowing ? settled(source) : source).map((block, at) => (
        <Block key={at} source={block} components={components} plugins={plugins} />
      ))}
    </div>
  );
}

type BlockProps = { source: string; components: Components; plugins: Options['remarkPlugins'] };

const Block = memo(function Block({ source, components, plugins }: BlockProps) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components}>
      {source}
    </ReactMarkdown>
  );
});

function shown(scrollClass: string, chip: (number: number) => ReactNode): Components {
  // The question is the h2 of its turn, so an answer's headings begin below it.
  const heading = ({ children }: { children?: ReactNode }) => <h3>{children}</h3>;
  const small = ({ children }: { children?: ReactNode }) => <h4>{children}</h4>;
  return {
    h1: heading, h2: heading, h3: heading, h4: small, h5: small, h6: small,
    table: ({ children }) => (
      <div className={scrollClass} tabIndex={0} role="region" aria-label="Table">
        <table>{children}</table>
      </div>
    ),
    img: ({ alt }) => <>{alt}</>,
    pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
    a: ({ href, children }) => {
      if (href?.startsWith(markPrefix)) return <>{chip(Number(href.slice(markPrefix.length)))}</>;
      if (!href || !/^(https?|mailto):/i.test(href)) return <>{children}</>;
      return (
        <a href={href} target="_blank" rel="noreferrer noopener nofollow" title={strings.conversation.openElsewhere(href)}>
          {children}
        </a>
      );
    },
  };
}
