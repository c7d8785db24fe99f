import { text } from '../../text/text.ts';

/** How long something took, in the unit that reads best. */
export function elapsedText(ms: number): string {
  return ms < 1000
    ? text('sign-in.elapsed-ms', { milliseconds: Math.round(ms) })
    : text('sign-in.elapsed', { seconds: (ms / 1000).toFixed(1) });
}
