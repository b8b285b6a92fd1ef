import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { conversationText } from '../../text/conversation';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '8px',
    padding: '8px 0 24px',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    '& p': { margin: 0 },
  },
});

/** So far above the view that they are there before one has scrolled to them. */
const roomAbove = '1200px 0px 0px 0px';

type EarlierTurnsProps = {
  reaching: 'idle' | 'loading' | 'failed';
  onMore: () => void;
};

/** Above the first turn that is shown when others lead to it: they come when one gets near. */
export function EarlierTurns({ reaching, onMore }: EarlierTurnsProps) {
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const isIdle = reaching === 'idle';
  useEffect(() => {
    // What failed waits to be asked for again.
    if (!isIdle || !root.current || !('IntersectionObserver' in window)) return undefined;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some((one) => one.isIntersecting)) onMore();
      },
      { root: root.current.closest('main'), rootMargin: roomAbove },
    );
    observer.observe(root.current);
    return () => observer.disconnect();
  }, [isIdle, onMore]);
  const words = conversationText.earlier;
  return (
    <div ref={root} className={styles.root}>
      {reaching === 'failed' && <p role="alert">{words.failed}</p>}
      {/* The focus stays on it while it works. */}
      <Button
        data-earlier
        appearance="subtle"
        disabledFocusable={reaching === 'loading'}
        onClick={onMore}
      >
        {reaching === 'idle' && words.more}
        {reaching === 'loading' && words.loading}
        {reaching === 'failed' && words.tryAgain}
      </Button>
    </div>
  );
}
