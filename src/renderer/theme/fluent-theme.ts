import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type Theme,
} from '@fluentui/react-components';
import { dark, highContrast, light, type Tokens } from './tokens.ts';

export type ThemeName = 'light' | 'dark' | 'high-contrast';

/** A ramp around the accent; step 80 is the light theme's button colour. */
const brand: BrandVariants = {
  10: '#02151B',
  20: '#04212A',
  30: '#062D39',
  40: '#083948',
  50: '#094657',
  60: '#095063',
  70: '#095A6E',
  80: '#0B6A82',
  90: '#0E7790',
  100: '#2388A0',
  110: '#3A99B0',
  120: '#4BADC5',
  130: '#5CC3DB',
  140: '#86D4E6',
  150: '#B2E5F0',
  160: '#DDF5FA',
};

const fontFamilyBase =
  "'Segoe UI Variable Text', 'Segoe UI', -apple-system, BlinkMacSystemFont, 'SF Pro Text', 'Noto Sans', system-ui, sans-serif";

function withTokens(base: Theme, tokens: Tokens): Theme {
  return {
    ...base,
    fontFamilyBase,
    colorNeutralBackground1: tokens.background,
    colorNeutralBackground2: tokens.subtle,
    colorNeutralForeground1: tokens.text,
    colorNeutralForeground2: tokens.text,
    colorNeutralForeground3: tokens.textSecondary,
    colorNeutralForeground4: tokens.textSecondary,
    colorNeutralStrokeAccessible: tokens.inputStroke,
    colorBrandForeground1: tokens.accent,
    colorBrandForegroundLink: tokens.accent,
    colorBrandBackground: tokens.accentButton,
    colorBrandBackgroundHover: tokens.accentButtonHover,
    colorStrokeFocus2: tokens.focus,
    colorStatusDangerBackground1: tokens.errorTint,
    colorStatusWarningBackground1: tokens.warningTint,
    colorStatusSuccessBackground1: tokens.okTint,
    borderRadiusMedium: '6px',
    borderRadiusLarge: '8px',
  };
}

const themes: Readonly<Record<ThemeName, { readonly fluent: Theme; readonly tokens: Tokens }>> = {
  light: { fluent: withTokens(createLightTheme(brand), light), tokens: light },
  dark: { fluent: withTokens(createDarkTheme(brand), dark), tokens: dark },
  'high-contrast': { fluent: { ...teamsHighContrastTheme, fontFamilyBase }, tokens: highContrast },
};

export function themeFor(name: ThemeName): { readonly fluent: Theme; readonly tokens: Tokens } {
  return themes[name];
}

/** The same theme with larger or smaller type: Fluent's sizes are pixels, so the root's font size alone would not reach them. */
export function withTextScale(theme: Theme, scale: number): Theme {
  if (scale === 1) return theme;
  const scaled = Object.entries(theme).map(([name, value]) =>
    // Base100 is for digits inside badges of a fixed size.
    /^(fontSize|lineHeight)(?!Base100)/.test(name)
      ? [name, `${Number.parseFloat(String(value)) * scale}px`]
      : [name, value],
  );
  return Object.fromEntries(scaled) as Theme;
}
