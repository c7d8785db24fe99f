/** What descriptions are read from: a request or a response, ours or theirs. */
interface WithBody {
  readonly body?: string;
  getHeader(name: string): string | undefined;
}

/**
 * The session description in a message: the body itself, or the part of a multipart body (RFC 5621; CUCM wraps).
 * Undefined when there is none.
 */
export function descriptionOf(message: WithBody): string | undefined {
  const body = message.body;
  if (!body) return undefined;
  return described(message.getHeader('content-type') ?? '', body, 0);
}

/** A multipart body may stand in another (RFC 5621 section 3.1). */
const DEEPEST = 3;

function described(type: string, body: string, depth: number): string | undefined {
  if (/^\s*application\/sdp\b/i.test(type)) return body;
  const boundary = /^\s*multipart\/.*?;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;]{1,70}))/is.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  return mark === undefined || depth > DEEPEST ? undefined : partOf(body, mark, depth);
}

function partOf(body: string, boundary: string, depth: number): string | undefined {
  for (const part of body.split(`--${boundary}`).slice(1, 20)) {
    const blank = part.indexOf('\r\n\r\n');
    const type = /^(?:content-type|c)\s*:\s*(.*(?:\r\n[ \t].*)*)$/im.exec(
      part.slice(0, Math.max(blank, 0)),
    )?.[1];
    const found = type && described(type, part.slice(blank + 4).replace(/\r\n$/, ''), depth + 1);
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}

/** True when the message carries a body that isn't and doesn't hold a session description. */
export function hasForeignBody(message: WithBody): boolean {
  return Boolean(message.body) && descriptionOf(message) === undefined;
}

/** False when the sender takes no session description in return (RFC 3261 section 20.1): it can't be called with. */
export function acceptsDescriptions(message: WithBody): boolean {
  const accept = message.getHeader('accept');
  return accept === undefined || /(?:^|,)\s*(?:application\/(?:sdp|\*)|\*\/\*|multipart\/)/i.test(accept);
}

/**
 * True when a description puts us on hold: every sending of ours is unwanted (RFC 3264 section 8.4), or the old form
 * with the address 0.0.0.0. Media-level direction wins over the session's; only lines in use count.
 */
export function isHold(description: string): boolean {
  const [session = '', ...media] = description.split(/^(?=m=)/m);
  const active = media.filter((section) => !/^m=\S+ 0\b/.test(section));
  return active.length > 0 && active.every((section) => isHeldSection(section, session));
}

function isHeldSection(section: string, session: string): boolean {
  const direction = directionOf(section) ?? directionOf(session) ?? 'sendrecv';
  const address = addressOf(section) ?? addressOf(session);
  // With ICE that address says nothing: the candidates come later, or stand beside it (RFC 8840 section 4.1.1).
  const hasIce = /^a=ice-ufrag:/m.test(section) || /^a=ice-ufrag:/m.test(session);
  return direction === 'sendonly' || direction === 'inactive' || (isNowhere(address) && !hasIce);
}

const directionOf = (text: string): string | undefined =>
  /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(text)?.[1];
const addressOf = (text: string): string | undefined => /^c=IN IP[46] (\S+)/m.exec(text)?.[1];
const isNowhere = (address: string | undefined): boolean => address === '0.0.0.0' || address === '::';
