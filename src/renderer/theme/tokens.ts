/**
 * Parlance's own colours (product-and-ux 3.17; every pair's contrast is measured by tokens.test.ts).
 * Fluent's ramp is generated from `accent`; what Fluent gets wrong (presence amber and green) is overridden here.
 */
export interface Tokens {
  readonly background: string;
  readonly raised: string;
  readonly subtle: string;
  readonly hover: string;
  readonly line: string;
  readonly text: string;
  readonly textSecondary: string;
  readonly accent: string;
  readonly accentButton: string;
  readonly accentButtonHover: string;
  readonly inputStroke: string;
  readonly focus: string;
  readonly answer: string;
  readonly decline: string;
  readonly ownBubble: string;
  readonly otherBubble: string;
  readonly infoText: string;
  readonly infoTint: string;
  readonly okText: string;
  readonly okTint: string;
  readonly warningText: string;
  readonly warningTint: string;
  readonly errorText: string;
  readonly errorTint: string;
  readonly available: string;
  readonly away: string;
  readonly busy: string;
  readonly onCall: string;
  readonly offline: string;
}

export const light: Tokens = {
  background: '#FFFFFF',
  raised: '#FFFFFF',
  subtle: '#F4F6F8',
  hover: '#EBEFF2',
  line: '#DDE2E7',
  text: '#1B1F24',
  textSecondary: '#545B66',
  accent: '#0B6A82',
  accentButton: '#0B6A82',
  accentButtonHover: '#095A6E',
  inputStroke: '#767D88',
  focus: '#0B6A82',
  answer: '#0E7A0D',
  decline: '#C50F1F',
  ownBubble: '#DDF0F5',
  otherBubble: '#F4F6F8',
  infoText: '#0A4F62',
  infoTint: '#E3F3F7',
  okText: '#0B5E0A',
  okTint: '#E8F5E8',
  warningText: '#7A4F00',
  warningTint: '#FFF4DB',
  errorText: '#960B18',
  errorTint: '#FDECEE',
  available: '#13850F',
  away: '#A86E00',
  busy: '#C50F1F',
  onCall: '#8A3FA0',
  offline: '#6B727D',
};

export const dark: Tokens = {
  background: '#15181C',
  raised: '#23282F',
  subtle: '#1C2026',
  hover: '#2A3038',
  line: '#333A43',
  text: '#ECEFF3',
  textSecondary: '#A9B1BC',
  accent: '#5CC3DB',
  accentButton: '#0E7790',
  accentButtonHover: '#0B6A82',
  inputStroke: '#7D8794',
  focus: '#5CC3DB',
  answer: '#12820F',
  decline: '#CF2030',
  ownBubble: '#11414F',
  otherBubble: '#23282F',
  infoText: '#9FDDEA',
  infoTint: '#112A32',
  okText: '#9BE39A',
  okTint: '#14301A',
  warningText: '#F7D38A',
  warningTint: '#332A14',
  errorText: '#FFB3B8',
  errorTint: '#3A171B',
  available: '#57C453',
  away: '#F2B33D',
  busy: '#F2606B',
  onCall: '#C792DB',
  offline: '#9BA3AE',
};

/** Forced colours: the system decides; every role maps to one of its names. */
export const highContrast: Tokens = {
  background: 'Canvas',
  raised: 'Canvas',
  subtle: 'Canvas',
  hover: 'Canvas',
  line: 'CanvasText',
  text: 'CanvasText',
  textSecondary: 'CanvasText',
  accent: 'LinkText',
  accentButton: 'ButtonFace',
  accentButtonHover: 'Highlight',
  inputStroke: 'ButtonText',
  focus: 'Highlight',
  answer: 'ButtonFace',
  decline: 'ButtonFace',
  ownBubble: 'Canvas',
  otherBubble: 'Canvas',
  infoText: 'CanvasText',
  infoTint: 'Canvas',
  okText: 'CanvasText',
  okTint: 'Canvas',
  warningText: 'CanvasText',
  warningTint: 'Canvas',
  errorText: 'CanvasText',
  errorTint: 'Canvas',
  available: 'CanvasText',
  away: 'CanvasText',
  busy: 'CanvasText',
  onCall: 'CanvasText',
  offline: 'GrayText',
};
