import { makeStyles } from '@fluentui/react-components';
import { ArrowDownloadRegular, DeleteRegular, EditRegular } from '@fluentui/react-icons';
import { exportAddress } from '../../api/conversations';
import { ActionMenu, type Action } from '../../design/ActionMenu';
import { useMediaQuery } from '../../design/useMediaQuery';
import { conversationText } from '../../text/conversation';

const useStyles = makeStyles({
  menu: {
    flexShrink: 0,
    '@media (max-width: 639px)': {
      '& > button': { minWidth: '40px', width: '40px', height: '40px' },
    },
  },
});

type BarActionsProps = {
  conversationId: string;
  onRename: () => void;
  onDelete: (() => void) | undefined;
};

/** What can be done with a conversation as a whole. */
export function BarActions({ conversationId, onRename, onDelete }: BarActionsProps) {
  const styles = useStyles();
  const isPhone = !useMediaQuery('(min-width: 640px)');
  const words = conversationText.menu;
  const file = (format: 'markdown' | 'json'): Action => ({
    text: words[format],
    icon: <ArrowDownloadRegular />,
    href: exportAddress(conversationId, format),
    download: '',
  });
  const files = [file('markdown'), file('json')];
  const changes: Action[] = [{ text: words.rename, icon: <EditRegular />, onSelect: onRename }];
  if (onDelete) changes.push({ text: words.delete, icon: <DeleteRegular />, onSelect: onDelete });
  const shared = { className: styles.menu, size: 'medium' as const };
  if (isPhone) {
    return <ActionMenu {...shared} label={words.moreOnPhone} actions={[...files, ...changes]} />;
  }
  return (
    <>
      <ActionMenu
        {...shared}
        label={words.export}
        icon={<ArrowDownloadRegular />}
        actions={files}
      />
      <ActionMenu {...shared} label={words.more} actions={changes} />
    </>
  );
}
