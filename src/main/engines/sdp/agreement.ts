import type { CodecName, MediaDirection, SrtpPolicy, SrtpSuite } from '../../ports/media-gateway.port.ts';
import type { Result } from '../../../shared/errors/result.ts';
import { fail, ok } from '../../../shared/errors/result.ts';
import type { RemoteAudio } from './audio-line.ts';
import { isSecureProtocol } from './stream-line.ts';
import { canReceive, intersect, isNullAddress, reverse } from './direction.ts';
import type { PayloadType } from './payload-types.ts';
import { codecOf, codecs, isTelephoneEvent } from './payload-types.ts';
import type { CryptoLine } from './sdes.ts';

/** What an audio stream of ours is made of; stays the same for a session. */
export interface LocalAudio {
  readonly address: string;
  readonly rtpPort: number;
  readonly rtcpPort: number;
  /** In policy order. */
  readonly codecs: readonly CodecName[];
  readonly srtp: SrtpPolicy;
  /** One line for each suite, in order of preference; each with its own key, the one we send with. */
  readonly cryptoLines: readonly CryptoLine[];
  /** SHA-256 of our certificate, for far ends that want DTLS; absent: they are refused. */
  readonly dtlsFingerprint?: string;
}

/** What both sides agreed: enough to relay packets. */
export interface AgreedAudio {
  readonly codec: CodecName;
  /** The far end's numbers: what we put into packets. */
  readonly sendType: PayloadType;
  readonly sendEventType?: PayloadType;
  /** Our numbers: what stands in their packets. */
  readonly receiveTypes: readonly PayloadType[];
  readonly remote: RemoteAudio;
  readonly direction: MediaDirection;
  readonly isHeldByRemote: boolean;
  readonly crypto?: AgreedCrypto;
}

export interface AgreedCrypto {
  readonly suite: SrtpSuite;
  readonly local: CryptoLine;
  readonly remote: CryptoLine;
}

/** What decides about encryption, on either side. */
export type Protection = Pick<LocalAudio, 'srtp' | 'cryptoLines' | 'dtlsFingerprint'>;
export type RemoteProtection = Pick<RemoteAudio, 'protocol' | 'cryptoLines' | 'dtls'>;

/** What an offer of ours said. */
export interface OfferedAudio {
  readonly types: readonly PayloadType[];
  readonly direction: MediaDirection;
  readonly cryptoLines: readonly CryptoLine[];
  /** The line's keys come from DTLS. */
  readonly isDtls?: boolean;
}

/** Our answer to their offer: the first codec of our policy that they have, and their numbers in both directions. */
export function agreeOnOffer(
  local: LocalAudio,
  remote: RemoteAudio,
  wish: MediaDirection,
): Result<AgreedAudio> {
  const name = local.codecs.find((codec) => remote.types.some((type) => codecOf(type) === codec));
  if (!name) return fail('call.no-common-codec');
  const crypto = chooseCrypto(local, remote);
  if (!crypto.ok) return crypto;
  const sendType = remote.types.find((type) => codecOf(type) === name) ?? codecs[name];
  const event = chooseEventType(remote, sendType);
  return ok({
    codec: name,
    sendType,
    ...(event && { sendEventType: event }),
    receiveTypes: event ? [sendType, event] : [sendType],
    remote,
    direction: intersect(wish, reverse(remote.direction)),
    isHeldByRemote: !canReceive(remote.direction),
    ...(crypto.value && { crypto: crypto.value }),
  });
}

/** Their answer to our offer: the first codec of theirs that we offered (RFC 3264 section 7). */
export function agreeOnAnswer(
  local: LocalAudio,
  remote: RemoteAudio,
  offered: OfferedAudio,
): Result<AgreedAudio> {
  const sendType = remote.types.find((type) => local.codecs.some((codec) => codecOf(type) === codec));
  const codec = sendType && codecOf(sendType);
  if (!codec) return fail('call.no-common-codec');
  const isDtls = remote.dtls !== undefined;
  if (isDtls !== (offered.isDtls === true)) return fail('media.srtp-refused');
  const crypto = isDtls ? ok(undefined) : matchCrypto(local, remote, offered.cryptoLines);
  if (!crypto.ok) return crypto;
  const event = chooseEventType(remote, sendType);
  // Only a refusal of what our offer allowed is a hold: an answer to our own hold can't receive less than we gave.
  const couldReceive = canReceive(reverse(offered.direction));
  return ok({
    codec,
    sendType,
    ...(event && { sendEventType: event }),
    receiveTypes: offered.types,
    remote,
    direction: intersect(offered.direction, reverse(remote.direction)),
    isHeldByRemote: isNullAddress(remote.address) || (couldReceive && !canReceive(remote.direction)),
    ...(crypto.value && { crypto: crypto.value }),
  });
}

/** The event type of the audio's own clock; else 8000 Hz, which many far ends list beside opus; else what there is. */
function chooseEventType(remote: RemoteAudio, audio: PayloadType): PayloadType | undefined {
  const events = remote.types.filter(isTelephoneEvent);
  return (
    events.find((type) => type.clockRate === audio.clockRate) ??
    events.find((type) => type.clockRate === 8_000) ??
    events[0]
  );
}

/** As answerer (RFC 4568 section 5.1.2): our first suite that they offer; our line carries their tag. */
export function chooseCrypto(local: Protection, remote: RemoteProtection): Result<AgreedCrypto | undefined> {
  if (remote.dtls) {
    // Somebody has to begin, and it is never us.
    const canTake = local.srtp !== 'none' && local.dtlsFingerprint && remote.dtls.setup !== 'passive';
    return canTake ? ok(undefined) : fail('media.srtp-refused');
  }
  const isSecure = isSecureProtocol(remote.protocol);
  if (local.srtp === 'none') return isSecure ? fail('media.srtp-refused') : ok(undefined);
  for (const line of local.cryptoLines) {
    const theirs = remote.cryptoLines.find((other) => other.suite === line.suite);
    if (theirs) return ok({ suite: line.suite, local: { ...line, tag: theirs.tag }, remote: theirs });
  }
  if (isSecure) return fail('media.srtp-refused');
  return local.srtp === 'sdes' ? fail('media.srtp-required') : ok(undefined);
}

/** As offerer: the answer's one line must repeat tag and suite of a line of ours (RFC 4568 section 5.1.3). */
export function matchCrypto(
  local: Protection,
  remote: RemoteProtection,
  offered: readonly CryptoLine[],
): Result<AgreedCrypto | undefined> {
  if (local.srtp === 'none')
    return isSecureProtocol(remote.protocol) ? fail('media.srtp-refused') : ok(undefined);
  const theirs = remote.cryptoLines[0];
  const ours = theirs && offered.find((line) => line.tag === theirs.tag && line.suite === theirs.suite);
  if (theirs && ours) return ok({ suite: ours.suite, local: ours, remote: theirs });
  if (theirs || isSecureProtocol(remote.protocol)) return fail('media.srtp-refused');
  return local.srtp === 'sdes' ? fail('media.srtp-required') : ok(undefined);
}
