import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowDownloadRegular,
  DeleteRegular,
  DismissRegular,
  EditRegular,
} from '@fluentui/react-icons';
import { useEffect, useRef, useState } from 'react';
import { exportAddress } from '../../api/conversations';
import type { ConversationSummary } from '../../api/types';
import { ActionMenu } from '../../design/ActionMenu';
import { navigationStrings } from '../../text/navigation';
import { strings } from '../../text/strings';
import { RenameField } from './RenameField';
import { useLinkStyles } from './navigationStyles';
import { followLink, linkTo } from './router';

const useStyles = makeStyles({
  row: {
    position: 'relative',
    // The more button shows where the pointer or the focus is; where there is no pointer, always.
    '& [data-more]': { opacity: 0 },
    ':hover [data-more]': { opacity: 1 },
    ':focus-within [data-more]': { opacity: 1 },
    '& [data-more]:has([aria-expanded="true"])': { opacity: 1 },
    '@media (hover: none)': { '& [data-more]': { opacity: 1 } },
  },
  rowCurrent: { '& [data-more]': { opacity: 1 } },
  link: { paddingInlineEnd: '36px' },
  more: {
    position: 'absolute',
    top: '50%',
    insetInlineEnd: '6px',
    transform: 'translateY(-50%)',
    '@media (max-width: 639px)': { insetInlineEnd: '2px' },
  },
  dot: {
    width: '8px',
    height: '8px',
    borderRadius: '50%',
    backgroundColor: tokens.colorCompoundBrandBackground,
    flexShrink: 0,
    '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
  },
  problem: {
    display: 'flex',
    alignItems: 'start',
    margin: '0 0 4px',
    padding: '2px 2px 4px 12px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorStatusDangerForeground1,
  },
  problemText: { flexGrow: 1, paddingTop: '4px' },
});

type ConversationRowProps = {
  item: ConversationSummary;
  isCurrent: boolean;
  problem: string | undefined;
  /** The row takes the focus: the one above it was deleted. */
  isFocused: boolean;
  onRename: (title: string) => void;
  onDelete: () => void;
  onDismissProblem: () => void;
};

/** One conversation: a link, and what can be done with it. */
export function ConversationRow(props: ConversationRowProps) {
  const { item, isCurrent, problem, isFocused } = props;
  const styles = useStyles();
  const links = useLinkStyles();
  const [isRenaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const wasRenaming = useRef(false);
  useEffect(() => {
    if (isFocused || (wasRenaming.current && !isRenaming)) link.current?.focus();
    wasRenaming.current = isRenaming;
  }, [isFocused, isRenaming]);
  return (
    <li>
      {isRenaming ? (
        <RenameField
          title={item.title}
          onRename={(title) => {
            setRenaming(false);
            props.onRename(title);
          }}
          onCancel={() => setRenaming(false)}
        />
      ) : (
        <div className={mergeClasses(styles.row, isCurrent && styles.rowCurrent)}>
          <a
            ref={link}
            href={linkTo(`/c/${item.conversation_id}`)}
            className={mergeClasses(links.link, styles.link, isCurrent && links.current)}
            aria-current={isCurrent ? 'page' : undefined}
            title={item.title}
            onClick={followLink}
            onKeyDown={(event) => {
              if (event.key === 'F2') setRenaming(true);
            }}
          >
            <span className={links.clip}>{item.title}</span>
            {item.is_running && (
              <span className={styles.dot} role="img" aria-label={strings.nav.running} />
            )}
          </a>
          <span className={styles.more} data-more>
            <RowMenu item={item} onRename={() => setRenaming(true)} onDelete={props.onDelete} />
          </span>
        </div>
      )}
      {problem !== undefined && (
        <div className={styles.problem} role="alert">
          <span className={styles.problemText}>{problem}</span>
          <Button
            size="small"
            appearance="transparent"
            icon={<DismissRegular />}
            aria-label={navigationStrings.row.dismiss}
            onClick={props.onDismissProblem}
          />
        </div>
      )}
    </li>
  );
}

type RowMenuProps = { item: ConversationSummary; onRename: () => void; onDelete: () => void };

function RowMenu({ item, onRename, onDelete }: RowMenuProps) {
  const { row } = navigationStrings;
  const id = item.conversation_id;
  return (
    <ActionMenu
      label={row.more(item.title)}
      actions={[
        { text: row.rename, icon: <EditRegular />, onSelect: onRename },
        {
          text: row.exportMarkdown,
          icon: <ArrowDownloadRegular />,
          href: exportAddress(id, 'markdown'),
          download: '',
        },
        {
          text: row.exportJson,
          icon: <ArrowDownloadRegular />,
          href: exportAddress(id, 'json'),
          download: '',
        },
        { text: row.delete, icon: <DeleteRegular />, onSelect: onDelete },
      ]}
    />
  );
}
