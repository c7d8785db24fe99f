import { describe, expect, it } from 'vitest';
import { sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { silentLog } from '../../../../../test/fakes/silent-log.ts';
import { MessageWaiting } from './message-waiting.ts';

const header = (message: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(message)?.[1]?.trim() ?? '';

function mailbox(asksForMessages = true) {
  const peer = sipPeer();
  peer.userAgent.account = { ...peer.userAgent.account, asksForMessages };
  const told: string[] = [];
  const waiting = new MessageWaiting(peer.userAgent, silentLog, (body) => told.push(body));
  const note = (subscribe: string, body: string, state = 'active;expires=60', cseq = 1): Promise<void> =>
    peer.receive(
      [
        'NOTIFY sip:alice@example.test SIP/2.0',
        `Via: SIP/2.0/TCP x;branch=z9hG4bKn${cseq}`,
        `From: ${header(subscribe, 'To')};tag=server`,
        `To: ${header(subscribe, 'From')}`,
        `Call-ID: ${header(subscribe, 'Call-ID')}`,
        `CSeq: ${cseq} NOTIFY`,
        'Contact: <sip:server@example.test>',
        'Event: message-summary',
        `Subscription-State: ${state}`,
        'Content-Type: application/simple-message-summary',
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
  return { peer, waiting, told, note };
}

describe('a subscription to waiting messages', () => {
  it('V11: the line asks for its own mailbox, and each note is answered and handed on', async () => {
    const { peer, waiting, told, note } = mailbox();
    waiting.follow(peer.userAgent.flow);
    const subscribe = peer.last('SUBSCRIBE');
    expect(header(subscribe, 'Event')).toBe('message-summary');
    expect(header(subscribe, 'Accept')).toBe('application/simple-message-summary');
    await peer.respond(subscribe, 202, { tag: 'server', headers: ['Expires: 60'] });
    await note(subscribe, 'Messages-Waiting: yes\r\nVoice-Message: 1/0\r\n');
    await note(subscribe, 'Messages-Waiting: no\r\n', 'active;expires=50', 2);
    expect(told).toEqual(['Messages-Waiting: yes\r\nVoice-Message: 1/0\r\n', 'Messages-Waiting: no\r\n']);
    expect(peer.count('SIP/2.0 200')).toBe(2);
  });

  it('V11: a server that refuses is not asked again on this way', async () => {
    const { peer, waiting } = mailbox();
    waiting.follow(peer.userAgent.flow);
    await peer.respond(peer.last('SUBSCRIBE'), 489);
    waiting.follow(peer.userAgent.flow);
    expect(peer.count('SUBSCRIBE')).toBe(1);
  });

  it('V11: a new way is a new subscription', async () => {
    const { peer, waiting } = mailbox();
    waiting.follow(peer.userAgent.flow);
    waiting.follow(undefined);
    waiting.follow(peer.userAgent.flow);
    expect(peer.count('SUBSCRIBE')).toBe(2);
  });

  it('V11: a phone of a Unified CM asks for nothing', () => {
    const { peer, waiting } = mailbox(false);
    waiting.follow(peer.userAgent.flow);
    expect(peer.count('SUBSCRIBE')).toBe(0);
  });
});
