import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ShieldCheckmarkRegular, WarningRegular } from '@fluentui/react-icons';
import type { ModelChoice } from '../../api/types';
import { settingsStrings } from '../../text/settings';
import { Row, Section } from './SettingsParts';

const useStyles = makeStyles({
  where: {
    display: 'flex',
    alignItems: 'start',
    gap: '8px',
    flexBasis: '100%',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusXLarge,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    overflowWrap: 'anywhere',
  },
  here: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    color: tokens.colorNeutralForeground1,
  },
  away: {
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorNeutralForeground1,
  },
  icon: { flexShrink: 0, fontSize: '20px' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warn: { color: tokens.colorStatusWarningForeground1 },
  strong: { display: 'block', fontWeight: tokens.fontWeightSemibold },
});

const thisMachine = 'this machine';

/** The models there are, and where text goes with each. */
export function ModelsSection({ models }: { models: ModelChoice[] }) {
  const { models: words } = settingsStrings;
  const isOfflineOnly = models.every((model) => model.kind === 'offline');
  return (
    <Section id="models" title={words.title} lede={words.lede}>
      {models.length === 0 && <Row name={words.loading} />}
      {models.map((model) => (
        <Row
          key={model.model}
          name={model.title}
          hint={[
            model.is_default ? words.isDefault : undefined,
            model.kind === 'offline' ? words.offlineHint : undefined,
          ]
            .filter(Boolean)
            .join('. ')}
        >
          <Destination model={model} />
        </Row>
      ))}
      {models.length > 0 && isOfflineOnly && (
        <Row name={words.connect} hint={words.connectHint} />
      )}
      <Row name={words.check} />
    </Section>
  );
}

function Destination({ model }: { model: ModelChoice }) {
  const styles = useStyles();
  const { models: words } = settingsStrings;
  if (model.destination === thisMachine) {
    return (
      <div className={mergeClasses(styles.where, styles.here)}>
        <ShieldCheckmarkRegular className={mergeClasses(styles.icon, styles.good)} aria-hidden />
        {words.here}
      </div>
    );
  }
  return (
    <div className={mergeClasses(styles.where, styles.away)}>
      <WarningRegular className={mergeClasses(styles.icon, styles.warn)} aria-hidden />
      <span>
        <span className={styles.strong}>{words.leaves(model.destination)}</span>
        {words.leavesHint}
      </span>
    </div>
  );
}
