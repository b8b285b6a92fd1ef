import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { Problem } from '../../api/types';
import { conversationText } from '../../text/conversation';
import { strings } from '../../text/strings';
import { CopyReference } from './CopyReference';

const useStyles = makeStyles({
  problem: {
    margin: '0 0 8px',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorStatusDangerForeground1,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  warning: {
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorNeutralForeground1,
  },
});

type ComposerProblemProps = {
  id: string;
  refused: { problem: Problem | undefined } | undefined;
  tooLong: { used: number; most: number } | undefined;
  isOnline: boolean;
  /** What is said about a model that cannot be chosen any more. */
  lostModel: string | undefined;
};

/** Why a question cannot be sent, or was not. */
export function ComposerProblem(props: ComposerProblemProps) {
  const { id, refused, tooLong, isOnline, lostModel } = props;
  const styles = useStyles();
  if (tooLong) {
    return (
      <p id={id} role="alert" className={styles.problem}>
        {strings.composer.tooLong(tooLong.used, tooLong.most)}
      </p>
    );
  }
  if (refused) {
    const { problem } = refused;
    return (
      <p id={id} role="alert" className={styles.problem}>
        {problem ? strings.composer.refused(problem.detail) : strings.composer.unreachable}{' '}
        {problem && <CopyReference id={problem.trace_id} />}
      </p>
    );
  }
  const warning = isOnline ? lostModel : conversationText.composer.offline;
  if (warning === undefined) return null;
  return (
    <p id={id} role="status" className={mergeClasses(styles.problem, styles.warning)}>
      {warning}
    </p>
  );
}
