import type { CommandName } from '../../shared/contract/commands.ts';
import { fail } from '../../shared/errors/result.ts';
import type { Handlers } from '../ports/handlers.port.ts';

/**
 * Handlers of a service that exists only while somebody is signed in: each call goes to the one that exists now,
 * or fails with `app.not-signed-in`.
 */
export function relayHandlers<N extends CommandName>(
  names: readonly N[],
  current: () => Pick<Handlers, N> | undefined,
): Pick<Handlers, N> {
  const entries = names.map((name) => [
    name,
    async (argument: never, context: never) => {
      const handler = current()?.[name] as
        | ((argument: never, context: never) => Promise<unknown>)
        | undefined;
      return handler ? handler(argument, context) : fail('app.not-signed-in');
    },
  ]);
  return Object.fromEntries(entries) as Pick<Handlers, N>;
}
