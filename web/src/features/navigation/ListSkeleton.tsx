import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { navigationStrings } from '../../text/navigation';

const useStyles = makeStyles({
  list: { display: 'grid', gap: '4px', padding: '16px 4px' },
  row: { display: 'flex', alignItems: 'center', height: '32px', padding: '0 8px' },
  bar: {
    height: '12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralStencil1,
  },
  words: {
    margin: '12px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
});

const nothingForMs = 200;
const shapeForMs = 5_000;
const widths = ['82%', '64%', '91%', '55%', '76%', '68%'];

/** Nothing at first, then the shape of the list, then words. */
export function ListSkeleton() {
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
      <p className={styles.words} role="status">
        {navigationStrings.stillLoading}
      </p>
    );
  }
  return (
    <div className={styles.list} role="status" aria-label={navigationStrings.loading}>
      {widths.map((width) => (
        <div key={width} className={styles.row} aria-hidden>
          <div className={styles.bar} style={{ width }} />
        </div>
      ))}
    </div>
  );
}
