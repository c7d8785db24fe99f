import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bestChallenge, parseChallenge } from './challenge.ts';
import { digestAuthorization } from './digest-response.ts';

const REQUEST = {
  method: 'GET',
  uri: '/dir/index.html',
  username: 'Mufasa',
  password: 'Circle of Life',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  count: 1,
};
const challengeFor = (algorithm: string) =>
  parseChallenge(
    `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
  );

describe('digest', () => {
  it.each([
    // RFC 7616 section 3.9.1
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('V1: %s as in RFC 7616', (algorithm, response) => {
    const challenge = challengeFor(algorithm);
    const value = challenge && digestAuthorization(challenge, REQUEST);
    expect(value).toContain(`response="${response}"`);
    expect(value).toContain('qop=auth, nc=00000001');
    expect(value).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"');
  });

  it('V1: without qop as in RFC 2617, with no count', () => {
    const challenge = parseChallenge(
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
    );
    const value = challenge && digestAuthorization(challenge, { ...REQUEST, password: 'Circle Of Life' });
    expect(value).toContain('response="670fd8c2df070c60b045671b8b24ff02"');
    expect(value).not.toContain('nc=');
  });

  it('V1: auth-int where nothing else is offered: the body counts too (RFC 7616 section 3.4.3)', () => {
    const challenge = parseChallenge('Digest realm="r", nonce="n", qop="auth-int"');
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const second = md5(`GET:/dir/index.html:${md5('v=0')}`);
    const first = md5('Mufasa:r:Circle of Life');
    const value = challenge && digestAuthorization(challenge, { ...REQUEST, body: 'v=0' });
    expect(value).toContain('qop=auth-int, nc=00000001');
    expect(value).toContain(`response="${md5(`${first}:n:00000001:${REQUEST.cnonce}:auth-int:${second}`)}"`);
  });

  it.each([
    ['another scheme', 'Bearer realm="x"'],
    ['an unknown algorithm', 'Digest realm="x", nonce="y", algorithm=ROT13'],
    ['only an unknown protection', 'Digest realm="x", nonce="y", qop="auth-conf"'],
    ['no nonce', 'Digest realm="x"'],
    ['nothing', ''],
    ['too much', `Digest realm="${'x'.repeat(5_000)}", nonce="y"`],
  ])('Q2: %s is not answered', (_name, value) => {
    expect(parseChallenge(value)).toBeUndefined();
  });

  it('V1: prefers the stronger algorithm and reads stale', () => {
    const best = bestChallenge([
      'Digest realm="r",nonce="a",algorithm=MD5',
      'Digest realm="r",nonce="b",algorithm=sha-256,stale=TRUE',
      'Bearer x=y',
    ]);
    expect(best?.challenge).toMatchObject({ nonce: 'b', algorithm: 'SHA-256', isStale: true });
  });

  it('Q2: a name that ends the quotes stays inside them', () => {
    const challenge = challengeFor('MD5');
    expect(challenge && digestAuthorization(challenge, { ...REQUEST, username: 'a", uri="x' })).toContain(
      'username="a\\", uri=\\"x"',
    );
  });

  it('V1: SHA-512-256, a hashed name outside ASCII, as in RFC 7616 section 3.9.2 (erratum 4897)', () => {
    const challenge = parseChallenge(
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true',
    );
    const value =
      challenge &&
      digestAuthorization(challenge, {
        method: 'GET',
        uri: '/doe.json',
        username: 'J\u00e4s\u00f8n Doe',
        password: 'Secret, or not?',
        cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
        count: 1,
      });
    expect(value).toContain('username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"');
    expect(value).toContain('response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"');
    expect(value).toContain('userhash=true');
  });

  it('V1: names and passwords outside ASCII are the same however they were typed', () => {
    const challenge = challengeFor('SHA-256');
    const typed = (form: 'NFC' | 'NFD') =>
      challenge &&
      digestAuthorization(challenge, {
        ...REQUEST,
        username: 'j\u00e4s\u00f8n'.normalize(form),
        password: 'gr\u00fc\u00dfe'.normalize(form),
      });
    expect(typed('NFD')).toBe(typed('NFC'));
    const md5 = parseChallenge('Digest realm="r", nonce="n"');
    const hash = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');
    const value = md5 && digestAuthorization(md5, { ...REQUEST, username: 'j\u00e4s', password: '\u00fc' });
    const [first, second] = [hash('j\u00e4s:r:\u00fc'), hash('GET:/dir/index.html')];
    expect(value).toContain('username="j\u00e4s"');
    expect(value).toContain(`response="${hash(`${first}:n:${second}`)}"`);
  });

  it.each([
    ['in quotes', 'Digest realm="r", nonce="a\\b/+=:;,?", algorithm="md5", qop=auth', 'a\\b/+=:;,?'],
    ['as a token', 'Digest realm=r,nonce=a/b+c==,algorithm=MD5,qop="auth"', 'a/b+c=='],
    ['with an escape', 'Digest realm="r", nonce="say \\"x\\"", qop="auth"', 'say \\"x\\"'],
  ])('V1: a nonce goes back and is hashed as it came: %s', (_name, header, nonce) => {
    const challenge = parseChallenge(header);
    const value = challenge && digestAuthorization(challenge, REQUEST);
    const hash = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');
    const [first, second] = [hash('Mufasa:r:Circle of Life'), hash('GET:/dir/index.html')];
    expect(value).toContain(`nonce="${nonce}"`);
    expect(value).toContain(
      `response="${hash(`${first}:${nonce}:00000001:${REQUEST.cnonce}:auth:${second}`)}"`,
    );
  });
});
