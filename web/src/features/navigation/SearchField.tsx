import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular, SearchRegular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import { navigationStrings } from '../../text/navigation';

const useStyles = makeStyles({
  field: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    height: '32px',
    boxSizing: 'border-box',
    padding: '0 4px 0 10px',
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
    '::-webkit-search-cancel-button': { display: 'none' },
    '@media (max-width: 639px)': { fontSize: tokens.fontSizeBase400 },
  },
  keys: {
    padding: '0 6px',
    marginInlineEnd: '4px',
    borderRadius: tokens.borderRadiusSmall,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase100,
    lineHeight: tokens.lineHeightBase200,
    whiteSpace: 'nowrap',
    color: tokens.colorNeutralForeground3,
    '@media (hover: none)': { display: 'none' },
  },
});

type SearchFieldProps = {
  value: string;
  onValue: (value: string) => void;
  /** Someone pressed the keys for it: the field takes the focus and says that it has. */
  isWanted: boolean;
  onTaken: () => void;
};

/** The words to look for in one's conversations. */
export function SearchField({ value, onValue, isWanted, onTaken }: SearchFieldProps) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isWanted) return undefined;
    // After the drawer around it has opened, which takes the focus itself.
    const timer = setTimeout(() => {
      input.current?.focus();
      input.current?.select();
      onTaken();
    });
    return () => clearTimeout(timer);
  }, [isWanted, onTaken]);
  return (
    <div className={styles.field} role="search">
      <SearchRegular fontSize={16} aria-hidden />
      <input
        ref={input}
        type="search"
        className={styles.input}
        aria-label={navigationStrings.search.label}
        aria-keyshortcuts="Control+K"
        placeholder={navigationStrings.search.label}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.preventDefault();
          event.stopPropagation();
          onValue('');
        }}
      />
      {value === '' ? (
        <kbd className={styles.keys} aria-hidden>
          {navigationStrings.search.keys}
        </kbd>
      ) : (
        <Button
          size="small"
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={navigationStrings.search.clear}
          title={navigationStrings.search.clear}
          onClick={() => {
            onValue('');
            input.current?.focus();
          }}
        />
      )}
    </div>
  );
}
