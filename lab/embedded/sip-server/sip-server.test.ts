import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLabCa, type LabCa } from '../../pki/lab-ca.ts';
import { MediaLine } from '../media/media-line.ts';
import { writeRtp, writeTelephoneEvent } from '../media/rtp.ts';
import { header, headers, parseAddress, parseSip, parseUri, splitList } from './sip-message.ts';
import { type ProbePhoneOptions, SipProbe } from './sip-probe.ts';
import { type SipServer, type SipServerOptions, startSipServer } from './sip-server.ts';
import { newTag } from './sip-transactions.ts';

let ca: LabCa;
let server: SipServer;
const probes: SipProbe[] = [];

async function start(options: Partial<SipServerOptions> = {}): Promise<void> {
  ca = await createLabCa();
  const users = ['alice', 'bob'].map((username, index) => ({
    username,
    password: 'parlance-demo',
    name: username,
    aliases: [`100${index + 1}`],
  }));
  server = await startSipServer({
    domain: 'example.test',
    certificate: await ca.issue({ names: ['example.test', '127.0.0.1'] }),
    users,
    ...options,
  });
}
async function phone(username: string, options: Partial<ProbePhoneOptions> = {}): Promise<SipProbe> {
  const probe = await SipProbe.open(server, { username, ca: ca.pem, ...options });
  probes.push(probe);
  return probe;
}
beforeEach(() => start());
afterEach(async () => {
  for (const probe of probes.splice(0)) probe.close();
  await server.stop();
});

describe('SIP messages', () => {
  it('parses folded, compact and listed headers, addresses and URIs', () => {
    const message = parseSip(
      'INVITE sip:b@x SIP/2.0\r\nv: SIP/2.0/UDP a;branch=1, SIP/2.0/TCP b\r\nf: "Ann, \\"A\\"" <sip:ann@x>;tag=7\r\nSubject: one\r\n two\r\nl: 0\r\n\r\n',
    );
    expect(message && headers(message, 'Via')).toEqual(['SIP/2.0/UDP a;branch=1', 'SIP/2.0/TCP b']);
    expect(message && header(message, 'subject')).toBe('one two');
    expect(parseAddress((message && header(message, 'from')) ?? '')).toMatchObject({
      name: 'Ann, "A"',
      uri: 'sip:ann@x',
    });
    expect(parseUri('sip:%2b1555;ext=3@[::1]:5070;transport=tcp')).toMatchObject({
      user: '+1555',
      host: '[::1]',
      port: 5070,
    });
    expect(parseUri('tel:+1-555-0100')?.user).toBe('+15550100');
    expect(splitList('<sip:a,b@x>;q=1, "c,d" <sip:e>')).toHaveLength(2);
    expect(parseSip('garbage')).toBeUndefined();
  });
});

describe('SIP server: registration', () => {
  it.each(['udp', 'tcp', 'tls', 'ws', 'wss'] as const)(
    'registers over %s with either algorithm',
    async (transport) => {
      for (const algorithm of ['MD5', 'SHA-256'] as const) {
        const alice = await phone('alice', { transport, algorithm });
        const response = await alice.register();
        expect(response.status).toBe(200);
        expect(headers(response, 'Contact').some((contact) => contact.includes(alice.contact))).toBe(true);
      }
      expect(server.counters.authAttempts.get('alice')).toBe(2);
      expect(server.counters.authFailures.get('alice')).toBeUndefined();
    },
  );

  it('keeps several contacts, removes one, and forgets what expires', async () => {
    const [desk, laptop] = [await phone('alice'), await phone('alice', { transport: 'tcp' })];
    await desk.register();
    await laptop.register(1);
    expect(server.bindings('alice').map((binding) => binding.flow.transport)).toEqual(['tcp', 'udp']);
    await expect.poll(() => server.bindings('alice').length, { timeout: 3000 }).toBe(1);
    await desk.register(0);
    expect(server.bindings('alice')).toHaveLength(0);
  });

  it('refuses a wrong password each time, counts, and challenges again when a nonce is stale', async () => {
    const alice = await phone('alice', { password: 'wrong' });
    expect((await alice.register()).status).toBe(401);
    expect(server.counters.authFailures.get('alice')).toBe(1);
    server.faults.statusFor.set('REGISTER', 503);
    expect((await (await phone('alice')).register()).status).toBe(503);
  });
});

describe('SIP server: lines', () => {
  it.each(['udp', 'tcp', 'ws'] as const)('echoes sound over %s', async (transport) => {
    const alice = await phone('alice', { transport });
    const media = await alice.openMedia();
    const { request, response } = await alice.call('9999', media);
    expect(response.status).toBe(200);
    await expect.poll(() => media.toneShare(700), { timeout: 4000 }).toBeGreaterThan(0.9);
    const call = server.calls[0];
    await expect.poll(() => call?.hasAck).toBe(true);
    expect((await alice.ask(alice.inside('BYE', request, response))).response.status).toBe(200);
    expect(call?.endReason).toBe('bye');
  });

  it('echoes SDES, answers hold with recvonly, resumes, and hears digits', async () => {
    const alice = await phone('alice', { transport: 'tls' });
    const media = await alice.openMedia({ suite: 'AES_CM_128_HMAC_SHA1_80' });
    const { request, response } = await alice.call('echo', media);
    await expect.poll(() => media.counters.received, { timeout: 4000 }).toBeGreaterThan(5);
    const call = server.calls[0];
    media.want('sendonly');
    const held = await alice.ask(alice.inside('INVITE', request, response, [], media.describe()));
    expect(held.response.body).toContain('a=recvonly');
    expect(call?.media?.remoteDirection).toBe('sendonly');
    media.want('sendrecv');
    await alice.ask(alice.inside('INVITE', request, response, [], media.describe()));
    expect(call?.media?.remoteDirection).toBe('sendrecv');
    await alice.ask(
      alice.inside(
        'INFO',
        request,
        response,
        [{ name: 'Content-Type', value: 'application/dtmf-relay' }],
        'Signal=7\r\nDuration=160\r\n',
      ),
    );
    expect(call?.infoDigits).toBe('7');
  });

  it('records RFC 4733 digits once each', async () => {
    const line = await MediaLine.open({ host: '127.0.0.1', behaviour: { kind: 'listen' } });
    const sender = (await import('node:dgram')).createSocket('udp4');
    line.acceptOffer(
      'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n',
    );
    [...'12#'].forEach((digit, index) => {
      for (let packet = 0; packet < 5; packet++) {
        sender.send(
          writeRtp({
            payloadType: 101,
            hasMarker: packet === 0,
            sequence: index * 5 + packet,
            timestamp: index * 1000,
            ssrc: 1,
            payload: writeTelephoneEvent(digit, packet > 1, packet * 160),
          }),
          line.port,
          '127.0.0.1',
        );
      }
    });
    await expect.poll(() => line.counters.digits).toBe('12#');
    sender.close();
    line.close();
  });

  it('rings and answers with a tone; is busy; declines; never answers', async () => {
    const alice = await phone('alice');
    const media = await alice.openMedia();
    const ringing = alice.next((message) => message.kind === 'response' && message.status === 180);
    const { response } = await alice.call('colleague', media);
    await ringing;
    expect(response.status).toBe(200);
    await expect.poll(() => media.toneShare(440), { timeout: 4000 }).toBeGreaterThan(0.9);
    expect((await alice.call('busy', media)).response.status).toBe(486);
    expect((await alice.call('reject603', media)).response.status).toBe(603);
    expect((await alice.call('nobody', media)).response.status).toBe(404);
    const { request } = await alice.ask(
      alice.build('INVITE', 'sip:noanswer@example.test', '<sip:noanswer@example.test>', [], media.describe()),
      (status) => status === 180,
    );
    const cancel = {
      ...request,
      method: 'CANCEL',
      headers: request.headers.map((one) => ({
        ...one,
        value: one.name === 'CSeq' ? one.value.replace('INVITE', 'CANCEL') : one.value,
      })),
      body: '',
    };
    alice.send(cancel);
    expect((await alice.response(request)).status).toBe(487);
  });

  it('refuses sound it has no codec for', async () => {
    const alice = await phone('alice');
    const uri = 'sip:echo@example.test';
    const offer =
      'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 18\r\n';
    expect((await alice.ask(alice.build('INVITE', uri, `<${uri}>`, [], offer))).response.status).toBe(488);
  });
});

describe('SIP server: calls between users', () => {
  it.each([
    ['udp', 'tcp'],
    ['ws', 'udp'],
    ['tls', 'wss'],
  ] as const)('joins %s and %s: ring, answer, talk, re-INVITE, hang up', async (from, to) => {
    const [alice, bob] = [await phone('alice', { transport: from }), await phone('bob', { transport: to })];
    await bob.register();
    const [mine, theirs] = [
      await alice.openMedia(),
      await bob.openMedia({ behaviour: { kind: 'tone', hz: 440 } }),
    ];
    const calling = alice.call('1002', mine);
    const invite = await bob.request('INVITE');
    expect(headers(invite, 'Via')).toHaveLength(2);
    const tag = newTag();
    bob.reply(invite, 180, tag);
    expect(theirs.acceptOffer(invite.body)).toBe(true);
    bob.reply(invite, 200, tag, theirs.describe());
    const { request, response } = await calling;
    await bob.request('ACK');
    await expect.poll(() => mine.toneShare(440), { timeout: 4000 }).toBeGreaterThan(0.9);
    await expect.poll(() => theirs.toneShare(700), { timeout: 4000 }).toBeGreaterThan(0.9);
    const again = alice.inside('INVITE', request, response, [], mine.describe());
    alice.send(again);
    bob.reply(await bob.request('INVITE'), 200, tag, theirs.describe());
    expect((await alice.response(again)).status).toBe(200);
    const bye = alice.inside('BYE', request, response);
    alice.send(bye);
    bob.reply(await bob.request('BYE'), 200, tag);
    expect((await alice.response(bye)).status).toBe(200);
  });

  it('rings all contacts, and stops the others when one answers', async () => {
    const [alice, desk, laptop] = [
      await phone('alice'),
      await phone('bob'),
      await phone('bob', { transport: 'tcp' }),
    ];
    await desk.register();
    await laptop.register();
    const media = await alice.openMedia();
    const calling = alice.call('bob', media);
    const [first, second] = [await desk.request('INVITE'), await laptop.request('INVITE')];
    desk.reply(first, 180, 'd');
    laptop.reply(second, 180, 'l');
    const theirs = await desk.openMedia();
    theirs.acceptOffer(first.body);
    desk.reply(first, 200, 'd', theirs.describe());
    expect((await calling).response.status).toBe(200);
    const cancel = await laptop.request('CANCEL');
    laptop.reply(cancel, 200, 'l');
    laptop.reply(second, 487, 'l');
    await laptop.request('ACK');
  });

  it('calls a user with a tone, holds, and hears what the user sends', async () => {
    const alice = await phone('alice', { transport: 'tcp' });
    await alice.register();
    const call = await server.callUser('alice', { tone: 440, from: 'bob' });
    const invite = await alice.request('INVITE');
    expect(header(invite, 'From')).toContain('"bob" <sip:bob@example.test>');
    const media = await alice.openMedia();
    media.acceptOffer(invite.body);
    alice.reply(invite, 200, 'mine', media.describe());
    expect(await call.answered).toBe(true);
    await alice.request('ACK');
    await expect.poll(() => media.toneShare(440), { timeout: 4000 }).toBeGreaterThan(0.9);
    await expect.poll(() => call.media?.toneShare(700), { timeout: 4000 }).toBeGreaterThan(0.9);
    const holding = call.hold(true);
    const reinvite = await alice.request('INVITE');
    expect(reinvite.body).toContain('a=sendonly');
    media.acceptOffer(reinvite.body);
    alice.reply(reinvite, 200, 'mine', media.describe());
    expect(await holding).toBe(200);
    call.hangUp();
    await alice.request('BYE');
  });

  it('takes a late offer when it calls without one, and cancels a call that rings', async () => {
    const alice = await phone('alice');
    await alice.register();
    const late = await server.callUser('alice', { isLateOffer: true, tone: 440 });
    const invite = await alice.request('INVITE');
    expect(invite.body).toBe('');
    const media = await alice.openMedia();
    alice.reply(invite, 200, 't', media.describe());
    media.acceptAnswer((await alice.request('ACK')).body);
    await late.answered;
    await expect.poll(() => media.toneShare(440), { timeout: 4000 }).toBeGreaterThan(0.9);
    const ringing = await server.callUser('alice');
    const second = await alice.request('INVITE');
    alice.reply(second, 180, 'u');
    await alice.next(() => true, 50).catch(() => undefined);
    server.cancelCall(ringing);
    alice.reply(await alice.request('CANCEL'), 200, 'u');
    alice.reply(second, 487, 'u');
    expect(await ringing.ended).toBe('refused');
    expect(ringing.status).toBe(487);
  });
});
