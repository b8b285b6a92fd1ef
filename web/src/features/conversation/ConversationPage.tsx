import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { DocumentItem, ModelChoice } from '../../api/types';
import { strings } from '../../text/strings';
import { Composer } from './Composer';
import { ConversationBar } from './ConversationBar';
import type { ConversationView } from './conversationReducer';
import { runningTurn } from './conversationReducer';
import { Dock } from './Dock';
import type { OpenSource } from './Evidence';
import { Evidence } from './Evidence';
import { FirstScreen } from './FirstScreen';
import { TurnArticle } from './TurnArticle';
import type { TurnView } from './turnReducer';
import { useAnnouncements } from './useAnnouncements';
import { useConversation } from './useConversation';
import { useFollowBottom } from './useFollowBottom';
import { useSlowly } from './useSlowly';

const useStyles = makeStyles({
  root: { display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  main: {
    display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, overflowY: 'auto', outlineStyle: 'none',
    scrollPaddingTop: '64px', scrollPaddingBottom: '160px',
  },
  thread: {
    flexGrow: 1, flexShrink: 0, width: '100%', maxWidth: '752px', margin: '0 auto', padding: '16px 24px 0', boxSizing: 'border-box',
    '@media (max-width: 639px)': { padding: '16px 16px 0' },
  },
  firstThread: { maxWidth: '808px' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase300, padding: '24px 0' },
  hidden: {
    position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap',
  },
});

type ConversationPageProps = {
  conversationId: string | undefined;
  title: string | undefined;
  models: ModelChoice[];
  documents: DocumentItem[] | undefined;
  charactersMax: number;
  hasSideBar: boolean;
  onNew: () => void;
  onStarted: (conversationId: string) => void;
  onChanged: () => void;
  /** The evidence has come beside the conversation, or has gone. */
  onEvidence: (isOpen: boolean) => void;
};

const isTouch = () => window.matchMedia('(pointer: coarse)').matches;
const silentMs = 2_000;

/** A conversation, or the first screen of a new one. */
export function ConversationPage(props: ConversationPageProps) {
  const styles = useStyles();
  const [draft, setDraft] = useState('');
  const [view, actions] = useConversation({
    ...props,
    onAccepted: (question) => setDraft((now) => (now.trim() === question.trim() ? '' : now)),
    onRefused: (question) => setDraft((now) => (now.trim() === '' ? question : now)),
  });
  const [chosen, setChosen] = useState<string>();
  const main = useRef<HTMLElement>(null);
  const thread = useRef<HTMLDivElement>(null);
  const last = view.turns.at(-1);
  const running = runningTurn(view);
  const { isAway, jump, leave } = useFollowBottom(main, thread);
  const { source, openSource, moveSource, closeSource } = useSource(props.onEvidence);
  const isSlowlyLost = useSlowly(view.isLost, silentMs);
  const said = useAnnouncements(last, isSlowlyLost);
  useOpeningAtLastQuestion(view, main, jump);
  useHeadingFocus(props.conversationId, last?.isAskedHere ?? false, main);

  const model = chosen ?? props.models.find((one) => one.is_default)?.model ?? '';
  const isFirst = view.turns.length === 0 && props.conversationId === undefined;
  const title = isFirst
    ? strings.nav.newConversation
    : (props.title ?? view.title ?? last?.question ?? strings.conversation.untitled);
  useEffect(() => {
    document.title = `${title} · ${strings.product}`;
  }, [title]);

  const ask = useCallback((text: string) => actions.ask(text, model), [actions, model]);
  const askAgain = useCallback(
    (turn: TurnView) => actions.ask(turn.question, model, turn.parentId ?? null),
    [actions, model],
  );
  const openHere = useCallback(
    (turnId: string, number: number) => {
      leave();
      openSource({ turnId, number });
    },
    [leave, openSource],
  );

  const placeholder = isFirst ? strings.composer.placeholder : strings.composer.followUp;
  const composer = (
    <Composer
      value={draft}
      onValue={setDraft}
      onSend={() => ask(draft)}
      onStop={actions.stop}
      isRunning={running !== undefined}
      isStopping={view.isStopping}
      placeholder={running ? strings.composer.meanwhile : placeholder}
      charactersMax={props.charactersMax}
      models={props.models}
      model={model}
      onModel={setChosen}
      refused={view.refused}
      autoFocus={!isTouch()}
    />
  );
  return (
    <div className={styles.root}>
      <main ref={main} className={styles.main} id="main" tabIndex={-1}>
        <ConversationBar title={title} isHeading={!isFirst} hasSideBar={props.hasSideBar} onNew={props.onNew} />
        <div ref={thread} className={mergeClasses(styles.thread, isFirst && styles.firstThread)}>
          {isFirst ? (
            <FirstScreen
              model={props.models.find((one) => one.model === model)}
              documents={props.documents} composer={composer} onExample={ask}
            />
          ) : (
            <Turns view={view} models={props.models} source={source} onOpenSource={openHere} onTryAgain={running ? undefined : askAgain} />
          )}
        </div>
        {!isFirst && (
          <Dock isAway={isAway} isWriting={running !== undefined} isLost={isSlowlyLost} onJump={jump}>
            {composer}
          </Dock>
        )}
        <div className={styles.hidden} role="status" aria-live="polite">{said}</div>
      </main>
      <Evidence turns={view.turns} open={source} onOpen={moveSource} onClose={closeSource} />
    </div>
  );
}

/** The source that is open; closing gives the focus back to what opened it. */
function useSource(onEvidence: (isOpen: boolean) => void) {
  const [source, setSource] = useState<OpenSource>();
  const opener = useRef<HTMLElement>(null);
  const isOpen = source !== undefined;
  useEffect(() => {
    onEvidence(isOpen);
    return () => onEvidence(false);
  }, [isOpen, onEvidence]);
  const openSource = useCallback((open: OpenSource) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setSource(open);
  }, []);
  const closeSource = useCallback(() => {
    setSource(undefined);
    queueMicrotask(() => opener.current?.focus());
  }, []);
  return { source, openSource, moveSource: setSource, closeSource };
}

/** Once per conversation, at its last question; when one is asked, with the question at the top. */
function useOpeningAtLastQuestion(view: ConversationView, main: React.RefObject<HTMLElement | null>, jump: () => void) {
  const last = view.turns.at(-1);
  const lastId = last?.id;
  const isAskedHere = last?.isAskedHere ?? false;
  useLayoutEffect(() => {
    if (lastId === undefined) return;
    if (isAskedHere) jump();
    else main.current?.querySelector(`[data-turn="${lastId}"]`)?.scrollIntoView({ block: 'start' });
  }, [lastId, isAskedHere, main, jump]);
}

/** Going to another conversation puts the focus on its title; starting one leaves it in the composer. */
function useHeadingFocus(id: string | undefined, isOwnStart: boolean, main: React.RefObject<HTMLElement | null>) {
  const shown = useRef(id);
  useEffect(() => {
    if (shown.current === id) return;
    shown.current = id;
    if (!isOwnStart) main.current?.querySelector('h1')?.focus();
  }, [id, isOwnStart, main]);
}

type TurnsProps = {
  view: ConversationView;
  models: ModelChoice[];
  source: OpenSource | undefined;
  onOpenSource: (turnId: string, number: number) => void;
  onTryAgain: ((turn: TurnView) => void) | undefined;
};

function Turns({ view, models, source, onOpenSource, onTryAgain }: TurnsProps) {
  const styles = useStyles();
  const isSlow = useSlowly(view.status === 'loading', 200);
  switch (view.status) {
    case 'loading':
      return isSlow && <p className={styles.quiet} role="status">{strings.conversation.loading}</p>;
    case 'missing':
      return <p className={styles.quiet} role="alert">{strings.conversation.notFound}</p>;
    case 'failed':
      return <p className={styles.quiet} role="alert">{strings.conversation.failed}</p>;
    case 'ready':
      return view.turns.map((turn, at) => (
        <TurnArticle
          key={turn.id}
          turn={turn}
          isSending={view.sending === turn.id}
          isLast={at === view.turns.length - 1}
          modelTitle={models.find((one) => one.model === turn.model)?.title ?? turn.model}
          openSource={source?.turnId === turn.id ? source.number : undefined}
          onOpenSource={onOpenSource}
          onTryAgain={onTryAgain}
        />
      ));
  }
}
