import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular, ChevronLeftRegular, ChevronRightRegular } from '@fluentui/react-icons';
import type { DocumentItem } from '../../api/types';
import { evidenceStrings } from '../../text/evidence';
import { contentUrl } from '../../api/client';
import { StepButton } from './EvidenceBar';
import type { SourceView } from './useSourceView';

const useStyles = makeStyles({
  foot: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '4px 12px',
    flexShrink: 0,
    minHeight: '48px',
    padding: '4px 16px 4px 20px',
    paddingBottom: 'max(4px, env(safe-area-inset-bottom))',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
    '@media (max-width: 639px)': { padding: '4px 8px 4px 16px' },
  },
  since: {
    flexGrow: 1,
    color: tokens.colorNeutralForeground3,
    '@media (max-width: 639px)': { display: 'none' },
  },
  pages: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '2px',
    whiteSpace: 'nowrap',
  },
  download: {
    marginInlineStart: 'auto',
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    minHeight: '32px',
    padding: '0 8px',
    fontSize: tokens.fontSizeBase300,
  },
});

export type PageKind = 'page' | 'slide' | 'part';

type EvidenceFootProps = {
  document: DocumentItem | undefined;
  source: SourceView;
  kind: PageKind;
  pageCount: number | undefined;
};

/** Other pages of the source, and the original. */
export function EvidenceFoot({ document, source, kind, pageCount }: EvidenceFootProps) {
  const styles = useStyles();
  const since = document?.is_sample ? evidenceStrings.addedSample : evidenceStrings.added;
  return (
    <footer className={styles.foot}>
      <span className={styles.since}>{document && since(document.created_at)}</span>
      {pageCount !== undefined && pageCount > 1 && (
        <span className={styles.pages} role="group" aria-label={evidenceStrings.pages[kind]}>
          <StepButton
            label={evidenceStrings.previousPage[kind]}
            icon={<ChevronLeftRegular />}
            disabled={source.page <= 1}
            onClick={() => source.turnPages(-1)}
          />
          <span>{evidenceStrings.pageOf(source.page, pageCount)}</span>
          <StepButton
            label={evidenceStrings.nextPage[kind]}
            icon={<ChevronRightRegular />}
            disabled={source.page >= pageCount}
            onClick={() => source.turnPages(1)}
          />
        </span>
      )}
      {document && (
        <Link
          className={styles.download}
          href={contentUrl(document.document_id)}
          download={document.file_name}
          aria-label={evidenceStrings.downloadFile(document.file_name)}
        >
          <ArrowDownloadRegular fontSize={16} aria-hidden />
          {evidenceStrings.download}
        </Link>
      )}
    </footer>
  );
}
