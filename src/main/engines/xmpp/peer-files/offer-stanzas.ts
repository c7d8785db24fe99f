import { createHash } from 'node:crypto';
import { bareJid } from '../../../../shared/domain/jid.ts';
import type { FileOffer, NamedFile } from '../../../ports/file-traffic.port.ts';
import { NS } from '../wire/namespaces.ts';
import { type Element, xml } from '../wire/xml.ts';

/** How the bytes may go, in the order of preference. */
export type StreamMethod = typeof NS.bytestreams | typeof NS.inBand;
const METHODS: readonly StreamMethod[] = [NS.bytestreams, NS.inBand];

/** An offer as it came, with what its answer needs. */
export interface ReadOffer extends FileOffer {
  readonly sid: string;
  readonly iqId: string;
  readonly methods: readonly StreamMethod[];
}

const LONGEST_NAME = 1024;
const LONGEST_ID = 256;
const LARGEST = 2 ** 40;

/** An offer of a file (XEP-0095 section 3.1, XEP-0096 section 4). */
export function offerStanza(sid: string, { name, size, digest }: NamedFile & { digest?: string }): Element {
  const option = (method: string): Element => xml('option', {}, xml('value', {}, method));
  return xml(
    'si',
    { xmlns: NS.streamInitiation, id: sid, profile: NS.fileProfile },
    xml(
      'file',
      { xmlns: NS.fileProfile, name, size: String(size), hash: digest },
      // We can begin in the middle (section 4).
      digest === undefined ? undefined : xml('range'),
    ),
    xml(
      'feature',
      { xmlns: NS.featureNegotiation },
      xml(
        'x',
        { xmlns: NS.dataForm, type: 'form' },
        xml('field', { var: 'stream-method', type: 'list-single' }, ...METHODS.map(option)),
      ),
    ),
  );
}

/** Undefined: not an offer of a file that could ever be taken. */
export function readOffer(iq: Element): ReadOffer | undefined {
  const si = iq.getChild('si', NS.streamInitiation);
  const file = si?.getChild('file', NS.fileProfile);
  const { id: iqId, from } = iq.attrs;
  const sid = si?.attrs['id'];
  const name = file?.attrs['name'];
  const size = readSize(file?.attrs['size']);
  if (iq.attrs['type'] !== 'set' || si?.attrs['profile'] !== NS.fileProfile) return undefined;
  if (!iqId || !from?.includes('/') || !sid || sid.length > LONGEST_ID || !name || size === undefined)
    return undefined;
  const methods = readMethods(si);
  if (methods.length === 0) return undefined;
  const digest = file?.getChild('range') && file.attrs['hash']?.toLowerCase();
  return {
    id: offerId(from, `${sid}\n${size}\n${name}`),
    ...{ from, sid, iqId, name: name.slice(0, LONGEST_NAME), size, methods },
    ...(digest !== undefined && /^[0-9a-f]{32}$/.test(digest) && { digest }),
  };
}

/** `from`: the first byte that is wanted (section 4, `range`). */
export function acceptance(method: StreamMethod, from = 0): Element {
  return xml(
    'si',
    { xmlns: NS.streamInitiation },
    from === 0 ? undefined : xml('file', { xmlns: NS.fileProfile }, xml('range', { offset: String(from) })),
    xml(
      'feature',
      { xmlns: NS.featureNegotiation },
      xml(
        'x',
        { xmlns: NS.dataForm, type: 'submit' },
        xml('field', { var: 'stream-method' }, xml('value', {}, method)),
      ),
    ),
  );
}

/** Which way the other side chose; undefined: none that was offered. */
export function readAcceptance(iq: Element): StreamMethod | undefined {
  const form = iq
    .getChild('si', NS.streamInitiation)
    ?.getChild('feature', NS.featureNegotiation)
    ?.getChild('x', NS.dataForm);
  const chosen = form?.getChildren('field').find(({ attrs }) => attrs['var'] === 'stream-method');
  const value = chosen?.getChild('value')?.getText().trim();
  return METHODS.find((method) => method === value);
}

/** Where the other side wants it to begin. */
export function readOffset(iq: Element, size: number): number {
  const file = iq.getChild('si', NS.streamInitiation)?.getChild('file', NS.fileProfile);
  const offset = readSize(file?.getChild('range')?.attrs['offset']) ?? 0;
  return offset <= size ? offset : 0;
}

function readMethods(si: Element): readonly StreamMethod[] {
  const form = si.getChild('feature', NS.featureNegotiation)?.getChild('x', NS.dataForm);
  const field = form?.getChildren('field').find(({ attrs }) => attrs['var'] === 'stream-method');
  const given = new Set(
    field?.getChildren('option').map((option) => option.getChild('value')?.getText().trim() ?? ''),
  );
  return METHODS.filter((method) => given.has(method));
}

function readSize(text: string | undefined): number | undefined {
  const size = text !== undefined && /^\d{1,13}$/.test(text) ? Number(text) : Number.NaN;
  return size <= LARGEST ? size : undefined;
}

/**
 * Ours: a stream id is unique for its sender only, and may hold anything. The same when the same file is offered again on the
 * person's next stream, which may have another resource.
 */
function offerId(from: string, what: string): string {
  return `si-${createHash('sha256')
    .update(`${bareJid(from)}\n${what}`)
    .digest('base64url')
    .slice(0, 22)}`;
}

/** Where the bytes can be had (XEP-0065 section 4). */
export interface StreamHost {
  readonly jid: string;
  readonly host: string;
  readonly port: number;
}

/** More ways than this are not tried: each costs its time. */
const MOST_HOSTS = 10;

export function streamHostsStanza(sid: string, hosts: readonly StreamHost[]): Element {
  return xml(
    'query',
    { xmlns: NS.bytestreams, sid, mode: 'tcp' },
    ...hosts.map(({ jid, host, port }) => xml('streamhost', { jid, host, port: String(port) })),
  );
}

export function readStreamHosts(query: Element): readonly StreamHost[] {
  return query
    .getChildren('streamhost')
    .map(({ attrs }) => ({
      jid: attrs['jid'] ?? '',
      host: attrs['host'] ?? '',
      port: Number(attrs['port'] ?? 1080),
    }))
    .filter(
      ({ jid, host, port }) =>
        jid !== '' && isHost(host) && Number.isInteger(port) && port > 0 && port < 65_536,
    )
    .slice(0, MOST_HOSTS);
}

const isHost = (host: string): boolean => host.length <= 255 && /^[\w.:-]+$/.test(host);

/** What both ends call the stream at a proxy (XEP-0065 section 5.3.2). */
export function streamName(sid: string, initiator: string, target: string): string {
  return createHash('sha1').update(`${sid}${initiator}${target}`).digest('hex');
}
