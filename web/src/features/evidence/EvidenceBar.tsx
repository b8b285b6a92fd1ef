import { Button, makeStyles, tokens } from '@fluentui/react-components';
import {
  AddRegular,
  ChevronLeftRegular,
  ChevronRightRegular,
  SubtractRegular,
} from '@fluentui/react-icons';
import { Tabs } from '../../design/Tabs';
import { evidenceStrings } from '../../text/evidence';
import { strings } from '../../text/strings';
import type { SourceView, View } from './useSourceView';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '0 12px',
    flexShrink: 0,
    minHeight: '40px',
    padding: '0 12px 0 12px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
  },
  space: { flexGrow: 1 },
  group: { display: 'inline-flex', alignItems: 'center', gap: '2px', whiteSpace: 'nowrap' },
  value: { minWidth: '34px', textAlign: 'center' },
});

export const zooms = [1, 1.25, 1.5, 2, 3];

type EvidenceBarProps = {
  source: SourceView;
  zoom: number;
  onZoom: (to: number) => void;
  at: number;
  count: number;
  onStep: (by: number) => void;
};

/** How the source is shown, and which one of the answer's. */
export function EvidenceBar({ source, zoom, onZoom, at, count, onStep }: EvidenceBarProps) {
  const styles = useStyles();
  const step = zooms.indexOf(zoom);
  return (
    <div className={styles.bar}>
      {source.hasPages && (
        <Tabs<View>
          label={evidenceStrings.view}
          tabs={[
            { value: 'page', text: evidenceStrings.page },
            { value: 'text', text: evidenceStrings.text },
          ]}
          selected={source.view}
          onSelect={source.onView}
        />
      )}
      <span className={styles.space} />
      {source.view === 'page' && (
        <span className={styles.group} role="group" aria-label={evidenceStrings.zoom}>
          <StepButton
            label={evidenceStrings.zoomOut}
            icon={<SubtractRegular />}
            disabled={step <= 0}
            onClick={() => onZoom(zooms[step - 1] ?? 1)}
          />
          <span className={styles.value}>
            {zoom === 1 ? evidenceStrings.fit : evidenceStrings.percent(zoom)}
          </span>
          <StepButton
            label={evidenceStrings.zoomIn}
            icon={<AddRegular />}
            disabled={step >= zooms.length - 1}
            onClick={() => onZoom(zooms[step + 1] ?? zoom)}
          />
        </span>
      )}
      <span className={styles.group}>
        <StepButton
          label={strings.sources.previous}
          icon={<ChevronLeftRegular />}
          disabled={at === 0}
          onClick={() => onStep(-1)}
        />
        <span>{strings.sources.of(at + 1, count)}</span>
        <StepButton
          label={strings.sources.next}
          icon={<ChevronRightRegular />}
          disabled={at === count - 1}
          onClick={() => onStep(1)}
        />
      </span>
    </div>
  );
}

type StepButtonProps = {
  label: string;
  icon: React.ReactElement;
  disabled: boolean;
  onClick: () => void;
};

/** Keeps the focus at the last step, so that one can go back from there. */
export function StepButton({ label, icon, disabled, onClick }: StepButtonProps) {
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={icon}
      aria-label={label}
      title={label}
      disabledFocusable={disabled}
      onClick={onClick}
    />
  );
}
