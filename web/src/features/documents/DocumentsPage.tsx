import { Button, Spinner, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  ArrowUploadRegular,
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
} from '@fluentui/react-icons';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import type { DocumentItem } from '../../api/types';
import { strings } from '../../text/strings';
import { useDocuments, type Refused } from './useDocuments';

const useStyles = makeStyles({
  root: { flexGrow: 1, overflowY: 'auto', outlineStyle: 'none' },
  over: { outline: `2px dashed ${tokens.colorCompoundBrandStroke}`, outlineOffset: '-8px' },
  column: {
    maxWidth: '864px',
    margin: '0 auto',
    padding: '64px 24px 48px',
    boxSizing: 'border-box',
    '@media (max-width: 639px)': { padding: '60px 16px 32px' },
  },
  title: {
    margin: '0 0 4px',
    outlineStyle: 'none',
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
  },
  lede: {
    margin: '0 0 16px',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
  },
  add: { marginBottom: '16px' },
  rows: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: '1fr auto',
    gap: '2px 16px',
    padding: '12px 16px',
    alignItems: 'center',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none' },
  },
  name: {
    minWidth: 0,
    overflowWrap: 'anywhere',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  meta: {
    gridColumn: '1 / 2',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  reason: {
    gridColumn: '1 / 3',
    color: tokens.colorStatusDangerForeground1,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  state: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground2,
  },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase300 },
  problem: {
    margin: '0 0 8px',
    color: tokens.colorStatusDangerForeground1,
    fontSize: tokens.fontSizeBase300,
  },
  hidden: { display: 'none' },
});

/** The documents that answers use. */
export function DocumentsPage({ onChanged }: { onChanged: () => void }) {
  const styles = useStyles();
  const picker = useRef<HTMLInputElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [isOver, setOver] = useState(false);
  const documents = useDocuments(onChanged);
  useEffect(() => {
    document.title = `${strings.documents.title} · ${strings.product}`;
    heading.current?.focus();
  }, []);

  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    documents.add([...event.dataTransfer.files]);
  };
  return (
    <main
      className={mergeClasses(styles.root, isOver && styles.over)}
      id="main"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className={styles.column}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {strings.documents.title}
        </h1>
        <p className={styles.lede}>{strings.documents.lede}</p>
        <Button
          className={styles.add}
          appearance="primary"
          icon={<ArrowUploadRegular />}
          onClick={() => picker.current?.click()}
        >
          {strings.documents.add}
        </Button>
        <input
          ref={picker}
          type="file"
          multiple
          className={styles.hidden}
          aria-label={strings.documents.add}
          onChange={(event) => {
            documents.add([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <div aria-live="polite">
          {documents.adding.map((name) => (
            <p key={name} className={styles.quiet}>
              {strings.documents.adding(name)}
            </p>
          ))}
          {documents.refused.map((one) => (
            <RefusedFile key={one.name} refused={one} />
          ))}
        </div>
        <Rows status={documents.status} items={documents.items} />
        {documents.hasMore && (
          <Button appearance="subtle" onClick={documents.loadMore}>
            {strings.documents.more}
          </Button>
        )}
      </div>
    </main>
  );
}

function RefusedFile({ refused }: { refused: Refused }) {
  const styles = useStyles();
  return (
    <p role="alert" className={styles.problem}>
      <strong>{refused.name}</strong>: {refused.why}
    </p>
  );
}

function Rows({
  status,
  items,
}: {
  status: 'loading' | 'ready' | 'failed';
  items: DocumentItem[];
}) {
  const styles = useStyles();
  if (status === 'loading')
    return (
      <p className={styles.quiet} role="status">
        {strings.documents.loading}
      </p>
    );
  if (status === 'failed')
    return (
      <p className={styles.problem} role="alert">
        {strings.documents.failed}
      </p>
    );
  if (items.length === 0) return <p className={styles.quiet}>{strings.documents.none}</p>;
  return (
    <ul className={styles.rows} aria-label={strings.documents.title}>
      {items.map((one) => (
        <li key={one.document_id} className={styles.row}>
          <span className={styles.name}>{one.file_name}</span>
          <State state={one.state} />
          <span className={styles.meta}>
            {[
              one.title === one.file_name ? undefined : one.title,
              strings.bytes(one.size_bytes),
              strings.date(one.created_at),
              one.is_sample ? strings.documents.sample : undefined,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {one.reason && <span className={styles.reason}>{one.reason}</span>}
        </li>
      ))}
    </ul>
  );
}

function State({ state }: { state: DocumentItem['state'] }) {
  const styles = useStyles();
  const icons = {
    queued: <ClockRegular aria-hidden />,
    reading: <Spinner size="extra-tiny" aria-hidden />,
    ready: <CheckmarkCircleRegular className={styles.good} aria-hidden />,
    failed: <ErrorCircleRegular className={styles.bad} aria-hidden />,
  };
  return (
    <span className={styles.state}>
      {icons[state]}
      {strings.documents.states[state]}
    </span>
  );
}
