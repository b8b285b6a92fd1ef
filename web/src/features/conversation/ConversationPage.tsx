import { makeStyles, mergeClasses } from '@fluentui/react-components';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { renameConversation, restoreConversation } from '../../api/conversations';
import { pageStreams } from '../../api/pageStreams';
import type { DocumentItem, ModelChoice } from '../../api/types';
import { strings } from '../../text/strings';
import { Evidence } from '../evidence/Evidence';
import { useSearch } from '../navigation/router';
import { Announcer } from './Announcer';
import { Composer } from './Composer';
import { ConversationBar } from './ConversationBar';
import { runningTurn } from './conversationReducer';
import { Dock } from './Dock';
import { FirstScreen } from './FirstScreen';
import { shownTurns } from './shownTurns';
import type { TurnActions } from './TurnArticle';
import { Turns } from './Turns';
import { useConversation } from './useConversation';
import { useDraft } from './useDraft';
import { useFollowBottom } from './useFollowBottom';
import { useModelChoice } from './useModelChoice';
import {
  keepTurn,
  keepView,
  keptTurn,
  useHeadingFocus,
  useReadingPlace,
} from './useReadingPlace';
import { useSlowly } from './useSlowly';
import { namedPlace, useSource } from './useSource';

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
  /** Deletes the conversation, with a way back; missing where that is not offered. */
  onDelete?: ((conversationId: string, title: string) => void) | undefined;
  /** The evidence has come beside the conversation, or has gone. */
  onEvidence: (isOpen: boolean) => void;
};

const isTouch = () => window.matchMedia('(pointer: coarse)').matches;
const silentMs = 2_000;

/** What was renamed here, until the new title comes from elsewhere too. */
type Renamed = { from: string; to: string };

/** A conversation, or the first screen of a new one. */
export function ConversationPage(props: ConversationPageProps) {
  const styles = useStyles();
  const { conversationId, onChanged } = props;
  const wanted = namedPlace(useSearch());
  const isOwnStart = useRef(false);
  const [draft, setDraft] = useDraft(conversationId, () => isOwnStart.current);
  const main = useRef<HTMLElement>(null);
  const [view, actions] = useConversation({
    ...props,
    wantedTurn: wanted.turnId ?? keptTurn(conversationId),
    onAccepted: (question) => setDraft((now) => (now.trim() === question.trim() ? '' : now)),
    onRefused: (question) => setDraft((now) => (now.trim() === '' ? question : now)),
    onEarlier: (prepend) => keepView(main.current, prepend),
  });
  const turns = useMemo(() => shownTurns(view.turns), [view.turns]);
  const last = turns.at(-1);
  const running = runningTurn(view);
  const isFree = running === undefined;
  useEffect(() => {
    isOwnStart.current = view.turns.at(-1)?.isAskedHere ?? false;
  }, [view.turns]);
  const [editing, setEditing] = useState<string>();
  const [renamed, setRenamed] = useState<Renamed>();
  const { model, choose, lost } = useModelChoice(props.models);
  const thread = useRef<HTMLDivElement>(null);
  const { isAway, jump, leave } = useFollowBottom(main, thread);
  const { source, openSource, moveSource, closeSource } = useSource(turns, props.onEvidence);
  const isLost = useSlowly(view.isLost || view.isFeedLost, silentMs);
  useReadingPlace({
    conversationId: view.id,
    turns,
    wantedTurn: wanted.number === undefined ? wanted.turnId : undefined,
    main,
    jump,
  });
  useHeadingFocus(conversationId, last?.isAskedHere ?? false, main);

  const isFirst = view.turns.length === 0 && conversationId === undefined;
  const known = props.title ?? view.title ?? last?.question ?? strings.conversation.untitled;
  const shownTitle = renamed?.from === known ? renamed.to : known;
  const title = isFirst ? strings.nav.newConversation : shownTitle;
  useEffect(() => {
    document.title = `${title} · ${strings.product}`;
  }, [title]);

  const ask = useCallback(
    (text: string) => actions.ask({ text, after: 'last' }, model),
    [actions, model],
  );
  const turnActions = useMemo<TurnActions>(
    () => ({
      onOpenSource: (turnId, number) => {
        leave();
        openSource({ turnId, number });
      },
      onEdit: setEditing,
      onAskInstead: (turn, text) => {
        setEditing(undefined);
        actions.ask({ text, insteadOf: turn }, model);
      },
      onContinue: (turn) => actions.ask({ continues: { ...turn, id: turn.lastId } }, model),
      onShow: (turnId) => {
        if (conversationId !== undefined) keepTurn(conversationId, turnId);
        actions.show(turnId);
      },
      onRate: (turn, rating) => actions.rate(turn.lastId, turn.feedback, rating),
    }),
    [actions, conversationId, leave, model, openSource],
  );
  const rename = async (to: string) => {
    if (view.id === undefined) return;
    setRenamed({ from: known, to });
    try {
      await renameConversation(view.id, to);
      onChanged();
    } catch (cause) {
      setRenamed(undefined);
      throw cause;
    }
  };
  const restore = () => {
    const { id } = view;
    if (id === undefined) return;
    restoreConversation(id).then(() => {
      actions.reopen();
      onChanged();
    }, actions.reopen);
  };

  const placeholder = isFirst ? strings.composer.placeholder : strings.composer.followUp;
  const composer = (
    <Composer
      value={draft}
      onValue={setDraft}
      onSend={() => ask(draft)}
      onStop={actions.stop}
      onEditLast={() => isFree && setEditing(last?.id)}
      isRunning={!isFree}
      isStopping={view.isStopping}
      placeholder={isFree ? placeholder : strings.composer.meanwhile}
      charactersMax={props.charactersMax}
      models={props.models}
      model={model}
      onModel={choose}
      lostModel={lost}
      refused={view.refused}
      autoFocus={!isTouch()}
    />
  );
  const { onDelete } = props;
  return (
    <div className={styles.root}>
      <main ref={main} className={styles.main} id="main" tabIndex={-1}>
        <ConversationBar
          title={title}
          conversationId={view.status === 'ready' ? view.id : undefined}
          isHeading={!isFirst}
          hasSideBar={props.hasSideBar}
          onNew={props.onNew}
          onRename={rename}
          onDelete={onDelete && (() => view.id !== undefined && onDelete(view.id, title))}
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
              turns={turns}
              models={props.models}
              charactersMax={props.charactersMax}
              source={source}
              editing={editing}
              isFree={isFree}
              actions={turnActions}
              onReopen={actions.reopen}
              onReachBack={actions.reachBack}
              onRestore={restore}
            />
          )}
        </div>
        {!isFirst && (
          <Dock
            isAway={isAway}
            isWriting={!isFree}
            isLost={isLost}
            onJump={jump}
            onTryNow={() => pageStreams().tryNow()}
          >
            {composer}
          </Dock>
        )}
        <Announcer turn={last} isLost={isLost} />
      </main>
      <Evidence turns={turns} open={source} onOpen={moveSource} onClose={closeSource} />
    </div>
  );
}
