import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

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
  return (
    <Button
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
