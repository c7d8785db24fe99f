import type { Tokens } from './tokens.ts';

/** `ownBubble` becomes `--p-own-bubble`. */
export function cssVariables(tokens: Tokens): readonly (readonly [string, string])[] {
  return Object.entries(tokens).map(
    ([name, value]) => [`--p-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value] as const,
  );
}
