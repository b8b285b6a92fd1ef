import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { Mark } from '../../design/Mark';
import { shellStrings } from '../../text/shell';
import { strings } from '../../text/strings';
import { followLink, linkTo } from './router';

const useStyles = makeStyles({
  root: { flexGrow: 1, overflowY: 'auto', outlineStyle: 'none' },
  column: {
    maxWidth: '480px',
    margin: '0 auto',
    padding: '16vh 24px 48px',
    display: 'grid',
    justifyItems: 'start',
    gap: '12px',
  },
  title: {
    margin: 0,
    outlineStyle: 'none',
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    '@media (max-width: 639px)': { fontSize: '24px', lineHeight: '32px' },
  },
  hint: {
    margin: 0,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase500,
  },
  links: { display: 'flex', flexWrap: 'wrap', gap: '8px 24px', fontSize: tokens.fontSizeBase400 },
});

/** An address that leads nowhere. */
export function MissingPage() {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${shellStrings.notFound.title} · ${strings.product}`;
    heading.current?.focus();
  }, []);
  return (
    <main id="main" tabIndex={-1} className={styles.root}>
      <div className={styles.column}>
        <Mark size={40} />
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {shellStrings.notFound.title}
        </h1>
        <p className={styles.hint}>{shellStrings.notFound.hint}</p>
        <div className={styles.links}>
          <Link href={linkTo('/')} onClick={followLink}>
            {shellStrings.notFound.home}
          </Link>
          <Link href={linkTo('/documents')} onClick={followLink}>
            {shellStrings.notFound.documents}
          </Link>
        </div>
      </div>
    </main>
  );
}
