import { makeStyles, tokens } from '@fluentui/react-components';
import type { Problem } from '../../api/types';
import { strings } from '../../text/strings';

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
});

type ComposerProblemProps = {
  id: string;
  refused: { problem: Problem | undefined } | undefined;
  tooLong: { used: number; most: number } | undefined;
};

/** Why a question cannot be sent, or was not. */
export function ComposerProblem({ id, refused, tooLong }: ComposerProblemProps) {
  const styles = useStyles();
  if (tooLong) {
    return (
      <p id={id} role="alert" className={styles.problem}>
        {strings.composer.tooLong(tooLong.used, tooLong.most)}
      </p>
    );
  }
  if (!refused) return null;
  const { problem } = refused;
  return (
    <p id={id} role="alert" className={styles.problem}>
      {problem ? strings.composer.refused(problem.detail) : strings.composer.unreachable}
      {problem && (
        <>
          {' '}
          <small>{strings.composer.reference(problem.trace_id)}</small>
        </>
      )}
    </p>
  );
}
