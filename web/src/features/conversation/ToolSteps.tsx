import { Spinner, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  CheckmarkRegular,
  ChevronRightRegular,
  ErrorCircleRegular,
} from '@fluentui/react-icons';
import type { ToolStep } from '../../api/types';
import { conversationText } from '../../text/conversation';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '0 0 12px', padding: 0 },
  step: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: '10px',
    padding: '4px 0',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'anywhere',
  },
  now: { color: tokens.colorNeutralForeground1 },
  icon: { flexShrink: 0, fontSize: '16px', height: '16px', marginTop: '2px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusWarningForeground1 },
  all: { marginBottom: '12px', '& ul': { marginBottom: 0 } },
  summary: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '8px',
    minHeight: '28px',
    paddingInlineEnd: '8px',
    cursor: 'pointer',
    listStyleType: 'none',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    '::-webkit-details-marker': { display: 'none' },
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    'details[open] > & > svg:last-child': { transform: 'rotate(90deg)' },
  },
});

/** The work behind an answer: a line a step while it runs, one line for all when it has ended. */
export function ToolSteps({ steps, isRunning }: { steps: ToolStep[]; isRunning: boolean }) {
  const styles = useStyles();
  if (steps.length === 0) return null;
  const isSmooth = steps.every((step) => step.phase === 'finished');
  if (isRunning || steps.length === 1 || !isSmooth) return <StepList steps={steps} />;
  return (
    <details className={styles.all}>
      <summary className={styles.summary}>
        <CheckmarkRegular className={styles.icon} aria-hidden />
        {conversationText.stepSummary(steps[0]?.summary ?? '', steps.length)}
        <ChevronRightRegular className={styles.icon} aria-hidden />
      </summary>
      <StepList steps={steps} />
    </details>
  );
}

function StepList({ steps }: { steps: ToolStep[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {steps.map((step) => (
        <li
          key={step.call_id}
          className={mergeClasses(styles.step, step.phase === 'started' && styles.now)}
        >
          <StepIcon phase={step.phase} />
          {step.summary}
        </li>
      ))}
    </ul>
  );
}

function StepIcon({ phase }: { phase: ToolStep['phase'] }) {
  const styles = useStyles();
  switch (phase) {
    case 'started':
      return <Spinner className={styles.icon} size="extra-tiny" aria-hidden />;
    case 'finished':
      return (
        <CheckmarkCircleRegular className={mergeClasses(styles.icon, styles.good)} aria-hidden />
      );
    case 'failed':
      return <ErrorCircleRegular className={mergeClasses(styles.icon, styles.bad)} aria-hidden />;
  }
}
