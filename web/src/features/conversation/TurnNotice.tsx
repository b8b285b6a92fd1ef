import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ErrorCircleRegular, InfoRegular, WarningRegular } from '@fluentui/react-icons';
import { conversationText } from '../../text/conversation';
import { strings } from '../../text/strings';
import { CopyReference } from './CopyReference';
import type { ShownTurn } from './shownTurns';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: '20px 1fr auto',
    gap: '8px 12px',
    alignItems: 'center',
    padding: '12px 16px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    '@media (max-width: 639px)': { gridTemplateColumns: '20px 1fr' },
  },
  warning: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
  },
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground1,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
  },
  icon: {
    alignSelf: 'start',
    fontSize: '20px',
    height: '20px',
    color: tokens.colorNeutralForeground3,
  },
  warningIcon: { color: tokens.colorStatusWarningForeground1 },
  dangerIcon: { color: tokens.colorStatusDangerForeground1 },
  title: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px',
    '@media (max-width: 639px)': { gridColumn: '2', '& button': { minHeight: '40px' } },
  },
});

type TurnNoticeProps = {
  turn: ShownTurn;
  isFree: boolean;
  onContinue: () => void;
  onTryAgain: () => void;
};

/** What happened to an answer that is not complete or has no source, and what to do. */
export function TurnNotice({ turn, isFree, onContinue, onTryAgain }: TurnNoticeProps) {
  const styles = useStyles();
  const words = wordsFor(turn);
  if (!words) return null;
  const { tone } = words;
  const iconClass = mergeClasses(
    styles.icon,
    tone === 'warning' && styles.warningIcon,
    tone === 'danger' && styles.dangerIcon,
  );
  return (
    <div
      className={mergeClasses(
        styles.root,
        tone === 'warning' && styles.warning,
        tone === 'danger' && styles.danger,
      )}
    >
      <Icon tone={tone} className={iconClass} />
      <div>
        {words.title && <span className={styles.title}>{words.title} </span>}
        {words.why} {turn.traceId !== undefined && <CopyReference id={turn.traceId} />}
      </div>
      {tone !== 'quiet' && (
        <div className={styles.actions}>
          {turn.text !== '' && (
            <Button appearance="primary" disabledFocusable={!isFree} onClick={onContinue}>
              {conversationText.answer.continue}
            </Button>
          )}
          <Button disabledFocusable={!isFree} onClick={onTryAgain}>
            {conversationText.answer.tryAgain}
          </Button>
        </div>
      )}
    </div>
  );
}

type Tone = 'quiet' | 'info' | 'warning' | 'danger';
type Words = { tone: Tone; title?: string; why?: string };

function Icon({ tone, className }: { tone: Tone; className: string }) {
  switch (tone) {
    case 'quiet':
    case 'info':
      return <InfoRegular className={className} aria-hidden />;
    case 'warning':
      return <WarningRegular className={className} aria-hidden />;
    case 'danger':
      return <ErrorCircleRegular className={className} aria-hidden />;
  }
}

function wordsFor({ phase, citations, text, unsaved }: ShownTurn): Words | undefined {
  switch (phase.is) {
    case 'waiting':
    case 'streaming':
      return undefined;
    case 'completed':
      return citations.length === 0 ? { tone: 'quiet', why: strings.notice.noSource } : undefined;
    case 'stopped':
      return { tone: 'info', title: strings.notice.stopped };
    case 'interrupted': {
      const { serverRestarted, modelStopped } = strings.notice;
      const cause = phase.fault === undefined ? serverRestarted : modelStopped;
      const why = unsaved === '' ? cause : `${cause} ${strings.notice.unsaved}`;
      return { tone: 'warning', title: strings.notice.incomplete, why };
    }
    case 'failed': {
      const why = phase.fault && strings.notice.reasons[phase.fault];
      return {
        tone: 'danger',
        title: text === '' ? strings.notice.failed : strings.notice.incomplete,
        why: why ?? strings.notice.otherReason,
      };
    }
  }
}
