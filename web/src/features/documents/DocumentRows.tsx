import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowClockwiseRegular, DismissRegular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import type { DocumentItem } from '../../api/types';
import { useMediaQuery } from '../../design/useMediaQuery';
import { documentStrings } from '../../text/documents';
import { DocumentMenu, NameOf, StateOf, type RowActions } from './DocumentParts';

const useStyles = makeStyles({
  frame: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: '12px',
    backgroundColor: tokens.colorNeutralBackground1,
    overflow: 'hidden',
  },
  table: { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' },
  head: {
    padding: '8px 12px',
    textAlign: 'start',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  stateHead: { width: '34%' },
  addedHead: { width: '92px', '@media (max-width: 1023px)': { display: 'none' } },
  actionsHead: { width: '96px' },
  row: { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  cell: { padding: '10px 12px', verticalAlign: 'middle' },
  added: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase300,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    '@media (max-width: 1023px)': { display: 'none' },
  },
  actions: { display: 'flex', alignItems: 'center', justifyContent: 'flex-end', gap: '2px' },
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
  cards: { listStyleType: 'none', margin: 0, padding: 0 },
  card: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'start',
    gap: '4px 4px',
    padding: '12px 4px 12px 12px',
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  cardState: { gridColumn: '1 / -1', paddingInlineStart: '44px', paddingInlineEnd: '12px' },
});

type DocumentRowsProps = {
  items: DocumentItem[];
  problems: ReadonlyMap<string, string>;
  onDelete: (one: DocumentItem) => void;
  onRetry: (one: DocumentItem) => void;
};

/** The documents as a table, on a phone as cards. */
export function DocumentRows(props: DocumentRowsProps) {
  const { items, onDelete } = props;
  const isNarrow = useMediaQuery('(max-width: 639px)');
  const frame = useRef<HTMLDivElement>(null);
  const styles = useStyles();
  const focusNext = useRef<string>(undefined);
  useEffect(() => {
    const id = focusNext.current;
    focusNext.current = undefined;
    if (id === undefined) return;
    const rows = [...(frame.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const row = rows.find((one) => one.dataset['row'] === id);
    row?.querySelector<HTMLElement>('[aria-haspopup]')?.focus();
  }, [items]);
  const actionsOf = (one: DocumentItem): RowActions => ({
    onRetry: () => props.onRetry(one),
    onDelete: () => {
      const at = items.indexOf(one);
      focusNext.current = (items[at + 1] ?? items[at - 1])?.document_id;
      onDelete(one);
    },
  });
  const shared = { items, problems: props.problems, actionsOf };
  return (
    <div ref={frame} className={styles.frame}>
      {isNarrow ? <Cards {...shared} /> : <Table {...shared} />}
    </div>
  );
}

type RowsProps = {
  items: DocumentItem[];
  problems: ReadonlyMap<string, string>;
  actionsOf: (one: DocumentItem) => RowActions;
};

function Table({ items, problems, actionsOf }: RowsProps) {
  const styles = useStyles();
  const { columns } = documentStrings;
  return (
    <table className={styles.table} aria-label={documentStrings.title}>
      <thead>
        <tr>
          <th scope="col" className={styles.head}>
            {columns.name}
          </th>
          <th scope="col" className={mergeClasses(styles.head, styles.stateHead)}>
            {columns.state}
          </th>
          <th scope="col" className={mergeClasses(styles.head, styles.addedHead)}>
            {columns.added}
          </th>
          <th scope="col" className={mergeClasses(styles.head, styles.actionsHead)}>
            <span className={styles.hidden}>{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.document_id} className={styles.row} data-row={one.document_id}>
            <td className={styles.cell}>
              <NameOf document={one} />
            </td>
            <td className={styles.cell}>
              <StateOf document={one} problem={problems.get(one.document_id)} />
            </td>
            <td
              className={mergeClasses(styles.cell, styles.added)}
              title={documentStrings.date(one.created_at)}
            >
              {documentStrings.since(one.created_at)}
            </td>
            <td className={styles.cell}>
              <Actions document={one} {...actionsOf(one)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards({ items, problems, actionsOf }: RowsProps) {
  const styles = useStyles();
  return (
    <ul className={styles.cards} aria-label={documentStrings.title}>
      {items.map((one) => (
        <li key={one.document_id} className={styles.card} data-row={one.document_id}>
          <NameOf document={one} />
          <Actions document={one} {...actionsOf(one)} />
          <div className={styles.cardState}>
            <StateOf document={one} problem={problems.get(one.document_id)} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Actions({ document, onDelete, onRetry }: RowActions & { document: DocumentItem }) {
  const styles = useStyles();
  const name = document.file_name;
  return (
    <div className={styles.actions}>
      {document.state === 'failed' && (
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowClockwiseRegular />}
          aria-label={`${documentStrings.readAgain}: ${name}`}
          title={documentStrings.readAgain}
          onClick={onRetry}
        />
      )}
      {document.state !== 'ready' && (
        <Button
          size="small"
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={documentStrings.deleteFile(name)}
          title={documentStrings.delete}
          onClick={onDelete}
        />
      )}
      <DocumentMenu document={document} onDelete={onDelete} onRetry={onRetry} />
    </div>
  );
}
