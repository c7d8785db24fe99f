import type { LocalAudio } from '../../src/main/engines/sdp/agreement.ts';
import type { OfferAnswer } from '../../src/main/engines/sdp/offer-answer.ts';
import {
  makeAnswer,
  makeOffer,
  startOfferAnswer,
  takeAnswer,
  takeOffer,
} from '../../src/main/engines/sdp/offer-answer.ts';
import { createCryptoLines } from '../../src/main/engines/sdp/sdes.ts';
import type { MediaDirection } from '../../src/main/ports/media-gateway.port.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { seededRandom } from '../fakes/seeded-random.ts';

const suites = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const;

/** Our side, as the gateway would describe it. */
export function local(change: Partial<LocalAudio> = {}, seed = 1): LocalAudio {
  return {
    address: '192.0.2.5',
    rtpPort: 20_000,
    rtcpPort: 20_001,
    codecs: ['G722', 'PCMU', 'PCMA', 'opus'],
    srtp: 'none',
    cryptoLines: createCryptoLines(suites, (count) => Buffer.from(seededRandom(seed).bytes(count))),
    ...change,
  };
}

/** A description of the far end's; lines after m= as given. */
export const remote = (media: string, connection = 'c=IN IP4 192.0.2.9') =>
  `v=0\r\no=x 1 1 IN IP4 192.0.2.9\r\ns=-\r\n${connection}\r\nt=0 0\r\n${media}`;
export const pcmu = 'm=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n';
export const line = (sdp: string, name: string) => sdp.split('\r\n').find((one) => one.startsWith(name));
export const lines = (sdp: string, name: string) => sdp.split('\r\n').filter((one) => one.startsWith(name));
export const version = (sdp: string) => Number(line(sdp, 'o=')?.split(' ')[2]);

export function offered(audio = local(), wish: MediaDirection = 'sendrecv', state = startOfferAnswer('42')) {
  return unwrap(makeOffer(state, audio, wish));
}

export function answered(
  offer: string,
  audio = local(),
  wish: MediaDirection = 'sendrecv',
  state = startOfferAnswer('42'),
) {
  const taken = unwrap(takeOffer(state, audio, offer, wish));
  return unwrap(makeAnswer(taken.state, audio, wish));
}

export function settled(answer: string, audio = local()): OfferAnswer {
  return unwrap(takeAnswer(offered(audio).state, audio, answer, true));
}
