import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { strings } from '../../text/strings';
import { groupByTime } from './groups';
import { useLinkStyles } from './navigationStyles';
import { followLink, type Route } from './router';
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
  dot: {
    width: '8px',
    height: '8px',
    borderRadius: '50%',
    backgroundColor: tokens.colorCompoundBrandBackground,
    flexShrink: 0,
  },
  block: { width: '100%' },
  hint: {
    display: 'block',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
});

/** The conversations, the newest first, under when they were last used. */
export function Conversations({ route, list }: { route: Route; list: ConversationList }) {
  const styles = useStyles();
  const links = useLinkStyles();
  if (list.status === 'loading') {
    return (
      <p className={styles.hint} role="status">
        {strings.nav.loading}
      </p>
    );
  }
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
  return (
    <>
      {groupByTime(list.items).map((group) => (
        <section key={group.label} aria-label={group.label}>
          <p className={styles.group}>{group.label}</p>
          <ul className={styles.items}>
            {group.items.map((item) => {
              const isCurrent = route.page === 'conversation' && route.id === item.conversation_id;
              return (
                <li key={item.conversation_id}>
                  <a
                    href={`/c/${item.conversation_id}`}
                    className={mergeClasses(links.link, isCurrent && links.current)}
                    aria-current={isCurrent ? 'page' : undefined}
                    title={item.title}
                    onClick={followLink}
                  >
                    <span className={links.clip}>{item.title}</span>
                    {item.is_running && (
                      <span className={styles.dot} role="img" aria-label={strings.nav.running} />
                    )}
                  </a>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      {list.hasMore && (
        <Button className={styles.block} size="small" appearance="subtle" onClick={list.loadMore}>
          {strings.nav.more}
        </Button>
      )}
    </>
  );
}
