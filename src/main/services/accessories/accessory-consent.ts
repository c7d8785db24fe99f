import type { Clock } from '../../ports/clock.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';

/** A program that was turned down may ask again after this. */
const QUIET_MS = 60_000;

/** Asks the person about programs, one at a time: nobody can be worn down by questions. */
export function createAccessoryConsent(ports: { readonly prompter: Prompter; readonly clock: Clock }) {
  let isAsking = false;
  let quietUntil = 0;
  return {
    /** False at once while another question stands or somebody has just been turned down. */
    async ask(
      program: { readonly name: string; readonly wantsMessages: boolean },
      signal: AbortSignal,
    ): Promise<boolean> {
      if (isAsking || ports.clock.monotonic() < quietUntil) return false;
      isAsking = true;
      try {
        const isAllowed = await ports.prompter.ask({ kind: 'accessory', ...program }, signal);
        if (!isAllowed && !signal.aborted) quietUntil = ports.clock.monotonic() + QUIET_MS;
        return isAllowed;
      } finally {
        isAsking = false;
      }
    },
  };
}
