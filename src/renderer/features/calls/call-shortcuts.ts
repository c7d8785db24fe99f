import type { CallKey } from '../../../shared/domain/call-key.ts';

/** What a key press means for the calls (product-and-ux 3.15), wherever the focus is. */
export type CallShortcut = CallKey;

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export type CallDeed = 'hold' | 'keypad' | 'transfer' | 'add' | 'video' | 'share';

const altKeys: Readonly<Record<string, CallDeed>> = {
  v: 'video',
  s: 'share',
  h: 'hold',
  k: 'keypad',
  t: 'transfer',
  a: 'add',
};

/**
 * Alt and a letter, for the call that is going on. The letter on the key counts, and its place where the key has none of
 * these; not so while text is written: on a Mac Alt makes letters that people write.
 */
export function callDeed(press: KeyPress, isWriting: boolean): CallDeed | undefined {
  if (!press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return undefined;
  if (/^[a-z]$/i.test(press.key)) return altKeys[press.key.toLowerCase()];
  const place = /^Key([A-Z])$/.exec(press.code)?.[1];
  return isWriting || place === undefined ? undefined : altKeys[place.toLowerCase()];
}

/** Text is written there: its keys are its own. */
export const isWritingIn = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

const functionKeys: Readonly<Record<string, CallShortcut>> = { F9: 'answer', F10: 'end', F11: 'mute' };
const macKeys: Readonly<Record<string, CallShortcut>> = { KeyA: 'answer', KeyE: 'end', KeyM: 'mute' };

/** Ctrl+Shift+F9/F10/F11 everywhere; ⌃⌥⌘A/E/M too, for keyboards whose function keys do other things. */
export function callShortcut(press: KeyPress): CallShortcut | undefined {
  if (press.ctrlKey && press.shiftKey && !press.altKey && !press.metaKey) return functionKeys[press.key];
  return press.ctrlKey && press.altKey && press.metaKey && !press.shiftKey ? macKeys[press.code] : undefined;
}
