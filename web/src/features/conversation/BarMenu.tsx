import { Menu, MenuItem, MenuItemLink, MenuList, MenuPopover } from '@fluentui/react-components';
import { ArrowDownloadRegular, DeleteRegular, EditRegular } from '@fluentui/react-icons';
import { exportAddress } from '../../api/conversations';
import { conversationText } from '../../text/conversation';

type BarMenuProps = {
  conversationId: string;
  /** The button that it belongs to. */
  target: HTMLElement;
  shows: 'export' | 'change' | 'all';
  onClose: () => void;
  onRename: () => void;
  onDelete: (() => void) | undefined;
};

/** What can be done with a conversation as a whole. */
export function BarMenu(props: BarMenuProps) {
  const { conversationId, target, shows } = props;
  const words = conversationText.menu;
  const file = (format: 'markdown' | 'json') => ({
    href: exportAddress(conversationId, format),
    download: '',
    icon: <ArrowDownloadRegular />,
    onClick: props.onClose,
  });
  return (
    <Menu
      open
      positioning={{ target, position: 'below', align: 'end' }}
      onOpenChange={(_event, { open }) => !open && props.onClose()}
    >
      <MenuPopover>
        <MenuList aria-label={shows === 'export' ? words.export : words.more}>
          {shows !== 'change' && (
            <>
              <MenuItemLink {...file('markdown')}>{words.markdown}</MenuItemLink>
              <MenuItemLink {...file('json')}>{words.json}</MenuItemLink>
            </>
          )}
          {shows !== 'export' && (
            <MenuItem icon={<EditRegular />} onClick={props.onRename}>
              {words.rename}
            </MenuItem>
          )}
          {shows !== 'export' && props.onDelete && (
            <MenuItem icon={<DeleteRegular />} onClick={props.onDelete}>
              {words.delete}
            </MenuItem>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
