import { Button, makeStyles } from '@fluentui/react-components';
import { ArrowDownloadRegular, MoreHorizontalRegular } from '@fluentui/react-icons';
import { Suspense, lazy, useState } from 'react';
import { useMediaQuery } from '../../design/useMediaQuery';
import { conversationText } from '../../text/conversation';

const load = () => import('./BarMenu');
const BarMenu = lazy(async () => ({ default: (await load()).BarMenu }));

const useStyles = makeStyles({
  button: {
    flexShrink: 0,
    '@media (max-width: 639px)': { minWidth: '40px', width: '40px', height: '40px' },
  },
});

type Open = { shows: 'export' | 'change' | 'all'; target: HTMLElement };

type BarActionsProps = {
  conversationId: string;
  onRename: () => void;
  onDelete: (() => void) | undefined;
};

/** The buttons of a conversation's bar; their menus come with the first touch. */
export function BarActions({ conversationId, onRename, onDelete }: BarActionsProps) {
  const styles = useStyles();
  const isPhone = !useMediaQuery('(min-width: 640px)');
  const [open, setOpen] = useState<Open>();
  const words = conversationText.menu;
  const close = () => {
    open?.target.focus();
    setOpen(undefined);
  };
  const rest = isPhone ? 'all' : 'change';
  const button = (shows: Open['shows']) => ({
    className: styles.button,
    appearance: 'subtle' as const,
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open?.shows === shows,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: (event: React.MouseEvent<HTMLElement>) =>
      setOpen({ shows, target: event.currentTarget }),
  });
  return (
    <>
      {!isPhone && (
        <Button
          {...button('export')}
          icon={<ArrowDownloadRegular />}
          aria-label={words.export}
          title={words.export}
        />
      )}
      <Button
        {...button(rest)}
        icon={<MoreHorizontalRegular />}
        aria-label={isPhone ? words.moreOnPhone : words.more}
        title={isPhone ? words.moreOnPhone : words.more}
      />
      {open && (
        <Suspense fallback={null}>
          <BarMenu
            conversationId={conversationId}
            target={open.target}
            shows={open.shows}
            onClose={close}
            onRename={() => {
              setOpen(undefined);
              onRename();
            }}
            onDelete={
              onDelete &&
              (() => {
                setOpen(undefined);
                onDelete();
              })
            }
          />
        </Suspense>
      )}
    </>
  );
}
