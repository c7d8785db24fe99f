import { addressFamily } from '../engines/link/address-family.ts';
import type { IdleReport } from '../ports/idle.port.ts';
import type { Policies } from '../ports/policies.port.ts';
import { createIdleSignOut } from '../services/session/idle-sign-out.ts';
import type { SessionService } from '../services/session/create-session.ts';
import type { Foundation } from './create-foundation.ts';
import { publishWindowRules } from './publish-window-rules.ts';

/** Decisions of the administrator that are about no service in particular (S3). */
export interface Obedience {
  /** Signs out who has left; there once the session is. */
  readonly idle: { seen(report: IdleReport): void } | undefined;
  follow(session: SessionService, isOnCall: () => boolean): void;
}

const NO_CALLER = { signal: new AbortController().signal };

export function createObedience({ engines, common }: Foundation, policies: Policies): Obedience {
  let idle: Obedience['idle'];
  publishWindowRules(policies, common.publisher);
  policies.onChange((configuration) => engines.useFamily(addressFamily(configuration)));
  return {
    get idle() {
      return idle;
    },
    follow(session, isOnCall) {
      idle = createIdleSignOut({
        ...{ ...common, policies, isOnCall },
        isSignedIn: () => session.current().phase === 'signed-in',
        signOut: () => void session.handlers['session/sign-out'](undefined, NO_CALLER),
      });
    },
  };
}
