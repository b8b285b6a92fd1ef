import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react';

type ModalSheetProps = {
  /** What a screen reader calls it. */
  label: string;
  className: string;
  style?: CSSProperties;
  onClose: () => void;
  children: ReactNode;
};

/** A part of the page over the rest of it: keeps the focus while it is there and gives it back. */
export function ModalSheet({ label, className, style, onClose, children }: ModalSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={className}
      style={style}
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
