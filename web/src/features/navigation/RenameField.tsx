import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { navigationStrings } from '../../text/navigation';

const useStyles = makeStyles({
  form: { padding: '2px 4px' },
  field: {
    width: '100%',
    boxSizing: 'border-box',
    height: '32px',
    padding: '0 8px',
    border: `1px solid ${tokens.colorCompoundBrandStroke}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    ':focus': { outline: `1px solid ${tokens.colorCompoundBrandStroke}` },
    '@media (max-width: 639px)': { height: '40px', fontSize: tokens.fontSizeBase400 },
  },
  wrong: { border: `1px solid ${tokens.colorStatusDangerForeground1}` },
  problem: {
    margin: '4px 4px 0',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorStatusDangerForeground1,
  },
});

const titleMax = 80;

type RenameFieldProps = { title: string; onRename: (title: string) => void; onCancel: () => void };

/** A title in place of its link: Enter keeps it, Escape does not. */
export function RenameField({ title, onRename, onCancel }: RenameFieldProps) {
  const styles = useStyles();
  const [value, setValue] = useState(title);
  const [isChecked, setChecked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => field.current?.select(), []);
  const trimmed = value.trim();
  const problem =
    trimmed === ''
      ? navigationStrings.row.titleNeeded
      : [...trimmed].length > titleMax
        ? navigationStrings.row.titleTooLong
        : undefined;
  const finish = (isKept: boolean) => {
    if (isDone.current) return;
    if (isKept && problem !== undefined) {
      setChecked(true);
      return;
    }
    isDone.current = true;
    if (isKept && trimmed !== title) onRename(trimmed);
    else onCancel();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        finish(true);
      }}
    >
      <input
        ref={field}
        autoFocus
        className={mergeClasses(styles.field, isChecked && problem && styles.wrong)}
        aria-label={navigationStrings.row.newTitle}
        aria-invalid={isChecked && problem !== undefined}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onBlur={() => finish(problem === undefined)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          finish(false);
        }}
      />
      {isChecked && problem !== undefined && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
