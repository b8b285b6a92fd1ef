import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';
import { conversationText } from '../../text/conversation';
import { CopyButton } from './CopyButton';
import { copyBy, prepareCopying } from './copying';

const useStyles = makeStyles({
  root: {
    margin: '0 0 12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  scroll: {
    overflowX: 'auto',
    borderRadius: tokens.borderRadiusXLarge,
    overflowWrap: 'normal',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '& table': {
      borderCollapse: 'collapse',
      width: '100%',
      fontSize: tokens.fontSizeBase300,
      lineHeight: tokens.lineHeightBase300,
      fontVariantNumeric: 'tabular-nums',
    },
    '& th, & td': {
      padding: '8px 12px',
      textAlign: 'start',
      verticalAlign: 'top',
      minWidth: '72px',
      maxWidth: '360px',
      overflowWrap: 'break-word',
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    },
    '& th': {
      fontSize: tokens.fontSizeBase200,
      fontWeight: tokens.fontWeightSemibold,
      color: tokens.colorNeutralForeground3,
    },
    '& tr:last-child td': { borderBottom: 'none' },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: '32px',
    padding: '0 6px 0 12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

/** A table that scrolls inside itself and can be taken to a spreadsheet. */
export function TableBlock({ children }: { children?: ReactNode }) {
  const styles = useStyles();
  const table = useRef<HTMLTableElement>(null);
  useEffect(prepareCopying, []);
  return (
    <div className={styles.root}>
      <div className={styles.head} data-aside>
        <span aria-hidden>{conversationText.table.label}</span>
        <CopyButton
          label={conversationText.table.copy}
          copied={conversationText.table.copied}
          copy={() => copyBy(async (by) => table.current && by.copyTable(table.current))}
        />
      </div>
      <div
        className={styles.scroll}
        tabIndex={0}
        role="group"
        aria-label={conversationText.table.label}
      >
        <table ref={table}>{children}</table>
      </div>
    </div>
  );
}
