import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { strings } from '../../text/strings';
import { BarActions } from './BarActions';
import { RenameTitle } from './RenameTitle';

const useStyles = makeStyles({
  root: {
    position: 'sticky',
    top: 0,
    zIndex: 10,
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    height: '56px',
    flexShrink: 0,
    boxSizing: 'border-box',
    padding: '0 12px 0 24px',
    backgroundColor: tokens.colorNeutralBackground2,
    '@media (max-width: 639px)': {
      height: '52px',
      padding: '0 4px',
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    },
  },
  // The button that opens the side bar stands there.
  besideButton: { paddingLeft: '56px', '@media (max-width: 639px)': { paddingLeft: '48px' } },
  title: {
    flexGrow: 1,
    margin: 0,
    outlineStyle: 'none',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  // While it is changed in a field beside it.
  unseen: { position: 'absolute', width: '1px', height: '1px', clipPath: 'inset(50%)' },
  add: {
    '@media (min-width: 1024px)': { display: 'none' },
    '@media (max-width: 639px)': { minWidth: '40px', width: '40px', height: '40px' },
  },
});

type ConversationBarProps = {
  title: string;
  /** Missing on the first screen, which has a heading of its own. */
  conversationId: string | undefined;
  isHeading: boolean;
  hasSideBar: boolean;
  onNew: () => void;
  onRename: (title: string) => Promise<void>;
  onDelete: (() => void) | undefined;
};

/** What one is reading, above it, and what can be done with the whole of it. */
export function ConversationBar(props: ConversationBarProps) {
  const { title, conversationId, isHeading, hasSideBar, onNew } = props;
  const styles = useStyles();
  const [renaming, setRenaming] = useState<string>();
  const isRenaming = renaming !== undefined && renaming === conversationId;
  return (
    <header className={mergeClasses(styles.root, !hasSideBar && styles.besideButton)}>
      {isRenaming && (
        <RenameTitle
          title={title}
          onRename={props.onRename}
          onDone={() => setRenaming(undefined)}
        />
      )}
      {isHeading && (
        <h1
          className={mergeClasses(styles.title, isRenaming && styles.unseen)}
          title={title}
          tabIndex={-1}
        >
          {title}
        </h1>
      )}
      {!isHeading && <p className={styles.title}>{title}</p>}
      {conversationId !== undefined && !isRenaming && (
        <BarActions
          conversationId={conversationId}
          onRename={() => setRenaming(conversationId)}
          onDelete={props.onDelete}
        />
      )}
      {!hasSideBar && (
        <Button
          className={styles.add}
          appearance="subtle"
          icon={<AddRegular />}
          onClick={onNew}
          aria-label={strings.nav.newConversation}
          title={strings.nav.newConversation}
        />
      )}
    </header>
  );
}
