import { describe, expect, it } from 'vitest';
import { headerOf, SDP, settled, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { connected, kinds, watch } from '../../../../../test/fakes/watched-call.ts';
import { RegistrarClient } from '../registration/registrar-client.ts';

/** A Digest challenge of a proxy (407) or of whoever is behind it (401). */
const asks = (status: 401 | 407, nonce: string, more = '') => ({
  headers: [
    `${status === 407 ? 'Proxy-Authenticate' : 'WWW-Authenticate'}: Digest realm="example.test", nonce="${nonce}", qop="auth"${more}`,
  ],
});

describe('servers of other makes: passwords', () => {
  it('V1: a proxy asks, then whoever is behind it; both answers go out together', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    await peer.respond(peer.last('INVITE'), 407, asks(407, 'of-proxy', ', opaque="x\\"y"'));
    await peer.respond(peer.last('INVITE'), 401, asks(401, 'of-server'));
    const last = peer.last('INVITE');
    expect(headerOf(last, 'Authorization')).toContain('nonce="of-server"');
    expect(headerOf(last, 'Authorization')).not.toContain('opaque');
    expect(headerOf(last, 'Proxy-Authorization')).toContain('nonce="of-proxy"');
    expect(headerOf(last, 'Proxy-Authorization')).toContain('opaque="x\\"y"');
    expect(headerOf(last, 'Proxy-Authorization')).toContain('nc=00000002');
    await peer.respond(last, 200, { sdp: SDP });
    expect(kinds(events)).toEqual(['answered']);
  });

  it('V1: two proxies on the way, each with a realm of its own: both are answered', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    const of = (realm: string, nonce: string, more = '') => ({
      headers: [`Proxy-Authenticate: Digest realm="${realm}", nonce="${nonce}"${more}`],
    });
    await peer.respond(peer.last('INVITE'), 407, of('edge.test', 'n1'));
    await peer.respond(peer.last('INVITE'), 407, of('home.test', 'n2', ', userhash=true'));
    const proofs = peer.last('INVITE').match(/^Proxy-Authorization: .*$/gim) ?? [];
    expect(proofs.map((line) => /realm="([^"]*)", nonce="([^"]*)"/.exec(line)?.slice(1))).toEqual([
      ['edge.test', 'n1'],
      ['home.test', 'n2'],
    ]);
    expect(proofs.map((line) => line.includes('userhash=true'))).toEqual([false, true]);
    // The wrong password for one of them is still tried once.
    await peer.respond(peer.last('INVITE'), 407, of('home.test', 'n3'));
    expect(peer.count('INVITE')).toBe(3);
    expect(kinds(events)).toEqual(['ended']);
  });

  it('V1: of several challenges the one that is understood is answered, whatever else is named', async () => {
    const peer = sipPeer();
    await peer.dial();
    await peer.respond(peer.last('INVITE'), 401, {
      headers: [
        'WWW-Authenticate: NTLM realm="x", targetname="y", version=3',
        'WWW-Authenticate: Digest realm="r", nonce="a", algorithm=SHA3-512, qop="auth"',
        'WWW-Authenticate: Digest realm="r", nonce="b\\c", algorithm="SHA-512-256", qop="auth-int,auth", Digest realm="r", nonce="d"',
        'WWW-Authenticate: Digest realm="r", nonce="e", algorithm=AKAv1-MD5',
      ],
    });
    const proof = headerOf(peer.last('INVITE'), 'Authorization');
    expect(proof).toContain('algorithm=SHA-512-256');
    expect(proof).toContain('nonce="b\\c"');
  });

  it('V1: nonces that go stale fast are answered anew, but not for ever', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    await peer.respond(peer.last('INVITE'), 407, asks(407, 'n0'));
    for (const nonce of ['n1', 'n2', 'n3'])
      await peer.respond(peer.last('INVITE'), 407, asks(407, nonce, ', stale=true'));
    expect(headerOf(peer.last('INVITE'), 'Proxy-Authorization')).toContain('nonce="n3"');
    await peer.respond(peer.last('INVITE'), 407, asks(407, 'n4', ', stale=true'));
    expect(peer.count('INVITE')).toBe(5);
    expect(kinds(events)).toEqual(['ended']);
  });

  it('V1: BYE and re-INVITE are challenged too', async () => {
    const peer = sipPeer();
    const { call } = await connected(peer);
    const held = call.renegotiate();
    await settled();
    await peer.respond(peer.last('INVITE'), 407, asks(407, 'n1'));
    const again = peer.last('INVITE');
    expect(headerOf(again, 'Proxy-Authorization')).toContain('nonce="n1"');
    await peer.respond(again, 200, { sdp: SDP });
    expect(await held).toMatchObject({ ok: true });
    await call.hangUp();
    const cseq = (text: string): number => Number.parseInt(headerOf(text, 'CSeq'), 10);
    expect(cseq(peer.last('BYE'))).toBeGreaterThan(cseq(again));
    await peer.respond(peer.last('BYE'), 401, asks(401, 'n2'));
    expect(headerOf(peer.last('BYE'), 'Authorization')).toContain('nonce="n2"');
  });
});

describe('servers of other makes: routes and registrations', () => {
  it('V1: Service-Route is the way of what begins something, but of no REGISTER', async () => {
    const peer = sipPeer({ route: ['<sip:out.example.test;lr>'] });
    const client = new RegistrarClient(peer.userAgent, 'call');
    const first = client.register(300);
    await settled();
    await peer.respond(peer.last('REGISTER'), 200, {
      headers: ['Service-Route: <sip:one.example.test;lr>, <sip:two.example.test;lr>'],
    });
    await first;
    await peer.dial();
    expect(
      peer
        .last('INVITE')
        .match(/^Route: .*$/gim)
        ?.join(),
    ).toBe('Route: <sip:out.example.test;lr>,Route: <sip:one.example.test;lr>, <sip:two.example.test;lr>');
    void client.register(300);
    await settled();
    expect(peer.last('REGISTER').match(/^Route: .*$/gim)).toEqual(['Route: <sip:out.example.test;lr>']);
  });

  it('V1: the time granted counts where a server on the way wrote another Contact', async () => {
    const peer = sipPeer();
    const client = new RegistrarClient(peer.userAgent, 'call');
    const outcome = client.register(300);
    await settled();
    await peer.respond(peer.last('REGISTER'), 200, {
      contact: '<sip:alice@198.51.100.1:1024;transport=tcp>;expires=60',
    });
    expect(await outcome).toMatchObject({ kind: 'accepted', expires: 60 });
  });
});

describe('servers of other makes: what comes unasked', () => {
  it('V2: OPTIONS in a call is answered 200, UPDATE of no dialog 481, MESSAGE 405 with what is allowed', async () => {
    const peer = sipPeer();
    const { events, invite } = await connected(peer);
    await peer.inDialog(invite, 'OPTIONS');
    expect(peer.last('SIP/2.0 200')).toContain('OPTIONS\r\n');
    await peer.inDialog(invite, 'UPDATE', { tag: 'nobody', sdp: SDP });
    expect(peer.last('SIP/2.0 481')).toContain('UPDATE\r\n');
    await peer.inDialog(invite, 'MESSAGE', { body: 'hi', headers: ['Content-Type: text/plain'] });
    expect(headerOf(peer.last('SIP/2.0 405'), 'Allow')).toContain('INVITE');
    await peer.inDialog(invite, 'PUBLISH');
    await peer.inDialog(invite, 'FOO');
    expect(kinds(events)).toEqual(['answered']);
    await peer.inDialog(invite, 'BYE', { headers: ['Reason: Q.850;cause=16;text="Normal, clearing"'] });
    expect(kinds(events)).toEqual(['answered', 'ended']);
  });

  it('V2: a request that names no call of ours: 481, or 420 for what it demands', async () => {
    const peer = sipPeer();
    await peer.invite({ sdp: SDP, headers: ['Replaces: nobody;to-tag=1;from-tag=2'] });
    expect(peer.count('SIP/2.0 481')).toBe(1);
    await peer.invite({ sdp: SDP, headers: ['Require: precondition, 100rel'] });
    expect(headerOf(peer.last('SIP/2.0 420'), 'Unsupported')).toBe('precondition');
    expect(peer.events).toEqual([]);
  });

  it('V2: who wants reliable ringing and offers nothing is not rung for without an offer, and is answered with one', async () => {
    const peer = sipPeer();
    await peer.invite({ headers: ['Require: 100rel'] });
    const [event] = peer.events;
    expect(peer.count('SIP/2.0 18')).toBe(0);
    if (event?.kind === 'incoming') void event.call.answer();
    await settled();
    expect(peer.last('SIP/2.0 200')).toContain('m=audio');
  });

  it('V2: Alert-Info that asks for an answer only rings', async () => {
    const peer = sipPeer();
    await peer.invite({
      sdp: SDP,
      headers: [
        'Alert-Info: <http://127.0.0.1>;info=alert-autoanswer;delay=0',
        'Call-Info: <sip:x>;answer-after=0',
        'Answer-Mode: Auto',
      ],
    });
    expect(peer.events).toHaveLength(1);
    expect(peer.count('SIP/2.0 200')).toBe(0);
    await peer.invite({ sdp: SDP, headers: ['Alert-Info: <http://x>;info=alert-internal'] });
    expect(peer.events.map((event) => event.kind === 'incoming' && event.ring)).toEqual([
      undefined,
      'internal',
    ]);
  });
});

describe('servers of other makes: answers and forks', () => {
  it('V2: redirections are followed by preference, and the next one where nobody is', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    await peer.respond(peer.last('INVITE'), 302, {
      contact: '<sip:last@192.0.2.3>;q=0.1, "A <sip:no@x>" <sip:best@192.0.2.1>;q=0.9, <tel:+1555>;q=1.0',
    });
    expect(peer.last('INVITE')).toMatch(/^INVITE sip:best@192\.0\.2\.1 SIP/);
    await peer.respond(peer.last('INVITE'), 404);
    expect(peer.last('INVITE')).toMatch(/^INVITE sip:last@192\.0\.2\.3 SIP/);
    await peer.respond(peer.last('INVITE'), 200, { sdp: SDP });
    expect(kinds(events)).toEqual(['answered']);
  });

  it('V4: who answers a key or a transfer with 481 is asked whether there is a call at all', async () => {
    const peer = sipPeer();
    const { call, events } = await connected(peer);
    const pressed = call.sendInfoDtmf('5', 100);
    await settled();
    await peer.respond(peer.last('INFO'), 481);
    expect((await pressed).ok).toBe(false);
    await settled();
    // It was the key only.
    await peer.respond(peer.last('INVITE'), 200, { sdp: SDP });
    expect(kinds(events)).toEqual(['answered']);
    void call.transfer('sip:carol@example.test');
    await peer.respond(peer.last('REFER'), 481);
    await settled();
    await peer.respond(peer.last('INVITE'), 481);
    expect(kinds(events)).toEqual(['answered', 'ended']);
  });

  it('V2: hung up before anything came back: CANCEL waits for the first response', async () => {
    const peer = sipPeer();
    const call = await peer.dial();
    const invite = peer.last('INVITE');
    await call.hangUp();
    expect(peer.count('CANCEL')).toBe(0);
    await peer.respond(invite, 100);
    expect(peer.count('CANCEL')).toBe(1);
    await peer.respond(invite, 487);
    expect(peer.count('ACK')).toBe(1);
  });

  it('V2: an unreliable 183 with an answer, and a 200 without one', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    await peer.respond(peer.last('INVITE'), 183, { sdp: SDP });
    await peer.respond(peer.last('INVITE'), 200);
    expect(kinds(events)).toEqual(['early-media', 'answered']);
  });

  it('V2: a re-INVITE that is answered 200 twice gets two ACKs', async () => {
    const peer = sipPeer();
    const { call } = await connected(peer);
    void call.renegotiate();
    await settled();
    const again = peer.last('INVITE');
    await peer.respond(again, 200, { sdp: SDP });
    await peer.respond(again, 200, { sdp: SDP });
    expect(peer.count('ACK')).toBe(3);
  });

  it('V2: two reliable responses in order are each acknowledged, in their early dialogs', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    const invite = peer.last('INVITE');
    await peer.respond(invite, 183, { tag: 'a', sdp: SDP, headers: ['Require: 100rel', 'RSeq: 1'] });
    await peer.respond(peer.last('PRACK'), 200);
    await peer.respond(invite, 180, { tag: 'a', headers: ['Require: 100rel', 'RSeq: 2'] });
    await peer.respond(peer.last('PRACK'), 200);
    await peer.respond(invite, 180, { tag: 'b', headers: ['Require: 100rel', 'RSeq: 900'] });
    expect(peer.count('PRACK')).toBe(3);
    expect(
      peer.sent.filter((text) => text.startsWith('PRACK')).map((text) => headerOf(text, 'RAck')),
    ).toEqual(['1 1 INVITE', '2 1 INVITE', '900 1 INVITE']);
    await peer.respond(invite, 200, { tag: 'a' });
    expect(kinds(events)).toEqual(['early-media', 'ringing', 'answered']);
  });
});

describe('callers of other makes', () => {
  const who = async (from: string, headers: readonly string[]) => {
    const peer = sipPeer();
    await peer.invite({ sdp: SDP, from, headers });
    const [event] = peer.events;
    return event?.kind === 'incoming' ? event.call.peer : undefined;
  };
  it.each<[string, string, readonly string[], object]>([
    [
      'a name in quotes with an escape',
      '"Bob \\"B\\" <x>" <sip:1@h>',
      [],
      { name: 'Bob "B" <x>', address: 'sip:1@h' },
    ],
    ['a name in UTF-8', '"Zoë 😀" <sip:1@h>', [], { name: 'Zoë 😀', address: 'sip:1@h' }],
    ['no name', '<sip:1@h:5060;user=phone>', [], { name: '', address: 'sip:1@h:5060' }],
    [
      'privacy, told by a server that trusts us with the name',
      '"Anonymous" <sip:anonymous@anonymous.invalid>',
      ['P-Asserted-Identity: "Carol" <sip:1003@h>', 'Privacy: id'],
      { name: '', address: '' },
    ],
    [
      'privacy of somebody who is named in From',
      '"Carol" <sip:1003@h>',
      ['P-Asserted-Identity: "Carol" <sip:1003@h>', 'Privacy: none'],
      { name: 'Carol', address: 'sip:1003@h' },
    ],
    [
      'two identities, the number second',
      '<sip:1@h>',
      ['P-Asserted-Identity: "Carol" <sip:carol@h>, <tel:+15550100>'],
      { name: 'Carol', address: 'sip:carol@h' },
    ],
    [
      'a Remote-Party-ID of the called party is not the caller',
      '"Bob" <sip:1@h>',
      ['Remote-Party-ID: "Alice" <sip:alice@h>;party=called'],
      { name: 'Bob', address: 'sip:1@h' },
    ],
    [
      'a hidden name, an open number',
      '"x" <sip:1@h>',
      ['Remote-Party-ID: "Carol" <sip:1003@h>;party=calling;privacy=name'],
      { name: '', address: 'sip:1003@h' },
    ],
  ])('V2: %s', async (_what, from, headers, shown) => {
    expect(await who(from, headers)).toEqual(shown);
  });

  it.each<[string, string, readonly string[], object]>([
    [
      'parameters in the user part',
      '<sip:+1555;cpc=ordinary@h;user=phone>',
      [],
      { name: '', address: 'sip:+1555@h' },
    ],
    [
      'a number first, a name second',
      '<sip:1@h>',
      ['P-Asserted-Identity: <tel:+15550100>', 'P-Asserted-Identity: "Carol" <sip:carol@h>'],
      { name: 'Carol', address: 'sip:carol@h' },
    ],
    [
      'an address of IPv6',
      '"B" <sip:1@[2001:db8::1]:5060;transport=tcp>',
      [],
      { name: 'B', address: 'sip:1@[2001:db8::1]:5060' },
    ],
  ])('V2: %s', async (_what, from, headers, shown) => {
    expect(await who(from, headers)).toEqual(shown);
  });

  it('V2: a body that is packed is refused, with what is understood', async () => {
    const peer = sipPeer();
    await peer.invite({ sdp: SDP, headers: ['Content-Encoding: gzip'] });
    expect(headerOf(peer.last('SIP/2.0 415'), 'Accept-Encoding')).toBe('identity');
  });

  it('V2: a status line without reason or blank is read', async () => {
    const peer = sipPeer();
    const events = watch(await peer.dial());
    const invite = peer.last('INVITE');
    const head = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${headerOf(invite, name)}`);
    await peer.receive(['SIP/2.0 180', ...head, `To: ${headerOf(invite, 'To')};tag=q`, '', ''].join('\r\n'));
    expect(kinds(events)).toEqual(['ringing']);
  });

  it('V2: bodies of many kinds: nested, optional, with a preamble', async () => {
    for (const [type, body, rings] of [
      [
        'multipart/mixed;boundary=o',
        `--o\r\nContent-Type: multipart/alternative; boundary="i"\r\n\r\n--i\r\nContent-Type: text/plain\r\n\r\nx\r\n--i\r\nc: application/sdp\r\n\r\n${SDP}\r\n--i--\r\n\r\n--o--`,
        true,
      ],
      [
        'multipart/related;boundary=o',
        `preamble\r\n--o\r\nContent-Type: application/sdp\r\n\r\n${SDP}\r\n--o--`,
        true,
      ],
      ['application/isup;version=nxv3', 'x', false],
    ] as const) {
      const peer = sipPeer();
      await peer.inDialog(
        `INVITE x SIP/2.0\r\nFrom: <sip:alice@example.test>\r\nTo: <sip:bob@h>\r\nCall-ID: q\r\n`,
        'INVITE',
        { body, headers: [`Content-Type: ${type}`], tag: 'b1' },
      );
      expect([type, peer.events.length, peer.count('SIP/2.0 415')]).toEqual([
        type,
        rings ? 1 : 0,
        rings ? 0 : 1,
      ]);
    }
  });
});
