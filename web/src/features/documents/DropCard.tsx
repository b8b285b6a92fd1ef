import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons';
import { useRef } from 'react';
import { useMediaQuery } from '../../design/useMediaQuery';
import { documentStrings } from '../../text/documents';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '12px 16px',
    marginBottom: '20px',
    padding: '16px 20px',
    borderRadius: '12px',
    border: `1px dashed ${tokens.colorNeutralStrokeAccessible}`,
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 639px)': { padding: '16px' },
  },
  icon: { flexShrink: 0, fontSize: '28px', color: tokens.colorBrandForeground1 },
  words: { flexGrow: 1, flexBasis: '200px', minWidth: 0 },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  hint: {
    margin: 0,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  button: { '@media (max-width: 639px)': { width: '100%', minHeight: '40px' } },
  hidden: { display: 'none' },
});

type DropCardProps = { bytesMax: number; onFiles: (files: File[]) => void };

/** Where files are chosen, and what may be added. */
export function DropCard({ bytesMax, onFiles }: DropCardProps) {
  const styles = useStyles();
  const picker = useRef<HTMLInputElement>(null);
  const isTouch = useMediaQuery('(hover: none)');
  return (
    <div className={styles.card}>
      <ArrowUploadRegular className={styles.icon} aria-hidden />
      <div className={styles.words}>
        <p className={styles.title}>
          {isTouch ? documentStrings.dropTitlePhone : documentStrings.dropTitle}
        </p>
        <p className={styles.hint}>{documentStrings.dropHint(bytesMax)}</p>
      </div>
      <Button
        className={styles.button}
        appearance="primary"
        onClick={() => picker.current?.click()}
      >
        {documentStrings.choose}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        className={styles.hidden}
        aria-label={documentStrings.choose}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
}
