import { numberText } from '../../text/formats.ts';

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** `824 bytes`, `1.4 MB`: decimal units, as the person's language writes them. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return numberText(bytes, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length);
  const value = bytes / 1000 ** power;
  return numberText(value, {
    style: 'unit',
    unit: UNITS[power - 1] ?? 'kilobyte',
    maximumFractionDigits: value < 10 ? 1 : 0,
  });
}
