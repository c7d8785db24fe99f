import type { Clock } from '../../ports/clock.port.ts';
import type { HostMeta } from '../../ports/host-meta.port.ts';
import type { XmppAccount, XmppLink } from '../../ports/xmpp.port.ts';
import type { ConfigCache } from '../config-cache/create-config-cache.ts';

/** Ways to an ordinary chat server where TCP is closed (D15): those its domain names, and the one that worked last time. */
export interface WebWays {
  /** The account with what is known of such ways. A Cisco server has none. */
  known(account: XmppAccount): Promise<XmppAccount>;
  /** Tell it each state of the link: what leads there is remembered for the next start, or no longer needed. */
  follow(link: XmppLink): void;
}

/** A laptop is at home again tomorrow: then the usual ports are tried first once more. */
const KEPT_MS = 24 * 3_600_000;

export function createWebWays(ports: {
  readonly hostMeta: HostMeta;
  readonly cache: Pick<ConfigCache, 'webWay'>;
  readonly clock: Pick<Clock, 'now'>;
}): WebWays {
  const { hostMeta, cache, clock } = ports;
  let domain: string | undefined;
  return {
    async known(account) {
      domain = account.credentials.kind === 'password' ? account.domain : undefined;
      if (domain === undefined) return account;
      const { domain: asked } = account;
      const kept = await cache.webWay(asked).get();
      const age = kept && clock.now() - kept.at;
      const isFresh = age !== undefined && age >= 0 && age < KEPT_MS;
      return {
        ...account,
        ...(kept && isFresh && { lastWay: kept.target }),
        moreTargets: (call) => hostMeta.otherWays(asked, call),
      };
    },
    follow(link) {
      if (link.kind !== 'online' || domain === undefined) return;
      const memory = cache.webWay(domain);
      const { webWay: target } = link;
      const isDone = target ? memory.set({ target, at: clock.now() }) : memory.forget();
      // A memory that cannot be written costs the next start a question, nothing else.
      isDone.catch(() => undefined);
    },
  };
}
