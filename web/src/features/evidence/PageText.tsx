import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import { extraTokens } from '../../design/theme';
import { evidenceStrings } from '../../text/evidence';
import { Marked } from './Marked';
import { RowTable } from './RowTable';
import { blocksOf, overlaps, type Block, type DocumentPageText, type Words } from './pageBlocks';
import type { TextRange } from './quoteMatch';

const useStyles = makeStyles({
  paper: {
    position: 'relative',
    boxSizing: 'border-box',
    padding: '32px 40px 40px',
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow4,
    backgroundColor: extraTokens.paper,
    color: extraTokens.paperInk,
    fontSize: '15px',
    lineHeight: '24px',
    overflowWrap: 'anywhere',
    '@media (max-width: 639px)': { padding: '24px 20px 40px' },
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  wide: { padding: '20px 16px 36px' },
  slide: { minHeight: 'min(56vw, 292px)', borderRadius: tokens.borderRadiusXLarge },
  heading: {
    margin: '20px 0 8px',
    fontWeight: tokens.fontWeightSemibold,
    ':first-child': { marginTop: 0 },
  },
  heading3: { fontSize: '20px', lineHeight: '28px' },
  heading4: { fontSize: '17px', lineHeight: '24px' },
  heading5: { fontSize: '15px', lineHeight: '24px' },
  paragraph: { margin: '0 0 12px', whiteSpace: 'pre-wrap' },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: '20px',
  },
  quoted: {
    position: 'relative',
    '::before': {
      content: '""',
      position: 'absolute',
      insetBlock: '2px',
      insetInlineStart: '-18px',
      width: '4px',
      borderRadius: '2px',
      backgroundColor: extraTokens.passageEdge,
      '@media (max-width: 639px)': { insetInlineStart: '-12px' },
      '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
    },
  },
  list: { margin: '0 0 12px', paddingInlineStart: '22px' },
  folio: {
    position: 'absolute',
    bottom: '12px',
    insetInlineEnd: '20px',
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    color: extraTokens.paperInk,
  },
});

type PageTextProps = { page: DocumentPageText; quote: string; passageId: string };

/** The text of a page, clean: nothing of the document's own markup is used. */
export function PageText({ page, quote, passageId }: PageTextProps) {
  const styles = useStyles();
  const blocks = useMemo(() => blocksOf(page, quote, passageId), [page, quote, passageId]);
  const isTable = blocks.length > 0 && blocks.every((one) => one.kind !== 'paragraph');
  return (
    <div
      className={mergeClasses(
        styles.paper,
        page.kind === 'slide' && styles.slide,
        isTable && blocks.some((one) => one.kind === 'table') && styles.wide,
      )}
    >
      {blocks.length === 0 && <p className={styles.paragraph}>{evidenceStrings.empty}</p>}
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} isCode={isCode(page.media_type)} />
      ))}
      {page.page_count > 1 && <span className={styles.folio}>{page.page}</span>}
    </div>
  );
}

const codeTypes = /^(text\/x-|application\/(json|xml|javascript|x-))|^text\/xml/u;
const isCode = (mediaType: string) => codeTypes.test(mediaType);

function BlockView({ block, isCode: asCode }: { block: Block; isCode: boolean }) {
  const styles = useStyles();
  switch (block.kind) {
    case 'heading':
      return <Heading text={block.text} level={block.level} />;
    case 'table':
      return <RowTable table={block} />;
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul';
      return (
        <List className={styles.list}>
          {block.items.map((item) => (
            <li key={item.start} className={mergeClasses(isQuoted(item, block.marks) && styles.quoted)}>
              <Marked words={item} marks={block.marks} />
            </li>
          ))}
        </List>
      );
    }
    case 'paragraph':
      return (
        <p
          className={mergeClasses(
            styles.paragraph,
            asCode && styles.code,
            isQuoted(block.words, block.marks) && styles.quoted,
          )}
        >
          <Marked words={block.words} marks={block.marks} />
        </p>
      );
  }
}

function isQuoted(words: Words, marks: TextRange[]): boolean {
  const here = { start: words.start, end: words.start + words.text.length };
  return marks.some((mark) => overlaps(mark, here));
}

function Heading({ text, level }: { text: string; level: number }) {
  const styles = useStyles();
  const Tag = level <= 3 ? 'h3' : level === 4 ? 'h4' : level === 5 ? 'h5' : 'h6';
  const size = level <= 3 ? styles.heading3 : level === 4 ? styles.heading4 : styles.heading5;
  return <Tag className={mergeClasses(styles.heading, size)}>{text}</Tag>;
}
