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

const functionKeys: Readonly<Record<string, CallShortcut>> = { F9: 'answer', F10: 'end', F11: 'mute' };
const macKeys: Readonly<Record<string, CallShortcut>> = { KeyA: 'answer', KeyE: 'end', KeyM: 'mute' };

/** Ctrl+Shift+F9/F10/F11 everywhere; ⌃⌥⌘A/E/M too, for keyboards whose function keys do other things. */
export function callShortcut(press: KeyPress): CallShortcut | undefined {
  if (press.ctrlKey && press.shiftKey && !press.altKey && !press.metaKey) return functionKeys[press.key];
  return press.ctrlKey && press.altKey && press.metaKey && !press.shiftKey ? macKeys[press.code] : undefined;
}
