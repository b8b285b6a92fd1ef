import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { InfoRegular, TextQuoteRegular, WarningRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { evidenceStrings } from '../../text/evidence';
import { useMarkStyles } from './Marked';

const useStyles = makeStyles({
  bar: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    gap: '2px 10px',
    alignItems: 'center',
    padding: '10px 12px',
    marginBottom: '12px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  warning: {
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
    backgroundColor: tokens.colorStatusWarningBackground1,
  },
  icon: { fontSize: '20px', color: tokens.colorNeutralForeground3 },
  iconWarning: { color: tokens.colorStatusWarningForeground1 },
  quote: { gridColumn: '2 / -1', margin: '4px 0 0', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  skeleton: {
    padding: '32px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    display: 'grid',
    gap: '14px',
  },
  line: {
    height: '12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralStencil1,
  },
  short: { width: '45%' },
  words: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase300, margin: 0 },
});

type NoteProps = {
  text: string;
  hint?: string;
  isWarning?: boolean;
  /** Shown word for word below. */
  quote?: string;
  onRetry?: () => void;
};

/** What is the matter with a source, with what can still be shown. */
export function Note({ text, hint, isWarning, quote, onRetry }: NoteProps) {
  const styles = useStyles();
  const marks = useMarkStyles();
  const Icon = isWarning ? WarningRegular : quote === undefined ? InfoRegular : TextQuoteRegular;
  return (
    <div className={mergeClasses(styles.bar, isWarning && styles.warning)} role="status">
      <Icon className={mergeClasses(styles.icon, isWarning && styles.iconWarning)} aria-hidden />
      <span>
        {text} {hint}
      </span>
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {evidenceStrings.retry}
        </Button>
      )}
      {quote !== undefined && quote !== '' && (
        <blockquote className={styles.quote}>
          <mark className={marks.mark}>{quote}</mark>
        </blockquote>
      )}
    </div>
  );
}

const nothingForMs = 200;
const skeletonForMs = 5_000;

/** Nothing at first, then the shape of a page, then words. */
export function PageSkeleton() {
  const styles = useStyles();
  const [phase, setPhase] = useState<'nothing' | 'shape' | 'words'>('nothing');
  useEffect(() => {
    const timers = [
      setTimeout(() => setPhase('shape'), nothingForMs),
      setTimeout(() => setPhase('words'), skeletonForMs),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  if (phase === 'nothing') return null;
  return (
    <div className={styles.skeleton} role="status" aria-label={evidenceStrings.loading}>
      {phase === 'words' && <p className={styles.words}>{evidenceStrings.slow}</p>}
      {[0, 1, 2, 3, 4, 5].map((line) => (
        <span
          key={line}
          className={mergeClasses(styles.line, line % 3 === 2 && styles.short)}
          aria-hidden
        />
      ))}
    </div>
  );
}
