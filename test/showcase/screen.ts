import type { Settings } from '../../src/shared/domain/settings.ts';
import type { HostCaps } from '../../src/shared/domain/host-caps.ts';
import type { SettingPage } from '../../src/renderer/features/settings/setting-list.ts';
import type { Language, PseudoLanguage } from '../../src/shared/text/languages.ts';
import type { Answers } from './answers.ts';
import type { Entities } from './entities.ts';

/** What is done in a screen before it is looked at. Names are accessible names. */
export type Step =
  | { readonly click: string; readonly role?: 'button' | 'option' | 'tab' | 'checkbox' | 'menuitem' }
  | { readonly type: string; readonly into: string }
  /** A page of the preferences, in any language. */
  | { readonly open: SettingPage }
  | { readonly focus: string }
  | { readonly press: string };

export interface Screen {
  /** The name of the picture, and of the screen in the address. */
  readonly name: string;
  readonly entities: Entities;
  readonly caps?: Partial<HostCaps>;
  readonly settings?: Partial<Settings>;
  readonly direction?: 'rtl';
  /** The docked window in place of the whole one. */
  readonly isDocked?: true;
  /** English without it. */
  readonly language?: Language | PseudoLanguage;
  /** What main says here and nowhere else. */
  readonly answers?: Answers;
  /** CSS pixels; a wide window without it. */
  readonly size?: readonly [width: number, height: number];
  readonly steps?: readonly Step[];
  /** What must be on the screen once it is ready: a text somewhere on it. */
  readonly shows: string;
  /** The wire to main is cut. */
  readonly isLost?: true;
  /** Differs from another screen in what no rule of axe tells apart (a theme, a mode): for the eye only. */
  readonly isPicture?: true;
  /** Kept in docs/screens. */
  readonly isDocumented: boolean;
}

export const wide = [1120, 700] as const;
export const small = [460, 640] as const;
export const narrow = [360, 640] as const;
