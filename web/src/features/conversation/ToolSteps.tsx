import { Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, ErrorCircleRegular } from '@fluentui/react-icons';
import type { ToolStep } from '../../api/types';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '0 0 12px', padding: 0 },
  step: {
    display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '24px',
    color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300,
  },
});

/** The work behind an answer, one line a step. */
export function ToolSteps({ steps }: { steps: ToolStep[] }) {
  const styles = useStyles();
  if (steps.length === 0) return null;
  return (
    <ul className={styles.list}>
      {steps.map((step) => (
        <li key={step.call_id} className={styles.step}>
          <StepIcon phase={step.phase} />
          {step.summary}
        </li>
      ))}
    </ul>
  );
}

function StepIcon({ phase }: { phase: ToolStep['phase'] }) {
  switch (phase) {
    case 'started':
      return <Spinner size="extra-tiny" aria-hidden />;
    case 'finished':
      return <CheckmarkRegular fontSize={16} aria-hidden />;
    case 'failed':
      return <ErrorCircleRegular fontSize={16} aria-hidden />;
  }
}
