import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { shellStrings } from '../text/shell';
import { hideToast, shownToasts, subscribeToToasts, type Toast } from './toasts';

const useStyles = makeStyles({
  region: {
    position: 'fixed',
    zIndex: 60,
    insetInlineStart: '12px',
    bottom: '132px',
    width: '256px',
    display: 'grid',
    gap: '8px',
    outlineStyle: 'none',
    '@media (max-width: 1023px)': {
      bottom: 'auto',
      top: '60px',
      insetInline: '12px',
      width: 'auto',
      maxWidth: '420px',
      margin: '0 auto',
    },
  },
  toast: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    padding: '8px 4px 8px 14px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow16,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  text: {
    flexGrow: 1,
    minWidth: 0,
    overflowWrap: 'anywhere',
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 3,
    overflow: 'hidden',
  },
  action: { minWidth: 0, color: tokens.colorBrandForegroundLink },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

const shownForMs = 10_000;

/** What has just happened and can be taken back: over the side bar, on a phone at the top. */
export function Toasts() {
  const styles = useStyles();
  const toasts = useSyncExternalStore(subscribeToToasts, shownToasts);
  const last = toasts.at(-1);
  return (
    <>
      <div className={styles.hidden} role="status">
        {last && (last.said ?? last.text)}
      </div>
      {last && (
        <section className={styles.region} aria-label={shellStrings.toasts.label} data-toasts>
          {toasts.map((toast) => (
            <ToastCard key={toast.id} toast={toast} />
          ))}
        </section>
      )}
    </>
  );
}

/** Goes after a while, which does not run while it is looked at. */
function ToastCard({ toast }: { toast: Toast }) {
  const styles = useStyles();
  const [isHeld, setHeld] = useState(false);
  const leftMs = useRef(shownForMs);
  useEffect(() => {
    if (isHeld) return undefined;
    const from = Date.now();
    const timer = setTimeout(() => hideToast(toast.id), leftMs.current);
    return () => {
      clearTimeout(timer);
      leftMs.current -= Date.now() - from;
    };
  }, [isHeld, toast.id]);
  return (
    <div
      className={styles.toast}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        hideToast(toast.id);
      }}
    >
      <span className={styles.text}>{toast.text}</span>
      {toast.action && (
        <Button
          className={styles.action}
          size="small"
          appearance="transparent"
          onClick={() => {
            hideToast(toast.id);
            toast.action?.onPress();
          }}
        >
          {toast.action.text}
        </Button>
      )}
      <Button
        size="small"
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={shellStrings.toasts.close}
        title={shellStrings.toasts.close}
        onClick={() => hideToast(toast.id)}
      />
    </div>
  );
}
