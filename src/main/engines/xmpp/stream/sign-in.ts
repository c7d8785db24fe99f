import { TLSSocket } from 'node:tls';
import { failure } from '../../../../shared/errors/result.ts';
import { type ChannelBinding, channelBindings } from '../sasl/channel-binding.ts';
import { chooseMechanism, type SaslOffer } from '../sasl/mechanism-choice.ts';
import { type SaslExchange, startExchange } from '../sasl/sasl-exchange.ts';
import { isAboutMechanism, saslFailure } from '../sasl/sasl-failure.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';
import type { NegotiationContext } from './negotiation.ts';
import { Stop, type StreamReader } from './stream-reader.ts';
import type { Step } from './traced.ts';

/**
 * DIGEST-MD5 without SCRAM is what RFC 3920 asked of servers. One of that day (jabberd2) loses what comes with a stream's
 * header, and ends a stream on which anything comes before the answer to bind.
 */
export function isOfOldDays({ mechanisms }: SaslOffer): boolean {
  return mechanisms.includes('DIGEST-MD5') && !mechanisms.some((name) => name.startsWith('SCRAM-'));
}

/** Proves the person to the server and, where the mechanism can, the server to the person (RFC 6120 section 6). Answers what was offered. */
export async function signIn(context: NegotiationContext, reader: StreamReader): Promise<Step<SaslOffer>> {
  const { request } = context;
  const bindings = reader.wire.socket instanceof TLSSocket ? channelBindings(reader.wire.socket) : [];
  const guess =
    request.pace === 'eager' && request.memory && !isOfOldDays(request.memory.sasl)
      ? await exchangeFor(context, reader, request.memory.sasl, bindings)
      : undefined;
  reader.isAhead = guess !== undefined;
  reader.wire.open(request.account.domain, guess ? auth(guess) : '');
  const { sasl: offer } = await reader.features();
  let exchange = guess ?? (await mustExchange(context, reader, offer, bindings));
  let roundTrips = (guess ? 0 : 1) + exchange.roundTrips;
  if (!guess) reader.wire.write(auth(exchange));
  let refusal = await run(exchange, reader);
  reader.isAhead = false;
  // A mechanism that the server doesn't take (any more) is no word about the password: once more, by what it offers now, unbound.
  if (refusal !== undefined && isAboutMechanism(refusal) && (guess || exchange.name.endsWith('-PLUS'))) {
    exchange = await mustExchange(context, reader, offer, guess ? bindings : []);
    roundTrips += exchange.roundTrips;
    reader.wire.write(auth(exchange));
    refusal = await run(exchange, reader);
  }
  if (refusal !== undefined) throw reader.stop(saslFailure(refusal, request.target.host));
  return { value: offer, roundTrips, facts: { mechanism: exchange.name, isGuessed: guess !== undefined } };
}

async function mustExchange(
  context: NegotiationContext,
  reader: StreamReader,
  offer: SaslOffer,
  bindings: readonly ChannelBinding[],
): Promise<SaslExchange> {
  const exchange = await exchangeFor(context, reader, offer, bindings);
  if (exchange) return exchange;
  const { host } = context.request.target;
  throw reader.stop(failure('auth.no-common-mechanism', { host }, offer.mechanisms.join(' ')));
}

async function exchangeFor(
  { ports, request }: NegotiationContext,
  reader: StreamReader,
  offer: SaslOffer,
  bindings: readonly ChannelBinding[],
): Promise<SaslExchange | undefined> {
  const { credentials } = request.account;
  const choice = chooseMechanism(offer, credentials.kind, bindings);
  if (!choice) return undefined;
  const nonce = Buffer.from(ports.random.bytes(24)).toString('base64url');
  const exchange = await startExchange({
    choice,
    credentials,
    keys: ports.keys,
    nonce,
    host: request.target.host,
  });
  if (!exchange.ok) throw reader.stop(exchange.error);
  return exchange.value;
}

/** Carries one exchange to its end. Answers the server's condition when it refuses. */
async function run(exchange: SaslExchange, reader: StreamReader): Promise<string | undefined> {
  for (;;) {
    const element = await reader.element((candidate) => candidate.getNS() === NS.sasl);
    if (element.is('failure')) return conditionOf(element);
    if (element.is('success')) {
      const finished = exchange.finish(decode(element));
      if (!finished.ok) throw reader.stop(finished.error);
      return undefined;
    }
    const response = await exchange.respond(decode(element) ?? '');
    if (!response.ok) {
      reader.wire.send(xml('abort', { xmlns: NS.sasl }));
      throw new Stop({ ok: false, error: response.error, isPaceDoubtful: false });
    }
    reader.wire.send(xml('response', { xmlns: NS.sasl }, encode(response.value)));
  }
}

function auth(exchange: SaslExchange): string {
  const message = encode(exchange.initialResponse());
  return xml('auth', { xmlns: NS.sasl, mechanism: exchange.name }, message).toString();
}

function conditionOf(element: Element): string {
  const condition = element.getChildElements().find((child) => child.getName() !== 'text');
  return condition?.getName() ?? 'undefined-condition';
}

function encode(message: string): string {
  return Buffer.from(message, 'utf8').toString('base64');
}

/** RFC 6120 section 6.4.2: `=` stands for an empty message. */
function decode(element: Element): string | undefined {
  const text = element.getText().trim();
  return text === '' ? undefined : Buffer.from(text === '=' ? '' : text, 'base64').toString('utf8');
}
