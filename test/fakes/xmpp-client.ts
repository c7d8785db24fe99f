import { createDialer, type Dialer } from '../../src/main/engines/link/dialer.ts';
import type { StreamPlace } from '../../src/main/engines/xmpp/peer-files/stream-listener.ts';
import { createXmpp, type XmppEngine } from '../../src/main/engines/xmpp/create-xmpp.ts';
import type { Clock } from '../../src/main/ports/clock.port.ts';
import type { ProxyResolver } from '../../src/main/ports/proxy.port.ts';
import type { Trace } from '../../src/main/ports/trace.port.ts';
import type {
  ChatMessage,
  XmppAccount,
  XmppEvent,
  XmppLink,
  XmppTarget,
} from '../../src/main/ports/xmpp.port.ts';
import type { Result } from '../../src/shared/errors/result.ts';
import { memoryDns } from './memory-dns.ts';
import { memoryTrace } from './memory-trace.ts';
import { memoryTrust, type MemoryTrust } from './memory-trust.ts';
import { realClock } from './real-clock.ts';
import { seededRandom } from './seeded-random.ts';
import { silentLog } from './silent-log.ts';

type EventOf<K extends XmppEvent['kind']> = XmppEvent & { readonly kind: K };

/** A whole chat engine on real sockets, with everything it said. */
export interface XmppTestClient {
  readonly xmpp: XmppEngine;
  /** As the engine dials, for engines beside it. */
  readonly dialer: Dialer;
  readonly trace: Trace;
  readonly trust: MemoryTrust;
  readonly events: readonly XmppEvent[];
  of<K extends XmppEvent['kind']>(kind: K): readonly EventOf<K>[];
  messages(): readonly ChatMessage[];
  /** Kinds of link states so far. */
  links(): readonly XmppLink['kind'][];
  connect(account?: Partial<XmppAccount>): Promise<Result<void>>;
  /** Waits until there is such an event, past ones included unless `after` says from where. */
  until<K extends XmppEvent['kind']>(
    kind: K,
    isWanted?: (event: EventOf<K>) => boolean,
    after?: number,
  ): Promise<EventOf<K>>;
  /** Waits for anything to become true, looked at after each event. */
  when(isTrue: () => boolean, what: string): Promise<void>;
}

export interface XmppTestSetup {
  readonly ca: string;
  readonly domain?: string;
  readonly targets: readonly XmppTarget[];
  readonly username: string;
  readonly password: string;
  readonly resource?: string;
  readonly clock?: Clock;
  readonly seed?: number;
  /** Addresses by name, where a target has one. */
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  readonly proxy?: ProxyResolver;
  /** Where files from other devices come in. Default: nowhere. */
  readonly place?: StreamPlace;
}

/** The machine's clock with timers that fire sooner, for time limits that a test can't wait for. */
export function hurriedClock(factor: number): Clock {
  return { ...realClock, after: (ms, fn) => realClock.after(ms / factor, fn) };
}

export function xmppTestClient(setup: XmppTestSetup): XmppTestClient {
  const trust = memoryTrust(setup.ca);
  const trace = memoryTrace();
  const clock = setup.clock ?? realClock;
  const dns = memoryDns(setup.addresses ? { addresses: setup.addresses } : {});
  const dialer = createDialer({
    dns,
    trust,
    clock,
    log: silentLog,
    ...(setup.proxy && { proxy: setup.proxy }),
  });
  const random = seededRandom(setup.seed ?? setup.username.length * 7 + setup.username.charCodeAt(0));
  const xmpp = createXmpp({
    dialer,
    clock,
    random,
    log: silentLog,
    trace,
    software: { name: 'Parlance', version: '1.0' },
    place: setup.place ?? { port: 0, addresses: () => [] },
  });
  const events: XmppEvent[] = [];
  const watchers = new Set<() => void>();
  xmpp.on((event) => {
    events.push(event);
    for (const watch of [...watchers]) watch();
  });
  const when = (isTrue: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const watch = (): void => {
        if (!isTrue()) return;
        cancel();
        watchers.delete(watch);
        resolve();
      };
      const cancel = realClock.after(20_000, () => {
        watchers.delete(watch);
        reject(new Error(`waited for ${what}; last events: ${JSON.stringify(events.slice(-5))}`));
      });
      watchers.add(watch);
      watch();
    });
  const of = <K extends XmppEvent['kind']>(kind: K) =>
    events.filter((event): event is EventOf<K> => event.kind === kind);
  return {
    xmpp,
    dialer,
    trace,
    trust,
    events,
    of,
    when,
    messages: () => of('message').map(({ message }) => message),
    links: () => of('link').map(({ link }) => link.kind),
    connect: (account) =>
      xmpp.connect(
        {
          domain: setup.domain ?? 'example.test',
          targets: setup.targets,
          credentials: { kind: 'password', username: setup.username, password: setup.password },
          resource: setup.resource ?? 'desk',
          ...account,
        },
        trace.start('sign-in'),
      ),
    async until(kind, isWanted = () => true, after = 0) {
      const find = () =>
        events
          .slice(after)
          .find(
            (event): event is EventOf<typeof kind> =>
              event.kind === kind && isWanted(event as EventOf<typeof kind>),
          );
      await when(() => find() !== undefined, kind);
      return find() as EventOf<typeof kind>;
    },
  };
}
