import type { MediaDirection } from '../../ports/media-gateway.port.ts';
import type { MediaDescription, SessionDescription } from './session-description.ts';
import { attributeValue } from './session-description.ts';

const directions: readonly MediaDirection[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

export function canSend(direction: MediaDirection): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

export function canReceive(direction: MediaDirection): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}

/** The same stream seen from the other side. */
export function reverse(direction: MediaDirection): MediaDirection {
  return directionOf(canReceive(direction), canSend(direction));
}

/** What is left when both wishes must hold (RFC 3264 section 6.1). */
export function intersect(one: MediaDirection, other: MediaDirection): MediaDirection {
  return directionOf(canSend(one) && canSend(other), canReceive(one) && canReceive(other));
}

/**
 * The direction the writer of the description means, seen from their side: the media's attribute, else the session's,
 * else sendrecv; an address of all zeros means "send me nothing" (RFC 3264 section 8.4, the hold of RFC 2543).
 */
export function readDirection(session: SessionDescription, media: MediaDescription): MediaDirection {
  const written =
    directions.find((direction) => attributeValue(media, direction) !== undefined) ??
    directions.find((direction) => attributeValue(session, direction) !== undefined) ??
    'sendrecv';
  const connection = media.connection ?? session.connection;
  return connection && isNullAddress(connection.address) ? intersect(written, 'sendonly') : written;
}

export function isNullAddress(address: string): boolean {
  return address === '0.0.0.0' || /^[0:]+$/.test(address);
}

function directionOf(sends: boolean, receives: boolean): MediaDirection {
  if (sends) return receives ? 'sendrecv' : 'sendonly';
  return receives ? 'recvonly' : 'inactive';
}
