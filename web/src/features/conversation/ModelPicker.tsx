import { makeStyles, tokens } from '@fluentui/react-components';
import { TextQuoteOpeningRegular } from '@fluentui/react-icons';
import type { ModelChoice } from '../../api/types';
import { strings } from '../../text/strings';

const useStyles = makeStyles({
  model: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    minWidth: 0,
    height: '32px',
    maxWidth: '45%',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
  },
  select: {
    fieldSizing: 'content',
    maxWidth: '100%',
    height: '32px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    textOverflow: 'ellipsis',
    '& option': {
      backgroundColor: tokens.colorNeutralBackground1,
      color: tokens.colorNeutralForeground1,
    },
  },
});

type ModelPickerProps = {
  models: ModelChoice[];
  model: string;
  onModel: (model: string) => void;
};

/** Which model answers: a choice where there is one. */
export function ModelPicker({ models, model, onModel }: ModelPickerProps) {
  const styles = useStyles();
  const chosen = models.find((one) => one.model === model);
  if (!chosen) return null;
  if (models.length === 1) {
    return (
      <span className={styles.model} title={strings.composer.modelHint(chosen.destination)}>
        <TextQuoteOpeningRegular fontSize={16} aria-hidden />
        {chosen.title}
      </span>
    );
  }
  return (
    <span className={styles.model} title={strings.composer.modelHint(chosen.destination)}>
      <select
        className={styles.select}
        aria-label={strings.composer.model(chosen.title)}
        value={model}
        onChange={(event) => onModel(event.target.value)}
      >
        {models.map((one) => (
          <option key={one.model} value={one.model}>
            {one.title}
          </option>
        ))}
      </select>
    </span>
  );
}
