import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { Ref } from 'react';
import type { Citation } from '../../api/types';
import { strings } from '../../text/strings';

const useStyles = makeStyles({
  head: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr) auto',
    gap: '0 12px',
    alignItems: 'start',
    flexShrink: 0,
    padding: '12px 12px 4px 20px',
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 639px)': { padding: '0 8px 4px 16px' },
  },
  number: {
    width: '24px',
    height: '24px',
    borderRadius: tokens.borderRadiusMedium,
    textAlign: 'center',
    lineHeight: '24px',
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: 'none',
    overflowWrap: 'anywhere',
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
  },
  place: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    overflowWrap: 'anywhere',
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
  },
});

type EvidenceHeadProps = {
  citation: Citation;
  place: string;
  heading: Ref<HTMLHeadingElement>;
  onClose: () => void;
};

/** Which source it is. */
export function EvidenceHead({ citation, place, heading, onClose }: EvidenceHeadProps) {
  const styles = useStyles();
  return (
    <header className={styles.head}>
      <span className={styles.number} aria-hidden>
        {citation.number}
      </span>
      <div>
        <h2 ref={heading} tabIndex={-1} className={styles.title} title={citation.title}>
          {citation.title || citation.file_name}
        </h2>
        <p className={styles.place} title={place}>
          {place}
        </p>
      </div>
      <Button
        appearance="subtle"
        icon={<DismissRegular />}
        aria-label={strings.sources.close}
        title={strings.sources.close}
        onClick={onClose}
      />
    </header>
  );
}
