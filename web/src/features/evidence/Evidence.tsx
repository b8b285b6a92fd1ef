import { makeStyles, tokens } from '@fluentui/react-components';
import { Suspense, lazy, type ReactNode } from 'react';
import type { Citation } from '../../api/types';
import { ModalSheet } from '../../design/ModalSheet';
import { useMediaQuery } from '../../design/useMediaQuery';
import { ResizeHandle } from './ResizeHandle';
import { SheetGrip } from './SheetGrip';
import { nameOf } from './citationPlace';
import { useBackCloses } from './useBackCloses';
import { useEvidenceWidth } from './useEvidenceWidth';
import { useSheetStops } from './useSheetStops';

export type OpenSource = { turnId: string; number: number };
/** A turn, as far as its sources go. */
export type CitingTurn = { id: string; citations: Citation[] };

const EvidencePanel = lazy(async () => ({
  default: (await import('./EvidencePanel')).EvidencePanel,
}));

const useStyles = makeStyles({
  inline: {
    position: 'relative',
    flexShrink: 0,
    minHeight: 0,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  sheet: {
    position: 'fixed',
    inset: 'auto 0 0 auto',
    margin: 0,
    padding: 0,
    border: 'none',
    overflow: 'hidden',
    width: 'min(520px, 92%)',
    maxWidth: 'none',
    height: '100dvh',
    maxHeight: 'none',
    boxShadow: tokens.shadow64,
    backgroundColor: tokens.colorNeutralBackground3,
    '::backdrop': { backgroundColor: tokens.colorBackgroundOverlay },
    '@media (max-width: 639px)': {
      width: '100%',
      borderRadius: '16px 16px 0 0',
    },
  },
  column: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
});

type EvidenceProps = {
  turns: CitingTurn[];
  open: OpenSource | undefined;
  onOpen: (source: OpenSource) => void;
  onClose: () => void;
};

/** The open source: beside the answer where there is room, else a drawer, on a phone a sheet. */
export function Evidence({ turns, open, onOpen, onClose }: EvidenceProps) {
  const isInline = useMediaQuery('(min-width: 1024px)');
  const turn = turns.find((one) => one.id === open?.turnId);
  const citation = turn?.citations.find((one) => one.number === open?.number);
  if (!turn || !citation) return null;
  const label = nameOf(citation);
  const panelWith = (edge?: ReactNode) => (
    <Suspense fallback={null}>
      <EvidencePanel
        edge={edge}
        label={label}
        citations={turn.citations}
        number={citation.number}
        onNumber={(number) => onOpen({ turnId: turn.id, number })}
        onClose={onClose}
      />
    </Suspense>
  );
  if (isInline) return <InlineEvidence panelWith={panelWith} />;
  return (
    <EvidenceSheet label={label} onClose={onClose}>
      {panelWith()}
    </EvidenceSheet>
  );
}

type InlineEvidenceProps = { panelWith: (edge: ReactNode) => ReactNode };

function InlineEvidence({ panelWith }: InlineEvidenceProps) {
  const styles = useStyles();
  const [width, setWidth] = useEvidenceWidth();
  return (
    <div className={styles.inline} style={{ width: `min(${width}px, 46%)` }}>
      {panelWith(<ResizeHandle width={width} onWidth={setWidth} />)}
    </div>
  );
}

type EvidenceSheetProps = { label: string; onClose: () => void; children: ReactNode };

function EvidenceSheet({ label, onClose, children }: EvidenceSheetProps) {
  const styles = useStyles();
  const isPhone = useMediaQuery('(max-width: 639px)');
  const stops = useSheetStops(onClose);
  useBackCloses(onClose);
  return (
    <ModalSheet
      label={label}
      className={styles.sheet}
      {...(isPhone ? { style: { height: stops.height } } : {})}
      onClose={onClose}
    >
      <div className={styles.column}>
        {isPhone && <SheetGrip stops={stops} />}
        {children}
      </div>
    </ModalSheet>
  );
}
