import * as z from 'zod/mini';
import { type ManualSettings, manualSettingsSchema } from '../../../shared/domain/session.ts';
import type { Log } from '../../ports/log.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { KeyValueStore } from '../../ports/storage.port.ts';
import type { XmppTarget } from '../../ports/xmpp.port.ts';
import type { RecordAnswers } from '../discovery/service-records.ts';
import { deploymentSchema, xmppTargetSchema } from './deployment.schema.ts';
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

/** A name and its value as a setup link or the installer wrote them. */
export interface GivenValue {
  readonly name: string;
  readonly value: string;
}

/** What the installer's file said when it was first read (D13). */
export interface RememberedBootstrap {
  readonly entries: readonly (GivenValue & { readonly line: number })[];
}

/** The CAS said that a domain is a Webex organisation (D1, D6). */
export interface RememberedOrganisation {
  readonly host: string;
}

/** The way of the web that led to a domain's chat where TCP was closed (D15), and when it last did, ms since 1970. */
export interface RememberedWay {
  readonly target: XmppTarget;
  readonly at: number;
}

/** The person turned down the domain that link, installer or computer suggested, and types their own (D2). */
export interface OwnDomain {
  readonly isTyped: true;
}

export interface ConfigCache {
  installation(): Promise<Installation>;
  readonly last: Remembered<LastSignIn>;
  readonly manual: Remembered<ManualSettings>;
  /** The parameters of the setup link that was confirmed last (D8). */
  readonly link: Remembered<{ readonly keys: readonly GivenValue[] }>;
  readonly bootstrap: Remembered<RememberedBootstrap>;
  readonly ownDomain: Remembered<OwnDomain>;
  /** What the CAS said of a services domain; only a yes is kept. */
  organisation(domain: string): Remembered<RememberedOrganisation>;
  /** DNS answers of a services domain. */
  records(domain: string): Remembered<RecordAnswers>;
  webWay(domain: string): Remembered<RememberedWay>;
  deployment(address: string): Remembered<RememberedDeployment>;
  /** The last valid content of a configuration file, by its name; already parsed, as JSON (A3). */
  file(address: string, name: string): Remembered<unknown>;
  /** Leaves only the installation's own names. */
  forgetEverything(): Promise<void>;
}

const text = z.string().check(z.maxLength(4_100));

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

const given = { name: text, value: text };

const keys = {
  records: 'discovery:',
  organisation: 'organisation:',
  webWay: 'web-way:',
  deployment: 'deployment:',
  file: 'file:',
} as const;

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
  const link = one('link', 1, z.object({ keys: z.array(z.object(given)) }));
  const bootstrap = one(
    'bootstrap',
    1,
    z.object({ entries: z.array(z.object({ ...given, line: z.number() })) }),
  );
  const ownDomain = one('own-domain', 1, z.object({ isTyped: z.literal(true) }));
  const nameInstallation = async (): Promise<Installation> => {
    const known = await installation.get();
    if (known) return known;
    const fresh = { resource: hex(ports.random.bytes(20)), instanceId: ports.random.uuid() };
    await installation.set(fresh);
    return fresh;
  };
  // One after the other: two who ask at once on a new computer must not be given two names.
  let naming: Promise<Installation | undefined> = Promise.resolve(undefined);
  const forgetPrefix = async (prefix: string): Promise<void> => {
    for (const { key } of await store.list(prefix)) await store.delete(key);
  };
  return {
    installation: () => {
      const named = naming.catch(() => undefined).then(nameInstallation);
      naming = named;
      return named;
    },
    last,
    manual,
    link,
    bootstrap,
    ownDomain,
    organisation: (domain) => one(keys.organisation + domain, 1, z.object({ host: text })),
    records: (domain) => one(keys.records + domain, 1, recordAnswersSchema),
    webWay: (domain) => one(keys.webWay + domain, 1, webWaySchema),
    deployment: (address) =>
      one(
        keys.deployment + address,
        1,
        z.object({ deployment: deploymentSchema, configuration: z.array(rowSchema) }),
      ),
    file: (address, name) => one(`${keys.file}${address}:${name}`, 1, z.unknown()),
    forgetEverything: async () => {
      await Promise.all([last, manual, link, bootstrap, ownDomain].map((each) => each.forget()));
      await Promise.all(Object.values(keys).map(forgetPrefix));
    },
  };
}

/** Only answers with records are worth remembering; absent ones mean "asked, and nothing there". */
const recordAnswersSchema = z.record(z.string(), answerSchema) as unknown as z.ZodMiniType<RecordAnswers>;

const webWaySchema = z.object({
  target: xmppTargetSchema,
  at: z.number(),
}) as unknown as z.ZodMiniType<RememberedWay>;

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
