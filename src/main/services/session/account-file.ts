import * as z from 'zod/mini';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import {
  EXPIRES_S,
  modeOf,
  parseRegistrar,
  SIP_PORTS,
  XMPP_PORTS,
} from '../bootstrap/standards-deployment.ts';

/** Who signs in by itself. */
export interface AccountFile {
  readonly address: string;
  readonly password: string;
  /** Present when the file names servers: then nothing is looked for. */
  readonly deployment?: Deployment;
}

/** Where to look and whom to trust, for everything that the app does. */
export interface Whereabouts {
  /** Path of a PEM file of further authorities, as written in the file. */
  readonly ca?: string;
  /** Name servers, `ip` or `ip:port`, instead of the system's. */
  readonly dns?: readonly string[];
}

export interface AccountFileContent {
  readonly whereabouts: Whereabouts;
  /** Absent when the file names no address: a person signs in by hand. */
  readonly account?: AccountFile;
}

const port = z.number().check(z.int(), z.minimum(1), z.maximum(65_535));
const text = z.string().check(z.minLength(1), z.maxLength(1_100));

/** The file of `--account` (docs/unattended.md). */
export const accountFileSchema = z.object({
  address: z.optional(text),
  password: z.optional(z.string()),
  ca: z.optional(text),
  dns: z.optional(z.array(text)),
  xmpp: z.optional(
    z.object({
      jid: z.optional(text),
      host: text,
      port: z.optional(port),
      tls: z.optional(z.enum(['starttls', 'direct'])),
    }),
  ),
  sip: z.optional(
    z.object({
      aor: z.optional(text),
      registrar: text,
      authUser: z.optional(text),
      mediaPorts: z.optional(z.tuple([port, port])),
      ice: z.optional(
        z.object({
          servers: z.array(
            z.object({
              url: text.check(z.regex(/^(?:stun|turn)s?:[^\s@]+$/i)),
              username: z.optional(z.string()),
              credential: z.optional(z.string()),
            }),
          ),
          relayOnly: z.optional(z.boolean()),
        }),
      ),
    }),
  ),
});

type AccountJson = z.infer<typeof accountFileSchema>;

/** Reads the text of an account file. Error: config.malformed with the file's name and the first wrong place as detail. */
export function readAccountFile(content: string, fileName: string): Result<AccountFileContent> {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    // The parser's own words may quote the password.
    return fail('config.malformed', { file: fileName }, 'not JSON');
  }
  const parsed = accountFileSchema.safeParse(json);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    return fail('config.malformed', { file: fileName }, `${place} is missing or wrong`);
  }
  const { address, password, ca, dns } = parsed.data;
  const whereabouts = { ...(ca !== undefined && { ca }), ...(dns && { dns }) };
  if (address === undefined) return ok({ whereabouts });
  if (password === undefined)
    return fail('config.malformed', { file: fileName }, 'password is missing or wrong');
  const deployment = fixedDeployment({ ...parsed.data, address });
  return ok({ whereabouts, account: { address, password, ...(deployment && { deployment }) } });
}

function fixedDeployment({
  address,
  xmpp,
  sip,
}: AccountJson & { readonly address: string }): Deployment | undefined {
  if (!xmpp && !sip) return undefined;
  const jid = xmpp?.jid ?? address;
  const at = jid.lastIndexOf('@');
  const tls = xmpp?.tls ?? 'starttls';
  return {
    mode: modeOf(xmpp !== undefined, sip !== undefined),
    address,
    username: at < 0 ? jid : jid.slice(0, at),
    ...(xmpp && {
      xmpp: {
        domain: jid.slice(at + 1),
        targets: [{ host: xmpp.host, port: xmpp.port ?? XMPP_PORTS[tls], tls }],
      },
    }),
    ...(sip && { sip: fixedPhone(sip, address) }),
  };
}

function fixedPhone(sip: NonNullable<AccountJson['sip']>, address: string): NonNullable<Deployment['sip']> {
  const aor = sip.aor ?? `sip:${address}`;
  const registrar = parseRegistrar(sip.registrar);
  const transport = registrar.transport ?? 'udp';
  const user = /^sips?:([^@;]+)@/i.exec(aor)?.[1] ?? aor;
  return {
    aor,
    registrars: [{ host: registrar.host, port: registrar.port ?? SIP_PORTS[transport], transport }],
    authUser: sip.authUser ?? user,
    expires: EXPIRES_S,
    ...(sip.ice && {
      ice: {
        servers: sip.ice.servers.map(({ url, ...rest }) => ({ urls: [url], ...rest })),
        isRelayOnly: sip.ice.relayOnly === true,
      },
    }),
    ...(sip.mediaPorts && { mediaPorts: { start: sip.mediaPorts[0], stop: sip.mediaPorts[1] } }),
  };
}
