import { Button, makeStyles } from '@fluentui/react-components';
import type { ReactElement } from 'react';

const useStyles = makeStyles({
  button: {
    minWidth: '28px',
    height: '28px',
    '& .fui-Button__icon': { fontSize: '16px', width: '16px', height: '16px' },
    '@media (pointer: coarse)': { minWidth: '36px', height: '36px' },
  },
});

type ToolButtonProps = {
  label: string;
  icon: ReactElement;
  onClick: () => void;
  isPressed?: boolean | undefined;
  isDisabled?: boolean;
  /** Finds it again: after editing the focus goes back to the pencil. */
  name?: string;
};

/** A small button that shows only an icon; its words are its name and its tooltip. */
export function ToolButton(props: ToolButtonProps) {
  const { label, icon, onClick, isPressed, isDisabled = false, name } = props;
  const styles = useStyles();
  return (
    <Button
      className={styles.button}
      size="small"
      appearance="subtle"
      icon={icon}
      aria-label={label}
      aria-pressed={isPressed}
      title={label}
      data-tool={name}
      disabledFocusable={isDisabled}
      onClick={isDisabled ? undefined : onClick}
    />
  );
}
