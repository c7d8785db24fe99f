import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import type { MediaStats } from '../../../shared/domain/call.ts';
import type { GatewayEvent } from '../../ports/media-gateway.port.ts';
import { FarEndWatch } from './far-end-watch.ts';

const sessionId = 'call-1';
const silent: GatewayEvent = { type: 'rtp-timeout', sessionId };
const returned: GatewayEvent = { type: 'rtp-returned', sessionId };

function watch() {
  const clock = manualClock();
  const told: string[] = [];
  const far = new FarEndWatch(clock, {
    onBegun: (kind) => void told.push(kind),
    onSilent: () => void told.push('silent'),
    onHeard: () => void told.push('heard'),
    onGiveUp: (error) => void told.push(error.code),
  });
  const count = (packetsSent: number, packetsReceived: number) =>
    far.count({ packetsSent, packetsReceived } as MediaStats);
  return { clock, told, far, count };
}

describe('the watch over the far end’s voice', () => {
  it('A9: silence is borne for two minutes; whoever is heard again before is not given up', () => {
    const { clock, told, far } = watch();
    far.onGatewayEvent(silent);
    expect(far.isSilent).toBe(true);
    clock.advance(119_000);
    far.onGatewayEvent(returned);
    expect(far.isSilent).toBe(false);
    clock.advance(119_000);
    expect(told).toEqual(['silent', 'heard']);
    far.onGatewayEvent(silent);
    clock.advance(120_000);
    expect(told.slice(2)).toEqual(['silent', 'call.failed']);
  });

  it('A9: a call that is over is not given up as well', () => {
    const { clock, told, far } = watch();
    far.onGatewayEvent(silent);
    far.stop();
    clock.advance(200_000);
    expect(told).toEqual(['silent']);
  });

  it('V2: past the gateway the window’s counters say when the voice begins, once each way', () => {
    const { told, count } = watch();
    expect([count(0, 0), count(3, 0), count(9, 2), count(12, 2), count(15, 5)]).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(told).toEqual(['first-rtp-sent', 'first-rtp-received', 'heard']);
  });
});
