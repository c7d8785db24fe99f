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
});
