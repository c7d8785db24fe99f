import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../test/fakes/manual-clock.ts';
import { answered, local, remote } from '../../../test/media/descriptions.ts';
import type { CodecName, MediaDirection } from '../ports/media-gateway.port.ts';
import type { AgreedAudio } from '../engines/sdp/agreement.ts';
import { loopbackTypes } from './loopback/loopback-sdp.ts';
import { Relay } from './relay.ts';
import { readRtpHeader } from './rtp/rtp-packet.ts';

const codecs: CodecName[] = ['PCMU', 'PCMA', 'G722', 'opus'];

function agreedOn(media: string): AgreedAudio {
  const { agreed } = answered(remote(media), local({ codecs: ['opus', 'PCMU', 'PCMA', 'G722'] })).state;
  if (!agreed) throw new Error('nothing agreed');
  return agreed;
}

const pcmu = agreedOn('m=audio 4000 RTP/AVP 0 97\r\na=rtpmap:97 telephone-event/8000\r\n');
const opus = agreedOn(
  'm=audio 4000 RTP/AVP 120 97\r\na=rtpmap:120 opus/48000/2\r\na=rtpmap:97 telephone-event/48000\r\n',
);

function packet(payloadType: number, sequence: number, payload = 'voice', ssrc = 9): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x80, 0);
  header.writeUInt8(payloadType, 1);
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(sequence * 160, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, Buffer.from(payload)]);
}

function start(agreed: AgreedAudio | 'nothing' = pcmu, direction: MediaDirection = 'sendrecv') {
  const clock = manualClock();
  const out = { farEnd: [] as Buffer[], renderer: [] as Buffer[], events: [] as string[] };
  const relay = new Relay(
    {
      clock,
      fraction: () => 0,
      sendToFarEnd: (sent) => out.farEnd.push(sent) > 0,
      sendToRenderer: (sent) => out.renderer.push(sent),
      onFirstSent: () => out.events.push('sent'),
      onFirstReceived: () => out.events.push('received'),
      onDtmfFinished: () => out.events.push('dtmf'),
    },
    loopbackTypes(codecs),
  );
  if (agreed !== 'nothing') relay.setAgreed(agreed);
  relay.setDirection(direction);
  const numbers = (packets: Buffer[]) =>
    packets.map((sent) => `${readRtpHeader(sent)?.payloadType}#${readRtpHeader(sent)?.sequence}`);
  return { relay, clock, ...out, sent: () => numbers(out.farEnd), heard: () => numbers(out.renderer) };
}

describe('Relay', () => {
  it('V2: gives packets the other side’s payload type and leaves time, source and sound alone', () => {
    const { relay, farEnd, renderer } = start(opus);
    relay.fromRenderer(packet(111, 5));
    relay.fromFarEnd(packet(120, 5));
    expect(readRtpHeader(farEnd[0] ?? Buffer.alloc(0))).toMatchObject({
      payloadType: 120,
      timestamp: 800,
      ssrc: 9,
    });
    expect(readRtpHeader(renderer[0] ?? Buffer.alloc(0))).toMatchObject({
      payloadType: 111,
      timestamp: 800,
      ssrc: 9,
    });
    expect([farEnd[0]?.subarray(12).toString(), renderer[0]?.subarray(12).toString()]).toEqual([
      'voice',
      'voice',
    ]);
  });

  it('V2: keeps the marker', () => {
    const { relay, farEnd } = start();
    const marked = packet(0, 1);
    marked.writeUInt8(0x80, 1);
    relay.fromRenderer(marked);
    expect(readRtpHeader(farEnd[0] ?? Buffer.alloc(0))).toMatchObject({ hasMarker: true, payloadType: 0 });
  });

  it('V2: holds back a codec the far end didn’t name, without a hole in the sequence', () => {
    const { relay, sent } = start();
    for (const [type, sequence] of [
      [0, 10],
      [111, 11],
      [8, 12],
      [0, 13],
    ] as const)
      relay.fromRenderer(packet(type, sequence));
    expect(sent()).toEqual(['0#0', '0#1']);
  });

  it('V4: the renderer’s own events never pass', () => {
    const { relay, sent } = start();
    for (const type of [101, 110]) relay.fromRenderer(packet(type, 1));
    expect(sent()).toEqual([]);
  });

  it('V4: the far end’s events pass to the renderer, which plays them', () => {
    const { relay, heard } = start();
    expect(relay.fromFarEnd(packet(97, 1))).toBe(true);
    expect(heard()).toEqual(['101#0']);
  });

  it('V2: comfort noise in a pause is no loss, and whoever sends it is there', () => {
    const { relay, clock, heard } = start();
    relay.fromFarEnd(packet(0, 10));
    clock.advance(5_000);
    expect(relay.fromFarEnd(packet(13, 11, 'n'))).toBe(true);
    expect(relay.lastReceivedAt).toBe(clock.monotonic());
    relay.fromFarEnd(packet(0, 12));
    expect(heard()).toEqual(['0#0', '0#1']);
    expect(relay.stats().packetsLost).toBe(0);
  });

  it('Q2: a payload type without a meaning, or no packet at all, is refused', () => {
    const { relay, heard } = start();
    expect([relay.fromFarEnd(packet(18, 1)), relay.fromFarEnd(Buffer.from('junk'))]).toEqual([false, false]);
    relay.fromRenderer(Buffer.from('junk'));
    expect(heard()).toEqual([]);
  });

  it('V2: relays nothing before anything is agreed', () => {
    const { relay, sent, heard } = start('nothing');
    relay.fromRenderer(packet(0, 1));
    relay.fromFarEnd(packet(0, 1));
    expect([sent(), heard()]).toEqual([[], []]);
  });

  it.each([
    ['sendrecv', true, true],
    ['sendonly', true, false],
    ['recvonly', false, true],
    ['inactive', false, false],
  ] as const)('V4: %s lets out %s and in %s', (direction, sends, receives) => {
    const { relay, sent, heard } = start(pcmu, direction);
    relay.fromRenderer(packet(0, 1));
    relay.fromFarEnd(packet(0, 1));
    expect([sent().length === 1, heard().length === 1]).toEqual([sends, receives]);
  });

  it('V4: goes on without a hole in either direction after eleven minutes of hold', () => {
    const { relay, sent, heard } = start();
    for (const sequence of [1, 2]) {
      relay.fromRenderer(packet(0, sequence));
      relay.fromFarEnd(packet(0, sequence));
    }
    relay.setDirection('inactive');
    for (let sequence = 3; sequence < 40_003; sequence += 1) {
      relay.fromRenderer(packet(0, sequence));
      relay.fromFarEnd(packet(0, sequence));
    }
    relay.setDirection('sendrecv');
    relay.fromRenderer(packet(0, 40_003));
    relay.fromFarEnd(packet(0, 40_003));
    expect([sent(), heard()]).toEqual([
      ['0#0', '0#1', '0#2'],
      ['0#0', '0#1', '0#2'],
    ]);
  });

  it.each([
    [pcmu, 0, Buffer.alloc(5, 0xff)],
    [agreedOn('m=audio 4000 RTP/AVP 8\r\n'), 8, Buffer.alloc(5, 0xd5)],
    [agreedOn('m=audio 4000 RTP/AVP 9\r\n'), 9, Buffer.alloc(5, 0xff)],
    [opus, 111, Buffer.from([0xf8, 0xff, 0xfe])],
  ])('V4: muted sends silence of $codec in the same rhythm', (agreed, type, silence) => {
    const { relay, farEnd } = start(agreed);
    relay.setMuted(true);
    relay.fromRenderer(packet(type, 1));
    relay.setMuted(false);
    relay.fromRenderer(packet(type, 2));
    expect(farEnd.map((sent) => sent.subarray(12))).toEqual([silence, Buffer.from('voice')]);
    expect(readRtpHeader(farEnd[0] ?? Buffer.alloc(0))).toMatchObject({ timestamp: 160, ssrc: 9 });
  });

  it('V4: puts digits in the place of sound, one for one, and says when they are out', () => {
    const { relay, clock, sent, events } = start();
    relay.fromRenderer(packet(0, 1));
    relay.sendDtmf('7', { durationMs: 40, gapMs: 40 });
    for (let sequence = 2; sequence < 12; sequence += 1) {
      clock.advance(20);
      relay.fromRenderer(packet(0, sequence));
    }
    clock.advance(20);
    expect(sent()).toEqual([
      '0#0',
      '97#1',
      '97#2',
      '97#3',
      '97#4',
      '0#5',
      '0#6',
      '0#7',
      '0#8',
      '0#9',
      '0#10',
    ]);
    expect(events).toEqual(['sent', 'dtmf']);
  });

  it('V4: sends digits by itself when the renderer sends nothing, and the sound after them fits on', () => {
    const { relay, clock, sent, farEnd, events } = start();
    relay.fromRenderer(packet(0, 1));
    clock.advance(1_000);
    relay.sendDtmf('7', { durationMs: 40, gapMs: 40 });
    clock.advance(400);
    expect(sent()).toEqual(['0#0', '97#1', '97#2', '97#3', '97#4']);
    expect(events).toEqual(['sent', 'dtmf']);
    expect(new Set(farEnd.map((one) => readRtpHeader(one)?.ssrc))).toEqual(new Set([9]));
    relay.fromRenderer(packet(0, 2));
    expect(sent().at(-1)).toBe('0#5');
  });

  it('V4: hold ends digits at once', () => {
    const { relay, clock, events } = start();
    relay.sendDtmf('123', { durationMs: 100, gapMs: 60 });
    relay.setDirection('inactive');
    clock.advance(100);
    expect(events).toEqual(['dtmf']);
    expect(clock.pending()).toBe(0);
  });

  it('V12: counts what passed and what was lost', () => {
    const { relay, clock, events } = start();
    for (const sequence of [1, 2, 4]) {
      clock.advance(20);
      relay.fromFarEnd(packet(0, sequence));
      relay.fromRenderer(packet(0, sequence));
    }
    expect(relay.stats()).toMatchObject({
      codec: 'PCMU',
      direction: 'sendrecv',
      packetsSent: 3,
      packetsReceived: 3,
      bytesSent: 15,
      bytesReceived: 15,
      packetsLost: 1,
    });
    expect(events).toEqual(['received', 'sent']);
  });

  it('Q2: survives any packet from either side, in any state', () => {
    const direction = fc.constantFrom<MediaDirection>('sendrecv', 'recvonly', 'inactive');
    const anyPacket = fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.boolean()).map(([bytes, isPlausible]) => {
      const made = Buffer.from(bytes);
      if (isPlausible && made.length > 1) made.set([0x80, (made[1] ?? 0) % 2 === 0 ? 0 : 97]);
      return made;
    });
    fc.assert(
      fc.property(
        fc.array(anyPacket, { maxLength: 20 }),
        direction,
        fc.boolean(),
        (packets, allowed, isMuted) => {
          const { relay, clock, farEnd, renderer } = start(pcmu, allowed);
          relay.setMuted(isMuted);
          relay.sendDtmf('1', { durationMs: 40, gapMs: 40 });
          for (const one of packets) {
            relay.fromRenderer(Buffer.from(one));
            relay.fromFarEnd(Buffer.from(one));
            relay.noteRendererReports(one);
            relay.noteFarEndReports(one);
            clock.advance(20);
          }
          for (const sent of [...farEnd, ...renderer]) expect(readRtpHeader(sent)).toBeDefined();
        },
      ),
    );
  });

  it('V2: leaves no timer behind when closed', () => {
    const { relay, clock } = start();
    relay.sendDtmf('1', { durationMs: 100, gapMs: 60 });
    relay.close();
    expect(clock.pending()).toBe(0);
  });
});
