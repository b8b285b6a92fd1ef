import { makeStyles } from '@fluentui/react-components';
import type { ShownTurn } from './shownTurns';
import { useAnnouncements } from './useAnnouncements';

const useStyles = makeStyles({
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** Says to a screen reader what happens to the last answer; interrupts only for a failure. */
export function Announcer({ turn, isLost }: { turn: ShownTurn | undefined; isLost: boolean }) {
  const styles = useStyles();
  const { said, alarm } = useAnnouncements(turn, isLost);
  return (
    <>
      <div className={styles.hidden} role="status" aria-live="polite">
        {said}
      </div>
      <div className={styles.hidden} aria-live="assertive">
        {alarm}
      </div>
    </>
  );
}
