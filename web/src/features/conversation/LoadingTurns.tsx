import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { strings } from '../../text/strings';
import { useSlowly } from './useSlowly';

const useStyles = makeStyles({
  bar: {
    height: '16px',
    marginBottom: '12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralStencil1,
  },
  question: {
    width: '46%',
    height: '44px',
    margin: '0 0 24px auto',
    borderRadius: '16px 16px 4px 16px',
  },
  short: { width: '62%' },
  words: {
    margin: '16px 0 0',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase300,
  },
});

const shapeAfterMs = 200;
const wordsAfterMs = 5_000;

/** Nothing at first, then the shape of what comes, then words. */
export function LoadingTurns() {
  const styles = useStyles();
  const isSlow = useSlowly(true, shapeAfterMs);
  const isVerySlow = useSlowly(true, wordsAfterMs);
  if (!isSlow) return null;
  return (
    <div role="status" aria-label={strings.conversation.loading}>
      <div className={mergeClasses(styles.bar, styles.question)} />
      <div className={styles.bar} />
      <div className={styles.bar} />
      <div className={mergeClasses(styles.bar, styles.short)} />
      {isVerySlow && <p className={styles.words}>{strings.conversation.loading}</p>}
    </div>
  );
}
