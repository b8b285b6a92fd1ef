import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useEffect, useState, type ReactElement } from 'react';
import { ToolButton } from './ToolButton';

const shownMs = 2_000;

type CopyButtonProps = {
  label: string;
  copied: string;
  /** Rejects when the browser does not let the page copy. */
  copy: () => Promise<unknown>;
  icon?: ReactElement;
};

/** Copies, and says so for a moment. */
export function CopyButton({ label, copied, copy, icon }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const press = () =>
    copy().then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <ToolButton
      label={isCopied ? copied : label}
      icon={isCopied ? <CheckmarkRegular /> : (icon ?? <CopyRegular />)}
      onClick={() => void press()}
    />
  );
}
