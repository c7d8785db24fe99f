import { describe, expect, it } from 'vitest';
import { headerOf, settled, sipPeer } from '../../../../../test/fakes/sip-peer.ts';
import { fail, ok, type Result } from '../../../../shared/errors/result.ts';
import type { TokenSource } from '../../../ports/credentials.port.ts';
import type { SipAccount } from '../../../ports/sip.port.ts';
import type { SipFlow } from '../transport/sip-flow.ts';
import { RegistrarClient } from './registrar-client.ts';

const BEARER = { headers: ['Proxy-Authenticate: Bearer realm="ccmsipline"'] };
const DIGEST = { headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'] };
const DEVICE = { name: 'CSFALICE', contactUser: '7d0c' };

/** Tokens one, two, three …; each renewal gives the next. */
function tokens(renewal?: Result<string>): TokenSource & { readonly renewed: string[] } {
  const renewed: string[] = [];
  const names = ['one', 'two', 'three'];
  const current = (): string => names[renewed.length] ?? '';
  return {
    renewed,
    get: () => Promise.resolve(ok(current())),
    renew(refused) {
      renewed.push(refused);
      return Promise.resolve(renewal ?? ok(current()));
    },
    current,
  };
}

function rig(account: Partial<SipAccount>, transport: 'tls' | 'tcp' = 'tls') {
  const peer = sipPeer({ password: '', ...account });
  peer.userAgent.attach({ ...(peer.userAgent.flow as SipFlow), transport });
  const client = new RegistrarClient(peer.userAgent, 'call');
  const answers = async (...given: readonly (readonly [number, object?])[]) => {
    const outcome = client.register(300);
    await settled();
    for (const [status, parts] of given) await peer.respond(peer.last('REGISTER'), status, parts);
    return outcome;
  };
  const proofs = (): string[] =>
    peer.sent.map((text) => headerOf(text, 'Proxy-Authorization') || headerOf(text, 'Authorization'));
  return { peer, client, answers, proofs };
}

describe('REGISTER of a phone with SIP OAuth', () => {
  it('V1: a Bearer challenge is answered with the access token', async () => {
    const t = rig({ tokens: tokens() });
    expect(await t.answers([407, BEARER], [200])).toMatchObject({ kind: 'accepted', roundTrips: 2 });
    expect(t.proofs()).toEqual(['', 'Bearer token="one"']);
  });

  it('V1: by RFC 8898 the token itself is the answer, and only where it is from the server that is named', async () => {
    const named = (issuer: string) => ({
      headers: [
        `WWW-Authenticate: Bearer realm="r", scope="sip", authz_server="${issuer}", error="invalid_token"`,
      ],
    });
    const source = { ...tokens(), isFrom: (issuer: string) => issuer === 'https://as.example.test/' };
    const ours = rig({ tokens: source });
    expect(await ours.answers([401, named('https://as.example.test/')], [200])).toMatchObject({
      kind: 'accepted',
    });
    expect(ours.proofs()).toEqual(['', 'Bearer one']);
    const theirs = rig({ tokens: source });
    expect(await theirs.answers([401, named('https://elsewhere.test/')])).toMatchObject({
      verdict: { cause: { code: 'auth.no-common-mechanism' } },
    });
    expect(theirs.proofs()).toEqual(['']);
    const both = rig({ tokens: tokens() });
    const challenges = [...DIGEST.headers, ...named('https://as.example.test/').headers];
    expect(await both.answers([401, { headers: challenges }], [200])).toMatchObject({ kind: 'accepted' });
  });

  it('V1 A2: a refused token is renewed once; a fresh one that is refused too stops', async () => {
    const source = tokens();
    const t = rig({ tokens: source });
    expect(await t.answers([407, BEARER], [407, BEARER], [407, BEARER], [200])).toMatchObject({
      kind: 'accepted',
    });
    expect(t.proofs()).toEqual(['', 'Bearer token="one"', '', 'Bearer token="two"']);
    const stubborn = await t.answers([407, BEARER], [407, BEARER], [407, BEARER], [407, BEARER]);
    expect(stubborn).toMatchObject({ verdict: { kind: 'stop', cause: { code: 'auth.token-refused' } } });
    expect(source.renewed).toEqual(['one', 'two']);
  });

  it('A2: without a token nothing is sent', async () => {
    const over = { ...tokens(), get: () => Promise.resolve(fail('auth.session-ended')) };
    const t = rig({ tokens: over });
    expect(await t.answers()).toMatchObject({
      verdict: { kind: 'stop', cause: { code: 'auth.session-ended' } },
    });
    expect(t.peer.sent).toEqual([]);
    const away = rig({ tokens: { ...tokens(), get: () => Promise.resolve(fail('net.timeout')) } });
    expect(await away.answers()).toMatchObject({ verdict: { kind: 'try-next' } });
  });

  it('V1: a token goes over TLS only, never in answer to a digest; a password never to a Bearer challenge', async () => {
    const plain = rig({ tokens: tokens() }, 'tcp');
    expect(await plain.answers([407, BEARER])).toMatchObject({
      verdict: { cause: { code: 'auth.no-common-mechanism' } },
    });
    const digest = rig({ tokens: tokens() });
    expect(await digest.answers([401, DIGEST])).toMatchObject({
      verdict: { cause: { code: 'auth.no-common-mechanism' } },
    });
    const password = rig({ password: 'secret' });
    expect(await password.answers([407, BEARER])).toMatchObject({
      verdict: { cause: { code: 'auth.no-common-mechanism' } },
    });
    expect([plain, digest, password].map((each) => each.proofs())).toEqual([[''], [''], ['']]);
  });
});

describe('what REGISTER tells CUCM of its reason', () => {
  it('V1: the start once, and that a line is taken over from another client', async () => {
    const t = rig({ device: DEVICE });
    await t.answers([200]);
    await t.answers([200]);
    t.client.takeOver();
    await t.answers([403]);
    await t.answers([200]);
    await t.answers([200]);
    const alarms = t.peer.sent.map((text) =>
      /cisco-alarm:(\d+) Name=CSFALICE .*Last=([\w-]+)/.exec(text)?.slice(1),
    );
    const taken = ['111', 'Application-Requested-Destroy'];
    expect(alarms).toEqual([['25', 'initialized'], undefined, taken, taken, undefined]);
  });

  it('V1: nothing to other servers', async () => {
    const t = rig({});
    await t.answers([200]);
    expect(headerOf(t.peer.sent[0] ?? '', 'Reason')).toBe('');
  });
});
