import { Button, Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { shellStrings } from '../../text/shell';
import type { Reachability } from './useReachability';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    flexWrap: 'wrap',
    gap: '4px 12px',
    flexShrink: 0,
    padding: '6px 16px',
    borderBottom: `1px solid ${tokens.colorStatusWarningBorder1}`,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
});

type ConnectionBarProps = { state: Reachability; onTryNow: () => void };

/** The server is away: said once, above the page. What is on the page stays. */
export function ConnectionBar({ state, onTryNow }: ConnectionBarProps) {
  const styles = useStyles();
  const isLong = state === 'long-lost';
  return (
    <div role="status">
      {state !== 'reached' && (
        <div className={styles.bar}>
          <Spinner size="extra-tiny" aria-hidden />
          <span>{isLong ? shellStrings.unreachableLong : shellStrings.unreachable}</span>
          <Button size="small" onClick={onTryNow}>
            {shellStrings.tryNow}
          </Button>
        </div>
      )}
    </div>
  );
}
