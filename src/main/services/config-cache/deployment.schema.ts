import * as z from 'zod/mini';
import { productModeSchema } from '../../../shared/domain/product-mode.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';

const port = z.number().check(z.int(), z.minimum(1), z.maximum(65_535));

const xmppSchema = z.object({
  domain: z.string(),
  targets: z.array(
    z.object({
      host: z.string(),
      port,
      tls: z.enum(['starttls', 'direct']),
      alsoAccept: z.optional(z.array(z.string())),
      path: z.optional(z.string()),
    }),
  ),
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
  authUser: z.string(),
  expires: z.number(),
  device: z.optional(
    z.object({ name: z.string(), modelNumber: z.optional(z.string()), contactUser: z.optional(z.string()) }),
  ),
  mediaPorts: z.optional(z.object({ start: port, stop: port })),
});

/** The shape of a remembered deployment. JSON has no `undefined`, so what passes is a Deployment. */
export const deploymentSchema = z.object({
  mode: productModeSchema,
  address: z.string(),
  username: z.string(),
  displayName: z.optional(z.string()),
  directoryUri: z.optional(z.string()),
  signOn: z.optional(z.object({ authorize: z.string(), token: z.string() })),
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
  voicemailPilot: z.optional(z.string()),
}) as unknown as z.ZodMiniType<Deployment>;
