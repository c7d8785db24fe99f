import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../../../../test/fakes/manual-clock.ts';
import { UdpReliability } from './udp-reliability.ts';

const head = (branch: string, method: string): string =>
  `Via: SIP/2.0/UDP a;branch=${branch}\r\nCall-ID: c\r\nCSeq: 1 ${method}\r\n\r\n`;
const request = (method: string, branch = 'z9hG4bK1'): string =>
  `${method} sip:b SIP/2.0\r\n${head(branch, method)}`;
const response = (status: number, method: string, branch = 'z9hG4bK1'): string =>
  `SIP/2.0 ${status} X\r\n${head(branch, method)}`;

function rig(): {
  clock: ManualClock;
  sent: string[];
  udp: UdpReliability;
  times(text: string, until: number): number[];
} {
  const clock = manualClock();
  const sent: string[] = [];
  const udp = new UdpReliability(clock, (text) => sent.push(text));
  return {
    clock,
    sent,
    udp,
    /** When, from now on, this text goes out again, ms. */
    times(text, until) {
      const found: number[] = [];
      const start = clock.monotonic();
      let known = sent.length;
      for (let at = 100; at <= until; at += 100) {
        clock.advance(100);
        if (sent.slice(known).includes(text)) found.push(clock.monotonic() - start);
        known = sent.length;
      }
      return found;
    },
  };
}

describe('UDP reliability', () => {
  it('V1: timer A: INVITE doubles from 500 ms for 32 s', () => {
    const t = rig();
    t.udp.send(request('INVITE'));
    expect(t.times(request('INVITE'), 60_000)).toEqual([500, 1_500, 3_500, 7_500, 15_500, 31_500]);
    expect(t.clock.pending()).toBe(0);
  });

  it('V1: timer E: others double up to 4 s', () => {
    const t = rig();
    t.udp.send(request('REGISTER'));
    expect(t.times(request('REGISTER'), 20_000)).toEqual([500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500]);
  });

  it('V1: any answer stops an INVITE, only a final one stops the others', () => {
    const t = rig();
    t.udp.send(request('INVITE'));
    expect(t.udp.receive(response(100, 'INVITE'))).toBe('deliver');
    expect(t.times(request('INVITE'), 40_000)).toEqual([]);
    t.udp.send(request('BYE', 'z9hG4bK2'));
    t.udp.receive(response(100, 'BYE', 'z9hG4bK2'));
    expect(t.times(request('BYE', 'z9hG4bK2'), 9_000)).toEqual([4_000, 8_000]);
    t.udp.receive(response(200, 'BYE', 'z9hG4bK2'));
    expect(t.times(request('BYE', 'z9hG4bK2'), 40_000)).toEqual([]);
  });

  it('V2: timer G: a refusal of INVITE is repeated until its ACK', () => {
    const t = rig();
    t.udp.send(response(486, 'INVITE'));
    expect(t.times(response(486, 'INVITE'), 8_000)).toEqual([500, 1_500, 3_500, 7_500]);
    expect(t.udp.receive(request('ACK'))).toBe('deliver');
    expect(t.times(response(486, 'INVITE'), 40_000)).toEqual([]);
    t.udp.send(response(200, 'INVITE', 'z9hG4bK2'));
    expect(t.times(response(200, 'INVITE', 'z9hG4bK2'), 5_000)).toEqual([]);
  });

  it('V2: timer J: a repeated request gets the same final answer for 32 s, and is not delivered again', () => {
    const t = rig();
    expect(t.udp.receive(request('BYE'))).toBe('deliver');
    t.udp.send(response(200, 'BYE'));
    expect(t.udp.receive(request('BYE'))).toBe('absorb');
    expect(t.sent).toEqual([response(200, 'BYE'), response(200, 'BYE')]);
    t.clock.advance(32_000);
    expect(t.udp.receive(request('BYE'))).toBe('deliver');
  });

  it('V2: timer D: a repeated refusal of our INVITE gets the ACK again', () => {
    const t = rig();
    t.udp.send(request('INVITE'));
    expect(t.udp.receive(response(486, 'INVITE'))).toBe('deliver');
    t.udp.send(request('ACK'));
    expect(t.udp.receive(response(486, 'INVITE'))).toBe('absorb');
    expect(t.sent.filter((text) => text === request('ACK'))).toHaveLength(2);
    // An ACK for a 200 has a branch of its own, and sip.js repeats it.
    t.udp.send(request('ACK', 'z9hG4bK9'));
    expect(t.udp.receive(response(200, 'INVITE'))).toBe('deliver');
  });

  it('V1: closing stops every repetition', () => {
    const t = rig();
    t.udp.send(request('INVITE'));
    t.udp.send(response(486, 'INVITE', 'z9hG4bK2'));
    t.udp.close();
    expect(t.times(request('INVITE'), 5_000)).toEqual([]);
  });

  it('Q2: a flood is bounded, garbage passes through', () => {
    const t = rig();
    for (let count = 0; count < 3_000; count += 1)
      t.udp.send(response(404, 'INVITE', `z9hG4bK${count}`).replace('Call-ID: c', `Call-ID: c${count}`));
    t.clock.advance(600);
    expect(t.sent).toHaveLength(3_000 + 2_000);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => t.udp.receive(text) === 'deliver'));
  });
});
