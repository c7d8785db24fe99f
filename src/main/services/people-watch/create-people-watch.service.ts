import * as z from 'zod/mini';
import { ONLY } from '../../../shared/contract/topics.ts';
import { normaliseBareJid } from '../../../shared/domain/jid.ts';
import type { PresenceShow } from '../../../shared/domain/presence.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Blocking } from '../../ports/blocking.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { IdentityStore, KeyValueStore } from '../../ports/storage.port.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';
import { parseJson } from '../config-cache/parse-json.ts';

export interface PeopleWatchService {
  readonly handlers: Pick<Handlers, 'people/block' | 'people/alert'>;
  start(identity: IdentityStore, address: string): Promise<void>;
  stop(): Promise<void>;
}

export interface PeopleWatchPorts {
  readonly xmpp: Xmpp;
  readonly blocking: Blocking;
  readonly policies: Policies;
  readonly publisher: Publisher;
  /** Somebody who was waited for is available. */
  readonly onAvailable: (address: string) => void;
}

const KEY = 'available-alerts';
const keptSchema = z.array(z.string());
const MOST_ALERTS = 200;

/** Whom the server keeps away for the person, and who is waited for. One identity at a time. */
export function createPeopleWatch(ports: PeopleWatchPorts): PeopleWatchService {
  return new Watch(ports);
}

class Watch implements PeopleWatchService {
  readonly handlers: PeopleWatchService['handlers'];
  private readonly ports: PeopleWatchPorts;
  private store: KeyValueStore | undefined;
  private canBlock = false;
  private blocked: readonly string[] = [];
  private alerts: readonly string[] = [];
  /** What was last heard of those who are waited for; available already is nothing new. */
  private readonly last = new Map<string, PresenceShow>();
  private readonly stops: (() => void)[] = [];

  constructor(ports: PeopleWatchPorts) {
    this.ports = ports;
    this.handlers = {
      'people/block': ({ address, isBlocked }) => this.block(address, isBlocked),
      'people/alert': ({ address, isOn }) => this.alert(address, isOn),
    };
  }

  async start(identity: IdentityStore): Promise<void> {
    const { xmpp, blocking, policies } = this.ports;
    this.store = identity.keyValue;
    const kept = keptSchema.safeParse(parseJson(await identity.keyValue.get(KEY)));
    this.alerts = kept.success ? kept.data : [];
    this.stops.push(
      xmpp.on((event) => {
        if (event.kind === 'presence') this.heard(event.address, event.presence.show);
        if (event.kind === 'link' && event.link.kind === 'online' && !event.link.isResumed)
          void this.readList();
      }),
      blocking.onChange(({ addresses, isBlocked }) => {
        const others = this.blocked.filter((each) => !addresses.includes(each));
        this.blocked = isBlocked ? [...others, ...addresses] : addresses.length === 0 ? [] : others;
        this.show();
      }),
      policies.onChange(() => this.show()),
    );
    this.show();
    if (xmpp.link().kind === 'online') void this.readList();
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    this.store = undefined;
    this.canBlock = false;
    this.blocked = [];
    this.alerts = [];
    this.last.clear();
    this.ports.publisher.clear('peopleWatch');
  }

  private async readList(): Promise<void> {
    const { store } = this;
    const list = await this.ports.blocking.list();
    if (this.store !== store) return;
    // No answer now is no answer to whether it can: what was known stands.
    if (list.ok) this.blocked = list.value;
    if (list.ok || list.error.code === 'xmpp.stanza') this.canBlock = list.ok;
    this.show();
  }

  private async block(text: string, isBlocked: boolean): Promise<Result<void>> {
    const address = normaliseBareJid(text);
    if (!this.store) return fail('app.not-signed-in');
    if (address === undefined) return fail('contacts.bad-address', { address: text });
    const set = await this.ports.blocking.set(address, isBlocked);
    if (!set.ok) return set;
    const others = this.blocked.filter((each) => each !== address);
    this.blocked = isBlocked ? [...others, address] : others;
    this.show();
    return ok();
  }

  private async alert(text: string, isOn: boolean): Promise<Result<void>> {
    const address = normaliseBareJid(text);
    if (!this.store) return fail('app.not-signed-in');
    if (address === undefined) return fail('contacts.bad-address', { address: text });
    if (isOn && !this.mayAlert()) return fail('app.not-allowed');
    const others = this.alerts.filter((each) => each !== address);
    await this.keep(isOn ? [...others, address].slice(-MOST_ALERTS) : others);
    return ok();
  }

  private async keep(alerts: readonly string[]): Promise<void> {
    this.alerts = alerts;
    this.show();
    await this.store?.set(KEY, JSON.stringify(alerts));
  }

  private heard(address: string, show: PresenceShow): void {
    const before = this.last.get(address);
    this.last.set(address, show);
    if (show !== 'available' || before === 'available' || !this.alerts.includes(address)) return;
    this.keep(this.alerts.filter((each) => each !== address)).catch(() => undefined);
    if (this.mayAlert()) this.ports.onAvailable(address);
  }

  private mayAlert(): boolean {
    return this.ports.policies.current().isOn('AlertOnAvailableEnabled');
  }

  private show(): void {
    if (!this.store) return;
    this.ports.publisher.set('peopleWatch', ONLY, {
      canBlock: this.canBlock,
      blocked: [...this.blocked],
      canAlert: this.mayAlert(),
      alerts: [...this.alerts],
    });
  }
}
