import { Button, makeStyles } from '@fluentui/react-components';
import { NavigationRegular, PanelLeftRegular } from '@fluentui/react-icons';
import { strings } from '../../text/strings';

const useStyles = makeStyles({
  burger: {
    position: 'absolute',
    top: '12px',
    insetInlineStart: '16px',
    zIndex: 20,
    '@media (max-width: 639px)': {
      top: '6px',
      insetInlineStart: '4px',
      minWidth: '40px',
      width: '40px',
      height: '40px',
    },
  },
});

type ShowSideBarProps = { isWide: boolean; onShow: () => void };

/** Brings back the side bar that is hidden, or opens it over the page. */
export function ShowSideBar({ isWide, onShow }: ShowSideBarProps) {
  const styles = useStyles();
  const label = isWide ? strings.nav.show : strings.nav.open;
  return (
    <Button
      className={styles.burger}
      appearance="subtle"
      icon={isWide ? <PanelLeftRegular /> : <NavigationRegular />}
      aria-label={label}
      title={label}
      onClick={onShow}
    />
  );
}
