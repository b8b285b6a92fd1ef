import { Button, FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { NavigationRegular, PanelLeftRegular } from '@fluentui/react-icons';
import { Suspense, lazy, useCallback, useEffect, useState } from 'react';
import { useMediaQuery } from './design/useMediaQuery';
import { useTheme } from './design/useTheme';
import { ConversationPage } from './features/conversation/ConversationPage';
import { NavigationDrawer } from './features/navigation/NavigationDrawer';
import { followLink, navigate, replacePath, routeOf, usePath } from './features/navigation/router';
import { SideBar } from './features/navigation/SideBar';
import { useConversationList } from './features/navigation/useConversationList';
import { useServerFacts } from './features/session/useServerFacts';
import { strings } from './text/strings';
import { useShortcuts } from './useShortcuts';

const DocumentsPage = lazy(async () => ({
  default: (await import('./features/documents/DocumentsPage')).DocumentsPage,
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
  page: { position: 'relative', display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  burger: {
    position: 'absolute',
    top: '12px',
    insetInlineStart: '16px',
    zIndex: 20,
    '@media (max-width: 639px)': {
      top: '6px',
      insetInlineStart: '4px',
      minWidth: '40px',
      width: '40px',
      height: '40px',
    },
  },
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
  missing: { padding: '72px 24px', margin: '0 auto' },
});

const hiddenKey = 'parlance.side-bar-hidden';

/** The page: side bar, route and theme. */
export function App() {
  const { theme, choice, choose } = useTheme();
  return (
    <FluentProvider theme={theme}>
      <Shell theme={choice} onTheme={choose} />
    </FluentProvider>
  );
}

type ShellProps = Pick<React.ComponentProps<typeof SideBar>, 'theme' | 'onTheme'>;

function Shell({ theme, onTheme }: ShellProps) {
  const styles = useStyles();
  const path = usePath();
  const route = routeOf(path);
  const conversations = useConversationList();
  const facts = useServerFacts();
  const isWide = useMediaQuery('(min-width: 1024px)');
  const [isHidden, setHidden] = useState(() => localStorage.getItem(hiddenKey) === '1');
  // The path where it was opened: going somewhere closes it.
  const [drawerAt, setDrawerAt] = useState<string>();
  const isDrawerOpen = drawerAt === path;
  const [isEvidenceOpen, setEvidenceOpen] = useState(false);
  const isRoomy = useMediaQuery('(min-width: 1280px)');
  const [newKey, setNewKey] = useState(0);

  useEffect(() => localStorage.setItem(hiddenKey, isHidden ? '1' : '0'), [isHidden]);

  const startNew = useCallback(() => {
    setNewKey((key) => key + 1);
    setDrawerAt(undefined);
    navigate('/');
  }, []);
  useShortcuts(startNew);
  const onStarted = useCallback((id: string) => replacePath(`/c/${id}`), []);

  const { reload: reloadList } = conversations;
  const bar = (kind: 'inline' | 'drawer') => (
    <SideBar
      route={route}
      conversations={conversations}
      documentCount={facts.documents?.length}
      personName={facts.personName}
      theme={theme}
      onTheme={onTheme}
      onNew={startNew}
      onClose={() => (kind === 'drawer' ? setDrawerAt(undefined) : setHidden(true))}
      kind={kind}
    />
  );
  const showsInline = isWide && !isHidden && (isRoomy || !isEvidenceOpen);
  return (
    <div className={styles.root}>
      <a
        className={styles.skip}
        href={route.page === 'documents' || route.page === 'missing' ? '#main' : '#question'}
      >
        {strings.skip}
      </a>
      {showsInline && <div className={styles.side}>{bar('inline')}</div>}
      {!isWide && isDrawerOpen && (
        <NavigationDrawer onClose={() => setDrawerAt(undefined)}>{bar('drawer')}</NavigationDrawer>
      )}
      <div className={styles.page}>
        {!showsInline && (
          <Button
            className={styles.burger}
            appearance="subtle"
            icon={isWide ? <PanelLeftRegular /> : <NavigationRegular />}
            aria-label={isWide ? strings.nav.show : strings.nav.open}
            title={isWide ? strings.nav.show : strings.nav.open}
            onClick={() => (isWide ? setHidden(false) : setDrawerAt(path))}
          />
        )}
        {(route.page === 'new' || route.page === 'conversation') && (
          <ConversationPage
            key={newKey}
            conversationId={route.page === 'conversation' ? route.id : undefined}
            title={
              conversations.items.find(
                (one) => route.page === 'conversation' && one.conversation_id === route.id,
              )?.title
            }
            models={facts.models}
            documents={facts.documents}
            charactersMax={facts.charactersMax}
            hasSideBar={showsInline}
            onNew={startNew}
            onStarted={onStarted}
            onEvidence={setEvidenceOpen}
            onChanged={reloadList}
          />
        )}
        {route.page === 'documents' && (
          <Suspense fallback={null}>
            <DocumentsPage onChanged={facts.reload} />
          </Suspense>
        )}
        {route.page === 'missing' && (
          <main id="main" className={styles.missing}>
            <h1>{strings.notFound.title}</h1>
            <a href="/" onClick={followLink}>
              {strings.notFound.home}
            </a>
          </main>
        )}
      </div>
    </div>
  );
}
