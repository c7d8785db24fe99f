import { normaliseBareJid } from '../../../shared/domain/jid.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { People } from '../../ports/people.port.ts';
import type { Tasks } from '../tasks/create-tasks.ts';

export interface BroadcastPorts {
  readonly tasks: Pick<Tasks, 'run'>;
  readonly people: Pick<People, 'nameOf'>;
  /** Puts one message into the outbox of the chat with this person. */
  readonly send: (address: string, body: string) => Promise<Result<unknown>>;
}

/** Between two messages: servers hold back who writes faster, and there is time to stop. */
const PACE_MS = 50;

export function createBroadcast({ tasks, people, send }: BroadcastPorts): {
  readonly handlers: Pick<Handlers, 'contacts/broadcast'>;
} {
  return {
    handlers: {
      'contacts/broadcast': async ({ to, body }) => {
        const addresses = to.map(normaliseBareJid);
        const bad = to.find((_, at) => addresses[at] === undefined);
        if (bad !== undefined) return fail('contacts.bad-address', { address: bad });
        const taskId = tasks.run({
          kind: 'broadcast',
          // Somebody in two groups gets it once.
          items: [...new Set(addresses)].flatMap((address) => address ?? []),
          nameOf: (address) => people.nameOf(address) ?? address,
          step: (address) => send(address, body),
          paceMs: PACE_MS,
        });
        return ok({ taskId });
      },
    },
  };
}
