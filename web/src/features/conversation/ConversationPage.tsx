import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DocumentItem, ModelChoice } from '../../api/types';
import { strings } from '../../text/strings';
import { Composer } from './Composer';
import type { ConversationView } from './conversationReducer';
import { runningTurn } from './conversationReducer';
import { Evidence, type OpenSource } from './Evidence';
import { FirstScreen } from './FirstScreen';
import { TurnArticle } from './TurnArticle';
import type { TurnView } from './turnReducer';
import { useAnnouncements } from './useAnnouncements';
import { useConversation } from './useConversation';
import { useFollowBottom } from './useFollowBottom';
import { useSlowly } from './useSlowly';

const useStyles = makeStyles({
  root: { display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  main: { flexGrow: 1, minWidth: 0, overflowY: 'auto', display: 'flex', flexDirection: 'column', scrollPaddingTop: '64px', scrollPaddingBottom: '160px', outlineStyle: 'none' },
  column: { width: '100%', maxWidth: '704px', margin: '0 auto', padding: '0 24px', boxSizing: 'border-box', '@media (max-width: 639px)': { padding: '0 16px' } },
  thread: { flexGrow: 1, paddingTop: '16px' },
  bar: {
    position: 'sticky', top: 0, zIndex: 10, display: 'flex', alignItems: 'center', minHeight: '56px', padding: '0 24px', flexShrink: 0,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  // The button that opens the side bar stands there.
  barBesideButton: { paddingInlineStart: '60px' },
  barTitle: { margin: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
  dock: { position: 'sticky', bottom: 0, zIndex: 10, paddingTop: '8px', paddingBottom: 'env(safe-area-inset-bottom)', backgroundColor: tokens.colorNeutralBackground2 },
  dockColumn: { '@media (max-width: 639px)': { padding: '0 8px' } },
  check: { margin: 0, padding: '8px 0', textAlign: 'center', fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground3 },
  connection: { margin: '0 0 8px', textAlign: 'center', fontSize: tokens.fontSizeBase300, color: tokens.colorNeutralForeground2 },
  jump: { position: 'absolute', insetInlineStart: '50%', transform: 'translateX(-50%)', top: '-36px', boxShadow: tokens.shadow8 },
  relative: { position: 'relative' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase300, padding: '24px 0' },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' },
});

type ConversationPageProps = {
  conversationId: string | undefined;
  title: string | undefined;
  models: ModelChoice[];
  documents: DocumentItem[] | undefined;
  charactersMax: number;
  hasSideBar: boolean;
  onStarted: (conversationId: string) => void;
  onChanged: () => void;
};

/** A conversation, or the first screen of a new one. */
export function ConversationPage(props: ConversationPageProps) {
  const styles = useStyles();
  const [view, actions] = useConversation(props);
  const [draft, setDraft] = useDraft(view);
  const [chosen, setChosen] = useState<string>();
  const [source, setSource] = useState<OpenSource>();
  const input = useRef<HTMLTextAreaElement>(null);
  const main = useRef<HTMLElement>(null);
  const last = view.turns.at(-1);
  const running = runningTurn(view);
  const { isAway, jump } = useFollowBottom(main, last);
  const said = useAnnouncements(last, view.isLost);
  const isSlowlyLost = useSlowly(view.isLost, 2_000);

  const model = chosen ?? props.models.find((one) => one.is_default)?.model ?? '';
  const title = props.title ?? view.title ?? last?.question ?? strings.nav.newConversation;
  useEffect(() => {
    document.title = view.turns.length > 0 ? `${title} · ${strings.product}` : strings.product;
  }, [title, view.turns.length]);
  useEffect(() => setSource(undefined), [props.conversationId]);
  useEffect(() => {
    if (!window.matchMedia('(pointer: coarse)').matches) input.current?.focus();
  }, [props.conversationId]);

  const ask = useCallback(
    (text: string) => {
      actions.ask(text, model);
      setDraft('');
      jump();
    },
    [actions, model, setDraft, jump],
  );
  const askAgain = useCallback(
    (turn: TurnView) => actions.ask(turn.question, model, turn.parentId ?? null),
    [actions, model],
  );
  const openSource = useCallback((turnId: string, number: number) => setSource({ turnId, number }), []);
  const closeSource = useCallback(() => {
    setSource((open) => {
      if (open) queueMicrotask(() => focusChip(open));
      return undefined;
    });
  }, []);

  const isFirst = view.turns.length === 0 && props.conversationId === undefined;
  const composer = (
    <Composer
      value={draft}
      onValue={setDraft}
      onSend={() => ask(draft)}
      onStop={actions.stop}
      isRunning={running !== undefined}
      isStopping={view.isStopping}
      placeholder={running ? strings.composer.meanwhile : isFirst ? strings.composer.placeholder : strings.composer.followUp}
      charactersMax={props.charactersMax}
      models={props.models}
      model={model}
      onModel={setChosen}
      refused={view.refused}
      inputRef={input}
    />
  );
  return (
    <div className={styles.root}>
      <main ref={main} className={styles.main} id="main" tabIndex={-1}>
        <header className={mergeClasses(styles.bar, !props.hasSideBar && styles.barBesideButton)}>
          {isFirst ? <p className={styles.barTitle}>{title}</p> : <h1 className={styles.barTitle} title={title}>{title}</h1>}
        </header>
        <div className={mergeClasses(styles.column, styles.thread)}>
          {isFirst ? (
            <FirstScreen model={props.models.find((one) => one.model === model)} documents={props.documents} composer={composer} onExample={ask} />
          ) : (
            <Turns view={view} models={props.models} source={source} onOpenSource={openSource} onTryAgain={running ? undefined : askAgain} />
          )}
        </div>
        {!isFirst && (
          <div className={styles.dock}>
            <div className={mergeClasses(styles.column, styles.dockColumn, styles.relative)}>
              {isAway && (
                <Button className={styles.jump} size="small" icon={<ArrowDownRegular />} onClick={jump}>
                  {running ? strings.conversation.latestWriting : strings.conversation.latest}
                </Button>
              )}
              {isSlowlyLost && <p className={styles.connection}>{strings.conversation.reconnecting}</p>}
              {composer}
              <p className={styles.check}>{strings.composer.check}</p>
            </div>
          </div>
        )}
        <div className={styles.hidden} role="status" aria-live="polite">{said}</div>
      </main>
      <Evidence turns={view.turns} open={source} onOpen={setSource} onClose={closeSource} />
    </div>
  );
}

/** The text of the composer; what was refused comes back into it. */
function useDraft(view: ConversationView) {
  const [draft, setDraft] = useState('');
  const refused = view.refused?.text;
  useEffect(() => {
    if (refused !== undefined) setDraft((now) => (now === '' ? refused : now));
  }, [refused, view.refused]);
  return [draft, setDraft] as const;
}

function focusChip({ turnId, number }: OpenSource) {
  const article = document.querySelector(`[data-turn="${turnId}"]`);
  article?.querySelector<HTMLElement>(`[data-source="${number}"]`)?.focus();
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
  switch (view.status) {
    case 'loading':
      return <p className={styles.quiet} role="status">{strings.conversation.loading}</p>;
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
