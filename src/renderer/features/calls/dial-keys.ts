/** One key of a telephone: its digit and the letters beside it (ITU-T E.161). */
export interface DialKey {
  readonly digit: string;
  readonly letters: string;
}

export const dialKeys: readonly DialKey[] = [
  { digit: '1', letters: '' },
  { digit: '2', letters: 'ABC' },
  { digit: '3', letters: 'DEF' },
  { digit: '4', letters: 'GHI' },
  { digit: '5', letters: 'JKL' },
  { digit: '6', letters: 'MNO' },
  { digit: '7', letters: 'PQRS' },
  { digit: '8', letters: 'TUV' },
  { digit: '9', letters: 'WXYZ' },
  { digit: '*', letters: '' },
  { digit: '0', letters: '+' },
  { digit: '#', letters: '' },
];

/** The tone that a key of the keyboard stands for while a call has the focus; letters are no tones, a vanity number is dialled by its digits. */
export function toneOfKey(key: string): string | undefined {
  return /^[0-9*#]$/.test(key) ? key : undefined;
}
