import { describe, expect, it } from 'vitest';
import { dark, light, type Tokens } from './tokens.ts';

/** WCAG 2.2 relative luminance of `#RRGGBB`. */
function luminance(color: string): number {
  const channel = (start: number) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Foreground, background, least ratio: 4.5 for text, 3 for glyphs and strokes (WCAG 1.4.3, 1.4.11). */
const pairs = (t: Tokens): readonly (readonly [string, string, number])[] => [
  [t.text, t.background, 7],
  [t.text, t.subtle, 7],
  [t.text, t.hover, 7],
  [t.text, t.ownBubble, 7],
  [t.text, t.otherBubble, 7],
  [t.textSecondary, t.background, 4.5],
  [t.textSecondary, t.subtle, 4.5],
  [t.textSecondary, t.hover, 4.5],
  [t.accent, t.background, 4.5],
  [t.accent, t.subtle, 4.5],
  ['#FFFFFF', t.accentButton, 4.5],
  ['#FFFFFF', t.answer, 4.5],
  ['#FFFFFF', t.decline, 4.5],
  [t.infoText, t.infoTint, 4.5],
  [t.okText, t.okTint, 4.5],
  [t.warningText, t.warningTint, 4.5],
  [t.errorText, t.errorTint, 4.5],
  [t.inputStroke, t.background, 3],
  [t.focus, t.background, 3],
  [t.available, t.background, 3],
  [t.away, t.background, 3],
  [t.busy, t.background, 3],
  [t.onCall, t.background, 3],
  [t.offline, t.background, 3],
];

describe('X7: contrast', () => {
  for (const [name, tokens] of [
    ['light', light],
    ['dark', dark],
  ] as const) {
    it(`X7: every pair of the ${name} theme is readable`, () => {
      for (const [foreground, background, least] of pairs(tokens)) {
        expect(contrast(foreground, background), `${foreground} on ${background}`).toBeGreaterThanOrEqual(
          least,
        );
      }
    });
  }
});
