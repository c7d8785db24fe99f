import { assertNever } from '../../../shared/errors/assert-never.ts';
import { fail, type Failure, failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Authorization, AuthorizationServer } from '../../ports/authorization.port.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { TokenSource } from '../../ports/credentials.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Trace } from '../../ports/trace.port.ts';
import {
  changeTokens,
  isUsable,
  type TokenEffect,
  type TokenEvent,
  tokensReceived,
  type TokenState,
} from './token.machine.ts';
import { livesOf, recordOf, type TokenRecord } from './token-record.ts';

export interface TokenKeeperPorts {
  readonly authorization: Pick<Authorization, 'refresh'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly log: Log;
}

export interface TokenReports {
  /** New tokens: to be sealed and stored before the old ones are forgotten. `isLate`: this keeper was stopped meanwhile. */
  onChange(record: TokenRecord, isLate: boolean): Promise<void>;
  /** Three quarters of the refresh token's life are over: the person is asked, nothing stops. */
  onSoon(): void;
  /** No more tokens without the person; those that are stored are of no use. */
  onEnded(error: Failure): void;
}

/** Holds one person's tokens and keeps them fresh, by the token machine. All services draw from the same one. */
export class TokenKeeper implements TokenSource {
  private readonly ports: TokenKeeperPorts;
  private readonly reports: TokenReports;
  private record: TokenRecord;
  /** Where they are renewed instead of where they are from. */
  private door: AuthorizationServer | undefined;
  private state: TokenState;
  private base: { readonly wall: number; readonly steady: number; readonly server: number };
  private renewal: Promise<void> | undefined;
  private cancelTimer: Cancel = () => undefined;
  private isStopped = false;

  constructor(
    ports: TokenKeeperPorts,
    reports: TokenReports,
    record: TokenRecord,
    door?: AuthorizationServer,
  ) {
    this.ports = ports;
    this.reports = reports;
    this.record = record;
    this.door = door;
    this.base = this.baseOf(record);
    const { state, effects } = tokensReceived(livesOf(record), this.now());
    this.state = state;
    for (const effect of effects) this.carryOut(effect);
  }

  /** The person has signed in again: whoever holds this source goes on with the new tokens. */
  replace(record: TokenRecord): void {
    this.record = record;
    this.base = this.baseOf(record);
    this.feed({ kind: 'received', lives: livesOf(record), at: this.now() });
  }

  /** The way that services are reached by: renewing goes by it too. Absent: the way that the tokens came by. */
  useDoor(door: AuthorizationServer | undefined): void {
    this.door = door;
  }

  /** What it holds now. */
  held(): TokenRecord {
    return this.record;
  }

  isEnded(): boolean {
    return this.state.kind === 'ended';
  }

  async get(): Promise<Result<string>> {
    this.tick();
    return this.usable() ?? this.awaitRenewal({ kind: 'wanted', at: this.now() });
  }

  async renew(refused: string): Promise<Result<string>> {
    if (refused !== this.record.access) return this.get();
    return this.awaitRenewal({ kind: 'refused', at: this.now() });
  }

  current(): string | undefined {
    return isUsable(this.state, this.now()) ? this.record.access : undefined;
  }

  isFrom(issuer: string): boolean {
    const host = URL.parse(issuer)?.host;
    const own = [this.record.server, this.door].map((server) => server && URL.parse(server.authorize)?.host);
    return host !== undefined && own.includes(host);
  }

  /** Looks at the time: the machine may have slept. */
  tick(): void {
    this.feed({ kind: 'tick', at: this.now() });
  }

  /** Renews no more; nothing is forgotten. */
  stop(): void {
    this.isStopped = true;
    this.cancelTimer();
  }

  private usable(): Result<string> | undefined {
    if (this.isStopped) return fail('app.cancelled');
    const { state } = this;
    if (state.kind === 'ended') return { ok: false, error: state.error };
    return isUsable(state, this.now()) ? ok(this.record.access) : undefined;
  }

  private async awaitRenewal(event: TokenEvent): Promise<Result<string>> {
    this.feed(event);
    await this.renewal;
    const usable = this.usable();
    if (usable) return usable;
    return { ok: false, error: this.state.kind === 'waiting' ? this.state.error : failure('app.cancelled') };
  }

  private feed(event: TokenEvent): void {
    if (this.isStopped) return;
    const { state, effects } = changeTokens(this.state, event);
    this.state = state;
    for (const effect of effects) this.carryOut(effect);
  }

  private carryOut(effect: TokenEffect): void {
    switch (effect.kind) {
      case 'renew':
        this.renewal = this.run().finally(() => {
          this.renewal = undefined;
        });
        return;
      case 'ask-soon':
        return this.reports.onSoon();
      case 'end':
        this.cancelTimer();
        this.ports.log.warn('tokens ended', { code: effect.error.code });
        return this.reports.onEnded(effect.error);
      case 'wake':
        this.cancelTimer();
        this.cancelTimer = this.ports.clock.after(effect.at - this.now(), () => this.tick());
        return;
      default:
        return assertNever(effect);
    }
  }

  private async run(): Promise<void> {
    const { authorization, trace, random } = this.ports;
    const { registration, refresh } = this.record;
    const server = this.door ?? this.record.server;
    const span = trace.start('renew-token');
    const call = { span, signal: new AbortController().signal };
    const renewed =
      refresh === undefined
        ? fail('auth.session-ended')
        : await authorization.refresh(server, registration, refresh, call);
    span.end(renewed.ok ? 'ok' : 'failed');
    if (this.record.refresh !== refresh) return;
    if (!renewed.ok)
      return this.feed({ kind: 'failed', error: renewed.error, at: this.now(), fraction: random.fraction() });
    const record = recordOf(renewed.value, this.ports.clock.now(), this.record);
    // A rotated refresh token is the only one that is good: it is on the disk before anything else happens.
    await this.reports.onChange(record, this.isStopped);
    this.replace(record);
  }

  /** The server's time, from when it last told. A clock that is turned back does not make tokens younger. */
  private now(): number {
    const { clock } = this.ports;
    const { wall, steady, server } = this.base;
    return server + Math.max(clock.now() - wall, clock.monotonic() - steady);
  }

  private baseOf({ offsetMs }: TokenRecord): TokenKeeper['base'] {
    const { clock } = this.ports;
    return { wall: clock.now(), steady: clock.monotonic(), server: clock.now() + offsetMs };
  }
}
