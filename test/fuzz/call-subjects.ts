import fc from 'fast-check';
import { readBfcp } from '../../src/main/engines/bfcp/read-bfcp.ts';
import { parseSdp } from '../../src/main/engines/sdp/parse-sdp.ts';
import {
  makeAnswer,
  startOfferAnswer,
  takeAnswer,
  takeOffer,
} from '../../src/main/engines/sdp/offer-answer.ts';
import { answerMalformed } from '../../src/main/engines/sip/message/answer-malformed.ts';
import { descriptionOf, isHold } from '../../src/main/engines/sip/message/description-body.ts';
import { readIncoming } from '../../src/main/engines/sip/message/read-incoming.ts';
import { sipjsLoggers } from '../../src/main/engines/sip/sipjs-log.ts';
import { StreamFramer } from '../../src/main/engines/sip/transport/stream-framer.ts';
import { readStun } from '../../src/main/gateway/loopback/stun-message.ts';
import { readRtcp } from '../../src/main/gateway/rtp/rtcp-packet.ts';
import { readRtpHeader, rtpHeaderLength } from '../../src/main/gateway/rtp/rtp-packet.ts';
import { SrtpReceiver } from '../../src/main/gateway/srtp/srtp-stream.ts';
import { readFeedback } from '../../src/main/gateway/video/feedback.ts';
import { readDirect } from '../../src/main/services/calls/direct-description.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { local, offered } from '../media/descriptions.ts';
import { tortureMessages } from '../sip/torture-messages.ts';
import { type FuzzSubject, subject } from './subject.ts';

const logger = sipjsLoggers(silentLog).getLogger('fuzz');

/** A known text with some of its parts taken out, doubled, exchanged or replaced. */
function mutated(texts: readonly string[], strange: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat({ max: 30 }),
    put: fc.oneof(fc.constantFrom(...strange), fc.string({ unit: 'binary', maxLength: 12 })),
  });
  return fc.tuple(fc.constantFrom(...texts), fc.array(change, { maxLength: 6 })).map(([text, changes]) =>
    changes.reduce((whole, { at, length, put }) => {
      const from = Math.floor(at * whole.length);
      return whole.slice(0, from) + put + whole.slice(from + length);
    }, text),
  );
}

const messages = [...tortureMessages('rfc4475.txt', 'a'), ...tortureMessages('rfc5118.txt', 'a')].map(
  ({ bytes }) => bytes.toString('utf8'),
);
// biome-ignore format: a list of pieces
export const sipTexts = mutated(messages, ['\r\n', '\r\n\r\n', ':', ';', ',', '"', '<', '>', '@', '[', ']', '%00', ' ', '\t', '\r\n ', 'Via: ', 'Contact: *', 'l: 99999', '-1', '4294967296', 'z9hG4bK', 'SIP/2.0', '\0', 'é']);

const descriptions = [
  offered().sdp,
  offered(local({ srtp: 'sdes' })).sdp,
  'v=0\r\no=- 1 1 IN IP6 ::1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 110\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:111 opus/48000/2\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\na=fingerprint:sha-256 AA:BB\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;profile-level-id=42e01f\r\n',
];
// biome-ignore format: a list of pieces
const sdp = mutated(descriptions, ['\r\n', '\n', 'm=audio 0 ', 'm=audio 4000/2 RTP/AVP ', 'a=rtpmap:0 ', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:', '|2^20|1:4', 'a=fmtp:', 'c=IN IP4 ', 'b=AS:', '99999999999', '-1', '=', ' ', '\0']);

const packet = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .tuple(
      fc.constantFrom(0x80, 0x81, 0x90, 0x9f, 0xa0, 0xbf),
      fc.constantFrom(0, 111, 200, 201, 202, 205, 206),
      fc.uint8Array({ maxLength: 120 }),
    )
    .map(([first, second, rest]) => Uint8Array.of(first, second, ...rest)),
  fc
    .tuple(fc.constantFrom([0, 1], [1, 1]), fc.uint8Array({ maxLength: 80 }))
    .map(([type, rest]) => Uint8Array.of(...type, 0, rest.length, 0x21, 0x12, 0xa4, 0x42, ...rest)),
);

/** What whoever calls, and every server on the way, may send. */
export const callSubjects: readonly FuzzSubject[] = [
  subject('SIP messages', sipTexts, (text) => {
    const read = readIncoming(text, logger);
    if (read.kind === 'unusable') return answerMalformed(text, 'tag');
    const description = descriptionOf(read.message);
    return description === undefined ? undefined : isHold(description);
  }),
  subject('SIP streams', fc.tuple(sipTexts, sipTexts, fc.nat({ max: 400 })), ([one, other, cut]) => {
    const bytes = Buffer.from(one + other);
    const framer = new StreamFramer();
    return [...framer.push(bytes.subarray(0, cut)), ...framer.push(bytes.subarray(cut))];
  }),
  subject('session descriptions', sdp, (text) => {
    const read = parseSdp(text);
    const [asked, direct] = [takeOffer(startOfferAnswer('1'), local(), text, 'sendrecv'), readDirect(text)];
    const answered = asked.ok ? makeAnswer(asked.value.state, local(), 'sendrecv') : undefined;
    return [read, direct, answered, takeAnswer(offered().state, local(), text, true)];
  }),
  subject('RTP, RTCP, SRTP and STUN', packet, (octets) => {
    const buffer = Buffer.from(octets);
    const receiver = new SrtpReceiver({
      suite: 'AES_CM_128_HMAC_SHA1_80',
      key: Buffer.alloc(16),
      salt: Buffer.alloc(14),
    });
    return [
      ...[readRtpHeader(buffer), rtpHeaderLength(buffer), readRtcp(buffer), readFeedback(buffer)],
      ...[readStun(buffer), receiver.unprotectRtp(buffer), receiver.unprotectRtcp(buffer)],
    ];
  }),
  subject('floor control', fc.uint8Array({ maxLength: 120 }), (octets) => [
    readBfcp(Buffer.from(octets), 1),
    readBfcp(Buffer.from(octets), 2),
  ]),
];
