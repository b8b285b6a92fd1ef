import { makeStyles, tokens } from '@fluentui/react-components';
import { memo, useMemo } from 'react';
import { highlighted } from './highlighter';

const useStyles = makeStyles({
  code: {
    '& .hljs-comment, & .hljs-quote, & .hljs-meta': { color: tokens.colorNeutralForeground3 },
    '& .hljs-comment': { fontStyle: 'italic' },
    '& .hljs-keyword, & .hljs-selector-tag, & .hljs-literal, & .hljs-tag, & .hljs-name': {
      color: tokens.colorBrandForegroundLink,
    },
    '& .hljs-string, & .hljs-regexp, & .hljs-addition, & .hljs-symbol, & .hljs-bullet': {
      color: tokens.colorStatusSuccessForeground1,
    },
    '& .hljs-number, & .hljs-built_in, & .hljs-type, & .hljs-attr, & .hljs-attribute': {
      color: tokens.colorStatusWarningForeground1,
    },
    '& .hljs-deletion': { color: tokens.colorStatusDangerForeground1 },
    '& .hljs-title, & .hljs-section, & .hljs-strong': {
      fontWeight: tokens.fontWeightSemibold,
    },
    '& .hljs-emphasis': { fontStyle: 'italic' },
    '@media (forced-colors: active)': { '& *': { color: 'CanvasText' } },
  },
});

type HighlightedProps = { text: string; language: string };

/** Code in colours: words of the language, texts, numbers and remarks. */
export const Highlighted = memo(function Highlighted({ text, language }: HighlightedProps) {
  const styles = useStyles();
  const parts = useMemo(() => highlighted(text, language), [text, language]);
  return <code className={styles.code}>{parts ?? text}</code>;
});
