import type { Settings } from '../../src/shared/domain/settings.ts';

/** How a screen is shown to a person who sees, reads or sits in front of it differently. */
export interface Look {
  readonly settings?: Partial<Settings>;
  readonly direction?: 'rtl';
}

export const lookNames = ['dark', 'high-contrast', 'large', 'rtl'] as const;
export type LookName = (typeof lookNames)[number];

/** Any screen can be looked at in any of these: `npm run screens -- chat dark`. */
export const looks: Readonly<Record<LookName, Look>> = {
  dark: { settings: { theme: 'dark' } },
  'high-contrast': { settings: { theme: 'high-contrast' } },
  large: { settings: { textScale: 2 } },
  rtl: { direction: 'rtl' },
};
