import { Button, Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { conversationText } from '../../text/conversation';
import { strings } from '../../text/strings';
import { useSlowly } from './useSlowly';

const useStyles = makeStyles({
  root: {
    position: 'sticky',
    bottom: 0,
    zIndex: 10,
    flexShrink: 0,
    backgroundColor: tokens.colorNeutralBackground2,
    paddingBottom: 'env(safe-area-inset-bottom)',
  },
  column: {
    position: 'relative',
    maxWidth: '752px',
    margin: '0 auto',
    padding: '8px 24px 12px',
    boxSizing: 'border-box',
    '@media (max-width: 639px)': { padding: '8px 8px' },
  },
  check: {
    margin: 0,
    paddingTop: '8px',
    textAlign: 'center',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
  connection: {
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'center',
    gap: '8px',
    minHeight: '32px',
    margin: '0 0 4px',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground2,
  },
  float: {
    position: 'absolute',
    insetInline: 0,
    bottom: '100%',
    display: 'flex',
    justifyContent: 'center',
    paddingBottom: '8px',
    pointerEvents: 'none',
  },
  jump: {
    pointerEvents: 'auto',
    borderRadius: tokens.borderRadiusCircular,
    boxShadow: tokens.shadow8,
  },
});

type DockProps = {
  /** The end of the conversation is out of sight. */
  isAway: boolean;
  isWriting: boolean;
  isLost: boolean;
  onJump: () => void;
  onTryNow: () => void;
  children: ReactNode;
};

const stillTryingAfterMs = 30_000;

/** The composer at the foot of a conversation, and what is said beside it. */
export function Dock({ isAway, isWriting, isLost, onJump, onTryNow, children }: DockProps) {
  const styles = useStyles();
  const isLongLost = useSlowly(isLost, stillTryingAfterMs);
  const words = conversationText.connection;
  return (
    <div className={styles.root}>
      <div className={styles.column}>
        {isAway && (
          <div className={styles.float}>
            <Button className={styles.jump} icon={<ArrowDownRegular />} onClick={onJump}>
              {isWriting ? strings.conversation.latestWriting : strings.conversation.latest}
            </Button>
          </div>
        )}
        {isLost && (
          <p className={styles.connection}>
            <Spinner size="extra-tiny" aria-hidden />
            {isLongLost ? words.still : isWriting ? words.writing : words.idle}
            {isLongLost && (
              <Button size="small" onClick={onTryNow}>
                {words.now}
              </Button>
            )}
          </p>
        )}
        {children}
        <p className={styles.check}>{strings.composer.check}</p>
      </div>
    </div>
  );
}
