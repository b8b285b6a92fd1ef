import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  AddRegular,
  DismissRegular,
  DocumentMultipleRegular,
  PanelLeftRegular,
  PersonRegular,
  SettingsRegular,
} from '@fluentui/react-icons';
import { Suspense, lazy, useState } from 'react';
import { Mark } from '../../design/Mark';
import { navigationStrings } from '../../text/navigation';
import { strings } from '../../text/strings';
import { Conversations } from './Conversations';
import { useLinkStyles } from './navigationStyles';
import { followLink, linkTo, type Route } from './router';
import { SearchField } from './SearchField';
import type { ConversationList } from './useConversationList';

const SearchResults = lazy(async () => ({
  default: (await import('./SearchResults')).SearchResults,
}));

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    height: '100%',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    height: '56px',
    flexShrink: 0,
    padding: '0 8px 0 16px',
  },
  word: { flexGrow: 1, fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase400 },
  top: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: '8px',
    padding: '4px 12px 12px',
  },
  block: { width: '100%' },
  list: { flexGrow: 1, overflowY: 'auto', padding: '0 8px 8px' },
  foot: { borderTop: `1px solid ${tokens.colorNeutralStroke2}`, padding: '8px' },
  count: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    fontVariantNumeric: 'tabular-nums',
    '@media (forced-colors: active)': { color: 'inherit' },
  },
  who: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: '8px 8px 4px 12px',
  },
  avatar: {
    display: 'grid',
    placeItems: 'center',
    width: '32px',
    height: '32px',
    borderRadius: '50%',
    flexShrink: 0,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontSize: '16px',
  },
  name: {
    display: 'block',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  hint: {
    display: 'block',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
});

type SideBarProps = {
  route: Route;
  conversations: ConversationList;
  documentCount: number | undefined;
  personName: string | undefined;
  isOpenToAnyone: boolean;
  isSearchWanted: boolean;
  onSearchTaken: () => void;
  onNew: () => void;
  onClose: () => void;
  /** A drawer is closed, an inline bar is hidden. */
  kind: 'inline' | 'drawer';
};

/** Conversations and pages. */
export function SideBar(props: SideBarProps) {
  const styles = useStyles();
  const links = useLinkStyles();
  const [words, setWords] = useState('');
  const isSearching = words.trim() !== '';
  const closes = props.kind === 'drawer' ? strings.nav.close : strings.nav.hide;
  return (
    <nav className={styles.root} aria-label={strings.nav.label}>
      <div className={styles.head}>
        <Mark />
        <span className={styles.word}>{strings.product}</span>
        <Button
          appearance="subtle"
          icon={props.kind === 'drawer' ? <DismissRegular /> : <PanelLeftRegular />}
          aria-label={closes}
          title={closes}
          onClick={props.onClose}
        />
      </div>
      <div className={styles.top}>
        <Button className={styles.block} icon={<AddRegular />} onClick={props.onNew}>
          {strings.nav.newConversation}
        </Button>
        <SearchField
          value={words}
          onValue={setWords}
          isWanted={props.isSearchWanted}
          onTaken={props.onSearchTaken}
        />
      </div>
      <div className={styles.list}>
        {isSearching ? (
          <Suspense fallback={null}>
            <SearchResults words={words.trim()} />
          </Suspense>
        ) : (
          <Conversations route={props.route} list={props.conversations} />
        )}
      </div>
      <div className={styles.foot}>
        <a
          href={linkTo('/documents')}
          className={mergeClasses(links.link, props.route.page === 'documents' && links.current)}
          aria-current={props.route.page === 'documents' ? 'page' : undefined}
          onClick={followLink}
        >
          <DocumentMultipleRegular fontSize={20} />
          <span className={links.clip}>{strings.nav.documents}</span>
          {props.documentCount !== undefined && (
            <span className={styles.count}>{strings.number(props.documentCount)}</span>
          )}
        </a>
        <Who
          name={props.personName}
          isOpenToAnyone={props.isOpenToAnyone}
          isSettings={props.route.page === 'settings'}
        />
      </div>
    </nav>
  );
}

type WhoProps = { name: string | undefined; isOpenToAnyone: boolean; isSettings: boolean };

function Who({ name, isOpenToAnyone, isSettings }: WhoProps) {
  const styles = useStyles();
  const links = useLinkStyles();
  return (
    <div className={styles.who}>
      <span className={styles.avatar}>
        <PersonRegular />
      </span>
      <span className={links.clip}>
        <span className={styles.name}>{name}</span>
        <span className={styles.hint}>
          {isOpenToAnyone ? strings.nav.openToAnyone : strings.nav.onlyHere}
        </span>
      </span>
      <Button
        as="a"
        href={linkTo('/settings')}
        appearance="subtle"
        icon={<SettingsRegular />}
        aria-label={navigationStrings.settings}
        aria-current={isSettings ? 'page' : undefined}
        title={navigationStrings.settings}
        onClick={followLink as unknown as React.MouseEventHandler}
      />
    </div>
  );
}
