import { Spinner, mergeClasses } from '@fluentui/react-components';
import {
  ArrowClockwiseRegular,
  ArrowDownloadRegular,
  CheckmarkCircleRegular,
  ClockRegular,
  DeleteRegular,
  ErrorCircleRegular,
} from '@fluentui/react-icons';
import type { DocumentItem } from '../../api/types';
import { ActionMenu } from '../../design/ActionMenu';
import { documentStrings } from '../../text/documents';
import { useDocumentStyles } from './documentStyles';
import { contentUrl } from '../../api/client';

const lettersMax = 4;

/** "PDF": the end of the file's name. */
export function KindMark({ fileName }: { fileName: string }) {
  const styles = useDocumentStyles();
  const dot = fileName.lastIndexOf('.');
  const letters = dot > 0 ? fileName.slice(dot + 1) : '';
  return (
    <span className={styles.kind} aria-hidden>
      {letters.length <= lettersMax ? letters.toUpperCase() : letters.slice(0, 3).toUpperCase()}
    </span>
  );
}

export function NameOf({ document }: { document: DocumentItem }) {
  const styles = useDocumentStyles();
  return (
    <span className={styles.name}>
      <KindMark fileName={document.file_name} />
      <span className={styles.words}>
        <span className={styles.title} title={document.title}>
          {document.title}
        </span>
        <span className={styles.meta}>{documentStrings.meta(document)}</span>
      </span>
    </span>
  );
}

function iconOf(state: DocumentItem['state'], styles: ReturnType<typeof useDocumentStyles>) {
  switch (state) {
    case 'queued':
      return <ClockRegular className={mergeClasses(styles.icon, styles.quiet)} aria-hidden />;
    case 'reading':
      return <Spinner size="extra-tiny" aria-hidden />;
    case 'ready':
      return (
        <CheckmarkCircleRegular className={mergeClasses(styles.icon, styles.good)} aria-hidden />
      );
    case 'failed':
      return <ErrorCircleRegular className={mergeClasses(styles.icon, styles.bad)} aria-hidden />;
  }
}

type StateOfProps = { document: DocumentItem; problem: string | undefined };

/** The state in words, with what to do when it failed. */
export function StateOf({ document, problem }: StateOfProps) {
  const styles = useDocumentStyles();
  const { state, queue_place: place } = document;
  const words =
    state === 'queued' && place !== undefined
      ? documentStrings.waiting(place)
      : documentStrings.states[state];
  return (
    <>
      <span className={mergeClasses(styles.state, state === 'failed' && styles.bad)}>
        {iconOf(state, styles)}
        {words}
      </span>
      {state === 'reading' && (
        <div className={styles.track} aria-hidden>
          <div className={mergeClasses(styles.bar, styles.unknown)} />
        </div>
      )}
      {document.reason && <p className={styles.reason}>{document.reason}</p>}
      {problem !== undefined && (
        <p className={mergeClasses(styles.reason, styles.problem)} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

export type RowActions = { onDelete: () => void; onRetry: () => void };
type DocumentMenuProps = RowActions & { document: DocumentItem };

export function DocumentMenu({ document, onDelete, onRetry }: DocumentMenuProps) {
  const again = {
    text: documentStrings.readAgain,
    icon: <ArrowClockwiseRegular />,
    onSelect: onRetry,
  };
  return (
    <ActionMenu
      label={documentStrings.more(document.file_name)}
      details={documentStrings.details(document)}
      actions={[
        ...(document.state === 'failed' ? [again] : []),
        {
          text: documentStrings.download,
          icon: <ArrowDownloadRegular />,
          href: contentUrl(document.document_id),
          download: document.file_name,
        },
        { text: documentStrings.delete, icon: <DeleteRegular />, onSelect: onDelete },
      ]}
    />
  );
}
