import { makeStyles, tokens } from '@fluentui/react-components';
import { extraTokens } from '../../design/theme';
import { overlaps, type Words } from './pageBlocks';
import type { TextRange } from './quoteMatch';

export const useMarkStyles = makeStyles({
  mark: {
    padding: '2px 0',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: extraTokens.passageHighlight,
    color: extraTokens.paperInk,
    '@media (forced-colors: active)': {
      backgroundColor: 'Mark',
      color: 'MarkText',
      forcedColorAdjust: 'none',
    },
  },
});

/** Words with the quoted ones marked. */
export function Marked({ words, marks }: { words: Words; marks: TextRange[] }) {
  const styles = useMarkStyles();
  const here = { start: words.start, end: words.start + words.text.length };
  const parts: React.ReactNode[] = [];
  let at = here.start;
  for (const mark of marks.filter((one) => overlaps(one, here))) {
    const start = Math.max(mark.start, at);
    const end = Math.min(mark.end, here.end);
    parts.push(words.text.slice(at - here.start, start - here.start));
    parts.push(
      <mark key={start} data-quoted className={styles.mark}>
        {words.text.slice(start - here.start, end - here.start)}
      </mark>,
    );
    at = end;
  }
  parts.push(words.text.slice(at - here.start));
  return <>{parts}</>;
}
