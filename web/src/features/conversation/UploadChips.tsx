import {
  Button,
  ProgressBar,
  Spinner,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import {
  AttachRegular,
  CheckmarkCircleRegular,
  DismissRegular,
  ErrorCircleRegular,
} from '@fluentui/react-icons';
import { useRef } from 'react';
import { conversationText } from '../../text/conversation';
import { useUploads, type Upload } from '../documents/useUploads';

const useStyles = makeStyles({
  input: { display: 'none' },
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px',
    listStyleType: 'none',
    margin: '0 8px 8px 0',
    padding: 0,
    maxHeight: '132px',
    overflowY: 'auto',
  },
  chip: {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr) 24px',
    alignItems: 'center',
    gap: '0 8px',
    width: 'min(280px, 100%)',
    boxSizing: 'border-box',
    padding: '4px 4px 4px 10px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  state: { gridColumn: '2', color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  icon: { fontSize: '16px', height: '16px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  close: { minWidth: '24px', width: '24px', height: '24px', gridRow: '1', gridColumn: '3' },
});

/** Adds files to the documents from where one asks. */
export function AttachButton() {
  const styles = useStyles();
  const { addFiles } = useUploads('composer');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        className={styles.input}
        type="file"
        multiple
        tabIndex={-1}
        aria-label={conversationText.composer.attach}
        onChange={(event) => {
          addFiles(event.target.files ?? []);
          event.target.value = '';
        }}
      />
      <Button
        appearance="subtle"
        icon={<AttachRegular />}
        aria-label={conversationText.composer.attach}
        title={conversationText.composer.attach}
        onClick={() => input.current?.click()}
      />
    </>
  );
}

/** The files that were given here and what became of them. */
export function UploadChips() {
  const styles = useStyles();
  const { uploads, cancel, dismiss } = useUploads('composer');
  if (uploads.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={conversationText.composer.files}>
      {uploads.map((upload) => {
        const isOver = upload.state === 'ready' || upload.state === 'failed';
        const label = isOver
          ? conversationText.composer.dismiss(upload.fileName)
          : conversationText.composer.cancel(upload.fileName);
        return (
          <li key={upload.id} className={styles.chip}>
            <StateIcon state={upload.state} />
            <span className={styles.name} title={upload.fileName}>
              {upload.fileName}
            </span>
            <Button
              className={styles.close}
              size="small"
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={label}
              title={label}
              onClick={() => (isOver ? dismiss(upload.id) : cancel(upload.id))}
            />
            <span className={mergeClasses(styles.state, upload.state === 'failed' && styles.bad)}>
              {upload.state === 'failed'
                ? upload.reason
                : conversationText.composer.states[upload.state]}
            </span>
            {upload.state === 'sending' && (
              <ProgressBar className={styles.state} value={upload.progress} aria-label={label} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function StateIcon({ state }: { state: Upload['state'] }) {
  const styles = useStyles();
  switch (state) {
    case 'ready':
      return <CheckmarkCircleRegular className={mergeClasses(styles.icon, styles.good)} />;
    case 'failed':
      return <ErrorCircleRegular className={mergeClasses(styles.icon, styles.bad)} />;
    default:
      return <Spinner className={styles.icon} size="extra-tiny" aria-hidden />;
  }
}
