import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { Suspense, lazy, useCallback, useMemo, useState } from 'react';
import { Toasts } from './design/Toasts';
import { SkipLink } from './design/SkipLink';
import { useMediaQuery } from './design/useMediaQuery';
import { useTheme, type ThemeChoice } from './design/useTheme';
import { NavigationDrawer } from './features/navigation/NavigationDrawer';
import { navigate, routeOf, usePath } from './features/navigation/router';
import { ShowSideBar } from './features/navigation/ShowSideBar';
import { SideBar } from './features/navigation/SideBar';
import { useConversationList } from './features/navigation/useConversationList';
import { useSideBar } from './features/navigation/useSideBar';
import { ConnectionBar } from './features/session/ConnectionBar';
import { ServerNotices } from './features/session/ServerNotices';
import { useReachability } from './features/session/useReachability';
import { useServerFacts } from './features/session/useServerFacts';
import { Pages } from './Pages';
import { shellStrings } from './text/shell';
import { strings } from './text/strings';
import { useShortcuts } from './useShortcuts';

const KeysDialog = lazy(async () => ({
  default: (await import('./features/settings/KeysDialog')).KeysDialog,
}));

const useStyles = makeStyles({
  root: {
    height: '100dvh',
    display: 'flex',
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  side: {
    width: '280px',
    flexShrink: 0,
    boxSizing: 'border-box',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  frame: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  page: { position: 'relative', display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  skip: {
    position: 'absolute',
    top: '-100px',
    insetInlineStart: '8px',
    zIndex: 100,
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    ':focus': { top: '8px' },
  },
});

/** The page: side bar, route and theme. */
export function App() {
  const { theme, choice, choose } = useTheme();
  return (
    <FluentProvider theme={theme}>
      <Shell theme={choice} onTheme={choose} />
    </FluentProvider>
  );
}

type ShellProps = { theme: ThemeChoice; onTheme: (to: ThemeChoice) => void };

function Shell({ theme, onTheme }: ShellProps) {
  const styles = useStyles();
  const path = usePath();
  const route = routeOf(path);
  const conversations = useConversationList();
  const facts = useServerFacts();
  const isWide = useMediaQuery('(min-width: 1024px)');
  const isRoomy = useMediaQuery('(min-width: 1280px)');
  const [isEvidenceOpen, setEvidenceOpen] = useState(false);
  const sideBar = useSideBar(path, isWide && (isRoomy || !isEvidenceOpen));
  const [newKey, setNewKey] = useState(0);
  const [showsKeys, setShowsKeys] = useState(false);

  const { reload: reloadFacts } = facts;
  const { reload: reloadList } = conversations;
  const onBack = useCallback(() => {
    reloadFacts();
    reloadList();
  }, [reloadFacts, reloadList]);
  const [reachability, tryNow] = useReachability(onBack);

  const { closeDrawer, search } = sideBar;
  const startNew = useCallback(() => {
    setNewKey((key) => key + 1);
    closeDrawer();
    navigate('/');
  }, [closeDrawer]);
  const shortcuts = useMemo(
    () => ({ onNew: startNew, onSearch: search, onKeys: () => setShowsKeys((is) => !is) }),
    [startNew, search],
  );
  useShortcuts(shortcuts);

  const isAsking = route.page === 'new' || route.page === 'conversation';
  const notices = facts.me?.notices ?? []; // an older server has none
  const bar = (kind: 'inline' | 'drawer') => (
    <SideBar
      route={route}
      conversations={conversations}
      documentCount={facts.documents?.length}
      personName={facts.me?.display_name}
      isOpenToAnyone={notices.some(({ kind: of }) => of === 'open_to_anyone')}
      isSearchWanted={sideBar.isSearchWanted}
      onSearchTaken={sideBar.onSearchTaken}
      onNew={startNew}
      onClose={kind === 'drawer' ? sideBar.closeDrawer : sideBar.hide}
      kind={kind}
    />
  );
  return (
    <div className={styles.root}>
      <SkipLink to={isAsking ? 'question' : 'main'} className={styles.skip}>
        {isAsking ? strings.skip : shellStrings.skipToMain}
      </SkipLink>
      {sideBar.isInline && <div className={styles.side}>{bar('inline')}</div>}
      {sideBar.isDrawerOpen && (
        <NavigationDrawer onClose={sideBar.closeDrawer}>
          {bar('drawer')}
          <Toasts />
        </NavigationDrawer>
      )}
      <div className={styles.frame}>
        <ConnectionBar state={reachability} onTryNow={tryNow} />
        <ServerNotices notices={notices} />
        <div className={styles.page}>
          {!sideBar.isInline && <ShowSideBar isWide={isWide} onShow={sideBar.show} />}
          <Pages
            route={route}
            newKey={newKey}
            conversations={conversations}
            facts={facts}
            theme={theme}
            onTheme={onTheme}
            hasSideBar={sideBar.isInline}
            onNew={startNew}
            onEvidence={setEvidenceOpen}
          />
        </div>
      </div>
      {!sideBar.isDrawerOpen && <Toasts />}
      {showsKeys && (
        <Suspense fallback={null}>
          <KeysDialog onClose={() => setShowsKeys(false)} />
        </Suspense>
      )}
    </div>
  );
}
