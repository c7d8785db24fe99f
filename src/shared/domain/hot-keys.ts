import * as z from 'zod/mini';

/** What a key does while any other program has the keyboard. */
export const hotKeyActions = ['call', 'answer', 'end', 'mute', 'show'] as const;
export type HotKeyAction = (typeof hotKeyActions)[number];

/** The global keys as they are now (X5). */
export const hotKeysSchema = z.object({
  keys: z.array(
    z.object({
      action: z.enum(hotKeyActions),
      /** As in the settings; empty: none. */
      key: z.string(),
      /** `taken`: another program or the system has it. `repeated`: a key above has it already. */
      state: z.enum(['on', 'off', 'taken', 'repeated', 'unusable']),
    }),
  ),
});
export type HotKeys = z.infer<typeof hotKeysSchema>;
export type HotKeyState = HotKeys['keys'][number]['state'];

/** What calls the number that is selected elsewhere, as `MakeCallHotKey` has it from the start. */
export const defaultCallKey = 'Control+Shift+J';

const modifiers: Readonly<Record<string, string>> = {
  ctrl: 'Control',
  control: 'Control',
  strg: 'Control',
  alt: 'Alt',
  option: 'Alt',
  shift: 'Shift',
  cmd: 'Super',
  command: 'Super',
  meta: 'Super',
  win: 'Super',
  super: 'Super',
};
const order = ['Control', 'Alt', 'Shift', 'Super'];
const named: Readonly<Record<string, string>> = Object.fromEntries(
  'Space Insert Delete Home End PageUp PageDown Up Down Left Right'
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);

/**
 * A key in its one way of writing, `Control+Alt+Shift+Super+Key`; undefined where it cannot be a global key. Needs more than
 * Shift, as everything else is typing, and not Control+Alt with a letter or digit, which is AltGr on many keyboards.
 */
export function readHotKey(written: string): string | undefined {
  const parts = written.split('+').map((part) => part.trim().toLowerCase());
  const key = keyOf(parts.pop() ?? '');
  const held = new Set(parts.map((part) => modifiers[part]));
  if (key === undefined || held.has(undefined)) return undefined;
  const isLoneFunctionKey = /^F(1[3-9]|2[0-4])$/.test(key);
  if (!held.has('Control') && !held.has('Alt') && !held.has('Super') && !isLoneFunctionKey) return undefined;
  if (held.has('Control') && held.has('Alt') && !held.has('Super') && key.length === 1) return undefined;
  return [...order.filter((modifier) => held.has(modifier)), key].join('+');
}

function keyOf(part: string): string | undefined {
  if (/^[a-z0-9]$/.test(part) || /^f([1-9]|1\d|2[0-4])$/.test(part)) return part.toUpperCase();
  return Object.hasOwn(named, part) ? named[part] : undefined;
}

/** A key press of a browser, as far as it matters here. */
export interface PressedKey {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** What was pressed, as a global key; undefined while only modifiers are held, or where it cannot be one. */
export function hotKeyOf(press: PressedKey): string | undefined {
  // With Shift a digit's key gives another sign, and with Option on a Mac a letter's: the place on the keyboard stays.
  const byPlace = /^(?:Key([A-Z])|Digit(\d))$/.exec(press.code);
  const key = /^[a-z0-9]$/i.test(press.key) ? press.key : (byPlace?.[1] ?? byPlace?.[2] ?? press.key);
  const name = key === ' ' ? 'Space' : key.replace(/^Arrow/, '');
  const held = [
    press.ctrlKey && 'Control',
    press.altKey && 'Alt',
    press.shiftKey && 'Shift',
    press.metaKey && 'Super',
  ].filter((each) => each !== false);
  return readHotKey([...held, name].join('+'));
}
