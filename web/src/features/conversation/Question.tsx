import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { EditRegular } from '@fluentui/react-icons';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { conversationText } from '../../text/conversation';
import { BranchSwitcher } from './BranchSwitcher';
import { CopyButton } from './CopyButton';
import { EditQuestion } from './EditQuestion';
import type { ShownTurn } from './shownTurns';
import { ToolButton } from './ToolButton';

const linesMax = 8;

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-end',
    gap: '4px',
    marginBottom: '12px',
  },
  words: {
    maxWidth: 'min(560px, 88%)',
    boxSizing: 'border-box',
    margin: 0,
    padding: '10px 16px',
    borderRadius: '16px 16px 4px 16px',
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase400,
    lineHeight: '24px',
    fontWeight: tokens.fontWeightRegular,
    '@media (max-width: 639px)': { maxWidth: '92%' },
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  text: { display: 'block', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  clamped: {
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: linesMax,
    overflow: 'hidden',
  },
  sending: { opacity: 0.6 },
  tools: {
    display: 'flex',
    alignItems: 'center',
    gap: '2px',
    minHeight: '28px',
    color: tokens.colorNeutralForeground3,
  },
});

type QuestionProps = {
  turn: ShownTurn;
  isSending: boolean;
  isEditing: boolean;
  /** Nothing runs, so that another version may be asked or shown. */
  isFree: boolean;
  charactersMax: number;
  onEdit: () => void;
  onCancel: () => void;
  onAsk: (text: string) => void;
  onShow: (turnId: string) => void;
};

/** What was asked: its versions, and asking it in other words. */
export function Question(props: QuestionProps) {
  const { turn, isEditing } = props;
  const styles = useStyles();
  const tools = useRef<HTMLDivElement>(null);
  const wasEditing = useRef(false);
  const isCancelled = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing && isCancelled.current)
      tools.current?.querySelector<HTMLElement>('[data-tool=edit]')?.focus();
    wasEditing.current = isEditing;
    isCancelled.current = false;
  }, [isEditing]);
  const heading = `question-${turn.id}`;
  if (isEditing) {
    return (
      <div className={styles.root}>
        <h2 id={heading} hidden>
          {turn.question}
        </h2>
        <EditQuestion
          question={turn.question}
          charactersMax={props.charactersMax}
          onAsk={props.onAsk}
          onCancel={() => {
            isCancelled.current = true;
            props.onCancel();
          }}
        />
      </div>
    );
  }
  return (
    <div className={styles.root}>
      <Words id={heading} text={turn.question} isSending={props.isSending} />
      <div ref={tools} className={styles.tools}>
        <BranchSwitcher
          label={conversationText.branch.question}
          turnId={turn.id}
          siblings={turn.siblings}
          isDisabled={!props.isFree}
          onShow={props.onShow}
        />
        <ToolButton
          name="edit"
          label={conversationText.question.edit}
          icon={<EditRegular />}
          isDisabled={!props.isFree}
          onClick={props.onEdit}
        />
        <CopyButton
          label={conversationText.question.copy}
          copied={conversationText.answer.copied}
          copy={() => navigator.clipboard.writeText(turn.question)}
        />
      </div>
    </div>
  );
}

type WordsProps = { id: string; text: string; isSending: boolean };

function Words({ id, text, isSending }: WordsProps) {
  const styles = useStyles();
  const words = useRef<HTMLSpanElement>(null);
  const [showsAll, setShowsAll] = useState(false);
  const [isOver, setOver] = useState(false);
  useLayoutEffect(() => {
    const element = words.current;
    const isCut = element !== null && element.scrollHeight > element.clientHeight + 1;
    if (!showsAll) setOver(isCut || text.split('\n').length > linesMax);
  }, [text, showsAll]);
  const { showAll, showLess } = conversationText.question;
  return (
    <>
      <h2 id={id} className={mergeClasses(styles.words, isSending && styles.sending)}>
        <span ref={words} className={mergeClasses(styles.text, !showsAll && styles.clamped)}>
          {text}
        </span>
      </h2>
      {isOver && (
        <Button
          size="small"
          appearance="subtle"
          aria-expanded={showsAll}
          onClick={() => setShowsAll((now) => !now)}
        >
          {showsAll ? showLess : showAll}
        </Button>
      )}
    </>
  );
}
