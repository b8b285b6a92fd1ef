import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { KeyboardEvent } from 'react';
import type { ConversationMatch } from '../../api/types';
import { extraTokens } from '../../design/theme';
import { navigationStrings } from '../../text/navigation';
import { strings } from '../../text/strings';
import { ListSkeleton } from './ListSkeleton';
import { followLink, linkTo } from './router';
import { useMessageSearch } from './useMessageSearch';

const useStyles = makeStyles({
  count: {
    margin: '12px 8px 4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  none: {
    margin: '8px',
    padding: '12px 16px',
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'anywhere',
  },
  items: { listStyleType: 'none', margin: 0, padding: 0 },
  link: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    gap: '2px 8px',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  title: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  since: { alignSelf: 'center', color: tokens.colorNeutralForeground3 },
  snippet: {
    gridColumn: '1 / -1',
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
    overflowWrap: 'anywhere',
  },
  mark: {
    padding: '0 1px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: extraTokens.passageHighlight,
    color: extraTokens.paperInk,
  },
});

/** Messages with the words that are looked for, in place of the list. */
export function SearchResults({ words }: { words: string }) {
  const styles = useStyles();
  const [found, again] = useMessageSearch(words);
  const { search } = navigationStrings;
  if (found.status === 'searching') return <ListSkeleton />;
  if (found.status === 'failed') {
    return (
      <div className={styles.none} role="alert">
        {search.failed}
        <br />
        <Button size="small" appearance="transparent" onClick={again}>
          {strings.nav.retry}
        </Button>
      </div>
    );
  }
  const { matches } = found;
  if (matches.length === 0) {
    return (
      <p className={styles.none} role="status">
        {search.none(words)} {search.noneHint}
      </p>
    );
  }
  const conversations = new Set(matches.map((one) => one.conversation_id)).size;
  return (
    <>
      <p className={styles.count} role="status">
        {search.found(conversations, matches.length)}
      </p>
      <ul className={styles.items} aria-label={search.results} onKeyDown={stepThrough}>
        {matches.map((match, index) => (
          <li key={`${match.conversation_id} ${match.turn_id ?? ''} ${match.place} ${index}`}>
            <Result match={match} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Result({ match }: { match: ConversationMatch }) {
  const styles = useStyles();
  const turn = match.turn_id === undefined ? '' : `?turn=${match.turn_id}`;
  return (
    <a href={linkTo(`/c/${match.conversation_id}${turn}`)} className={styles.link} onClick={followLink}>
      <span className={styles.title} title={match.title}>
        {match.title}
      </span>
      <span className={styles.since}>{navigationStrings.search.since(match.created_at)}</span>
      <span className={styles.snippet}>
        {match.snippet.map((piece, index) =>
          piece.is_match ? (
            <mark key={index} className={styles.mark}>
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </span>
    </a>
  );
}

/** Arrow keys go through the results, as one expects of a list. */
function stepThrough(event: KeyboardEvent<HTMLUListElement>) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const links = [...event.currentTarget.querySelectorAll('a')];
  const at = links.findIndex((link) => link === document.activeElement);
  links[at + by]?.focus();
  event.preventDefault();
}
