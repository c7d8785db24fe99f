import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SDP, settled, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { connected } from '../../../../../test/fakes/watched-call.ts';

const SENDONLY = `${SDP}a=sendonly\r\n`;

describe('what nobody asked for', () => {
  it.each([
    ['MESSAGE', 405],
    ['SUBSCRIBE', 489],
    ['REGISTER', 405],
    ['PUBLISH', 405],
    ['BYE', 481],
    ['REFER', 405],
    ['NOTIFY', 489],
    ['OPTIONS', 200],
  ])('Q2: %s outside a dialog gets %i', async (method, status) => {
    const peer = sipPeer();
    await peer.receive(
      `${method} sip:alice@example.test SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bKq\r\nFrom: <sip:m@x>;tag=1\r\nTo: <sip:alice@example.test>\r\nCall-ID: q\r\nCSeq: 1 ${method}\r\nContact: <sip:m@x>\r\nEvent: presence\r\nRefer-To: <sip:x@y>\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(peer.sent.map((text) => Number(text.slice(8, 11)))).toEqual([status]);
  });

  it('V11: a message-waiting note is taken', async () => {
    const peer = sipPeer();
    await peer.receive(
      'NOTIFY sip:alice@example.test SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bKq\r\nFrom: <sip:m@x>;tag=1\r\nTo: <sip:alice@example.test>\r\nCall-ID: q\r\nCSeq: 1 NOTIFY\r\nEvent: message-summary\r\nContent-Length: 0\r\n\r\n',
    );
    expect(peer.count('SIP/2.0 200')).toBe(1);
  });

  it('Q2: more calls at once than a person could mean are refused as busy', async () => {
    const peer = sipPeer();
    for (let count = 0; count < 30; count += 1) await peer.invite({ sdp: SDP });
    expect([peer.events.length, peer.count('SIP/2.0 486')]).toEqual([20, 10]);
  });

  it('Q2: messages of a running call with parts changed, doubled or out of order never throw', async () => {
    const genuine = await recorded();
    const damaged = fc.array(
      fc.tuple(fc.nat(genuine.length - 1), fc.nat(1_200), fc.string({ unit: 'binary', maxLength: 4 })),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(damaged, async (plan) => {
        const peer = sipPeer();
        await connected(peer);
        for (const [index, at, put] of plan) {
          const text = genuine[index] ?? '';
          await peer.receive(at > text.length ? text : text.slice(0, at) + put + text.slice(at + put.length));
        }
        peer.userAgent.dispose();
      }),
      { numRuns: 150 },
    );
  });
});

/** Everything a server says in a call with hold, digits and an end. */
async function recorded(): Promise<string[]> {
  const peer = sipPeer();
  const heard: string[] = [];
  const { receive } = peer.userAgent;
  peer.userAgent.receive = (text) => {
    heard.push(text);
    receive.call(peer.userAgent, text);
  };
  const { call, invite } = await connected(peer);
  await peer.inDialog(invite, 'INVITE', { sdp: SENDONLY, sequence: 5 });
  await peer.inDialog(invite, 'ACK', { sequence: 5 });
  await peer.inDialog(invite, 'UPDATE', { sdp: SDP });
  await peer.inDialog(invite, 'INFO', { headers: ['Content-Type: application/dtmf-relay'] });
  void call.renegotiate();
  await settled();
  await peer.respond(peer.last('INVITE'), 491);
  await peer.invite({ sdp: SDP });
  await peer.inDialog(invite, 'BYE');
  return heard;
}
