import { describe, expect, it } from 'vitest';
import { sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import type { Failure } from '../../../../shared/errors/result.ts';
import type { SipFlow } from '../transport/sip-flow.ts';
import { KeepAlive } from './keep-alive.ts';

function rig(keepAliveS?: number) {
  const { clock, userAgent, sent } = sipPeer(keepAliveS === undefined ? {} : { timers: { keepAliveS } });
  const dead: Failure[] = [];
  let lastHeard = 0;
  let pings = 0;
  const flow: SipFlow = {
    ...(userAgent.flow as SipFlow),
    lastHeard: () => lastHeard,
    ping: () => void (pings += 1),
  };
  const keepAlive = new KeepAlive({ clock, userAgent, onDead: (cause) => dead.push(cause) });
  keepAlive.start(flow);
  return { clock, dead, sent, keepAlive, hear: () => (lastHeard = clock.monotonic()), pings: () => pings };
}

describe('keep-alive', () => {
  it('V1: pings every 30 s while the server is heard', () => {
    const t = rig();
    for (let count = 0; count < 5; count += 1) {
      t.clock.advance(30_000);
      t.hear();
    }
    expect([t.pings(), t.sent.length, t.dead]).toEqual([5, 0, []]);
  });

  it('A9: by STUN a connection is dead when nothing is heard within 3 s', () => {
    const { clock, userAgent } = sipPeer();
    const dead: Failure[] = [];
    let [lastHeard, asked] = [0, 0];
    const flow: SipFlow = {
      ...(userAgent.flow as SipFlow),
      lastHeard: () => lastHeard,
      askByStun: () => void (asked += 1),
    };
    new KeepAlive({ clock, userAgent, onDead: (cause) => dead.push(cause) }).start(flow, true);
    clock.advance(31_000);
    lastHeard = clock.monotonic();
    clock.advance(28_000);
    expect([asked, dead]).toEqual([1, []]);
    clock.advance(4_000);
    expect([asked, dead[0]?.code]).toEqual([2, 'net.timeout']);
  });

  it('V1: asks a silent server by OPTIONS; an answer keeps the flow', () => {
    const t = rig();
    t.clock.advance(60_000);
    expect(t.sent.map((text) => text.split(' ', 1)[0])).toEqual(['OPTIONS']);
    t.clock.advance(1_000);
    t.hear();
    t.clock.advance(20_000);
    expect(t.dead).toEqual([]);
  });

  it("A9: a server that doesn't answer is given up within 120 s", () => {
    const t = rig();
    t.clock.advance(119_000);
    expect(t.dead[0]).toMatchObject({ code: 'net.timeout', params: { host: 'sip.example.test' } });
  });

  it("A9: the device file's own time counts", () => {
    const t = rig(40);
    t.clock.advance(19_000);
    expect(t.sent).toEqual([]);
    t.clock.advance(1_000);
    expect(t.sent).toHaveLength(1);
    t.clock.advance(20_000);
    expect(t.dead[0]).toMatchObject({ code: 'net.timeout' });
  });

  it('V1: stopping leaves no timer', () => {
    const t = rig();
    t.clock.advance(61_000);
    t.keepAlive.stop();
    expect(t.clock.pending()).toBe(0);
  });
});
