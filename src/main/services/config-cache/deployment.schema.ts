import * as z from 'zod/mini';
import { dialRuleSchema } from '../../../shared/domain/dial-rule.ts';
import { productModeSchema } from '../../../shared/domain/product-mode.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';

const port = z.number().check(z.int(), z.minimum(1), z.maximum(65_535));

export const xmppTargetSchema = z.object({
  host: z.string(),
  port,
  tls: z.enum(['starttls', 'direct']),
  alsoAccept: z.optional(z.array(z.string())),
  path: z.optional(z.string()),
  isBosh: z.optional(z.literal(true)),
});

const xmppSchema = z.object({
  domain: z.string(),
  targets: z.array(xmppTargetSchema),
  soap: z.optional(z.array(z.string())),
  relogin: z.optional(z.object({ lowerS: z.number(), upperS: z.number() })),
});

const sipSchema = z.object({
  aor: z.string(),
  registrars: z.array(
    z.object({
      host: z.string(),
      port,
      transport: z.enum(['udp', 'tcp', 'tls', 'ws', 'wss']),
      path: z.optional(z.string()),
      isSurvivable: z.optional(z.boolean()),
    }),
  ),
  timers: z.optional(z.object({ keepAliveS: z.optional(z.number()), monitorS: z.optional(z.number()) })),
  route: z.optional(z.array(z.string())),
  keepsStandby: z.optional(z.boolean()),
  authUser: z.string(),
  expires: z.number(),
  label: z.optional(z.string()),
  furtherLines: z.optional(
    z.array(
      z.object({
        label: z.string(),
        aor: z.string(),
        authUser: z.optional(z.string()),
        contactUser: z.optional(z.string()),
      }),
    ),
  ),
  device: z.optional(
    z.object({
      name: z.string(),
      modelNumber: z.optional(z.string()),
      contactUser: z.optional(z.string()),
      hasVideo: z.optional(z.boolean()),
    }),
  ),
  mediaPorts: z.optional(z.object({ start: port, stop: port })),
  // Without credentials: the cache is no place for secrets.
  ice: z.optional(
    z.object({
      servers: z.array(z.object({ urls: z.array(z.string()), username: z.optional(z.string()) })),
      isRelayOnly: z.boolean(),
    }),
  ),
});

const field = z.string();
const ldapSchema = z.object({
  servers: z.array(z.object({ host: z.string(), port: z.optional(port) })),
  domains: z.array(z.string()),
  isEncrypted: z.boolean(),
  credentials: z.union([
    z.object({ kind: z.literal('anonymous') }),
    z.object({ kind: z.literal('own'), domain: z.optional(z.string()) }),
    z.object({ kind: z.literal('account'), username: z.string(), password: z.string() }),
  ]),
  bases: z.array(z.string()),
  ...{ baseFilter: field, predictiveFilter: field, uriPrefix: field, directoryUriPrefix: field },
  ...{ usesAnr: z.boolean(), usesWildcards: z.boolean(), usesSipUri: z.boolean() },
  ...{ onlyBusinessPhone: z.boolean(), timeoutS: z.number(), minimumCharacters: z.number() },
  attributes: z.object({
    ...{ displayName: field, commonName: field, firstName: field, lastName: field, userName: field },
    ...{ email: field, businessPhone: field, mobilePhone: field, homePhone: field, otherPhone: field },
    ...{ title: field, department: field, directoryUri: field, sipUri: field },
  }),
  cardAttributes: z.optional(
    z.object({
      ...{ company: field, manager: field, street: field, city: field, state: field },
      ...{ postalCode: field, country: field },
    }),
  ),
  photo: z.optional(z.object({ attribute: field, template: z.optional(field), token: z.optional(field) })),
  numberMasks: z.optional(field),
});

/** The shape of a remembered deployment. JSON has no `undefined`, so what passes is a Deployment. */
export const deploymentSchema = z.object({
  mode: productModeSchema,
  address: z.string(),
  username: z.string(),
  displayName: z.optional(z.string()),
  directoryUri: z.optional(z.string()),
  signOn: z.optional(
    z.object({ authorize: z.string(), token: z.string(), isEdge: z.optional(z.literal(true)) }),
  ),
  xmpp: z.optional(xmppSchema),
  sip: z.optional(sipSchema),
  edge: z.optional(
    z.object({
      domain: z.string(),
      edges: z.array(z.object({ host: z.string(), port })),
      username: z.string(),
    }),
  ),
  uds: z.optional(z.array(z.string())),
  ldap: z.optional(ldapSchema),
  voicemailPilot: z.optional(z.string()),
  voicemail: z.optional(
    z.object({ servers: z.array(z.string()), hasOwnCredentials: z.optional(z.boolean()) }),
  ),
  dialRules: z.optional(
    z.object({
      application: z.readonly(z.array(dialRuleSchema)),
      lookup: z.readonly(z.array(dialRuleSchema)),
    }),
  ),
  hasServerCalendar: z.optional(z.boolean()),
}) as unknown as z.ZodMiniType<Deployment>;
