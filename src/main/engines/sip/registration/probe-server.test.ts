import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../../test/fakes/manual-clock.ts';
import { seededRandom } from '../../../../../test/fakes/seeded-random.ts';
import { headerOf, settled } from '../../../../../test/fakes/sip-peer.ts';
import { fail, failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { FlowListener, SipFlow } from '../transport/sip-flow.ts';
import { probeServer } from './probe-server.ts';

function rig(opens = true) {
  const clock = manualClock();
  const sent: string[] = [];
  const results: boolean[] = [];
  let listener: FlowListener | undefined;
  let closed = 0;
  const flow: SipFlow = {
    transport: 'tcp',
    endpoint: { host: 'ucm-a.example.test', port: 5060 },
    localAddress: '192.0.2.10',
    sentBy: '192.0.2.10:50000',
    send: (text) => Promise.resolve(void sent.push(text)),
    ping() {},
    lastHeard: () => 0,
    close: () => void (closed += 1),
  };
  const stop = probeServer(
    {
      clock,
      random: seededRandom(1),
      aor: 'alice@example.test',
      openFlow(_server, heard): Promise<Result<SipFlow>> {
        listener = heard;
        return Promise.resolve(opens ? ok(flow) : fail('net.refused', { host: 'ucm-a', port: 5060 }));
      },
    },
    0,
    (isAlive) => results.push(isAlive),
  );
  const answer = (status: number, callId = headerOf(sent[0] ?? '', 'Call-ID')): void =>
    listener?.onMessage(`SIP/2.0 ${status} So\r\nCall-ID: ${callId}\r\nContent-Length: 0\r\n\r\n`);
  const lose = (): void => listener?.onLost(failure('net.reset', { host: 'ucm-a', port: 5060 }));
  return { clock, sent, results, answer, lose, stop, closed: () => closed };
}

describe('asking another server', () => {
  it('A9: asks by OPTIONS over a connection of its own, and closes it', async () => {
    const t = rig();
    await settled();
    expect(t.sent[0]).toMatch(
      /^OPTIONS sip:ucm-a\.example\.test:5060 SIP\/2\.0\r\nVia: SIP\/2\.0\/TCP 192\.0\.2\.10:50000;/,
    );
    expect(headerOf(t.sent[0] ?? '', 'From')).toMatch(/^<sip:alice@example\.test>;tag=/);
    t.answer(200);
    expect([t.results, t.closed(), t.clock.pending()]).toEqual([[true], 1, 0]);
  });

  it.each([
    [404, true],
    [401, true],
    [603, true],
    [503, false],
    [500, false],
  ])('A9: %i means alive: %s', async (status, isAlive) => {
    const t = rig();
    await settled();
    t.answer(100);
    t.answer(status);
    t.answer(200);
    expect(t.results).toEqual([isAlive]);
  });

  it("A9: silence, a lost connection and an answer to somebody else's question are no life", async () => {
    const silent = rig();
    await settled();
    silent.answer(200, 'another');
    silent.clock.advance(4_000);
    const lost = rig();
    await settled();
    lost.lose();
    const refused = rig(false);
    await settled();
    expect([silent.results, lost.results, refused.results]).toEqual([[false], [false], [false]]);
  });

  it('A9: stopped, it says nothing and leaves nothing open', async () => {
    const t = rig();
    t.stop();
    await settled();
    t.answer(200);
    expect([t.results, t.closed(), t.clock.pending()]).toEqual([[], 1, 0]);
  });
});
