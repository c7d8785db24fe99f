import { describe, expect, it } from 'vitest';
import { moveAudio } from './media-ports.ts';
import { createSipReader, nameOf, writeSip } from './sip-stream.ts';

const invite = (body: string) =>
  `INVITE sip:bob@example.test SIP/2.0\r\nCSeq: 2 INVITE\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const ok = 'SIP/2.0 200 OK\r\nCSeq: 2 INVITE\r\nl: 0\r\n\r\n';

describe('SIP over a stream', () => {
  it('V1: is cut by Content-Length, wherever the pieces end', () => {
    const wire = Buffer.from(`${invite('größe')}\r\n\r\n${ok}`);
    for (let size = 1; size < wire.length; size += 7) {
      const read = createSipReader();
      const names = [];
      for (let at = 0; at < wire.length; at += size)
        names.push(...read(wire.subarray(at, at + size)).map(nameOf));
      expect(names).toEqual(['INVITE', '', '', '200 INVITE']);
    }
  });

  it('V1: is written as it was read, its length made true', () => {
    const [message] = createSipReader()(Buffer.from(invite('v=0\r\n')));
    expect(message && writeSip(message).toString()).toBe(invite('v=0\r\n'));
    expect(message && writeSip({ ...message, body: 'longer: ä' }).toString()).toBe(invite('longer: ä'));
  });
});

describe('audio in a description', () => {
  const sdp =
    'v=0\r\no=x 1 1 IN IP4 192.0.2.9\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=rtcp:4001\r\na=sendrecv\r\n';

  it('V2: is moved, and it is said where it was', () => {
    expect(moveAudio(sdp, { address: '127.0.0.1', port: 9 })).toEqual({
      was: { address: '192.0.2.9', port: 4000 },
      sdp: 'v=0\r\no=x 1 1 IN IP4 192.0.2.9\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=sendrecv\r\n',
    });
  });

  it('V2: that isn’t there is left alone', () => {
    expect(moveAudio('', { address: '127.0.0.1', port: 9 })).toBeUndefined();
    expect(moveAudio(sdp.replace('4000', '0'), { address: '127.0.0.1', port: 9 })).toBeUndefined();
  });
});
