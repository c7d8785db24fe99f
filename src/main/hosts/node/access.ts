import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports/clock.port.ts';
import type { Random } from '../../ports/random.port.ts';

/** How long a ticket in a window's address waits to be redeemed. */
const TICKET_MS = 60_000;

/** Who may speak to the loopback server: a ticket is shown once and becomes a token that lives in memory only. */
export interface Access {
  /** For the address of a new window; good once, for a minute. */
  issueTicket(): string;
  /** The token for a good ticket, else undefined. */
  redeem(ticket: string): string | undefined;
  isToken(token: string): boolean;
  /** Part of picture URLs; reads pictures and nothing else. */
  readonly blobToken: string;
}

export function createAccess(clock: Clock, random: Random): Access {
  const fresh = () => Buffer.from(random.bytes(32)).toString('base64url');
  const tickets = new Map<string, number>();
  const tokens = new Set<string>();
  return {
    issueTicket() {
      for (const [ticket, until] of tickets) if (until < clock.monotonic()) tickets.delete(ticket);
      const ticket = fresh();
      tickets.set(ticket, clock.monotonic() + TICKET_MS);
      return ticket;
    },
    redeem(ticket) {
      const until = tickets.get(ticket);
      tickets.delete(ticket);
      if (until === undefined || until < clock.monotonic()) return undefined;
      const token = fresh();
      tokens.add(token);
      return token;
    },
    isToken: (token) => [...tokens].some((known) => sameText(known, token)),
    blobToken: fresh(),
  };
}

/** Compares without telling by its time how much was right. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
