import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowClockwiseRegular, DismissRegular, ErrorCircleRegular } from '@fluentui/react-icons';
import { documentStrings } from '../../text/documents';
import { KindMark } from './DocumentParts';
import { useDocumentStyles } from './documentStyles';
import type { Upload, Uploads } from './useUploads';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: '0 0 16px',
    padding: 0,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: '12px',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '10px 12px',
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  words: { flexGrow: 1, minWidth: 0 },
  line: { display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', gap: '12px' },
  percent: {
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground3,
  },
  wide: { maxWidth: 'none' },
});

/** Files that are being sent, and those that were not taken. */
export function UploadRows({ uploads, cancel, retry, dismiss }: Uploads) {
  const styles = useStyles();
  const shown = uploads.filter((one) => one.documentId === undefined);
  if (shown.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={documentStrings.uploads}>
      {shown.map((one) => (
        <li key={one.id} className={styles.row}>
          <KindMark fileName={one.fileName} />
          {one.state === 'failed' ? <Refused upload={one} /> : <Sending upload={one} />}
          {one.state === 'failed' && (
            <Button
              size="small"
              appearance="subtle"
              icon={<ArrowClockwiseRegular />}
              aria-label={`${documentStrings.retryUpload}: ${one.fileName}`}
              title={documentStrings.retryUpload}
              onClick={() => retry(one.id)}
            />
          )}
          <LeaveButton upload={one} cancel={cancel} dismiss={dismiss} />
        </li>
      ))}
    </ul>
  );
}

type LeaveButtonProps = { upload: Upload } & Pick<Uploads, 'cancel' | 'dismiss'>;

function LeaveButton({ upload, cancel, dismiss }: LeaveButtonProps) {
  const isFailed = upload.state === 'failed';
  const label = (isFailed ? documentStrings.dismiss : documentStrings.cancel)(upload.fileName);
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={<DismissRegular />}
      aria-label={label}
      title={label}
      onClick={() => (isFailed ? dismiss : cancel)(upload.id)}
    />
  );
}

function Sending({ upload }: { upload: Upload }) {
  const styles = useStyles();
  const shared = useDocumentStyles();
  return (
    <div className={styles.words}>
      <div className={styles.line}>
        <span className={shared.title}>{upload.fileName}</span>
        <span className={styles.percent}>{documentStrings.percent(upload.progress)}</span>
      </div>
      <div
        className={mergeClasses(shared.track, styles.wide)}
        role="progressbar"
        aria-label={documentStrings.sending(upload.fileName)}
        aria-valuenow={Math.round(upload.progress * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className={shared.bar} style={{ width: `${upload.progress * 100}%` }} />
      </div>
    </div>
  );
}

function Refused({ upload }: { upload: Upload }) {
  const styles = useStyles();
  const shared = useDocumentStyles();
  return (
    <div className={styles.words} role="alert">
      <span className={shared.title}>{upload.fileName}</span>
      <span className={mergeClasses(shared.state, shared.bad)}>
        <ErrorCircleRegular className={shared.icon} aria-hidden />
        {documentStrings.notAdded}
      </span>
      <p className={shared.reason}>{upload.reason}</p>
    </div>
  );
}
