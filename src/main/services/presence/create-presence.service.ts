import * as z from 'zod/mini';
import { ONLY } from '../../../shared/contract/topics.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { IdentityStore, KeyValueStore } from '../../ports/storage.port.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';
import { parseJson } from '../config-cache/parse-json.ts';
import {
  changePresence,
  initialPresence,
  type OwnPresence,
  type OwnPresenceEvent,
  shownPresence,
} from './own-presence.machine.ts';

export interface PresenceService {
  readonly handlers: Pick<Handlers, 'self/set-presence' | 'self/report-idle'>;
  start(identity: IdentityStore, address: string): Promise<void>;
  stop(): Promise<void>;
  /** From the calls service (M4). */
  setOnCall(isOnCall: boolean): void;
  /** Silences rings and notices (M3). */
  isDoNotDisturb(): boolean;
  /** Name and picture of the own person, as soon as they are known. */
  setPerson(person: { readonly name?: string; readonly avatarHash?: string }): void;
}

export interface PresencePorts {
  readonly xmpp: Xmpp;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly policies: Policies;
}

const KEY = 'own-status';
const storedSchema = z.object({ status: z.string(), recentStatuses: z.array(z.string()) });

/** The own presence, published as `self` and told to the server whenever it changes and after every new stream. */
export function createPresenceService({ xmpp, publisher, clock }: PresencePorts): PresenceService {
  let state: OwnPresence = initialPresence;
  let store: KeyValueStore | undefined;
  let person: { address: string; name: string; avatarHash?: string } = { address: '', name: '' };
  let told = '';
  const stops: (() => void)[] = [];

  const show = () => {
    if (!store) return;
    const presence = shownPresence(state);
    const { manual, status, recentStatuses } = state;
    publisher.set('self', ONLY, { ...person, manual, status, presence, recentStatuses: [...recentStatuses] });
    const text = JSON.stringify(presence);
    if (text !== told && xmpp.setPresence(presence).ok) told = text;
  };
  const feed = (event: OwnPresenceEvent) => {
    state = changePresence(state, event);
    show();
  };

  return {
    async start(identity, address) {
      store = identity.keyValue;
      const stored = storedSchema.safeParse(parseJson(await store.get(KEY)));
      state = stored.success ? { ...initialPresence, ...stored.data } : initialPresence;
      person = { address, name: address.slice(0, address.indexOf('@')) || address };
      told = '';
      stops.push(
        xmpp.on((event) => {
          if (event.kind !== 'link' || event.link.kind !== 'online') return;
          // A resumed stream still has it; a new one has nothing.
          if (!event.link.isResumed) told = '';
          show();
        }),
      );
      show();
    },
    async stop() {
      for (const stop of stops.splice(0)) stop();
      store = undefined;
      state = changePresence(state, { kind: 'signed-out' });
      publisher.clear('self');
    },
    setOnCall: (isOnCall) => feed({ kind: 'calls', isOnCall }),
    isDoNotDisturb: () => shownPresence(state).show === 'do-not-disturb',
    setPerson(known) {
      person = { ...person, ...known };
      show();
    },
    handlers: {
      'self/set-presence': async ({ manual, status }) => {
        if (!store) return fail('app.not-signed-in');
        feed({ kind: 'set', manual, status: status.trim() });
        const { status: text, recentStatuses } = state;
        await store.set(KEY, JSON.stringify({ status: text, recentStatuses }));
        return ok();
      },
      'self/report-idle': async ({ idleMs, isLocked }) => {
        feed({ kind: 'idle', at: clock.now(), idleMs, isLocked });
        return ok();
      },
    },
  };
}
