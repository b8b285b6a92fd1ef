import { Spinner, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { FilterRegular, SearchRegular } from '@fluentui/react-icons';
import type { DocumentItem } from '../../api/types';
import { documentStrings } from '../../text/documents';
import type { StateFilter } from './useDocuments';

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 12px',
    marginBottom: '12px',
  },
  field: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    height: '32px',
    boxSizing: 'border-box',
    padding: '0 10px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomColor: tokens.colorNeutralStrokeAccessible,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground3,
    ':focus-within': {
      borderBottomColor: tokens.colorCompoundBrandStroke,
      boxShadow: `0 1px 0 0 ${tokens.colorCompoundBrandStroke}`,
    },
    '@media (max-width: 639px)': { height: '40px' },
  },
  words: { width: '240px', '@media (max-width: 639px)': { width: '100%' } },
  input: {
    flexGrow: 1,
    minWidth: 0,
    border: 'none',
    outlineStyle: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    '::placeholder': { color: tokens.colorNeutralForeground4, opacity: 1 },
    '@media (max-width: 639px)': { fontSize: tokens.fontSizeBase400 },
  },
  option: {
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  space: { flexGrow: 1 },
  summary: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '8px',
    minHeight: '20px',
    fontSize: tokens.fontSizeBase300,
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
  },
});

const states = ['any', 'ready', 'reading', 'queued', 'failed'] as const;

type DocumentFilterProps = {
  words: string;
  onWords: (words: string) => void;
  state: StateFilter;
  onState: (state: StateFilter) => void;
  items: DocumentItem[];
};

/** Which documents are shown, and how many are not ready. */
export function DocumentFilter({ words, onWords, state, onState, items }: DocumentFilterProps) {
  const styles = useStyles();
  const count = (of: DocumentItem['state']) => items.filter((one) => one.state === of).length;
  const isWorking = count('reading') + count('queued') > 0;
  const summary = documentStrings.summary(count('reading'), count('queued'), count('failed'));
  return (
    <div className={styles.row}>
      <div className={mergeClasses(styles.field, styles.words)}>
        <SearchRegular fontSize={16} aria-hidden />
        <input
          type="search"
          className={styles.input}
          aria-label={documentStrings.filter}
          placeholder={documentStrings.filter}
          value={words}
          onChange={(event) => onWords(event.target.value)}
        />
      </div>
      <div className={styles.field}>
        <FilterRegular fontSize={16} aria-hidden />
        <select
          className={styles.input}
          aria-label={documentStrings.stateFilter}
          value={state}
          onChange={(event) => onState(event.target.value as StateFilter)}
        >
          {states.map((one) => (
            <option key={one} value={one} className={styles.option}>
              {one === 'any' ? documentStrings.anyState : documentStrings.states[one]}
            </option>
          ))}
        </select>
      </div>
      <span className={styles.space} />
      <span className={styles.summary} role="status">
        {isWorking && <Spinner size="extra-tiny" aria-hidden />}
        {summary}
      </span>
    </div>
  );
}
