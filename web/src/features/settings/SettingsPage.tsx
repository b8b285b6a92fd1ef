import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ThemeChoice } from '../../design/useTheme';
import { settingsStrings } from '../../text/settings';
import { strings } from '../../text/strings';
import { linkTo } from '../navigation/router';
import type { ServerFacts } from '../session/useServerFacts';
import { DataSection } from './DataSection';
import { GeneralSection } from './GeneralSection';
import { KeyList } from './KeyList';
import { ModelsSection } from './ModelsSection';
import { Section } from './SettingsParts';

const useStyles = makeStyles({
  root: { flexGrow: 1, minWidth: 0, overflowY: 'auto', outlineStyle: 'none' },
  column: {
    display: 'grid',
    gridTemplateColumns: '192px minmax(0, 680px)',
    gap: '0 40px',
    justifyContent: 'center',
    padding: '32px 32px 48px',
    '@media (max-width: 1023px)': { gridTemplateColumns: 'minmax(0, 680px)', paddingTop: '60px' },
    '@media (max-width: 639px)': { padding: '60px 16px 32px' },
  },
  title: {
    gridColumn: '1 / -1',
    margin: '0 0 20px',
    outlineStyle: 'none',
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    '@media (max-width: 639px)': { fontSize: '24px', lineHeight: '32px', marginBottom: '12px' },
  },
  places: {
    position: 'sticky',
    top: '24px',
    alignSelf: 'start',
    display: 'grid',
    gap: '2px',
    '@media (max-width: 1023px)': {
      top: 0,
      zIndex: 2,
      display: 'flex',
      gap: 0,
      overflowX: 'auto',
      // Beside the button that opens the menu, which stays where it is.
      paddingInlineStart: '36px',
      marginBottom: '16px',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
      backgroundColor: tokens.colorNeutralBackground2,
    },
  },
  place: {
    position: 'relative',
    padding: '8px 12px',
    whiteSpace: 'nowrap',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    '@media (max-width: 639px)': { padding: '10px 12px' },
  },
  here: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground3,
    '::before': {
      content: '""',
      position: 'absolute',
      insetInlineStart: 0,
      insetBlock: '8px',
      width: '3px',
      borderRadius: '3px',
      backgroundColor: tokens.colorCompoundBrandBackground,
      '@media (max-width: 1023px)': {
        insetBlock: 'auto 0',
        insetInline: '12px',
        width: 'auto',
        height: '3px',
      },
    },
    '@media (max-width: 1023px)': { backgroundColor: 'transparent' },
  },
});

const places = [
  ['general', settingsStrings.general.title],
  ['your-data', settingsStrings.data.title],
  ['models', settingsStrings.models.title],
  ['keyboard', settingsStrings.keyboard.title],
] as const;

function subscribe(listener: () => void) {
  window.addEventListener('hashchange', listener);
  window.addEventListener('popstate', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
    window.removeEventListener('popstate', listener);
  };
}

type SettingsPageProps = {
  theme: ThemeChoice;
  onTheme: (to: ThemeChoice) => void;
  facts: ServerFacts;
};

/** What one can choose, what is kept, where text goes, and the keys: one page with anchors. */
export function SettingsPage({ theme, onTheme, facts }: SettingsPageProps) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  const anchor = useSyncExternalStore(subscribe, () => window.location.hash.slice(1));
  const here = places.some(([id]) => id === anchor) ? anchor : places[0][0];
  useEffect(() => {
    document.title = `${settingsStrings.title} · ${strings.product}`;
  }, []);
  useEffect(() => {
    const named = document.getElementById(`${anchor}-title`);
    (named ?? heading.current)?.focus({ preventScroll: true });
    document.getElementById(anchor)?.scrollIntoView({ block: 'start' });
  }, [anchor]);
  return (
    <main id="main" tabIndex={-1} className={styles.root}>
      <div className={styles.column}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {settingsStrings.title}
        </h1>
        <nav className={styles.places} aria-label={settingsStrings.sections}>
          {places.map(([id, title]) => (
            <a
              key={id}
              href={linkTo(`/settings#${id}`)}
              className={mergeClasses(styles.place, here === id && styles.here)}
              aria-current={here === id ? 'location' : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
        <div>
          <GeneralSection theme={theme} onTheme={onTheme} />
          <DataSection facts={facts} />
          <ModelsSection models={facts.models} />
          <Section
            id="keyboard"
            title={settingsStrings.keyboard.title}
            lede={settingsStrings.keyboard.lede}
          >
            <KeyList />
          </Section>
        </div>
      </div>
    </main>
  );
}
