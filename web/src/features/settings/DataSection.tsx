import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { settingsStrings } from '../../text/settings';
import { strings } from '../../text/strings';
import { followLink, linkTo } from '../navigation/router';
import type { ServerFacts } from '../session/useServerFacts';
import { Row, Section } from './SettingsParts';

const useStyles = makeStyles({
  path: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
  value: { fontSize: tokens.fontSizeBase300, fontVariantNumeric: 'tabular-nums' },
});

export function DataSection({ facts }: { facts: ServerFacts }) {
  const styles = useStyles();
  const { data } = settingsStrings;
  const { me, documents } = facts;
  return (
    <Section id="your-data" title={data.title}>
      <Row name={data.where} hint={data.whereHint}>
        {me?.data_location === undefined ? (
          <span className={styles.value}>{data.whereUnknown}</span>
        ) : (
          <code className={styles.path}>{me.data_location}</code>
        )}
      </Row>
      <Row name={data.what} hint={data.whatHint} />
      <Row name={data.theme} hint={data.themeHint} />
      <Row
        name={documents ? strings.first.documents(documents.length, -1) : data.documents}
        hint={data.documentsHint}
      >
        <Link href={linkTo('/documents')} onClick={followLink}>
          {data.documentsOpen}
        </Link>
      </Row>
      <Row name={data.version}>
        <span className={styles.value}>{me?.version ?? data.versionUnknown}</span>
      </Row>
    </Section>
  );
}
