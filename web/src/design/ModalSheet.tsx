import { useEffect, useRef, type ReactNode } from 'react';

type ModalSheetProps = {
  /** What a screen reader calls it. */
  label: string;
  className: string;
  onClose: () => void;
  children: ReactNode;
};

/** A part of the page over the rest of it: keeps the focus while it is there and gives it back. */
export function ModalSheet({ label, className, onClose, children }: ModalSheetProps) {
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
