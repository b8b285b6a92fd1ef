import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { AddRegular, DismissRegular, DocumentMultipleRegular, PanelLeftRegular, PersonRegular } from '@fluentui/react-icons';
import { Mark } from '../../design/Mark';
import type { ThemeChoice } from '../../design/useTheme';
import { strings } from '../../text/strings';
import { groupByTime } from './groups';
import { followLink, type Route } from './router';
import { ThemeSwitch } from './ThemeSwitch';
import type { ConversationList } from './useConversationList';

const useStyles = makeStyles({
  root: {
    display: 'flex', flexDirection: 'column', height: '100%', boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground3, color: tokens.colorNeutralForeground1,
  },
  head: { display: 'flex', alignItems: 'center', gap: '10px', height: '56px', flexShrink: 0, padding: '0 8px 0 16px' },
  word: { flexGrow: 1, fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase400 },
  top: { padding: '4px 12px 12px' },
  block: { width: '100%' },
  list: { flexGrow: 1, overflowY: 'auto', padding: '0 8px 8px' },
  empty: {
    margin: '8px', padding: '12px 16px', textAlign: 'center', color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase300,
    border: `1px dashed ${tokens.colorNeutralStroke1}`, borderRadius: tokens.borderRadiusXLarge,
  },
  group: {
    margin: '12px 8px 4px', color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, fontWeight: tokens.fontWeightSemibold,
  },
  items: { listStyleType: 'none', margin: 0, padding: 0 },
  link: {
    position: 'relative', display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '36px',
    padding: '0 12px', boxSizing: 'border-box', borderRadius: tokens.borderRadiusMedium, color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none', fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300,
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    '@media (max-width: 639px)': { minHeight: '44px' },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1, color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold, boxShadow: `0 0 0 1px ${tokens.colorNeutralStroke2}`,
    '::before': {
      content: '""', position: 'absolute', insetInlineStart: 0, insetBlock: '9px', width: '3px', borderRadius: '3px',
      backgroundColor: tokens.colorCompoundBrandBackground,
    },
    '@media (forced-colors: active)': { forcedColorAdjust: 'none', backgroundColor: 'Highlight', color: 'HighlightText' },
    ':hover': { backgroundColor: tokens.colorNeutralBackground1 },
  },
  clip: { flexGrow: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  dot: { width: '8px', height: '8px', borderRadius: '50%', backgroundColor: tokens.colorCompoundBrandBackground, flexShrink: 0 },
  foot: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, padding: '8px' },
  count: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, fontVariantNumeric: 'tabular-nums' },
  who: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, padding: '8px 8px 4px 12px' },
  avatar: {
    display: 'grid', placeItems: 'center', width: '32px', height: '32px', borderRadius: '50%', flexShrink: 0,
    backgroundColor: tokens.colorBrandBackground2, color: tokens.colorBrandForeground2, fontSize: '16px',
  },
  name: { display: 'block', fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, fontWeight: tokens.fontWeightSemibold },
  hint: { display: 'block', fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground3 },
});

type SideBarProps = {
  route: Route;
  conversations: ConversationList;
  documentCount: number | undefined;
  personName: string | undefined;
  theme: ThemeChoice;
  onTheme: (to: ThemeChoice) => void;
  onNew: () => void;
  onClose: () => void;
  /** A drawer is closed, an inline bar is hidden. */
  kind: 'inline' | 'drawer';
};

/** Conversations and pages. */
export function SideBar(props: SideBarProps) {
  const styles = useStyles();
  const closes = props.kind === 'drawer' ? strings.nav.close : strings.nav.hide;
  return (
    <nav className={styles.root} aria-label={strings.nav.label}>
      <div className={styles.head}>
        <Mark />
        <span className={styles.word}>{strings.product}</span>
        <Button
          appearance="subtle"
          icon={props.kind === 'drawer' ? <DismissRegular /> : <PanelLeftRegular />}
          aria-label={closes}
          title={closes}
          onClick={props.onClose}
        />
      </div>
      <div className={styles.top}>
        <Button className={styles.block} icon={<AddRegular />} onClick={props.onNew}>
          {strings.nav.newConversation}
        </Button>
      </div>
      <div className={styles.list}>
        <Conversations route={props.route} list={props.conversations} />
      </div>
      <div className={styles.foot}>
        <a
          href="/documents"
          className={mergeClasses(styles.link, props.route.page === 'documents' && styles.current)}
          aria-current={props.route.page === 'documents' ? 'page' : undefined}
          onClick={followLink}
        >
          <DocumentMultipleRegular fontSize={20} />
          <span className={styles.clip}>{strings.nav.documents}</span>
          {props.documentCount !== undefined && (
            <span className={styles.count}>{strings.number(props.documentCount)}</span>
          )}
        </a>
        <Who name={props.personName} theme={props.theme} onTheme={props.onTheme} />
      </div>
    </nav>
  );
}

type WhoProps = { name: string | undefined; theme: ThemeChoice; onTheme: (to: ThemeChoice) => void };

function Who({ name, theme, onTheme }: WhoProps) {
  const styles = useStyles();
  return (
    <div className={styles.who}>
      <span className={styles.avatar}>
        <PersonRegular />
      </span>
      <span className={styles.clip}>
        <span className={styles.name}>{name}</span>
        <span className={styles.hint}>{strings.nav.onlyHere}</span>
      </span>
      <ThemeSwitch choice={theme} onChoose={onTheme} />
    </div>
  );
}

function Conversations({ route, list }: { route: Route; list: ConversationList }) {
  const styles = useStyles();
  if (list.status === 'loading') return <p className={styles.hint} role="status">{strings.nav.loading}</p>;
  if (list.status === 'failed') {
    return (
      <div className={styles.empty} role="alert">
        {strings.nav.failed}
        <br />
        <Button size="small" appearance="transparent" onClick={list.reload}>{strings.nav.retry}</Button>
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
                    className={mergeClasses(styles.link, isCurrent && styles.current)}
                    aria-current={isCurrent ? 'page' : undefined}
                    title={item.title}
                    onClick={followLink}
                  >
                    <span className={styles.clip}>{item.title}</span>
                    {item.is_running && <span className={styles.dot} role="img" aria-label={strings.nav.running} />}
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
