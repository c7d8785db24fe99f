import * as z from 'zod/mini';
import type { AuthorizationServer, ClientRegistration, Tokens } from '../../ports/authorization.port.ts';
import type { TokenLives } from './token.machine.ts';

/** Everything that renewing needs; sealed before it is stored. Instants are the server's clock, ms since 1970. */
export interface TokenRecord {
  readonly server: AuthorizationServer;
  readonly registration: ClientRegistration;
  readonly access: string;
  readonly accessFrom: number;
  readonly accessLifeMs: number;
  readonly refresh?: string;
  readonly refreshFrom: number;
  readonly refreshLifeMs?: number;
  /** Server's clock minus ours. */
  readonly offsetMs: number;
}

/** The cluster's default (cisco-uc 7.5), where the server does not say. */
const ACCESS_LIFE_MS = 3_600_000;

const recordSchema = z.object({
  server: z.object({ authorize: z.string(), token: z.string() }),
  registration: z.object({
    clientId: z.string(),
    clientSecret: z.optional(z.string()),
    usesPkce: z.boolean(),
  }),
  access: z.string(),
  accessFrom: z.number(),
  accessLifeMs: z.number(),
  refresh: z.optional(z.string()),
  refreshFrom: z.number(),
  refreshLifeMs: z.optional(z.number()),
  offsetMs: z.number(),
}) as unknown as z.ZodMiniType<TokenRecord>;

/** Undefined: not a record of this version; the person signs in. */
export function readTokenRecord(text: string): TokenRecord | undefined {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** A record of an answer. A renewal without a new refresh token keeps the old one and its age (cisco-uc 7.6). */
export function recordOf(
  tokens: Tokens,
  now: number,
  before: Pick<TokenRecord, 'server' | 'registration'> & Partial<TokenRecord>,
): TokenRecord {
  const from = tokens.serverTime ?? now + (before.offsetMs ?? 0);
  const isRotated = tokens.refresh !== undefined && tokens.refresh !== before.refresh;
  const refresh = tokens.refresh ?? before.refresh;
  const refreshLifeMs = isRotated ? tokens.refreshLifeMs : (tokens.refreshLifeMs ?? before.refreshLifeMs);
  return {
    server: before.server,
    registration: before.registration,
    access: tokens.access,
    accessFrom: from,
    accessLifeMs: tokens.accessLifeMs ?? ACCESS_LIFE_MS,
    ...(refresh !== undefined && { refresh }),
    refreshFrom: isRotated ? from : (before.refreshFrom ?? from),
    ...(refreshLifeMs !== undefined && { refreshLifeMs }),
    offsetMs: from - now,
  };
}

export function livesOf(record: TokenRecord): TokenLives {
  const { accessFrom, accessLifeMs, refresh, refreshFrom, refreshLifeMs } = record;
  return {
    access: { from: accessFrom, ms: accessLifeMs },
    isRenewable: refresh !== undefined,
    ...(refresh !== undefined &&
      refreshLifeMs !== undefined && { refresh: { from: refreshFrom, ms: refreshLifeMs } }),
  };
}
