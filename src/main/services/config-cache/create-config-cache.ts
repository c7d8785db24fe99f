import * as z from 'zod/mini';
import { type ManualSettings, manualSettingsSchema } from '../../../shared/domain/session.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import type { RecordAnswers } from '../discovery/service-records.ts';
import { deploymentSchema } from './deployment.schema.ts';
import { createRemembered, type Remembered } from './remembered.ts';

/** Names of this installation towards servers; made once, gone only with a reset. */
export interface Installation {
  /** XMPP resource: 40 hex digits. */
  readonly resource: string;
  /** RFC 5626 instance: a UUID. */
  readonly instanceId: string;
}

export interface LastSignIn {
  readonly address: string;
  readonly name: string;
}

/** One row of the effective configuration, as the admin view shows it. */
export interface ConfigurationRow {
  readonly name: string;
  readonly section: string;
  readonly value: string;
  readonly source: string;
  readonly problem?: string | undefined;
}

export interface RememberedDeployment {
  readonly deployment: Deployment;
  readonly configuration: readonly ConfigurationRow[];
}

/** What a confirmed provisioning link or the installer said (D2, D4, D7). */
export interface DiscoveryHints {
  readonly servicesDomain?: string | undefined;
  readonly voiceServicesDomain?: string | undefined;
  readonly excludedServices?: string | undefined;
  readonly casHost?: string | undefined;
}

export interface ConfigCache {
  installation(): Promise<Installation>;
  readonly last: Remembered<LastSignIn>;
  readonly manual: Remembered<ManualSettings>;
  readonly hints: Remembered<DiscoveryHints>;
  /** DNS answers of a services domain. */
  records(domain: string): Remembered<RecordAnswers>;
  deployment(address: string): Remembered<RememberedDeployment>;
  /** The last valid content of a configuration file, by its name; already parsed, as JSON (A3). */
  file(address: string, name: string): Remembered<unknown>;
  /** Leaves only the installation's own names. */
  forgetEverything(): Promise<void>;
}

const text = z.string().check(z.maxLength(2_000));

const recordSchema = z.object({
  target: z.string(),
  port: z.number(),
  priority: z.number(),
  weight: z.number(),
});
const answerSchema = z.object({
  kind: z.literal('records'),
  records: z.array(recordSchema),
  elapsedMs: z.number(),
});

const rowSchema = z.object({
  name: z.string(),
  section: z.string(),
  value: z.string(),
  source: z.string(),
  problem: z.optional(z.string()),
});

const keys = { records: 'discovery:', deployment: 'deployment:', file: 'file:' } as const;

export function createConfigCache(ports: {
  readonly store: KeyValueStore;
  readonly log: Log;
  readonly random: Random;
}): ConfigCache {
  const { store, log } = ports;
  const one = <T>(key: string, version: number, schema: z.ZodMiniType<T>): Remembered<T> =>
    createRemembered({ store, log, key, version, schema });
  const installation = one('installation', 1, z.object({ resource: text, instanceId: text }));
  const last = one('last', 1, z.object({ address: text, name: text }));
  const manual = one('manual', 1, manualSettingsSchema);
  const hints = one(
    'hints',
    1,
    z.object({
      servicesDomain: z.optional(text),
      voiceServicesDomain: z.optional(text),
      excludedServices: z.optional(text),
      casHost: z.optional(text),
    }),
  );
  const forgetPrefix = async (prefix: string): Promise<void> => {
    for (const { key } of await store.list(prefix)) await store.delete(key);
  };
  return {
    installation: async () => {
      const known = await installation.get();
      if (known) return known;
      const fresh = { resource: hex(ports.random.bytes(20)), instanceId: ports.random.uuid() };
      await installation.set(fresh);
      return fresh;
    },
    last,
    manual,
    hints,
    records: (domain) => one(keys.records + domain, 1, recordAnswersSchema),
    deployment: (address) =>
      one(
        keys.deployment + address,
        1,
        z.object({ deployment: deploymentSchema, configuration: z.array(rowSchema) }),
      ),
    file: (address, name) => one(`${keys.file}${address}:${name}`, 1, z.unknown()),
    forgetEverything: async () => {
      await Promise.all([last.forget(), manual.forget(), hints.forget()]);
      await Promise.all(Object.values(keys).map(forgetPrefix));
    },
  };
}

/** Only answers with records are worth remembering; absent ones mean "asked, and nothing there". */
const recordAnswersSchema = z.record(z.string(), answerSchema) as unknown as z.ZodMiniType<RecordAnswers>;

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
