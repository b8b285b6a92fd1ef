import { Suspense, lazy, useCallback } from 'react';
import { LoadBoundary } from './design/LoadBoundary';
import type { ThemeChoice } from './design/useTheme';
import { ConversationPage } from './features/conversation/ConversationPage';
import { navigate, replacePath, type Route } from './features/navigation/router';
import type { ConversationList } from './features/navigation/useConversationList';
import type { ServerFacts } from './features/session/useServerFacts';

const DocumentsPage = lazy(async () => ({
  default: (await import('./features/documents/DocumentsPage')).DocumentsPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('./features/settings/SettingsPage')).SettingsPage,
}));
const MissingPage = lazy(async () => ({
  default: (await import('./features/navigation/MissingPage')).MissingPage,
}));

type PagesProps = {
  route: Route;
  /** Another one for every new conversation. */
  newKey: number;
  conversations: ConversationList;
  facts: ServerFacts;
  theme: ThemeChoice;
  onTheme: (to: ThemeChoice) => void;
  hasSideBar: boolean;
  onNew: () => void;
  onEvidence: (isOpen: boolean) => void;
};

/** What the address names. Everything but the conversation comes when it is gone to. */
export function Pages(props: PagesProps) {
  return (
    <LoadBoundary key={isConversation(props.route) ? 'conversation' : props.route.page}>
      <Suspense fallback={<main id="main" />}>
        <PageOf {...props} />
      </Suspense>
    </LoadBoundary>
  );
}

function PageOf(props: PagesProps) {
  const { route, conversations, facts } = props;
  const onStarted = useCallback((id: string) => replacePath(`/c/${id}`), []);
  switch (route.page) {
    case 'documents':
      return <DocumentsPage bytesMax={facts.uploadBytesMax} />;
    case 'settings':
      return <SettingsPage theme={props.theme} onTheme={props.onTheme} facts={facts} />;
    case 'missing':
      return <MissingPage />;
    case 'new':
    case 'conversation': {
      const id = route.page === 'conversation' ? route.id : undefined;
      const summary = conversations.items.find((one) => one.conversation_id === id);
      return (
        <ConversationPage
          key={props.newKey}
          conversationId={id}
          title={summary?.title}
          models={facts.models}
          documents={facts.documents}
          charactersMax={facts.charactersMax}
          hasSideBar={props.hasSideBar}
          onNew={props.onNew}
          onStarted={onStarted}
          onEvidence={props.onEvidence}
          onChanged={conversations.reload}
          onDelete={
            summary &&
            (() => {
              conversations.remove(summary);
              navigate('/');
            })
          }
        />
      );
    }
  }
}

/** A new conversation that gets its id stays the same page. */
function isConversation(route: Route): boolean {
  return route.page === 'new' || route.page === 'conversation';
}
