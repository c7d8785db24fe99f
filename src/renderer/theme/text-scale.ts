import { createContext, useContext } from 'react';

/** How much larger than usual text is, 0.8 to 2; for the few measures that have to be known in pixels. */
export const TextScale = createContext(1);

export function useTextScale(): number {
  return useContext(TextScale);
}
