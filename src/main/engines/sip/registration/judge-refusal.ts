import { failure, type Failure } from '../../../../shared/errors/result.ts';
import { redirectedTo, type Registrar } from './redirected-to.ts';

/** What a REGISTER was refused with. */
export interface Refusal {
  /** Who refused. */
  readonly endpoint: Registrar;
  readonly status: number;
  readonly reasonPhrase: string;
  readonly warning: string;
  readonly retryAfter?: string;
  readonly minExpires?: string;
  /** Values of its Contact headers. */
  readonly contacts?: readonly string[];
  /** We had answered a challenge with the password. */
  readonly wasChallenged: boolean;
  /** Made by our own side: nothing came back (408) or nothing could be sent (503). */
  readonly isLocal: boolean;
}

export type Verdict =
  /** Asking again as we are is wrong: the person or an administrator must act. */
  | { readonly kind: 'stop'; readonly cause: Failure }
  | { readonly kind: 'try-next'; readonly cause: Failure; readonly leastMs?: number }
  /** Another server is the one for us. `cause`: if it can't be gone to, or sends us on without end. */
  | { readonly kind: 'elsewhere'; readonly to: Registrar; readonly cause: Failure }
  /** Ask for longer. `cause`: if even that isn't taken. */
  | { readonly kind: 'too-brief'; readonly minExpires: number; readonly cause: Failure };

/** 380 names other services, not other servers (RFC 3261 section 21.3.5). */
const ELSEWHERE: readonly number[] = [300, 301, 302, 305];
/** More than a day is no sensible minimum. */
const LONGEST_EXPIRES = 86_400;

/** Reads a refusal of REGISTER (RFC 3261 section 10.3; CUCM's wording: cisco-uc 12.2). */
export function judgeRefusal(refusal: Refusal): Verdict {
  const { status } = refusal;
  const { host, port } = refusal.endpoint;
  if (refusal.isLocal)
    return {
      kind: 'try-next',
      cause: failure(status === 408 ? 'net.timeout' : 'net.reset', { host, port }, 'REGISTER unanswered'),
    };
  const minExpires = Number(refusal.minExpires);
  if (status === 423 && minExpires > 0 && minExpires <= LONGEST_EXPIRES)
    return {
      kind: 'too-brief',
      minExpires,
      cause: failure('sip.register-failed', { host, status }, detail(refusal)),
    };
  if (status === 401 || status === 407) return { kind: 'stop', cause: challengeUnmet(refusal) };
  if (status === 403) return { kind: 'stop', cause: forbidden(refusal) };
  if (status === 404 || status === 410 || status === 604)
    return { kind: 'stop', cause: failure('sip.no-device', { server: host }, detail(refusal)) };
  const cause = failure('sip.register-failed', { host, status }, detail(refusal));
  const to = ELSEWHERE.includes(status) ? redirectedTo(refusal.contacts ?? [], refusal.endpoint) : undefined;
  if (to) return { kind: 'elsewhere', to, cause };
  const leastMs = retryAfterMs(refusal.retryAfter);
  return {
    kind: 'try-next',
    cause,
    ...(leastMs !== undefined && { leastMs }),
  };
}

/** Challenged again after an answer: the password is wrong. Challenged and not answered: no scheme in common. */
function challengeUnmet(refusal: Refusal): Failure {
  return failure(
    refusal.wasChallenged ? 'auth.wrong-password' : 'auth.no-common-mechanism',
    undefined,
    detail(refusal),
  );
}

function forbidden(refusal: Refusal): Failure {
  if (
    /active for another client|registered elsewhere|already registered/i.test(
      `${refusal.warning} ${refusal.reasonPhrase}`,
    )
  )
    return failure('sip.active-elsewhere', undefined, detail(refusal));
  // FreeSWITCH, Asterisk and others answer a wrong password with 403; CUCM explains its own reasons in Warning.
  if (refusal.wasChallenged && refusal.warning === '')
    return failure('auth.wrong-password', undefined, detail(refusal));
  return failure('sip.register-failed', { host: refusal.endpoint.host, status: 403 }, detail(refusal));
}

function retryAfterMs(value: string | undefined): number | undefined {
  const seconds = /^\s*(\d{1,5})\b/.exec(value ?? '')?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds), 3_600) * 1_000;
}

/** Status and the server's words, for Details only. */
const detail = ({ status, reasonPhrase, warning }: Refusal): string =>
  `${status} ${reasonPhrase} ${warning}`.trim().slice(0, 300);
