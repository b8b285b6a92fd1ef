import { Button, makeStyles, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  ClockRegular,
  DocumentRegular,
  ErrorCircleRegular,
  TextQuoteOpeningRegular,
} from '@fluentui/react-icons';
import { useState, type ReactNode } from 'react';
import type { DocumentItem, ModelChoice } from '../../api/types';
import { strings } from '../../text/strings';
import { followLink, linkTo } from '../navigation/router';

const useStyles = makeStyles({
  root: {
    paddingTop: 'clamp(8px, 7vh, 72px)',
    paddingBottom: '48px',
    '@media (max-width: 639px)': { paddingTop: '4px' },
  },
  title: {
    margin: '0 0 12px',
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
    letterSpacing: '-0.015em',
    '@media (max-width: 639px)': { fontSize: '26px', lineHeight: '32px' },
  },
  lede: {
    margin: '0 0 24px',
    maxWidth: '560px',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase400,
    lineHeight: '24px',
  },
  engine: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px 16px',
    alignItems: 'flex-start',
    marginTop: '12px',
    padding: '12px 16px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  engineIcon: { flexShrink: 0, fontSize: '20px', height: '20px' },
  engineWords: { flexGrow: 1, flexBasis: '240px', margin: 0 },
  connect: { '@media (max-width: 639px)': { marginInlineStart: '36px', minHeight: '40px' } },
  h2: {
    display: 'flex',
    alignItems: 'baseline',
    flexWrap: 'wrap',
    columnGap: '8px',
    rowGap: 0,
    margin: '28px 0 8px',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  aside: { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3 },
  link: {
    marginInlineStart: 'auto',
    color: tokens.colorBrandForegroundLink,
    fontWeight: tokens.fontWeightRegular,
  },
  examples: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(300px, 100%), 1fr))',
    gap: '8px',
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  example: {
    display: 'grid',
    gridTemplateColumns: '28px 1fr',
    width: '100%',
    height: '100%',
    padding: '12px 16px',
    textAlign: 'start',
    cursor: 'pointer',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  icon: { color: tokens.colorBrandForeground1, fontSize: '20px' },
  file: {
    display: 'block',
    marginTop: '2px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
  rows: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    fontSize: tokens.fontSizeBase300,
    '& > li': {
      display: 'flex',
      alignItems: 'center',
      gap: '12px',
      minHeight: '48px',
      padding: '8px 16px',
      boxSizing: 'border-box',
    },
    '& > li + li': { borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  good: { color: tokens.colorStatusSuccessForeground1, fontSize: '18px' },
  bad: { color: tokens.colorStatusDangerForeground1, fontSize: '18px' },
  waiting: { color: tokens.colorNeutralForeground3, fontSize: '18px' },
});

type FirstScreenProps = {
  model: ModelChoice | undefined;
  documents: DocumentItem[] | undefined;
  composer: ReactNode;
  onExample: (question: string) => void;
};

/** What this is, who answers, and what one may ask. */
export function FirstScreen({ model, documents, composer, onExample }: FirstScreenProps) {
  const styles = useStyles();
  const samples = new Set(
    documents?.filter((one) => one.is_sample && one.state === 'ready').map((one) => one.file_name),
  );
  const examples = strings.first.examples.filter((one) => samples.has(one.file));
  return (
    <div className={styles.root}>
      <h1 className={styles.title}>{strings.first.title}</h1>
      <p className={styles.lede}>{strings.first.lede}</p>
      {composer}
      {model && <Engine model={model} />}
      {examples.length > 0 && (
        <>
          <h2 className={styles.h2} id="try">
            {strings.first.try} <span className={styles.aside}>{strings.first.tryFrom}</span>
          </h2>
          <ul className={styles.examples} aria-labelledby="try">
            {examples.map((example) => (
              <li key={example.question}>
                <button
                  type="button"
                  className={styles.example}
                  onClick={() => onExample(example.question)}
                >
                  <DocumentRegular className={styles.icon} aria-hidden />
                  <span>
                    {example.question}
                    <span className={styles.file}>{example.file}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {documents && <Ready documents={documents} />}
    </div>
  );
}

function Engine({ model }: { model: ModelChoice }) {
  const styles = useStyles();
  const [showsHow, setShowsHow] = useState(false);
  const isOffline = model.kind === 'offline';
  const where =
    model.destination === 'this machine'
      ? strings.first.modelHere
      : strings.first.model(model.destination);
  return (
    <div className={styles.engine}>
      <TextQuoteOpeningRegular className={styles.engineIcon} aria-hidden />
      <p className={styles.engineWords}>
        <strong>
          {isOffline ? strings.first.offlineBold : strings.first.modelBold(model.title)}
        </strong>{' '}
        {isOffline ? strings.first.offline : where}
        {showsHow && (
          <>
            <br />
            {strings.first.connectHow}
          </>
        )}
      </p>
      {isOffline && !showsHow && (
        <Button className={styles.connect} onClick={() => setShowsHow(true)}>
          {strings.first.connect}
        </Button>
      )}
    </div>
  );
}

function Ready({ documents }: { documents: DocumentItem[] }) {
  const styles = useStyles();
  const ready = documents.filter((one) => one.state === 'ready');
  const failed = documents.filter((one) => one.state === 'failed').length;
  const reading = documents.length - ready.length - failed;
  const samples = ready.filter((one) => one.is_sample).length;
  return (
    <>
      <h2 className={styles.h2}>
        {strings.first.ready}
        <a href={linkTo('/documents')} className={styles.link} onClick={followLink}>
          {strings.first.seeAll}
        </a>
      </h2>
      <ul className={styles.rows}>
        {ready.length > 0 && (
          <li>
            <CheckmarkCircleRegular className={styles.good} aria-hidden />
            {strings.first.documents(ready.length, samples)}
          </li>
        )}
        {reading > 0 && (
          <li>
            <ClockRegular className={styles.waiting} aria-hidden />
            {strings.first.reading(reading)}
          </li>
        )}
        {failed > 0 && (
          <li>
            <ErrorCircleRegular className={styles.bad} aria-hidden />
            {strings.first.unread(failed)}
          </li>
        )}
        {documents.length === 0 && <li>{strings.first.none}</li>}
      </ul>
    </>
  );
}
