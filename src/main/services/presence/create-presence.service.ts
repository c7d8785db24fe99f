import * as z from 'zod/mini';
import { ONLY } from '../../../shared/contract/topics.ts';
import { isLetThrough } from '../../../shared/domain/interruption.ts';
import { type Situation, situationOf } from '../../../shared/domain/notification-rules.ts';
import { manualPresenceSchema } from '../../../shared/domain/presence.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { IdleReport, IdleWatch } from '../../ports/idle.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { IdentityStore, KeyValueStore } from '../../ports/storage.port.ts';
import type { Xmpp } from '../../ports/xmpp.port.ts';
import { parseJson } from '../config-cache/parse-json.ts';
import { idleRules } from './idle-rules.ts';
import {
  changePresence,
  initialPresence,
  type KeptStatus,
  keptStatus,
  type Noticed,
  type OwnPresence,
  type OwnPresenceEvent,
  shownPresence,
} from './own-presence.machine.ts';

export interface PresenceService {
  readonly handlers: Pick<Handlers, 'self/set-presence' | 'self/forget-status' | 'self/report-idle'>;
  start(identity: IdentityStore, address: string): Promise<void>;
  /** Nothing is forgotten: a status set by hand is there again after a restart. */
  stop(): Promise<void>;
  /** T8: the person signs out; what was set by hand ends with it. Before `stop`. */
  signedOut(): Promise<void>;
  /** From the services that see it (M4): calls, calendar, share, the phone's own do not disturb. */
  notice(what: Noticed, isSo: boolean): void;
  /** Silences rings and notices (M3), but of people whom the administrator lets through. */
  isSilenced(from?: string): boolean;
  /** What decides how calls and messages are told (X5). Who is let through finds the person available. */
  situation(from?: string): Situation;
  /** Name and picture of the own person, as soon as they are known. */
  setPerson(person: { readonly name?: string; readonly avatarHash?: string }): void;
}

export interface PresencePorts {
  readonly xmpp: Xmpp;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly settings: SettingsSource;
  /** Absent: the window reports what it can see of the keyboard. */
  readonly idle?: IdleWatch | undefined;
  /** Told of each report, wherever it came from. */
  readonly onIdle?: (report: IdleReport) => void;
}

const KEY = 'own-status';
const keptSchema = z.object({
  manual: z.optional(manualPresenceSchema),
  status: z.string(),
  until: z.optional(z.number()),
  recentStatuses: z.array(z.string()),
});
/** Timers of days lose their way: looked at again each hour. */
const LONGEST_WAIT_MS = 3_600_000;

/** The own presence, published as `self` and told to the server whenever it changes and after every new stream. */
export function createPresenceService(ports: PresencePorts): PresenceService {
  return new Presences(ports);
}

class Presences implements PresenceService {
  readonly handlers: PresenceService['handlers'];
  private readonly ports: PresencePorts;
  private state: OwnPresence = initialPresence;
  private store: KeyValueStore | undefined;
  private isLocked = false;
  private person: { address: string; name: string; avatarHash?: string } = { address: '', name: '' };
  private told = '';
  private shown = '';
  private cancelTimer: Cancel = () => undefined;
  private readonly stops: (() => void)[] = [];

  constructor(ports: PresencePorts) {
    this.ports = ports;
    this.handlers = {
      'self/set-presence': ({ manual, status, until }) =>
        this.keep({ kind: 'set', manual, status: status.trim(), until }),
      'self/forget-status': ({ status }) => this.keep({ kind: 'forget-status', status }),
      'self/report-idle': async (report) => {
        this.seen(report);
        return ok();
      },
    };
  }

  async start(identity: IdentityStore, address: string): Promise<void> {
    const { xmpp, clock, policies, settings, idle } = this.ports;
    const stored = keptSchema.safeParse(parseJson(await identity.keyValue.get(KEY)));
    this.store = identity.keyValue;
    this.state = initialPresence;
    if (stored.success) {
      const kept: KeptStatus = { ...stored.data, manual: stored.data.manual ?? 'automatic' };
      this.state = changePresence(this.state, { kind: 'restored', kept, at: clock.now() });
    }
    this.person = { address, name: address.slice(0, address.indexOf('@')) || address };
    this.told = '';
    this.shown = '';
    this.stops.push(
      xmpp.on((event) => {
        if (event.kind !== 'link' || event.link.kind !== 'online') return;
        // A resumed stream still has it; a new one has nothing.
        if (!event.link.isResumed) this.told = '';
        this.show();
      }),
      settings.onChange(() => this.takeRules()),
      policies.onChange(() => this.takeRules()),
      ...(idle ? [idle.onChange((report) => this.seen(report))] : []),
    );
    this.takeRules();
    this.waitForEnd();
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    this.cancelTimer();
    this.store = undefined;
    this.state = initialPresence;
    this.ports.publisher.clear('self');
  }

  async signedOut(): Promise<void> {
    if (this.store) await this.keep({ kind: 'signed-out' });
  }

  notice(what: Noticed, isSo: boolean): void {
    this.feed({ kind: 'noticed', what, isSo });
  }

  isSilenced(from?: string): boolean {
    if (shownPresence(this.state).show !== 'do-not-disturb') return false;
    return from === undefined || !isLetThrough(this.exceptions(), from);
  }

  situation(from?: string): Situation {
    const { show } = shownPresence(this.state);
    const isLetIn = show === 'do-not-disturb' && !this.isSilenced(from);
    return situationOf(isLetIn ? 'available' : show, this.isLocked);
  }

  setPerson(known: { readonly name?: string; readonly avatarHash?: string }): void {
    this.person = { ...this.person, ...known };
    this.show();
  }

  private feed(event: OwnPresenceEvent): void {
    this.state = changePresence(this.state, event);
    this.show();
  }

  private seen(report: IdleReport): void {
    this.isLocked = report.isLocked;
    this.ports.onIdle?.(report);
    this.feed({ kind: 'idle', at: this.ports.clock.now(), ...report });
  }

  private takeRules(): void {
    const { settings, policies } = this.ports;
    this.feed({ kind: 'rules', rules: idleRules(settings.current(), policies.current()) });
  }

  private exceptions(): readonly string[] {
    return this.ports.policies
      .current()
      .text('DoNotDisturbExceptions')
      .split(/[;,]/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  }

  private async keep(event: OwnPresenceEvent) {
    const { store } = this;
    if (!store) return fail('app.not-signed-in');
    this.feed(event);
    this.waitForEnd();
    await store.set(KEY, JSON.stringify(keptStatus(this.state)));
    return ok();
  }

  private waitForEnd(): void {
    const { clock } = this.ports;
    this.cancelTimer();
    const { until } = this.state;
    if (until === undefined) return;
    const wait = Math.min(Math.max(until - clock.now(), 0), LONGEST_WAIT_MS);
    this.cancelTimer = clock.after(wait, () => void this.keep({ kind: 'time', at: clock.now() }));
  }

  private show(): void {
    if (!this.store) return;
    const { publisher, xmpp } = this.ports;
    const presence = shownPresence(this.state);
    const { manual, status, until, recentStatuses } = this.state;
    const interruptedBy = this.exceptions();
    const self = {
      ...this.person,
      ...{ manual, status, presence, recentStatuses: [...recentStatuses] },
      ...(until !== undefined && { until }),
      ...(interruptedBy.length > 0 && { interruptedBy: [...interruptedBy] }),
    };
    const all = JSON.stringify(self);
    if (all !== this.shown) publisher.set('self', ONLY, self);
    this.shown = all;
    const text = JSON.stringify(presence);
    if (text !== this.told && xmpp.setPresence(presence).ok) this.told = text;
  }
}
