import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports/clock.port.ts';
import type { Random } from '../../ports/random.port.ts';

/** How long a ticket in a window's address waits to be redeemed. */
const TICKET_MS = 60_000;

/** Whose page it is. */
type PageRole = 'window' | 'media';

/** Who may speak to the loopback server: a ticket is shown once and becomes a token that lives in memory only. */
export interface Access {
  /** For the address of a new page; good once, for a minute. */
  issueTicket(role: PageRole): string;
  /** The token for a good ticket, else undefined. */
  redeem(ticket: string): string | undefined;
  /** What the page with this token is; undefined: it is none of ours. */
  roleOf(token: string): PageRole | undefined;
  /** Part of picture URLs; reads pictures and nothing else. */
  readonly blobToken: string;
}

export function createAccess(clock: Clock, random: Random): Access {
  const fresh = () => Buffer.from(random.bytes(32)).toString('base64url');
  const tickets = new Map<string, { readonly until: number; readonly role: PageRole }>();
  const tokens = new Map<string, PageRole>();
  return {
    issueTicket(role) {
      for (const [ticket, { until }] of tickets) if (until < clock.monotonic()) tickets.delete(ticket);
      const ticket = fresh();
      tickets.set(ticket, { until: clock.monotonic() + TICKET_MS, role });
      return ticket;
    },
    redeem(ticket) {
      const issued = tickets.get(ticket);
      tickets.delete(ticket);
      if (issued === undefined || issued.until < clock.monotonic()) return undefined;
      const token = fresh();
      tokens.set(token, issued.role);
      return token;
    },
    roleOf: (token) => [...tokens].find(([known]) => sameText(known, token))?.[1],
    blobToken: fresh(),
  };
}

/** Compares without telling by its time how much was right. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
