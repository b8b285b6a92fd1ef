import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  section: {
    marginBottom: '32px',
    scrollMarginTop: '24px',
    '@media (max-width: 1023px)': { scrollMarginTop: '64px' },
  },
  title: {
    margin: '0 0 4px',
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: 'none',
  },
  lede: {
    margin: '0 0 4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  card: {
    marginTop: '8px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: '12px',
    backgroundColor: tokens.colorNeutralBackground1,
  },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '8px 24px',
    padding: '12px 20px',
    minHeight: '34px',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none' },
    '@media (max-width: 639px)': { padding: '12px 16px' },
  },
  words: { flexGrow: 1, flexBasis: '220px', minWidth: 0 },
  name: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  hint: {
    margin: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: 'anywhere',
  },
});

type SectionProps = { id: string; title: string; lede?: string; children: ReactNode };

/** A part of the settings that an address can name: /settings#id. */
export function Section({ id, title, lede, children }: SectionProps) {
  const styles = useStyles();
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={styles.section}>
      <h2 id={`${id}-title`} tabIndex={-1} className={styles.title}>
        {title}
      </h2>
      {lede !== undefined && <p className={styles.lede}>{lede}</p>}
      <div className={styles.card}>{children}</div>
    </section>
  );
}

type RowProps = { name: string; hint?: ReactNode; children?: ReactNode };

export function Row({ name, hint, children }: RowProps) {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <p className={styles.name}>{name}</p>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </div>
      {children}
    </div>
  );
}
