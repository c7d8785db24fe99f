import {
  buildStun,
  hasFingerprint,
  hasIntegrity,
  readStun,
  stunAttributes,
  stunTypes,
  xorMappedAddress,
} from './stun-message.ts';

export interface IceCredentials {
  readonly ufrag: string;
  readonly password: string;
}

/** Where a datagram came from. */
export interface Source {
  readonly address: string;
  readonly port: number;
}

/** A connectivity or consent check that proved it knows our password. */
export interface IceCheck {
  readonly response: Buffer;
  /** The ufrag the peer claims for itself; must be that of its answer. */
  readonly remoteUfrag: string;
  /** The peer chose this path. */
  readonly isNominated: boolean;
}

/** Letters of ice-char (RFC 8839 section 5.4): 64 of them, so that a random byte's lower six bits choose evenly. */
const iceChars = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Fresh credentials: 48 bits of ufrag, 144 of password (RFC 8445 section 5.3 wants 24 and 128). */
export function createIceCredentials(randomBytes: (count: number) => Uint8Array): IceCredentials {
  const text = (count: number) => [...randomBytes(count)].map((byte) => iceChars[byte & 63]).join('');
  return { ufrag: text(8), password: text(24) };
}

/**
 * The whole of a lite agent (RFC 8445 section 2.5): it checks nothing itself, it answers the checks of the full agent.
 * Undefined for anything but a binding request with our ufrag, a right MESSAGE-INTEGRITY and a right FINGERPRINT;
 * such packets get no answer at all, so nobody learns from us that a port is open.
 */
export function answerIceCheck(packet: Buffer, source: Source, ours: IceCredentials): IceCheck | undefined {
  const message = readStun(packet);
  if (!message || message.type !== stunTypes.bindingRequest) return undefined;
  if (!hasFingerprint(message) || !hasIntegrity(message, ours.password)) return undefined;
  const [local, remote] = (message.attributes.get(stunAttributes.username)?.toString('utf8') ?? '').split(
    ':',
  );
  if (local !== ours.ufrag || !remote) return undefined;
  const mapped = [stunAttributes.xorMappedAddress, xorMappedAddress(source.address, source.port)] as const;
  return {
    response: buildStun(stunTypes.bindingSuccess, message.transactionId, [mapped], ours.password),
    remoteUfrag: remote,
    isNominated: message.attributes.has(stunAttributes.useCandidate),
  };
}
