import { makeStyles, tokens } from '@fluentui/react-components';
import { ChevronLeftRegular, ChevronRightRegular } from '@fluentui/react-icons';
import type { KeyboardEvent } from 'react';
import { conversationText } from '../../text/conversation';
import { ToolButton } from './ToolButton';

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
  },
});

type BranchSwitcherProps = {
  /** What is one of several, for screen readers. */
  label: (at: number, count: number) => string;
  turnId: string;
  siblings: string[];
  isDisabled: boolean;
  onShow: (turnId: string) => void;
};

/** Which version is shown, and the way to the others: by button or arrow key. */
export function BranchSwitcher(props: BranchSwitcherProps) {
  const { label, turnId, siblings, isDisabled, onShow } = props;
  const styles = useStyles();
  const at = siblings.indexOf(turnId);
  if (siblings.length < 2 || at < 0) return null;
  const step = (by: 1 | -1) => {
    const next = siblings[at + by];
    if (next !== undefined && !isDisabled) onShow(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    event.stopPropagation();
    step(event.key === 'ArrowLeft' ? -1 : 1);
  };
  return (
    <span
      className={styles.root}
      role="group"
      aria-label={label(at + 1, siblings.length)}
      onKeyDown={onKeyDown}
    >
      <ToolButton
        label={conversationText.branch.previous}
        icon={<ChevronLeftRegular />}
        isDisabled={isDisabled || at === 0}
        onClick={() => step(-1)}
      />
      <span aria-live="polite">{conversationText.branch.place(at + 1, siblings.length)}</span>
      <ToolButton
        label={conversationText.branch.next}
        icon={<ChevronRightRegular />}
        isDisabled={isDisabled || at === siblings.length - 1}
        onClick={() => step(1)}
      />
    </span>
  );
}
