import * as z from 'zod/mini';
import { instantSchema } from './ids.ts';
import { productModeSchema } from './product-mode.ts';
import { failureSchema, textRefSchema } from './text-ref.ts';

/** The sign-in checklist, in the order shown (product-and-ux 3.4). */
export const signInStepIds = [
  'finding-services',
  'home-server',
  'sign-in-method',
  'profile',
  'phone',
  'chat',
  'voicemail',
  'directory',
] as const;
export const signInStepIdSchema = z.enum(signInStepIds);
export type SignInStepId = z.infer<typeof signInStepIdSchema>;

export const signInStepSchema = z.object({
  id: signInStepIdSchema,
  state: z.enum(['waiting', 'running', 'done', 'skipped', 'failed']),
  elapsedMs: z.optional(z.number()),
  /** One line: what was found, or why it was skipped. */
  summary: z.optional(textRefSchema),
  /** Record, host, port, resolver, HTTP status, certificate subject …: name and value, for Details. */
  details: z.array(z.object({ name: z.string(), value: z.string() })),
  error: z.optional(failureSchema),
});
export type SignInStep = z.infer<typeof signInStepSchema>;

const signOnVisit = {
  /** Whose page is shown. */
  host: z.string(),
  place: z.enum(['window', 'browser']),
  /** False: it has ended as `error` says; the person tries again, elsewhere, or cancels. */
  isOpen: z.boolean(),
  error: z.optional(failureSchema),
};

export const sessionSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('starting') }),
  z.object({
    phase: z.literal('signed-out'),
    lastAddress: z.optional(z.string()),
    lastName: z.optional(z.string()),
    canOpenOffline: z.boolean(),
    /** Nobody has signed in yet and the domain is known (link, policy, installer): only who it is is asked (D2). */
    suggested: z.optional(
      z.object({
        domain: z.string(),
        asks: z.enum(['user-name', 'email']),
        /** What the field begins with. */
        initial: z.optional(z.string()),
      }),
    ),
    error: z.optional(failureSchema),
    /** The checklist of the attempt that failed, kept for Details. */
    steps: z.array(signInStepSchema),
  }),
  z.object({
    phase: z.literal('signing-in'),
    address: z.string(),
    startedAt: instantSchema,
    /** The computer named the person, nobody typed the address: it can be turned down (D2). */
    isSuggested: z.optional(z.boolean()),
    steps: z.array(signInStepSchema),
    /** What the person must give before it can go on. */
    needs: z.optional(
      z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('password'),
          username: z.string(),
          /** Set after a refusal. */
          error: z.optional(failureSchema),
          canRemember: z.boolean(),
        }),
        z.object({ kind: z.literal('single-sign-on'), ...signOnVisit }),
      ]),
    ),
  }),
  z.object({
    phase: z.literal('signed-in'),
    address: z.string(),
    name: z.string(),
    mode: productModeSchema,
    /** Data shown comes from the cache and is being refreshed. */
    isFromCache: z.boolean(),
    steps: z.array(signInStepSchema),
    /** Where the services are reached from (D5); absent where there is no company network to be inside of. */
    location: z.optional(z.enum(['inside', 'outside'])),
    /** The configuration changed on the server; shown as a calm bar (D11). */
    hasNewConfiguration: z.boolean(),
    /** The tokens end soon, or have ended: a calm bar asks to sign in again, everything on the screen stays (A2). */
    signInAgain: z.optional(
      z.object({
        reason: z.enum(['soon', 'ended']),
        error: z.optional(failureSchema),
        visit: z.optional(z.object(signOnVisit)),
      }),
    ),
  }),
]);
export type Session = z.infer<typeof sessionSchema>;

export const serviceNameSchema = z.enum(['network', 'chat', 'phone', 'directory', 'voicemail']);
export type ServiceName = z.infer<typeof serviceNameSchema>;

/** One line of the connection status. `off` means that this deployment does not have the service. */
export const serviceStatusSchema = z.object({
  name: serviceNameSchema,
  state: z.enum(['off', 'connecting', 'online', 'waiting', 'offline', 'stopped']),
  server: z.optional(z.string()),
  protocol: z.optional(z.string()),
  isEncrypted: z.optional(z.boolean()),
  since: z.optional(instantSchema),
  retryAt: z.optional(instantSchema),
  error: z.optional(failureSchema),
  /** What serves instead of the server that should (A9): another of the group, or the site's survivable router. */
  standIn: z.optional(z.enum(['fallback', 'survivable'])),
});
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;

/** Advanced settings (D12). They win over every other source; `automatic` clears them. */
export const manualSettingsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('automatic') }),
  z.object({ kind: z.literal('cucm-imp'), server: z.string() }),
  /** The organisation's account look-up: a host, or its whole web address. */
  z.object({ kind: z.literal('webex'), casUrl: z.string() }),
  z.object({
    kind: z.literal('cucm'),
    tftp: z.array(z.string()),
    ccmcip: z.array(z.string()),
    cti: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('standards'),
    xmpp: z.optional(
      z.object({
        address: z.string(),
        host: z.optional(z.string()),
        port: z.optional(z.number()),
        tls: z.enum(['starttls', 'direct']),
      }),
    ),
    sip: z.optional(
      z.object({
        address: z.string(),
        registrar: z.optional(z.string()),
        transport: z.enum(['udp', 'tcp', 'tls', 'wss']),
        authUser: z.optional(z.string()),
      }),
    ),
  }),
]);
export type ManualSettings = z.infer<typeof manualSettingsSchema>;
