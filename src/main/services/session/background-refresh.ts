import { recalledConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel } from '../../ports/clock.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { SignOnGate } from '../authentication/sign-on-gate.ts';
import { Checklist } from '../bootstrap/checklist.ts';
import { findWayIn } from '../bootstrap/find-way-in.ts';
import { PasswordGate } from '../bootstrap/password-gate.ts';
import type { Provisioned } from '../bootstrap/provision.ts';
import type { SignInContext } from '../bootstrap/sign-in-context.ts';
import type { WorkAddress } from '../bootstrap/work-address.ts';
import type { ConfigurationRow } from '../config-cache/create-config-cache.ts';
import { isMaterialChange, liveChange } from './material-change.ts';
import { isMove } from './network-move.ts';
import type { SessionPorts } from './session-ports.ts';
import { outcomeOf } from './service-step.ts';

/** What is kept current. */
export interface Kept {
  readonly address: WorkAddress;
  readonly deployment: Deployment;
  readonly gate: PasswordGate;
  readonly signOn?: Pick<SignOnGate, 'take'>;
  /** What is in force with it; absent: what the cache has. */
  readonly configuration?: readonly ConfigurationRow[];
  /** Fetched just now; otherwise it is from the cache and is fetched within the minute. */
  readonly isCurrent: boolean;
}

interface Looked {
  readonly isWhole: boolean;
  readonly hasChanged: boolean;
  /** The configuration that what runs was started with. */
  readonly configuration: readonly ConfigurationRow[];
  /** The services are reached from the other side of the edge now: this is how. */
  readonly moved?: Provisioned;
}

export interface RefreshReports {
  /** This computer has gone from inside to outside, or back (D5). */
  onMoved(provisioned: Provisioned): void;
  onRefreshed(news: { readonly hasNewConfiguration: boolean }): void;
  onRefused(error: Failure): void;
}

/** After a cached start: soon, but spread, so that an office switched on at nine doesn't ask all at once. */
const FIRST_MS = 5_000;
const SPREAD_MS = 25_000;
/** After a sign-in that asked the servers: within minutes (D11), as records may have come from the cache. */
const SECOND_MS = 120_000;
const SECOND_SPREAD_MS = 180_000;
const HOUR_MS = 3_600_000;
/** Doubled with each failure in a row, up to the interval. */
const RETRY_MS = 60_000;
/** Network changes come in bursts. */
const SETTLE_MS = 3_000;

/**
 * Looks again, behind the person's back, at what the cached start took for granted (D11): records, profile,
 * configuration. A difference is told and kept for the next sign-in; running services and calls are left alone.
 */
export class BackgroundRefresh {
  private readonly ports: SessionPorts;
  private readonly signal: AbortSignal;
  private readonly reports: RefreshReports;
  private kept: Kept | undefined;
  private cancelTimer: Cancel = () => undefined;
  private isRunning = false;
  private failures = 0;
  /** The network changed under a look: what it found may be of the one before. */
  private isStale = false;
  /** As it was fetched last: its interval counts at once. */
  private latest: readonly ConfigurationRow[] = [];

  constructor(ports: SessionPorts, signal: AbortSignal, reports: RefreshReports) {
    this.ports = ports;
    this.signal = signal;
    this.reports = reports;
  }

  keep(kept: Kept): void {
    if (this.signal.aborted) return;
    this.kept = kept;
    const spread = this.ports.random.fraction();
    this.after(kept.isCurrent ? SECOND_MS + spread * SECOND_SPREAD_MS : FIRST_MS + spread * SPREAD_MS);
  }

  /** The network changed. */
  soon(): void {
    if (this.isRunning) this.isStale = true;
    else if (this.kept) this.after(SETTLE_MS);
  }

  stop(): void {
    this.cancelTimer();
    this.kept = undefined;
  }

  private after(ms: number): void {
    this.cancelTimer();
    this.cancelTimer = this.ports.clock.after(ms, () => void this.run());
  }

  private async run(): Promise<void> {
    const { kept } = this;
    if (!kept || this.isRunning || this.signal.aborted) return;
    this.isRunning = true;
    this.isStale = false;
    const result = await this.look(kept).catch((error: unknown) => {
      this.ports.log.error('refresh failed', { error: error instanceof Error ? error.name : 'unknown' });
      return fail('app.fault');
    });
    this.isRunning = false;
    if (this.signal.aborted) return;
    if (!result.ok) {
      if (result.error.code === 'auth.wrong-password') return this.reports.onRefused(result.error);
      return this.again();
    }
    const { isWhole, hasChanged, configuration, moved } = result.value;
    if (moved) this.reports.onMoved(moved);
    else this.reports.onRefreshed({ hasNewConfiguration: hasChanged });
    this.kept = { ...kept, configuration, ...(moved && { deployment: moved.deployment }) };
    if (!isWhole) return this.again();
    this.failures = 0;
    this.after(this.isStale ? SETTLE_MS : this.interval());
  }

  /** Patiently: a server that is down all day, or a file that stays damaged, is not asked every minute. */
  private again(): void {
    if (this.isStale) return this.after(SETTLE_MS);
    this.after(Math.min(RETRY_MS * 2 ** Math.min(this.failures, 10), this.interval()));
    this.failures += 1;
  }

  /** `ConfigRefetchInterval`: hours, one more or less so that an office doesn't ask all at once (cisco-uc 4.3). */
  private interval(): number {
    const hours = recalledConfiguration(this.latest).number('ConfigRefetchInterval') ?? 0;
    return (hours + 2 * this.ports.random.fraction() - 1) * HOUR_MS;
  }

  /** Fetches, compares with what runs, and keeps what is whole for the next start. */
  private async look(kept: Kept): Promise<Result<Looked>> {
    const cached = this.ports.cache.deployment(kept.deployment.address);
    const running = kept.configuration ?? (await cached.get())?.configuration ?? [];
    const fetched = await this.fetch(kept);
    if (!fetched.ok) return fetched;
    const { deployment, configuration, isPartial = false } = fetched.value;
    if (!this.signal.aborted && isMove(kept.deployment, deployment)) {
      if (!isPartial) await cached.set({ deployment, configuration });
      return ok({ isWhole: !isPartial, hasChanged: false, configuration: running, moved: fetched.value });
    }
    // What could not be fetched is no news.
    if (isPartial || this.signal.aborted)
      return ok({ isWhole: false, hasChanged: false, configuration: running });
    await cached.set({ deployment, configuration });
    this.latest = configuration;
    const before = { deployment: kept.deployment, configuration: running };
    const hasChanged = isMaterialChange(before, { deployment, configuration });
    const live = liveChange(running, configuration);
    if (live) this.ports.policies?.obey(recalledConfiguration(live), kept.deployment);
    return ok({ isWhole: true, hasChanged, configuration: live ?? running });
  }

  private async fetch(kept: Kept): Promise<Result<Provisioned>> {
    const { signOn } = kept;
    // With tokens there is none, and none is shown even where a server says that it wants one.
    const password = kept.deployment.signOn ? ok(undefined) : await kept.gate.take(kept.deployment.username);
    if (!password.ok) return password;
    const span = this.ports.trace.start('sign-in', { kind: 'refresh' });
    // Nobody is asked anything here: without a password the step fails.
    const gate: PasswordGate = new PasswordGate(() => gate.close(), password.value);
    const context: SignInContext = {
      address: kept.address,
      span,
      signal: this.signal,
      checklist: new Checklist(this.ports.clock, () => undefined),
      password: gate,
      ...(signOn && { signOn: { take: (server, call) => signOn.take(server, call, false) } }),
      warn: () => undefined,
      trusted: (step) => step(),
      isQuiet: true,
    };
    const result = await findWayIn(this.ports, context, { ignoresCache: true });
    span.end(outcomeOf(result));
    // Whatever was tried, tokens go on being renewed by the way that is in use.
    if (kept.deployment.signOn) await signOn?.take(kept.deployment.signOn, context, false);
    return gate.refusedWith() ? { ok: false, error: gate.refusedWith() ?? { code: 'app.fault' } } : result;
  }
}
