import { failure, type Failure } from '../../../../shared/errors/result.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import type { Span } from '../../../ports/trace.port.ts';
import type { XmppAccount, XmppTarget } from '../../../ports/xmpp.port.ts';
import type { Dialer } from '../../link/dialer.ts';
import type { SaslOffer } from '../sasl/mechanism-choice.ts';
import type { ScramKeyCache } from '../sasl/scram-key-cache.ts';
import { NS } from '../wire/namespaces.ts';
import type { Wire } from '../wire/wire.ts';
import { xml } from '../wire/xml.ts';
import { bindFlight } from './bind-flight.ts';
import { openSecureStream } from './secure-stream.ts';
import { isOfOldDays, signIn } from './sign-in.ts';
import { Stop, StreamReader } from './stream-reader.ts';
import type { StreamError } from './stream-error.ts';
import type { StreamFeatures } from './stream-features.ts';
import { readCounter } from './stream-management.ts';
import { type Step, traced } from './traced.ts';

/*
 * From a target to a session, with as few dependent round trips as the protocols allow (Q5). One line is one flight:
 *
 *   STARTTLS     header, <starttls/>                  → header, features, <proceed/>        1
 *   TLS          by the dialler                                                             1 or 2
 *   SASL         header [, <auth/> as last time]      → header, features [, challenge]      1
 *                <auth/> unless already sent, <response/> → … <success/>                    1 or 2
 *   resume       header, <resume/>                    → header, features, <resumed/>        1
 *   or bind      header, bind, carbons, features of account and server, roster, presence    1
 *
 * A careful negotiation waits for the server's features before each use of them: for servers that don't take the above.
 */
export interface NegotiationPorts {
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: ScramKeyCache;
  /** Listens in on every element of the server, as text. */
  readonly heard?: (element: string) => void;
}

/** What a server offered last time. Used only to guess; every guess is checked against what it offers now. */
export interface ServerMemory {
  readonly sasl: SaslOffer;
  readonly management: boolean;
}

export interface NegotiationRequest {
  readonly account: XmppAccount;
  readonly target: XmppTarget;
  readonly pace: 'eager' | 'careful';
  readonly memory: ServerMemory | undefined;
  /** The stream to take up again, if there is one. */
  readonly resume: () => ResumableStream | undefined;
  /** Told before anything of a new session is written; `handled` is the server's last word on the old one. */
  readonly onResumeFailed: (handled: number | undefined) => void;
  /**
   * The first stanzas of a new session as text, booked as sent. `management` tells whether <enable/> may be among them:
   * true when the server is known to offer it, undefined while that isn't known.
   */
  readonly firstStanzas: (management: boolean | undefined) => string;
  readonly onBytes: () => void;
  readonly signal: AbortSignal;
  readonly span: Span | undefined;
}

export type Negotiated = {
  readonly wire: Wire;
  readonly features: StreamFeatures;
  readonly memory: ServerMemory;
} & (
  | { readonly kind: 'resumed'; readonly handled: number }
  | { readonly kind: 'bound'; readonly jid: string }
);

export type NegotiationResult =
  | { readonly ok: true; readonly value: Negotiated }
  | {
      readonly ok: false;
      readonly error: Failure;
      readonly otherHost?: StreamError['otherHost'];
      /** It may be the eager pace that the server didn't take. */
      readonly isPaceDoubtful: boolean;
      /** The server is not the domain's, or not by this name. */
      readonly isHostUnknown?: boolean;
    };

export interface ResumableStream {
  readonly id: string;
  /** How many of its stanzas we have handled. */
  readonly handled: number;
}

/** Everything a step of the negotiation shares with the others. */
export interface NegotiationContext {
  readonly ports: NegotiationPorts;
  readonly request: NegotiationRequest;
}

/** Dials, secures, signs in, and resumes or binds. When it fails, nothing of the connection is left. */
export async function negotiate(
  ports: NegotiationPorts,
  request: NegotiationRequest,
): Promise<NegotiationResult> {
  const context = { ports, request };
  let reader: StreamReader | undefined;
  try {
    reader = await openSecureStream(context);
    const stream = reader;
    const offer = await traced(request.span, 'sasl', () => signIn(context, stream));
    const session = await enter(isOfOldDays(offer) ? carefully(context) : context, stream);
    const memory = { sasl: offer, management: session.features.management };
    return { ok: true, value: { ...session, wire: reader.wire, memory } };
  } catch (error) {
    reader?.wire.drop();
    if (error instanceof Stop) return error.result;
    return { ok: false, error: failure('app.fault', {}, String(error)), isPaceDoubtful: false };
  }
}

function carefully({ ports, request }: NegotiationContext): NegotiationContext {
  return { ports, request: { ...request, pace: 'careful' } };
}

type Session = { readonly features: StreamFeatures } & (
  | { readonly kind: 'resumed'; readonly handled: number }
  | { readonly kind: 'bound'; readonly jid: string }
);

async function enter(context: NegotiationContext, reader: StreamReader): Promise<Session> {
  const { span, resume, onResumeFailed } = context.request;
  const bind = (known: StreamFeatures | undefined) =>
    traced(span, 'bind', () => bindFlight(context, reader, known));
  const previous = resume();
  if (!previous) return bind(undefined);
  const answer = await traced(span, 'resume', () => tryResume(context, reader, previous));
  if (answer.kind === 'resumed') return answer;
  onResumeFailed(answer.handled);
  return bind(answer.features);
}

interface Refused {
  readonly kind: 'refused';
  readonly handled: number | undefined;
  readonly features: StreamFeatures;
}

/** XEP-0198 section 5. */
async function tryResume(
  { request }: NegotiationContext,
  reader: StreamReader,
  previous: ResumableStream,
): Promise<Step<(Session & { kind: 'resumed' }) | Refused>> {
  const resume = xml('resume', { xmlns: NS.sm, previd: previous.id, h: String(previous.handled) }).toString();
  const isEager = request.pace === 'eager';
  reader.isAhead = isEager;
  reader.wire.open(request.account.domain, isEager ? resume : '');
  const features = await reader.features();
  if (!isEager) reader.wire.write(resume);
  const answer = await reader.element((element) => element.getNS() === NS.sm);
  reader.isAhead = false;
  const handled = readCounter(answer.attrs['h']);
  const roundTrips = isEager ? 1 : 2;
  if (answer.is('resumed') && handled !== undefined)
    return { value: { kind: 'resumed', handled, features }, roundTrips };
  return { value: { kind: 'refused', handled, features }, roundTrips, isRefused: true };
}
