import { assertNever } from '../../../shared/errors/assert-never.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Session } from '../../../shared/domain/session.ts';
import { ONLY } from '../../../shared/contract/topics.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import { type IdentityStore, StorageError } from '../../ports/storage.port.ts';
import { parseWorkAddress } from '../bootstrap/work-address.ts';
import type { AccountFile } from './account-file.ts';
import { type ConfigurationHandlers, createConfigurationHandlers } from './configuration-handlers.ts';
import { recall, recallTokens } from './credential-store.ts';
import { forgetSession } from './forget-session.ts';
import {
  changeSession,
  type LeaveReason,
  type SessionEffect,
  type SessionEvent,
  sessionStarting,
} from './session.machine.ts';
import type { SessionPorts } from './session-ports.ts';
import { type RunReports, SignInRun } from './sign-in-run.ts';
import { AddressSuggester } from './suggest-address.ts';
import { stopServices } from './stop-services.ts';

export type SessionHandlers = Pick<
  Handlers,
  | 'session/begin'
  | 'session/give-password'
  | 'session/sign-on'
  | 'session/cancel'
  | 'session/use-another-address'
  | 'session/open-offline'
  | 'session/retry'
  | 'session/take-over'
  | 'session/sign-out'
  | 'session/reset'
> &
  ConfigurationHandlers;

export interface SessionService {
  readonly handlers: SessionHandlers;
  /** Opens from the cache where that is possible, signs in with the account file, or shows the sign-in screen. */
  start(unattended?: AccountFile): Promise<void>;
  current(): Session;
  /** Calls whenever the session changes. Returns the unsubscribe function. */
  onChange(listener: (session: Session) => void): () => void;
  /** Looks at once at what the servers have configured, and offers what changed (D11). */
  lookAgain(): void;
  /** Stops the services and closes the identity; nothing is forgotten. */
  stop(): Promise<void>;
}

export function createSession(ports: SessionPorts): SessionService {
  return new SessionDriver(ports);
}

/** Runs the session machine: carries out its effects, one after the other, and publishes each new state. */
class SessionDriver implements SessionService {
  readonly handlers: SessionHandlers;
  private readonly ports: SessionPorts;
  private readonly suggester: AddressSuggester;
  private state = sessionStarting;
  private run: SignInRun | undefined;
  private unattended: AccountFile | undefined;
  private identity: { readonly address: string; readonly store: IdentityStore } | undefined;
  /** Effects run in order: a new sign-in waits for the old one's services to stop. */
  private queue: Promise<void> = Promise.resolve();
  private readonly stops: (() => void)[] = [];
  private readonly listeners = new Set<(session: Session) => void>();

  constructor(ports: SessionPorts) {
    this.ports = ports;
    this.suggester = new AddressSuggester({
      ...ports,
      feed: (event) => this.feed(event),
      session: () => this.state.session,
    });
    this.handlers = this.createHandlers();
  }

  async start(unattended?: AccountFile): Promise<void> {
    const { cache, certificates, network, services } = this.ports;
    this.unattended = unattended;
    this.publish();
    this.stops.push(
      this.ports.deployment.onChange(() => void this.suggester.show()),
      network.onChange((change) => change !== 'offline' && change !== 'suspending' && this.onNetwork()),
      services.onRefused((service, error) => this.run?.onRefused(service, error)),
      services.onOnline((service, started) => this.run?.onOnline(service, started)),
      services.onLost(() => this.run?.onLost()),
    );
    await certificates.load();
    const last = await cache.last.get();
    const address = unattended?.address ?? last?.address;
    const isSame = address !== undefined && address === last?.address;
    const startsFromCache = isSame && (await this.canStartFromCache(address));
    const canOpenOffline = isSame && (await cache.deployment(address).get()) !== undefined;
    const returning = { ...(isSame && last), canOpenOffline };
    this.feed({ kind: 'launched', returning, startsFromCache });
    if (unattended && !startsFromCache)
      this.feed({ kind: 'begin', address: unattended.address, at: this.ports.clock.now() });
    if (!unattended && !startsFromCache) await this.suggester.begin();
    await this.queue;
  }

  current(): Session {
    return this.state.session;
  }

  onChange(listener: (session: Session) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  lookAgain(): void {
    this.run?.refreshSoon();
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    this.later(() => this.endRun());
    await this.queue;
  }

  private async canStartFromCache(address: string): Promise<boolean> {
    const { cache, credentials } = this.ports;
    if (this.unattended)
      return (
        this.unattended.deployment !== undefined || (await cache.deployment(address).get()) !== undefined
      );
    const [deployment, password] = await Promise.all([
      cache.deployment(address).get(),
      recall(credentials, address),
    ]);
    if (deployment === undefined) return false;
    if (deployment.deployment.signOn) return (await recallTokens(credentials, address)) !== undefined;
    return password !== undefined;
  }

  private feed(event: SessionEvent): void {
    const before = this.state;
    const { state, effects } = changeSession(before, event);
    this.state = state;
    if (state.session !== before.session) this.publish();
    for (const effect of effects) this.carryOut(effect);
  }

  private publish(): void {
    this.ports.publisher.set('session', ONLY, this.state.session);
    for (const listener of this.listeners) listener(this.state.session);
  }

  private carryOut(effect: SessionEffect): void {
    switch (effect.kind) {
      case 'sign-in':
        return this.later(() => this.signIn(effect.run, effect.address));
      case 'start-from-cache':
        return this.later(() => this.startFromCache(effect.run, effect.goesOnline));
      case 'take-over': {
        const known = this.run?.known();
        this.run?.abort();
        return this.later(() => this.takeOver(effect.run, known));
      }
      case 'stop-run':
        // At once: a cancelled attempt must not go on while it waits for its turn in the queue.
        this.run?.abort();
        return this.later(() => this.endRun());
      case 'leave':
        return this.later(() => this.leave(effect.run, effect.reason));
      default:
        return assertNever(effect);
    }
  }

  private later(work: () => Promise<void>): void {
    this.queue = this.queue.then(work).catch((error: unknown) => {
      this.feed({ kind: 'failed', run: this.state.run, error: this.readFault(error) });
    });
  }

  private async signIn(run: number, address: string): Promise<void> {
    // Cancelled while it waited.
    if (run !== this.state.run) return;
    const fixed = this.unattended?.address === address ? this.unattended : undefined;
    const password = fixed?.password ?? (await recall(this.ports.credentials, address));
    const current = this.newRun(run);
    this.guard(
      run,
      current.signIn({
        address,
        ...(password !== undefined && { password }),
        ...(fixed?.deployment && { deployment: fixed.deployment }),
      }),
    );
  }

  /** The new run takes the old one's place below an open hub. */
  private async takeOver(run: number, known: ReturnType<SignInRun['known']> = {}): Promise<void> {
    await stopServices(this.ports.services);
    await this.startFromCache(run, true, known);
  }

  private async startFromCache(
    run: number,
    goesOnline: boolean,
    known: ReturnType<SignInRun['known']> = {},
  ): Promise<void> {
    if (run !== this.state.run) return;
    const address = this.unattended?.address ?? this.state.returning.address ?? '';
    const remembered = await this.ports.cache.deployment(address).get();
    const deployment = this.unattended?.deployment ?? remembered?.deployment;
    const { credentials } = this.ports;
    const password = this.unattended?.password ?? known.password ?? (await recall(credentials, address));
    const tokens = deployment?.signOn && (known.tokens ?? (await recallTokens(credentials, address)));
    if (!deployment) return this.feed({ kind: 'failed', run, error: { code: 'app.unavailable' } });
    const request = {
      address,
      name: this.state.returning.name ?? '',
      deployment,
      isFixed: this.unattended?.deployment !== undefined,
      ...(goesOnline && password !== undefined && { password }),
      ...(goesOnline && tokens && { tokens }),
    };
    this.guard(run, this.newRun(run).startFromCache(request));
  }

  /** A run goes on beside the queue; what it did not foresee ends it. */
  private guard(run: number, work: Promise<void>): void {
    work.catch((error: unknown) => this.feed({ kind: 'failed', run, error: this.readFault(error) }));
  }

  private readFault(error: unknown): Failure {
    if (error instanceof StorageError) return error.failure;
    this.ports.log.error('session work failed', { error: error instanceof Error ? error.name : 'unknown' });
    return { code: 'app.fault' };
  }

  private newRun(run: number): SignInRun {
    const reports: RunReports = {
      steps: (steps) => this.feed({ kind: 'steps', run, steps }),
      passwordWanted: (question) =>
        this.feed({ kind: 'password-wanted', run, at: this.ports.clock.now(), ...question }),
      signOnWanted: (question) => this.feed({ kind: 'sign-on', run, ...(question && { question }) }),
      signInDue: (why) => this.feed({ kind: 'sign-in-due', run, ...why }),
      signedOnAgain: () => this.feed({ kind: 'signed-on-again', run }),
      entered: (who) => this.feed({ kind: 'entered', run, ...who }),
      refreshed: (news) => this.feed({ kind: 'refreshed', run, ...news }),
      failed: (error) => this.feed({ kind: 'failed', run, error }),
      openIdentity: (address) => this.openIdentity(run, address),
      beside: (work) => this.guard(run, work),
    };
    this.run = new SignInRun(this.ports, reports);
    return this.run;
  }

  /** Opens the identity's database and hands it to the services; the one that is open already is kept. */
  private async openIdentity(run: number, address: string): Promise<Result<IdentityStore>> {
    if (run !== this.state.run) return fail('app.cancelled');
    if (this.identity?.address === address) return ok(this.identity.store);
    await this.closeIdentity();
    const opened = await this.ports.storage.openIdentity(address);
    if (!opened.ok) return opened;
    if (run !== this.state.run) {
      await opened.value.close();
      return fail('app.cancelled');
    }
    this.identity = { address, store: opened.value };
    await this.ports.services.open(opened.value, address);
    return opened;
  }

  private async endRun(): Promise<void> {
    this.run?.abort();
    this.run = undefined;
    await stopServices(this.ports.services);
    await this.closeIdentity();
  }

  private async closeIdentity(): Promise<void> {
    const { identity } = this;
    if (!identity) return;
    // Let go of first: one that can't be closed must not be closed again and again.
    this.identity = undefined;
    await this.ports.services.close();
    await identity.store.close();
  }

  private async leave(run: number, reason: LeaveReason): Promise<void> {
    this.feed({ kind: 'left', run, returning: await forgetSession(this.ports, reason) });
    if (reason !== 'sign-out') await this.suggester.show();
  }

  private onNetwork(): void {
    this.ports.services.nudge();
    this.run?.refreshSoon();
  }

  private createHandlers(): SessionHandlers {
    const { cache, clock } = this.ports;
    const done = async (): Promise<Result<void>> => ok();
    const queued = async (): Promise<Result<void>> => {
      await this.queue;
      return ok();
    };
    return {
      'session/begin': ({ address }) => {
        const parsed = parseWorkAddress(this.suggester.completed(address));
        this.feed({
          kind: 'begin',
          address: parsed.ok ? parsed.value.full : address.trim(),
          at: clock.now(),
        });
        return done();
      },
      'session/give-password': ({ password, remember }) => {
        this.run?.givePassword(password, remember);
        this.feed({ kind: 'password-given' });
        return done();
      },
      'session/sign-on': ({ place }) => {
        const { run } = this;
        if (run) this.guard(this.state.run, run.signOnAt(place));
        return done();
      },
      'session/cancel': () => {
        this.feed({ kind: 'cancel' });
        return done();
      },
      'session/use-another-address': async () => {
        await this.suggester.turnDown();
        return ok();
      },
      'session/open-offline': () => {
        this.feed({ kind: 'open-offline' });
        return queued();
      },
      'session/retry': () => this.retry(),
      'session/take-over': () => {
        if (this.ports.isOnCall?.()) return Promise.resolve(fail('app.on-call'));
        this.feed({ kind: 'take-over' });
        return queued();
      },
      'session/sign-out': () => {
        this.feed({ kind: 'leave', reason: 'sign-out' });
        return queued();
      },
      'session/reset': ({ keepHistory }) => {
        this.feed({ kind: 'leave', reason: keepHistory ? 'reset-keep-history' : 'reset' });
        return queued();
      },
      ...createConfigurationHandlers(cache),
    };
  }

  /** Signs in again: after a failure with the same address, in the hub to take over a new configuration or to go online. */
  private retry(): Promise<Result<void>> {
    const { session } = this.state;
    const address =
      'address' in session
        ? session.address
        : session.phase === 'signed-out'
          ? session.lastAddress
          : undefined;
    if (address === undefined) return Promise.resolve(fail('app.not-signed-in'));
    this.feed({ kind: 'begin', address, at: this.ports.clock.now() });
    return Promise.resolve(ok());
  }
}
