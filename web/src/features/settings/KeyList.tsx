import { makeStyles, tokens } from '@fluentui/react-components';
import { Fragment } from 'react';
import { keyRows, keySendRows, keyStrings, type KeyRow } from '../../text/shell';
import { sendWith } from '../conversation/sendKeys';

const useStyles = makeStyles({
  list: { margin: 0, padding: '4px 0' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: '4px 16px',
    padding: '8px 20px',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    '@media (max-width: 639px)': { padding: '8px 16px' },
  },
  does: { gridColumn: '1', gridRow: '1', margin: 0, color: tokens.colorNeutralForeground2 },
  keys: { gridColumn: '2', gridRow: '1', textAlign: 'end', color: tokens.colorNeutralForeground3 },
  key: {
    display: 'inline-block',
    minWidth: '14px',
    padding: '0 6px',
    margin: '1px 2px',
    textAlign: 'center',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomWidth: '2px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
  },
});

/** The keys and what they do. */
export function KeyList() {
  const styles = useStyles();
  const rows: KeyRow[] = [...keySendRows[sendWith()], ...keyRows];
  return (
    <dl className={styles.list}>
      {rows.map((row) => (
        <div key={row.does} className={styles.row}>
          <dt className={styles.keys}>
            {row.keys.map((way, index) => (
              <Fragment key={way.join('+')}>
                {index > 0 && ` ${keyStrings.or} `}
                {way.map((key) => (
                  <kbd key={key} className={styles.key}>
                    {key}
                  </kbd>
                ))}
              </Fragment>
            ))}
          </dt>
          <dd className={styles.does}>{row.does}</dd>
        </div>
      ))}
    </dl>
  );
}
