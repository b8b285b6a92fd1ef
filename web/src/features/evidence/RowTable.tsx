import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { extraTokens } from '../../design/theme';
import { evidenceStrings } from '../../text/evidence';
import type { TableBlock } from './tableRows';

const useStyles = makeStyles({
  frame: { overflowX: 'auto', margin: '0 0 16px' },
  table: {
    borderCollapse: 'collapse',
    minWidth: '100%',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontVariantNumeric: 'tabular-nums',
  },
  head: {
    padding: '6px 12px 6px 8px',
    textAlign: 'start',
    verticalAlign: 'bottom',
    overflowWrap: 'normal',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    borderBottom: '1px solid #8a8a8a',
  },
  cell: {
    padding: '6px 12px 6px 8px',
    verticalAlign: 'top',
    minWidth: '48px',
    maxWidth: '280px',
    overflowWrap: 'break-word',
    borderBottom: '1px solid #d5d3cf',
  },
  marked: {
    backgroundColor: extraTokens.passageHighlight,
    // Colour alone says nothing in a print or to some readers: an edge as well.
    boxShadow: `inset 4px 0 0 ${extraTokens.passageEdge}`,
    '@media (forced-colors: active)': {
      forcedColorAdjust: 'none',
      backgroundColor: 'Mark',
      color: 'MarkText',
    },
  },
  // The row has the colour already.
  plain: { backgroundColor: 'transparent', color: 'inherit' },
  // Times, numbers and names are not broken.
  short: { whiteSpace: 'nowrap' },
  first: { paddingInlineStart: '12px' },
});

const shortMax = 16;

/** Rows of a sheet or a table, the quoted one highlighted. */
export function RowTable({ table }: { table: TableBlock }) {
  const styles = useStyles();
  return (
    <div className={styles.frame} tabIndex={0} role="group" aria-label={evidenceStrings.table}>
      <table className={styles.table}>
        <thead>
          <tr>
            {table.columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={mergeClasses(styles.head, index === 0 && styles.first)}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr
              key={index}
              className={mergeClasses(row.isMarked && styles.marked)}
              data-quoted={row.isMarked || undefined}
            >
              {table.columns.map((column, place) => (
                <td
                  key={column}
                  className={mergeClasses(
                    styles.cell,
                    (valueOf(row.cells, column)?.length ?? 0) <= shortMax && styles.short,
                    place === 0 && styles.first,
                  )}
                >
                  {row.isMarked ? (
                    <mark className={styles.plain}>{valueOf(row.cells, column)}</mark>
                  ) : (
                    valueOf(row.cells, column)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function valueOf(cells: { column: string; value: string }[], column: string) {
  return cells.find((cell) => cell.column === column)?.value;
}
