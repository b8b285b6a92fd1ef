import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { DocumentMultipleRegular, ErrorCircleRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { documentStrings } from '../../text/documents';

const useStyles = makeStyles({
  box: {
    display: 'grid',
    justifyItems: 'center',
    gap: '4px',
    padding: '40px 24px',
    textAlign: 'center',
    borderRadius: '12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground2,
  },
  icon: { fontSize: '28px', marginBottom: '8px', color: tokens.colorNeutralForeground3 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  strong: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  retry: { marginTop: '12px' },
  rows: {
    borderRadius: '12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    height: '56px',
    padding: '0 12px',
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  square: {
    width: '32px',
    height: '32px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralStencil1,
  },
  bar: {
    width: '38%',
    height: '12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralStencil1,
  },
});

type DocumentsStatusProps = {
  status: 'loading' | 'ready' | 'failed';
  isFiltered: boolean;
  onRetry: () => void;
};

/** In place of the rows: there are none, not yet, or they could not be had. */
export function DocumentsStatus({ status, isFiltered, onRetry }: DocumentsStatusProps) {
  const styles = useStyles();
  if (status === 'loading') return <Loading />;
  if (status === 'failed') {
    return (
      <div className={styles.box} role="alert">
        <ErrorCircleRegular className={mergeClasses(styles.icon, styles.bad)} aria-hidden />
        {documentStrings.failed}
        <Button className={styles.retry} onClick={onRetry}>
          {documentStrings.retry}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.box} role="status">
      <DocumentMultipleRegular className={styles.icon} aria-hidden />
      {isFiltered ? (
        documentStrings.noMatch
      ) : (
        <>
          <span className={styles.strong}>{documentStrings.none}</span>
          {documentStrings.noneHint}
        </>
      )}
    </div>
  );
}

const nothingForMs = 200;
const shapeForMs = 5_000;

function Loading() {
  const styles = useStyles();
  const [phase, setPhase] = useState<'nothing' | 'shape' | 'words'>('nothing');
  useEffect(() => {
    const timers = [
      setTimeout(() => setPhase('shape'), nothingForMs),
      setTimeout(() => setPhase('words'), shapeForMs),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  if (phase === 'nothing') return null;
  if (phase === 'words') {
    return (
      <div className={styles.box} role="status">
        {documentStrings.stillLoading}
      </div>
    );
  }
  return (
    <div className={styles.rows} role="status" aria-label={documentStrings.loading}>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className={styles.row} aria-hidden>
          <div className={styles.square} />
          <div className={styles.bar} />
        </div>
      ))}
    </div>
  );
}
