import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type {
  Attribute,
  Bandwidth,
  Connection,
  MediaDescription,
  Origin,
  SessionDescription,
} from './session-description.ts';

/** More than any real description, less than what could hurt (REQUIREMENTS Q2). */
const maxLength = 65_536;
const maxLines = 2_000;
const maxMedia = 32;

const noOrigin: Origin = {
  username: '-',
  sessionId: '0',
  version: '0',
  connection: { family: 'IP4', address: '0.0.0.0' },
};

interface Section {
  connection?: Connection;
  readonly bandwidths: Bandwidth[];
  readonly attributes: Attribute[];
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads a description, tolerantly: any line end, any order after v=, missing o=/s=/t=, unknown lines and attributes.
 * Error: `media.bad-sdp` when it is too large, doesn't start with v=0 or has an m= line that can't be read.
 */
export function parseSdp(text: string): Result<SessionDescription> {
  if (text.length > maxLength) return bad('too large');
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length > maxLines) return bad('too many lines');
  if (!/^v\s*=\s*0$/.test(lines[0] ?? '')) return bad('no v=0');

  const session: Section = { bandwidths: [], attributes: [] };
  const media: (Mutable<MediaDescription> & Section)[] = [];
  let origin = noOrigin;
  let name = '-';
  for (const line of lines.slice(1)) {
    if (line[1] !== '=') continue;
    const value = line.slice(2).trim();
    const section = media.at(-1) ?? session;
    switch (line[0]) {
      case 'o':
        origin = parseOrigin(value) ?? origin;
        break;
      case 's':
        name = value === '' ? '-' : value;
        break;
      case 'm': {
        const described = parseMediaLine(value);
        if (!described || media.length === maxMedia)
          return bad(described ? 'too many m= lines' : 'unreadable m= line');
        media.push(described);
        break;
      }
      default:
        readSectionLine(section, line[0] ?? '', value);
    }
  }
  return ok({ origin, name, ...session, media });
}

/** Lines that may stand at session level and under an m= line. */
function readSectionLine(section: Section, type: string, value: string): void {
  if (type === 'c') {
    const connection = parseConnection(value.split(/\s+/));
    if (connection) section.connection = connection;
  } else if (type === 'b') {
    const [kind = '', number = ''] = value.split(':');
    if (/^\d{1,12}$/.test(number.trim()))
      section.bandwidths.push({ kind: kind.trim().toUpperCase(), value: Number(number) });
  } else if (type === 'a') {
    const attribute = parseAttribute(value);
    if (attribute.name !== '') section.attributes.push(attribute);
  }
}

function parseAttribute(value: string): Attribute {
  const colon = value.indexOf(':');
  if (colon < 0) return { name: value.toLowerCase() };
  return { name: value.slice(0, colon).trim().toLowerCase(), value: value.slice(colon + 1).trim() };
}

/** `IN IP4 192.0.2.1` or, for multicast, `IN IP4 224.2.1.1/127/3`. */
function parseConnection(parts: readonly string[]): Connection | undefined {
  const [network = '', family = '', address = ''] = parts;
  const upper = family.toUpperCase();
  if (network.toUpperCase() !== 'IN' || (upper !== 'IP4' && upper !== 'IP6') || address === '')
    return undefined;
  return { family: upper, address: address.split('/')[0] ?? '' };
}

function parseOrigin(value: string): Origin | undefined {
  const parts = value.split(/\s+/);
  const connection = parseConnection(parts.slice(3));
  const [username = '-', sessionId = '0', version = '0'] = parts;
  return connection && { username, sessionId, version, connection };
}

/** `audio 49170/2 RTP/AVP 0 8`: the port count is read over. */
function parseMediaLine(value: string): (MediaDescription & Section) | undefined {
  const [kind = '', portText = '', protocol = '', ...formats] = value.split(/\s+/);
  const match = /^(\d{1,5})(\/\d+)?$/.exec(portText);
  const port = Number(match?.[1] ?? Number.NaN);
  if (kind === '' || protocol === '' || !(port <= 65_535)) return undefined;
  return { kind: kind.toLowerCase(), port, protocol, formats, bandwidths: [], attributes: [] };
}

function bad(detail: string): Result<never> {
  return fail('media.bad-sdp', undefined, detail);
}
