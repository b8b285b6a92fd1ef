import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { ModalSheet } from '../../design/ModalSheet';
import { keyStrings } from '../../text/shell';
import { KeyList } from './KeyList';

const useStyles = makeStyles({
  dialog: {
    padding: 0,
    width: 'min(520px, calc(100vw - 32px))',
    maxHeight: 'calc(100dvh - 64px)',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: '12px',
    boxShadow: tokens.shadow64,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    '::backdrop': { backgroundColor: tokens.colorBackgroundOverlay },
  },
  head: {
    position: 'sticky',
    top: 0,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: '12px 12px 8px 20px',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
});

/** The list of keys over the page. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const styles = useStyles();
  return (
    <ModalSheet label={keyStrings.title} className={styles.dialog} onClose={onClose}>
      <div className={styles.head}>
        <h2 className={styles.title}>{keyStrings.title}</h2>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={keyStrings.close}
          title={keyStrings.close}
          onClick={onClose}
        />
      </div>
      <KeyList />
    </ModalSheet>
  );
}
