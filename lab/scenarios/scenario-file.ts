import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import type { CiscoFault, CiscoLabOptions } from '../cisco/model.ts';
import type { EmbeddedLabOptions } from './office.ts';
import type { OfficeVoicemail } from './office-services.ts';

const names = z.record(z.string(), z.string());
const faultSchema = z.strictObject({
  kind: z.enum([
    ...['unauthorized', 'locked', 'not-found', 'unavailable', 'html-500', 'malformed-xml', 'garbage'],
    ...['huge', 'empty', 'hang', 'slow', 'reset', 'redirect-loop'],
  ] as [CiscoFault['kind'], ...CiscoFault['kind'][]]),
  node: z.optional(z.string()),
  path: z.optional(z.string()),
  delayMs: z.optional(z.number().check(z.minimum(0))),
  times: z.optional(z.number().check(z.int(), z.minimum(1))),
});

/** What an administrator writes down to try a configuration (S8); docs/admin/lab.md tells each word. */
const scenarioSchema = z.strictObject({
  variant: z.optional(z.enum(['cisco', 'plain'])),
  domain: z.optional(z.string()),
  password: z.optional(z.string()),
  contacts: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(10_000))),
  /** Sections of jabber-config.xml with their parameters. */
  jabberConfig: z.optional(z.record(z.string(), names)),
  /** Files of the TFTP service: their names, and where they lie beside the scenario. */
  files: z.optional(names),
  sso: z.optional(z.enum(['absent', 'disabled', 'enabled'])),
  lockOutAfter: z.optional(z.number().check(z.int(), z.minimum(0))),
  searchLimit: z.optional(z.number().check(z.int(), z.minimum(1))),
  voicemail: z.optional(
    z.strictObject({
      messages: z._default(z.number().check(z.int(), z.minimum(0), z.maximum(500)), 0),
      password: z.optional(z.string()),
    }),
  ),
  expressway: z.optional(z.enum(['inside', 'outside'])),
  webexDomains: z.optional(z.array(z.string())),
  /** Mail addresses of those who write in the Webex app. */
  teamMessaging: z.optional(z.array(z.string())),
  withoutChat: z.optional(z.boolean()),
  faults: z.optional(z.array(faultSchema)),
});

export interface Scenario {
  readonly options: EmbeddedLabOptions;
  readonly faults: readonly CiscoFault[];
}

/** Reads a scenario. @throws Error with a sentence for the person at the terminal */
export async function readScenario(path: string): Promise<Scenario> {
  const parsed = scenarioSchema.safeParse(parseJson(await readFile(path, 'utf8'), path));
  if (!parsed.success)
    throw new Error(`${path}: ${parsed.error.issues.map(placeOf).join(', ')} not understood`);
  const { variant, domain, password, contacts, files, faults, webexDomains, ...rest } = parsed.data;
  const { voicemail, expressway, withoutChat, teamMessaging, ...cisco } = rest;
  const given = onlyGiven({
    ...{ variant, domain, password, extraContacts: contacts, expressway, withoutChat },
    voicemail: voicemail && onlyGiven<OfficeVoicemail>(voicemail),
  });
  const contents = files && (await readFiles(files, dirname(path)));
  return {
    options: {
      ...given,
      cisco: onlyGiven<Partial<CiscoLabOptions>>({
        ...{ ...cisco, files: contents, organisations: webexDomains },
        teamMessaging: teamMessaging && new Set(teamMessaging),
      }),
    },
    faults: (faults ?? []).map((fault) => onlyGiven<CiscoFault>(fault)),
  };
}

/** Where it is: `faults.0.kind`, or the name that nobody knows. */
function placeOf(issue: z.core.$ZodIssue): string {
  const names = issue.code === 'unrecognized_keys' ? issue.keys : [];
  return [...issue.path, ...names].join('.');
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

async function readFiles(files: Readonly<Record<string, string>>, folder: string) {
  const read = Object.entries(files).map(async ([name, place]) => [
    name,
    await readFile(join(folder, place), 'utf8'),
  ]);
  return Object.fromEntries(await Promise.all(read)) as Readonly<Record<string, string>>;
}

/** Without what was not said. */
function onlyGiven<T extends object>(values: { readonly [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
