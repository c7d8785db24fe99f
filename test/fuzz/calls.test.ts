import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../fakes/fuzz-runs.ts';
import { sipPeer } from '../fakes/sip-peer.ts';
import { sipTexts } from './call-subjects.ts';

describe('Q2: whatever the server says to the phone', () => {
  it('Q2: it goes on: the next call rings, and each strange request got one final answer at most', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sipTexts, { minLength: 1, maxLength: 4 }), async (texts) => {
        const peer = sipPeer();
        for (const text of texts) {
          const before = peer.sent.length;
          await peer.receive(text);
          const finals = peer.sent.slice(before).filter((sent) => /^SIP\/2\.0 [2-6]/.test(sent));
          expect(finals.length).toBeLessThanOrEqual(1);
        }
        await peer.invite();
        expect(peer.events.at(-1)?.kind).toBe('incoming');
        peer.calls.hangUpAll();
        peer.userAgent.dispose();
      }),
      { numRuns: fuzzRuns(150) },
    );
  });
});
