import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { documentStrings } from '../../text/documents';
import { strings } from '../../text/strings';
import { DocumentFilter } from './DocumentFilter';
import { DocumentRows } from './DocumentRows';
import { DocumentsStatus } from './DocumentsStatus';
import { DropCard } from './DropCard';
import { UploadRows } from './UploadRows';
import { hasWords } from './mergeDocuments';
import { useDocuments, type StateFilter } from './useDocuments';
import { useFileDrop } from './useFileDrop';
import { useUploads } from './useUploads';

const useStyles = makeStyles({
  root: { flexGrow: 1, minWidth: 0, overflowY: 'auto', outlineStyle: 'none' },
  column: {
    maxWidth: '1080px',
    margin: '0 auto',
    padding: '32px 40px 48px',
    boxSizing: 'border-box',
    '@media (max-width: 1023px)': { padding: '60px 24px 48px' },
    '@media (max-width: 639px)': { padding: '60px 16px 32px' },
  },
  title: {
    margin: '0 0 4px',
    outlineStyle: 'none',
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    '@media (max-width: 639px)': { fontSize: '24px', lineHeight: '32px' },
  },
  lede: {
    margin: '0 0 16px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  more: { display: 'block', margin: '12px auto 0' },
  over: {
    position: 'fixed',
    inset: '8px',
    zIndex: 50,
    display: 'grid',
    placeItems: 'center',
    borderRadius: '16px',
    border: `2px dashed ${tokens.colorCompoundBrandStroke}`,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontSize: tokens.fontSizeBase500,
    fontWeight: tokens.fontWeightSemibold,
    opacity: 0.96,
    pointerEvents: 'none',
  },
});

type DocumentsPageProps = { bytesMax: number };

/** The documents that answers use: what became of each, and adding to them. */
export function DocumentsPage({ bytesMax }: DocumentsPageProps) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  const [words, setWords] = useState('');
  const [state, setState] = useState<StateFilter>('any');
  const documents = useDocuments(state);
  const uploads = useUploads('documents');
  const { addFiles } = uploads;
  const isOver = useFileDrop(addFiles);
  useArrived(uploads);
  useEffect(() => {
    document.title = `${documentStrings.title} · ${strings.product}`;
    heading.current?.focus();
  }, []);
  // A filter is about all of them, not about those that happen to be loaded.
  const { hasMore, loadMore } = documents;
  const isFiltering = words.trim() !== '';
  useEffect(() => {
    if (isFiltering && hasMore) loadMore();
  }, [isFiltering, hasMore, loadMore]);

  const shown = documents.items
    .filter((one) => state === 'any' || one.state === state)
    .filter((one) => hasWords(one, words.trim()));
  const isFilterShown = documents.items.length > 0 || state !== 'any';
  return (
    <main id="main" tabIndex={-1} className={styles.root}>
      <div className={styles.column}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {documentStrings.title}
        </h1>
        <p className={styles.lede}>{documentStrings.lede}</p>
        <DropCard bytesMax={bytesMax} onFiles={addFiles} />
        <UploadRows {...uploads} />
        {isFilterShown && (
          <DocumentFilter
            words={words}
            onWords={setWords}
            state={state}
            onState={setState}
            items={documents.items}
          />
        )}
        {shown.length > 0 ? (
          <DocumentRows
            items={shown}
            problems={documents.problems}
            onDelete={documents.remove}
            onRetry={documents.retry}
          />
        ) : (
          <DocumentsStatus
            status={documents.status}
            isFiltered={isFiltering || state !== 'any'}
            onRetry={documents.reload}
          />
        )}
        {hasMore && !isFiltering && (
          <Button className={styles.more} appearance="subtle" onClick={loadMore}>
            {documentStrings.showMore}
          </Button>
        )}
      </div>
      {isOver && <div className={styles.over}>{documentStrings.dropHere}</div>}
    </main>
  );
}

/** What has arrived is a document among the others: it leaves the list of what is sent. */
function useArrived({ uploads, dismiss }: ReturnType<typeof useUploads>) {
  useEffect(() => {
    for (const one of uploads) if (one.documentId !== undefined) dismiss(one.id);
  }, [uploads, dismiss]);
}
