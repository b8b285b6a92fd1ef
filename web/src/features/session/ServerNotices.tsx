import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ErrorCircleRegular, WarningRegular } from '@fluentui/react-icons';
import type { Notice } from '../../api/types';
import { shellStrings } from '../../text/shell';

const useStyles = makeStyles({
  // Several at 400 % zoom must leave something of the page.
  all: { flexShrink: 0, maxHeight: '40dvh', overflowY: 'auto' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  notice: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 672px)',
    justifyContent: 'center',
    columnGap: '12px',
    padding: '10px 16px',
    borderBottom: `1px solid ${tokens.colorStatusWarningBorder1}`,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'break-word',
  },
  icon: { fontSize: '20px', height: '20px', color: tokens.colorStatusWarningForeground1 },
  danger: {
    borderBottomColor: tokens.colorStatusDangerBorder1,
    backgroundColor: tokens.colorStatusDangerBackground1,
  },
  dangerIcon: { color: tokens.colorStatusDangerForeground1 },
});

/** Kinds with which people lose something that they do now; what is unknown here is a warning. */
const isDangerous = (kind: string) => kind === 'storage_full';

/**
 * What is not as it should be with the server, above the page for as long as it is so. A reader hears
 * each once: what is read again and is the same changes nothing in the document.
 */
export function ServerNotices({ notices }: { notices: Notice[] }) {
  const styles = useStyles();
  return (
    <div role="status" aria-atomic="false">
      {notices.length > 0 && (
        <section className={styles.all} tabIndex={0} aria-label={shellStrings.notices}>
          <ul className={styles.list}>
            {notices.map(({ kind, message_text: text }) => (
              <li
                key={kind}
                className={mergeClasses(styles.notice, isDangerous(kind) && styles.danger)}
              >
                <Icon isDanger={isDangerous(kind)} />
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Icon({ isDanger }: { isDanger: boolean }) {
  const styles = useStyles();
  return isDanger ? (
    <ErrorCircleRegular className={mergeClasses(styles.icon, styles.dangerIcon)} aria-hidden />
  ) : (
    <WarningRegular className={styles.icon} aria-hidden />
  );
}
