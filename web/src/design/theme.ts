import {
  createDarkTheme,
  createLightTheme,
  type BrandVariants,
  type Theme,
} from '@fluentui/react-components';

/** One brand ramp; ink blue is far from the state colours for all common colour-vision types. */
const ramp: BrandVariants = {
  10: '#03072e',
  20: '#050d42',
  30: '#0b155c',
  40: '#111e73',
  50: '#162786',
  60: '#1d3199',
  70: '#273fa8',
  80: '#334fb8',
  90: '#4261cd',
  100: '#5274e1',
  110: '#6387f6',
  120: '#789bff',
  130: '#91b0ff',
  140: '#b2c6f9',
  150: '#cddafd',
  160: '#eaf0ff',
};

const fontFamilyBase =
  "'Segoe UI Variable Text','Segoe UI',-apple-system,BlinkMacSystemFont,Inter,Roboto,'Helvetica Neue',sans-serif";
const fontFamilyMonospace =
  "'Cascadia Mono',Consolas,ui-monospace,Menlo,'Fira Code','Liberation Mono',monospace";

type Extra = {
  passageHighlight: string;
  passageEdge: string;
  paper: string;
  paperInk: string;
};
export type ParlanceTheme = Theme & Extra;

export const lightTheme: ParlanceTheme = {
  ...createLightTheme(ramp),
  fontFamilyBase,
  fontFamilyMonospace,
  colorNeutralForeground4: '#707070',
  colorNeutralStroke3: '#f0f0f0',
  colorBrandForegroundLink: '#273fa8',
  colorBrandForeground2: '#273fa8',
  passageHighlight: '#ffe894',
  passageEdge: '#b56a00',
  paper: '#ffffff',
  paperInk: '#1b1b1b',
};

/** The stock dark theme of a ramp has links of 3.9:1 and danger text of 4.2:1 on cards. */
export const darkTheme: ParlanceTheme = {
  ...createDarkTheme(ramp),
  fontFamilyBase,
  fontFamilyMonospace,
  colorNeutralForeground1: '#f5f5f5',
  colorNeutralForeground2: '#d6d6d6',
  colorNeutralForeground3: '#adadad',
  colorNeutralForeground4: '#999999',
  colorNeutralStroke1: '#525252',
  colorNeutralStroke2: '#3d3d3d',
  colorNeutralStroke3: '#333333',
  colorBrandBackground: '#4261cd',
  colorBrandBackgroundHover: '#334fb8',
  colorBrandBackground2: '#263056',
  colorBrandBackground2Hover: '#303c69',
  colorBrandForeground1: '#789bff',
  colorBrandForeground2: '#b2c6f9',
  colorBrandForegroundLink: '#91b0ff',
  colorBrandForegroundLinkHover: '#b2c6f9',
  colorCompoundBrandBackground: '#6387f6',
  colorCompoundBrandStroke: '#6387f6',
  colorStatusSuccessForeground1: '#54b054',
  colorStatusSuccessBackground1: '#17301a',
  colorStatusWarningForeground1: '#faa06b',
  colorStatusWarningBackground1: '#3a2413',
  colorStatusWarningBorder1: '#7a4a23',
  colorStatusDangerForeground1: '#eb8b93',
  colorStatusDangerBackground1: '#3d1519',
  colorStatusDangerBorder1: '#7d2027',
  passageHighlight: '#ffdf6b',
  passageEdge: '#b56a00',
  paper: '#e9e7e3',
  paperInk: '#1b1b1b',
};

/** The extra keys as FluentProvider emits them. */
export const extraTokens: Extra = {
  passageHighlight: 'var(--passageHighlight)',
  passageEdge: 'var(--passageEdge)',
  paper: 'var(--paper)',
  paperInk: 'var(--paperInk)',
};
