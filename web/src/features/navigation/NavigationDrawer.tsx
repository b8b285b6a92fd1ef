import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ModalSheet } from '../../design/ModalSheet';
import { strings } from '../../text/strings';

const useStyles = makeStyles({
  drawer: {
    position: 'fixed',
    inset: '0 auto 0 0',
    margin: 0,
    padding: 0,
    border: 'none',
    width: 'min(320px, 86%)',
    maxWidth: 'none',
    height: '100dvh',
    maxHeight: 'none',
    boxShadow: tokens.shadow64,
    backgroundColor: tokens.colorNeutralBackground3,
    '::backdrop': { backgroundColor: tokens.colorBackgroundOverlay },
  },
});

/** The side bar over the page, where there is no room beside it. */
export function NavigationDrawer({
  onClose,
  children,
}: {
  onClose: () => void;
  children: ReactNode;
}) {
  const styles = useStyles();
  return (
    <ModalSheet label={strings.nav.menu} className={styles.drawer} onClose={onClose}>
      {children}
    </ModalSheet>
  );
}
