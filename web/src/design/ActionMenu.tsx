import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';

export type Action = {
  text: string;
  icon?: React.ReactElement;
  /** A link that is downloaded instead of something that is done. */
  href?: string;
  download?: string;
  onSelect?: () => void;
};

const useStyles = makeStyles({
  menu: {
    position: 'fixed',
    inset: 'auto',
    margin: 0,
    padding: '4px',
    minWidth: '180px',
    maxWidth: 'min(320px, calc(100vw - 16px))',
    maxHeight: 'calc(100dvh - 16px)',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow16,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
  },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    width: '100%',
    boxSizing: 'border-box',
    minHeight: '36px',
    padding: '0 12px 0 10px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    textAlign: 'start',
    textDecorationLine: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
    },
    '@media (max-width: 639px)': { minHeight: '44px' },
  },
  details: {
    margin: 0,
    padding: '8px 12px 6px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    marginBottom: '4px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-line',
  },
});

type ActionMenuProps = {
  label: string;
  /** Of the button; three dots when it is missing. */
  icon?: React.ReactElement;
  actions: Action[];
  /** Said above the actions. */
  details?: string;
  className?: string;
  size?: 'small' | 'medium';
};

/** A button with more that can be done. Arrow keys inside; Escape or a press elsewhere closes it. */
export function ActionMenu(props: ActionMenuProps) {
  const { label, icon, actions, details, className, size = 'small' } = props;
  const [isOpen, setOpen] = useState(false);
  const holder = useRef<HTMLSpanElement>(null);
  const id = useId();
  return (
    <span ref={holder} className={className}>
      <Button
        size={size}
        appearance="subtle"
        icon={icon ?? <MoreHorizontalRegular />}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen((is) => !is)}
      />
      {isOpen && (
        <Popup
          id={id}
          label={label}
          actions={actions}
          details={details}
          holder={holder}
          onClose={() => setOpen(false)}
        />
      )}
    </span>
  );
}

type PopupProps = {
  id: string;
  label: string;
  actions: Action[];
  details: string | undefined;
  /** Around the button that opened it. */
  holder: React.RefObject<HTMLElement | null>;
  onClose: () => void;
};

const gapPx = 4;
const edgePx = 8;

function place(menu: HTMLElement, button: HTMLElement) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + gapPx;
  const top = below + height > window.innerHeight - edgePx ? at.top - gapPx - height : below;
  menu.style.left = `${Math.max(edgePx, Math.min(at.right - width, window.innerWidth - width - edgePx))}px`;
  menu.style.top = `${Math.max(edgePx, top)}px`;
}

function Popup({ id, label, actions, details, holder, onClose }: PopupProps) {
  const styles = useStyles();
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [shown, from] = [menu.current, holder.current];
    if (!shown || !from) return undefined;
    // Above everything, also inside of a modal sheet.
    shown.showPopover();
    place(shown, from);
    items(shown)[0]?.focus();
    const onOutside = (event: Event) => {
      const isInside = event.target instanceof Node && shown.contains(event.target);
      if (!isInside && !from.contains(event.target as Node)) onClose();
    };
    document.addEventListener('pointerdown', onOutside, true);
    window.addEventListener('resize', onClose);
    return () => {
      document.removeEventListener('pointerdown', onOutside, true);
      window.removeEventListener('resize', onClose);
    };
  }, [holder, onClose]);
  const close = () => {
    onClose();
    holder.current?.querySelector('button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') onClose();
    else if (!moveFocus(event.currentTarget, event.key)) return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={menu}
      id={id}
      popover="manual"
      role="menu"
      aria-label={label}
      className={styles.menu}
      onKeyDown={onKeyDown}
    >
      {details !== undefined && (
        <p className={styles.details} role="presentation">
          {details}
        </p>
      )}
      {actions.map((action) => (
        <Item key={action.text} action={action} onDone={close} />
      ))}
    </div>
  );
}

function Item({ action, onDone }: { action: Action; onDone: () => void }) {
  const styles = useStyles();
  const onClick = () => {
    onDone();
    action.onSelect?.();
  };
  const shared = { role: 'menuitem', tabIndex: -1, className: styles.item, onClick };
  if (action.href !== undefined) {
    return (
      <a {...shared} href={action.href} download={action.download}>
        {action.icon}
        {action.text}
      </a>
    );
  }
  return (
    <button {...shared} type="button">
      {action.icon}
      {action.text}
    </button>
  );
}

const items = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];

function moveFocus(menu: HTMLElement, key: string): boolean {
  const all = items(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = {
    ArrowDown: (at + 1) % all.length,
    ArrowUp: (at - 1 + all.length) % all.length,
    Home: 0,
    End: all.length - 1,
  }[key];
  if (next === undefined) return false;
  all[next]?.focus();
  return true;
}
