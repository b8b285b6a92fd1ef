import { Spinner, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, ErrorCircleRegular } from '@fluentui/react-icons';
import type { ToolStep } from '../../api/types';

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
  },
  now: { color: tokens.colorNeutralForeground1 },
  icon: { flexShrink: 0, fontSize: '16px', height: '16px', marginTop: '2px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusWarningForeground1 },
});

/** The work behind an answer, one line a step. */
export function ToolSteps({ steps }: { steps: ToolStep[] }) {
  const styles = useStyles();
  if (steps.length === 0) return null;
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
