import { makeStyles, tokens } from '@fluentui/react-components';
import type { Citation } from '../../api/types';
import { ModalSheet } from '../../design/ModalSheet';
import { useMediaQuery } from '../../design/useMediaQuery';
import { EvidencePanel } from './EvidencePanel';
import { nameOf } from './citationPlace';


export type OpenSource = { turnId: string; number: number };
/** A turn, as far as its sources go. */
export type CitingTurn = { id: string; citations: Citation[] };

const useStyles = makeStyles({
  inline: {
    width: 'min(520px, 46%)',
    flexShrink: 0,
    minHeight: 0,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
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
      height: 'calc(100dvh - 56px)',
      borderRadius: '16px 16px 0 0',
    },
  },
});

type EvidenceProps = {
  turns: CitingTurn[];
  open: OpenSource | undefined;
  onOpen: (source: OpenSource) => void;
  onClose: () => void;
};

/** The open source: beside the answer where there is room, else a drawer, on a phone a sheet. */
export function Evidence({ turns, open, onOpen, onClose }: EvidenceProps) {
  const styles = useStyles();
  const isInline = useMediaQuery('(min-width: 1024px)');
  const turn = turns.find((one) => one.id === open?.turnId);
  const citation = turn?.citations.find((one) => one.number === open?.number);
  if (!turn || !citation) return null;
  const label = nameOf(citation);
  const panel = (
    <EvidencePanel
      label={label}
      citations={turn.citations}
      number={citation.number}
      onNumber={(number) => onOpen({ turnId: turn.id, number })}
      onClose={onClose}
    />
  );
  if (isInline) return <div className={styles.inline}>{panel}</div>;
  return (
    <ModalSheet label={label} className={styles.sheet} onClose={onClose}>
      {panel}
    </ModalSheet>
  );
}
