import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { conversationText } from '../../text/conversation';
import { strings } from '../../text/strings';

const useStyles = makeStyles({
  link: { color: tokens.colorBrandForegroundLink },
  card: {
    position: 'fixed',
    zIndex: 30,
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '12px 16px',
    maxHeight: '50vh',
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow16,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  label: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  address: { margin: 0, overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace },
  row: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: '8px' },
});

/** As the browser will take it: a host in other letters shows as what it is. */
function wholeAddress(href: string): string {
  try {
    return new URL(href).href;
  } catch {
    return href;
  }
}

const rel = 'noreferrer noopener nofollow';

/** A link out of the page: the whole address is shown before anything is opened. */
export function LinkOut({ href, children }: { href: string; children?: ReactNode }) {
  const styles = useStyles();
  const [beside, setBeside] = useState<DOMRect>();
  const link = useRef<HTMLAnchorElement>(null);
  const address = wholeAddress(href);
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setBeside(event.currentTarget.getBoundingClientRect());
  };
  const close = () => {
    setBeside(undefined);
    link.current?.focus();
  };
  return (
    <>
      <a
        ref={link}
        className={styles.link}
        href={href}
        target="_blank"
        rel={rel}
        title={strings.conversation.openElsewhere(address)}
        onClick={onClick}
      >
        {children}
      </a>
      {beside && (
        <LinkCard
          address={address}
          beside={beside}
          onClose={close}
          onLeave={() => setBeside(undefined)}
        />
      )}
    </>
  );
}

const widthMax = 420;
const margin = 16;

function placeBeside(beside: DOMRect) {
  const width = Math.min(widthMax, window.innerWidth - 2 * margin);
  const left = Math.max(margin, Math.min(beside.left, window.innerWidth - width - margin));
  return beside.bottom > window.innerHeight / 2
    ? { left, width, bottom: window.innerHeight - beside.top + 6 }
    : { left, width, top: beside.bottom + 6 };
}

type LinkCardProps = {
  address: string;
  beside: DOMRect;
  onClose: () => void;
  /** The person is somewhere else already. */
  onLeave: () => void;
};

function LinkCard({ address, beside, onClose, onLeave }: LinkCardProps) {
  const styles = useStyles();
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    card.current?.querySelector('a')?.focus();
    const look = (event: PointerEvent) => {
      if (event.target instanceof Node && !card.current?.contains(event.target)) onLeave();
    };
    document.addEventListener('pointerdown', look);
    return () => document.removeEventListener('pointerdown', look);
  }, [onLeave]);
  const words = conversationText.link;
  // Outside of its turn, which clips what leaves it; still inside the landmark.
  return createPortal(
    <div
      ref={card}
      role="dialog"
      aria-label={words.label}
      className={styles.card}
      style={placeBeside(beside)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <p className={styles.label}>{words.label}</p>
      <p className={styles.address}>{address}</p>
      <div className={styles.row}>
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button onClick={() => void navigator.clipboard.writeText(address).then(onClose, onClose)}>
          {words.copy}
        </Button>
        <Button
          as="a"
          appearance="primary"
          href={address}
          target="_blank"
          rel={rel}
          onClick={onLeave}
        >
          {words.open}
        </Button>
      </div>
    </div>,
    document.getElementById('main') ?? document.body,
  );
}
