import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { ConversationSummary } from '../../api/types';
import { strings } from '../../text/strings';
import { ConversationRow } from './ConversationRow';
import { ListSkeleton } from './ListSkeleton';
import { groupByTime } from './groups';
import { navigate, type Route } from './router';
import type { ConversationList } from './useConversationList';

const useStyles = makeStyles({
  empty: {
    margin: '8px',
    padding: '12px 16px',
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusXLarge,
  },
  group: {
    margin: '12px 8px 4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  items: { listStyleType: 'none', margin: 0, padding: 0 },
  block: { width: '100%' },
});

/** The conversations, the newest first, under when they were last used. */
export function Conversations({ route, list }: { route: Route; list: ConversationList }) {
  const styles = useStyles();
  const [focused, setFocused] = useState<string>();
  if (list.status === 'loading') return <ListSkeleton />;
  if (list.status === 'failed') {
    return (
      <div className={styles.empty} role="alert">
        {strings.nav.failed}
        <br />
        <Button size="small" appearance="transparent" onClick={list.reload}>
          {strings.nav.retry}
        </Button>
      </div>
    );
  }
  if (list.items.length === 0) return <p className={styles.empty}>{strings.nav.empty}</p>;
  const isCurrent = (item: ConversationSummary) =>
    route.page === 'conversation' && route.id === item.conversation_id;
  const remove = (item: ConversationSummary) => {
    const at = list.items.indexOf(item);
    setFocused((list.items[at + 1] ?? list.items[at - 1])?.conversation_id);
    list.remove(item);
    if (isCurrent(item)) navigate('/');
  };
  return (
    <>
      {groupByTime(list.items).map((group) => (
        <section key={group.label} aria-label={group.label}>
          <p className={styles.group}>{group.label}</p>
          <ul className={styles.items}>
            {group.items.map((item) => (
              <ConversationRow
                key={item.conversation_id}
                item={item}
                isCurrent={isCurrent(item)}
                problem={list.problems.get(item.conversation_id)}
                isFocused={focused === item.conversation_id}
                onRename={(title) => list.rename(item.conversation_id, title)}
                onDelete={() => remove(item)}
                onDismissProblem={() => list.dismissProblem(item.conversation_id)}
              />
            ))}
          </ul>
        </section>
      ))}
      {list.hasMore && <More key={list.items.length} onMore={list.loadMore} />}
    </>
  );
}

/** Earlier ones come by themselves when the end of the list is near. */
function More({ onMore }: { onMore: () => void }) {
  const styles = useStyles();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current || !('IntersectionObserver' in window)) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        onMore();
      },
      { rootMargin: '200px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [onMore]);
  return (
    <div ref={end}>
      <Button className={styles.block} size="small" appearance="subtle" onClick={onMore}>
        {strings.nav.more}
      </Button>
    </div>
  );
}
