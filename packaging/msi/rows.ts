import type { Cell, MsiTable } from './idt.ts';

export function table(
  name: string,
  keys: number,
  columns: MsiTable['columns'],
  rows: readonly (readonly Cell[])[],
): MsiTable {
  return { name, columns, keys, rows };
}

/** The component that holds a switch's line. */
export const switchComponent = (name: string) => `Switch_${name}`;
