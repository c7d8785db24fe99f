import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { callsHarness, settle } from '../../../../test/fakes/calls-harness.ts';
import { failure, unwrap } from '../../../shared/errors/result.ts';
import { readDirect } from './direct-description.ts';
import { DirectMedia } from './direct-media.ts';

const description = (
  lines: readonly string[] = [],
  media = 'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 110',
): string =>
  [
    ...['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 't=0 0', media, 'c=IN IP4 0.0.0.0'],
    ...['a=rtpmap:111 opus/48000/2', 'a=rtpmap:110 telephone-event/48000'],
    ...[
      'a=ice-ufrag:abcd',
      'a=ice-pwd:0123456789012345678901',
      'a=fingerprint:sha-256 AA:BB',
      'a=setup:actpass',
    ],
    ...lines,
    '',
  ].join('\r\n');

describe('descriptions of ends that speak ICE and DTLS-SRTP', () => {
  it.each([
    ['a browser', description(), { codec: 'opus', takesEvents: true }],
    ['without F', description([], 'm=audio 9 UDP/TLS/RTP/SAVP 0'), { codec: 'PCMU', takesEvents: false }],
    [
      'noise first',
      description([], 'm=audio 9 UDP/TLS/RTP/SAVPF 110 8'),
      { codec: 'PCMA', takesEvents: true },
    ],
    ['a refusal', description([], 'm=audio 0 UDP/TLS/RTP/SAVPF 111'), { codec: '', takesEvents: false }],
    [
      'said for the session',
      'v=0\r\na=ice-ufrag:a\r\na=fingerprint:sha-256 AA\r\nm=audio 9 UDP/TLS/RTP/SAVPF 9\r\n',
      { codec: 'G722', takesEvents: false },
    ],
    ['plain RTP', 'v=0\r\nm=audio 4000 RTP/AVP 0\r\n', undefined],
    ['keys in the description', 'v=0\r\nm=audio 4000 RTP/SAVP 0\r\na=crypto:1 x\r\n', undefined],
    ['DTLS without ICE', description().replace('a=ice-ufrag:abcd\r\n', ''), undefined],
    ['ICE without DTLS', description().replace(/a=fingerprint.*\r\n/, ''), undefined],
    ['a picture alone', description([], 'm=video 9 UDP/TLS/RTP/SAVPF 111'), undefined],
    ['nothing', '', undefined],
  ])('V2: %s', (_name, sdp, expected) => {
    const read = readDirect(sdp);
    expect(read).toEqual(expected === undefined ? undefined : { ...expected });
  });
});

/** A call's media whose window answers when told to. */
function start(settings = { servers: [], isRelayOnly: false }) {
  const clock = manualClock();
  const did: string[] = [];
  const network = { address: '192.0.2.1' };
  const ports = { clock, codecs: ['opus'], settings, localAddress: () => network.address };
  const media = new DirectMedia(ports, 0, {
    onTask: () => {
      const { revision, direct } = media.step ?? {};
      const restart = direct?.restartsIce ? ' with ICE anew' : '';
      did.push(`${revision} ${direct?.step} on ${direct?.connection}${restart}`);
    },
    onNegotiated: (codec) => did.push(`agreed ${codec}`),
    onWindowReady: () => did.push('ready'),
    onWindowFailed: ({ code }) => did.push(`failed ${code}`),
    onLost: () => did.push('lost'),
  });
  const answer = (sdp = description()) => media.answered(media.step?.revision ?? 0, sdp);
  const takes = async () => {
    await settle();
    return did.splice(0);
  };
  return { media, clock, network, answer, takes };
}

async function connected() {
  const parts = start();
  const offered = parts.media.createOffer();
  await parts.takes();
  parts.answer('our offer');
  expect(await offered).toEqual({ ok: true, value: 'our offer' });
  const applied = parts.media.apply('apply', description());
  await parts.takes();
  parts.answer('our offer');
  expect(await applied).toMatchObject({ ok: true });
  expect(await parts.takes()).toEqual(['ready', 'agreed opus']);
  return parts;
}

describe('media of a call past the gateway', () => {
  it('V2: an answer that is no such answer is refused, a refused line too, and nothing is asked of the window', async () => {
    const { media, takes } = start();
    expect(await media.apply('apply', 'v=0\r\nm=audio 4000 RTP/AVP 0\r\n')).toMatchObject({
      error: { code: 'media.bad-sdp' },
    });
    expect(await media.apply('apply', description([], 'm=audio 0 UDP/TLS/RTP/SAVPF 111'))).toMatchObject({
      error: { code: 'call.no-common-codec' },
    });
    expect(await takes()).toEqual([]);
  });

  it('V2: of forks the first is heard early; when another answers, it is offered a connection of its own', async () => {
    const { media, answer, takes } = start();
    const offered = media.createOffer();
    await takes();
    answer('our offer');
    await offered;
    const fork = (name: string) => description().replace(/^a=ice-ufrag:.*$/m, `a=ice-ufrag:${name}`);
    const early = media.apply('early', fork('desk'));
    expect(await takes()).toEqual(['ready', '2 early on 1']);
    answer('our offer');
    await early;
    expect(await media.apply('early', fork('mobile'))).toMatchObject({ ok: true });
    expect(await takes()).toEqual(['ready', 'agreed opus']);
    expect(await media.apply('apply', fork('mobile'))).toMatchObject({ ok: true });
    expect(await takes()).toEqual(['lost']);
    void media.createOffer();
    expect(await takes()).toEqual(['3 offer on 2']);
  });

  it('V2: whoever was heard early and answers goes on being heard', async () => {
    const { media, answer, takes } = start();
    const offered = media.createOffer();
    await takes();
    answer('our offer');
    await offered;
    void media.apply('early', description());
    await takes();
    answer('our offer');
    await takes();
    void media.apply('apply', description());
    expect(await takes()).toEqual(['3 apply on 1']);
  });

  it('V2: an answer is made while it rings, once more when that failed, and not when the offer is another', async () => {
    const { media, answer, takes } = start();
    media.prepareAnswer(description());
    expect(await takes()).toEqual(['1 answer on 1']);
    media.failed(1, failure('media.no-microphone'));
    expect(await takes()).toEqual(['failed media.no-microphone']);
    const made = media.createAnswer(description());
    expect(await takes()).toEqual(['2 answer on 2']);
    answer(description(['a=second']));
    expect(await made).toMatchObject({ ok: true, value: expect.stringContaining('a=second') });
  });

  it('A9: another network asks for ICE anew, the same one does not', async () => {
    const { media, network, answer, takes } = await connected();
    void media.createOffer();
    expect(await takes()).toEqual(['3 offer on 1']);
    answer('again');
    network.address = '198.51.100.7';
    void media.createOffer();
    expect(await takes()).toEqual(['ready', '4 offer on 1 with ICE anew']);
  });

  it('A9: a connection that is lost, or a page that came again, is told once, and offers ICE anew; after five in a row it is given up', async () => {
    const { media, answer, takes } = await connected();
    answer('somebody else');
    expect(await takes()).toEqual(['lost']);
    void media.createOffer();
    expect(await takes()).toEqual(['3 offer on 1 with ICE anew']);
    answer('again');
    for (const _ of [1, 2, 3]) media.failed(3, failure('media.failed'));
    expect(await takes()).toEqual(['ready', 'lost', 'lost', 'lost']);
    media.failed(3, failure('media.failed'));
    expect(await takes()).toEqual(['failed media.failed']);
  });

  it('V2: a window that says nothing is not waited for for ever, nor after the end', async () => {
    const { media, clock, takes } = start();
    const offered = media.createOffer();
    await takes();
    clock.advance(10_000);
    expect(await offered).toMatchObject({ error: { code: 'media.failed' } });
    const second = media.createOffer();
    await takes();
    media.close();
    expect(await second).toMatchObject({ error: { code: 'call.ended' } });
    expect(await media.createOffer()).toMatchObject({ error: { code: 'call.ended' } });
  });

  it('V2: early media that comes to nothing is no reason to give up', async () => {
    const { media, answer, takes } = start();
    void media.createOffer();
    await takes();
    answer('our offer');
    const early = media.apply('early', description());
    await takes();
    media.failed(2, failure('media.failed'));
    expect(await early).toMatchObject({ ok: false });
    expect(await takes()).toEqual([]);
  });

  it('V4: keys are numbered, so that each is played once', async () => {
    const { media } = await connected();
    expect(media.sendDigits('1x')).toMatchObject({ error: { code: 'media.bad-digit' } });
    media.sendDigits('1');
    media.sendDigits('2#');
    expect(media.step?.direct.digits).toEqual({ number: 2, keys: '2#' });
  });
});

describe('which way a call goes', () => {
  const configuration = () => ({
    mediaPorts: { start: 16_384, stop: 16_484 },
    codecs: ['PCMU' as const],
    srtp: 'sdes-optional' as const,
    direct: { servers: [], isRelayOnly: false },
  });

  it('V2: an offer of a browser never opens the gateway; any other does', async () => {
    const harness = callsHarness({ configuration });
    await harness.sip.prepare().examineOffer?.(description());
    await settle();
    expect(harness.publisher.all('media')).toMatchObject([
      { revision: 1, offerSdp: description(), direct: { step: 'answer', connection: 1 } },
    ]);
    expect(harness.gateway.specs).toHaveLength(0);
    await harness.sip.prepare().examineOffer?.('v=0\r\nm=audio 4000 RTP/AVP 0\r\n');
    expect(harness.gateway.specs).toHaveLength(1);
    expect(harness.publisher.all('media').at(-1)?.direct).toBeUndefined();
  });

  it('V2: registered over WebSockets calls begin as a browser’s; refused they begin again by the gateway', async () => {
    const harness = callsHarness({ configuration });
    harness.sip.setRegistration({ kind: 'registered', server: 'x', transport: 'wss', expiresAt: 0 });
    const { callId } = unwrap(await harness.ask('calls/dial', { target: '1002' }));
    const first = harness.sip.last();
    const offered = first.media.createOffer();
    await settle();
    expect(harness.gateway.specs).toHaveLength(0);
    unwrap(await harness.ask('media/answered', { callId, revision: 1, sdp: 'as a browser' }));
    expect(await offered).toEqual({ ok: true, value: 'as a browser' });
    first.emit({
      ...{ kind: 'ended', by: 'peer', isAnsweredElsewhere: false },
      error: failure('call.no-common-codec'),
    });
    await settle();
    expect(harness.sip.calls).toHaveLength(2);
    const again = harness.sip.last().media.createOffer();
    await settle();
    expect(await again).toMatchObject({ ok: true });
    expect(harness.gateway.specs).toMatchObject([{ srtp: 'sdes-optional' }]);
    const task = harness.publisher.get('media', callId);
    expect(task?.direct).toBeUndefined();
    expect(task?.revision).toBeGreaterThan(1);
    expect(harness.call(callId)?.state).toBe('dialling');
  });

  it('V2: who refused a browser’s offer is called by the gateway at once for a day', async () => {
    const harness = callsHarness({ configuration });
    harness.sip.setRegistration({ kind: 'registered', server: 'x', transport: 'wss', expiresAt: 0 });
    const dial = async () => {
      unwrap(await harness.ask('calls/dial', { target: '1002' }));
      return harness.sip.last();
    };
    const refused = await dial();
    const over = { kind: 'ended', by: 'peer', isAnsweredElsewhere: false } as const;
    refused.emit({ ...over, error: failure('call.no-common-codec') });
    await settle();
    harness.sip.last().emit(over);
    await settle();
    const before = harness.gateway.specs.length;
    (await dial()).emit(over);
    await settle();
    expect(harness.gateway.specs).toHaveLength(before + 1);
    harness.clock.advance(25 * 60 * 60 * 1_000);
    await settle();
    await dial();
    expect(harness.gateway.specs).toHaveLength(before + 1);
  });

  it('V2: a plain answer to a browser’s offer doesn’t end the call: the gateway’s offer follows in it', async () => {
    const harness = callsHarness({ configuration });
    harness.sip.setRegistration({ kind: 'registered', server: 'x', transport: 'wss', expiresAt: 0 });
    const { callId } = unwrap(await harness.ask('calls/dial', { target: '1002' }));
    const call = harness.sip.last();
    void call.media.createOffer();
    await settle();
    unwrap(await harness.ask('media/answered', { callId, revision: 1, sdp: 'as a browser' }));
    expect(await call.media.applyAnswer('v=0\r\nm=audio 4000 RTP/AVP 0\r\n')).toMatchObject({ ok: true });
    call.emit({ kind: 'answered' });
    await settle();
    expect(call.asked).toContain('renegotiate');
    expect(await call.media.createOffer()).toMatchObject({ ok: true });
    expect(harness.gateway.specs).toHaveLength(1);
    expect(harness.call(callId)?.state).toBe('connected');
  });
});
