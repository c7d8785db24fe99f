import type { Call } from '../../../shared/domain/call.ts';
import type { Session } from '../../../shared/domain/session.ts';
import { ok, type Result } from '../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../ports/clock.port.ts';
import type { Handlers } from '../../ports/handlers.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Policies } from '../../ports/policies.port.ts';
import type { SettingsSource } from '../../ports/settings-source.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import { counted, readCounts, type UsageCounts, type UsageName, usagePayload } from './usage-counts.ts';

export interface UsagePorts {
  readonly version: string;
  readonly platform: string;
  readonly policies: Policies;
  readonly settings: SettingsSource;
  readonly store: KeyValueStore;
  /** POST of JSON to the customer's server. */
  readonly post: (url: string, body: string) => Promise<Result<void>>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Usage {
  readonly handlers: Pick<Handlers, 'support/usage'>;
  /** Whether the administrator collects, and where; the person's own switch is a setting. */
  offer(): { readonly isAllowed: boolean; readonly host?: string };
  begin(): Promise<void>;
  sessionChanged(session: Session): void;
  callChanged(call: Call): void;
  stop(): Promise<void>;
}

const KEY = 'usage';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Counts of use (S6). Without TelemetryEnabled, a customer's server (TelemetryUrl, HTTPS) and the person's leave nothing is
 * counted, kept or sent.
 */
export function createUsage(ports: UsagePorts): Usage {
  const { policies, settings, store, clock, log } = ports;
  let counts: UsageCounts = {};
  let since = clock.now();
  let timer: Cancel = () => undefined;
  let phase: Session['phase'] | undefined;
  let isKept = false;
  const ended = new Set<string>();

  const server = (): URL | undefined => {
    const configuration = policies.current();
    const url = configuration.isOn('TelemetryEnabled') ? URL.parse(configuration.text('TelemetryUrl')) : null;
    return url?.protocol === 'https:' ? url : undefined;
  };
  const isOn = () => server() !== undefined && settings.current().sendUsage;
  const count = (name: UsageName, code?: string) => {
    if (isOn()) counts = counted(counts, name, code);
  };
  const payload = () =>
    usagePayload({
      customer: policies.current().text('TelemetryCustomerID'),
      version: ports.version,
      platform: ports.platform,
      since,
      now: clock.now(),
      counts,
    });
  const keep = async (): Promise<void> => {
    isKept = true;
    await store.set(KEY, JSON.stringify({ since, counts })).catch(() => undefined);
  };
  const drop = async (): Promise<void> => {
    counts = {};
    since = clock.now();
    if (isKept) await store.delete(KEY).catch(() => undefined);
    isKept = false;
  };

  async function tick(): Promise<void> {
    timer = clock.after(HOUR_MS, () => void tick());
    const url = server();
    if (!isOn() || url === undefined) {
      return drop();
    }
    if (clock.now() - since < DAY_MS) return keep();
    const sent = await ports.post(url.href, JSON.stringify(payload()));
    log.info('counts of use', { isTaken: sent.ok });
    // Not taken: the next hour, with what has come since.
    if (!sent.ok) return keep();
    counts = {};
    since = clock.now();
    return keep();
  }

  return {
    offer() {
      const url = server();
      return { isAllowed: url !== undefined, ...(url && { host: url.host }) };
    },
    async begin() {
      const kept = await store.get(KEY).catch(() => undefined);
      if (kept !== undefined) {
        isKept = true;
        const value = parse(kept);
        counts = readCounts(value.counts);
        if (typeof value.since === 'number' && value.since <= clock.now()) since = value.since;
      }
      count('app.started');
      await tick();
    },
    sessionChanged(session) {
      if (session.phase === 'signed-in' && phase !== 'signed-in') count('sign-in.done');
      if (session.phase === 'signed-out' && phase === 'signing-in' && session.error)
        count('sign-in.failed', session.error.code);
      phase = session.phase;
    },
    callChanged(call) {
      if (call.state !== 'ended' || ended.has(call.id)) return;
      ended.add(call.id);
      count(call.direction === 'in' ? 'call.in' : 'call.out');
      if (call.error) count('call.failed', call.error.code);
    },
    async stop() {
      timer();
      if (isOn()) await keep();
    },
    handlers: {
      'support/usage': async () => ok({ text: JSON.stringify(payload(), null, 2) }),
    },
  };
}

function parse(text: string): { readonly since?: unknown; readonly counts?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
