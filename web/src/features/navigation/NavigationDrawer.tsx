import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';

const useStyles = makeStyles({
  drawer: {
    position: 'fixed', inset: '0 auto 0 0', margin: 0, padding: 0, border: 'none', width: 'min(320px, 86%)', maxWidth: 'none',
    height: '100dvh', maxHeight: 'none', boxShadow: tokens.shadow64, backgroundColor: tokens.colorNeutralBackground3,
    '::backdrop': { backgroundColor: tokens.colorBackgroundOverlay },
  },
});

/** The side bar over the page, where there is no room beside it. */
export function NavigationDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const styles = useStyles();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className={styles.drawer}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
