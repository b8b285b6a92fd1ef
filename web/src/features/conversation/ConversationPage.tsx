import { makeStyles, mergeClasses } from '@fluentui/react-components';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DocumentItem, ModelChoice } from '../../api/types';
import { strings } from '../../text/strings';
import { Composer } from './Composer';
import { ConversationBar } from './ConversationBar';
import { runningTurn } from './conversationReducer';
import { Dock } from './Dock';
import { Evidence } from '../evidence/Evidence';
import { FirstScreen } from './FirstScreen';
import type { TurnView } from './turnReducer';
import { Turns } from './Turns';
import { useAnnouncements } from './useAnnouncements';
import { useConversation } from './useConversation';
import { useFollowBottom } from './useFollowBottom';
import { useHeadingFocus, useOpeningAtLastQuestion } from './useReadingPlace';
import { useSlowly } from './useSlowly';
import { useSource } from './useSource';

const useStyles = makeStyles({
  root: { display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  main: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    overflowY: 'auto',
    outlineStyle: 'none',
    scrollPaddingTop: '64px',
    scrollPaddingBottom: '160px',
  },
  thread: {
    flexGrow: 1,
    flexShrink: 0,
    width: '100%',
    maxWidth: '752px',
    margin: '0 auto',
    padding: '16px 24px 0',
    boxSizing: 'border-box',
    '@media (max-width: 639px)': { padding: '16px 16px 0' },
  },
  firstThread: { maxWidth: '808px' },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
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
  const { source, openSource, moveSource, closeSource } = useSource(view.turns, props.onEvidence);
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
        <ConversationBar
          title={title}
          isHeading={!isFirst}
          hasSideBar={props.hasSideBar}
          onNew={props.onNew}
        />
        <div ref={thread} className={mergeClasses(styles.thread, isFirst && styles.firstThread)}>
          {isFirst ? (
            <FirstScreen
              model={props.models.find((one) => one.model === model)}
              documents={props.documents}
              composer={composer}
              onExample={ask}
            />
          ) : (
            <Turns
              view={view}
              models={props.models}
              source={source}
              onOpenSource={openHere}
              onTryAgain={running ? undefined : askAgain}
            />
          )}
        </div>
        {!isFirst && (
          <Dock
            isAway={isAway}
            isWriting={running !== undefined}
            isLost={isSlowlyLost}
            onJump={jump}
          >
            {composer}
          </Dock>
        )}
        <div className={styles.hidden} role="status" aria-live="polite">
          {said}
        </div>
      </main>
      <Evidence turns={view.turns} open={source} onOpen={moveSource} onClose={closeSource} />
    </div>
  );
}
