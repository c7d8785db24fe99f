import { failure } from '../../../../shared/errors/result.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, serialize, xml } from '../wire/xml.ts';
import type { NegotiationContext } from './negotiation.ts';
import type { StreamReader } from './stream-reader.ts';
import type { Step } from './traced.ts';
import type { StreamFeatures } from './stream-features.ts';

interface Bound {
  readonly kind: 'bound';
  readonly jid: string;
  readonly features: StreamFeatures;
}

/**
 * Binds a resource (RFC 6120 section 7) and sends the session's first stanzas with it in one flight.
 * `known` is given when the stream is open already, after a resumption that failed.
 */
export async function bindFlight(
  context: NegotiationContext,
  reader: StreamReader,
  known: StreamFeatures | undefined,
): Promise<Step<Bound>> {
  const { request } = context;
  const bind = serialize(bindRequest('bind', request.account.resource));
  const isEager = request.pace === 'eager';
  const canEnable = known?.management ?? request.memory?.management;
  reader.isAhead = isEager;
  const flight = isEager ? bind + request.firstStanzas(canEnable) : '';
  if (known) reader.wire.write(isEager ? flight : bind);
  else reader.wire.open(request.account.domain, flight);
  const features = known ?? (await reader.features());
  if (!known && !isEager) reader.wire.write(bind);
  const jid = await boundJid(reader);
  reader.isAhead = false;
  // What was sent ahead can't wait for it any more, and after <enable/> it would have to be counted: then it isn't needed either.
  if (features.session && (!isEager || canEnable !== true)) await startSession(reader, !isEager);
  if (!isEager) reader.wire.write(request.firstStanzas(features.management));
  const roundTrips = (known || isEager ? 1 : 2) + (features.session && !isEager ? 1 : 0);
  return { value: { kind: 'bound', jid, features }, roundTrips, facts: { jid } };
}

/** The server's answer is the truth about the own address. A resource that is refused is asked for again without a name. */
async function boundJid(reader: StreamReader): Promise<string> {
  const answer = await reader.element((element) => element.is('iq') && element.attrs['id'] === 'bind');
  const jid = answer.getChild('bind', NS.bind)?.getChildText('jid');
  if (answer.attrs['type'] === 'result' && jid) return jid.trim();
  const condition = errorCondition(answer);
  if (condition !== 'conflict' && condition !== 'bad-request') throw refused(reader, condition);
  reader.wire.send(bindRequest('bind-any', undefined));
  const second = await reader.element((element) => element.is('iq') && element.attrs['id'] === 'bind-any');
  const other = second.getChild('bind', NS.bind)?.getChildText('jid');
  if (second.attrs['type'] === 'result' && other) return other.trim();
  throw refused(reader, errorCondition(second));
}

function refused(reader: StreamReader, condition: string): Error {
  return reader.stop(failure('xmpp.stream', { host: reader.wire.endpoint.host }, `bind: ${condition}`));
}

function bindRequest(id: string, resource: string | undefined): Element {
  const name = resource === undefined ? undefined : xml('resource', {}, resource);
  return xml('iq', { type: 'set', id }, xml('bind', { xmlns: NS.bind }, name));
}

/** RFC 3921 section 3, for servers that still insist. */
async function startSession(reader: StreamReader, isAwaited: boolean): Promise<void> {
  reader.wire.send(xml('iq', { type: 'set', id: 'session' }, xml('session', { xmlns: NS.session })));
  if (isAwaited) await reader.element((element) => element.is('iq') && element.attrs['id'] === 'session');
}

function errorCondition(iq: Element): string {
  const error = iq.getChild('error');
  return (
    error
      ?.getChildElements()
      .find((child) => child.getNS() === NS.stanzaErrors)
      ?.getName() ?? 'undefined-condition'
  );
}
