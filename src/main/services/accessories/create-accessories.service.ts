import { ONLY } from '../../../shared/contract/topics.ts';
import type { Call } from '../../../shared/domain/call.ts';
import { type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { AccessoryDoor } from '../../ports/accessory-door.port.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Prompter } from '../../ports/prompter.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { AccessoryClients, newToken } from './accessory-clients.ts';
import { createAccessoryConsent } from './accessory-consent.ts';
import type { AccessoryActions } from './accessory-methods.ts';
import { AccessorySession, type Admitted, type Hello } from './accessory-session.ts';
import { shownCall } from './shown-call.ts';

export interface AccessoryPorts {
  readonly door: AccessoryDoor;
  readonly actions: AccessoryActions;
  readonly settings: SettingsSource;
  /** The profile's: programs are this computer's, whoever signs in. */
  readonly store: KeyValueStore;
  readonly prompter: Prompter;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface AccessoriesService {
  readonly handlers: Pick<Handlers, 'accessories/revoke'>;
  begin(): Promise<void>;
  end(): Promise<void>;
  /** A call as it is now; nothing: it is gone. */
  callChanged(id: string, call: Call | undefined): void;
}

type Open = { readonly address: string; close(): Promise<void> };

/** Headsets and other programs of this computer control calls, each with the person's consent (V13). */
export function createAccessories(ports: AccessoryPorts): AccessoriesService {
  return new Accessories(ports);
}

class Accessories implements AccessoriesService {
  readonly handlers: AccessoriesService['handlers'];
  private readonly ports: AccessoryPorts;
  private readonly clients: AccessoryClients;
  private readonly consent: ReturnType<typeof createAccessoryConsent>;
  private readonly calls = new Map<string, Call>();
  private sessions: readonly AccessorySession[] = [];
  private open: Open | undefined;
  private error: Failure | undefined;
  private stopListening = () => undefined as void;
  private isEnded = false;
  /** Opening and closing one after the other. */
  private turning: Promise<void> = Promise.resolve();

  constructor(ports: AccessoryPorts) {
    this.ports = ports;
    this.clients = new AccessoryClients(ports.store);
    this.consent = createAccessoryConsent(ports);
    this.handlers = { 'accessories/revoke': ({ id }) => this.revoke(id) };
  }

  async begin(): Promise<void> {
    await this.clients.load();
    this.stopListening = this.ports.settings.onChange(() => void this.turn());
    this.show();
    await this.turn();
  }

  async end(): Promise<void> {
    this.stopListening();
    this.isEnded = true;
    await this.turn();
  }

  callChanged(id: string, call: Call | undefined): void {
    if (call) this.calls.set(id, call);
    else this.calls.delete(id);
    for (const session of this.sessions) {
      if (call) session.tell('call.changed', { call: shownCall(call) });
      else session.tell('call.removed', { callId: id });
    }
  }

  private turn(): Promise<void> {
    this.turning = this.turning.then(() => this.turnNow());
    return this.turning;
  }

  private async turnNow(): Promise<void> {
    const isWanted = !this.isEnded && this.ports.settings.current().allowAccessories;
    if (isWanted === (this.open !== undefined)) return;
    if (isWanted) {
      const opened = await this.ports.door.open((line) => {
        this.sessions = [...this.sessions.filter(({ isClosed }) => !isClosed), this.session(line)];
      });
      this.open = opened.ok ? opened.value : undefined;
      this.error = opened.ok ? undefined : opened.error;
      if (!opened.ok) this.ports.log.warn('accessories cannot be let in', { code: opened.error.code });
    } else {
      for (const session of this.sessions) session.close('switched off');
      this.sessions = [];
      await this.open?.close();
      this.open = undefined;
    }
    this.show();
  }

  private session(line: ConstructorParameters<typeof AccessorySession>[0]): AccessorySession {
    const { clock, actions } = this.ports;
    return new AccessorySession(line, {
      clock,
      actions,
      calls: () => [...this.calls.values()].map(shownCall),
      admit: (hello, signal) => this.admit(hello, signal),
      onChange: () => this.show(),
    });
  }

  private async admit({ name, token, wants }: Hello, signal: AbortSignal): Promise<Admitted | undefined> {
    const { random, clock, log } = this.ports;
    const wantsMessages = wants?.includes('messages') ?? false;
    const known = token === undefined ? undefined : await this.clients.byToken(token);
    if (known && (known.maySend || !wantsMessages)) return { id: known.id, maySend: known.maySend };
    if (!(await this.consent.ask({ name, wantsMessages }, signal))) {
      log.info('accessory turned down');
      return undefined;
    }
    if (known) await this.clients.remove(known.id);
    const given = newToken((count) => random.bytes(count));
    const client = { id: random.uuid(), name, maySend: wantsMessages, allowedAt: clock.now() };
    await this.clients.add(client, given);
    log.info('accessory let in', { maySend: wantsMessages });
    return { id: client.id, maySend: wantsMessages, token: given };
  }

  private async revoke(id: string): Promise<Result<void>> {
    await this.clients.remove(id);
    for (const session of this.sessions) if (session.client === id) session.close('not allowed any more');
    this.show();
    return ok();
  }

  private show(): void {
    const connected = new Set(this.sessions.map(({ client }) => client));
    const clients = this.clients
      .all()
      .map(({ tokenHash: _, ...client }) => ({ ...client, isConnected: connected.has(client.id) }));
    this.ports.publisher.set('accessories', ONLY, {
      state: this.open ? 'open' : this.error ? 'failed' : 'off',
      ...(this.open && { address: this.open.address }),
      ...(this.error && !this.open && { error: this.error }),
      clients,
    });
  }
}
